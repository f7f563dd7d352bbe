"""Every way to spoil a framework that we could think of: each is found at its line, with a way to mend it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framework.broken_scorecards import EVERY
from framework.spoilt import AROUND, BETTER, MUCH, PLANS, SURVEY, TOP, WELL, WHOLE_FILE, Spoilt
from hearth.framework.findings import Finding
from hearth.framework.load import check

SCORECARD = Path(__file__).parent.parent / "frameworks_data" / "scorecard"
FILES = sorted(path.relative_to(SCORECARD).as_posix() for path in SCORECARD.rglob("*.yaml"))


def number_of(key: str, id: str) -> int:
    """The number of an item over all files, as PyYAML alone sees them."""
    ids = []
    for file in FILES:
        data = yaml.safe_load((SCORECARD / file).read_text(encoding="utf-8"))
        ids += [
            next(item[name] for name in ("id", "figure", "theirs") if name in item)
            for item in data.get(key, [])
        ]
    return ids.index(id)


def in_full(path: str) -> str:
    first, *rest = path.split(" › ")
    key, _, id = first.partition(" ")
    return " › ".join([f"{key}[{number_of(key, id)}] {id}" if id else key, *rest])


def bare(path: str) -> str:
    """A path without the names of its items, which may be what is spoilt."""
    return re.sub(r"\[(\d+)\] [^›]*?(?= ›|$)", r"[\1]", path)


def spoil(folder: Path, file: str, old: str, new: str) -> str:
    """Change the one place in a file where `old` stands (or all of the file); the new text."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    if old == WHOLE_FILE:
        changed = new
    else:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        changed = text.replace(old, new)
    assert changed != text
    path.write_text(changed, encoding="utf-8", newline="")
    return changed


def line_of(text: str, marker: str) -> int:
    assert marker in text
    return text[: text.index(marker)].count("\n") + 1


@pytest.fixture
def scorecard(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCORECARD, tmp_path / "scorecard"))


def told(findings: tuple[Finding, ...]) -> str:
    return "\n".join(str(finding) for finding in findings) or "nothing was found"


@pytest.mark.parametrize("spoilt", EVERY, ids=lambda spoilt: spoilt.name)
def test_what_is_spoilt_is_found_where_it_stands(spoilt: Spoilt, scorecard: Path) -> None:
    text = spoil(scorecard, spoilt.file, spoilt.old, spoilt.new)
    findings = check(scorecard)
    match = [
        each for each in findings if (each.code, bare(each.path)) == (spoilt.code, bare(in_full(spoilt.path)))
    ]
    assert match, told(findings)
    (finding,) = match
    file = spoilt.found_in or spoilt.file
    marked = (scorecard / file).read_text(encoding="utf-8") if spoilt.found_in else text
    assert (finding.file, finding.line) == (file, line_of(marked, spoilt.line_of)), told(findings)
    assert spoilt.says in finding.message
    assert spoilt.remedy in finding.remedy
    assert finding.remedy.endswith((".", "?")), finding.remedy
    assert finding.message[0] in "`'" or finding.message[0].isupper()


@pytest.mark.parametrize("missing", ["line_of", "code", "says", "remedy"])
def test_a_way_of_spoiling_that_asserts_too_little_is_refused(missing: str) -> None:
    with pytest.raises(ValueError, match="must say"):
        replace(EVERY[0], **{missing: ""})


@pytest.mark.parametrize(
    ("measure", "value"),
    [("reviewed", 0), ("reviewed", 100), ("attendances", 750), ("reach_rate", 750), ("given_up", -5)],
)
def test_a_target_within_reach_is_let_be(scorecard: Path, measure: str, value: int) -> None:
    old = "measure: reviewed, scope: authority, by: 2025-26, source: service plan, value: 90"
    new = old.replace("reviewed", measure).replace("90", f"{value}")
    if new != old:
        spoil(scorecard, AROUND, old, new)
    assert check(scorecard) == ()


def test_each_way_of_spoiling_is_another() -> None:
    assert len(EVERY) >= 40
    assert len({spoilt.name for spoilt in EVERY}) == len(EVERY)
    assert len({(spoilt.code, spoilt.path, spoilt.says, spoilt.new) for spoilt in EVERY}) == len(EVERY)


