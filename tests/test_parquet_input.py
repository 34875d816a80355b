"""Parquet files become tables of texts, with the values that were written."""

import datetime as dt
import io
import sys
from collections.abc import Mapping
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from banshi.position import Problem
from banshi.readers.files import parquet_file
from banshi.readers.files.parquet_file import open_parquet
from banshi.readers.table import Table


def written(columns: Mapping[str, object], **options: object) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(dict(columns)), out, **options)
    return out.getvalue()


def table(data: bytes) -> Table:
    opened = open_parquet(data, "m.parquet")
    assert opened.problems == ()
    assert opened.format == "parquet"
    (found,) = opened.tables
    return found


def problem(data: bytes) -> Problem:
    opened = open_parquet(data, "m.parquet")
    assert opened.tables == ()
    (found,) = opened.problems
    return found


GOOD = written({"指标": ["网上可办率", "排队", None], "数值": [95.8, 22.0, None]})


def test_a_file_becomes_a_table() -> None:
    found = table(GOOD)
    expected = [(1, ["指标", "数值"]), (2, ["网上可办率", "95.8"]), (3, ["排队", "22"])]
    assert list(found.rows) == expected
    assert list(found.rows) == expected
    assert str(found.place(2, 2)) == "m.parquet:2:2"


MORNING = dt.datetime(2019, 8, 31, 10, 30, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2019, 8, 31, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("values", "kind", "texts"),
    [
        (["95.8%", "", None], pa.string(), ["95.8%", "", ""]),
        (["a"], pa.large_string(), ["a"]),
        (["a", "b", "a"], pa.dictionary(pa.int8(), pa.string()), ["a", "b", "a"]),
        ([22, -1, None], pa.int64(), ["22", "-1", ""]),
        ([2**64 - 1], pa.uint64(), ["18446744073709551615"]),
        ([Decimal("99.950"), None], pa.decimal128(30, 3), ["99.950", ""]),
        ([Decimal("1E+5")], pa.decimal128(30, 0), ["100000"]),
        (
            [95.8, 1e20, 1e-7, -0.0],
            pa.float64(),
            ["95.8", "100000000000000000000", "0.0000001", "0"],
        ),
        ([95.8, 99.95, 0.1], pa.float32(), ["95.8", "99.95", "0.1"]),
        ([0.5], pa.float16(), ["0.5"]),
        ([True, False, None], pa.bool_(), ["TRUE", "FALSE", ""]),
        ([dt.date(2019, 8, 31), None], pa.date32(), ["2019-08-31", ""]),
        ([dt.date(2019, 8, 31)], pa.date64(), ["2019-08-31"]),
        ([MIDNIGHT.replace(tzinfo=None)], pa.timestamp("s"), ["2019-08-31"]),
        ([MIDNIGHT.replace(tzinfo=None)], pa.timestamp("ns"), ["2019-08-31"]),
        ([MIDNIGHT], pa.timestamp("us", tz="Asia/Shanghai"), ["2019-08-31"]),
        ([None], pa.null(), [""]),
    ],
)
def test_what_a_column_says(values: list[object], kind: pa.DataType, texts: list[str]) -> None:
    found = table(written({"n": [str(n) for n in range(len(values))], "a": pa.array(values, kind)}))
    assert [cells[1] for _line, cells in list(found.rows)[1:]] == texts
    assert not found.faults


@pytest.mark.parametrize(
    ("value", "kind", "rule"),
    [
        (float("nan"), pa.float64(), "value"),
        (float("-inf"), pa.float32(), "value"),
        (MORNING, pa.timestamp("ms", tz="UTC"), "date"),
        (MIDNIGHT, pa.timestamp("ms", tz="UTC"), "date"),
        (1, pa.timestamp("ns"), "date"),
        (2**60, pa.timestamp("ms"), "date"),
        (2**30, pa.date32(), "date"),
        (dt.time(10, 30), pa.time32("s"), "date"),
        (dt.timedelta(hours=1), pa.duration("s"), "date"),
        ("x" * 40_000, pa.string(), "value"),
    ],
)
def test_cells_that_cannot_be_read(value: object, kind: pa.DataType, rule: str) -> None:
    found = table(written({"n": ["x", "y"], "a": pa.array([None, value], kind)}))
    texts = list(found.rows)
    assert texts[2][1][1]
    assert {place: fault.rule for place, fault in found.faults.items()} == {(3, 2): rule}


def test_digits_that_nobody_entered_are_repaired() -> None:
    found = table(written({"a": [0.1 + 0.2, 0.3]}))
    assert [cells for _line, cells in found.rows] == [["a"], ["0.3"], ["0.3"]]
    assert set(found.repairs) == {(2, 1)}


@pytest.mark.parametrize(
    "kind",
    [
        pa.list_(pa.int64()),
        pa.struct({"x": pa.int64()}),
        pa.map_(pa.string(), pa.int64()),
        pa.binary(),
    ],
)
def test_columns_that_no_cell_can_hold(kind: pa.DataType) -> None:
    found = problem(written({"n": ["x"], "细目": pa.array([None], kind)}))
    assert (found.rule, found.position.line, found.position.column) == ("parquet", 1, 2)
    assert "细目" in str(found)


def test_batches_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "_BATCH", 3)
    data = written({"a": [str(n % 5) for n in range(10)], "b": list(range(10))}, row_group_size=4)
    expected = [(n + 2, [str(n % 5), str(n)]) for n in range(10)]
    assert list(table(data).rows)[1:] == expected


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problem(written({"a": pa.array([], pa.string())})).rule == "no-rows"
    for name in ("MOST_ROWS", "MOST_COLUMNS", "MOST_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(parquet_file, name, 1)
            assert problem(GOOD).rule == "too-large"


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = problem(GOOD)
    assert found.rule == "format"
    assert 'pip install "banshi[parquet]"' in str(found)


@given(st.lists(st.one_of(st.none(), st.text(max_size=5)), min_size=1))
def test_texts_come_back(texts: list[str | None]) -> None:
    found = table(written({"n": ["x"] * len(texts), "a": pa.array(texts, pa.string())}))
    expected = [text if text and text.strip() else "" for text in texts]
    assert [cells[1] for _line, cells in list(found.rows)[1:]] == expected


@given(st.lists(st.decimals(-(10**6), 10**6, places=3), min_size=1))
def test_singles_and_doubles_come_back(numbers: list[Decimal]) -> None:
    for kind, digits in ((pa.float64(), 15), (pa.float32(), 6)):
        short = [n for n in numbers if len(n.as_tuple().digits) <= digits] or [Decimal(0)]
        found = table(written({"a": pa.array(map(float, short), kind)}))
        assert [Decimal(cells[0]) for _line, cells in list(found.rows)[1:]] == short


@settings(max_examples=300)
@given(st.data())
def test_any_damage_ends_in_a_table_or_a_problem(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(damaged))))
    for content in (bytes(damaged[:cut]), data.draw(st.binary(max_size=100))):
        opened = open_parquet(content, "m.parquet")
        assert bool(opened.tables) != bool(opened.problems)
        for found in opened.tables:
            assert len(list(found.rows)) > 0
