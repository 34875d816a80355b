"""Map files: faulty ones, a file a fault (tests/maps/bad); then the tables that they open up."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from tests.conftest import ROOT, Run
from tests.golden import compare
from tests.test_schemas import as_yaml_readers_see_it

BAD = Path(__file__).parent / "maps" / "bad"
CASES = sorted(BAD.glob("*.yaml"))
AS_OF = ("--as-of", "2019-12-31", "--plan", "yingkou-2019-26")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_bad_maps(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    result = run("check", "../table.csv", "--map", case.name, *AS_OF)
    warned = case.stem == "sheets_that_fit_none"
    assert result.code == (0 if warned else 2)
    compare(result.err, case.with_suffix(".errors"))


def test_no_expectation_is_left_over() -> None:
    assert {path.stem for path in BAD.glob("*.errors")} == {path.stem for path in CASES}
    assert {path.suffix for path in BAD.iterdir()} == {".yaml", ".errors"}


def observed(run: Run, folder: Path, table: object, mapped: str, *more: str) -> list[list[str]]:
    """Return metric, value, region and period of each value that a table gives by a map."""
    rows = folder / "table.csv"
    if isinstance(table, str):
        rows.write_text(table, encoding="utf-8")
    else:
        assert isinstance(table, dict)
        rows = folder / "table.xlsx"
        workbook(table).save(rows)
    file = folder / "map.yaml"
    file.write_text(mapped, encoding="utf-8")
    schema = json.loads((ROOT / "schemas" / "map.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(as_yaml_readers_see_it(file), schema)
    result = run("check", rows, "--map", file, *AS_OF, "-f", "json", *more)
    assert ": error" not in result.err
    assert ": warning" not in result.err
    return sorted(
        [
            found["metric"],
            found["reported"]["value"],
            found["region"]["code"],
            found["reported"]["period"],
        ]
        for found in json.loads(result.out)["outcomes"]
        if found["reported"]
    )


def workbook(sheets: dict[str, list[list[object]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for name in list(book.sheetnames):
        del book[name]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def test_a_table_without_a_header(run: Run, tmp_path: Path) -> None:
    mapped = """\
tables:
- header_row: 0
  period: 2019-12
  columns:
  - {column: A, holds: region}
  - {column: C, metric: 排队时间, unit: 分钟}
"""
    table = "站前区,x,15\n老边区,y,22\n"
    expected = [
        ["queue_wait", "15", "210802", "2019-12"],
        ["queue_wait", "22", "210811", "2019-12"],
    ]
    assert observed(run, tmp_path, table, mapped) == expected
    sheets = {"表": [["站前区", "x", 15], ["老边区", "y", 22]]}
    assert observed(run, tmp_path, sheets, mapped) == expected


def test_two_sheets_with_different_maps(run: Run, tmp_path: Path) -> None:
    sheets = {
        "站前区(1)": [["项", "数"], ["排队", 15]],
        "老边区(1)": [["数", "项"], ["x", "y"], [22, "排队"]],
        "填表说明": [["请逐项填写。"]],
    }
    mapped = """\
tables:
- sheet: 站前区*
  region: 站前区
  period: 2019-12
  unit: 分钟
  metric: queue_wait
  columns:
  - {header: 数, holds: value}
  - {header: 项, holds: nothing}
- sheet: 老边区(1)
  header_row: 2
  region: 老边区
  period: 2019-11
  metric: queue_wait
  unit: 分钟
  columns:
  - {column: "1", holds: value}
  - {column: b, holds: nothing}
"""
    assert observed(run, tmp_path, sheets, mapped) == [
        ["queue_wait", "15", "210802", "2019-12"],
        ["queue_wait", "22", "210811", "2019-11"],
    ]


def test_regions_as_columns(run: Run, tmp_path: Path) -> None:
    mapped = """\
tables:
- period: 2019-12
  columns:
  - {header: 项目, holds: metric}
  - {header: 甲, region: 站前区}
  - {header: 乙, region: 老边区}
"""
    table = "项目,单位,甲,乙\n排队时间,分钟,15,22\n"
    assert observed(run, tmp_path, table, mapped) == [
        ["queue_wait", "15", "210802", "2019-12"],
        ["queue_wait", "22", "210811", "2019-12"],
    ]


def test_a_metric_for_all_with_months_as_columns(run: Run, tmp_path: Path) -> None:
    mapped = """\