@pytest.mark.parametrize(
    ("name", "content", "line", "code"),
    [
        ("not-utf8.yaml", b"decisions:\n  - {id: D9, choice: \xe9t\xe9}\n", 2, "not-utf8"),
        ("utf16.yaml", "decisions: []\n".encode("utf-16"), 1, "not-utf8"),
        ("zero.yaml", b"", 1, "empty-file"),
        ("nul.yaml", b"decisions:\n\n  - \x00\n", 3, "control-character"),
        ("short-ending.yml", b"decisions: []\n", 0, "not-read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    scorecard: Path, name: str, content: bytes, line: int, code: str
) -> None:
    (scorecard / name).write_bytes(content)
    (finding,) = check(scorecard)
    assert (finding.file, finding.line, finding.code) == (name, line, code)
    assert finding.remedy


EIGHT = """\
measures:
  - id: first
    title: 2024
    metric: M-4
    direction: lower
    definition: {kind: count, scope: {dataset: plans}}
    periods: [quarter]
    smallest_place: county
    colour: red

  - id: pride_too
    title: A second measure
    metric: M-9
    direction: higher
    definition:
      kind: ratio
      scope:
        dataset: sesions
      numerator: places_taken
      denominator: places_offered
    periods: [quarter]
    smallest_place: shire
    decisions: [D3]

  - id: pride
    title: One that is there already
    metric: M-4
    direction: higher
    definition:
      kind: to_be_determined
    smallest_place: county
    smallest_place: club

  - id: wrong_words
    title: Words that cannot be read
    metric: M-4
    direction: neutral
    definition:
      kind: proportion
      scope:
        dataset: plans
        where: gendr = 'girl'
      numerator: ended_erly
    periods: [quarter]
    smallest_place: county
"""


def test_everything_wrong_with_one_file_is_told_at_once(scorecard: Path) -> None:
    file = "measures/more.yaml"
    (scorecard / file).write_text(EIGHT, encoding="utf-8")
    spoil(
        scorecard,
        TOP,
        "[better_score, given_up, pride]",
        "[better_score, given_up, pride, first, wrong_words]",
    )
    found = {(finding.line, finding.code) for finding in check(scorecard) if finding.file == file}
    assert found == {
        (line_of(EIGHT, "title: 2024"), "wrong-type"),
        (line_of(EIGHT, "colour: red"), "unknown-key"),
        (line_of(EIGHT, "metric: M-9"), "dangling-reference"),
        (line_of(EIGHT, "dataset: sesions"), "dangling-reference"),
        (line_of(EIGHT, "smallest_place: shire"), "dangling-reference"),
        (line_of(EIGHT, "decisions: [D3]"), "dangling-reference"),
        (line_of(EIGHT, "- id: pride\n"), "duplicate-id"),
        (line_of(EIGHT, "smallest_place: club"), "key-twice"),
        (line_of(EIGHT, "gendr"), "bad-expression"),
        (line_of(EIGHT, "ended_erly"), "bad-expression"),
    }
    assert {finding.file for finding in check(scorecard)} == {file}


def test_what_is_broken_is_not_also_called_missing(scorecard: Path) -> None:
    spoil(scorecard, PLANS, "returned: quarter", "returned: quarterly")
    (finding,) = check(scorecard)
    assert finding.code == "unknown-value"


def test_what_an_unreadable_file_holds_is_not_called_missing(scorecard: Path) -> None:
    for file in (TOP, PLANS, SURVEY, AROUND, MUCH):
        text = spoil(
            scorecard, file, WHOLE_FILE, (SCORECARD / file).read_text(encoding="utf-8") + "\n%%: %\n"
        )
        (finding,) = check(scorecard)
        assert (finding.file, finding.line, finding.code) == (file, line_of(text, "%%: %"), "bad-yaml")
        shutil.copy(SCORECARD / file, scorecard / file)


def test_an_excerpt_points_at_the_word(scorecard: Path) -> None:
    spoil(scorecard, BETTER, "where: closed_on IS NOT NULL", "where: closd_on IS NOT NULL")
    (finding,) = check(scorecard)
    text, carets = finding.excerpt.split("\n")
    pointed = "".join(a for a, b in zip(text, carets, strict=False) if b == "^")
    assert pointed == "closd_on"


def test_a_path_in_words_names_its_items(scorecard: Path) -> None:
    spoil(scorecard, WELL, "numerator: reviewed_on IS NULL", "numerator: reviewd_on IS NULL")
    (finding,) = check(scorecard)
    number = number_of("measures", "reviewed")
    assert finding.path == f"measures[{number}] reviewed › beside[1] never › definition › numerator"


LINES = {file: (SCORECARD / file).read_text(encoding="utf-8") for file in FILES}
PIECES = [
    "%", "\t", "\u00a0", ":", "- ", "'", '"', "{", "}", "[", "]", "&a ", "*a", "!!x ", "\0", "\x85", "\ufeff",
    "null", "true", "-1", "9" * 30, "# ", "|", ">", "? ", "---\n", "%YAML 1.2\n", "kind: ", "id: ", "\\", "NaN",
    "(((((", " OR ", " / 0", "<<: ", "é", "\U0001F600", "measures:\n", "definition: ", "\n", "  ",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, bytes]:
    """The scorecard with up to six cuts, insertions, repeats or flipped bytes anywhere in its files."""
    files = {file: text.encode() for file, text in LINES.items()}
    for _ in range(draw(st.integers(1, 6))):
        file = draw(st.sampled_from(FILES))
        content = files[file]
        at = draw(st.integers(0, len(content)))
        upto = min(len(content), at + draw(st.integers(0, 60)))
        piece = draw(st.sampled_from(PIECES)).encode()
        how = draw(st.sampled_from(["cut", "insert", "repeat", "byte"]))
        middle = {
            "cut": b"",
            "insert": piece + content[at:upto],
            "repeat": content[at:upto] * 2,
            "byte": draw(st.binary(max_size=2)) + content[at:upto],
        }[how]
        files[file] = content[:at] + middle + content[upto:]
    return files


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=mutated())
def test_whatever_is_done_to_the_files_only_findings_come_of_it(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(content)
    for finding in check(tmp_path):
        assert finding.file == "." or finding.file in files
        lines = files.get(finding.file, b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        assert 0 <= finding.line <= lines
        assert finding.message
        assert finding.code
