"""Which values a target is about, by region, level, time and subject, and why others are not."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field

from banshi.messages import Message, mark_count, say_count
from banshi.model.intake import Observation
from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry, Step, fold
from banshi.model.target import Level, Target
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Which targets, milestones and regions are looked at; None means all."""

    targets: frozenset[str] | None = None
    """Ids of targets, `plan/task/target`."""
    regions: frozenset[str] | None = None
    """Codes of regions."""
    silent_plans: bool = True
    """Whether plans for which nothing at all was reported are judged too."""
    milestones: frozenset[str] | None = None
    """Ids of milestones, `plan/task/milestone`."""

    def region(self, code: str) -> bool:
        """Whether `code` is looked at."""
        return self.regions is None or code in self.regions


@dataclass(frozen=True, slots=True)
class Entry:
    """A target with what stands around it."""

    plan: Plan
    task: Task
    target: Target
    path: tuple[Step, ...]

    @property
    def by(self) -> dt.date | None:
        """The target's own due date, else the task's."""
        return self.task.due_date(self.target)


@dataclass(frozen=True, slots=True)
class Scope:
    """Says of each value whether it counts for a target."""

    registry: Registry
    as_of: dt.date
    selection: Selection
    _subjects: dict[str, dict[str, set[str | None]]] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """Yield the selected targets."""
        chosen = self.selection.targets
        for plan, task, path in self.registry.tasks():
            for number, target in enumerate(task.targets):
                if chosen is None or f"{plan.id}/{task.id}/{target.id}" in chosen:
                    yield Entry(plan, task, target, (*path, "targets", number))

    def counts(self, entry: Entry, observation: Observation) -> bool:
        """Whether `observation` is held against the target of `entry`."""
        return (
            self.selection.region(observation.region)
            and self._in_scope(entry.plan, entry.target, observation.region)
            and entry.plan.issued <= observation.period.end <= self.as_of
            and self._same_subject(entry, observation.item)
        )

    def _in_scope(self, plan: Plan, target: Target, region: str) -> bool:
        if target.level is Level.CITY:
            return region == plan.jurisdiction
        if target.level is Level.COUNTY and region == plan.jurisdiction:
            return False
        return self.registry.within(region, plan.jurisdiction)

    def _same_subject(self, entry: Entry, item: str | None) -> bool:
        """Whether a row about `item` is about the target's subject.

        A row without an item is about the one subject that the plan has for the metric; where it
        has several, the row does not say which, and counts for none of them.
        """
        named = self._subjects_of(entry.plan)[entry.target.metric]
        subject = fold(entry.target.subject) if entry.target.subject else None
        if item is None:
            return subject is None or len(named) == 1
        return fold(item) == subject if subject else fold(item) not in named

    def subjects(self, plan: Plan, metric: str) -> frozenset[str]:
        """Return the folded subjects that targets of `plan` on `metric` have."""
        return frozenset(name for name in self._subjects_of(plan)[metric] if name)

    def _subjects_of(self, plan: Plan) -> dict[str, set[str | None]]:
        """Return the subjects that the targets of `plan` have for each metric."""
        found = self._subjects.get(plan.id)
        if found is None:
            found = self._subjects[plan.id] = defaultdict(set)
            for task in plan.tasks:
                for target in task.targets:
                    subject = fold(target.subject) if target.subject else None
                    found[target.metric].add(subject)
        return found

    def must_report(self, plan: Plan, target: Target) -> list[str]:
        """Return the codes of the regions without whose report something is missing."""
        if target.level not in {Level.EACH, Level.ALL}:
            return []
        codes = [region.code for region in self.registry.divisions(plan.jurisdiction)]
        if target.level is Level.ALL or not codes:
            codes.insert(0, plan.jurisdiction)
        return [code for code in codes if self.selection.region(code)]

    def left_aside(
        self, entries: Iterable[Entry], unused: Sequence[Observation]
    ) -> Iterator[Message]:
        """Say of the values that no target used why not, a sentence a reason and metric."""
        by_metric: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_metric[entry.target.metric].append(entry)
        groups: dict[tuple[int, str], list[Observation]] = defaultdict(list)
        for observation in unused:
            if self.selection.region(observation.region):
                reason = self._unused(by_metric[observation.metric], observation)
                groups[reason, observation.metric].append(observation)
        for (reason, metric), values in sorted(groups.items(), key=lambda group: group[0]):
            singular, plural = _UNUSED[reason]
            place = str(min(value.position for value in values))
            rows = sum(value.rows for value in values)
            yield say_count(singular, plural, rows, metric=metric, place=place)

    def _unused(self, entries: Iterable[Entry], observation: Observation) -> int:
        """Return the index in `_UNUSED` of the first condition that shut every target out."""
        left = list(entries)
        conditions: tuple[Callable[[Entry], bool], ...] = (
            lambda e: self.registry.within(observation.region, e.plan.jurisdiction),
            lambda e: e.plan.issued <= observation.period.end,
            lambda _: observation.period.end <= self.as_of,
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
