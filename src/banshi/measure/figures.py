"""Whole numbers of engines become exact decimals: the one place where anything is divided."""

from decimal import Decimal
from fractions import Fraction

from banshi.measure.job import MILLION, Measure, Way
from banshi.model.quantity import Unit, as_decimal, plain

PLACES = 6
"""So many decimals a number has at least that does not end."""
_MOST_EXACT = 12
_PARTS = {Unit.MINUTE: 60, Unit.HOUR: 3600}
_WHOLES = {Unit.PERCENT: 100, Unit.PER_1000: 1000, Unit.PER_10000: 10_000}


def figure(measure: Measure, value: int, cases: int = 1) -> str:
    """Return the figure that a whole number, shared among `cases`, is for a measure."""
    exact = Fraction(value, cases)
    if measure.way in {Way.IN_TIME, Way.AMONG}:
        exact *= _WHOLES[measure.unit]
    elif measure.way is Way.TIME:
        exact /= _PARTS.get(measure.unit, 1)
    elif measure.way is Way.SUM:
        exact /= MILLION
    return written(exact)


def written(value: Fraction) -> str:
    """Return `value` in plain digits: whole where it ends, else rounded half to even.

    One that does not end has six decimals, and as many more as it needs not to look like a rounder
    number: what exceeds 15 by little must not be read as 15.

    >>> written(Fraction(1, 3)), written(Fraction(31, 2)), written(15 + Fraction(1, 2_300_000))
    ('0.333333', '15.5', '15.0000004')
    """
    exact = as_decimal(value)
    if exact is not None and -int(exact.as_tuple().exponent) <= _MOST_EXACT:
        return plain(exact.normalize() if exact else Decimal(0))
    places = PLACES
    while (scaled := round(value * 10**places)) % 10 == 0:
        places += 1
    return plain(Decimal(scaled).scaleb(-places))