tables:
- metric: queue_wait
  unit: 分钟
  columns:
  - {header: 11月, period: 2019-11}
  - {header: 12月, period: 2019-12}
"""
    table = "地区,11月,12月\n站前区,22,15\n"
    assert observed(run, tmp_path, table, mapped) == [["queue_wait", "15", "210802", "2019-12"]]
    table = "地区,2019-11,2019-12\n站前区,22,15\n"
    mapped = "tables:\n- {metric: queue_wait, unit: 分钟}\n"
    assert observed(run, tmp_path, table, mapped) == [["queue_wait", "15", "210802", "2019-12"]]


def test_counts_by_name(run: Run, tmp_path: Path) -> None:
    mapped = """\
tables:
- period: 2019-12
  columns:
  - {header: 率, metric: online_rate, unit: "%", numerator: 甲数, denominator: 乙数}
"""
    table = '地区,乙数,甲数,率\n站前区,"1,200","1,150",95.83\n'
    assert observed(run, tmp_path, table, mapped) == [["online_rate", "95.83", "210802", "2019-12"]]
    (tmp_path / "table.csv").write_text(table.replace("95.83", "95.7"), encoding="utf-8")
    wrong = run("check", tmp_path / "table.csv", "--map", tmp_path / "map.yaml", *AS_OF)
    assert wrong.code == 2
    assert "table.csv:2:4: error [share] online_rate is reported as 95.7%" in wrong.err


def test_a_column_beyond_the_header_of_a_sheet(run: Run, tmp_path: Path) -> None:
    sheets = {"表": [["地区"], ["站前区", 15]]}
    mapped = """\
tables:
- period: 2019-12
  columns:
  - {column: B, metric: queue_wait, unit: 分钟}
"""
    assert observed(run, tmp_path, sheets, mapped) == [["queue_wait", "15", "210802", "2019-12"]]


def test_a_map_of_a_sheet_that_is_left_out(run: Run, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["指标", "数值", "单位", "地区"],
        ["排队时间", 15, "分钟", "站前区"],
    ]
    mapped = "tables:\n- {sheet: 甲, period: 2019-12}\n- {sheet: 乙, period: 2019-11}\n"
    expected = [["queue_wait", "15", "210802", "2019-12"]]
    assert observed(run, tmp_path, {"甲": rows, "乙": rows}, mapped, "--sheet", "甲") == expected
    run("check", tmp_path / "table.xlsx", "--map", tmp_path / "map.yaml", *AS_OF)
    workbook({"甲": rows}).save(tmp_path / "table.xlsx")
    result = run("check", tmp_path / "table.xlsx", "--map", tmp_path / "map.yaml", *AS_OF)
    assert f"{(tmp_path / 'map.yaml').as_posix()}:3:3: warning [map]" in result.err
    explained = run(
        "check", tmp_path / "table.xlsx", "--map", tmp_path / "map.yaml", "--explain-columns"
    )
    assert "warning [map]" in explained.err


def test_a_sheet_that_a_map_names_must_be_understood(run: Run, tmp_path: Path) -> None:
    words: list[list[object]] = [["请逐项填写。"]]
    rows: list[list[object]] = [
        ["指标", "数值", "单位", "地区"],
        ["排队时间", 15, "分钟", "站前区"],
    ]
    workbook({"甲": rows, "乙": words}).save(tmp_path / "t.xlsx")
    mapped = tmp_path / "map.yaml"
    mapped.write_text("tables:\n- {sheet: 甲, period: 2019-12}\n", encoding="utf-8")
    assert run("check", tmp_path / "t.xlsx", "--map", mapped, *AS_OF).code == 0
    both = "tables:\n- {sheet: 甲, period: 2019-12}\n- {sheet: 乙, period: 2019-12}\n"
    mapped.write_text(both, encoding="utf-8")
    result = run("check", tmp_path / "t.xlsx", "--map", mapped, *AS_OF)
    assert result.code == 2
    assert "乙" in result.err


def test_the_schema_is_printed(run: Run) -> None:
    schema: Any = json.loads(run("schema", "map").out)
    assert schema["$id"] == "map.schema.json"
    assert set(schema["$defs"]) >= {"TableMap", "MapColumn", "Holds"}
