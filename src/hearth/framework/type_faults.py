"""What pydantic finds wrong, in the words of someone who wrote the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hearth.framework.findings import Fault, Path
from hearth.framework.framework import Framework
from hearth.framework.measures import Definition

__all__ = ["did_you_mean", "in_plain_words", "listed"]

_YES_AND_NO = {"yes": "true", "no": "false", "y": "true", "n": "false", "on": "true", "off": "false"}


def in_plain_words(errors: Iterable[Mapping[str, Any]], data: Mapping[str, Any]) -> list[Fault]:
    """One fault for each mistake: of the errors of a union, only those of the kind that was meant."""
    faults: dict[tuple[Path, str], Fault] = {}
    for error in errors:
        for fault in _faults(error, data):
            faults.setdefault((fault.path, fault.code), fault)
    unknown = [fault.path for fault in faults.values() if fault.code == "unknown-key"]
    meant = {(*path[:-1], _likely(path, data)) for path in unknown}
    wanted = [each for each in faults.values() if each.code != "missing-key" or each.path not in meant]
    return [replace(each, message=each.message[:1].upper() + each.message[1:]) for each in wanted]


def listed(words: Iterable[object]) -> str:
    """Words in a list for reading, at most twelve of them."""
    every = [f"`{word}`" for word in words]
    return ", ".join(every[:12]) + (f" and {len(every) - 12} more" if len(every) > 12 else "")


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The nearest of the words as a question, or nothing."""
    near = _nearest(word, words)
    return f"Did you mean `{near}`?" if near else ""


def _nearest(word: str, words: Iterable[str]) -> str | None:
    as_read = {each.lower(): each for each in words}
    near = get_close_matches(word.lower(), as_read, n=1)
    return as_read[near[0]] if near else None


def _faults(error: Mapping[str, Any], data: Mapping[str, Any]) -> list[Fault]:
    path: Path = tuple(error["loc"])[1:]
    if "definition" in path[:-1]:
        at = path.index("definition")
        inside = path[: at + 1]
        if (wrong := _wrong_kind(inside, data)) is not None:
            return [wrong]
        if path[at + 1] != _kinds()[_value(inside, data)["kind"]].__name__:
            return []
        path = inside + path[at + 2 :]
    return [_fault(str(error["type"]), path, data, error)]


def _fault(kind: str, path: Path, data: Mapping[str, Any], error: Mapping[str, Any]) -> Fault:
    match kind:
        case "unexpected_keyword_argument":
            return _unknown_key(path, data)
        case "missing":
            return _missing(path, data)
        case "value_error":
            rule = str(error["ctx"]["error"])
            message = f"{_named(path)} cannot be meant as it stands."
            return Fault(path, message, f"{rule[:1].upper()}{rule[1:]}.", "cannot-be-meant")
        case "enum" | "literal_error":
            return _unknown_value(path, data)
        case "too_long":
            message, remedy = (
                f"{_named(path)} has more items than it can have.",
                f"Give {_what(_type(path, data))}.",
            )
            return Fault(path, message, remedy, "wrong-type")
        case _:
            return _wrong_type(path, data)


def _unknown_key(path: Path, data: Mapping[str, Any]) -> Fault:
    allowed = _keys(_type(path[:-1], data))
    remedy = did_you_mean(str(path[-1]), allowed) or f"Remove it, or use one of {listed(allowed)}."
    place = f"in {_named(path[:-1])}" if len(path) > 1 else "at the top of a file"
    return Fault(path, f"`{path[-1]}` is not a key that can stand {place}.", remedy, "unknown-key", key=True)


def _likely(path: Path, data: Mapping[str, Any]) -> str | None:
    return _nearest(str(path[-1]), _keys(_type(path[:-1], data)))


def _missing(path: Path, data: Mapping[str, Any]) -> Fault:
    if isinstance(path[-1], int):
        message = f"`{path[-2]}` has too few items."
        return Fault(path[:-1], message, f"Give {_what(_type(path[:-1], data))}.", "wrong-type")
    remedy = f"Add `{path[-1]}:` and {_what(_type(path, data))}."
    place = f" in {_named(path[:-1])}" if len(path) > 1 else ""
    return Fault(path, f"`{path[-1]}` is missing{place}.", remedy, "missing-key")


def _unknown_value(path: Path, data: Mapping[str, Any]) -> Fault:
    value, choices = _value(path, data), _choices(_type(path, data))
    near = did_you_mean(value, choices) if isinstance(value, str) else ""
    remedy = f"{near} It can be {listed(choices)}.".strip()
    return Fault(path, f"{_named(path)} cannot be {_said(value)}.", remedy, "unknown-value")


