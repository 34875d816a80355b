"""Holds reported completions against the due days of milestones. Pure, as evaluate.py is.

Source of the rules: docs/semantics.md, "Milestones", and docs/adr/0012-progress-of-milestones.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from banshi.judging.completions import Dated, Ledger, Series, counting
from banshi.judging.scope import Scope
from banshi.messages import Message, say, say_count
from banshi.model.intake import Completion
from banshi.model.plan import PlanStatus
from banshi.model.progress import MilestoneOutcome, MilestoneStatus
from banshi.position import Problem, Severity
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """The verdicts on milestones, with all that was found on the way."""

    outcomes: tuple[MilestoneOutcome, ...] = ()
    """Sorted, worst first."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with rows, sorted by place: contradictions, due days that cannot be told."""
    notes: tuple[Message, ...] = ()
    """What a reader must know beside them."""
    spoken: frozenset[str] = frozenset()
    """Ids of the plans of which a completion speaks."""
    silent: frozenset[str] = frozenset()
    """Ids of the plans that have selected milestones and were left out, as nothing was reported."""


def judge_milestones(
    scope: Scope, completions: Sequence[Completion], plans: Collection[str] | None = None
) -> Progress:
    """Return the verdict on every due day of every selected milestone.

    `plans` are the ids of the plans to judge beside those that `completions` speak of; None is all.
    """
    ledger = Ledger(scope.registry, completions, scope.as_of)
    selected = {entry.id: entry for entry in ledger.milestones.values() if _selected(scope, entry)}
    spoken = frozenset(
        selected[series.milestone].plan.id
        for series in ledger.series
        if series.milestone in selected and scope.selection.region(series.region)
    )
    by_milestone: dict[str, list[Series]] = defaultdict(list)
    for series in sorted(ledger.series):
        by_milestone[series.milestone].append(series)
    judge = _Judge(scope, ledger)
    outcomes: list[MilestoneOutcome] = []
    silent = set()
    for entry in selected.values():
        if plans is None or entry.plan.id in plans or entry.plan.id in spoken:
            outcomes += judge.outcomes(entry, by_milestone[entry.id])
        else:
            silent.add(entry.plan.id)
    return Progress(
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.sort_key)),
        problems=tuple(ledger.problems),
        notes=tuple(_unselected(scope, ledger, selected, completions)),
        spoken=spoken,
        silent=frozenset(silent),
    )


def _selected(scope: Scope, entry: Dated) -> bool:
    chosen = scope.selection.milestones
    return chosen is None or entry.id in chosen


def _unselected(
    scope: Scope,
    ledger: Ledger,
    selected: Collection[str],
    completions: Sequence[Completion],
) -> Iterator[Message]:
    """Say how many rows are about milestones that were not asked for."""
    rows = [
        row
        for row in completions
        if (entry := ledger.milestones.get(row.milestone))
        and row.milestone not in selected
        and scope.selection.region(row.region or entry.plan.jurisdiction)
    ]
    if rows:
        yield say_count(
            "{count} row is about a milestone that is not selected (first: {place})",
            "{count} rows are about milestones that are not selected (first: {place})",
            len(rows),
            place=str(min(row.position for row in rows)),
        )


