"""The same figures in every dress that a department sends give the same verdicts, to the byte."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests import libreoffice
from tests.conftest import EXAMPLES, ROOT, Run

AS_OF = ("--as-of", "2019-12-31", "--plan", "yingkou-2019-26")
REGIONS = ("营口市", "站前区", "西市区", "大石桥市")
# A metric a row: name, unit, and the value of each region.
FIGURES = {
    "网上可办率": ("%", ("95.8", "100", "99.2", "88.5")),
    "排队等候时间": ("分钟", ("15", "22", "14.5", "31")),
    "到现场次数": ("次", ("1", "2", "1", "0")),
}
PERIOD = "2019-12"
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
HEADER = ("指标", "数值", "单位", "地区", "期间")
LONG = [
    (metric, values[place], unit, region, PERIOD)
    for metric, (unit, values) in FIGURES.items()
    for place, region in enumerate(REGIONS)
]


def table(rows: list[tuple[str, ...]], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def verdicts(run: Run, file: Path) -> str:
    """Return the outcomes as JSON text without the places where the values stood."""
    result = run("check", file, *AS_OF, "-f", "json")
    assert result.code == 1, result.err
    found = json.loads(result.out)
    assert not [p for p in found["problems"] if p["severity"] != "note"]
    placeless: list[Any] = []
    for outcome in found["outcomes"]:
        for value in (outcome["reported"], outcome["base"], *outcome["superseded"]):
            if value:
                for key in ("file", "line", "column", "sheet"):
                    del value[key]
        placeless.append(outcome)
    return json.dumps([placeless, found["milestones"], found["summary"]], ensure_ascii=False)


@pytest.fixture
def clean(run: Run, tmp_path: Path) -> str:
    """Return the verdicts that the plain CSV gives."""
    file = tmp_path / "clean.csv"
    file.write_text(table([HEADER, *LONG]), encoding="utf-8")
    return verdicts(run, file)


def reordered() -> list[tuple[str, ...]]:
    order = (4, 2, 0, 3, 1)
    return [tuple(row[n] for n in order) for row in [HEADER, *LONG]]


def wide() -> list[tuple[str, ...]]:
    head = tuple(f"{name}（{unit}）" for name, (unit, _) in FIGURES.items())
    rows = [
        (region, *(values[place] for _, values in FIGURES.values()))
        for place, region in enumerate(REGIONS)
    ]
    return [("营口市2019年12月统计表", "", "", ""), ("县（市）区", *head), *rows]


def by_region() -> list[tuple[str, ...]]:
    rows = [(name, unit, *values) for name, (unit, values) in FIGURES.items()]
    return [("2019年12月", "", *[""] * len(REGIONS)), ("指标名称", "计量单位", *REGIONS), *rows]


TEXTS = {
    "utf8": table([HEADER, *LONG]).encode(),
    "utf8-mark": table([HEADER, *LONG]).encode("utf-8-sig"),
    "gb18030": table([HEADER, *LONG]).encode("gb18030"),
    "utf16": table([HEADER, *LONG]).encode("utf-16"),
    "crlf": table([HEADER, *LONG], end="\r\n").encode(),
    "tabs": table([HEADER, *LONG], "\t").encode(),
    "semicolons": table([HEADER, *LONG], ";").encode("gb18030"),
    "reordered": table(reordered()).encode(),
    "reversed": table([HEADER, *LONG[::-1]]).encode(),
    "english": table([("metric", "value", "unit", "region", "period"), *LONG]).encode(),
    "wide": table(wide()).encode(),
    "by-region": table(by_region()).encode("gb18030"),
    "dressed": table(
        [HEADER, *((m, v.translate(FULL_WIDTH) + u, "", r, "2019年12月") for m, v, u, r, _ in LONG)]
    ).encode(),
}


@pytest.mark.parametrize("name", TEXTS)
def test_as_text(run: Run, tmp_path: Path, clean: str, name: str) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_bytes(TEXTS[name])
    assert verdicts(run, file) == clean


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_as_json(run: Run, tmp_path: Path, clean: str, suffix: str) -> None:
    objects = [
        {"metric": m, "value": float(v), "unit": u, "region": r, "period": p}
        for m, v, u, r, p in LONG
    ]
    texts = [json.dumps(entry, ensure_ascii=False).replace(".0,", ",") for entry in objects]
    file = tmp_path / f"figures.{suffix}"
    joined = "\n".join(texts) if suffix == "jsonl" else "[" + ",\n".join(texts) + "]"
    file.write_text(joined, encoding="utf-8")
    assert verdicts(run, file) == clean


def test_as_a_workbook(run: Run, tmp_path: Path, clean: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["营口市2019年12月统计表"])
    sheet.append(list(HEADER))
    for metric, value, unit, region, period in LONG:
        sheet.append([metric, float(value), unit, region, period])
    file = tmp_path / "figures.xlsx"
    book.save(file)
    assert verdicts(run, file) == clean


def test_as_parquet(run: Run, tmp_path: Path, clean: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = dict(zip(HEADER, map(list, zip(*LONG, strict=True)), strict=True))
    columns["数值"] = [float(value) for value in columns["数值"]]
    file = tmp_path / "figures.parquet"
    pq.write_table(pa.table(columns), file)
    assert verdicts(run, file) == clean


def test_a_workbook_that_libreoffice_wrote(run: Run, tmp_path: Path, clean: str) -> None:
    """A title, merged regions, a percent format on 0.958, full-width digits, a hidden sheet."""
    cell = libreoffice
    rows = [
        [cell.text("营口市政务服务指标统计表（2019年12月）", across=4), *[cell.covered()] * 3],
        [cell.text(word) for word in ("地区", "指标名称", "数值", "计量单位")],
    ]
    for place, region in enumerate(REGIONS):
        for number, (metric, (unit, values)) in enumerate(FIGURES.items()):
            first = cell.text(region, down=len(FIGURES)) if number == 0 else cell.covered()
            value = values[place]
            if unit == "%":
                shown = cell.percent(f"{float(value) / 100:.4f}")
            elif place % 2:
                shown = cell.number(value)
            else:
                shown = cell.text(value.translate(FULL_WIDTH))
            rows.append([first, cell.text(metric), shown, cell.text(unit)])
    rows.append([cell.text("注：以上数据由各县（市）区报送")])
    old = [[cell.text(word) for word in HEADER], [cell.text("网上可办率"), cell.number("1")]]
    file = cell.write(
        tmp_path, "report", cell.sheet("报表", *rows), cell.sheet("旧数据", *old, hidden=True)
    )
    assert verdicts(run, file) == clean
    result = json.loads(run("check", file, *AS_OF, "-f", "json").out)
    (read,) = result["inputs"]
    assert (read["format"], read["sheets"], read["unread_sheets"]) == ("xlsx", ["报表"], ["旧数据"])
    assert "数据!" not in run("check", file, *AS_OF).out
    assert "报表!C3" in run("check", file, *AS_OF, "-v").out


def outputs(arguments: list[str], folder: Path) -> set[bytes]:
    found = set()
    environments = (
        {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "UTC", "PYTHONHASHSEED": "2", "LC_ALL": "zh_CN.UTF-8"},
        {"TZ": "America/New_York", "PYTHONHASHSEED": "3", "LANG": "de_DE.UTF-8", "COLUMNS": "40"},
    )
    for environment in environments:
        kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(
            [sys.executable, "-m", "banshi", "check", *arguments, "--lang", "en"],
            env={**kept, **environment},
            capture_output=True,
            check=False,
            cwd=folder,
        )
        assert done.returncode in {1, 2}, done.stderr
        found.add(done.stdout + done.stderr)
    return found


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_zone_locale_and_hash_seed_change_no_byte(tmp_path: Path, form: str) -> None:
    for name in ("wide", "dressed"):
        (tmp_path / f"{name}.csv").write_bytes(TEXTS[name])
    files = [*EXAMPLES, "wide.csv", "dressed.csv"]
    assert len(outputs([*files, *AS_OF, "-v", "-f", form], tmp_path)) == 1


def test_a_large_file_gives_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("metric,value,unit,region,item,period\n")
        for n in range(70_000):
            value = 22 if n % 5003 == 0 else n % 15
            out.write(
                f"queue_wait,{value},minute,站前区,办事大厅第{n // 3}号窗口,2019-{10 + n % 3}\n"
            )
    assert file.stat().st_size > 4_000_000, "smaller files are read as usual"
    assert len(outputs([file.name, *AS_OF, "-f", "json"], tmp_path)) == 1
