"""Merged cells: the text of the first one is repeated in the rows below that need it.

A region over five rows is the region of each of them, so a merge is filled downwards, in its first
column. It is not filled across: a title over ten columns would become a row of ten equal texts that
looks like data, and a heading over three columns would give three columns one name.

A row that holds nothing of its own is not filled either; it would look like a row with its figures
missing. What stands under a merge (some programs leave it there) is shown to nobody and not read.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import TypeVar

from banshi.values import dataclass

_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII)
_ALPHABET = 26

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Merge:
    """The rows and columns of merged cells, both ends included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


def column_number(letters: str) -> int:
    """Return the number of the column that a spreadsheet calls `letters`.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters:
        number = number * _ALPHABET + ord(letter) - ord("A") + 1
    return number


def read_merge(reference: str) -> Merge | None:
    """Return the cells that `reference` names, or None where it names none.

    >>> read_merge("A2:B4")
    Merge(top=2, left=1, bottom=4, right=2)
    """
    found = _RANGE.fullmatch(reference)
    if not found or not found[3]:
        return None
    merge = Merge(int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))
    return merge if merge.top <= merge.bottom and merge.left <= merge.right else None


def fill(
    cells: dict[int, dict[int, Cell]], merges: Iterable[Merge], visit: Callable[[int], None]
) -> int:
    """Fill merged cells in `cells`, by row and column, and return how many were filled.

    `visit` is told how many rows each merge reaches, before they are gone through; it may raise.
    """
    merges = list(merges)
    numbers = list(cells)
    for merge in merges:
        visit(len(_within(numbers, merge)))
        for row in _within(numbers, merge):
            _clear(cells[row], merge, first=row == merge.top)
    for row in numbers:
        if not cells[row]:
            del cells[row]
    numbers, filled = list(cells), 0
    for merge in merges:
        text = cells.get(merge.top, {}).get(merge.left)
        if text is None:
            continue
        for row in _within(numbers, merge):
            if row != merge.top:
                cells[row][merge.left] = text
                filled += 1
    return filled


def _within(numbers: list[int], merge: Merge) -> list[int]:
    return numbers[bisect_left(numbers, merge.top) : bisect_right(numbers, merge.bottom)]


def _clear(row: dict[int, Cell], merge: Merge, *, first: bool) -> None:
    """Take what a merge covers out of a row: all but its first cell."""
    begin = merge.left + 1 if first else merge.left
    if merge.right - begin < len(row):
        covered = [column for column in range(begin, merge.right + 1) if column in row]
    else:
        covered = [column for column in row if begin <= column <= merge.right]
    for column in covered:
        del row[column]
