"""What an engine finds: whole numbers by leaf, the smallest set of cases told apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from banshi.measure.job import FIRST_FAULT, Fate


class Key(NamedTuple):
    """The part of a leaf that is told apart for one metric."""

    region: str
    organisation: str
    item: str
    month: int


class Leaf(NamedTuple):
    """Cases of one region, body, item and month, as their table writes them."""

    region: str
    organisation: str
    item: str
    months: tuple[int | None, ...]
    """Of each column that decides periods the month, counted from the year 0; None without one."""

    def key(self, place: int) -> Key:
        """Return the key for a metric whose periods the column at `place` of `months` decides."""
        return Key(self.region, self.organisation, self.item, self.months[place] or 0)


@dataclass(slots=True)
class Measured:
    """What the cases of a leaf give for one metric."""

    fates: list[int] = field(default_factory=lambda: [0] * len(Fate))
    """How many cases there are of each fate."""
    total: int = 0
    """Sum of the values of the measured cases."""
    highest: int | None = None
    lowest_day: int | None = None
    """The first and last day, in days since 1970, of cases beyond the calendar."""
    highest_day: int | None = None

    @property
    def measured(self) -> int:
        """How many cases the figure is made of."""
        return self.fates[Fate.MEASURED]

    @property
    def faulty(self) -> int:
        """How many cases have a fault."""
        return sum(self.fates[FIRST_FAULT:])

    def add(self, other: "Measured") -> None:
        """Take in what the cases of another leaf give."""
        self.fates = [one + two for one, two in zip(self.fates, other.fates, strict=True)]
        self.total += other.total
        found = [value for value in (self.highest, other.highest) if value is not None]
        self.highest = max(found, default=None)


@dataclass(slots=True)
class LeafTally:
    """What the cases of one leaf give."""

    measures: list[Measured]
    cases: int = 0
    faulty: int = 0
    """Cases with a fault for at least one metric."""
    overdue: int = 0
    """Open cases that are over the limit of at least one metric."""


@dataclass(slots=True)
class Tally:
    """What all cases give."""

    leaves: dict[Leaf, LeafTally]
    rows: int = 0
    """All rows that were read."""
    unnumbered: int = 0
    """Rows without a case number, where cases have numbers."""
    repeated: int = 0
    """Rows that say once more what another row says."""
    contradictory: int = 0
    """Rows of case numbers that stand for different things."""


Cells = Mapping[Key, Sequence[int]]
"""The numbers of the cells of the result that the cases of a key belong to."""


Progress = Callable[[int, int], None]
"""Takes how much is done, and how much there is to do."""


class Engine(Protocol):
    """Goes through the cases of a job."""

    def tally(self) -> Tally:
        """Count the cases, and add up their values."""

    def ranked(self, number: int, percent: int, cells: Cells) -> dict[int, int]:
        """Return for each cell the value that `percent` of its cases stay within.

        `number` is that of the measure. By nearest rank: of n cases in order, the
        one at place ceil(percent · n / 100).
        """

    def distinct(self, number: int, cells: Cells) -> dict[int, int]:
        """Return for each cell how many different words the column of measure `number` holds."""

    def doubled(self) -> frozenset[str]:
        """Return the case numbers that stand for different things."""

    def close(self) -> None:
        """Let go of all that was kept."""
