"""What the rows of a large table are about: few kinds of rows, and what a sieve needs of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b

from banshi.model.bounds import Bounds
from banshi.model.catalogue import Metric
from banshi.model.quantity import Unit
from banshi.model.registry import fold
from banshi.readers.cells import CellReader
from banshi.readers.files.csv_file import CsvRows
from banshi.readers.layout import Layout
from banshi.readers.row_cells import Fixed
from banshi.readers.table import CellFault, Row

_HIGHEST = Decimal("Infinity")
_LOWEST = Decimal("-Infinity")
# Less than any number that is read, and more than NOT_PLAIN.
_LEAST = Decimal("-1E+1000")
NOT_PLAIN = Decimal("-Infinity")
"""Stands for a cell that is no plain number; no limits hold it."""
OTHERS = "*"
"""Stands for all items without limits of their own."""


@dataclass(slots=True, eq=False)
class Kind:
    """Rows with the same texts for metric, unit, region and period, and where it matters item."""

    number: int
    """Place in the list of kinds."""
    place: int = 0
    """Stands for the metric and the region; zero where one of them is not known."""
    time: int = 0
    """Stands for the period."""
    metric: Metric | None = None
    unit: tuple[Unit, int] | tuple[()] = ()
    region: str | None = None
    low: Decimal = _HIGHEST
    """Its rows are met from here up to `high`; no value is, where each must be looked at."""
    high: Decimal = _LOWEST
    bounds: Bounds | None = None
    """The same where more must be asked: an end is open, or only whole numbers are possible."""
    subjects: frozenset[str] = frozenset()
    """Folded items of which each has limits of its own."""
    items: "dict[str, Kind]" = field(default_factory=dict)
    """Kinds by folded item: of those in `subjects`, of none, and of all others under OTHERS."""
    first: Row | None = None
    rows: int = 0
    """How many rows were counted and not kept, the first of them included."""

    def limit(self, bounds: Bounds, metric: Metric) -> None:
        """Take values within `bounds`, such as the metric can have, as met."""
        self.low, self.high = max(bounds.low, _LEAST), bounds.high
        if metric.minimum is not None:
            self.low = max(self.low, metric.minimum)
        if metric.maximum is not None:
            self.high = min(self.high, metric.maximum)
            # Shares between 0 and 1 percent are warned of, each of them.
            self.low = max(self.low, Decimal(1))
        if metric.whole or bounds.low_open or bounds.high_open:
            self.bounds = bounds

    def hold(self, value: Decimal) -> bool:
        """Whether a value between `low` and `high` is met."""
        whole = self.metric is not None and self.metric.whole
        return self.bounds is None or (self.bounds.hold(value) and not (whole and value % 1))


@dataclass(frozen=True, slots=True)
class Sieved:
    """One large table, as the sieve goes through it."""

    rows: CsvRows
    layout: Layout
    fixed: Fixed
    cells: CellReader

    def text(self, cells: Sequence[str], key: str) -> str:
        """Return what a row or the table says of `key`."""
        index = self.layout.keys.get(key)
        written = cells[index].strip() if index is not None else ""
        return written or str(getattr(self.fixed, key, ""))

    def body(self, name: str) -> tuple[str, bool]:
        """Return the part of a series that the reporting body is, and whether it is known."""
        try:
            bodies = self.cells.bodies(name) if name else []
        except CellFault:
            return fold(name), False
        return (bodies[0].id if len(bodies) == 1 else fold(name)), True


def code(text: str) -> int:
    """Return a number of 64 bits, with a sign, that stands for `text`, the same in every run."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)


def mixed(number: int) -> int:
    """Return a number of 64 bits, with a sign, that stands for a small one."""
    return code(str(number))
