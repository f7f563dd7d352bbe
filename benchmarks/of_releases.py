"""What a release costs: made and protected, audited, and read. `run.py` prints these lines with the others."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from measure import Failed, Spent, least, run
from table import Line

__all__ = ["OfReleases"]

HERE = Path(__file__).resolve().parent
PYTHON = Path(sys.executable)
POLICIES = ("public", "internal")
ROWS = 170_000
SAMPLES = (10, 4, 1)
WAYS = {
    "whole": "pyarrow, the whole table, then its rows",
    "filters": "pyarrow, told what is wanted",
    "duckdb": "DuckDB, SQL over the file",
    "pandas": "pandas, read_csv",
}


@dataclass(frozen=True)
class OfReleases:
    """One run: where its files are, how often each thing is done, and of one person in how many (`sample`)."""

    folder: Path
    rounds: int
    sample: int = 1

    def lines(self) -> Iterator[Line]:
        """The lines, as each is known. What fails is said to have failed, and the rest goes on."""
        for policy in POLICIES:
            yield from _or_why(f"release, {self.size()}, {policy}", partial(self.made, policy))
        yield from _or_why("protecting as people grow", self.growth)
        for policy in POLICIES:
            yield from _or_why(f"audit, {self.size()}, {policy}", partial(self.audited, policy))
        yield from _or_why("reading one series", self.read)

    def size(self) -> str:
        """What is released."""
        return "scale 1" if self.sample == 1 else f"one person in {self.sample}"

    def store(self, sample: int) -> Path:
        """A demonstration of one person in so many, made now if it was not yet."""
        path = self.folder / f"sample-{sample}"
        if not path.exists():
            run([PYTHON, HERE / "ours.py", "build", path, "1", str(sample)], self.folder)
        return path

    def release(self, policy: str) -> Path:
        """Where the release under a policy is, made now if it was not yet."""
        self.once(policy, self.sample, 0)
        return self.place(policy, self.sample, 0)

    def place(self, policy: str, sample: int, number: int) -> Path:
        return self.folder / f"release-{policy}-{sample}-{number}"

    def measured(self, policy: str, sample: int, rounds: int) -> list[tuple[Spent, dict[str, Any]]]:
        """`hearth measure`, so many times: what each took, and what it said of its rooms and its release."""
        return [self.once(policy, sample, number) for number in range(rounds)]

    def once(self, policy: str, sample: int, number: int) -> tuple[Spent, dict[str, Any]]:
        """One of these: now, if it was not done yet."""
        out = self.place(policy, sample, number)
        kept = out.with_suffix(".json")
        if not kept.exists():
            spent = run([PYTHON, HERE / "rooms.py", self.store(sample), out, policy], self.folder)
            kept.write_text(json.dumps(asdict(spent)), encoding="utf-8")
        spent = Spent(**json.loads(kept.read_text(encoding="utf-8")))
        return spent, json.loads(spent.printed.splitlines()[-1])

    def made(self, policy: str) -> Iterator[Line]:
        """A release of the whole demonstration, as `hearth measure` makes it, and its seconds room by room."""
        found = self.measured(policy, self.sample, self.rounds)
        spent, said = min(found, key=lambda each: each[0].cpu)
        wall, peak = min(each.wall for each, _ in found), max(each.peak for each, _ in found)
        what, release = f"release, {self.size()}, {policy}", said["release"]
        print(
            f"  {what}: {release['rows']:,} rows, {release['suppressed']:,} suppressed, "
            f"{release['to_protect_others']:,} of them only to protect others"
        )
        yield Line(f"{what}: wall", f"{wall:.1f} s", aim="under 60 s", reached=wall < 60)
        yield Line(f"{what}: CPU", f"{spent.cpu:.2f} s")
        for room, (cpu, _) in sorted(said["rooms"].items(), key=lambda each: -each[1][0]):
            yield Line(f"    {room}", f"{cpu:.2f} s", ratio=f"{cpu / spent.cpu:.0%}")
        yield Line(f"{what}: peak", f"{peak:.0f} MB", aim="under 1 GB", reached=peak < 1000)

    def growth(self) -> Iterator[Line]:
        """What protecting costs of one person in ten, in four, and of all: as many figures, more people in each."""
        for sample in (each for each in SAMPLES if each >= self.sample):
            found = self.measured("public", sample, self.rounds)
            cpu = min(_of_protecting(said["rooms"]) for _, said in found)
            release = found[0][1]["release"]
            hidden = f"{release['suppressed']:,} of {release['rows']:,}"
            yield Line(f"protecting, one in {sample}: {hidden} suppressed", f"{cpu:.2f} s")

    def audited(self, policy: str) -> Iterator[Line]:
        """What the best-informed reader could learn of the release: the whole process, opening and verifying too."""
        release = self.release(policy)
        command = [PYTHON, HERE / "releases.py", "audit", release]
        spent = [run(command, self.folder) for _ in range(self.rounds)]
        said = json.loads(spent[0].printed.splitlines()[-1])
        wall, what = min(each.wall for each in spent), f"audit, {self.size()}, {policy}"
        learnt = f"{said['pinned']:,} pinned, {said['not_shown']:,} not shown to be safe"
        print(f"  {what}: {said['cells']:,} suppressed counts, {said['solved']:,} linear programs; {learnt}")
        yield Line(f"{what}: wall", f"{wall:.1f} s", aim="under 120 s", reached=wall < 120)
        yield Line(f"{what}: CPU; reading it apart", f"{least(spent):.2f} s", f"{said['cpu']:.2f} s")
        yield Line(f"{what}: peak", f"{max(each.peak for each in spent):.0f} MB")

    def read(self) -> Iterator[Line]:
        """One series of an invented release with as many values as a large one, beside other ways to read it."""
        large = self.folder / "release-large"
        run([PYTHON, HERE / "releases.py", "enlarge", self.release("public"), large, str(ROWS)], self.folder)
        said = json.loads(run([PYTHON, HERE / "releases.py", "series", large], self.folder).printed)
        differs: Sequence[str] = said["differs"]
        what = f"one series of {said['rows']:,} values"
        if differs:
            yield Line(what, "", ratio="none", aim=f"DIFFERENT: {differs[0]}", reached=False)
            return
        print(f"  {what}: {said['series']} series, {said['read']:,} rows, the same in every way of reading")
        ours = said["spent"]["ours"]
        median, worst = statistics.median(ours), max(ours)
        yield Line(f"{what}: median, wall", f"{median:.1f} ms", aim="under 10 ms", reached=median < 10)
        yield Line(
            f"{what}: worst of {said['series']}", f"{worst:.1f} ms", aim="under 10 ms", reached=worst < 10
        )
        for way, words in WAYS.items():
            theirs = statistics.median(said["spent"][way])
            ratio = f"{median / theirs:.2f}"
            yield Line(f"    v {words}", f"{median:.1f} ms", f"{theirs:.1f} ms", ratio)
        yield Line("opening that release, once", f"{said['opening']:.0f} ms")


def _of_protecting(rooms: dict[str, list[float]]) -> float:
    return sum(cpu for room, (cpu, _) in rooms.items() if room.startswith("protecting"))


def _or_why(what: str, lines: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    """The lines; where a process of theirs does not end well, one that says so."""
    try:
        yield from lines()
    except Failed as error:
        print(f"  {what}: {str(error).strip().splitlines()[-1]}")
        yield Line(what, "not done", ratio="none", reached=False)
