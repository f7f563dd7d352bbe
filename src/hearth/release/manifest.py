"""`manifest.json`: what a release is, and the one number, its id, that gives away any edit.

The id is a hash of every other file's hash and of the manifest without its id. Whoever edits a file must change the
manifest too, and then the id is no longer the one that people cite.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter, ValidationError

from hearth.disclosure.policy import Policy
from hearth.disclosure.published import Published
from hearth.kernel.errors import BadRelease, UserError

__all__ = [
    "FORMAT",
    "LEAST_KEY",
    "FileFacts",
    "FrameworkName",
    "InputHash",
    "InputHashes",
    "InputReturn",
    "Manifest",
    "facts_of",
    "hashes_of_inputs",
    "id_of",
    "make_manifest",
    "manifest_bytes",
    "read_manifest",
    "software_here",
]

FORMAT = 1

LEAST_KEY = 16
"""A key shorter than this, in bytes, could be guessed."""

DEMONSTRATION = b"This is the key of Hearth's demonstration"
"""How the demonstration's key begins: hashes made with it say so."""

LIBRARIES = ("hearth-outcomes", "duckdb", "highspy", "numpy", "pyarrow", "pydantic", "scipy")
"""What a release's bytes depend on."""

KEYED = "HMAC-SHA256, under the deployment's own key, of each return's dataset, period and content hash"
KNOWN_TO_EVERYONE = KEYED.replace("the deployment's own key", "the demonstration's key, which everyone knows")
NOT_KEYED = "none: no key was given"


@dataclass(frozen=True, slots=True)
class InputReturn:
    """A return that was counted: `sha256` is of its content. Never published as it is, for it confirms a guess."""

    dataset: str
    period: str
    sha256: str


@dataclass(frozen=True, slots=True)
class InputHash:
    """A return that was counted, by a hash that only those who hold the key can work out."""

    dataset: str
    period: str
    hmac: str


@dataclass(frozen=True, slots=True)
class InputHashes:
    """Which hashes of inputs a release has: `kind` says so in words."""

    kind: str
    returns: tuple[InputHash, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file's length and hash."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FrameworkName:
    """Which framework was measured, and which edition of it."""

    id: str
    title: str
    edition: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is. `values_sha256` is the hash of what it holds: of `values.csv`, that any library can read."""

    id: str
    format: int
    date: datetime.date
    title: str
    notice: str
    home: str
    rows: int
    values_sha256: str
    policy: Policy
    framework: FrameworkName
    definition_versions: dict[str, int]
    software: dict[str, str]
    inputs: InputHashes
    files: dict[str, FileFacts]


def make_manifest(
    published: Published, files: Mapping[str, bytes], *, date: datetime.date, inputs: InputHashes
) -> Manifest:
    """The manifest of a release of these figures whose other files these are."""
    if published.framework is None or published.policy is None:
        raise BadRelease("A release is of a framework, under a policy.", "Release what `publish()` made.")
    about = published.framework.framework
    facts = {name: facts_of(files[name]) for name in sorted(files)}
    ours = sorted((each.measure, each.definition_version) for each in published.figures if not each.source)
    manifest = Manifest(
        id="",
        format=FORMAT,
        date=date,
        title=published.title,
        notice=published.notice,
        home=published.home,
        rows=len(published),
        values_sha256=facts["values.csv"].sha256,
        policy=published.policy,
        framework=FrameworkName(about.id, about.title, about.edition),
        definition_versions=dict(ours),
        software=software_here(),
        inputs=inputs,
        files=facts,
    )
    return replace(manifest, id=id_of(manifest_bytes(manifest), facts))


def id_of(manifest: bytes, files: Mapping[str, FileFacts]) -> str:
    """The id that a release with this manifest and these files has, whatever the manifest says that it is."""
    lines = [f"{files[name].sha256}  {name}\n" for name in sorted(files)]
    plain = {name: said for name, said in json.loads(manifest).items() if name != "id"}
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(("".join(lines) + canonical).encode()).hexdigest()


def hashes_of_inputs(inputs: Sequence[InputReturn], key: bytes | None) -> InputHashes:
    """A keyed hash of each return, in an order that says nothing; none without a key.

    ValueError for a key of fewer than `LEAST_KEY` bytes.
    """
    if key is None:
        return InputHashes(NOT_KEYED)
    if len(key) < LEAST_KEY:
        raise ValueError(f"a key has at least {LEAST_KEY} bytes")
    hashes = (InputHash(each.dataset, each.period, _keyed(each, key)) for each in inputs)
    kind = KNOWN_TO_EVERYONE if key.startswith(DEMONSTRATION) else KEYED
    return InputHashes(kind, tuple(sorted(hashes, key=lambda each: (each.dataset, each.period, each.hmac))))


def facts_of(held: bytes) -> FileFacts:
    """The length and hash of a file's content."""
    return FileFacts(len(held), hashlib.sha256(held).hexdigest())


@cache
def software_here() -> dict[str, str]:
    """The versions of Hearth and of the libraries that a release's bytes depend on, as they are installed here."""
    return {name: version(name) for name in LIBRARIES}


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    plain: dict[str, Any] = _manifest().dump_python(manifest, mode="json")
    for name in ("definition_versions", "software", "files"):
        plain[name] = dict(sorted(plain[name].items()))
    return _written(plain)


def read_manifest(held: bytes) -> Manifest:
    """The manifest that this is; BadRelease if it is none, is of a newer format, or is not as Hearth writes it."""
    try:
        plain = json.loads(held)
    except ValueError as error:
        raise BadRelease(f"manifest.json is not JSON: {error}.", _WHOLE) from error
    found = plain.get("format") if isinstance(plain, dict) else None
    if isinstance(found, int) and found > FORMAT:
        raise BadRelease(
            f"manifest.json says that this release is of format {found}; this version of Hearth reads {FORMAT}.",
            "Use a newer version of Hearth.",
        )
    try:
        manifest = _manifest().validate_json(held, strict=True)
    except (ValidationError, UserError) as error:
        raise BadRelease(f"manifest.json is not a release's: {_reason(error)}.", _WHOLE) from error
    if _written(plain) != held:
        raise BadRelease("manifest.json is not as it was written: it has been edited.", _WHOLE)
    return manifest


_WHOLE = "Get the release again from where it was published."


def _keyed(each: InputReturn, key: bytes) -> str:
    message = "\n".join((each.dataset, each.period, each.sha256)).encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{' › '.join(str(part) for part in first['loc']) or 'the whole'}: {first['msg']}"
    return str(error)


def _written(plain: Any) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


@cache
def _manifest() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)
