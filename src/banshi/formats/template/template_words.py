"""The cells of a form, the same in every format, in the language of the run.

What a reader of the filled form looks for is written so that the registry finds it again: the name
of a metric, region or body where the name finds it, else its id or code.
"""

from collections.abc import Callable, Iterable, Sequence

from banshi.formats.shared.csv_text import safe
from banshi.formats.shared.words import required_of
from banshi.messages import language, mark, say, translate
from banshi.model.catalogue import Metric, Organisation, Region
from banshi.model.form import Form, FormRow, MilestoneRow, Requirement
from banshi.model.period import Period
from banshi.model.plan import Plan, PlanStatus
from banshi.model.quantity import Unit
from banshi.model.registry import Registry, fold
from banshi.model.target import Span
from banshi.values import dataclass
from banshi.visible import visible

# The headers by which `banshi check` knows the columns: names of a format, not sentences.
COLUMNS = {
    "zh": ("指标", "数值", "单位", "地区", "部门", "事项", "期间", "要求", "条款", "方案"),
    "en": (
        "metric",
        "value",
        "unit",
        "region",
        "organisation",
        "item",
        "period",
        "requirement",
        "clause",
        "plan",
    ),
}
MILESTONE_COLUMNS = {
    "zh": ("节点", "交付成果", "应完成日期", "完成日期", "期间", "条款", "方案"),
    "en": ("milestone", "deliverable", "due", "completed", "period", "clause", "plan"),
}
# Where no day of completion is known, or nothing is completed yet.
STATES = {"zh": ("已完成", "未完成"), "en": ("done", "not done")}
# One word a unit, of those that wording/units.py reads; a test holds them together.
UNITS: dict[str, dict[Unit, str]] = {
    "zh": {
        Unit.PERCENT: "%",
        Unit.MINUTE: "分钟",
        Unit.HOUR: "小时",
        Unit.DAY: "天",
        Unit.WORKDAY: "工作日",
        Unit.MONTH: "个月",
        Unit.YEAR: "年",
        Unit.ITEM: "个",
        Unit.STAGE: "环节",
        Unit.PERSON: "人",
        Unit.YUAN: "元",
        Unit.USD: "美元",
        Unit.KILOWATT: "千瓦",
        Unit.KILOMETRE: "公里",
        Unit.PER_1000: "‰",
        Unit.PER_10000: "万分比",
    },
    "en": {
        Unit.PERCENT: "%",
        Unit.MINUTE: "minutes",
        Unit.HOUR: "hours",
        Unit.DAY: "days",
        Unit.WORKDAY: "workdays",
        Unit.MONTH: "months",
        Unit.YEAR: "years",
        Unit.ITEM: "items",
        Unit.STAGE: "steps",
        Unit.PERSON: "persons",
        Unit.YUAN: "yuan",
        Unit.USD: "USD",
        Unit.KILOWATT: "kW",
        Unit.KILOMETRE: "km",
        Unit.PER_1000: "‰",
        Unit.PER_10000: "per_10000",
    },
}
# What is counted, where a Chinese name ends in it: 次数 in 次, 事项数 in 项.
_COUNTED = "项件种家处所次"
_SPANS = {
    Span.MONTH: mark("by month"),
    Span.QUARTER: mark("by quarter"),
    Span.YEAR: mark("by year"),
}


@dataclass(frozen=True, slots=True)
class RowWords:
    """The cells of one row, in the order of COLUMNS without the value."""

    metric: str
    unit: str
    region: str
    organisation: str
    item: str
    period: str
    requirement: tuple[str, ...]
    """A line a target; clause and plan have as many lines, or one where all are the same."""
    clause: tuple[str, ...]
    plan: tuple[str, ...]


def row_words(row: FormRow, form: Form, registry: Registry) -> RowWords:
    """Return what stands in the cells of `row`."""
    related = (*row.requirements, *row.shares)
    lines = [requirement_words(r, row.period) for r in row.requirements]
    lines += [_share_words(r, row, form, registry) for r in row.shares]
    return RowWords(
        metric=metric_name(row.metric, registry),
        unit=unit_word(row.metric),
        region=region_name(row.region, registry),
        organisation=body_name(row.body, registry),
        item=visible(row.item or ""),
        period=row.period.text,
        requirement=_lines(lines),
        clause=_lines(r.task.clause for r in related),
        plan=_lines(plan_name(r.plan) for r in related),
    )


