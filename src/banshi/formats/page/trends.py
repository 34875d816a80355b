"""The trends: a plot for every target of which several periods were reported, worst first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

from banshi.formats.page.facts import Facts, Tags, regions_of
from banshi.formats.page.plots import Point, Run, trend
from banshi.formats.page.verdicts import AMISS, Verdict, verdict
from banshi.formats.shapes.json_v1 import OutcomeEntry
from banshi.formats.shared.words import amount
from banshi.messages import mark, say, translate
from banshi.model.period import parse_period
from banshi.model.quantity import Unit
from banshi.values import dataclass

_MOST_PLOTS = 24
_MOST_RUNS = 12
# Beyond this an axis has no legible numbers; such a figure is a mistake of another kind.
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Trend:
    """The plot of one target; `caption` says how many of its series are amiss now."""

    entry: OutcomeEntry
    verdict: Verdict
    tags: Tags
    plot: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class Trends:
    """The plots of the page, and how many targets with several periods have none."""

    plots: list[Trend]
    left_out: int


def trends(facts: Facts) -> Trends:
    """Return the trends of all targets with values of at least two periods."""
    by_target: dict[str, list[OutcomeEntry]] = defaultdict(list)
    for _place, entry in facts.shown():
        if entry["reported"] and entry["reported"]["converted"]:
            by_target[entry["id"]].append(entry)
    found = []
    for entries in by_target.values():
        # The worst come first; what has no place in the plot is not worked out.
        runs = [run for entry in entries[:_MOST_RUNS] if (run := _run(entry)).points]
        sizes = [abs(point.value) for run in runs for point in run.points]
        if any(len(run.points) > 1 for run in runs) and max(sizes) < _LARGEST:
            found.append((entries, runs))
    plots = [_trend(facts, entries, runs) for entries, runs in found[:_MOST_PLOTS]]
    return Trends(plots, len(found) - len(plots))


def _trend(facts: Facts, entries: list[OutcomeEntry], runs: list[Run]) -> Trend:
    entry, unit = entries[0], Unit(entries[0]["unit"])
    limits = {limit for each in entries for limit in _limits(each)}
    # Where each region has a limit of its own there is no one line to hold them against.
    common = sorted(limits) if len({tuple(_limits(each)) for each in entries}) == 1 else []
    amiss = sum(each["status"] in AMISS for each in entries)
    caption = say("{amiss} of {n} series amiss", amiss=amiss, n=len(entries)) if amiss else ""
    words = translate(mark("; ")).join(
        f"{run.name}: {run.points[0].text} → {run.points[-1].text}" for run in runs
    )
    return Trend(
        entry,
        verdict(entry["status"]),
        facts.tags(entry["plan"], entry["lead"], regions_of(entries)),
        trend(runs, common, unit_word(unit), entry["metric_name"], words),
        str(caption),
    )


def unit_word(unit: Unit) -> str:
    """Return the name of `unit` alone: `min`, `%`; empty for what is counted."""
    return amount("", unit).strip()


def _limits(entry: OutcomeEntry) -> list[float]:
    required = entry["required"]
    if required["op"] == "between" and required["upper"]:
        return [float(Fraction(required["value"])), float(Fraction(required["upper"]))]
    return [float(Fraction(required["threshold"]))] if required["threshold"] else []


def _run(entry: OutcomeEntry) -> Run:
    """Return the values of one series by period; what this run read counts before older records.

    Only periods as long as the one that counted are points of its line: a year's figure among those
    of months would be none of them.
    """
    unit = Unit(entry["unit"])
    values: dict[str, tuple[str, str]] = {
        past["period"]: (past["value"], amount(past["value"], unit)) for past in entry["history"]
    }
    now = entry["reported"]
    for reported in [*entry["superseded"], *([now] if now else [])]:
        if reported["converted"]:
            values[reported["period"]] = (reported["converted"], reported["text"])
    latest = parse_period(now["period"]) if now else None
    length = latest.length if latest else ""
    return Run(_name(entry), verdict(entry["status"]), sorted(_points(values, length)))


def _points(values: dict[str, tuple[str, str]], length: str) -> Iterator[Point]:
    for text, (value, words) in values.items():
        period = parse_period(text)
        if period and period.length == length:
            yield Point(period.end, float(Fraction(value)), words)


def _name(entry: OutcomeEntry) -> str:
    reported, region = entry["reported"], entry["region"]
    parts: Sequence[str | None] = (
        region["label"] if region else None,
        reported["organisation"] if reported else None,
        reported["item"] if reported else None,
    )
    return " ".join(part for part in parts if part)
