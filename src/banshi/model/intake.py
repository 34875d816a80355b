"""What was reported: values and completions with the places where they stood, faults included."""

import datetime as dt
from decimal import Decimal

from banshi.messages import Message
from banshi.model.period import Period
from banshi.model.quantity import Unit
from banshi.model.registry import fold
from banshi.position import Position, Problem, Severity
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Observation:
    """One reported value, with the place where it stood."""

    metric: str
    """Id of the metric."""
    value: Decimal
    """The number as written, in `unit`."""
    unit: Unit
    region: str
    """Code of the region."""
    period: Period
    position: Position
    """File, sheet, line and column of the value."""
    organisation: str | None = None
    """Reporting body as written."""
    item: str | None = None
    """The matter, channel or group of users that the value is about."""
    body: str = ""
    """Id of the reporting body where the catalogue knows it, else its folded name."""
    rows: int = 1
    """How many rows it stands for: of a large file's rows that satisfy all, one is kept a kind."""

    @property
    def series(self) -> tuple[str, str, str, str]:
        """What the value is about; values of one series differ in their period alone."""
        item = fold(self.item) if self.item else ""
        return (self.metric, self.region, self.body or fold(self.organisation or ""), item)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What is known of a row that was refused; None where its cell could not be read."""

    metric: str | None
    region: str | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Completion:
    """What a row says of a milestone: done, and on which day, or not done yet."""

    milestone: str
    """`plan/task/milestone`."""
    done: bool
    day: dt.date | None
    """The day of completion; None where only 已完成 or 未完成 was written."""
    position: Position
    """File, sheet, line and column of the day or the word."""
    region: str | None = None
    """Code of the region that reports; None where the row names none."""
    organisation: str | None = None
    """Reporting body as written."""
    period: Period | None = None
    """The period of the row: of a recurring milestone, the due days within it are meant."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read."""

    name: str
    sha256: str
    rows: int
    """Data rows read, faulty ones included."""
    encoding: str
    """Of a text file, how its bytes were read; empty for a workbook."""
    format: str = "csv"
    """`csv`, `xlsx`, `json`, `jsonl` or `parquet`."""
    delimiter: str = ""
    """Of a CSV file, what separates its cells."""
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook that were read."""
    unread_sheets: tuple[str, ...] = ()
    """The sheets that were not: hidden ones, and those that --sheet left out."""


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """How one column of a table was understood, or what holds for all of its rows."""

    position: Position
    """The header's cell, or the table."""
    header: str
    meaning: Message


@dataclass(frozen=True, slots=True)
class Intake:
    """All that was read from metrics files: good rows, faulty cells, and what was read."""

    observations: tuple[Observation, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Errors, and notes on what was repaired or left aside, sorted by place."""
    files: tuple[InputFile, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    """Rows that were refused, so that no older value passes for the newest."""
    completions: tuple[Completion, ...] = ()
    """What was said of milestones."""

    @property
    def faulty(self) -> bool:
        """Whether any row was refused."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)