def requirement_words(requirement: Requirement, period: Period) -> str:
    """Return the threshold in words, with the span and the day that it is about."""
    target = requirement.target
    notes = []
    if target.per and target.per != period.length:
        notes.append(translate(_SPANS[target.per]))
    if requirement.by:
        notes.append(str(say("by {day}", day=requirement.by.isoformat())))
    limit = required_of(target, requirement.whole)
    if not notes:
        return limit
    return str(say("{limit} ({notes})", limit=limit, notes=comma().join(notes)))


def _share_words(requirement: Requirement, row: FormRow, form: Form, registry: Registry) -> str:
    if row.period != form.period:
        return str(say("the value of a year before, to compare with"))
    metric = registry.metric_by_id[requirement.target.metric]
    name = metric_name(metric, registry)
    return str(say("the whole that “{metric}” is a share of", metric=name))


def milestone_words(row: MilestoneRow) -> str:
    """Return the deliverable and its due day, as the table of values says them in one cell."""
    deliverable = row.milestone.deliverable
    return str(say("{deliverable}; due {day}", deliverable=deliverable, day=row.by.isoformat()))


def comma() -> str:
    """Return what separates the parts of a phrase."""
    return "，" if language() == "zh" else ", "


def metric_name(metric: Metric, registry: Registry) -> str:
    """Return the name of `metric`, or its id where the name does not lead back to it."""

    def leads_back(name: str) -> bool:
        return registry.metric_by_name.get(fold(name)) is metric

    return _name(metric.name.in_language(language()), leads_back, metric.id)


def unit_word(metric: Metric) -> str:
    """Return the word for the unit in which `metric` is reported."""
    name = metric.name.zh
    if language() == "zh" and metric.unit is Unit.ITEM and name[-1:] == "数":
        return name[-2] if len(name) > 1 and name[-2] in _COUNTED else UNITS["zh"][Unit.ITEM]
    return UNITS[language()][metric.unit]


def region_name(region: Region, registry: Registry) -> str:
    """Return the name of `region`, or its code where the name does not lead back to it."""

    def leads_back(name: str) -> bool:
        return registry.region_by_name.get(fold(name)) is region

    return _name(region.name.in_language(language()), leads_back, region.code)


def body_name(body: Organisation | None, registry: Registry) -> str:
    """Return the name under which plans print `body`; nothing without a body.

    Two cities may each have a 市公安局: the name then leads to this body and the other one.
    """
    if body is None:
        return ""

    def leads_back(name: str) -> bool:
        return body in registry.organisations_named(name)

    return _name((*body.printed, body.name.zh)[0], leads_back, body.id)


def plan_name(plan: Plan) -> str:
    """Return the document number of `plan`, or its title, marked where it is a draft."""
    name = visible(plan.document_number or plan.title)
    return str(say("{name} (draft)", name=name)) if plan.status is PlanStatus.DRAFT else name


def _name(name: str, leads_back: Callable[[str], bool], id_: str) -> str:
    """Return `name` where it leads back as it is written; an id is always safe and unique.

    A name that a spreadsheet would run as a formula is written with an apostrophe in CSV, and would
    not be found again.
    """
    return name if safe(name) == name and leads_back(name) else id_


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    shown = [visible(text) for text in texts]
    return tuple(shown[:1]) if len(set(shown)) == 1 else tuple(shown)


def bodies_line(bodies: Sequence[Organisation], registry: Registry) -> str:
    """Return the bodies that were asked for, each by its full name and the one it is printed by."""
    if not bodies:
        return str(say("all bodies that the plans name"))
    names = []
    for body in bodies:
        full, printed = visible(body.name.in_language(language())), body_name(body, registry)
        names.append(full if full == printed else f"{full}（{printed}）")
    return "、".join(names)
