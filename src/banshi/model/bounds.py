"""Between which values every target is satisfied that a value counts for."""

from decimal import Decimal

from banshi.values import dataclass

_LOWEST = Decimal("-Infinity")
_HIGHEST = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of values in one unit; the ends belong to it unless they are open."""

    low: Decimal = _LOWEST
    high: Decimal = _HIGHEST
    low_open: bool = False
    high_open: bool = False

    def hold(self, value: Decimal) -> bool:
        """Whether `value` lies in the range."""
        return (
            self.low <= value <= self.high
            and not (self.low_open and value == self.low)
            and not (self.high_open and value == self.high)
        )

    def within(self, other: "Bounds") -> "Bounds":
        """Return the range of the values that lie in both."""
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Bounds(low[0], high[0], low[1], not high[1])


NO_BOUNDS = Bounds()
