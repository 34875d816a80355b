"""Holds observations against targets. Pure: the same registry, values and day give the same report.

Source of the rules: docs/semantics.md, "Verdicts".
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from banshi.messages import Message, mark_count, say, say_count
from banshi.model.outcome import Gap, Intake, Observation, Outcome, Report, Status
from banshi.model.plan import Plan, Task
from banshi.model.quantity import Unit, convert
from banshi.model.registry import Registry, Step, fold
from banshi.model.target import Basis, Level, Target
from banshi.position import Severity

_MUST_REPORT = {Level.EACH, Level.ALL}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which targets and regions are looked at; empty means all."""

    targets: frozenset[str] | None = None
    """Ids of targets, `plan/task/target`."""
    regions: frozenset[str] | None = None
    """Codes of regions."""

    def region(self, code: str) -> bool:
        """Whether `code` is looked at."""
        return self.regions is None or code in self.regions


def evaluate(
    registry: Registry, intake: Intake, as_of: dt.date, selection: Selection | None = None
) -> Report:
    """Return the verdict on every selected target for every region that it is about.

    `as_of` is the day asked for: values of periods that end later do not count, and a due date
    that lies before it has passed.
    """
    judge = _Judge(registry, intake.observations, as_of, selection or Selection())
    outcomes = [outcome for entry in judge.entries() for outcome in judge.outcomes(entry)]
    plans = {outcome.plan.id: outcome.plan for outcome in outcomes}
    return Report(
        as_of=as_of,
        plans=tuple(sorted(plans.values(), key=lambda plan: (plan.issued, plan.id))),
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.sort_key)),
        intake=intake,
        notes=tuple(judge.left_aside()),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A target with what stands around it."""

    plan: Plan
    task: Task
    target: Target
    path: tuple[Step, ...]

    @property
    def by(self) -> dt.date | None:
        """The target's own due date, else the task's."""
        if self.target.by:
            return self.target.by
        return self.task.deadline.by if self.task.deadline else None


class _Judge:
    """One evaluation: the indexes over the observations, and which of them were used."""

    def __init__(
        self,
        registry: Registry,
        observations: Sequence[Observation],
        as_of: dt.date,
        selection: Selection,
    ) -> None:
        self._registry = registry
        self._observations = observations
        self._as_of = as_of
        self._selection = selection
        self._by_metric: dict[str, list[Observation]] = defaultdict(list)
        self._used: set[int] = set()
        for observation in observations:
            self._by_metric[observation.metric].append(observation)

    def entries(self) -> Iterator[_Entry]:
        """Yield the selected targets."""
        chosen = self._selection.targets
        for plan, task, path in self._registry.tasks():
            for number, target in enumerate(task.targets):
                if chosen is None or f"{plan.id}/{task.id}/{target.id}" in chosen:
                    yield _Entry(plan, task, target, (*path, "targets", number))

    def outcomes(self, entry: _Entry) -> Iterator[Outcome]:
        """Yield the verdict on one target for each series that was reported or had to be."""
        series: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
        for observation in self._by_metric[entry.target.metric]:
            if self._counts(entry, observation):
                series[observation.series].append(observation)
        for values in series.values():
            yield self._verdict(entry, values)
        reported = {key[1] for key in series}
        for code in self._must_report(entry.plan, entry.target):
            if code not in reported:
                yield self._missing(entry, code)
        if not series and entry.target.level not in _MUST_REPORT:
            city = entry.target.level is Level.CITY
            yield self._missing(entry, entry.plan.jurisdiction if city else None)

    def _must_report(self, plan: Plan, target: Target) -> list[str]:
        if target.level not in _MUST_REPORT:
            return []
        codes = [region.code for region in self._registry.divisions(plan.jurisdiction)]
        if target.level is Level.ALL or not codes:
            codes.insert(0, plan.jurisdiction)
        return [code for code in codes if self._selection.region(code)]

    def _counts(self, entry: _Entry, observation: Observation) -> bool:
        return (
            self._selection.region(observation.region)
            and self._in_scope(entry.plan, entry.target, observation.region)
            and entry.plan.issued <= observation.period.end <= self._as_of
            and self._same_subject(entry, observation.item)
        )

    def _in_scope(self, plan: Plan, target: Target, region: str) -> bool:
        if target.level is Level.CITY:
            return region == plan.jurisdiction
        if target.level is Level.COUNTY and region == plan.jurisdiction:
            return False
        return self._registry.within(region, plan.jurisdiction)

    def _same_subject(self, entry: _Entry, item: str | None) -> bool:
        """Whether a row about `item` is about the target's subject.

        A row without an item is about the one subject that the plan has for the metric; where it
        has several, the row does not say which, and counts for none of them.
        """
        metric = entry.target.metric
        named = {
            fold(target.subject) if target.subject else None
            for task in entry.plan.tasks
            for target in task.targets
            if target.metric == metric
        }
        subject = fold(entry.target.subject) if entry.target.subject else None
        if item is None:
            return subject is None or len(named) == 1
        return fold(item) == subject if subject else fold(item) not in named

    def _verdict(self, entry: _Entry, values: list[Observation]) -> Outcome:
        counting = max(values, key=lambda value: _weight(entry.target, value))
        others = tuple(sorted((v for v in values if v is not counting), key=lambda v: v.period))
        self._used.update(map(id, values))
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
            whole = self._value(base, base.metric)
        reported = self._value(counting, entry.target.metric, None if whole else entry.target.unit)
        met = entry.target.satisfied(reported, whole)
        limit = _limit(entry.target, reported, whole)
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
            gap=None if met else _gap(reported, limit),
            superseded=others,
        )

    def _value(self, observation: Observation, metric: str, unit: Unit | None = None) -> Fraction:
        wanted = unit or self._registry.metric_by_id[metric].unit
        return Fraction(convert(observation.value, observation.unit, wanted))

    def _base(self, target: Target, value: Observation) -> Observation | None:
        """Return the value that `target` is a share of: same region, same or last year's period."""
        relation = target.relative_to
        if relation is None or relation.basis in {Basis.STATUTORY_LIMIT, Basis.NATIONAL_AVERAGE}:
            return None
        before = 1 if relation.basis is Basis.YEAR_BEFORE else 0
        start = value.period.start
        wanted = (start.year - before, start.month, value.period.length)
        found = [
            other
            for other in self._by_metric[relation.metric or target.metric]
            if other.region == value.region
            and (other.period.start.year, other.period.start.month, other.period.length) == wanted
        ]
        # A row of the same body and item is nearer than one that names none.
        found = [o for o in found if o.organisation in {value.organisation, None}]
        found.sort(key=lambda o: (o.organisation is None, o.item != value.item, o.position))
        return found[0] if found else None

    def _missing(self, entry: _Entry, code: str | None) -> Outcome:
        status = self._open_status(entry, Status.UNREPORTED, Status.PENDING)
        return self._outcome(entry, status, self._reason(entry, status), region=code)

    def _open_status(self, entry: _Entry, closed: Status, still_open: Status) -> Status:
        """`closed` where the due date has passed or the target holds from issue."""
        if self._as_of < entry.plan.issued:
            return still_open
        return closed if entry.by is None or self._as_of > entry.by else still_open

    def _reason(self, entry: _Entry, status: Status) -> Message:
        by = entry.by.isoformat() if entry.by else ""
        if status is Status.MET:
            return say("satisfies the threshold")
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
        entry: _Entry,
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
            severity=_severity(entry, status),
            by=entry.by,
            reason=reason,
            target_position=self._registry.position(*entry.path),
            whole=self._registry.metric_by_id.get(relation.metric or "") if relation else None,
            region=self._registry.region_by_code[region] if region else None,
            observation=observation,
            base=base,
            reported=reported,
            threshold=threshold,
            gap=gap,
            superseded=superseded,
        )

    def left_aside(self) -> Iterator[Message]:
        """Say of the values that no target used why not, a sentence a reason and metric."""
        entries: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self.entries():
            entries[entry.target.metric].append(entry)
        groups: dict[tuple[int, str], list[Observation]] = defaultdict(list)
        for observation in self._observations:
            if id(observation) not in self._used and self._selection.region(observation.region):
                reason = self._unused(entries[observation.metric], observation)
                groups[reason, observation.metric].append(observation)
        for (reason, metric), values in sorted(groups.items(), key=lambda group: group[0]):
            singular, plural = _UNUSED[reason]
            place = str(values[0].position)
            yield say_count(singular, plural, len(values), metric=metric, place=place)

    def _unused(self, entries: Iterable[_Entry], observation: Observation) -> int:
        """Return the index in `_UNUSED` of the first condition that shut every target out."""
        left = list(entries)
        conditions: tuple[Callable[[_Entry], bool], ...] = (
            lambda e: self._registry.within(observation.region, e.plan.jurisdiction),
            lambda e: e.plan.issued <= observation.period.end,
            lambda _: observation.period.end <= self._as_of,
            lambda e: self._same_subject(e, observation.item),
        )
        for reason, holds in enumerate(conditions):
            if not left:
                return reason
            left = [entry for entry in left if holds(entry)]
        return len(conditions) if not left else len(conditions) + 1


