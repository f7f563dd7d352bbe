"""The store: a folder of records at rest, one unchanging Parquet file for each return, named by its content.

store.json            whose store it is, and its notice
ledger.jsonl          what was accepted (see `ledger`)
rows/DATASET/         returns of rows
aggregates/DATASET/   returns of rows already added up
places/               the hierarchy of places, and populations (see `places`)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hearth.kernel.errors import BadStore
from hearth.kernel.periods import Period
from hearth.kernel.places import PlaceTree
from hearth.kernel.populations import Populations
from hearth.store.ledger import Form, Return, append, read_ledger, standing
from hearth.store.places import read_places, read_populations, write_places, write_populations

__all__ = ["About", "Store", "create", "open_store"]

FORMAT = 1
ROWS_TOGETHER = 100_000


@dataclass(frozen=True, slots=True)
class About:
    """Whose store it is: the place whose returns it holds ('' if many places' are), and what every reader is told."""

    title: str
    home: str = ""
    notice: str = ""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Reading never changes it; `accept` adds one return."""

    root: Path
    about: About

    def returns(self) -> tuple[Return, ...]:
        """The returns that stand: later ones have replaced earlier ones for the same sender and period."""
        return standing(read_ledger(self.root / "ledger.jsonl"))

    def verify(self, returns: Iterable[Return]) -> None:
        """See that the files of these returns are there and what was accepted; BadStore names the first that is not."""
        for each in returns:
            what = f"{each.file}, the return of {each.dataset} for {each.period.id},"
            try:
                same = _digest(self.root / each.file) == each.sha256
            except OSError as error:
                raise BadStore(
                    f"{what} cannot be read: {error.strerror}.",
                    "Put the file back from a backup, or let it be read.",
                ) from error
            if not same:
                raise BadStore(
                    f"{what} is not what was accepted.",
                    "Put the file back from a backup: it has been cut short or changed.",
                )

    def files(self, dataset: str, form: Form, returns: Iterable[Return] | None = None) -> tuple[Path, ...]:
        """The files of a dataset's standing returns, in a total order; `returns` are those, if read already."""
        held = self.returns() if returns is None else returns
        return tuple(
            sorted({self.root / each.file for each in held if (each.dataset, each.form) == (dataset, form)})
        )

    def places(self) -> PlaceTree:
        """The hierarchy of places; BadStore if none has come in yet."""
        if not (self.root / "places" / "places.csv").is_file():
            raise BadStore(
                f"The store at {self.root} has no places yet, so nothing can be counted by place.",
                "Take some in with `hearth store import DIR --source NAME FILE`: published counts bring theirs.",
            )
        return read_places(self.root / "places")

    def populations(self, tree: PlaceTree | None = None) -> Populations:
        """The populations, none if the store has no file of them; with `tree`, those of larger places are sums."""
        folder = self.root / "places"
        return (
            read_populations(folder, tree)
            if (folder / "populations.csv").is_file()
            else Populations((), tree)
        )

    def set_places(self, tree: PlaceTree, populations: Populations | None = None) -> None:
        """Write the hierarchy of places, and the populations if any are given."""
        (self.root / "places").mkdir(exist_ok=True)
        write_places(tree, self.root / "places")
        if populations is not None:
            write_populations(populations, self.root / "places")

    def accept(  # noqa: PLR0913 - what a line of the ledger says, one by one
        self,
        batches: Iterable[pa.RecordBatch],
        schema: pa.Schema,
        *,
        dataset: str,
        form: Form,
        period: Period,
        sender: str,
        received: date | None = None,
    ) -> Return:
        """Write a return as one file, in a stream, and enter it in the ledger. The same rows give the same file."""
        folder = self.root / form / dataset
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{period.id}.draft"
        records = _write(draft, batches, schema)
        digest = _digest(draft)
        final = folder / f"{period.id}-{digest[:16]}.parquet"
        draft.replace(final)
        accepted = Return(
            dataset=dataset,
            form=form,
            period=period,
            sender=sender,
            file=final.relative_to(self.root).as_posix(),
            sha256=digest,
            records=records,
            received=received,
        )
        append(self.root / "ledger.jsonl", accepted)
        return accepted


def create(root: Path, about: About) -> Store:
    """A new store in a folder that does not exist yet, or is empty. BadStore otherwise: nothing is overwritten."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise BadStore(f"{root} already holds something.", "Name a folder that does not exist, or is empty.")
    root.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(about), ensure_ascii=False, indent=2, sort_keys=True)
    (root / "store.json").write_text(text + "\n", encoding="utf-8")
    return Store(root, about)


def open_store(root: Path) -> Store:
    """The store in a folder. BadStore where there is none, or it is of a format this version cannot read."""
    path = root / "store.json"
    if not path.is_file():
        raise BadStore(
            f"There is no store at {root}.",
            "Make one with `hearth demo DIR` (invented) or `hearth store new DIR`.",
        )
    try:
        about = About(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise BadStore(f"{path} cannot be read: {error}.", "Restore it from a backup.") from error
    if about.format != FORMAT:
        raise BadStore(
            f"The store at {root} has format {about.format}; this version reads format {FORMAT}.",
            "Use the version of Hearth that wrote it.",
        )
    return Store(root, about)


def _write(path: Path, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> int:
    records = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _in_groups(batches, schema):
            writer.write_table(group, row_group_size=ROWS_TOGETHER)
            records += group.num_rows
    return records


def _in_groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows in groups of one size, however they came: otherwise the same rows would not give the same file."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        while rows >= ROWS_TOGETHER:
            table = pa.Table.from_batches(held, schema)
            yield table.slice(0, ROWS_TOGETHER).combine_chunks()
            held = table.slice(ROWS_TOGETHER).to_batches()
            rows -= ROWS_TOGETHER
    if rows:
        yield pa.Table.from_batches(held, schema).combine_chunks()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
