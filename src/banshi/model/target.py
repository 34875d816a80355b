"""Thresholds: what a plan demands of one metric, and whether a reported value satisfies it."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from banshi.model.fields import Day, Id, Manual, Model, Number, Text, Texts, Truth, Words
from banshi.model.quantity import Unit

# semantics.md: 左右 is met within 5 % of the value unless the plan file sets another tolerance.
DEFAULT_TOLERANCE = Decimal(5)


# How many of a share's unit make the whole.
_WHOLES = {Unit.PERCENT: 100, Unit.PER_1000: 1000, Unit.PER_10000: 10_000}


class Operator(StrEnum):
    """How a reported value is held against the threshold (Civil Code of the PRC, art. 1259)."""

    AT_MOST = "<="
    BELOW = "<"
    AT_LEAST = ">="
    ABOVE = ">"
    ABOUT = "=="
    BETWEEN = "between"


class Level(StrEnum):
    """Whose values a target is about, within the jurisdiction of its plan."""

    CITY = "city"
    """The jurisdiction itself (全市, 市本级)."""
    COUNTY = "county"
    """Its divisions and areas, those that report."""
    EACH = "each"
    """Every coded division must report; the jurisdiction itself is judged too where it does."""
    ALL = "all"
    """The jurisdiction itself and every coded division must report (市县两级)."""


class Statistic(StrEnum):
    """How cases become one figure."""

    MAX = "max"
    MEAN = "mean"
    SHARE = "share"
    COUNT = "count"
    SUM = "sum"


class Span(StrEnum):
    """The length of reporting period that a target speaks of."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Basis(StrEnum):
    """What a relative threshold is a share of, other than another metric."""

    YEAR_BEFORE = "year_before"
    STATUTORY_LIMIT = "statutory_limit"
    NATIONAL_AVERAGE = "national_average"


class Relation(Model):
    """What a relative threshold is a share of: another metric, or one of the other bases."""

    metric: Id | None = None
    """Metric whose reported value, of the same region and period, is the 100 percent."""
    basis: Annotated[Basis | None, Field(strict=False)] = None
    """The same metric a year before, a statutory limit or the national average."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.metric is None) == (self.basis is None):
            raise PydanticCustomError("one_of_two", "one of two", {"one": "metric", "two": "basis"})
        return self


class Target(Model):
    """One threshold on one metric for one subject, with its own due date where it has one."""

    id: Id
    """Short name, unique within the task."""
    metric: Id
    """Metric of the catalogue that is measured."""
    op: Annotated[Operator, Field(strict=False)]
    """Operator between the reported value and `value`."""
    value: Number
    """The threshold, in `unit`; for `between` the lower end."""
    upper: Number | None = None
    """The upper end, for `between` only."""
    unit: Annotated[Unit, Field(strict=False)]
    """Unit of `value`."""
    evidence: Text
    """Shortest phrase of the plan that carries the figure, exactly as printed, 30 characters."""
    by: Day | None = None
    """Due date where the clause gives this figure another one than the task's."""
    by_text: Text | None = None
    """The words of that due date, exactly as printed."""
    level: Annotated[Level | None, Field(strict=False)] = None
    """Whose values count; where absent, every region of the jurisdiction that reports."""
    subject: Text | None = None
    """Group that the figure is for; rows whose item names another group are not held against it."""
    hedge: Text | None = None
    """力争, 原则上 …, as printed: lowers the severity to a warning."""
    approximate: Truth = False
    """True for 左右: met within `tolerance` percent of the value."""
    tolerance: Number = DEFAULT_TOLERANCE
    """Tolerance of an approximate threshold in percent of the value."""
    relative_to: Relation | None = None
    """What `value` percent is a share of."""
    shares_figure_with: Texts = ()
    """Ids of the other targets of the task that stand on the same printed figure."""
    statistic: Annotated[Statistic | None, Field(strict=False)] = None
    """How cases become the figure, where it is not the metric's usual way."""
    per: Annotated[Span | None, Field(strict=False)] = None
    """Length of the reporting period that is meant."""
    by_event: Id | None = None
    """Milestone of the task on whose day this falls due, where `by_text` names an event."""
    elided: Text | None = None
    """The evidence with the words that the sentence says once for several figures put in."""
    repaired: Text | None = None
    """The words as they must have been, where scraping lost characters of them."""
    manual: Manual | None = None
    """Why the words cannot be read by rule, where they cannot."""
    note: Words | None = None
    """A judgement of the transcriber that a reader should know."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.op is Operator.BETWEEN) != (self.upper is not None):
            raise PydanticCustomError("upper_and_between", "upper and between")
        if self.upper is not None and self.upper < self.value:
            raise PydanticCustomError("upper_below_value", "upper below value")
        if self.op is Operator.ABOUT and not self.approximate:
            raise PydanticCustomError("about_is_approximate", "about is approximate")
        if (self.by is None) != (self.by_text is None):
            raise PydanticCustomError("by_and_by_text", "by and by_text")
        return self

    def limits(self, base: Fraction | None = None) -> tuple[Fraction | None, Fraction | None]:
        """Return the lowest and the highest value that satisfy the threshold.

        `base` is the whole of which a relative threshold is a share. None means no limit on that
        side; whether a limit itself satisfies is the operator's: see `satisfied`.
        """
        value = Fraction(self.value)
        upper = value if self.upper is None else Fraction(self.upper)
        if base is not None:
            whole = _WHOLES[self.unit]
            value, upper = value * base / whole, upper * base / whole
        match self.op:
            case Operator.AT_MOST | Operator.BELOW:
                return None, value
            case Operator.AT_LEAST | Operator.ABOVE:
                return value, None
            case Operator.BETWEEN:
                return value, upper
            case Operator.ABOUT:
                margin = abs(value) * Fraction(self.tolerance) / 100
                return value - margin, value + margin

    def satisfied(self, reported: Fraction, base: Fraction | None = None) -> bool:
        """Whether `reported`, in the target's unit, satisfies the threshold.

        以上, 以下, 以内 include the figure; 不满, 超过 do not (Civil Code, art. 1259).
        """
        return self.between(reported, *self.limits(base))

    def between(
        self, reported: Fraction, lowest: Fraction | None, highest: Fraction | None
    ) -> bool:
        """Whether `reported` satisfies the threshold whose `limits` are `lowest` and `highest`."""
        if self.op is Operator.BELOW:
            return highest is not None and reported < highest
        if self.op is Operator.ABOVE:
            return lowest is not None and reported > lowest
        return (lowest is None or reported >= lowest) and (highest is None or reported <= highest)
