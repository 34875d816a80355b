"""Lists the cases that were refused, with file and row: the files are gone through once more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from banshi.measure.fates import Case, Judge
from banshi.measure.files import CaseFile
from banshi.measure.job import FIRST_FAULT, Fate
from banshi.measure.result import Plan
from banshi.measure.rows import cases
from banshi.messages import mark
from banshi.model.registry import fold

UNNUMBERED = "case-number"
CONTRADICTORY = "contradiction"
UNKNOWN_REGION = "region"
FAULTS = {
    Fate.NO_TIME: "no-time",
    Fate.BAD_TIME: "time",
    Fate.FUTURE: "future",
    Fate.ORDER: "order",
    Fate.BAD_PAUSE: "pause",
    Fate.NO_VALUE: "no-value",
    Fate.BAD_VALUE: "value",
}
"""The stable name of every fault; it never changes with the language."""
REASONS = {
    UNNUMBERED: mark("without a case number"),
    CONTRADICTORY: mark("case number that stands for different things"),
    UNKNOWN_REGION: mark("unknown region"),
    "no-time": mark("without a time"),
    "time": mark("time not understood"),
    "future": mark("after the day asked for"),
    "order": mark("finished before it began"),
    "pause": mark("pause not understood"),
    "no-value": mark("without a value"),
    "value": mark("value that is no number"),
}


@dataclass(frozen=True, slots=True)
class Reject:
    """One fault of one case."""

    file: str
    row: int
    """Number of the row; the header is row 1, and blank lines do not count."""
    case: str
    metric: str
    """The metric that the case is lost for; blank where it is lost for all."""
    fault: str


def rejects(plan: Plan, files: Sequence[CaseFile], doubled: frozenset[str]) -> Iterator[Reject]:
    """Yield every fault of every case; `doubled` are numbers that stand for different things.

    Raises:
        OSError: a file cannot be read.
        BadUsageError: a file is no whole table.
    """
    judge = Judge(plan.job, plan.calendar)
    for file in files:
        for row, case in cases(file, plan.job):
            for metric, fault in _faults(plan, judge, case, doubled):
                yield Reject(file.name, row, str(case.get("id", "")), metric, fault)


def _faults(
    plan: Plan, judge: Judge, case: Case, doubled: frozenset[str]
) -> Iterator[tuple[str, str]]:
    if plan.job.identified and case["id"] == "":
        yield "", UNNUMBERED
    elif plan.job.identified and case["id"] in doubled:
        yield "", CONTRADICTORY
    elif not plan.fixed_region and fold(str(case["region"])) not in plan.registry.region_by_name:
        yield "", UNKNOWN_REGION
    else:
        for measure in plan.job.measures:
            fate, _ = judge.fate(measure, case)
            if fate >= FIRST_FAULT:
                yield measure.metric, FAULTS[fate]
