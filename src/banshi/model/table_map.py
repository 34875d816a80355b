"""What a map file says of tables whose names do not say enough: headers and columns.

Written once for a form that comes every month, and kept beside it.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from banshi.model.fields import AsTuple, Count, Model, Text


class Holds(StrEnum):
    """What a column holds."""

    METRIC = "metric"
    VALUE = "value"
    UNIT = "unit"
    REGION = "region"
    ORGANISATION = "organisation"
    ITEM = "item"
    PERIOD = "period"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    MILESTONE = "milestone"
    COMPLETED = "completed"
    NOTHING = "nothing"
    """It is not read, and nothing is said of it."""


class MapColumn(Model):
    """One column, found by its header or by its place."""

    header: Text | None = None
    """The header as it is written; white space and case do not count."""
    column: Text | None = None
    """The letter of the column in a workbook, or its number."""
    holds: Annotated[Holds | None, Field(strict=False)] = None
    """What the column holds, where it is no column of values."""
    metric: Text | None = None
    """Metric whose values stand in the column, by id, name or alias."""
    unit: Text | None = None
    """Unit of the values."""
    region: Text | None = None
    """Region whose values stand in the column."""
    period: Text | None = None
    """Period of the values."""
    numerator: Text | None = None
    """Header of the column with the numerator of the share, where the column holds a share."""
    denominator: Text | None = None
    """Header of the column with the denominator of the share."""

    @model_validator(mode="after")
    def _found_and_used(self) -> Self:
        if (self.header is None) == (self.column is None):
            raise PydanticCustomError(
                "one_of_two", "one of two", {"one": "header", "two": "column"}
            )
        values = (self.metric, self.region, self.period)
        if self.holds is None and not any(values):
            raise PydanticCustomError("column_without_use", "column without use")
        if self.holds is not None and any(values):
            raise PydanticCustomError("one_of_two", "one of two", {"one": "holds", "two": "metric"})
        if (self.numerator is None) != (self.denominator is None):
            raise PydanticCustomError("numerator_and_denominator", "numerator and denominator")
        if self.numerator is not None and self.holds not in {None, Holds.VALUE}:
            raise PydanticCustomError("counts_without_share", "counts without share")
        return self


class TableMap(Model):
    """One table: where its header stands, what its columns hold, and what holds for all rows."""

    sheet: Text | None = None
    """Name of the sheet, with * where it may vary; white space and case do not count. Absent where
    every sheet and every text file is meant."""
    header_row: Count | None = None
    """Number of the row with the headers; 0 where there is none. Absent, it is looked for."""
    metric: Text | None = None
    """Metric of all rows."""
    unit: Text | None = None
    """Unit of all values."""
    region: Text | None = None
    """Region of all rows."""
    organisation: Text | None = None
    """Body that reports all rows."""
    item: Text | None = None
    """Matter that all rows are about."""
    period: Text | None = None
    """Period of all rows."""
    columns: Annotated[tuple[MapColumn, ...], AsTuple] = ()
    """The columns whose names do not say enough; the others are understood by their names."""

    @model_validator(mode="after")
    def _found_without_header(self) -> Self:
        if self.header_row == 0:
            if not self.columns:
                raise PydanticCustomError("no_header_no_columns", "no header, no columns")
            if any(c.header or c.numerator for c in self.columns):
                raise PydanticCustomError("header_without_row", "header without a row")
        return self


class MapFile(Model):
    """A map file."""

    tables: Annotated[tuple[TableMap, ...], AsTuple, Field(min_length=1)]
    """The tables; for a sheet the first that fits it counts."""
