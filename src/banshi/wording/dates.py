"""Reads dates and recurrences in the words of plans, given the year of the plan.

Source: docs/semantics.md, "Dates": 底 and 末 are the last day, 上半年 is 30 June, a day is
included, and the year is the plan's own where none is printed.
"""

import datetime as dt
import re
from functools import lru_cache

from banshi.model.period import last_of_month
from banshi.values import dataclass
from banshi.wording.numerals import WIDE_DIGITS

_BEFORE = r"(?:之?前|以前)?"
_YEAR = r"(?:(?P<year>[0-9]{4})年)?年?"
_DAY = re.compile(
    _YEAR + r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号](?:之?前|以前|开始|起)?"
)
_MONTH_END = re.compile(_YEAR + r"(?P<month>[0-9]{1,2})月(?:份)?(?:底|末)" + _BEFORE)
_HALF = re.compile(_YEAR + r"(?P<half>[上下])半年(?:底|末)?" + _BEFORE)
_QUARTER = re.compile(_YEAR + r"第?(?P<quarter>[一二三四1-4])季度(?:底|末)?" + _BEFORE)
_YEAR_END = re.compile(r"(?P<year>[0-9]{4})?年{1,2}(?:底|末)" + _BEFORE)
_WHOLE_YEAR = re.compile(r"(?:(?P<year>[0-9]{4})年)?全年")
_FORMS = (_DAY, _MONTH_END, _HALF, _QUARTER, _YEAR_END, _WHOLE_YEAR)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_ROLLING = ("长期", "持续", "常态", "序时", "即日起", "立行立改")

# RFC 5545 rules. A quarter closes with its last day.
_QUARTERLY = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
_MONTH_DAYS = re.compile(r"每月((?:[0-9]{1,2}日?[、和及,，])*[0-9]{1,2})[日号]" + _BEFORE)
_RECURRENCES = (
    (re.compile(r"每(?:个)?月(?:底|末)?|按月|逐月"), "FREQ=MONTHLY;BYMONTHDAY=-1"),
    (re.compile(r"每(?:个)?季度?(?:底|末)?|按季度?|逐季"), _QUARTERLY),
    (re.compile(r"每半年(?:底|末)?"), "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"),
    (re.compile(r"每年(?:年?底|年?末)?"), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
    (re.compile(r"每周"), "FREQ=WEEKLY"),
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day or a recurrence, with where its words stand."""

    start: int
    end: int
    day: dt.date | None = None
    recurrence: str | None = None


def read_date(text: str, year: int) -> dt.date | None:
    """Return the one day that the whole of `text` names, or None where it names none.

    >>> read_date("7月底前", 2019)
    datetime.date(2019, 7, 31)
    """
    folded = "".join(text.split()).translate(WIDE_DIGITS).strip("，。；、,;")
    for form in _FORMS:
        match = form.fullmatch(folded)
        if match:
            return _day(match.groupdict(), year)
    return None


def read_recurrence(text: str) -> str | None:
    """Return the RFC 5545 rule that the whole of `text` names, or None.

    >>> read_recurrence("每月15日、30日前")
    'FREQ=MONTHLY;BYMONTHDAY=15,30'
    """
    found = list(find_dates(text, 2000))
    folded = "".join(text.split()).strip("，。；、,;")
    if len(found) == 1 and found[0].recurrence and found[0].end - found[0].start == len(folded):
        return found[0].recurrence
    return None


@lru_cache(maxsize=4096)
def find_dates(text: str, year: int) -> tuple[FoundDate, ...]:
    """Return every day and recurrence that `text`, which has no white space, names, in order."""
    folded = text.translate(WIDE_DIGITS)
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        if any(match.start() < end and start < match.end() for start, end in taken):
            return False
        taken.append(match.span())
        return True

    found = []
    for match in _MONTH_DAYS.finditer(folded):
        if free(match):
            days = ",".join(re.findall(r"[0-9]+", match[1]))
            rule = f"FREQ=MONTHLY;BYMONTHDAY={days}"
            found.append(FoundDate(*match.span(), recurrence=rule))
    for form in _FORMS:
        for match in form.finditer(folded):
            day = _day(match.groupdict(), year)
            if day and free(match):
                found.append(FoundDate(*match.span(), day=day))
    for pattern, rule in _RECURRENCES:
        found += [
            FoundDate(*match.span(), recurrence=rule)
            for match in pattern.finditer(folded)
            if free(match)
        ]
    return tuple(sorted(found, key=lambda date: date.start))


def _day(parts: dict[str, str | None], year: int) -> dt.date | None:
    try:
        year = int(parts.get("year") or year)
        month = parts.get("month")
        if month and (day := parts.get("day")):
            return dt.date(year, int(month), int(day))
        if month:
            return last_of_month(year, int(month))
        if half := parts.get("half"):
            return last_of_month(year, 6 if half == "上" else 12)
        if quarter := parts.get("quarter"):
            number = _QUARTERS.get(quarter) or int(quarter)
            return last_of_month(year, 3 * number)
        return dt.date(year, 12, 31)
    except ValueError:
        return None


def reads_as_rolling(text: str) -> bool:
    """Whether `text` is of the kind of 长期坚持: no date, never overdue."""
    return any(word in text for word in _ROLLING)
