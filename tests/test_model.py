"""Exact arithmetic and thresholds: properties rather than cases."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.formats.shared.words import gap_percent, number
from banshi.model.outcome import Gap
from banshi.model.period import parse_period
from banshi.model.quantity import Unit, as_decimal, convert, convertible, parse_number, plain
from banshi.model.target import Operator, Target

decimals = st.decimals(
    min_value=Decimal(-(10**12)), max_value=Decimal(10**12), places=6, allow_nan=False
)
units = st.sampled_from(list(Unit))


def target(op: str, value: str, **more: object) -> Target:
    return Target.model_validate(
        {
            "id": "t", "metric": "m", "op": op, "value": value, "unit": "percent",
            "evidence": "e", **more,
        }
    )  # fmt: skip


@given(decimals)
def test_every_written_number_reads_back_with_its_digits(value: Decimal) -> None:
    assert parse_number(plain(value)) == value
    assert plain(parse_number("99.950") or Decimal(0)) == "99.950"


@given(st.text(max_size=40))
def test_any_text_is_a_finite_decimal_or_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or value.is_finite()
    if value is not None:
        assert text.isascii()
        assert not set(text) - set("+-.0123456789")


@pytest.mark.parametrize(
    "text", ["1" * 31, "", ".", "1.", ".5", "--1", " 1", "1\n", "+", "1e5", "Ⅷ"]
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(decimals, units, units)
def test_conversion_is_exact_and_returns(value: Decimal, one: Unit, other: Unit) -> None:
    if not convertible(one, other):
        with pytest.raises(ValueError, match="convertible"):
            convert(value, one, other)
        return
    there = Fraction(convert(value, one, other))
    factor = Fraction(convert(Decimal(1), other, one))
    assert there * factor == Fraction(value)


def test_days_and_workdays_never_convert() -> None:
    assert not convertible(Unit.DAY, Unit.WORKDAY)
    assert not convertible(Unit.YUAN, Unit.USD)
    assert convert(Decimal("0.2"), Unit.HOUR, Unit.MINUTE) == 12
    assert convert(Decimal(1), Unit.MINUTE, Unit.HOUR) == Fraction(1, 60)


@given(st.fractions())
def test_a_fraction_is_a_decimal_exactly_or_not_at_all(value: Fraction) -> None:
    written = as_decimal(value)
    if written is not None and len(plain(written)) < 100:
        assert Fraction(written) == value


OPERATORS = ["<=", "<", ">=", ">"]


@given(st.sampled_from(OPERATORS), decimals, decimals, decimals)
def test_raising_a_value_never_breaks_a_floor(
    op: str, limit: Decimal, value: Decimal, more: Decimal
) -> None:
    threshold = target(op, plain(limit))
    low, high = sorted((Fraction(value), Fraction(value) + abs(Fraction(more))))
    if op in {">=", ">"}:
        assert threshold.satisfied(high) >= threshold.satisfied(low)
    else:
        assert threshold.satisfied(low) >= threshold.satisfied(high)


@given(decimals)
def test_at_the_limit_only_the_strict_operators_fail(limit: Decimal) -> None:
    at = Fraction(limit)
    assert target("<=", plain(limit)).satisfied(at)
    assert target(">=", plain(limit)).satisfied(at)
    assert not target("<", plain(limit)).satisfied(at)
    assert not target(">", plain(limit)).satisfied(at)
    step = Fraction(1, 10**40)
    assert not target("<=", plain(limit)).satisfied(at + step)
    assert not target(">=", plain(limit)).satisfied(at - step)


def test_about_is_met_within_its_tolerance() -> None:
    about = target("==", "100", approximate=True)
    assert about.satisfied(Fraction(95))
    assert about.satisfied(Fraction(105))
    assert not about.satisfied(Fraction(94999, 1000))
    narrow = target("==", "100", approximate=True, tolerance="1")
    assert not narrow.satisfied(Fraction(98))


def test_between_includes_both_ends() -> None:
    span = target("between", "2", upper="3")
    assert span.op is Operator.BETWEEN
    assert [span.satisfied(Fraction(n, 2)) for n in (3, 4, 5, 6, 7)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_relative_thresholds_are_shares_of_the_other_value() -> None:
    share = target("<=", "20")
    assert share.satisfied(Fraction(2), Fraction(10))
    assert not share.satisfied(Fraction(201, 100), Fraction(10))
    promille = Target.model_validate({**share.model_dump(), "unit": "per_1000"})
    assert promille.satisfied(Fraction(2, 10), Fraction(10))
    assert not promille.satisfied(Fraction(21, 100), Fraction(10))


@given(st.fractions().filter(bool))
def test_a_gap_is_never_shown_as_none(size: Fraction) -> None:
    shown = gap_percent(Gap(size, size))
    assert shown[0] == ("-" if size < 0 else "+")
    assert shown[1:] not in {"0.0%", "0%"}
    assert number(size) not in {"0", "-0"}


@pytest.mark.parametrize(
    ("text", "start", "end", "length"),
    [
        ("2019-08", "2019-08-01", "2019-08-31", "month"),
        ("2019-02", "2019-02-01", "2019-02-28", "month"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2019-Q4", "2019-10-01", "2019-12-31", "quarter"),
        ("2019q1", "2019-01-01", "2019-03-31", "quarter"),
        ("2019-H1", "2019-01-01", "2019-06-30", "half"),
        ("2019H2", "2019-07-01", "2019-12-31", "half"),
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("2019-08-31", "2019-08-31", "2019-08-31", "day"),
    ],
)
def test_periods(text: str, start: str, end: str, length: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat(), period.length) == (start, end, length)


@pytest.mark.parametrize(
    "text", ["2019-13", "2019-00", "2019-02-30", "2019-Q5", "0000", "19-08", "٢٠١٩", ""]
)
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None
