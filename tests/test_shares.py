"""Shares beside their counts: worked out again, in every shape of table; and the counts' names."""

import io
import shutil
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import Workbook

from banshi.model.intake import Intake
from banshi.model.quantity import Unit, convertible
from banshi.model.registry import Registry, fold
from banshi.readers.columns import HEADERS
from banshi.readers.read import read_files
from banshi.readers.source import Source
from banshi.readers.understand import Reading
from tests.conftest import ROOT, Run
from tests.golden import compare

BAD = Path(__file__).parent / "registry" / "bad_metrics"
WIDE = "部门,事项总数,网上可办事项数,网上可办率（%）"
HERE = Reading(region="210802", period="2019-08")


def read(registry: Registry, table: str | bytes, name: str = "m.csv") -> Intake:
    data = table if isinstance(table, bytes) else table.encode()
    return read_files([Source(name, data)], registry, HERE)


def shares(registry: Registry, header: str, row: str) -> tuple[int, list[str]]:
    """Return how many values were taken, and what was said of counts and shares."""
    intake = read(registry, f"{header}\n{row}\n")
    said = [f"{p.severity} {p.rule} {p.message}" for p in intake.problems if "share" in p.rule]
    return len(intake.observations), said


def reported(value: str, share: str) -> str:
    return f"online_rate is reported as {value}%, but 1150 of 1200 is {share}%"


@pytest.mark.parametrize(
    "row",
    [
        "市税务局,1200,1150,95.8",
        "市税务局,1200,1150,95.83",
        '市税务局,"1,200","1,150",95.8333',
        "市税务局,1200项,1150项,95.8%",
        "市税务局,1200,1150,96",
        "市税务局,1200,1150,95",
        "市税务局,1200,0,0",
        "市税务局,,,95.8",
        "市税务局,—,/,95.8",
        "市税务局,１２００,1150,95.8",
    ],
)
def test_shares_that_agree(registry: Registry, row: str) -> None:
    assert shares(registry, WIDE, row) == (1, [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("市税务局,1200,1150,95.7", reported("95.7", "≈95.833")),
        ("市税务局,1200,1150,95.9", reported("95.9", "≈95.833")),
        ("市税务局,1200,1150,95.80", reported("95.80", "≈95.8333")),
        ("市税务局,1000,958,95.9", "online_rate is reported as 95.9%, but 958 of 1000 is 95.8%"),
        ("市税务局,0,0,95", "no share of 0: its denominator"),
        ("市税务局,-100,-95,95", "no share of -100: its denominator"),
        ("市税务局,,95,95", "the share cannot be held against its counts 95 and -"),
        ("市税务局,100,,95", "the share cannot be held against its counts - and 100"),
        ("市税务局,100,约95,95", "the share cannot be held against its counts 约95 and 100"),
    ],
)  # fmt: skip
def test_shares_that_do_not(registry: Registry, row: str, said: str) -> None:
    assert shares(registry, WIDE, row) == (0, [f"error share {said}"])


@pytest.mark.parametrize(
    "header",
    [
        "部门,分母,分子,网上可办率（%）",
        "部门,网上可办率分母,网上可办率分子,网上可办率（%）",
        "部门,online_rate 分母,网办率分子,网上可办率（%）",
        "部门,政务服务事项总数（项）,可网上办理事项数（项）,网上可办率（%）",
        "部门,分母（项）,分子（项）,网上可办率（%）",
    ],
)
def test_the_names_of_counts(registry: Registry, header: str) -> None:
    assert shares(registry, header, "市税务局,100,95,95") == (1, [])
    taken, said = shares(registry, header, "市税务局,100,94,95")
    assert taken == 0
    assert len(said) == 1


def test_counts_of_a_long_table(registry: Registry) -> None:
    header = "指标,数值,单位,分子,分母"
    assert shares(registry, header, "网上可办率,95,%,95,100") == (1, [])
    assert shares(registry, header, "网上可办率,95,%,94,100")[0] == 0
    assert shares(registry, header, "排队时间,15,分钟,,") == (1, [])
    lone = "note share-part no denominator beside this numerator: no share is held against"
    assert shares(registry, "指标,数值,单位,分子", "网上可办率,95,%,1") == (1, [lone])


def test_a_count_alone_is_said(registry: Registry) -> None:
    for header in ("部门,网上可办率（%）,网上可办率分子", "部门,网上可办率（%）,网上可办事项数"):
        taken, (said,) = shares(registry, header, "市税务局,95,3")
        assert taken == 1
        assert said.startswith("note share-part no denominator")


