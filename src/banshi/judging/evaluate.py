"""Holds observations against targets. Pure: the same registry, values and day give the same report.

Source of the rules: docs/semantics.md, "Verdicts".
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from banshi.judging.milestones import judge_milestones
from banshi.judging.refusals import Refusals
from banshi.judging.scope import Entry, Scope, Selection
from banshi.judging.verdicts import gap_of, limit_of, severity_of, weigh
from banshi.messages import Message, say, say_count
from banshi.model.intake import Intake, Observation
from banshi.model.outcome import Gap, Outcome, Report, Status
from banshi.model.quantity import Unit, convert
from banshi.model.registry import Registry, Step
from banshi.model.target import Basis, Level, Target
from banshi.position import Position, in_order

_MET = say("satisfies the threshold")


def evaluate(
    registry: Registry, intake: Intake, as_of: dt.date, selection: Selection | None = None
) -> Report:
    """Return the verdict on every selected target and milestone for every region it is about.

    `as_of` is the day asked for: values of periods that end later do not count, and a due date
    that lies before it has passed. The report's intake has the problems of `intake` and what is
    wrong with its completions, such as two that contradict each other.
    """
    scope = Scope(registry, as_of, selection or Selection())
    judge = _Judge(scope, intake)
    entries = list(scope.entries())
    outcomes = [outcome for entry in entries for outcome in judge.outcomes(entry)]
    notes = list(scope.left_aside(entries, judge.unused()))
    spoken = {outcome.plan.id for outcome in outcomes if outcome.observation}
    everything = scope.selection.silent_plans
    progress = judge_milestones(scope, intake.completions, None if everything else spoken)
    notes += progress.notes
    if not everything:
        spoken |= progress.spoken
        notes += _silent({outcome.plan.id for outcome in outcomes} - spoken | progress.silent)
        outcomes = [outcome for outcome in outcomes if outcome.plan.id in spoken]
    if counted := sum(observation.rows - 1 for observation in intake.observations):
        notes.append(
            say_count(
                "{count} more row needs no action and is counted, not listed",
                "{count} more rows need no action and are counted, not listed",
                counted,
            )
        )
    if progress.problems:
        found = in_order((*intake.problems, *progress.problems))
        intake = replace(intake, problems=tuple(found))
    plans = {outcome.plan.id: outcome.plan for outcome in outcomes}
    plans |= {outcome.plan.id: outcome.plan for outcome in progress.outcomes}
    return Report(
        as_of=as_of,
        plans=tuple(sorted(plans.values(), key=lambda plan: (plan.issued, plan.id))),
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.sort_key)),
        intake=intake,
        notes=tuple(notes),
        milestones=progress.outcomes,
    )


def _silent(plans: set[str]) -> Iterator[Message]:
    for plan in sorted(plans):
        yield say("nothing was reported for {plan}; --plan {plan} shows what is missing", plan=plan)


class _Judge:
    """One evaluation: the indexes over the observations, and which of them were used."""

    def __init__(self, scope: Scope, intake: Intake) -> None:
        observations = intake.observations
        self._refusals = Refusals(intake.refused)
        self._scope = scope
        self._registry = scope.registry
        self._as_of = scope.as_of
        self._observations = observations
        self._by_metric: dict[str, list[Observation]] = defaultdict(list)
        self._by_place: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        self._used: set[int] = set()
        self._absolute: dict[int, tuple[Fraction | None, Fraction | None]] = {}
        self._places: dict[tuple[Step, ...], Position] = {}
        for observation in observations:
            self._by_metric[observation.metric].append(observation)
            self._by_place[observation.metric, observation.region].append(observation)

    def unused(self) -> list[Observation]:
        """Return the values that no target so far was judged by."""
        return [value for value in self._observations if id(value) not in self._used]

    def outcomes(self, entry: Entry) -> Iterator[Outcome]:
        """Yield the verdict on one target for each series that was reported or had to be."""
        series: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
        for observation in self._by_metric[entry.target.metric]:
            if self._scope.counts(entry, observation):
                series[observation.series].append(observation)
        for values in series.values():
            yield self._verdict(entry, values)
        reported = {key[1] for key in series}
        for code in self._scope.must_report(entry.plan, entry.target):
            if code not in reported:
                yield self._missing(entry, code)
        if not series and entry.target.level in {None, Level.COUNTY}:
            yield self._missing(entry, None)
        jurisdiction = entry.plan.jurisdiction
        chosen = self._scope.selection.region(jurisdiction)
        if not series and entry.target.level is Level.CITY and chosen:
            yield self._missing(entry, entry.plan.jurisdiction)

    def _verdict(self, entry: Entry, values: list[Observation]) -> Outcome:
        counting, others = weigh(entry.target, values)
        self._used.update(map(id, values))
        if self._refusals.outdate(counting):
            return self._outcome(
                entry,
                self._open_status(entry, Status.UNREPORTED, Status.PENDING),
                say("a newer value was refused; what is older does not count in its place"),
                region=counting.region,
                observation=counting,
                superseded=others,
            )
        base = None
        whole = None
        if entry.target.relative_to:
            base = self._base(entry.target, counting)
            if base is None:
                return self._outcome(
                    entry,
                    self._open_status(entry, Status.UNREPORTED, Status.PENDING),
                    say("the value that this threshold is a share of was not reported"),
                    region=counting.region,
                    observation=counting,
                    superseded=others,
                )
            self._used.add(id(base))
            whole = self._value(base, entry.target.metric)
        reported = self._value(
            counting, entry.target.metric, None if whole is not None else entry.target.unit
        )
        limits = self._limits(entry.target, whole)
        met = entry.target.between(reported, *limits)
        limit = limit_of(entry.target, reported, *limits)
        status = Status.MET if met else self._open_status(entry, Status.VIOLATED, Status.BEHIND)
        return self._outcome(
            entry,
            status,
            self._reason(entry, status),
            region=counting.region,
            observation=counting,
            base=base,
            reported=reported,
            threshold=limit,
            gap=None if met else gap_of(reported, limit),
            superseded=others,
        )

    def _limits(
        self, target: Target, whole: Fraction | None
    ) -> tuple[Fraction | None, Fraction | None]:
        """Return the limits of a target; all of its series have the same, but of a share."""
        if whole is not None:
            return target.limits(whole)
        found = self._absolute.get(id(target))
        if found is None:
            found = self._absolute[id(target)] = target.limits()
        return found

    def _value(self, observation: Observation, metric: str, unit: Unit | None = None) -> Fraction:
        wanted = unit or self._registry.metric_by_id[metric].unit
        return Fraction(convert(observation.value, observation.unit, wanted))

    def _base(self, target: Target, value: Observation) -> Observation | None:
        """Return the value that `target` is a share of: same region, same or last year's period.

        Of several, the one of the same body and item is meant, else the one that names no item;
        where that leaves more than one, none is: which one would be a guess.
        """
        relation = target.relative_to
        if relation is None or relation.basis in {Basis.STATUTORY_LIMIT, Basis.NATIONAL_AVERAGE}:
            return None
        period = value.period
        wanted: tuple[object, ...] = (period.start, period.end)
        if relation.basis is Basis.YEAR_BEFORE:
            wanted = (period.start.year - 1, period.start.month, period.length)
        found = []
        for other in self._by_place[relation.metric or target.metric, value.region]:
            spans: tuple[object, ...] = (other.period.start, other.period.end)
            if relation.basis is Basis.YEAR_BEFORE:
                start = other.period.start
                spans = (start.year, start.month, other.period.length)
                if period.length == "day" and start.day != period.start.day:
                    continue
            if spans == wanted:
                found.append(other)
        for same in (
            [o for o in found if o.series[2:] == value.series[2:]],
            [o for o in found if o.series[3] == value.series[3]],
            [o for o in found if not o.item],
        ):
            if same:
                return same[0] if len(same) == 1 else None
        return None

    def _missing(self, entry: Entry, code: str | None) -> Outcome:
        status = self._open_status(entry, Status.UNREPORTED, Status.PENDING)
        return self._outcome(entry, status, self._reason(entry, status), region=code)

    def _open_status(self, entry: Entry, closed: Status, still_open: Status) -> Status:
        """`closed` where the due date has passed or the target holds from issue."""
        if self._as_of < entry.plan.issued:
            return still_open
        return closed if entry.by is None or self._as_of > entry.by else still_open

    def _reason(self, entry: Entry, status: Status) -> Message:
        if status is Status.MET:
            return _MET
        by = entry.by.isoformat() if entry.by else ""
        if status is Status.VIOLATED and by:
            return say("fails the threshold, and the due date {by} has passed", by=by)
        if status is Status.VIOLATED:
            return say("fails the threshold, which holds from the plan's issue")
        if status is Status.BEHIND:
            return say("fails the threshold, due {by}", by=by or entry.plan.issued.isoformat())
        if status is Status.UNREPORTED and by:
            return say("nothing was reported, and the due date {by} has passed", by=by)
        if status is Status.UNREPORTED:
            return say("nothing was reported, and the threshold holds from the plan's issue")
        return say("nothing was reported yet, due {by}", by=by or entry.plan.issued.isoformat())

    def _outcome(
        self,
        entry: Entry,
        status: Status,
        reason: Message,
        *,
        region: str | None,
        observation: Observation | None = None,
        base: Observation | None = None,
        reported: Fraction | None = None,
        threshold: Fraction | None = None,
        gap: Gap | None = None,
        superseded: tuple[Observation, ...] = (),
    ) -> Outcome:
        relation = entry.target.relative_to
        return Outcome(
            plan=entry.plan,
            task=entry.task,
            target=entry.target,
            metric=self._registry.metric_by_id[entry.target.metric],
            status=status,
            severity=severity_of(entry, status),
            by=entry.by,
            reason=reason,
            target_position=self._place(entry),
            whole=self._registry.metric_by_id.get(relation.metric or "") if relation else None,
            region=self._registry.region_by_code[region] if region else None,
            observation=observation,
            base=base,
            reported=reported,
            threshold=threshold,
            gap=gap,
            superseded=superseded,
        )

    def _place(self, entry: Entry) -> Position:
        """Return where the target stands; all of its outcomes ask."""
        found = self._places.get(entry.path)
        if found is None:
            found = self._places[entry.path] = self._registry.position(*entry.path)
        return found