# Why a value was used by no target: the condition before it left none.
_UNUSED = (
    mark_count(
        "{count} row of {metric}: no selected plan has a target for it (first: {place})",
        "{count} rows of {metric}: no selected plan has a target for them (first: {place})",
    ),
    mark_count(
        "{count} row of {metric} is from outside the plan's jurisdiction (first: {place})",
        "{count} rows of {metric} are from outside the plan's jurisdiction (first: {place})",
    ),
    mark_count(
        "{count} row of {metric} is of a period before the plan's issue (first: {place})",
        "{count} rows of {metric} are of periods before the plan's issue (first: {place})",
    ),
    mark_count(
        "{count} row of {metric} is of a period that had not ended (first: {place})",
        "{count} rows of {metric} are of periods that had not ended (first: {place})",
    ),
    mark_count(
        "{count} row of {metric} is about another subject, or does not say which (first: {place})",
        "{count} rows of {metric} are about other subjects, or do not say which (first: {place})",
    ),
    mark_count(
        "{count} row of {metric} is from a level the target does not speak of (first: {place})",
        "{count} rows of {metric} are from levels the target does not speak of (first: {place})",
    ),
)


def _weight(target: Target, value: Observation) -> tuple[dt.date, bool, int]:
    """Order of values of one series: latest end, then the target's own length, then the longest."""
    return (value.period.end, value.period.length == target.per, value.period.days)


def _limit(target: Target, reported: Fraction, base: Fraction | None) -> Fraction:
    """Return the limit that `reported` is nearest to missing, or misses."""
    lowest, highest = target.limits(base)
    if lowest is None or (highest is not None and reported > highest):
        if highest is None:
            raise AssertionError(target.op)  # every operator has a limit
        return highest
    return lowest


def _gap(reported: Fraction, limit: Fraction) -> Gap:
    difference = reported - limit
    return Gap(difference, difference * 100 / abs(limit) if limit else None)


def _severity(entry: _Entry, status: Status) -> Severity:
    """semantics.md, "Verdicts": drafts and hedged targets are warnings, and so is `behind`."""
    if status in {Status.MET, Status.PENDING, Status.WAIVED}:
        return Severity.NOTE
    if status is Status.BEHIND or entry.plan.status == "draft" or entry.target.hedge:
        return Severity.WARNING
    return Severity.ERROR