def test_counts_beside_several_shares(registry: Registry) -> None:
    header = "部门,网上可办率（%）,全程网办率（%）,分子,分母"
    taken, said = shares(registry, header, "市税务局,95,90,1,2")
    assert taken == 2
    assert [text.split(":")[0] for text in said] == ["note share-part several shares"] * 2
    header = "部门,事项总数,网上可办事项数,网上可办率（%）,实际网办率（%）,分子,分母"
    taken, said = shares(registry, header, "市税务局,100,95,95,90,1,2")
    assert taken == 2, "each by its own names; 分子 is nobody's"


def test_a_count_may_serve_several_shares_and_stand_beside_each(registry: Registry) -> None:
    header = (
        "部门,事项总数,网上可办事项数,网上可办率（%）,事项总数,网上审批事项数,网上审批事项占比（%）"
    )
    assert shares(registry, header, "市税务局,100,95,95,50,10,20") == (2, [])
    assert shares(registry, header, "市税务局,50,95,95,100,10,10")[0] == 1
    header = "部门,事项总数,网上可办事项数,网上审批事项数,网上可办率（%）,网上审批事项占比（%）"
    assert shares(registry, header, "市税务局,100,95,10,95,10") == (2, [])


def test_a_header_may_say_ten_thousands(registry: Registry) -> None:
    header = "部门,县域内就诊率（%）,县域内就诊人次（万人）,总就诊人次"
    assert shares(registry, header, "市卫健委,50,1,20000") == (1, [])
    assert shares(registry, header, "市卫健委,50,1.1,20000")[0] == 0


def test_a_workbook_with_a_percent_format(registry: Registry) -> None:
    def workbook(share: object) -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["部门", "事项总数", "网上可办事项数", "网上可办率"])
        sheet.append(["市税务局", 1200, 1150, share])
        sheet["B2"].number_format = sheet["C2"].number_format = "#,##0"
        sheet["D2"].number_format = "0.0%"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    for share in (1150 / 1200, 0.958, 0.9583):
        assert len(read(registry, workbook(share), "m.xlsx").observations) == 1
    (problem,) = [
        p for p in read(registry, workbook(0.957), "m.xlsx").problems if p.rule == "share"
    ]
    assert (problem.position.line, problem.position.column) == (2, 4)


COUNTS = st.tuples(st.integers(0, 10**7), st.integers(1, 10**7)).filter(lambda n: n[0] <= n[1])


def _written(share: Fraction, digits: int, rounding: str) -> Decimal:
    exact = Decimal(share.numerator * 10**digits) / Decimal(share.denominator)
    return exact.quantize(Decimal(1), rounding=rounding).scaleb(-digits)


@given(COUNTS, st.integers(0, 6), st.sampled_from([ROUND_HALF_UP, ROUND_DOWN]))
def test_a_share_of_its_counts_agrees(
    registry: Registry, counts: tuple[int, int], digits: int, rounding: str
) -> None:
    above, below = counts
    share = _written(Fraction(above * 100, below), digits, rounding)
    assert shares(registry, WIDE, f"市税务局,{below},{above},{share:f}") == (1, [])


@given(COUNTS, st.integers(0, 6), st.integers(2, 1000), st.booleans())
def test_a_changed_share_never_does(
    registry: Registry, counts: tuple[int, int], digits: int, change: int, up: bool
) -> None:
    above, below = counts
    share = _written(Fraction(above * 100, below), digits, ROUND_HALF_UP)
    changed = share + Decimal(change if up else -change).scaleb(-digits)
    assume(0 <= changed <= 100)
    taken, said = shares(registry, WIDE, f"市税务局,{below},{above},{changed:f}")
    assert taken == 0
    assert said[0].startswith("error share")


# The names in the catalogue.


def test_no_name_of_a_count_is_a_header_of_something_else(registry: Registry) -> None:
    named = [m for m in registry.metrics if m.numerator or m.denominator]
    assert len(named) > 30
    for metric in named:
        for name in (*metric.numerator, *metric.denominator):
            assert fold(name) not in HEADERS
            assert fold(name) not in registry.region_by_name


def test_every_share_with_two_counts_names_them(registry: Registry) -> None:
    for metric in registry.metrics:
        if convertible(metric.unit, Unit.PERCENT) and "÷" in metric.definition.zh:
            # The counts of a reduction are differences; of an inspection rate, means.
            bare = "－" in metric.definition.zh or metric.statistic.value != "share"
            assert metric.numerator or bare, metric.id


@pytest.mark.parametrize("case", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_bad_metrics(run: Run, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("organisations", "regions"):
        shutil.copy(ROOT / "registry" / f"{name}.yaml", f"{name}.yaml")
    shutil.copy(case, "metrics.yaml")
    (tmp_path / "plans").mkdir()
    result = run("validate", "--registry", ".")
    assert result.code == 2
    compare(result.out, case.with_suffix(".errors"))
