"""Puts what earlier runs recorded beside the outcomes of a new one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from banshi.formats.check.check_json import exact
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry, PastValue
from banshi.history.run import SeriesKey, series_of
from banshi.history.series import Line, Said, length, lines
from banshi.model.outcome import Status
from banshi.model.period import parse_period

_JUDGED: dict[Status, Literal["met", "violated", "behind", "pending", "waived"]] = {
    Status.MET: "met",
    Status.VIOLATED: "violated",
    Status.BEHIND: "behind",
    Status.PENDING: "pending",
    Status.WAIVED: "waived",
}


def with_past(result: CheckResult, said: Iterable[Said]) -> CheckResult:
    """Return `result` with the values that earlier runs judged, for periods that it does not know.

    They are of the same unit and length of period as the value that counted, oldest first.
    """
    by_series: dict[SeriesKey, list[Line]] = defaultdict(list)
    for line in lines(said):
        by_series[line.series].append(line)
    outcomes: list[OutcomeEntry] = [
        {**entry, "history": list(_past(entry, by_series[series_of(entry)]))}
        for entry in result["outcomes"]
    ]
    return {**result, "outcomes": outcomes}


def _past(entry: OutcomeEntry, found: Iterable[Line]) -> Iterator[PastValue]:
    reported = entry["reported"]
    known = [one["period"] for one in entry["superseded"]]
    lengths = {line.length for line in found}
    if reported:
        known.append(reported["period"])
        counted = parse_period(reported["period"])
        lengths = {length(counted)} if counted else set()
    fitting = [
        line
        for line in found
        if line.newest.demand.unit == entry["unit"] and line.length in lengths
    ]
    # Of several lengths, where nothing was reported now, the one that was reported last.
    for line in sorted(fitting, key=lambda line: line.newest.period)[-1:]:
        for point in line.points:
            verdict = _JUDGED.get(point.status) if point.status else None
            if verdict and point.judged and point.said.period.text not in known:
                yield {
                    "period": point.said.period.text,
                    "value": exact(point.said.value),
                    "status": verdict,
                    "as_of": point.judged.run.as_of,
                }
