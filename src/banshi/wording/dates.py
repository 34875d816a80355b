"""Reads the date that a deadline's words name, given the year of the plan.

Source: semantics.md, "Dates": 底, 末 is the last day, 上半年 is 30 June, a day is included, and the
year is the plan's own where none is printed.
"""

import datetime as dt
import re

from banshi.model.period import last_of_month

_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR = r"(?:(?P<year>[0-9]{4})年)?年?"
_FORMS = (
    re.compile(_YEAR + r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号](?:之?前|以前|开始|起)?"),
    re.compile(_YEAR + r"(?P<month>[0-9]{1,2})月(?:份)?(?:底|末)(?:之?前|以前)?"),
    re.compile(_YEAR + r"(?P<half>[上下])半年(?:底|末)?(?:之?前|以前)?"),
    re.compile(
        _YEAR + r"(?:第?(?P<quarter>[一二三四1-4])季度)(?:底|末)?(?:之?前|以前)?",
    ),
    re.compile(r"(?P<year>[0-9]{4})?年{1,2}(?:底|末)(?:之?前|以前)?"),
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_ROLLING = ("长期", "持续", "常态", "序时", "即日起", "立行立改")


def read_date(text: str, year: int) -> dt.date | None:
    """Return the one day that `text` names, or None where it names none or cannot be read.

    >>> read_date("7月底前", 2019)
    datetime.date(2019, 7, 31)
    """
    folded = "".join(text.split()).translate(_WIDE).strip("，。；、")
    for form in _FORMS:
        match = form.fullmatch(folded)
        if match:
            return _day(match.groupdict(), year)
    return None


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
