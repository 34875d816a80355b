"""Reads reporting periods as people write them: 2019年8月, 2019/8, 三季度, 上半年, 43678.

Source: semantics.md, "Dates"; the forms that departments send are listed in docs/metrics-files.md.
Where a text has two readings, both are returned, and whoever asked must refuse it.
"""

import datetime as dt
import re
from functools import cache

from banshi.model.period import Period, months, parse_period
from banshi.values import dataclass
from banshi.wording.numerals import WIDE_DIGITS

# Excel counts days from here, because it takes 1900 for a leap year.
_SERIAL_ZERO = dt.date(1899, 12, 30)
# Serials of 2000 to 2049: five digits that can be no year and no month.
_SERIALS = range(36526, 54789)

# Whatever names a time has one of these.
_DATED = frozenset("0123456789季半月年")

_YEAR = r"(?:(?P<year>[0-9]{4})年?度?)?"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MIDNIGHT = re.compile(r"(?<=[0-9])[T ]0{1,2}:00(?::00(?:\.0+)?)?$")


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Compiled where a period is written in another form than the plain ones: most are not."""
    return (
        re.compile(r"(?P<year>[0-9]{4})(?:年|[-/.])(?P<month>[0-9]{1,2})(?:月份?)?"),
        re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})"),
        re.compile(
            r"(?P<year>[0-9]{4})(?:年|[-/.])(?P<month>[0-9]{1,2})(?:月|[-/.])(?P<day>[0-9]{1,2})[日号]?"
        ),
        re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
        re.compile(_YEAR + r"第?(?P<quarter>[一二三四1-4])季度?"),
        re.compile(_YEAR + r"[-/. ]?[Qq](?P<quarter>[1-4])"),
        re.compile(_YEAR + r"(?P<half>[上下])半年"),
        re.compile(_YEAR + r"[-/. ]?[Hh](?P<half>[12])"),
        re.compile(r"(?P<year>[0-9]{4})年度?(?:全年)?|(?P<whole>全年)|(?P<plain>[0-9]{4})全年"),
        re.compile(_YEAR + r"(?P<first>[0-9]{1,2})月?[-—–~～至到](?P<last>[0-9]{1,2})月份?"),
        re.compile(r"(?P<month>[0-9]{1,2})月份?"),
    )


# What a title says of time: a period with its year, but never a day (填报日期：2020年1月5日).
_DAYS = r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
_NAMED = (
    r"[0-9]{4}年?度?(?:第?[一二三四1-4]季度|[上下]半年|[0-9]{1,2}月?[-—–~～至到][0-9]{1,2}月"
    r"|[0-9]{1,2}月)"
    r"|[0-9]{4}(?:年度|年?全年)"
)
# A document's number, its title, or the name of a plan: its year is the plan's own, not the data's
# (〔2019〕26号, 《2019年工作要点》, 2019年度营商环境建设行动计划).
_DOCUMENTS = (
    r"《[^》]*》|[〔\[【（(][0-9]{4}[〕\]】）)]第?[0-9]*号"
    r"|[0-9]{4}(?:年度?(?:全年)?|全年)(?![0-9一二三四上下第])[^，。；：、,;:()（）《》0-9]{0,16}?"
    r"(?:要点|方案|计划|规划|行动|通知|意见|办法|决定|规定|文件)"
)
_YEARS = r"(?<![0-9])(20[0-9]{2})(?![0-9])"


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """What a text says of time: one period, two of which either may be meant, or none."""

    periods: tuple[Period, ...] = ()
    """The readings; more than one must be refused."""
    no_year: bool = False
    """Whether the text names a period whose year stands nowhere."""
    repaired: bool = False
    """Whether it was written in another form than 2019-08, 2019-Q3, 2019-H1, 2019 or 2019-08-31."""


def read_period(text: str, year: int | None = None) -> ReadPeriod:
    """Return what `text` says of time; `year` is that of periods which name none.

    >>> read_period("2019年三季度").periods[0].text
    '2019-Q3'
    >>> [period.text for period in read_period("43678").periods]
    ['2019-08-01', '2019-08']
    """
    plain = parse_period(text)
    if plain:
        return ReadPeriod((plain,))
    text = _MIDNIGHT.sub(
        "", text.translate(WIDE_DIGITS).replace("／", "/").replace("－", "-").strip()
    )
    folded = "".join(text.split())
    if found := parse_period(folded):
        return ReadPeriod((found,), repaired=True)
    if not _DATED.intersection(folded):
        return ReadPeriod()
    if len(folded) == 5 and folded.isascii() and folded.isdigit() and int(folded) in _SERIALS:  # noqa: PLR2004
        return _serial(int(folded))
    for form in _forms():
        if match := form.fullmatch(folded):
            return _dated(match.groupdict(), year)
    return ReadPeriod()


def _serial(number: int) -> ReadPeriod:
    """Return what one of Excel's day numbers means.

    Excel turns a typed 2019-08 into the first of August: without its format, nobody can tell the
    month from the day.
    """
    day = _SERIAL_ZERO + dt.timedelta(days=number)
    readings = [Period(day, 1, day.isoformat())]
    if day.day == 1:
        readings.append(months(day.year, day.month, day.month))
    return ReadPeriod(tuple(readings), repaired=True)


def _dated(parts: dict[str, str | None], default: int | None) -> ReadPeriod:
    written = parts.get("year") or parts.get("plain")
    year = int(written) if written else default
    if year is None:
        return ReadPeriod(no_year=True)
    try:
        period = _period(parts, year)
    except ValueError:
        return ReadPeriod()
    return ReadPeriod((period,), repaired=True)


def _period(parts: dict[str, str | None], year: int) -> Period:
    """Return the period that the parts of a match name.

    Raises:
        ValueError: there is no such day or month.
    """
    month, day = parts.get("month"), parts.get("day")
    if month and day:
        date = dt.date(year, int(month), int(day))
        return Period(date, 1, date.isoformat())
    if month:
        return months(year, int(month), int(month))
    if quarter := parts.get("quarter"):
        number = _QUARTERS.get(quarter) or int(quarter)
        return months(year, 3 * number - 2, 3 * number)
    if half := parts.get("half"):
        return months(year, *((1, 6) if half in "上1" else (7, 12)))
    first, last = parts.get("first"), parts.get("last")
    if first and last:
        return months(year, int(first), int(last))
    return months(year, 1, 12)


def _dated_by_data(text: str) -> str:
    """Return `text` without white space, whole dates and the names of documents."""
    folded = "".join(text.translate(WIDE_DIGITS).split())
    return re.sub(_DAYS, " ", re.sub(_DOCUMENTS, " ", folded))


def named_periods(text: str) -> list[Period]:
    """Return the different periods that a title or a sheet's name says with their year."""
    folded = _dated_by_data(text)
    found = [read_period(match.group()).periods for match in re.finditer(_NAMED, folded)]
    return list(dict.fromkeys(periods[0] for periods in found if len(periods) == 1))


def named_years(text: str) -> list[int]:
    """Return the different years that a title names, but none of a whole date or a document."""
    return list(dict.fromkeys(map(int, re.findall(_YEARS, _dated_by_data(text)))))
