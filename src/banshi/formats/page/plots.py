"""The plots of the page: a trend of one target, and the timeline of the deadlines."""

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

import leather
from markupsafe import Markup

from banshi.formats.page.drawing import Days, Own, Quiet, as_text, decimal, dressed
from banshi.formats.page.verdicts import Verdict
from banshi.messages import say
from banshi.values import dataclass

_WIDTH, _HEIGHT, _LABELS = 330, 190, 96
"""Size of a trend's plot and the room for names at its right, in units of its own."""
_MOST_NAMED = 4
_MOST_TICKS, _MOST_MONTHS = 6, 18
_LONG, _LANE = 960, 56
"""Width of the timeline and height of a lane in it."""
# Values that differ by less, relative to their size, are one height on a plot.
_NEAR = 1e-6
_NAME_HEIGHT = 12
_LONGEST_NAME = 17
"""In cells: a Chinese character takes two."""


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A value of a period, which ends on `day`."""

    day: dt.date
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """The values of one series, in the order of their periods, and the verdict on the last."""

    name: str
    verdict: Verdict
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Dot:
    """A day on which `count` targets and milestones of one plan are due."""

    day: dt.date
    lane: str
    count: int
    verdict: Verdict
    text: str


def trend(
    runs: Sequence[Run], limits: Sequence[float], unit: str, title: str, about: str
) -> Markup:
    """Return the plot of `runs`, a line a series, and of the `limits` that they are held against.

    What is amiss stands out and is named, the worst first; the others are the grey background.
    `title` and `about` are read aloud in its place.
    """
    days = [point.day for run in runs for point in run.points]
    chart = leather.Chart()
    scale = Days(min(days), max(days), _MOST_TICKS, ends=True)
    chart.set_x_scale(scale)
    values = [point.value for run in runs for point in run.points]
    chart.add_y_scale(*_bounds([*values, *limits], unit))
    chart.add_y_axis(tick_formatter=lambda value, _i, _n: format(value, "f"))
    for limit in limits:
        ends = [(day, decimal(limit)) for day in (scale.first, scale.last)]
        chart.add_series(leather.Series(ends), Quiet(leather.Line("limit")))
    for run in reversed(runs):
        data = [(point.day.toordinal(), decimal(point.value)) for point in run.points]
        chart.add_series(leather.Series(data), Quiet(leather.Line(run.verdict.css)))
        dot = leather.Dots(run.verdict.css, radius=3)
        chart.add_series(leather.Series(data[-1:]), Quiet(dot, f"{run.name}: {_course(run)}"))
    named = [run for run in runs if run.verdict.css != "m"][:_MOST_NAMED] or runs[:1]
    ends = [(runs[0].points[-1].day.toordinal(), decimal(runs[0].points[-1].value))]
    chart.add_series(
        leather.Series(ends), Own(lambda width, height, _x, y: _names(named, width, height, y))
    )
    root = dressed(chart, _WIDTH, _HEIGHT, _LABELS, f"{title}. {about}")
    label = ET.SubElement(root, "text", {"class": "unit", "x": "4", "y": "22"})
    label.text = unit or str(say("number"))
    return as_text(root)


def _course(run: Run) -> str:
    """Return the first and the last value of a series: `12 min → 15.5 min`."""
    first, last = run.points[0], run.points[-1]
    return last.text if first is last else f"{first.text} → {last.text}"


def _names(runs: Sequence[Run], width: float, height: float, y: Any) -> ET.Element:
    """Return the names of `runs` at the ends of their lines, moved apart where they would meet."""
    group = ET.Element("g", {"class": "names"})
    ends = sorted(
        (float(y.project(decimal(run.points[-1].value), height, 0)), run.name, run.verdict.css)
        for run in runs
    )
    lowest = -math.inf
    for place, name, css in ends:
        at = max(place, lowest + _NAME_HEIGHT)
        lowest = at
        label = ET.SubElement(group, "text", {"class": css, "x": str(width + 8), "y": str(at + 4)})
        label.text = _shortened(name)
    return group


def _shortened(name: str) -> str:
    """Return the beginning of `name` that has room beside a plot."""
    cells = 0
    for place, character in enumerate(name):
        cells += 1 + (east_asian_width(character) in {"W", "F"})
        if cells > _LONGEST_NAME:
            return f"{name[:place]}…"
    return name


def timeline(
    dots: Sequence[Dot], lanes: Sequence[str], as_of: dt.date, title: str, about: str
) -> Markup:
    """Return the timeline of `dots`, a lane a plan, with the line of the day asked for."""
    days = [as_of, *(dot.day for dot in dots)]
    scale = Days(min(days), max(days), _MOST_MONTHS, ends=False)
    chart = leather.Chart()
    chart.set_x_scale(scale)
    # leather counts from the bottom.
    chart.set_y_scale(leather.Ordinal(list(reversed(lanes))))
    chart.add_y_axis(tick_formatter=lambda _value, _i, _n: "")
    data = [(dot.day.toordinal(), dot.lane) for dot in dots]
    chart.add_series(leather.Series(data), Own(lambda *canvas: _lanes(dots, lanes, as_of, *canvas)))
    # leather leaves a margin of a twentieth of the width on all sides.
    margin, axis, body = _LONG // 20, 22, _LANE * len(lanes)
    root = dressed(chart, _LONG, 2 * margin + axis + body, 0, f"{title}. {about}")
    root.set("viewBox", f"{margin - 8} {margin - 32} {_LONG - 2 * margin + 40} {body + axis + 34}")
    return as_text(root)


def _lanes(
    dots: Sequence[Dot],
    lanes: Sequence[str],
    as_of: dt.date,
    width: float,
    height: float,
    x: Any,
    y: Any,
) -> ET.Element:
    """Return the names of the lanes, the line of the day asked for, and the dots."""
    group = ET.Element("g", {"class": "lanes"})
    for lane in lanes:
        place = float(y.project(lane, height, 0)) - 17
        label = ET.SubElement(group, "text", {"class": "lane", "x": "0", "y": str(place)})
        label.text = lane
    now = x.project(as_of.toordinal(), 0, width)
    line = {"class": "now", "x1": str(now), "x2": str(now), "y1": "-6", "y2": str(height)}
    ET.SubElement(group, "line", line)
    side = "now end" if now > width / 2 else "now"
    label = ET.SubElement(group, "text", {"class": side, "x": str(now), "y": "-10"})
    label.text = str(say("as of {day}", day=as_of.isoformat()))
    for dot in dots:
        _dot(group, dot, x.project(dot.day.toordinal(), 0, width), y.project(dot.lane, height, 0))
    return group


def _dot(group: ET.Element, dot: Dot, x: float, y: float) -> None:
    one = ET.SubElement(group, "g", {"class": f"dot {dot.verdict.css}"})
    ET.SubElement(one, "title").text = f"{dot.day.isoformat()}: {dot.text}"
    radius = min(3 + 2 * math.sqrt(dot.count), 14)
    place = {"cx": str(x), "cy": str(y)}
    ET.SubElement(one, "circle", {**place, "r": str(radius)})
    if dot.count > 1:
        label = ET.SubElement(one, "text", {"x": str(x), "y": str(float(y) + 3.5)})
        label.text = str(dot.count)


def _bounds(values: Sequence[float], unit: str) -> tuple[Decimal, Decimal]:
    """Return both ends of the axis of `values`, never too near for its numbers to have room."""
    low, high = min(values), max(values)
    size = max(abs(low), abs(high))
    if high - low <= size * _NEAR:
        room = size / 10 or 1.0
        # No axis of shares goes beyond the whole where no value does.
        low, high = low - room, high if unit == "%" and high == 100 else high + room  # noqa: PLR2004
    return decimal(low), decimal(high)