def _wrong_type(path: Path, data: Mapping[str, Any]) -> Fault:
    wanted, value = _type(path, data), _value(path, data)
    message = f"{_named(path)} should be {_what(wanted)}, and is {_said(value)}."
    return Fault(path, message, _retyped(wanted, value), "wrong-type")


def _wrong_kind(path: Path, data: Mapping[str, Any]) -> Fault | None:
    """What is wrong with a definition that says no kind, or one that there is not."""
    definition = _value(path, data)
    if not isinstance(definition, Mapping):
        message = f"`definition` should be a group of keys and values, and is {_said(definition)}."
        return Fault(path, message, "Write `kind:` and the rest below it, set in further.", "wrong-type")
    kind = definition.get("kind")
    if "kind" not in definition:
        remedy = f"Add `kind:` and one of {listed(_kinds())}."
        return Fault((*path, "kind"), "`kind` is missing in `definition`.", remedy, "missing-key")
    if isinstance(kind, str) and kind in _kinds():
        return None
    near = did_you_mean(kind, _kinds()) if isinstance(kind, str) else ""
    remedy = f"{near} It can be {listed(_kinds())}.".strip()
    return Fault((*path, "kind"), f"`kind` cannot be {_said(kind)}.", remedy, "unknown-value")


def _retyped(wanted: Any, value: Any) -> str:
    """How to write what was meant as what is wanted."""
    if value is None:
        return "Write it after the colon, or remove the line."
    if wanted is str:
        simple = isinstance(value, bool | int)
        return f'Put it in quotes: "{_yaml(value)}".' if simple else "Write one text, after the colon."
    if wanted is bool and isinstance(value, str) and value.lower() in _YES_AND_NO:
        return f"Write {_YES_AND_NO[value.lower()]}."
    if wanted is int:
        return "Write digits alone, without quotes, commas or a decimal point."
    if wanted is Decimal:
        return "Write a number such as 12 or 0.85, without commas or a unit."
    if get_origin(wanted) is tuple:
        return "Write a list: each item on a line of its own, after a hyphen and a space."
    if is_dataclass(wanted):
        return f"Write its keys and values below it, set in further: {listed(_keys(wanted))}."
    return f"Write {_what(wanted)}."


def _what(wanted: Any) -> str:
    if is_dataclass(wanted):
        return "a group of keys and values"
    if get_origin(wanted) is tuple:
        args = get_args(wanted)
        return "a list" if args[-1] is Ellipsis else f"a list of {len(args)} items"
    if _choices(wanted):
        return f"one of {listed(_choices(wanted))}"
    words = {str: "a text", int: "a whole number", Decimal: "a number", bool: "true or false"}
    return words.get(wanted, "a group of keys and values")


def _said(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, str):
        return f"the text “{value if len(value) <= 60 else value[:57] + '...'}”"
    if isinstance(value, bool | int):
        return f"{'the whole number ' if not isinstance(value, bool) else ''}{_yaml(value)}"
    return "a list" if isinstance(value, list) else "a group of keys and values"


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _named(path: Path) -> str:
    if not path:
        return "the framework"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of `{path[-2]}`" if len(path) > 2 else f"this item of `{path[-2]}`"
    return f"`{path[-1]}`"


def _value(path: Path, data: Any) -> Any:
    for part in path:
        data = data[part]
    return data


def _type(path: Path, data: Mapping[str, Any]) -> Any:
    """The type that belongs at a path; of a definition, that of the kind which the data names."""
    here: Any = Framework
    for at, part in enumerate(path):
        if get_origin(here) is tuple:
            here = get_args(here)[0]
        elif isinstance(here, type) and is_dataclass(here):
            here = _plain(_hints(here).get(str(part)))
        if here == Definition:
            here = _of_kind(path[: at + 1], data)
    return here


def _of_kind(path: Path, data: Mapping[str, Any]) -> Any:
    """The type of the definition at a path, by the kind that it says it is."""
    try:
        return _kinds()[_value(path, data)["kind"]]
    except (KeyError, TypeError, IndexError):
        return Definition


def _plain(hint: Any) -> Any:
    """A type without its `| None`."""
    if get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint):
        return next(arg for arg in get_args(hint) if arg is not NoneType)
    return hint


@cache
def _hints(of: Any) -> dict[str, Any]:
    return get_type_hints(of)


def _keys(of: Any) -> list[str]:
    return [each.name for each in fields(of)] if is_dataclass(of) else []


@cache
def _kinds() -> dict[str, type]:
    """The kinds of definition, each with the type that holds it."""
    return {get_args(_hints(each)["kind"])[0]: each for each in get_args(Definition)}


def _choices(wanted: Any) -> list[str]:
    if get_origin(wanted) is Literal:
        return list(get_args(wanted))
    return [each.value for each in wanted] if isinstance(wanted, type) and issubclass(wanted, Enum) else []
