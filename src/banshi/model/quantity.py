"""Exact numbers and units. Nothing here is ever a binary float, and nothing is rounded."""

import re
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from banshi.values import dataclass

MAX_DIGITS = 30
# Optional sign, ASCII digits, one dot. `Decimal` itself takes 1_000, NaN, 1E400 and Arabic-Indic
# digits; so text is held against this pattern before it becomes a number.
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
# Wide enough that no product of two accepted numbers is rounded.
_EXACT = Context(prec=4 * MAX_DIGITS)


class Unit(StrEnum):
    """The units of thresholds and reports, by the names they have in YAML, JSON and CSV."""

    PERCENT = "percent"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"
    ITEM = "item"
    STAGE = "stage"
    PERSON = "person"
    YUAN = "yuan"
    USD = "usd"
    KILOWATT = "kilowatt"
    KILOMETRE = "kilometre"
    PER_1000 = "per_1000"
    PER_10000 = "per_10000"


# Each family has a smallest unit, and each member is a whole number of those: comparisons multiply
# and never divide. Day and workday are families of their own: they never convert into each other
# (semantics.md, "Units").
_SCALES: dict[Unit, tuple[str, int]] = {
    Unit.MINUTE: ("clock", 1),
    Unit.HOUR: ("clock", 60),
    Unit.DAY: ("clock", 24 * 60),
    Unit.MONTH: ("calendar", 1),
    Unit.YEAR: ("calendar", 12),
    Unit.PER_10000: ("share", 1),
    Unit.PER_1000: ("share", 10),
    Unit.PERCENT: ("share", 100),
}


def _scale(unit: Unit) -> tuple[str, int]:
    return _SCALES.get(unit, (unit.value, 1))


def convertible(source: Unit, target: Unit) -> bool:
    """Whether a value in `source` can be converted into `target` exactly."""
    return _scale(source)[0] == _scale(target)[0]


def convert(value: Decimal, source: Unit, target: Unit) -> Decimal | Fraction:
    """Return `value` in `source` as a value in `target`, exactly.

    The result is a Decimal where it has finitely many digits, else a Fraction.

    Raises:
        ValueError: the units measure different things.
    """
    if source == target:
        return value
    if not convertible(source, target):
        msg = f"{source} is not convertible into {target}"
        raise ValueError(msg)
    exact = Fraction(value) * _scale(source)[1] / _scale(target)[1]
    return as_decimal(exact) or exact


def scaled(value: Decimal, factor: int) -> Decimal:
    """Return `value` times `factor`, exactly: the usual context would round to 28 digits."""
    return value if factor == 1 else _EXACT.multiply(value, Decimal(factor))


def as_decimal(value: Fraction) -> Decimal | None:
    """Return `value` as a Decimal where it has finitely many digits, else None."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return None
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def parse_number(text: str) -> Decimal | None:
    """Return the number that `text` writes, with all its digits, or None where it writes none.

    Accepted are an optional sign, ASCII digits and one dot with digits on both sides, at most
    30 digits in all.

    >>> parse_number("99.950")
    Decimal('99.950')
    >>> parse_number("1e3") is None
    True
    """
    if len(text) > MAX_DIGITS + 2 or not _NUMBER.fullmatch(text):
        return None
    if len(text) > MAX_DIGITS and sum(map(str.isdigit, text)) > MAX_DIGITS:
        return None
    return Decimal(text)


def plain(value: Decimal) -> str:
    """Return `value` in plain digits, never with an exponent; minus zero is zero."""
    return format(abs(value) if value.is_zero() else value, "f")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit."""

    value: Decimal
    unit: Unit
