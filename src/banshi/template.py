"""Which values and completions a body has to report for a period. Pure: registry in, form out.

Rules:

- A value counts for plans issued by the end of its period (docs/semantics.md, "Verdicts"), so a
  plan that was issued later asks for nothing.
- The regions of a target follow its `level`: the jurisdiction for `city`, its coded divisions for
  `each` and `county`, both for `all`. Without a level nobody is named (ADR 6); the form then asks
  for one value, that of the jurisdiction.
- Targets of one metric, region and subject are held against the same value: they share a row.
- A relative target is checked when both numbers are reported: the metric that it is a share of has
  a row of its own, and a comparison with the year before has one for the period a year before.
- A milestone with a day is asked for where the day lies in the period or before it, so that what
  was completed late can still be said; one that is due later is not asked for yet. A recurring one
  has a row for each due day within the period.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from banshi.model.catalogue import Organisation, OrganisationKind
from banshi.model.due import DueItem, DueKind
from banshi.model.form import Form, FormRow, MilestoneRow, Requirement
from banshi.model.period import Period, parse_period
from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry, fold
from banshi.model.target import Basis, Level, Target


def form(
    registry: Registry,
    tasks: Iterable[tuple[Plan, Task]],
    period: Period,
    *,
    due: Iterable[DueItem] = (),
    organisations: frozenset[str] | None = None,
    regions: frozenset[str] | None = None,
) -> Form:
    """Return the form for `period`.

    Args:
        registry: The registry that the tasks come from.
        tasks: The tasks to ask about, each with its plan.
        period: The period that is reported.
        due: Deadlines as `deadlines.due` lists them; those of milestones become rows.
        organisations: Ids of the bodies that report, which lead a task, are responsible for it or
            cooperate; None for all.
        regions: Codes of the regions to ask about; None for all.
    """
    chosen = [
        (plan, task)
        for plan, task in tasks
        if organisations is None or _chosen(registry, plan, task, organisations)
    ]
    too_new = {plan.id: plan for plan, _task in chosen if plan.issued > period.end}
    # Stable: the tasks of a plan keep their order.
    bound = sorted(
        ((plan, task) for plan, task in chosen if plan.id not in too_new),
        key=lambda pair: (pair[0].issued, pair[0].id),
    )
    return Form(
        period=period,
        rows=tuple(_rows(registry, bound, period, organisations, regions)),
        milestones=tuple(_milestones(registry, bound, period, due, organisations, regions)),
        bodies=tuple(b for b in registry.organisations if organisations and b.id in organisations),
        too_new=tuple(too_new.values()),
    )


# Metric, code of the region, folded subject and period: what one value is about.
_Key = tuple[str, str, str, str]


@dataclass(slots=True)
class _Draft:
    """A row while its requirements are collected."""

    period: Period
    item: str | None
    requirements: list[Requirement] = field(default_factory=list)
    shares: list[Requirement] = field(default_factory=list)


def _rows(
    registry: Registry,
    tasks: Sequence[tuple[Plan, Task]],
    period: Period,
    organisations: frozenset[str] | None,
    regions: frozenset[str] | None,
) -> Iterator[FormRow]:
    drafts: dict[_Key, _Draft] = {}

    def draft(metric: str, code: str, item: str | None, span: Period) -> _Draft:
        key = (metric, code, fold(item or ""), span.text)
        return drafts.setdefault(key, _Draft(span, item))

    for requirement in _requirements(registry, tasks):
        target = requirement.target
        codes = [
            code
            for code in _codes(registry, requirement.plan, target.level)
            if regions is None or code in regions
        ]
        for code in codes:
            row = draft(target.metric, code, target.subject, period)
            row.requirements.append(requirement)
        if whole := _whole(target, period):
            for code in codes:
                draft(whole[0], code, target.subject, whole[1]).shares.append(requirement)
    for key in _in_order(list(drafts)):
        row, (metric, code, _item, _period) = drafts[key], key
        related = (*row.requirements, *row.shares)
        yield FormRow(
            metric=registry.metric_by_id[metric],
            region=registry.region_by_code[code],
            item=row.item,
            period=row.period,
            body=_body(registry, [(r.plan, r.task) for r in related], organisations),
            requirements=tuple(row.requirements),
            shares=tuple(row.shares),
        )


def _in_order(keys: Sequence[_Key]) -> list[_Key]:
    """Return `keys` by metric and subject, as these come in the plans, then by region.

    The code of a division begins as its city's does and comes after it. Of two periods the one
    asked for comes first, since it was met first and the order is stable.
    """
    metrics: dict[str, int] = {}
    subjects: dict[tuple[str, str], int] = {}
    for metric, _code, item, _period in keys:
        metrics.setdefault(metric, len(metrics))
        subjects.setdefault((metric, item), len(subjects))
    return sorted(keys, key=lambda key: (metrics[key[0]], subjects[key[0], key[2]], key[1]))


def _requirements(registry: Registry, tasks: Iterable[tuple[Plan, Task]]) -> Iterator[Requirement]:
    for plan, task in tasks:
        for target in task.targets:
            name = target.relative_to.metric if target.relative_to else None
            yield Requirement(plan, task, target, registry.metric_by_id.get(name or ""))


def _codes(registry: Registry, plan: Plan, level: Level | None) -> list[str]:
    """Return the codes of the regions that report for a target of `level`."""
    divisions = [region.code for region in registry.divisions(plan.jurisdiction)]
    match level:
        case None | Level.CITY:
            return [plan.jurisdiction]
        case Level.ALL:
            return [plan.jurisdiction, *divisions]
        case Level.EACH:
            return divisions or [plan.jurisdiction]
        case Level.COUNTY:
            return divisions


def _whole(target: Target, period: Period) -> tuple[str, Period] | None:
    """Return the metric and period of the value that `target` is a share of, where one is reported.

    A statutory limit and a national average are nobody's report.
    """
    relation = target.relative_to
    if relation is None:
        return None
    if relation.metric:
        return relation.metric, period
    if relation.basis is not Basis.YEAR_BEFORE:
        return None
    year, rest = period.text[:4], period.text[4:]
    before = parse_period(f"{int(year) - 1:04d}{rest}")
    return (target.metric, before) if before else None


def _milestones(
    registry: Registry,
    tasks: Iterable[tuple[Plan, Task]],
    period: Period,
    due: Iterable[DueItem],
    organisations: frozenset[str] | None,
    regions: frozenset[str] | None,
) -> Iterator[MilestoneRow]:
    asked = {
        f"{plan.id}/{task.id}"
        for plan, task in tasks
        if regions is None or plan.jurisdiction in regions
    }
    items = [
        item
        for item in due
        if item.kind is DueKind.MILESTONE and f"{item.plan.id}/{item.task.id}" in asked
    ]
    for item in items:
        name = item.id.rpartition("/")[2]
        milestone = next(entry for entry in item.task.milestones if entry.id == name)
        if item.by is None or item.by > period.end:
            continue
        own = None
        if milestone.recurrence:
            if item.by < period.start:
                continue
            days = [other.by for other in items if other.by and other.id == item.id]
            own = _own_period(item.by, days, period)
        body = _body(registry, [(item.plan, item.task)], organisations)
        yield MilestoneRow(item.plan, item.task, milestone, item.by, own, body)


def _own_period(day: dt.date, days: Iterable[dt.date], period: Period) -> Period | None:
    """Return the longest span of `period` that holds `day` and no other of `days`.

    A completion with a period is about the due days inside it, so no two rows may share one.
    Periods nest: what is longer than `period` holds at least the days that it holds.
    """
    known = list(days)
    quarter = f"{day.year:04d}-Q{(day.month + 2) // 3}"
    spans = [period, *filter(None, map(parse_period, (quarter, f"{day:%Y-%m}", f"{day}")))]
    for span in spans:
        if sum(span.start <= other <= span.end for other in known) == 1:
            return span
    return None


def _bodies(registry: Registry, plan: Plan, names: Iterable[str]) -> list[Organisation]:
    found = (registry.organisation(name, plan.jurisdiction) for name in names)
    return [body for body in found if body]


def _chosen(registry: Registry, plan: Plan, task: Task, organisations: frozenset[str]) -> bool:
    named = (*task.lead, *task.responsible, *task.cooperating)
    return any(body.id in organisations for body in _bodies(registry, plan, named))


def _body(
    registry: Registry,
    tasks: Iterable[tuple[Plan, Task]],
    organisations: frozenset[str] | None,
) -> Organisation | None:
    """Return the one body that reports for `tasks`, or None where there are several.

    Who leads goes before who takes part. A group (各县区) reports nothing itself, unless it was
    asked for by name.
    """
    pairs = list(tasks)
    accountable = [body for p, t in pairs for body in _bodies(registry, p, t.accountable)]
    everyone = [
        body
        for p, t in pairs
        for body in _bodies(registry, p, (*t.lead, *t.responsible, *t.cooperating))
    ]
    if organisations is None:
        circles = [[body for body in accountable if body.kind is not OrganisationKind.GROUP]]
    else:
        circles = [
            [body for body in circle if body.id in organisations]
            for circle in (accountable, everyone)
        ]
    for circle in circles:
        found = {body.id: body for body in circle}
        if len(found) == 1:
            return next(iter(found.values()))
    return None
