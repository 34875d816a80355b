"""One pass over the cases where it can be, and the same figures where it takes another."""

import os
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.measure import duck, through_ibis
from banshi.measure.packing import Packing
from banshi.measure.reference import Reference
from banshi.measure.result import Result
from banshi.measure.result import run as run_plan
from tests.conftest import Run
from tests.test_measure_engines import plan_of, text_of

PROFILE = """\
columns: {id: 编号, region: 地区, queued: 取号, called: 叫号, accepted: 受理, completed: 办结}
metrics:
  queue_wait: {from: queued, to: called, statistic: p90}
  handling_time: {from: accepted, to: completed, statistic: median}
"""
HEADER = ["编号", "地区", "取号", "叫号", "受理", "办结"]


def rows(count: int, called: str = "") -> Iterator[list[str]]:
    dice = random.Random(5)
    for number in range(count):
        minute, day = dice.randrange(60), dice.randrange(1, 29)
        region = dice.choice(["站前区", " 站前区", "西市区", "西市区\t"])
        yield [
            str(number), region,
            f"2019-03-{day:02} 09:00:00", called or f"2019-03-{day:02} 10:{minute:02}:{minute:02}",
            f"2019-03-{day:02}", f"2019-04-{day:02} 9:00",
        ]  # fmt: skip


def measured(folder: Path, text: str) -> tuple[Result, Result, list[str]]:
    """Return what both engines find, and how often DuckDB was asked."""
    file = folder / "cases.csv"
    file.write_text(text, encoding="utf-8")
    plan, opener = plan_of(folder, PROFILE, ("region", "month"))
    with opener:
        files = [found for found in [opener.open(file)] if found]
        expected = run_plan(plan, Reference(plan.job, files, plan.calendar))
        with duck.engine(plan.job, files, plan.calendar) as engine:
            found = run_plan(plan, engine)
            return found, expected, ["asked"] * engine.asked


def test_all_percentiles_come_of_one_pass_behind_the_look_for_doubles(tmp_path: Path) -> None:
    found, expected, asked = measured(tmp_path, text_of(list(rows(300)), HEADER))
    assert found == expected
    assert {row.region for row in found.rows} == {"210800", "210802", "210803"}
    assert len(asked) == 2


def test_values_beyond_the_kept_ones_are_looked_up(tmp_path: Path) -> None:
    cases = [*rows(30), *rows(30, "2018-01-01 00:00:00")]
    cases = [[str(n), *row[1:]] for n, row in enumerate(cases)]
    cases[7][2:4] = ["1971-01-01 00:00:00", "2019-12-01 00:00:00"]  # 48 years in seconds
    found, expected, asked = measured(tmp_path, text_of(cases, HEADER))
    assert found == expected
    assert len(asked) == 2
    far = [["9999", "西市区", "1970-01-01 00:00:00", "2019-12-01 00:00:00", "", ""]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(through_ibis, "LARGEST", 3600)
        found, expected, asked = measured(tmp_path, text_of([*cases, *far], HEADER))
    assert found == expected
    assert len(asked) > 2


def test_without_the_memory_for_all_values_they_are_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = duck._ThroughDuck._answer

    def short_of_memory(engine: Any, expression: Any) -> Any:
        if any(name.startswith("values") for name in expression.columns):
            raise duckdb.OutOfMemoryException("Out of Memory Error")
        return answer(engine, expression)

    monkeypatch.setattr(duck._ThroughDuck, "_answer", short_of_memory)
    found, expected, asked = measured(tmp_path, text_of(list(rows(300)), HEADER))
    assert found == expected
    assert len(asked) > 2


@pytest.mark.parametrize("engine", ["duckdb", "python"])
def test_a_large_text_that_only_begins_as_utf_8(run: Run, tmp_path: Path, engine: str) -> None:
    """Its head is of ASCII alone, so that nothing but its end says that it is GB18030."""
    profile = tmp_path / "profile.yaml"
    profile.write_text(
        "columns: {id: id, region: region, channel: channel, accepted: accepted}\n"
        "metrics:\n"
        "  online_filing_rate: {share: {column: channel, in: 网上}, month_of: accepted}\n",
        encoding="utf-8",
    )
    line = "{},210802,web,2019-03-01 09:00:00\n"
    head = "id,region,channel,accepted\n" + "".join(line.format(n) for n in range(40_000))
    assert len(head) > 1 << 20
    tail = "".join(f"x{n},站前区,网上,2019-03-01 09:00:00\n" for n in range(10_000))
    file = tmp_path / "cases.csv"
    file.write_bytes((head + tail).encode("gb18030"))
    words = ("measure", str(file), "--profile", str(profile), "--as-of", "2019-12-31")
    result = run(*words, "--engine", engine)
    assert result.code == 0, result.err
    assert "read as gb18030" in result.err
    assert "online_filing_rate,20,percent,站前区,,,2019-03" in result.out
    assert "50000 cases: 50000 looked at" in result.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["b*c.csv", "b?c.csv", "b[x]c.csv", "it's.csv"])
def test_a_name_like_a_pattern_is_one_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "bxc.csv").write_text(text_of(list(rows(9)), HEADER), encoding="utf-8")
    file = tmp_path / name
    file.write_text(text_of(list(rows(5)), HEADER), encoding="utf-8")
    plan, opener = plan_of(tmp_path, PROFILE, ("region", "month"))
    with opener:
        files = [found for found in [opener.open(file)] if found]
        with duck.engine(plan.job, files, plan.calendar) as engine:
            assert run_plan(plan, engine).counted.rows == 5


@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.integers(1, 1 << 41)), max_size=12))
def test_packed_numbers_come_back(pairs: list[tuple[int, int]]) -> None:
    wanted = [(number % size, size) for number, size in pairs]
    packing = Packing()
    cells = {f"n{place}": [number] for place, (number, _) in enumerate(wanted)} | {"other": [0]}
    table = ibis.memtable(cells, schema=dict.fromkeys(cells, "int64"))
    for place, (_, size) in enumerate(wanted):
        packing.add(table[f"n{place}"], size)
    row: Mapping[str, Any] = {}
    if columns := packing.columns():
        (row,) = ibis.duckdb.connect().to_pyarrow(table.select(**columns)).to_pylist()
    assert list(packing.parts(row)) == [number for number, _ in wanted]
