"""Values as a line of small bars, in characters that GBK has."""

from collections.abc import Sequence
from fractions import Fraction

BARS = "▁▂▃▄▅▆▇█"
GAP = "·"


def sparkline(values: Sequence[Fraction | None]) -> str:
    """Return a bar for each value, from the lowest to the highest of them; None is a gap.

    A bar is higher than another only where its value is: where all are the same, so are the bars.

    >>> sparkline([Fraction(1), None, Fraction(8)])
    '▁·█'
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=Fraction(0)), max(known, default=Fraction(0))
    span = high - low
    top = len(BARS) - 1

    def bar(value: Fraction) -> str:
        return BARS[int((value - low) / span * top)] if span else BARS[top // 2]

    return "".join(GAP if value is None else bar(value) for value in values)
