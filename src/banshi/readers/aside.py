"""Rows of a table that are no report: remarks below it, sums, and the header once more."""

from collections.abc import Sequence
from functools import lru_cache

from banshi.messages import Message, say
from banshi.model.registry import fold
from banshi.position import Severity
from banshi.readers.columns import FOOTNOTES, TOTALS
from banshi.readers.layout import Layout

Why = tuple[str, Message, Severity]
"""The rule by which a row is left aside, and what is said of it."""


class Aside:
    """Knows such rows of one table."""

    def __init__(self, layout: Layout) -> None:
        keys = ("region", "organisation", "metric")
        self._named = [layout.keys[key] for key in keys if key in layout.keys]
        self._header = [fold(cell) for cell in layout.header]
        self._first = next((cell for cell in self._header if cell), "-")

    def why(self, cells: Sequence[str]) -> Why | None:
        """Return why the row `cells` is not read, or None where it is a row like others."""
        first = cells[0] if cells else ""
        if not first or first.isspace():
            first = next((cell for cell in cells if cell and not cell.isspace()), "")
        if _is_remark(first) and all(_is_remark(cell) for cell in cells if cell.strip()):
            return "remark", say("a remark, not read as a row"), Severity.NOTE
        if any(_is_total(cells[n]) for n in self._named if n < len(cells)):
            message = say(
                "a row of sums is not read; if it is the figure of a region, name the region"
            )
            return "total", message, Severity.WARNING
        if _folded(first) == self._first and [fold(cell) for cell in cells] == self._header:
            return "header-again", say("the header once more, not read as a row"), Severity.NOTE
        return None


@lru_cache(maxsize=4096)  # the first cell of a row is mostly that of many rows
def _is_remark(cell: str) -> bool:
    return cell.strip().casefold().startswith(FOOTNOTES)


@lru_cache(maxsize=4096)
def _is_total(cell: str) -> bool:
    return cell.strip().casefold() in TOTALS


@lru_cache(maxsize=4096)
def _folded(cell: str) -> str:
    return fold(cell)