class _Judge:
    """One evaluation over a ledger."""

    def __init__(self, scope: Scope, ledger: Ledger) -> None:
        self._scope = scope
        self._registry = scope.registry
        self._as_of = scope.as_of
        self._ledger = ledger

    def outcomes(self, entry: Dated, reported: Sequence[Series]) -> Iterator[MilestoneOutcome]:
        """Yield the verdicts on one milestone, a due day, region and body each."""
        jurisdiction = entry.plan.jurisdiction
        for by in self._ledger.days(entry):
            told = {s: self._told(entry, s) for s in reported if s.by == by}
            if not any(series.region == jurisdiction for series in told):
                whole = Series(entry.id, by, jurisdiction, "")
                told[whole] = self._by_divisions(entry, whole, told)
            for series, outcome in told.items():
                if self._scope.selection.region(series.region):
                    yield outcome

    def _told(self, entry: Dated, series: Series) -> MilestoneOutcome:
        rows = self._ledger.series[series]
        row: Completion | None = None
        if series in self._ledger.contradicted:
            status = self._open(entry, series.by)
            reason = say("what was reported contradicts itself, and none of it counts")
        else:
            row = counting(rows)
            status, reason = self._verdict(entry, series.by, row, rows)
        return self._outcome(entry, series, status, reason, row, rows)

    def _verdict(
        self, entry: Dated, by: dt.date, row: Completion, rows: Sequence[Completion]
    ) -> tuple[MilestoneStatus, Message]:
        due = by.isoformat()
        if not row.done:
            status = self._open(entry, by)
            if status is MilestoneStatus.OVERDUE:
                return status, say("reported as not done, and the due date {by} has passed", by=due)
            return status, say("reported as not done yet, due {by}", by=due)
        if row.day:
            if row.day <= by:
                return MilestoneStatus.DONE, say("done in time, due {by}", by=due)
            days = (row.day - by).days
            return MilestoneStatus.DONE_LATE, say_count(
                "done {count} day after the due date {by}",
                "done {count} days after the due date {by}",
                days,
                by=due,
            )
        if row.period and row.period.end <= by:
            return MilestoneStatus.DONE, say(
                "reported as done for {period}, so by the due date {by}",
                period=row.period.text,
                by=due,
            )
        late = [r.period for r in rows if not r.done and r.period and r.period.start > by]
        if late:
            return MilestoneStatus.DONE_LATE, say(
                "done; in {period}, after the due date {by}, it was reported as not done",
                period=min(late).text,
                by=due,
            )
        return MilestoneStatus.DONE, say(
            "done; no day was given, so that in time or late is not known"
        )

    def _by_divisions(
        self, entry: Dated, whole: Series, told: Mapping[Series, MilestoneOutcome]
    ) -> MilestoneOutcome:
        """Return the verdict on the jurisdiction, of which no row speaks.

        It is done where every division with a code said so; one division does not speak for others.
        """
        divisions = [region.code for region in self._registry.divisions(whole.region)]
        reported = [
            [outcome for series, outcome in told.items() if series.region == code]
            for code in divisions
        ]
        done = [o for o in reported if o and all(outcome.status.finished for outcome in o)]
        if divisions and len(done) == len(divisions):
            last = max((o for outcomes in done for o in outcomes), key=_lateness)
            reason = say("every division reported it done; the last: {what}", what=last.reason)
            return self._outcome(entry, whole, last.status, reason, last.completion)
        status = self._open(entry, whole.by)
        due = whole.by.isoformat()
        if done:
            reason = say(
                "done in {n} of {all} divisions; nothing was reported for the whole, due {by}",
                n=len(done),
                all=len(divisions),
                by=due,
            )
        elif status is MilestoneStatus.OVERDUE:
            reason = say("nothing was reported, and the due date {by} has passed", by=due)
        else:
            reason = say("nothing was reported yet, due {by}", by=due)
        return self._outcome(entry, whole, status, reason)

    def _open(self, entry: Dated, by: dt.date) -> MilestoneStatus:
        """Overdue where the due day has passed; no plan is overdue before its issue."""
        passed = self._as_of > by and self._as_of >= entry.plan.issued
        return MilestoneStatus.OVERDUE if passed else MilestoneStatus.PENDING

    def _outcome(
        self,
        entry: Dated,
        series: Series,
        status: MilestoneStatus,
        reason: Message,
        row: Completion | None = None,
        rows: Sequence[Completion] = (),
    ) -> MilestoneOutcome:
        named = row or (rows[0] if rows else None)
        return MilestoneOutcome(
            plan=entry.plan,
            task=entry.task,
            milestone=entry.milestone,
            by=series.by,
            status=status,
            severity=_severity(entry, status),
            reason=reason,
            position=self._registry.position(*entry.path),
            region=self._registry.region_by_code.get(series.region),
            organisation=named.organisation if named else None,
            body=series.body,
            completion=row,
            superseded=tuple(other for other in rows if other is not row),
        )


def _lateness(outcome: MilestoneOutcome) -> tuple[int, dt.date, str]:
    """Order of what divisions did: late after in time, then by day, no day given after all days."""
    code = outcome.region.code if outcome.region else ""
    return -outcome.status.rank, outcome.day or dt.date.max, code


def _severity(entry: Dated, status: MilestoneStatus) -> Severity:
    """docs/semantics.md, "Milestones": what is overdue is an error, of a draft a warning."""
    if status is not MilestoneStatus.OVERDUE:
        return Severity.NOTE
    return Severity.WARNING if entry.plan.status is PlanStatus.DRAFT else Severity.ERROR
