"""Geometry from leather, dressed by the page's own stylesheet.

leather gives scales, ticks, lines and dots. Its colours and fonts are taken off again, so that dark
and print are a matter of the stylesheet, and its numbers are cut to what a screen can show.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from banshi.formats.page.template import is_foreign
from banshi.model.period import last_of_month
from banshi.visible import visible

_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_TINY = 1e-9
_DRESS = ("fill", "stroke", "stroke-width", "font-family", "font-size", "dy", "text-anchor")


class Days:
    """leather's face of a scale, for days as numbers: exact at both ends, with ticks of months.

    leather's own scale of dates counts months from 0 and so puts every day a month too far left.
    """

    def __init__(self, first: dt.date, last: dt.date, most: int, *, ends: bool) -> None:
        """Span `first` to `last` with a little room; ticks are last days of months, or first."""
        room = max(3, (last - first).days // 25)
        self.first = max(first.toordinal() - room, 1)
        self.last = min(last.toordinal() + room, dt.date.max.toordinal())
        self.months = _months(self.first, self.last, most, ends=ends)

    def contains(self, value: int) -> bool:
        """Return whether a day lies on the scale."""
        return self.first <= value <= self.last

    def project(self, value: int, low: float, high: float) -> float:
        """Return where a day lies between `low` and `high`."""
        return low + (high - low) * (value - self.first) / (self.last - self.first)

    def ticks(self) -> list[int]:
        """Return the days that have a tick."""
        return self.months

    def format_tick(self, value: int, index: int, _count: int) -> str:
        """Return the month of a tick, with its year where that is new."""
        day = dt.date.fromordinal(value)
        return f"{day:%Y-%m}" if index == 0 or day.month == 1 else f"{day:%m}"


def _months(first: int, last: int, most: int, *, ends: bool) -> list[int]:
    """Return the last or the first days of months, of so many that `most` fit."""
    begin, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    days = [
        last_of_month(year, month) if ends else dt.date(year, month, 1)
        for year in range(begin.year, end.year + 1)
        for month in range(1, 13)
    ]
    within = [day for day in days if begin <= day <= end]
    kept = within
    for step in _STEPS:
        kept = [day for day in within if (day.month - 1 + ends) % min(step, 12) == 0]
        kept = [day for day in kept if step <= 12 or day.year % (step // 12) == 0]  # noqa: PLR2004
        if len(kept) <= most:
            break
    # A scale of a few days may have none; then its own first day is its tick.
    return [day.toordinal() for day in kept or within[:1] or [begin]]


class Quiet:
    """A shape of leather that says nothing in the legend."""

    def __init__(self, shape: Any, title: str = "") -> None:
        """Draw as `shape` does; `title` is shown where a pointer rests on it."""
        self.shape, self.title = shape, title

    def validate_series(self, series: Any) -> None:
        """Let the shape say whether it can draw the series."""
        self.shape.validate_series(series)

    def to_svg(self, *arguments: Any) -> ET.Element:
        """Return what the shape draws."""
        drawn: ET.Element = self.shape.to_svg(*arguments)
        if self.title:
            title = ET.Element("title")
            title.text = self.title
            drawn.insert(0, title)
        return drawn

    def legend_to_svg(self, _series: Any, _palette: Any) -> list[Any]:
        """Return nothing."""
        return []


class Own(Quiet):
    """A shape of the page's own: a function of the canvas and its scales."""

    def validate_series(self, series: Any) -> None:
        """Take any series."""

    def to_svg(self, *arguments: Any) -> ET.Element:
        """Return what the function draws of width, height and both scales."""
        drawn: ET.Element = self.shape(*arguments[:4])
        return drawn


def decimal(value: float) -> Decimal:
    """Return `value` as leather reckons with it, to twelve digits: more is no matter of a plot."""
    return Decimal(f"{value:.12g}") if abs(value) > _TINY else Decimal(0)


def dressed(chart: Any, width: int, height: int, right: int, label: str) -> ET.Element:
    """Return what leather drew as an SVG without colours and fonts: its classes have these."""
    root = ET.Element(
        "svg",
        {
            "class": "plot",
            "viewBox": f"0 8 {width + right} {height - 18}",
            "role": "img",
            "aria-label": visible(label),
        },
    )
    group = chart.to_svg_group(width, height)
    group.remove(group[0])  # the background
    margins = group[0]
    margins.remove(margins[0])  # the legend
    root.append(group)
    for side in ("left", "bottom"):
        for axis in root.iterfind(f".//g[@class='axis {side}']"):
            axis[:] = [part for tick in axis for part in tick]
    for element in root.iter():
        _undress(element)
    return root


def _undress(element: ET.Element) -> None:
    color = element.get("stroke") if element.tag == "path" else element.get("fill")
    if element.tag in {"path", "circle"} and color and "class" not in element.attrib:
        element.set("class", color)
    if "dy" in element.attrib:
        # Half a line below the tick at the left, a whole line at the bottom.
        below = 3.5 if element.get("text-anchor") == "end" else 11
        element.set("y", str(float(element.get("y", "0")) + below))
    for name in _DRESS:
        element.attrib.pop(name, None)
    for name, value in element.attrib.items():
        if name not in {"aria-label", "class"}:
            element.set(name, _NUMBER.sub(_short, value))
    if element.text:
        element.text = visible(element.text)
        if is_foreign(element.text):
            element.set("lang", "zh-CN")


def _short(match: re.Match[str]) -> str:
    return f"{float(match.group()):.1f}".removesuffix(".0")


def as_text(root: ET.Element) -> Markup:
    """Return the SVG as text that a template does not escape again: ElementTree has done it."""
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704
