"""What large files are settled by: it knows the targets, and judging provides it."""

from typing import Protocol

from banshi.model.bounds import Bounds
from banshi.model.period import Period
from banshi.model.quantity import Unit


class Settles(Protocol):
    """Says between which values a row is met, whatever else was reported: judging/settling.py."""

    def bounds(
        self, metric: str, unit: Unit, region: str, period: Period, item: str | None
    ) -> Bounds | None:
        """Return the limits in `unit`; None where each value must be looked at."""

    def subjects(self, metric: str) -> frozenset[str]:
        """Return the folded items of which each has targets of its own."""
