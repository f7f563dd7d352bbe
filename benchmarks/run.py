"""`make bench`: what Hearth costs, beside the best we could write by hand, all measured in this one run.

    python benchmarks/run.py                   about twenty minutes, and half a gigabyte of disk for a while
    python benchmarks/run.py --quick           two rounds of each, no scale of 100, releases of a sample
    python benchmarks/run.py --only releases   what a release costs: making it, protecting it, auditing it, reading it
    python benchmarks/run.py --only site       what its pages cost: `make demo` to the first page, time, weight, memory

See README.md beside this file for what each line means.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Spent, interleaved, least, run
from of_releases import OfReleases
from of_site import OfSite
from table import Line

__all__ = ["Bench", "main"]

HERE = Path(__file__).resolve().parent
PYTHON = Path(sys.executable)
LARGEST = ("P5a", "P5b", "F-C3", "P6e", "P4b", "P4a", "T1", "T2", "W-R1b", "H3", "H7", "P3", "P6a")
"""The ten measures that read the most records, and three more; see analyst.py."""
FREE_MB = 3_000
SAMPLE = 10
PARTS = ("sql", "pandas", "growth", "releases", "site", "starting")
HEAVY = ["numpy", "pyarrow", "duckdb", "scipy", "pandas", "sqlglot", "yaml", "pydantic", "django"]


@dataclass(frozen=True)
class Bench:
    """One run: where its stores are, how often each thing is done, and how far it goes."""

    folder: Path
    rounds: int
    largest_scale: int
    sample: int = 1
    site: Path | None = None

    def parts(self) -> dict[str, Callable[[], Iterator[Line]]]:
        """The parts of the table by name, in the order in which they are printed."""
        return {
            "sql": self.against_sql,
            "pandas": self.against_pandas,
            "growth": self.growth,
            "releases": OfReleases(self.folder, max(1, self.rounds - 2), self.sample).lines,
            "site": OfSite(self.folder, 4 * self.rounds, self.site).lines,
            "starting": self.starting,
        }

    def lines(self, only: Sequence[str] = ()) -> Iterator[Line]:
        """The table, or only these parts of it, line by line, as each is known."""
        for name, part in self.parts().items():
            if name in only or not only:
                yield from part()

    def store(self, scale: int) -> Path:
        """A demonstration of this scale, made now if it was not yet."""
        path = self.folder / f"scale-{scale}"
        if not path.exists():
            spent = run([PYTHON, HERE / "ours.py", "build", path, str(scale)], self.folder)
            found = {**json.loads(spent.printed), "cpu": spent.cpu, "peak": spent.peak}
            path.with_suffix(".json").write_text(json.dumps(found), encoding="utf-8")
        return path

    def built(self, scale: int) -> dict[str, float]:
        """The records of the demonstration of this scale, and what writing it took."""
        found: dict[str, float] = json.loads(
            self.store(scale).with_suffix(".json").read_text(encoding="utf-8")
        )
        return found

    def against_sql(self) -> Iterator[Line]:
        """The whole demonstration, beside hand-written SQL for the same counts."""
        store, ours, theirs = self.store(10), self.folder / "ours.parquet", self.folder / "sql.parquet"
        spent = interleaved(
            {
                "ours": [PYTHON, HERE / "ours.py", "count", store, ours],
                "theirs": [PYTHON, HERE / "by_hand" / "count.py", store, theirs],
            },
            self.rounds,
            self.folder,
        )
        yield self.compared(
            "counting, scale 10, v SQL by hand", spent, (ours, theirs), "under 1.3", lambda x: x <= 1.3
        )
        peak = max(each.peak for each in spent["ours"])
        yield Line(
            "peak memory, counting at scale 10", f"{peak:.0f} MB", aim="under 1 GB", reached=peak < 1000
        )

    def against_pandas(self) -> Iterator[Line]:
        """Counts and intervals of the largest measures, beside pandas and statsmodels, written in two ways."""
        store, ours = self.store(10), self.folder / "valued.parquet"
        usual, tuned = self.folder / "usual.parquet", self.folder / "tuned.parquet"
        analyst = [PYTHON, "-W", "ignore", HERE / "analyst.py", store]
        spent = interleaved(
            {
                "ours": [PYTHON, HERE / "ours.py", "intervals", store, ours, *LARGEST],
                "usual": [*analyst, usual],
                "tuned": [*analyst, tuned, "--tuned"],
            },
            max(2, self.rounds - 2),
            self.folder,
        )
        for way, file, aim in (("usual", usual, "5 times faster"), ("tuned", tuned, "")):
            yield self.compared(
                f"counts and intervals v pandas, {way} way",
                {"ours": spent["ours"], "theirs": spent[way]},
                (ours, file),
                aim,
                lambda x: x <= 0.2,
            )

    def compared(
        self,
        what: str,
        spent: dict[str, list[Spent]],
        answers: tuple[Path, Path],
        aim: str,
        reached: Callable[[float], bool],
    ) -> Line:
        """A line with a ratio; without one, if the two did not find the same."""
        same = json.loads(run([PYTHON, HERE / "compare.py", *answers], self.folder).printed)
        ours, theirs = least(spent["ours"]), least(spent["theirs"])
        if same["wrong"] or same["twice"] or same["inexact"]:
            return Line(what, f"{ours:.2f} s", f"{theirs:.2f} s", "none", f"DIFFERENT: {same}", False)
        print(f"  {what}: {same['figures']} figures, {same['cells']:,} cells, the same in both")
        ratio = ours / theirs
        return Line(
            what, f"{ours:.2f} s", f"{theirs:.2f} s", f"{ratio:.2f}", aim, reached(ratio) if aim else None
        )

    def growth(self) -> Iterator[Line]:
        """What counting costs at scales of 1, 10 and 100, and what writing the records did."""
        smallest = 0.0
        for scale in (1, 10, 100):
            if scale > self.largest_scale:
                continue
            built = self.built(scale)
            command = [PYTHON, HERE / "ours.py", "count", self.store(scale), self.folder / "grown.parquet"]
            spent = [run(command, self.folder) for _ in range(1 if scale == 100 else 3)]
            each = least(spent) / built["records"] * 1e6
            smallest = smallest or each
            records, peak = f"{built['records'] / 1e6:.2f} M records", max(one.peak for one in spent)
            yield Line(f"scale {scale}: {records}, counting", f"{least(spent):.2f} s")
            yield Line(
                f"scale {scale}: for a million records",
                f"{each:.2f} s",
                ratio=f"{each / smallest:.2f}",
                aim="no more" if scale > 1 else "",
                reached=each <= smallest if scale > 1 else None,
            )
            yield Line(
                f"scale {scale}: peak, counting", f"{peak:.0f} MB", aim="under 1 GB", reached=peak < 1000
            )
            yield Line(f"scale {scale}: writing the records", f"{built['cpu']:.2f} s")
            yield Line(f"scale {scale}: peak, writing", f"{built['peak']:.0f} MB")
            if scale > 10:
                shutil.rmtree(self.store(scale))

    def starting(self) -> Iterator[Line]:
        """`hearth --help`, the best of ten."""
        spent = [run([*_hearth(), "--help"], self.folder) for _ in range(10)]
        wall = min(each.wall for each in spent)
        yield Line("hearth --help, wall", f"{wall:.3f} s", aim="under 0.3 s", reached=wall < 0.3)
        yield Line("hearth --help, CPU", f"{least(spent):.3f} s")
        asked = (
            f"import sys; import hearth.cli.main; print(len(sys.modules), *(set({HEAVY}) & set(sys.modules)))"
        )
        number, *heavy = run([PYTHON, "-c", asked], self.folder).printed.split()
        yield Line("modules it imports; large libraries among them", number, ", ".join(heavy) or "none")


def main() -> int:
    """Measure and print; 0 if every comparison found the same, whatever the aims."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="two rounds, no scale of 100, releases of a sample"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[], help="only these parts of the table")
    parser.add_argument(
        "--site", type=Path, help="measure the pages of this site, rather than of one made now"
    )
    arguments = parser.parse_args()
    quick = arguments.quick
    with tempfile.TemporaryDirectory(prefix="hearth-bench-") as name:
        folder = Path(name)
        free = shutil.disk_usage(folder).free // 2**20
        largest = 10 if quick or free < FREE_MB else 100
        if free < FREE_MB:
            print(f"Only {free} MB of disk are free, so nothing is measured at a scale of 100.")
        print(
            Line("what (CPU seconds, the least of several)", "ours", "theirs", "ratio", "aim").text(),
            "aim reached",
        )
        different = False
        rounds, sample = (2, SAMPLE) if quick else (5, 1)
        bench = Bench(folder, rounds, largest, sample, arguments.site)
        for line in bench.lines(arguments.only):
            different = different or line.ratio == "none"
            print(line.text().rstrip(), flush=True)
    return int(different)


def _hearth() -> list[str | Path]:
    """The command as it is installed beside this Python; otherwise the module."""
    command = PYTHON.parent / "hearth"
    return [command] if command.exists() else [PYTHON, "-m", "hearth.cli"]


if __name__ == "__main__":
    sys.exit(main())
