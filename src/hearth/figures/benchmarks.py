"""What others publish of the figures of a framework, under the framework's own ids, to stand beside ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from hearth.disclosure.published import KEY, Published
from hearth.figures.edition import figure_id
from hearth.framework.context import Benchmark
from hearth.framework.framework import Framework
from hearth.kernel.errors import BadFramework

__all__ = ["beside"]


def beside(framework: Framework, published: Sequence[Published]) -> tuple[Published, ...]:
    """The rows that the framework names as benchmarks, of the sources that have been imported, in their order.

    A row's figure is ours and its source stays theirs. `notes` say in what the benchmarks differ from ours. Sources and
    figures with no such row are left out. BadFramework if an imported source has no figure of a named code.
    """
    found = (_renamed(each, _named(framework, each)) for each in published)
    return tuple(each for each in found if len(each))


def _named(framework: Framework, published: Published) -> list[Benchmark]:
    return [each for each in framework.benchmarks if each.source == published.sources[0].id]


def _renamed(published: Published, benchmarks: Sequence[Benchmark]) -> Published:
    theirs = {each.id: each for each in published.figures}
    tables, figures, notes = [published.table.slice(0, 0)], [], []
    for benchmark in benchmarks:
        id = figure_id(benchmark.source, benchmark.code)
        if id not in theirs:
            raise _no_such_code(benchmark, published)
        rows = published.table.filter(pc.equal(published.table["figure"], id))
        if not rows.num_rows:
            continue
        tables.append(_as_ours(rows, benchmark.figure))
        figures.append(replace(theirs[id], id=benchmark.figure, measure=benchmark.figure.partition(".")[0]))
        if benchmark.note:
            notes.append(f"{benchmark.figure}, {published.sources[0].title}: {benchmark.note}")
    table = pa.concat_tables(tables).sort_by([(name, "ascending") for name in KEY]).combine_chunks()
    used = set(table["period"].to_pylist())
    return replace(
        published,
        table=table,
        figures=tuple(figures),
        periods=tuple(each for each in published.periods if each.id in used),
        notes=(*published.notes, *notes),
    )


def _as_ours(rows: pa.Table, figure: str) -> pa.Table:
    at = rows.schema.get_field_index("figure")
    ids = pa.array([figure] * rows.num_rows, pa.string())
    return rows.set_column(at, rows.schema.field(at), ids)


def _no_such_code(benchmark: Benchmark, published: Published) -> BadFramework:
    prefix = figure_id(benchmark.source, "")
    codes = ", ".join(each.id.removeprefix(prefix) for each in published.figures)
    return BadFramework(
        f"{benchmark.figure} has the benchmark {benchmark.code!r}, which {benchmark.source} does not have.",
        f"Use one of: {codes}.",
    )
