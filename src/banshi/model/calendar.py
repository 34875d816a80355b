"""Working-day calendars that a user gives: years beyond the last notice that banshi knows."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from banshi.model.fields import AsTuple, Count, Day, Model, Text


class CalendarYear(Model):
    """The days of one year that are not as their weekday says."""

    year: Count
    """The year."""
    notice: Text
    """Number or title of the notice that the days come from."""
    days_off: Annotated[tuple[Day, ...], AsTuple, Field(min_length=1)]
    """Days from Monday to Friday on which nobody works; days of weekends may stand here too."""
    working_weekends: Annotated[tuple[Day, ...], AsTuple] = ()
    """Saturdays and Sundays on which everybody works (调休)."""

    @model_validator(mode="after")
    def _own_days(self) -> Self:
        for day in (*self.days_off, *self.working_weekends):
            if day.year != self.year:
                raise PydanticCustomError(
                    "other_year", "other year", {"day": day.isoformat(), "year": str(self.year)}
                )
        for day in self.working_weekends:
            if day.isoweekday() < 6:  # noqa: PLR2004 - Saturday
                raise PydanticCustomError("no_weekend", "no weekend", {"day": day.isoformat()})
            if day in self.days_off:
                raise PydanticCustomError("off_and_working", "both", {"day": day.isoformat()})
        return self


class CalendarFile(Model):
    """A calendar file."""

    years: Annotated[tuple[CalendarYear, ...], AsTuple, Field(min_length=1)]
    """The years; each replaces what banshi knows of it."""
