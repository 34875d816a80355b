"""What each reported completion is about, and whether those about the same agree.

Source of the rules: docs/semantics.md, "Milestones".
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from banshi.messages import Message, say
from banshi.model.intake import Completion
from banshi.model.plan import Milestone, Plan, Task
from banshi.model.registry import Registry, Step, fold
from banshi.position import Problem, Severity, in_order
from banshi.recurrence import due_days
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Dated:
    """A milestone with what stands around it, and its due days in order."""

    plan: Plan
    task: Task
    milestone: Milestone
    path: tuple[Step, ...]

    @property
    def id(self) -> str:
        """`plan/task/milestone`."""
        return f"{self.plan.id}/{self.task.id}/{self.milestone.id}"

    def days(self) -> tuple[dt.date, ...]:
        """Return the due days: of a recurrence, from the plan's issue to the end of its year."""
        milestone = self.milestone
        days = due_days(self.plan, milestone.by, milestone.recurrence)
        return tuple(day for day in days if day)


@dataclass(frozen=True, slots=True, order=True)
class Series:
    """What a completion is about; completions of one series say different things of the same."""

    milestone: str
    """`plan/task/milestone`."""
    by: dt.date
    region: str
    """Code of the region; the jurisdiction's where the row names none."""
    body: str
    """Id of the reporting body where the catalogue knows it, else its folded name."""


def milestones_of(registry: Registry) -> dict[str, Dated]:
    """Return every milestone by its id, in plan order."""
    found = {}
    for plan, task, path in registry.tasks():
        for number, milestone in enumerate(task.milestones):
            entry = Dated(plan, task, milestone, (*path, "milestones", number))
            found[entry.id] = entry
    return found


