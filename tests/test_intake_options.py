"""How the options of check change what is read: --sheet, --period, --map, --explain-columns."""

import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from banshi.cli import progress as progress_module
from banshi.cli.progress import progress
from banshi.messages import say
from tests.conftest import Run, write_csv

AS_OF = ("--as-of", "2019-12-31", "--plan", "yingkou-2019-26")
WIDE = "县区,网上可办率（%）,排队时间(分钟)\n站前区,99,22\n西市区,100,10\n"
MAP = """\
tables:
- header_row: 2
  region: 营口市
  period: 2019-Q4
  columns:
  - {header: 可办, metric: online_rate, unit: "%", numerator: 可办项, denominator: 全部项}
"""
FOREIGN = "季报\n科室,可办项,全部项,可办\n窗口,95,100,95.0\n"


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for name in list(book.sheetnames):
        del book[name]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name.endswith("隐"):
            sheet.sheet_state = "hidden"
    file = folder / "book.xlsx"
    book.save(file)
    return file


def rows(value: int) -> list[list[object]]:
    return [["指标", "数值", "单位", "地区", "期间"],
            ["排队时间", value, "分钟", "站前区", "2019-12"]]  # fmt: skip


def test_a_table_without_a_period_asks_for_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    file.write_text(WIDE, encoding="utf-8")
    refused = run("check", file, *AS_OF)
    assert refused.code == 2
    assert "--period 2019-12" in refused.err
    taken = run("check", file, *AS_OF, "--period", "2019-12")
    assert taken.code == 1
    assert "Zhanqian District 2019-12" in taken.out
    assert run("check", file, *AS_OF, "--period", "December").code == 2


def test_a_period_in_the_rows_outranks_the_option(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-11")
    assert "2019-11" in run("check", file, *AS_OF, "--period", "2019-12").out


def test_sheets(run: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path, 甲=rows(10), 乙=rows(22), 旧隐=rows(99), 说明=[["请如实填报"]])
    contradicting = run("check", file, *AS_OF)
    assert contradicting.code == 2
    assert "book.xlsx:乙!B2: error [contradiction]" in contradicting.err
    assert run("check", file, *AS_OF, "--sheet", "甲", "--metric", "queue_wait").code == 0
    hidden = run("check", file, *AS_OF, "--sheet", "旧隐")
    assert "99 min" in hidden.out
    assert "旧隐!B2" in hidden.out
    unknown = run("check", file, *AS_OF, "--sheet", "甲乙")
    assert unknown.code == 2
    assert "甲" in unknown.err
    named = run("check", file, *AS_OF, "--sheet", "甲", "--sheet", "说明")
    assert named.code == 2, "a sheet that was asked for must be a table"
    result = json.loads(run("check", file, *AS_OF, "--sheet", "甲", "-f", "json").out)
    assert result["inputs"][0]["sheets"] == ["甲"]
    assert result["inputs"][0]["unread_sheets"] == ["乙", "旧隐", "说明"]


def test_a_sheet_with_figures_that_nobody_understands_is_no_pass(run: Run, tmp_path: Path) -> None:
    file = workbook(tmp_path, 甲=rows(10), 其他=[["某指标", "某值"], ["甲", 5]])
    result = run("check", file, *AS_OF)
    assert result.code == 2
    assert "book.xlsx:其他" in result.err


def test_a_sheet_a_district(run: Run, tmp_path: Path) -> None:
    table: list[list[object]] = [["指标", "数值", "单位"], ["排队时间", 22, "分钟"]]
    file = workbook(tmp_path, 站前区=table, 西市区=table)
    result = run("check", file, *AS_OF, "--period", "2019-12", "-v")
    assert result.code == 1
    for name in ("Zhanqian", "Xishi"):
        assert f"{name} District 2019-12" in result.out
    assert "站前区 is taken from" in result.err


def test_a_map_says_what_names_do_not(run: Run, tmp_path: Path) -> None:
    file, mapped = tmp_path / "foreign.csv", tmp_path / "map.yaml"
    file.write_text(FOREIGN, encoding="gb18030")
    mapped.write_text(MAP, encoding="utf-8")
    assert run("check", file, *AS_OF).code == 2
    result = json.loads(run("check", file, *AS_OF, "--map", mapped, "-f", "json").out)
    (rate,) = [o for o in result["outcomes"] if o["reported"]]
    assert (rate["metric"], rate["reported"]["value"], rate["region"]["code"]) == (
        "online_rate", "95.0", "210800",
    )  # fmt: skip
    file.write_text(FOREIGN.replace("95.0", "96.0"), encoding="gb18030")
    wrong = run("check", file, *AS_OF, "--map", mapped)
    assert wrong.code == 2
    assert "foreign.csv:3:4: error [share]" in wrong.err
    mapped.write_text(MAP.replace("online_rate", "online_rat"), encoding="utf-8")
    unknown = run("check", file, *AS_OF, "--map", mapped)
    assert unknown.code == 2
    assert "map.yaml:6:26: error [metric]" in unknown.err
    assert "did you mean online_rate" in unknown.err
    assert run("check", file, *AS_OF, "--map", tmp_path / "no.yaml").code == 2


def test_a_map_may_stand_in_the_settings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "foreign.csv").write_text(FOREIGN, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "banshi.toml").write_text('metrics = "foreign.csv"\nmap = "map.yaml"\n')
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert run("check", *AS_OF).code == 0


def test_explain_columns(run: Run, tmp_path: Path) -> None:
    file, mapped = tmp_path / "foreign.csv", tmp_path / "map.yaml"
    file.write_text(FOREIGN, encoding="utf-8")
    mapped.write_text(MAP, encoding="utf-8")
    result = run("check", "--explain-columns", file, "--map", mapped)
    assert result.code == 0
    for text in ("foreign.csv:2:4", "可办", "values of online_rate, in percent",
                 "numerator of online_rate", "region of all rows: 营口市"):  # fmt: skip
        assert text in result.out
    assert "targets" not in result.out
    blind = run("check", "--explain-columns", file)
    assert blind.code == 2
    assert "foreign.csv" in blind.err
    chinese = run("check", "--explain-columns", file, "--map", mapped, "--lang", "zh")
    assert "online_rate 的数值，单位：百分比" in chinese.out
    book = workbook(tmp_path, 甲=rows(10), 说明=[["请如实填报"]])
    shown = run("check", "--explain-columns", book)
    assert shown.code == 0
    assert "book.xlsx:甲!B1" in shown.out


def test_a_workbook_through_a_pipe(tmp_path: Path) -> None:
    file = workbook(tmp_path, 甲=rows(22))
    done = subprocess.run(
        [sys.executable, "-m", "banshi", "check", "-", *AS_OF, "--lang", "en"],
        input=file.read_bytes(),
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1, done.stderr
    assert "<stdin>:甲!B2".encode() in done.stdout


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "_QUIET_SECONDS", 0.0)
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress(say("reading")) as tell:
            assert (tell is not None) is drawn
            if tell:
                tell(1, 4)
                tell(4, 4)
        assert ("reading" in stream.getvalue()) is drawn


def test_short_work_draws_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(progress_module, "_QUIET_SECONDS", 1e9)
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(say("reading")) as tell:
        assert tell
        tell(1, 4)
    assert stream.getvalue() == ""
