"""What a profile says of a table of cases: what its columns hold, and which metrics come of them.

Written once for an export of cases, and kept beside it. Names of columns, limits and the words that
mean "online" are data of the profile, never of the code.
"""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from banshi.model.fields import AsTuple, Model, Number, Text, Truth, as_text
from banshi.model.quantity import Unit

KNOWN_COLUMNS = ("id", "region", "organisation", "item")
"""Columns with a meaning of their own; all others are named as their metrics call them."""


def _one_or_more(value: Any) -> Any:
    given = value if isinstance(value, (list, tuple)) else (value,)
    if not given:
        raise PydanticCustomError("too_short", "empty", {})
    texts = tuple(as_text(text) for text in given)
    if not all(isinstance(text, str) for text in texts):
        raise PydanticCustomError("string_type", "text")
    if "" in texts:
        raise PydanticCustomError("string_too_short", "empty", {})
    return texts


OneOrMore = Annotated[
    tuple[str, ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
            ]
        }
    ),
]
"""One text, or a list of texts."""
Where = dict[str, OneOrMore]


class CaseStatistic(StrEnum):
    """How the times of cases become one figure."""

    MAX = "max"
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"

    @property
    def percent(self) -> int | None:
        """Which percent of the cases take no longer, of the statistics that say so."""
        if self is CaseStatistic.MEDIAN:
            return 50
        return int(self.value[1:]) if self.value[1:].isdigit() else None


class Amount(Model):
    """A length of time."""

    value: Number
    """The number, in `unit`."""
    unit: Annotated[Unit, Field(strict=False)]
    """minute, hour, day, workday, month or year."""


class Share(Model):
    """Which part of the cases: those with certain words in a column, or finished in time."""

    column: Text | None = None
    """Column whose words decide."""
    among: Annotated[OneOrMore | None, Field(alias="in")] = None
    """The words of the cases that are in the share."""
    start: Annotated[Text | None, Field(alias="from")] = None
    """Column of the time at which the clock starts."""
    end: Annotated[Text | None, Field(alias="to")] = None
    """Column of the time at which the clock stops."""
    within: Amount | None = None
    """How long the cases in the share take at most."""
    pauses: Truth = False
    """Whether the pauses of the profile are taken out of the clock."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.column is None) == (self.within is None):
            raise PydanticCustomError(
                "one_of_two", "one of two", {"one": "column", "two": "within"}
            )
        if (self.column is None) != (self.among is None):
            raise PydanticCustomError("go_together", "together", {"one": "column", "two": "in"})
        if any((part is None) != (self.within is None) for part in (self.start, self.end)):
            raise PydanticCustomError(
                "go_together", "together", {"one": "from, to", "two": "within"}
            )
        if self.pauses and self.within is None:
            raise PydanticCustomError("go_together", "together", {"one": "pauses", "two": "within"})
        return self


class CaseMetric(Model):
    """How one metric of the catalogue comes of the cases."""

    start: Annotated[Text | None, Field(alias="from")] = None
    """Column of the time at which the clock starts."""
    end: Annotated[Text | None, Field(alias="to")] = None
    """Column of the time at which the clock stops."""
    statistic: Annotated[CaseStatistic | None, Field(strict=False)] = None
    """How the times of the cases become one figure: max, mean, median, p90, p95 or p99."""
    share: Share | None = None
    """The part of the cases that is meant."""
    count: Truth = False
    """True where the cases are counted."""
    total: Annotated[Text | None, Field(alias="sum")] = None
    """Column of numbers that are added up."""
    distinct: Text | None = None
    """Column of which the different words are counted."""
    unit: Annotated[Unit | None, Field(strict=False)] = None
    """Unit of the figure, where it is not the metric's own."""
    where: Where = Field(default_factory=dict)
    """Only cases with one of these words in these columns."""
    month_of: Text | None = None
    """Column of the time that decides to which period a case belongs, where it is another."""
    pauses: Truth = False
    """Whether the pauses of the profile are taken out of the clock."""
    limit: Amount | None = None
    """How long a case may take: open cases over it are counted as overdue_open."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = {
            "from": self.start is not None,
            "share": self.share is not None,
            "count": self.count,
            "sum": self.total is not None,
            "distinct": self.distinct is not None,
        }
        if sum(ways.values()) != 1:
            raise PydanticCustomError("one_way", "one way", {"ways": ", ".join(ways)})
        timed = self.start is not None
        for name, value in (("to", self.end), ("statistic", self.statistic)):
            if (value is not None) != timed:
                raise PydanticCustomError("go_together", "together", {"one": "from", "two": name})
        for name, given in (("pauses", self.pauses), ("limit", self.limit is not None)):
            if given and not timed:
                raise PydanticCustomError("go_together", "together", {"one": "from", "two": name})
        return self


class Fixed(Model):
    """What holds for all cases, where no column says it."""

    region: Text | None = None
    """Region of all cases."""
    organisation: Text | None = None
    """Body that handles all cases."""


class PauseColumns(Model):
    """Two columns between whose times the clock stands still."""

    start: Annotated[Text, Field(alias="from")]
    """Column of the time at which the clock is stopped (补正, 听证, 专家评审)."""
    end: Annotated[Text, Field(alias="to")]
    """Column of the time at which it goes on; where it is blank, the case's pause has not ended."""


class ProfileFile(Model):
    """A profile of a table of cases."""

    columns: Annotated[dict[str, OneOrMore], Field(min_length=1)]
    """What each column is called here, and the headers under which tables have it. id, region,
    organisation and item have a meaning of their own; white space and case do not count."""
    metrics: Annotated[dict[str, CaseMetric], Field(min_length=1)]
    """The metrics of the catalogue that are measured, by id."""
    month_of: Text | None = None
    """Column of the time that decides to which period a case belongs; by default the end of what is
    measured."""
    fixed: Fixed = Fixed()
    """What holds for all cases, where no column says it."""
    pauses: Annotated[tuple[PauseColumns, ...], AsTuple, Field(max_length=4)] = ()
    """The pauses of a case, each in two columns."""
