"""What the text of one cell means: a metric, a region, a period, a unit, a figure; or its fault.

Every lookup is remembered by the text of the cell: a long table says the same few metrics, regions,
units and periods over and over.
"""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from banshi.messages import Message, mark, say
from banshi.model.catalogue import Metric, Organisation
from banshi.model.period import Period
from banshi.model.quantity import Unit
from banshi.model.registry import Registry, fold
from banshi.nearest import MOST_SOUGHT
from banshi.readers.checks import unknown as near_names
from banshi.readers.columns import split_unit
from banshi.readers.milestones import MilestoneNames
from banshi.readers.table import CellFault
from banshi.values import dataclass
from banshi.wording.cells import (
    ZERO_OR_NOTHING,
    Figure,
    fold_figure,
    read_figure,
    says_a_bound,
    says_nothing,
)
from banshi.wording.periods import read_period
from banshi.wording.places import means, says_the_whole
from banshi.wording.units import read_unit

_SHOWN = 60
_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:年度?)?", re.ASCII)
_PLAIN_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_MONTH = re.compile(r"[0-9]{1,2}", re.ASCII)
_QUARTER = re.compile(r"[1-4一二三四]", re.ASCII)
_SPAN_WORDS = {"month": mark("month"), "quarter": mark("quarter")}
# Values may be different in every row; remembering them all would grow with the file.
_DIGITS = frozenset("0123456789")
_REMEMBERED = 100_000

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class _Refused:
    """What a remembered fault says.

    The fault itself would keep alive every frame that it came through, more each time it is raised.
    """

    rule: str
    message: Message


