"""What `hearth release verify` and `hearth release audit` do and print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from hearth.cli.faults import FINDINGS, FINE
from hearth.cli.screen import HEADING, QUIET, VALUE, WARNING, Screen
from hearth.kernel.errors import BadRelease
from hearth.release.verify import Verified, read_release, verify

__all__ = ["audit_release", "verify_release"]


def verify_release(directory: str, id: str, *, as_json: bool) -> int:
    """Print whether the release verifies, and if it does not, where."""
    folder = Path(directory)
    if not folder.is_dir():
        raise BadRelease(
            f"There is no folder {directory}.", "Name a folder that `hearth measure` has written."
        )
    try:
        verified = verify(folder, id=id)
    except BadRelease as error:
        if as_json:
            _print_json(
                {"verifies": False, "release": directory, "message": error.message, "remedy": error.remedy}
            )
        else:
            screen = Screen()
            screen.line((f"{directory} does not verify.", WARNING))
            screen.paragraph(error.message)
            screen.paragraph(error.remedy, QUIET)
        return FINDINGS
    if as_json:
        _print_json(_as_data(directory, verified))
    else:
        _print_verified(directory, verified, id)
    return FINE


def audit_release(directory: str, earlier: Sequence[str], *, as_json: bool) -> int:
    """Print what the best-informed reader could learn; the exit status says whether that is too much."""
    from hearth.disclosure.audit import audit

    found = audit(read_release(Path(directory)), [read_release(Path(each)) for each in earlier])
    sentences = list(found.sentences())
    if as_json:
        _print_json(
            {"release": directory, "earlier": list(earlier), "holds": found.holds, "sentences": sentences}
        )
    else:
        screen = Screen()
        holds = "holds" if found.holds else "does not hold"
        screen.line((f"{directory} {holds}.", HEADING if found.holds else WARNING))
        for sentence in sentences:
            screen.paragraph(sentence)
    return FINE if found.holds else FINDINGS


def _print_verified(directory: str, verified: Verified, id: str) -> None:
    screen = Screen()
    screen.line((f"{directory} verifies.", HEADING))
    screen.line("Its id: ", (verified.id, VALUE))
    screen.paragraph(
        "It is the id that you gave."
        if id
        else "Compare it with the id that was published with the release, or give that with --id.",
        QUIET,
    )
    screen.paragraph(_how(verified))
    screen.paragraph(
        f"{verified.worked_out:,} of {verified.rows:,} values were worked out again from their published counts, "
        "with their intervals. The others are hidden, or the release has no counts of ours for them."
    )


def _how(verified: Verified) -> str:
    if verified.bytes_compared:
        return "Bytes were compared: every file was made again, and is the same to the last byte."
    others = ", ".join(f"{name} {there} (here {here})" for name, there, here in verified.differs)
    return (
        f"Values were compared, not bytes: it was made with {others}. Every file is what its manifest says, and both "
        "tables hold the same values."
    )


def _as_data(directory: str, verified: Verified) -> dict[str, object]:
    return {
        "verifies": True,
        "release": directory,
        "id": verified.id,
        "rows": verified.rows,
        "compared": "bytes" if verified.bytes_compared else "values",
        "worked_out_again": verified.worked_out,
        "software": [
            {"name": name, "release": there, "here": here} for name, there, here in verified.differs
        ],
    }


def _print_json(document: object) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))
