"""Several small whole numbers of a case in one large one: grouping by few columns is faster."""

from collections.abc import Iterator, Mapping
from typing import Any

from banshi.measure.columns import Expr

_MOST = 1 << 62
"""What fits a whole number of 64 bits, and is no trouble with its sign."""


class Packing:
    """Packs numbers in the order in which they are added, and gives them back in that order."""

    def __init__(self) -> None:
        self._groups: list[list[tuple[Expr, int]]] = []
        self._room = 0

    def add(self, number: Expr, size: int) -> None:
        """Add a whole number of 64 bits, from 0 to below `size`."""
        if self._room < size:
            self._groups.append([])
            self._room = _MOST
        self._groups[-1].append((number, size))
        self._room //= size

    def columns(self) -> dict[str, Expr]:
        """Return the columns that hold all numbers."""
        found = {}
        for place, group in enumerate(self._groups):
            *others, (packed, _) = group
            for number, size in reversed(others):
                packed = packed * size + number
            found[f"packed{place}"] = packed
        return found

    def parts(self, row: Mapping[str, Any]) -> Iterator[int]:
        """Yield the numbers that a row of these columns holds."""
        for place, group in enumerate(self._groups):
            packed = row[f"packed{place}"]
            for _, size in group:
                packed, part = divmod(packed, size)
                yield part
