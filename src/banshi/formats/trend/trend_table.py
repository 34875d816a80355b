"""The table of trends: a series a row, with its values, a line of bars and the way it goes."""

from collections.abc import Iterator
from fractions import Fraction

from banshi.formats.check.check_table import COLORS
from banshi.formats.shapes.trend_v1 import TrendPoint, TrendResult, TrendSeries
from banshi.formats.shared.layout import Cell, cell, table
from banshi.formats.shared.style import Style
from banshi.formats.shared.words import STATUS_WORDS
from banshi.formats.trend.sparkline import sparkline
from banshi.messages import Message, mark, say, say_count, translate
from banshi.model.outcome import Status
from banshi.model.period import Period, parse_period

_HEADERS = (
    mark("last verdict"),
    mark("required"),
    mark("where"),
    mark("periods"),
    mark("values"),
    mark("course"),
)
_DIRECTIONS = {
    "better": mark("better"),
    "worse": mark("worse"),
    "steady": mark("steady"),
}
_DIRECTION_COLORS = {"better": "green", "worse": "red", "steady": ""}
# Beyond this nobody sees a course in a row of numbers; -f csv and -f json have all.
_MOST_VALUES = 6
_MOST_BARS = 36
_MOST_CORRECTIONS = 3
_MOST_ROWS = 500


def render(found: TrendResult, style: Style) -> str:
    """Return the table of all series, and their number. Verbose, it has every value on a line."""
    parts = [f"{_heading(found)}\n"]
    shown = found["series"][:_MOST_ROWS]
    if shown:
        headers = [translate(header) for header in _HEADERS]
        with_ids = style.verbose or len({series["plan"] for series in shown}) > 1
        rows = [_row(series, style, with_id=with_ids) for series in shown]
        parts.append(table(headers, rows, style))
    if rest := len(found["series"]) - len(shown):
        more = say_count(
            "and {count} more row; -f csv and -f json have all",
            "and {count} more rows; -f csv and -f json have all",
            rest,
        )
        parts.append(f"{more}\n")
    parts.append(f"{_tally(found)}\n")
    return "\n".join(parts)


def _heading(found: TrendResult) -> Message:
    runs = found["runs"]
    return say_count(
        "banshi trend of {history}: {count} run, {first}",
        "banshi trend of {history}: {count} runs, {first} to {last}",
        len(runs),
        history=found["history"],
        first=runs[0]["as_of"],
        last=runs[-1]["as_of"],
    )


def _tally(found: TrendResult) -> str:
    ways = [series["direction"] for series in found["series"]]
    parts = [
        say("{n} better", n=ways.count("better")),
        say("{n} worse", n=ways.count("worse")),
        say("{n} steady", n=ways.count("steady")),
        say("{n} with one value", n=sum(len(s["points"]) == 1 for s in found["series"])),
    ]
    joined = translate(mark(", ")).join(str(part) for part in parts)
    return str(
        say_count("{count} series: {parts}", "{count} series: {parts}", len(ways), parts=joined)
    )


def _row(series: TrendSeries, style: Style, *, with_id: bool) -> list[Cell]:
    points, required = series["points"], series["required"]
    last, direction = points[-1], series["direction"]
    name = series["metric_name"]
    region = series["region"]["label"] if series["region"] else ""
    return [
        cell(*_verdict(last), style=COLORS[Status(last["status"])] if last["status"] else ""),
        cell(
            f"{name} ({series['subject']})" if series["subject"] else name,
            required["text"],
            series["target"] if with_id else "",
        ),
        cell(region, series["organisation"] or "", series["item"] or ""),
        cell(_span(series), _gaps(series)),
        cell(*_values(series, style)),
        cell(
            _bars(series),
            translate(_DIRECTIONS[direction]) if direction else "",
            style=_DIRECTION_COLORS[direction] if direction else "",
        ),
    ]


def _verdict(point: TrendPoint) -> Iterator[str]:
    """Yield the verdict, and what it would be without a waiver or that a baseline hid it."""
    status, was = point["status"], point["was"]
    yield translate(STATUS_WORDS[Status(status)]) if status else "-"
    if was:
        yield f"({translate(STATUS_WORDS[Status(was)])})"
    if point["baselined"]:
        yield str(say("(in the baseline)"))


def _span(series: TrendSeries) -> str:
    first, last = series["points"][0]["period"], series["points"][-1]["period"]
    return first if first == last else str(say("{first} to {last}", first=first, last=last))


def _gaps(series: TrendSeries) -> str:
    gaps = len(series["missing"])
    return str(say_count("{count} missing", "{count} missing", gaps)) if gaps else ""


def _values(series: TrendSeries, style: Style) -> Iterator[str]:
    points = series["points"]
    if style.verbose:
        yield from (_line(point) for point in points)
        return
    shown = points[-_MOST_VALUES:]
    texts = [_digits(point) for point in shown[:-1]] + [shown[-1]["text"]]
    yield " → ".join([*(["…"] if len(points) > len(shown) else []), *texts])
    corrected = [point for point in points if point["corrected"]]
    for point in corrected[-_MOST_CORRECTIONS:]:
        yield str(say("{place}: {message}", place=point["period"], message=_correction(point)))
    if (rest := len(corrected) - _MOST_CORRECTIONS) > 0:
        yield str(say("and {n} more", n=rest))


def _line(point: TrendPoint) -> str:
    parts = [point["period"], point["text"], " ".join(_verdict(point))]
    parts.append(str(say("as of {day}", day=point["judged"] or point["as_of"])))
    if point["corrected"]:
        parts.append(_correction(point))
    return "  ".join(parts)


def _correction(point: TrendPoint) -> str:
    before = point["corrected"][-1]
    message = say("corrected from {value} (as of {day})", value=before["text"], day=before["as_of"])
    return str(message)


def _digits(point: TrendPoint) -> str:
    return point["value"] if "/" not in point["value"] else point["text"]


def _bars(series: TrendSeries) -> str:
    """Return the bars of the values with a gap for each period that is missing."""
    if len(series["points"]) == 1:
        return ""
    values: dict[Period, Fraction | None] = {}
    for point in series["points"]:
        values[_period(point["period"])] = Fraction(point["value"])
    values |= dict.fromkeys(map(_period, series["missing"]))
    return sparkline([values[period] for period in sorted(values)][-_MOST_BARS:])


def _period(text: str) -> Period:
    found = parse_period(text)
    if found is None:
        raise AssertionError(text)  # it was one when it was recorded
    return found
