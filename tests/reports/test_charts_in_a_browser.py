"""Where a browser puts the words of a drawing: inside it, apart from each other, and large enough to read.

The browser is run once, over one page, from the command line: no test here may hold one open beside another's.
"""

from __future__ import annotations

import html
import json
import re
import subprocess

import pytest

from browser import chromium_path
from hearth.kernel.periods import PeriodKind
from hearth.reports.charts.draw import draw_svg
from hearth.reports.charts.ink import NARROW, WIDE
from hearth.reports.charts.of_measure import by_group, charts_of, over_time
from reports.told import ORIGIN, published

SPARE = 0.5
SCRIPT = """
const faults = [];
for (const svg of document.querySelectorAll('svg')) {
  const box = svg.getBoundingClientRect(), name = svg.parentNode.id;
  const words = [...svg.querySelectorAll('text')].map(each => [each.textContent, each.getBoundingClientRect(), each]);
  const marks = [...svg.querySelectorAll('path, line')].map(each => [each.outerHTML, each.getBoundingClientRect()]);
  for (const [said, at] of [...words, ...marks]) {
    if (at.left < box.left - SPARE || at.right > box.right + SPARE
        || at.top < box.top - SPARE || at.bottom > box.bottom + SPARE) faults.push([name, 'outside', said]);
  }
  for (const [said, , each] of words)
    if (parseFloat(getComputedStyle(each).fontSize) < 12) faults.push([name, 'small', said]);
  words.forEach(([one, a], number) => words.slice(number + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 4) faults.push([name, 'overlap', one + ' | ' + other]);
  }));
}
const told = document.createElement('pre');
told.id = 'faults';
told.textContent = JSON.stringify([document.querySelectorAll('svg').length, faults]);
document.body.replaceChildren(told);
"""


def charts():
    ours = published()
    found = [*charts_of(ours, "share", "EM", ORIGIN), *charts_of(ours, "share", "H1", ORIGIN)]
    found += charts_of(ours, "number", "EM", ORIGIN)
    found.append(by_group(published(rows=LONG_NAMES), "share", "EM", "2025-26", ["sex", "age"], ORIGIN))
    found.append(over_time(published(rows=CROWDED), "share", "H1", PeriodKind.FINANCIAL_YEAR, ORIGIN))
    return found


LONG_NAMES = "share | EM | 2025-26 | | 99.5 (98-100)\nshare | EM | 2025-26 | sex:female | 100u (3-100)"
CROWDED = """
share | H1 | 2023-24 | | c
share | H1 | 2025-26 | | 74.5u (40-90)
share | EM | 2023-24 | | 73 (70-76)
share | EM | 2025-26 | | 74 (73-75)
"""


def test_words_and_marks_are_inside_and_words_are_apart(tmp_path):
    drawn = [(chart, variant) for chart in charts() for variant in (WIDE, NARROW)]
    page = tmp_path / "charts.html"
    body = "".join(in_a_box(chart, variant) for chart, variant in drawn)
    script = SCRIPT.replace("SPARE", str(SPARE))
    page.write_text(
        f"<!doctype html><meta charset=utf-8><body>{body}<script>{script}</script>", encoding="utf-8"
    )
    number, faults = measured(page)
    assert number == len(drawn)
    assert faults == []


def in_a_box(chart, variant) -> str:
    """The drawing at the width it is made for, under a name for its faults."""
    drawing = draw_svg(chart, variant).decode()
    return f'<div id="{variant.name} {chart.name}" style="width:{variant.width}px">{drawing}</div>'


def measured(page):
    """What the page found, as it stands in its document."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={page.parent / 'browser'}"]
    command = [chromium_path(), *options, "--dump-dom", page.as_uri()]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    told = re.search(r'<pre id="faults">(.*?)</pre>', found, re.DOTALL)
    if told is None:
        pytest.fail(f"The browser did not run the page: {found[:400]}")
    return json.loads(html.unescape(told.group(1)))
