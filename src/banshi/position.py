"""Where something stands in a file, and what is wrong there."""

from collections.abc import Iterable
from enum import StrEnum
from functools import total_ordering
from operator import attrgetter

from banshi.messages import Message, mark, translate
from banshi.values import dataclass
from banshi.visible import visible


class Severity(StrEnum):
    """How much a problem or an outcome weighs. The order is that of the members."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITY_WORDS = {
    Severity.ERROR: mark("error"),
    Severity.WARNING: mark("warning"),
    Severity.NOTE: mark("note"),
}
_LETTERS = 26


def column_letters(column: int) -> str:
    """Return the letters by which a spreadsheet names its column `column`, counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


@total_ordering
@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file. Line and column count from 1; 0 means the whole file, or the whole line.

    In a workbook the place is named as Excel names it: `form.xlsx:Sheet1!B7`.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    """Name of the sheet, in a workbook alone."""

    def __str__(self) -> str:
        file = visible(self.file)
        if self.sheet:
            cell = f"{column_letters(self.column)}{self.line or ''}"
            return f"{file}:{visible(self.sheet)}" + (f"!{cell}" if cell else "")
        parts = [file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    def __lt__(self, other: "Position") -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[str, str, int, int]:
        return (self.file, self.sheet, self.line, self.column)


@total_ordering
@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a user's file, as a value: reading goes on, and all are reported together.

    `rule` is the stable name of the rule that was broken; it never changes with the language.
    """

    position: Position
    rule: str
    message: Message
    severity: Severity = Severity.ERROR

    def __lt__(self, other: "Problem") -> bool:
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> tuple[str, str, int, int, str, Message, Severity]:
        """What its order is by: the place, then the rule and what is said."""
        place = self.position
        at = (place.file, place.sheet, place.line, place.column)
        return (*at, self.rule, self.message, self.severity)

    def __str__(self) -> str:
        severity = translate(SEVERITY_WORDS[self.severity])
        return f"{self.position}: {severity} [{self.rule}] {self.message}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return `problems` sorted, many times as fast as comparing them two by two."""
    return sorted(problems, key=attrgetter("sort_key"))
