"""What is asked of how a page is laid out. Each function answers with what is wrong, in words; nothing is right."""

from __future__ import annotations

from playwright.sync_api import Page

__all__ = ["cut_off", "outline", "overlapping", "sideways"]


def sideways(page: Page) -> list[str]:
    """The page is wider than its window: by how much, and what stands out of it."""
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def overlapping(page: Page, *, drawings: bool = True) -> list[str]:
    """Words that lie on other words; those in drawings too, unless they are not asked."""
    found: list[str] = page.evaluate(OVERLAPPING, drawings)
    return found


def cut_off(page: Page) -> list[str]:
    """Words of which only a part is seen, since what holds them is too small and does not scroll."""
    found: list[str] = page.evaluate(CUT_OFF)
    return found


def outline(page: Page) -> list[int]:
    """The levels of the headings that are seen, in order."""
    levels: list[int] = page.evaluate(OUTLINE)
    return levels


SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth, faults = [];
  const all = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (all <= wide) return faults;
  const scrolls = at => {
    for (let up = at.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== 'visible') return true;
    return false;
  };
  for (const at of document.body.querySelectorAll('*')) {
    const box = at.getBoundingClientRect();
    if (box.width && (box.right > wide + 1 || box.left < -1) && !scrolls(at))
      faults.push(`${at.tagName}.${at.getAttribute('class')}: ${box.left | 0} to ${box.right | 0}`);
  }
  return [`the page is ${all} wide in a window of ${wide}`, ...faults.slice(0, 6)];
}"""

# A line of text is asked by its middle half: boxes of text are higher than what is seen of it.
OVERLAPPING = """drawings => {
  const lines = [], faults = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const hidden = at => at.closest('.govuk-visually-hidden, .govuk-skip-link, title, desc') ||
    !at.checkVisibility({visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true}) ||
    getComputedStyle(at.closest('thead') || at).clipPath !== 'none';
  for (let text; (text = walk.nextNode());) {
    const at = text.parentElement;
    if (!text.data.trim() || hidden(at) || (!drawings && at.closest('svg'))) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects())
      if (box.width > 2 && box.height > 2)
        lines.push([box.top + box.height / 4, box.bottom - box.height / 4, box.left + 1, box.right - 1, text]);
  }
  lines.sort((one, other) => one[0] - other[0]);
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next][0] < one[1]; next++) {
      const other = lines[next];
      if (other[4] !== one[4] && other[2] < one[3] && one[2] < other[3])
        faults.push(`"${one[4].data.trim().slice(0, 60)}" and "${other[4].data.trim().slice(0, 60)}"`);
    }
  });
  return faults.slice(0, 12);
}"""

CUT_OFF = """() => {
  const faults = [];
  for (const at of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    if (at.closest('svg, thead, .govuk-visually-hidden') || box.width < 3 || box.height < 3) continue;
    const holds = axis => !['visible', 'auto', 'scroll'].includes(axis);
    if ((holds(style.overflowX) && at.scrollWidth > at.clientWidth + 1) ||
        (holds(style.overflowY) && at.scrollHeight > at.clientHeight + 1))
      faults.push(`${at.tagName}.${at.getAttribute('class')}: "${at.textContent.trim().slice(0, 60)}"`);
  }
  return faults.slice(0, 6);
}"""

OUTLINE = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))"""
