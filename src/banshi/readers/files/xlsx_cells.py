"""What one stored cell of a workbook says, as the text that a person would have typed."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from decimal import Decimal

from banshi.messages import Message, say
from banshi.readers.files.typed_cells import bounded, decimal_of, no_day, plain_decimal
from banshi.readers.files.xlsx_formats import Shape, shape_of
from banshi.readers.files.zip_guard import damaged
from banshi.readers.table import CellFault
from banshi.values import dataclass

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,9}", re.ASCII)
_LONGEST_NUMBER = 400
_EPOCH_1904 = dt.date(1904, 1, 1)
# Excel counts 1900-01-01 as day 1 and knows a 29 February 1900 that never was, as day 60.
_EPOCH_1900 = dt.date(1899, 12, 30)
_FALSE_LEAP_DAY = 60
# The numbers of the first day and of 9999-12-31, by whether the workbook counts from 1904.
_SERIALS = {False: (1, 2_958_465), True: (0, 2_957_003)}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Stored:
    """A cell as the sheet's XML has it."""

    kind: str = "n"
    """The attribute t: n number, s shared string, str, inlineStr, b boolean, e error, d day."""
    style: int = 0
    value: str | None = None
    """The text of v, or of is in an inline string; None where there is none."""
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a cell, with what is wrong with it or was repaired."""

    text: str = ""
    fault: CellFault | None = None
    repair: Message | None = None


class CellTexts:
    """Reads the cells of one workbook, given its shared strings and the formats of its styles."""

    def __init__(
        self, strings: Sequence[str], formats: Sequence[str], *, since_1904: bool = False
    ) -> None:
        self._strings = strings
        self._formats = formats
        self._since_1904 = since_1904

    def read(self, stored: Stored) -> Read:
        """Return what `stored` says.

        Raises:
            FileFault: it refers to a string or style that the workbook does not have.
        """
        if stored.formula is not None and not stored.value:
            # A formula whose result is the empty text stores an empty v under t="str".
            if stored.kind == "str" and stored.value is not None:
                return Read()
            return Read(f"={stored.formula}"[:_SHOWN], _never_calculated())
        if stored.value is None:
            return Read()
        value = stored.value
        match stored.kind:
            case "s":
                return _text(self._string(value))
            case "b":
                return Read("TRUE" if value.strip() not in {"", "0", "false"} else "FALSE")
            case "e":
                return Read(value[:_SHOWN], _error(value))
            case "d":
                return self._iso_day(value, self._format(stored.style))
            case "n":
                return self._number(value.strip(), self._format(stored.style))
            case _:
                return _text(value)

    def _string(self, index: str) -> str:
        if _INDEX.fullmatch(index.strip()) and int(index) < len(self._strings):
            return self._strings[int(index)]
        raise damaged(say("a cell refers to a text that is not there"))

    def _format(self, style: int) -> str:
        if style < len(self._formats):
            return self._formats[style]
        if style == 0:
            return "General"
        raise damaged(say("a cell refers to a style that is not there"))

    def _number(self, text: str, code: str) -> Read:
        written = _NUMBER.fullmatch(text) and len(text) <= _LONGEST_NUMBER
        if not written or not math.isfinite(float(text)):
            # No program writes this; the rules of cells say what is wrong with the text.
            return _text(text)
        number, repair = decimal_of(float(text))
        shape = shape_of(code, number)
        if shape is Shape.NUMBER:
            return Read(plain_decimal(number), None, repair)
        if shape is Shape.PERCENT:
            return Read(f"{plain_decimal(number.scaleb(2))}%", None, repair)
        return self._day(number, shape)

    def _day(self, serial: Decimal, shape: Shape) -> Read:
        """Return the day that `serial`, the days since the epoch, falls on."""
        whole = int(serial)
        if shape is Shape.TIME or serial != whole:
            return Read(plain_decimal(serial), no_day())
        first, last = _SERIALS[self._since_1904]
        if not first <= whole <= last or (whole == _FALSE_LEAP_DAY and not self._since_1904):
            message = say("{serial} is the number of no day", serial=plain_decimal(serial))
            return Read(plain_decimal(serial), CellFault("date", message))
        if self._since_1904:
            day = _EPOCH_1904 + dt.timedelta(whole)
        else:
            day = _EPOCH_1900 + dt.timedelta(whole + (whole < _FALSE_LEAP_DAY))
        return Read(_written(day, shape))

    def _iso_day(self, text: str, code: str) -> Read:
        try:
            moment = dt.datetime.fromisoformat(text.strip())
        except ValueError:
            return _text(text)
        if moment.time() != dt.time():
            return Read(text[:_SHOWN], no_day())
        return Read(_written(moment.date(), shape_of(code, Decimal(1))))


def _written(day: dt.date, shape: Shape) -> str:
    """Return as much of `day` as its format shows."""
    return day.isoformat()[: {Shape.YEAR: 4, Shape.MONTH: 7}.get(shape, 10)]


def _text(text: str) -> Read:
    if not text.strip():
        return Read()
    return Read(*bounded(text))


def _never_calculated() -> CellFault:
    message = say(
        "a formula without a stored result; open the file in Excel or WPS, save it and send it"
        " again"
    )
    return CellFault("formula", message)


def _error(value: str) -> CellFault:
    message = say("the formula gave the error {error}; mend it", error=value[:_SHOWN])
    return CellFault("excel-error", message)
