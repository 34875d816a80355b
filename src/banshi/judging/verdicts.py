"""The small rules of a verdict: which value counts, which limit, how far, how severe.

Source of the rules: docs/semantics.md, "Verdicts".
"""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from banshi.judging.scope import Entry
from banshi.model.intake import Observation
from banshi.model.outcome import Gap, Status
from banshi.model.plan import PlanStatus
from banshi.model.target import Target
from banshi.position import Severity


def weigh(
    target: Target, values: Sequence[Observation]
) -> tuple[Observation, tuple[Observation, ...]]:
    """Return the value of a series that counts, and those that it outweighs."""
    if len(values) == 1:
        return values[0], ()
    counting = max(values, key=lambda value: _weight(target, value))
    others = sorted((v for v in values if v is not counting), key=lambda v: v.period)
    return counting, tuple(others)


def _weight(target: Target, value: Observation) -> tuple[dt.date, bool, int]:
    """Order of values of one series: latest end, then the target's own length, then the longest."""
    return (value.period.end, value.period.length == target.per, value.period.days)


def limit_of(
    target: Target, reported: Fraction, lowest: Fraction | None, highest: Fraction | None
) -> Fraction:
    """Return the limit that `reported` is nearest to missing, or misses."""
    if lowest is None or (highest is not None and reported > highest):
        if highest is None:
            raise AssertionError(target.op)  # every operator has a limit
        return highest
    return lowest


def gap_of(reported: Fraction, limit: Fraction) -> Gap:
    """Return how far `reported` is beyond `limit`."""
    difference = reported - limit
    return Gap(difference, difference * 100 / abs(limit) if limit else None)


def severity_of(entry: Entry, status: Status) -> Severity:
    """semantics.md, "Verdicts": drafts and hedged targets are warnings, and so is `behind`."""
    if status in {Status.MET, Status.PENDING, Status.WAIVED}:
        return Severity.NOTE
    if status is Status.BEHIND or entry.plan.status is PlanStatus.DRAFT or entry.target.hedge:
        return Severity.WARNING
    return Severity.ERROR
