"""`hearth count`: counts, narrows to what was asked for, and hands on to whatever writes it."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from hearth.cli.count_asked import periods_meant, places_meant, with_those_shown_again
from hearth.cli.count_data import write_csv, write_json
from hearth.cli.count_detail import print_detail
from hearth.cli.count_page import Counted, print_summary
from hearth.cli.faults import FINE
from hearth.cli.progress import on_the_way
from hearth.engine.run import count
from hearth.framework.load import load
from hearth.store.store import open_store

__all__ = ["count_framework"]


def count_framework(arguments: argparse.Namespace) -> int:
    """Count and print, as the arguments of `hearth count` say."""
    framework, store = load(arguments.framework), open_store(Path(arguments.store))
    measures = with_those_shown_again(framework, arguments.measure)
    places = places_meant(store, arguments.place)
    periods = periods_meant(framework, store, measures, arguments.period)
    started = time.process_time()
    with on_the_way(quiet=arguments.quiet) as progress:
        results = count(
            framework,
            store,
            measures=measures,
            periods=periods,
            engine=arguments.engine,
            progress=progress,
        )
    seconds = time.process_time() - started
    shown_again = frozenset(measures) - set(arguments.measure)
    counted = Counted(framework, store.about, results, seconds, shown_again)
    _writer(arguments, places)(counted)
    return FINE


def _writer(arguments: argparse.Namespace, places: list[str]) -> Callable[[Counted], None]:
    if arguments.json:
        return lambda counted: write_json(_only(counted, places))
    if arguments.csv:
        return lambda counted: write_csv(_only(counted, places))
    if arguments.measure or places or arguments.period:
        return lambda counted: print_detail(counted, places)
    return print_summary


def _only(counted: Counted, places: Collection[str]) -> Counted:
    """Only what was counted for these places; all of it if none is named."""
    if not places:
        return counted
    table = counted.results.table
    kept = table.filter(pc.is_in(table["place"], pa.array(sorted(places))))
    return replace(counted, results=replace(counted.results, table=kept))
