"""`hearth measure`: counts, protects, publishes, writes and verifies. No other command makes a release."""

from __future__ import annotations

import argparse
import datetime
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

from hearth.cli.faults import FINE
from hearth.cli.progress import Progress, on_the_way
from hearth.cli.release_page import Hidden, print_summary
from hearth.cli.screen import QUIET, VALUE, Screen, several
from hearth.disclosure.policy import Policy, load_policy
from hearth.disclosure.protect import Protection, protect
from hearth.disclosure.publish import publish
from hearth.disclosure.published import Published
from hearth.engine.results import Results
from hearth.engine.run import count
from hearth.engine.trail import trail_of
from hearth.figures.benchmarks import beside
from hearth.figures.published import published_in
from hearth.framework.load import load
from hearth.kernel.errors import NotMeasurable, UserError
from hearth.release.manifest import LEAST_KEY, InputReturn
from hearth.release.release import Release
from hearth.release.trail import write_trail
from hearth.release.verify import Verified, read_release, verify
from hearth.release.write import check_free, write_release
from hearth.store.store import Store, open_store

__all__ = ["measure_framework"]

MOST_PROCESSES = 2
"""More would be sooner done, and need more memory than a release is to need."""


def measure_framework(arguments: argparse.Namespace) -> int:
    """Write one release, as the arguments of `hearth measure` say, and print what it says."""
    out = Path(arguments.out)
    check_free(out)
    key, policy = _key(arguments.key), load_policy(arguments.policy)
    earlier = [read_release(Path(each)) for each in arguments.earlier]
    framework, store = load(arguments.framework), open_store(Path(arguments.store))
    with on_the_way(quiet=arguments.quiet) as progress:
        results = count(framework, store, engine=arguments.engine, progress=progress)
        on = arguments.date or _earliest_day(results)
        protection, published = _published(results, store, policy, earlier, progress)
        release = write_release(published, out, date=on, key=key, inputs=list(_inputs(results, store)))
        trail = write_trail(out, map(astuple, trail_of(results, store)))
        progress("Verifying", 1, 1)
        verified = verify(out, id=release.id)
    if arguments.json:
        print(json.dumps(_as_data(release, verified, protection, trail), ensure_ascii=False, indent=2))
    else:
        _print(published, release, protection, trail)
    return FINE


def _published(
    results: Results, store: Store, policy: Policy, earlier: Sequence[Published], progress: Progress
) -> tuple[Protection, Published]:
    progress("Protecting", 1, 1)
    protection = protect(results, policy, earlier, processes=min(os.cpu_count() or 1, MOST_PROCESSES))
    progress("Publishing", 1, 1)
    others = beside(results.framework, published_in(store))
    return protection, publish(results, policy, earlier, benchmarks=others, protection=protection)


def _earliest_day(results: Results) -> datetime.date:
    """The first day on which this could be known: all of it was over, and the last of its returns was in."""
    if not results.periods:
        raise NotMeasurable(
            "Nothing can be measured: no period has come in whole.",
            "See what came in with `hearth store show DIR`.",
        )
    received = (each.received for each in results.inputs if each.received)
    return max([*(each.end for each in results.periods), *received])


def _inputs(results: Results, store: Store) -> Iterator[InputReturn]:
    """The returns of every dataset that a figure is counted from."""
    datasets = {
        counting.dataset
        for figure in results.figures
        for counting in (figure.counting, figure.divisor)
        if counting is not None
    }
    for each in store.returns():
        if each.dataset in datasets:
            yield InputReturn(each.dataset, each.period.id, each.sha256)


def _key(file: str | None) -> bytes | None:
    if file is None:
        return None
    key = Path(file).read_bytes().removesuffix(b"\n").removesuffix(b"\r")
    if len(key) < LEAST_KEY:
        raise UserError(
            f"The key in {file} has {several(len(key), 'byte')}: so short a key can be guessed.",
            f"Use one of at least {LEAST_KEY}, kept by the deployment and never published.",
        )
    return key


def _print(published: Published, release: Release, protection: Protection, trail: Path) -> None:
    screen = Screen()
    print_summary(screen, published, release.manifest.date, Hidden(dict(protection.by_figure)))
    screen.line()
    hidden, others = protection.suppressed, protection.to_protect_others
    screen.paragraph(
        f"{several(len(published), 'row')}; {several(hidden, 'figure')} suppressed, "
        f"{others:,} of them only to protect others."
    )
    screen.line("The release: ", (str(release.directory), VALUE))
    screen.line("Its id: ", (release.id, VALUE))
    screen.paragraph("It verifies. Publish the id with it: the id gives away any edit.", QUIET)
    screen.paragraph(
        f"{trail} is the trail to the returns behind it. It is private: do not publish it.", QUIET
    )
    screen.line(f"Next: hearth release show {release.directory}")
    screen.line(f"      hearth release audit {release.directory}")


def _as_data(release: Release, verified: Verified, protection: Protection, trail: Path) -> dict[str, object]:
    return {
        "release": str(release.directory),
        "id": release.id,
        "date": release.manifest.date.isoformat(),
        "policy": release.manifest.policy.id,
        "rows": verified.rows,
        "suppressed": protection.suppressed,
        "to_protect_others": protection.to_protect_others,
        "by_figure": {
            id: {"suppressed": hidden, "to_protect_others": others}
            for id, (hidden, others) in sorted(protection.by_figure.items())
        },
        "bytes_compared": verified.bytes_compared,
        "trail": str(trail),
    }
