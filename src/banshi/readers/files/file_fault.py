"""The one exception by which the readers of workbooks, JSON and Parquet give a file up."""

from banshi.messages import Message
from banshi.position import Position, Problem


class FileFault(Exception):  # noqa: N818 - caught by the reader of the file, never shown as it is
    """The file cannot be read further; all of it is refused with this one problem."""

    def __init__(
        self, rule: str, message: Message, *, line: int = 0, column: int = 0, sheet: str = ""
    ) -> None:
        super().__init__(rule)
        self.rule = rule
        self.message = message
        self.line = line
        self.column = column
        self.sheet = sheet

    def problem(self, file: str) -> Problem:
        """Return the problem that stands for it in `file`."""
        place = Position(file, self.line, self.column, self.sheet)
        return Problem(place, self.rule, self.message)
