"""Puts amounts, thresholds and verdicts into words; no number is rounded into a pass."""

from decimal import Decimal
from fractions import Fraction

from banshi.messages import language, mark, mark_count, say, say_count, translate
from banshi.model.catalogue import Metric
from banshi.model.intake import Completion
from banshi.model.outcome import Gap, Status
from banshi.model.progress import MilestoneStatus
from banshi.model.quantity import Unit, as_decimal, plain
from banshi.model.target import Basis, Level, Operator, Target

# Only characters that GBK has: a redirected console on Chinese Windows knows no others.
STATUS_WORDS: dict[Status, str] = {
    Status.VIOLATED: mark("× violated"),
    Status.BEHIND: mark("! behind"),
    Status.UNREPORTED: mark("? unreported"),
    Status.PENDING: mark("… pending"),
    Status.WAIVED: mark("- waived"),
    Status.MET: mark("√ met"),
}
MILESTONE_WORDS: dict[MilestoneStatus, str] = {
    MilestoneStatus.OVERDUE: mark("× overdue"),
    MilestoneStatus.PENDING: mark("… not yet due"),
    MilestoneStatus.WAIVED: mark("- waived"),
    MilestoneStatus.DONE_LATE: mark("√ done late"),
    MilestoneStatus.DONE: mark("√ done"),
}
LEVEL_WORDS: dict[Level, str] = {
    Level.CITY: mark("the city itself"),
    Level.COUNTY: mark("its divisions"),
    Level.EACH: mark("each division"),
    Level.ALL: mark("the city and each division"),
}
_OPERATORS = {
    Operator.AT_MOST: "≤",
    Operator.BELOW: "<",
    Operator.AT_LEAST: "≥",
    Operator.ABOVE: ">",
    Operator.ABOUT: "≈",
}
_UNITS: dict[Unit, str | tuple[str, str]] = {
    Unit.PERCENT: "{n}%",
    Unit.MINUTE: mark("{n} min"),
    Unit.HOUR: mark("{n} h"),
    Unit.DAY: mark_count("{n} day", "{n} days"),
    Unit.WORKDAY: mark_count("{n} workday", "{n} workdays"),
    Unit.MONTH: mark_count("{n} month", "{n} months"),
    Unit.YEAR: mark_count("{n} year", "{n} years"),
    Unit.ITEM: "{n}",
    Unit.STAGE: mark_count("{n} step", "{n} steps"),
    Unit.PERSON: mark_count("{n} person", "{n} persons"),
    Unit.YUAN: mark("{n} yuan"),
    Unit.USD: mark("{n} USD"),
    Unit.KILOWATT: "{n} kW",
    Unit.KILOMETRE: "{n} km",
    Unit.PER_1000: "{n}‰",
    Unit.PER_10000: mark("{n} per 10,000"),
}
WEEKDAYS = (
    mark("Mon"),
    mark("Tue"),
    mark("Wed"),
    mark("Thu"),
    mark("Fri"),
    mark("Sat"),
    mark("Sun"),
)
_SIGNIFICANT = 6


def number(value: Fraction) -> str:
    """Return `value` in full where its digits end; else its first digits, marked by a leading ≈."""
    exact = as_decimal(value)
    if exact is not None:
        return plain(exact)
    return f"≈{float(value):.{_SIGNIFICANT}g}"


def amount(text: str, unit: Unit) -> str:
    """Return the number `text` with its unit in words."""
    form = _UNITS[unit]
    if isinstance(form, tuple):
        return str(say_count(*form, 1 if text.lstrip("+-") == "1" else 2, n=text))
    return (translate(form) if form[-1].isalnum() else form).replace("{n}", text)


def required(target: Target) -> str:
    """Return the threshold in words: `≤ 15 min`."""
    return limit(target.op, target.value, target.upper, target.unit)


def limit(op: Operator, value: Decimal, upper: Decimal | None, unit: Unit) -> str:
    """Return a limit in words: `≤ 15 min`, `2–3 persons`."""
    if op is Operator.BETWEEN and upper is not None:
        return amount(f"{plain(value)}–{plain(upper)}", unit)
    return f"{_OPERATORS[op]} {amount(plain(value), unit)}"


BASIS_WORDS: dict[Basis, str] = {
    Basis.YEAR_BEFORE: mark("the year before"),
    Basis.STATUTORY_LIMIT: mark("the statutory limit"),
    Basis.NATIONAL_AVERAGE: mark("the national average"),
}


def required_of(target: Target, whole: Metric | None) -> str:
    """Return the threshold in words, with what it is a share of: `≤ 20% of …`."""
    relation = target.relative_to
    if relation is None:
        return required(target)
    return share_of(required(target), relation.basis, whole)


def share_of(limit: str, basis: Basis | None, whole: Metric | None) -> str:
    """Return a limit in words with what it is a share of: `≤ 20% of the year before`."""
    name = whole.name.in_language(language()) if whole else ""
    if basis:
        name = translate(BASIS_WORDS[basis])
    return str(say("{limit} of {whole}", limit=limit, whole=name))


def completed(completion: Completion | None) -> str:
    """Return what was reported of a milestone: the day, or the word where no day was given."""
    if completion is None:
        return "-"
    if completion.day:
        return completion.day.isoformat()
    said = say("done, no day given") if completion.done else say("not done")
    return str(said)


def gap_amount(gap: Gap, unit: Unit) -> str:
    """Return how far the value is off, with a sign: `+7 min`, `-5 points` for percent."""
    text = number(gap.value)
    signed = text if text.startswith(("-", "≈")) else f"+{text}"
    if unit is Unit.PERCENT:
        return translate(mark("{n} points")).replace("{n}", signed)
    return amount(signed, unit)


def gap_percent(gap: Gap) -> str:
    """Return the gap in percent of the threshold; never a zero for a gap that is none."""
    if gap.percent is None:
        return "-"
    sign = "-" if gap.percent < 0 else "+"
    size = abs(gap.percent)
    if size < Fraction(1, 20):
        return f"{sign}<0.1%"
    return f"{sign}{float(size):.1f}%"
