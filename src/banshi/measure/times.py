"""Texts of cells as times and numbers, in one form that every engine reads alike."""

import datetime as dt
import re

from banshi.measure.job import DAY, MILLION, day_number

BLANK = " \t\n\r\v\f"
"""White space around a cell; it does not count."""
# Both patterns are read by Python, without their ends, by RE2, which has no look-around, and by
# Java, where "$" would let a line's end pass.
END = r"\z"
_YEAR = "(?:19[7-9][0-9]|2[01][0-9]{2})"
TIME = (
    f"^(?:{_YEAR}-[0-9]{{1,2}}-[0-9]{{1,2}}|{_YEAR}/[0-9]{{1,2}}/[0-9]{{1,2}})"
    r"(?:[ T](?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?)?" + END
)
"""2019-08-05, 2019/8/5, each with 9:30, 09:30:00 or 09:30:00.123 behind it or not."""
NUMBER = r"^[+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?" + END
_TIME = re.compile(TIME[1 : -len(END)], re.ASCII)
_NUMBER = re.compile(NUMBER[1 : -len(END)], re.ASCII)
_PARTS = re.compile("[-/ T:.]")


def seconds(text: str) -> int | None:
    """Return the whole seconds since 1970 of the time that `text` names, or None.

    Parts of a second are cut off. There are no time zones: a time is that of the place.
    """
    if not _TIME.fullmatch(text):
        return None
    year, month, day, *clock = (int(part) for part in _PARTS.split(text)[:6])
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return day_number(date) * DAY + hour * 3600 + minute * 60 + second


def millionths(text: str) -> int | None:
    """Return the millionths of the number that `text` writes, or None."""
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, part = text.lstrip("+-").partition(".")
    value = int(whole) * MILLION + int(part.ljust(6, "0") or 0)
    return -value if text.startswith("-") else value