class Ledger:
    """All completions, entered under what they are about; faults collect in `problems`."""

    def __init__(
        self, registry: Registry, completions: Iterable[Completion], as_of: dt.date
    ) -> None:
        self.milestones = milestones_of(registry)
        self.problems: list[Problem] = []
        self.series: dict[Series, list[Completion]] = defaultdict(list)
        """What was reported, sorted by place."""
        self.contradicted: set[Series] = set()
        """Series whose rows contradict each other; none of them counts."""
        self._registry = registry
        self._as_of = as_of
        self._days: dict[str, tuple[dt.date, ...]] = {}
        for completion in sorted(completions, key=_order):
            self._enter(completion)
        for series, rows in self.series.items():
            self._compare(series, rows)
        # The rows of a period with several due days are held against each other once a due day.
        self.problems = in_order(set(self.problems))

    def days(self, entry: Dated) -> tuple[dt.date, ...]:
        """Return the due days of `entry`, worked out once."""
        if entry.id not in self._days:
            self._days[entry.id] = entry.days()
        return self._days[entry.id]

    def _enter(self, completion: Completion) -> None:
        entry = self.milestones.get(completion.milestone)
        if entry is None:
            message = say("unknown milestone {name}", name=completion.milestone)
            self._fault(completion, "milestone", message)
            return
        jurisdiction = entry.plan.jurisdiction
        region = completion.region or jurisdiction
        if region != jurisdiction and not self._registry.within(region, jurisdiction):
            message = say(
                "{region} lies outside {jurisdiction}, which the plan of {name} binds",
                region=self._place(region),
                jurisdiction=self._place(jurisdiction),
                name=entry.id,
            )
            self._fault(completion, "region", message)
            return
        if late := self._after_the_day(completion):
            self._fault(completion, "future", late, Severity.WARNING)
            return
        body = self._body(completion.organisation, jurisdiction)
        for by in self._meant(entry, completion):
            self.series[Series(entry.id, by, region, body)].append(completion)

    def _after_the_day(self, completion: Completion) -> Message | None:
        """Say that a row speaks of what lies after the day asked for, where it does.

        A row with a day speaks of that day, one without of its period's end.
        """
        as_of = self._as_of.isoformat()
        if completion.day:
            if completion.day <= self._as_of:
                return None
            return say(
                "{day} lies after the day asked for, {as_of}; the row does not count",
                day=completion.day.isoformat(),
                as_of=as_of,
            )
        if completion.period is None or completion.period.end <= self._as_of:
            return None
        return say(
            "{period} had not ended on the day asked for, {as_of}; the row does not count",
            period=completion.period.text,
            as_of=as_of,
        )

    def _meant(self, entry: Dated, completion: Completion) -> Iterator[dt.date]:
        """Yield the due days that a row is about, or say why none can be told."""
        days = self.days(entry)
        if entry.milestone.by:
            yield from days
            return
        period, day = completion.period, completion.day
        inside = [by for by in days if period is None or period.start <= by <= period.end]
        if not inside and period:
            message = say(
                "no due day of {name} lies in {period}", name=entry.id, period=str(period)
            )
            self._fault(completion, "due-day", message, Severity.WARNING)
            return
        if period and (day is None or len(inside) == 1):
            yield from inside
            return
        # A day alone is about the due day that it is in time for. What lies before the plan's issue
        # or after the last due day, and a word without a period, may be about any of them.
        ahead = next((by for by in days if day and entry.plan.issued <= day <= by), None)
        if ahead in inside and ahead:
            yield ahead
            return
        message = say(
            "{name} recurs; give the period whose due day is meant, such as {period}",
            name=entry.id,
            period=f"{(ahead or (inside or days or [entry.plan.issued])[0]):%Y-%m}",
        )
        self._fault(completion, "due-day", message)

    def _compare(self, series: Series, rows: list[Completion]) -> None:
        """Note what is said twice; where two rows contradict each other, the series counts not."""
        first: dict[tuple[object, ...], Completion] = {}
        binding: dict[str, tuple[int, Completion]] = {}
        for row in rows:
            earlier = first.setdefault((row.done, row.day, row.period), row)
            if earlier is not row:
                message = say("says the same as {place}; counted once", place=str(earlier.position))
                self._fault(row, "repeated", message, Severity.NOTE)
                continue
            against = [known for _weight, known in binding.values() if not agree(known, row)]
            if against:
                self.contradicted.add(series)
                message = say(
                    "contradicts {place} on {metric}; neither row is judged",
                    place=str(min(against, key=_order).position),
                    metric=series.milestone,
                )
                self._fault(row, "contradiction", message)
                continue
            for kind, weight in _bonds(row):
                if kind not in binding or weight < binding[kind][0]:
                    binding[kind] = (weight, row)

    def _fault(
        self,
        completion: Completion,
        rule: str,
        message: Message,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.problems.append(Problem(completion.position, rule, message, severity))

    def _body(self, name: str | None, jurisdiction: str) -> str:
        if not name:
            return ""
        known = self._registry.organisation(name, jurisdiction)
        return known.id if known else fold(name)

    def _place(self, code: str) -> str:
        region = self._registry.region_by_code.get(code)
        return region.name.zh if region else code


def agree(one: Completion, other: Completion) -> bool:
    """Whether two rows about the same can both be true; the order of the two does not matter.

    Two days must be the same day. What was done by the end of a period has a day no later. Not done
    and done agree where the row that says done is the later one: its period ends later, or its day
    lies after the other's period; and never where the day lies before that period began.
    """
    if one.done and other.done:
        if one.day and other.day:
            return one.day == other.day
        day = one.day or other.day
        ends = [row.period.end for row in (one, other) if row.period and not row.day]
        return day is None or all(day <= end for end in ends)
    if not one.done and not other.done:
        return True
    finished, unfinished = (one, other) if one.done else (other, one)
    if unfinished.period is None:
        return False
    if finished.day and finished.day > unfinished.period.end:
        return True
    later = finished.period is not None and finished.period.end > unfinished.period.end
    return later and (finished.day is None or finished.day >= unfinished.period.start)


def counting(rows: Iterable[Completion]) -> Completion:
    """Return the row of a series that says most: a day, else done the earliest, else the latest."""

    def weight(row: Completion) -> tuple[object, ...]:
        end = row.period.end if row.period else None
        if row.done:
            return (0, 0 if row.day else 1, end or dt.date.max, _order(row))
        return (1, 0, -(end or dt.date.min).toordinal(), _order(row))

    return min(rows, key=weight)


def _bonds(row: Completion) -> Iterator[tuple[str, int]]:
    """Yield in which respects, and how tightly (the least is the tightest), `row` binds others.

    A row that agrees with the tightest of every respect agrees with all rows before it: so a file
    that says a thousand things of one milestone is not compared pair by pair.
    """
    end = row.period.end.toordinal() if row.period else 0
    if row.done:
        # A word without a period agrees with every day; with a period it bounds the day.
        yield ("day" if row.day else "word" if end else "bare word"), end
    elif row.period:
        yield "open end", -end
        yield "open start", -row.period.start.toordinal()
    else:
        yield "open", 0


def _order(completion: Completion) -> tuple[object, ...]:
    """By place, then by all that is said, so that the order of rows changes nothing."""
    period = completion.period
    return (
        completion.position,
        completion.milestone,
        completion.done,
        completion.day or dt.date.min,
        completion.region or "",
        completion.organisation or "",
        (period.end, period.days, period.text) if period else (dt.date.min, 0, ""),
    )