class CellReader:
    """Reads single cells against a registry; faults are raised, and raised again for the same text.

    `region` is the code that cells without a region take, `jurisdiction` the one that 全市 names,
    `year` the year of periods that name none, `span` whether plain numbers of periods are those of
    a `month` or a `quarter`.
    """

    def __init__(
        self,
        registry: Registry,
        *,
        region: str | None = None,
        jurisdiction: str | None = None,
        year: int | None = None,
        span: str = "",
    ) -> None:
        self._registry = registry
        self._region = region
        self._jurisdiction = jurisdiction
        self._year = year
        self._span = span
        self._known: dict[tuple[str, str], object] = {}
        self._names: MilestoneNames | None = None
        self._sought = 0

    def _remembered(self, kind: str, text: str, read: Callable[[str], Found]) -> Found:
        key = (kind, text)
        known = self._known.get(key)
        if known is None:
            try:
                known = read(text)
            except CellFault as fault:
                known = _Refused(fault.rule, fault.message)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[key] = known
        if isinstance(known, _Refused):
            raise CellFault(known.rule, known.message)
        return known  # type: ignore[return-value]  # the kind decides the type

    def metric(self, text: str) -> Metric:
        """Return the metric that is called `text`."""
        return self._remembered("metric", text, self._metric)

    def unit_behind(self, text: str) -> tuple[Unit, int] | tuple[()]:
        """Return the unit that stands in brackets behind a metric's name: 网上可办率（%）."""
        return self._remembered("unit behind", text, self._unit_behind)

    def region(self, text: str) -> str:
        """Return the code of the region that is called `text`."""
        return self._remembered("region", text, self._region_code)

    def period(self, text: str) -> tuple[Period, bool]:
        """Return the period that `text` names, and whether it was written in an unusual form."""
        return self._remembered("period", text, lambda text: self._period(text, self._year))

    def period_of(self, year: str, text: str) -> tuple[Period, bool]:
        """Return the period that `text` names in the year that stands in a cell of its own."""
        found = _YEAR.fullmatch(year.strip())
        if found is None:
            message = say("{text} is no year; expected 2019", text=year[:_SHOWN] or "-")
            raise CellFault("year", message)
        period, _ = self._period(text, int(found["year"]))
        if period.end.year != int(found["year"]):
            message = say("{text} is no period of {year}", text=text[:_SHOWN], year=found["year"])
            raise CellFault("year", message)
        return period, True

    def unit(self, text: str) -> tuple[Unit, int] | tuple[()]:
        """Return the unit that `text` names; nothing for a blank cell."""
        return self._remembered("unit", text, self._unit)

    def figure(self, text: str, metric: Metric) -> Figure | None:
        """Return the figure that `text` writes; None where it says that there is none."""
        if text in {"", "—", "/"}:
            return None
        if text[0] not in _DIGITS and says_nothing(text):  # no word for nothing begins with one
            if metric.whole and fold_figure(text).casefold() in ZERO_OR_NOTHING:
                raise CellFault(
                    "value",
                    say(
                        "{text} may mean 0 or no figure; write 0, or leave the cell empty",
                        text=text,
                    ),
                )
            return None
        return self._remembered("figure", text, _figure)

    def milestones(self, text: str) -> list[str]:
        """Return the ids of the milestones that `text` names; none where it names a metric."""
        if self._names is None:
            self._names = MilestoneNames(self._registry)
        known = self._known.get(("milestone", text))
        if known is None:
            metric = fold(text) in self._registry.metric_by_name
            known = self._known["milestone", text] = [] if metric else self._names.find(text)
        return cast("list[str]", known)

    def milestone_names(self, like: str) -> list[str]:
        """Return the names of milestones that have the form of `like`, for near ones."""
        return self._names.names(like) if self._names else []

    def bodies(self, name: str) -> list[Organisation]:
        """Return the bodies that are called `name`."""
        return self._remembered("organisation", name, self._bodies)

    def unknown(self, message: Message, text: str, names: Callable[[], Iterable[str]]) -> Message:
        """Add to `message` what may have been meant, for the first strange names of a table."""
        self._sought += 1
        return near_names(message, text, names()) if self._sought <= MOST_SOUGHT else message

    def _metric_names(self, like: str) -> Iterable[str]:
        metrics = self._registry.metrics
        names = [name for m in metrics for name in (m.id, m.name.zh, *m.aliases)]
        return names + self.milestone_names(like)  # a row may name one in place of a metric

    def _region_names(self) -> Iterable[str]:
        return (name for r in self._registry.regions for name in (r.name.zh, r.code))

    def _body_names(self) -> Iterable[str]:
        return (name for body in self._registry.organisations for name in body.printed)

    # The cells, one by one.

    def _metric(self, text: str) -> Metric:
        if not text:
            raise CellFault("metric", say("no metric"))
        for name in (text, split_unit(text)[0]):
            if found := self._registry.metric_by_name.get(fold(name)):
                return found
        message = self.unknown(
            say("unknown metric {name}", name=text[:_SHOWN]), text, lambda: self._metric_names(text)
        )
        raise CellFault("metric", message)

    def _unit_behind(self, text: str) -> tuple[Unit, int] | tuple[()]:
        whole = fold(text) in self._registry.metric_by_name
        return () if whole else split_unit(text)[1] or ()

    def _region_code(self, text: str) -> str:
        if not text:
            if self._region:
                return self._region
            raise CellFault("region", say("no region; fill the cell or give --region"))
        if says_the_whole(text):
            for code in (self._region, self._jurisdiction):
                known = self._registry.region_by_code.get(code or "")
                if known and means(text, known):
                    return known.code
            raise CellFault(
                "region", say("{name} of which place? Name it, or give --region", name=text)
            )
        found = self._registry.region_by_name.get(fold(text))
        if found:
            return found.code
        message = self.unknown(
            say("unknown region {name}", name=text[:_SHOWN]), text, self._region_names
        )
        raise CellFault("region", message)

    def _period(self, text: str, year: int | None) -> tuple[Period, bool]:
        found = read_period(self._spanned(text), year)
        if len(found.periods) == 1:
            return found.periods[0], found.repaired
        if not text:
            message = say("no period; expected 2019-08, 2019-Q3, 2019-H1 or 2019")
        elif found.periods:
            one, other = found.periods
            message = say(
                "{text} has two readings, {one} and {other}; write the one that is meant",
                text=text[:_SHOWN],
                one=one.text,
                other=other.text,
            )
        elif found.no_year:
            message = say(
                "{text} of which year? Write 2019-08, 2019-Q3 or 2019-H1", text=text[:_SHOWN]
            )
        else:
            message = say(
                "{text} is no period; expected 2019-08, 2019-Q3, 2019-H1 or 2019",
                text=text[:_SHOWN],
            )
        raise CellFault("period", message)

    def _spanned(self, text: str) -> str:
        """Return the number of a month or quarter as it is written in a text of its own."""
        written = text.strip()
        if self._span and _PLAIN_YEAR.fullmatch(written):
            # Below 月份, 2012 may be December 2020 as well.
            message = say(
                "{text} names no {span}; write 2019-08 or 2019-Q3",
                text=text,
                span=Message(_SPAN_WORDS[self._span]),
            )
            raise CellFault("period", message)
        if self._span == "month" and _MONTH.fullmatch(written):
            return f"{written}月"
        if self._span == "quarter" and _QUARTER.fullmatch(written):
            return f"{written}季度"
        return text

    def _unit(self, text: str) -> tuple[Unit, int] | tuple[()]:
        if not text:
            return ()
        found = read_unit(text)
        if found:
            return found
        known = [unit.value for unit in Unit] + ["分钟", "工作日", "小时", "天", "%", "项", "个"]
        message = self.unknown(say("unknown unit {name}", name=text[:_SHOWN]), text, lambda: known)
        raise CellFault("unit", message)

    def _bodies(self, name: str) -> list[Organisation]:
        found = self._registry.organisations_named(name)
        if found:
            return found
        message = say(
            "unknown organisation {name}; the row is judged all the same", name=name[:_SHOWN]
        )
        raise CellFault("organisation", self.unknown(message, name, self._body_names))


def _figure(text: str) -> Figure:
    found = read_figure(text)
    if found:
        return found
    if says_a_bound(text):
        message = say(
            "{text} is a bound or an estimate; report the figure itself", text=text[:_SHOWN]
        )
    else:
        message = say(
            "{text} is no number; expected plain digits such as 99.95", text=text[:_SHOWN]
        )
    raise CellFault("value", message)
