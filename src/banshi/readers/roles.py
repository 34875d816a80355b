"""What one column of a table holds, as far as its header says it."""

from collections.abc import Sequence
from dataclasses import replace

from banshi.messages import Message, mark, say
from banshi.model.catalogue import Metric, Region
from banshi.model.period import Period
from banshi.model.quantity import Unit
from banshi.model.registry import Registry, fold
from banshi.readers.columns import SPANS, YEARS, is_outer_level, role_of, split_unit
from banshi.readers.table import Row
from banshi.readers.unit_words import unit_word
from banshi.values import dataclass
from banshi.wording.periods import read_period
from banshi.wording.places import means
from banshi.wording.units import read_unit

WORDS = {
    "metric": mark("metric"),
    "value": mark("value"),
    "unit": mark("unit"),
    "region": mark("region"),
    "organisation": mark("organisation"),
    "item": mark("item"),
    "period": mark("period"),
    "numerator": mark("numerator"),
    "denominator": mark("denominator"),
    "milestone": mark("milestone"),
    "completed": mark("completion"),
    "year": mark("year"),
}
"""What the columns that say something of a row are called."""


@dataclass(frozen=True, slots=True)
class Role:
    """What one column holds: a key of its row, values, or nothing that is read."""

    kind: str = ""
    """One of columns.KEYS, `value`, `measure`, `numerator`, `denominator`, `milestone`,
    `completed`, `year`, `aside`; empty where the header is not known."""
    metric: Metric | None = None
    unit: tuple[Unit, int] | None = None
    region: Region | None = None
    period: Period | None = None
    numerator: str = ""
    """Header of the column with the numerator of a share, where a map file names it."""
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known beside a table, by which its short headers are understood."""

    places: tuple[Region, ...] = ()
    """What 全市 may name: the region of the run, then the jurisdiction of its plans."""
    year: int | None = None
    """The year of a column 11月: of --period, or of the titles."""


def role_named(cell: str, registry: Registry, setting: Setting) -> Role:
    """Return what a column headed `cell` holds, as far as its name and `setting` say it."""
    name, unit = split_unit(cell)
    if kind := role_of(cell):
        return Role(kind)
    for text in (cell, name):
        metric = registry.metric_by_name.get(fold(text))
        if metric:
            return Role("measure", metric=metric, unit=unit)
    if kind := role_of(name):
        return Role(kind, unit=unit)
    if region := registry.region_by_name.get(fold(name)):
        return Role("measure", region=region, unit=unit)
    for place in setting.places:
        if means(name, place):
            return Role("measure", region=place, unit=unit)
    periods = read_period(name, setting.year).periods
    if len(periods) == 1:
        return Role("measure", period=periods[0], unit=unit)
    if is_outer_level(cell):
        return Role("outer")
    return Role()


def shaped(roles: Sequence[Role], cells: Sequence[str], below: Sequence[Row]) -> list[Role]:
    """Settle what depends on the other columns: the deepest level, 单位 and 年度.

    `cells` are the headers, `below` the rows that follow.
    """
    shaped = list(roles)
    kinds = {role.kind for role in shaped}
    if "metric" not in kinds and "outer" in kinds:
        last = max(n for n, role in enumerate(shaped) if role.kind == "outer")
        shaped[last] = replace(shaped[last], kind="metric")
    shaped = [Role("aside") if role.kind == "outer" else role for role in shaped]
    names = [fold(split_unit(cell)[0]) for cell in cells]
    if any(name in SPANS for name in names):
        for index, name in enumerate(names):
            if name in YEARS and shaped[index].kind == "period":
                shaped[index] = Role("year")
    wide = any(role.metric for role in shaped) and not {"metric", "value"} & kinds
    if wide and "organisation" not in kinds:
        # With a column a metric no row has one unit: 单位 is the body that reports, unless units
        # stand in it.
        for index, role in enumerate(shaped):
            if role.kind == "unit" and names[index] == "单位" and not _units(index, below):
                shaped[index] = Role("organisation")
    return shaped


def _units(index: int, below: Sequence[Row]) -> bool:
    """Whether a unit stands in the column."""
    return any(index < len(row) and read_unit(row[index]) for _, row in below)


def meaning(role: Role) -> Message:
    """Say what a column holds, for people."""
    if role.metric:
        unit = unit_word(*(role.unit or (role.metric.unit, 1)))
        return say("values of {metric}, in {unit}", metric=role.metric.id, unit=unit)
    if role.region:
        return say("values of {region}", region=role.region.name.zh)
    if role.period:
        return say("values of {period}", period=role.period.text)
    if role.kind in {"", "aside"}:
        return say("not read")
    return say("{role} of the row", role=Message(WORDS[role.kind]))
