"""Where something stands in a file, and what is wrong there."""

from dataclasses import dataclass
from enum import StrEnum

from banshi.messages import Message, mark, translate
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


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file. Line and column count from 1; 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [visible(self.file)]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in a user's file, as a value: reading goes on, and all are reported together.

    `rule` is the stable name of the rule that was broken; it never changes with the language.
    """

    position: Position
    rule: str
    message: Message
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        severity = translate(SEVERITY_WORDS[self.severity])
        return f"{self.position}: {severity} [{self.rule}] {self.message}"
