"""The levels of a result: to which of its cells the cases of a leaf belong.

A total is made of its cases, never of the figures of its parts: a leaf belongs to its own cell and
to those of every level above.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from banshi.measure.tally import Key
from banshi.model.period import months
from banshi.model.registry import Registry

COLUMNS = ("region", "organisation", "item")
SPANS = {"month": 1, "quarter": 3, "year": 12}
"""The lengths of period, in months."""
LEVELS = (*COLUMNS, *SPANS)


class Cell(NamedTuple):
    """One place of the result; the fields are as the metrics file has them."""

    region: str
    """Code of the division."""
    organisation: str
    item: str
    period: str


@dataclass(frozen=True, slots=True)
class Levels:
    """Which levels a result has."""

    by: tuple[str, ...]
    registry: Registry
    tops: tuple[str, ...]
    """The division around all cases and those around it, nearest first."""
    fixed_region: str = ""
    fixed_organisation: str = ""
    period: str = ""
    """The one period of the result, where the levels name none."""

    def cells(self, key: Key, region: str) -> Iterator[Cell]:
        """Yield the cells that the cases of `key` belong to; `region` is the code of theirs."""
        seen = set()
        for place, (body, item), period in product(
            self._regions(region), self._named(key), self._periods(key.month)
        ):
            cell = Cell(place, body or self.fixed_organisation, item, period)
            if cell not in seen:
                seen.add(cell)
                yield cell

    def _regions(self, region: str) -> Iterable[str]:
        if "region" not in self.by:
            return self.tops[:1]
        above = set(self.tops[1:])
        return [code for code in self.registry.lineage(region) if code not in above]

    def _named(self, key: Key) -> Iterator[tuple[str, str]]:
        """Yield body and item, and less of them in the order in which the levels name them."""
        named = [name for name in self.by if name in {"organisation", "item"}]
        for length in range(len(named), -1, -1):
            kept = named[:length]
            yield (
                key.organisation if "organisation" in kept else "",
                key.item if "item" in kept else "",
            )

    def _periods(self, month: int) -> Iterator[str]:
        spans = [SPANS[name] for name in self.by if name in SPANS]
        if not spans:
            yield self.period
        for span in spans:
            first = month % 12 // span * span
            yield months(month // 12, first + 1, first + span).text


def around(registry: Registry, regions: Iterable[str]) -> tuple[str, ...]:
    """Return the nearest division that holds all `regions`, and those around it.

    Empty where there is none.
    """
    common: Sequence[str] | None = None
    for region in sorted(set(regions)):
        line = registry.lineage(region)
        common = line if common is None else [code for code in common if code in line]
    return tuple(common or ())
