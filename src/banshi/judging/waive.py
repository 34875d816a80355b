"""Applies waivers to a report. Pure: the same report and waivers give the same report.

Source of the rules: docs/semantics.md, "Verdicts"; docs/adr/0011-one-waivers-file-many-runs.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from banshi.messages import Message, say, say_count
from banshi.model.outcome import FINDINGS, Outcome, Report, Status
from banshi.model.progress import MilestoneOutcome, MilestoneStatus
from banshi.model.waiver import Granted
from banshi.position import Problem, Severity

ANNOUNCED_DAYS = 14
"""A waiver that ends within so many days is announced, so that nobody is surprised by it."""
EXPIRED = "waiver-expired"


def waive(report: Report, waivers: Sequence[Granted]) -> Report:
    """Return `report` with what is amiss waived where one of `waivers` covers it.

    A waived outcome is a note, keeps its reason and says what it was. A waiver that has ended on
    the report's day counts for nothing and is a warning among `problems`; one that ends soon, and
    one that covers nothing of this run, is a note.
    """
    active = [granted for granted in waivers if granted.active(report.as_of)]
    by_target: dict[str, list[Granted]] = defaultdict(list)
    for granted in active:
        by_target[granted.waiver.target].append(granted)
    outcomes = [_waived(o, by_target.get(o.id, ()), report.as_of) for o in report.outcomes]
    expired = [_expired(granted) for granted in waivers if not granted.active(report.as_of)]
    milestones = [
        _waived_milestone(o, by_target.get(o.id, ()), report.as_of) for o in report.milestones
    ]
    notes = [*_ending(active, report.as_of), *_idle(active, [*outcomes, *milestones])]
    return replace(
        report,
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.sort_key)),
        milestones=tuple(sorted(milestones, key=lambda outcome: outcome.sort_key)),
        problems=tuple(sorted([*report.problems, *expired])),
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


def _waived(outcome: Outcome, waivers: Sequence[Granted], as_of: dt.date) -> Outcome:
    if outcome.status not in FINDINGS:
        return outcome
    granted = find(waivers, outcome.id, outcome.region.code if outcome.region else None, as_of)
    if granted is None:
        return outcome
    return replace(
        outcome,
        status=Status.WAIVED,
        severity=Severity.NOTE,
        waiver=granted,
        was=outcome.status,
    )


def _waived_milestone(
    outcome: MilestoneOutcome, waivers: Sequence[Granted], as_of: dt.date
) -> MilestoneOutcome:
    if outcome.status not in {MilestoneStatus.OVERDUE, MilestoneStatus.PENDING}:
        return outcome
    granted = find(waivers, outcome.id, outcome.region.code if outcome.region else None, as_of)
    if granted is None:
        return outcome
    return replace(
        outcome,
        status=MilestoneStatus.WAIVED,
        severity=Severity.NOTE,
        waiver=granted,
        was=outcome.status,
    )


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
