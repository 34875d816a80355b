"""Exact figures as cells: a number where a cell shows it as it is, else a text.

A cell holds a binary double and shows fifteen digits. 99.9499999999999999 would come out as 99.95,
so a figure with more digits stays text, with all of them. What has no last digit (140/3) is a
number that is shown with a leading ≈, as in the other formats.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from banshi.formats.shared.words import amount
from banshi.formats.sheets.sheet_rows import Number, Value
from banshi.messages import mark, translate
from banshi.model.quantity import Unit

DAY = "yyyy-mm-dd"
_COUNT = "0"
# Among many counts, those that are none must not catch the eye.
_TALLY = '0;-0;"–"'
_DIGITS = 15
_SIGNIFICANT = 6
_DECIMALS = 30
# Excel takes some two hundred formats of a workbook's own, fewer in some languages.
_MOST_FORMATS = 150
# Day 0 of the calendar in which a cell counts days.
_EPOCH = date(1899, 12, 30).toordinal()
_SMALL = Fraction(1, 2000)


def day(text: str | None) -> Value:
    """Return the day `text` (2019-12-31) as a date; an empty cell for none."""
    return Number(str(date.fromisoformat(text).toordinal() - _EPOCH), DAY) if text else ""


def count(number: int) -> Number:
    """Return a count."""
    return Number(str(number), _COUNT)


def tally(number: int) -> Number:
    """Return a count among others of its kind: a zero is shown as a dash."""
    return Number(str(number), _TALLY)


@dataclass(slots=True)
class Numbers:
    """Makes the figures of one workbook, which can have so many formats of numbers."""

    _formats: set[str] = field(default_factory=set)
    _made: dict[tuple[str, str, bool], Value] = field(default_factory=dict)

    def amount(self, text: str | None, unit: str) -> Value:
        """Return the figure `text`, a decimal or a fraction, in the unit `unit`."""
        return self._value(text, unit, signed=False)

    def difference(self, text: str | None, unit: str) -> Value:
        """Return the same with its sign; a difference of percentages is one in points."""
        return self._value(text, unit, signed=True)

    def _value(self, text: str | None, unit: str, *, signed: bool) -> Value:
        if not text:
            return ""
        key = text, unit, signed
        if key not in self._made:
            self._made[key] = self._new(text, Unit(unit), signed=signed)
        return self._made[key]

    def _new(self, text: str, unit: Unit, *, signed: bool) -> Value:
        about = "/" in text
        digits = _double(Fraction(text)) if about else text
        shown = f"{float(Fraction(text)):.{_SIGNIFICANT}g}" if about else text
        whole, _point, decimals = shown.lstrip("+-").partition(".")
        significant = (whole + decimals).strip("0")
        fits = len(significant) <= _DIGITS and len(decimals) <= _DECIMALS
        plain = "0" + (f".{'0' * len(decimals)}" if decimals else "")
        format_ = _format(plain, unit, signed=signed, about=about)
        if not fits or "e" in digits + shown or not self._room_for(format_):
            sign = "+" if signed and not text.startswith("-") else ""
            return _in_words(("≈" if about else "") + sign + shown, unit, signed=signed)
        return Number(digits, format_)

    def _room_for(self, format_: str) -> bool:
        if len(self._formats) < _MOST_FORMATS:
            self._formats.add(format_)
        return format_ in self._formats


def share(part: int, whole: int) -> Value:
    """Return `part` of `whole` in percent, never rounded up to all of it or down to nothing."""
    if not whole:
        return ""
    value = Fraction(part, whole)
    format_ = "0.0%"
    if 0 < value < _SMALL:
        format_ = '"<0.1%"'
    elif 1 - _SMALL <= value < 1:
        format_ = '">99.9%"'
    return Number(_double(value), format_)


def percent(text: str | None) -> Value:
    """Return a relative difference, given in percent, by a format that never shows none for some.

    Nothing else follows from its digits, so that a tenth of a percent is enough.
    """
    if not text:
        return ""
    value = Fraction(text) / 100
    format_ = '"+"0.0%;"-"0.0%;0.0%'
    if value and abs(value) < _SMALL:
        format_ = '"+<0.1%";"-<0.1%"'
    digits = _double(value)
    return Number(digits, format_) if "inf" not in digits else text


def _double(value: Fraction) -> str:
    """Return the digits that a cell keeps, in every program."""
    return f"{float(value):.{_DIGITS}g}"


def _in_words(text: str, unit: Unit, *, signed: bool) -> str:
    if signed and unit is Unit.PERCENT:
        return translate(mark("{n} points")).replace("{n}", text)
    return amount(text, unit)


def _format(plain: str, unit: Unit, *, signed: bool, about: bool) -> str:
    """Return the format of a number with the digits of `plain`, its unit behind it."""
    many, one = (_around(text, unit, signed=signed) for text in ("2", "1"))
    sign = '"≈"' if about else ""
    if signed:
        signs = [f'"{"≈" if about else ""}{s}"' for s in ("+", "-")]
        return ";".join(f"{many[0]}{s}{plain}{many[1]}" for s in (*signs, sign))
    if many == one:
        return f"{many[0]}{sign}{plain}{many[1]}"
    return f"[=1]{one[0]}{sign}{plain}{one[1]};{many[0]}{sign}{plain}{many[1]}"


def _around(text: str, unit: Unit, *, signed: bool) -> tuple[str, str]:
    """Return what stands before and behind a number in words, as literals of a format."""
    before, _number, behind = _in_words(text, unit, signed=signed).partition(text)
    return tuple(f'"{part}"' if part else "" for part in (before, behind))  # type: ignore[return-value]
