"""Applies waivers to a report. Pure: the same report and waivers give the same report.

Source of the rules: docs/semantics.md, "Verdicts"; docs/adr/0011-one-waivers-file-many-runs.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from banshi.messages import Message, say, say_count
from banshi.model.granted import Granted
from banshi.model.outcome import Outcome, Report, Status
from banshi.model.progress import MilestoneOutcome, MilestoneStatus
from banshi.position import Problem, Severity, in_order

ANNOUNCED_DAYS = 14
"""A waiver that ends within so many days is announced, so that nobody is surprised by it."""
EXPIRED = "waiver-expired"
_OPEN = frozenset({MilestoneStatus.OVERDUE, MilestoneStatus.PENDING})


def waive(report: Report, waivers: Sequence[Granted]) -> Report:
    """Return `report` with what is amiss waived where one of `waivers` covers it.

    Of milestones, what is not done is waived too before its day has passed.
    A waived outcome is a note, keeps its reason and says what it was. A waiver that has ended on
    the report's day counts for nothing and is a warning among `problems`; one that ends soon, and
    one that covers nothing of this run, is a note.
    """
    if not waivers:
        return report
    active = [granted for granted in waivers if granted.active(report.as_of)]
    by_target: dict[str, list[Granted]] = defaultdict(list)
    for granted in active:
        by_target[granted.waiver.target].append(granted)
    outcomes = [_waived(o, _granted(o, by_target, report.as_of)) for o in report.outcomes]
    milestones = [
        _waived_milestone(o, _granted(o, by_target, report.as_of)) for o in report.milestones
    ]
    expired = [_expired(granted) for granted in waivers if not granted.active(report.as_of)]
    notes = [*_ending(active, report.as_of), *_idle(active, [*outcomes, *milestones])]
    return replace(
        report,
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.sort_key)),
        milestones=tuple(sorted(milestones, key=lambda outcome: outcome.sort_key)),
        problems=tuple(in_order([*report.problems, *expired])),
        notes=(*report.notes, *notes),
    )


def find(
    waivers: Iterable[Granted], identifier: str, region: str | None, as_of: dt.date
) -> Granted | None:
    """Return the waiver that covers a target or milestone on the day `as_of`, or None.

    `identifier` is `plan/task/target` or `plan/task/milestone`; `region` is a code, or None where
    nothing names a region: then only a waiver for every region covers it.
    """
    for granted in waivers:
        if granted.covers(identifier, region) and granted.active(as_of):
            return granted
    return None


def _granted(
    outcome: Outcome | MilestoneOutcome, waivers: Mapping[str, Sequence[Granted]], as_of: dt.date
) -> Granted | None:
    region = outcome.region.code if outcome.region else None
    return find(waivers.get(outcome.id, ()), outcome.id, region, as_of)


def _waived(outcome: Outcome, granted: Granted | None) -> Outcome:
    if granted is None or not outcome.status.amiss:
        return outcome
    was, note = outcome.status, Severity.NOTE
    return replace(outcome, status=Status.WAIVED, severity=note, waiver=granted, was=was)


def _waived_milestone(outcome: MilestoneOutcome, granted: Granted | None) -> MilestoneOutcome:
    """A waiver covers what is not done, also before its day: a later one is what it grants."""
    if granted is None or outcome.status not in _OPEN:
        return outcome
    was, note = outcome.status, Severity.NOTE
    return replace(outcome, status=MilestoneStatus.WAIVED, severity=note, waiver=granted, was=was)


def _expired(granted: Granted) -> Problem:
    waiver = granted.waiver
    message = say(
        "the waiver of {target} for {region} ended on {day} and counts for nothing",
        target=waiver.target,
        region=waiver.region,
        day=waiver.expires.isoformat(),
    )
    return Problem(granted.position, EXPIRED, message, Severity.WARNING)


def _ending(active: Iterable[Granted], as_of: dt.date) -> Iterator[Message]:
    for granted in active:
        days = (granted.waiver.expires - as_of).days
        if days <= ANNOUNCED_DAYS:
            yield say_count(
                "{place}: the waiver of {target} for {region} ends on {day}, in {count} day",
                "{place}: the waiver of {target} for {region} ends on {day}, in {count} days",
                days,
                place=str(granted.position),
                target=granted.waiver.target,
                region=granted.waiver.region,
                day=granted.waiver.expires.isoformat(),
            )


def _idle(
    active: Iterable[Granted], outcomes: Sequence[Outcome | MilestoneOutcome]
) -> Iterator[Message]:
    """Say which waivers cover nothing of this run; that is no fault, for runs share the file."""
    used = {outcome.waiver for outcome in outcomes}
    judged: dict[str, set[str | None]] = {}
    for outcome in outcomes:
        region = outcome.region.code if outcome.region else None
        judged.setdefault(outcome.id, set()).add(region)
    needless: list[Granted] = []
    elsewhere: list[Granted] = []
    for granted in active:
        if granted not in used:
            regions = judged.get(granted.waiver.target, set())
            known = any(granted.covers(granted.waiver.target, region) for region in regions)
            (needless if known else elsewhere).append(granted)
    if needless:
        yield say_count(
            "{count} waiver is not needed: nothing is amiss where it counts (first: {place})",
            "{count} waivers are not needed: nothing is amiss where they count (first: {place})",
            len(needless),
            place=str(needless[0].position),
        )
    if elsewhere:
        yield say_count(
            "{count} waiver is for what this run does not judge (first: {place})",
            "{count} waivers are for what this run does not judge (first: {place})",
            len(elsewhere),
            place=str(elsewhere[0].position),
        )
