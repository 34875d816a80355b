"""Fills in a form as a diligent body would: with values that just satisfy every requirement."""

from decimal import Decimal
from fractions import Fraction

from banshi.deadlines import Span, due
from banshi.model.form import Form, FormRow, Requirement
from banshi.model.period import parse_period
from banshi.model.quantity import as_decimal, plain
from banshi.model.registry import Registry
from banshi.model.target import Basis, Operator
from banshi.template import form as make_form

_STEP = Fraction(1, 100)


def form_of(registry: Registry, period: str, body: str | None = None) -> Form:
    """Return the form of one body, or of all, as the command makes it."""
    span = parse_period(period)
    assert span
    return make_form(
        registry,
        [(plan, task) for plan, task, _path in registry.tasks()],
        span,
        due=due(registry, span.end, [Span(end=span.end)], rolling=False),
        organisations=frozenset([body]) if body else None,
    )


def values(form: Form) -> list[str]:
    """Return a value for each row, the threshold itself wherever it satisfies."""
    found: dict[int, Fraction] = {}
    plain_rows = [n for n, row in enumerate(form.rows) if not _relative(row)]
    for number in [*plain_rows, *(n for n in range(len(form.rows)) if n not in plain_rows)]:
        found[number] = _value(form, number, found)
    decimals = [as_decimal(found[number]) for number in range(len(form.rows))]
    return [plain(value) for value in decimals if value is not None]


def _relative(row: FormRow) -> bool:
    return any(r.target.relative_to for r in row.requirements)


def _value(form: Form, number: int, found: dict[int, Fraction]) -> Fraction:
    row = form.rows[number]
    lows, highs = [], []
    for requirement in row.requirements:
        base = _base(form, row, requirement, found)
        if requirement.target.relative_to and base is None:
            continue  # the national average is nobody's report
        low, high = requirement.target.limits(base)
        op = requirement.target.op
        if low is not None:
            lows.append(low + _STEP if op is Operator.ABOVE else low)
        if high is not None:
            highs.append(high - _STEP if op is Operator.BELOW else high)
    value = max(lows) if lows else min(highs, default=Fraction(10))
    assert all(value <= high for high in highs), row.metric.id
    if row.metric.maximum is not None:
        assert value <= Fraction(row.metric.maximum)
    return Fraction(-(-value // 1)) if row.metric.whole and lows else value


def _base(
    form: Form, row: FormRow, requirement: Requirement, found: dict[int, Fraction]
) -> Fraction | None:
    relation = requirement.target.relative_to
    if relation is None:
        return None
    for number, other in enumerate(form.rows):
        if requirement in other.shares and other.region == row.region:
            return found.get(number)
    assert relation.basis in {Basis.STATUTORY_LIMIT, Basis.NATIONAL_AVERAGE}
    return None


def as_number(text: str) -> int | float:
    """Return what a spreadsheet makes of the number `text`."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)
