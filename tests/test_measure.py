"""banshi measure: files of cases through the real command."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT, Result, Run

CASES = ROOT / "tests" / "cases"
ENGINES = ("python", "duckdb")
PROFILE = """\
columns:
  id: [编号, case_id]
  region: 地区
  organisation: 部门
  channel: 渠道
  queued: 取号
  called: 叫号
  accepted: 受理
  completed: 办结
  paused: 补正起
  resumed: 补正止
pauses: [{from: paused, to: resumed}]
metrics:
  queue_wait: {from: queued, to: called, unit: minute, statistic: max, where: {channel: 窗口}}
  handling_time:
    {from: accepted, to: completed, unit: workday, statistic: mean, pauses: true,
     limit: {value: 5, unit: workday}}
  online_filing_rate: {share: {column: channel, in: [网上, 掌上]}, month_of: accepted}
"""
HEADER = "编号,地区,部门,渠道,取号,叫号,受理,办结,补正起,补正止"


def write(folder: Path, *rows: str, header: str = HEADER, name: str = "cases.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "profile.yaml"
    file.write_text(PROFILE, encoding="utf-8")
    return file


def figures(result: Result) -> dict[tuple[str, ...], str]:
    """Return the values of a metrics file by metric, region, organisation, item and period."""
    rows = list(csv.reader(io.StringIO(result.out)))
    assert rows[0] == ["metric", "value", "unit", "region", "organisation", "item", "period"]
    return {(row[0], *row[3:]): row[1] for row in rows[1:]}


@pytest.mark.parametrize("engine", ENGINES)
def test_workdays_counted_by_hand(run: Run, engine: str) -> None:
    file = CASES / "workdays-2018-2020.csv"
    result = run(
        "measure", file, "--profile", CASES / "workdays.yaml", "--by", "item,year",
        "--as-of", "2020-12-31", "--engine", engine,
    )  # fmt: skip
    assert result.code == 0, result.err
    found = {key[3]: value for key, value in figures(result).items() if key[3]}
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert len(rows) == 40
    assert found == {row["case"]: row["workdays"] for row in rows}


WHOLE = (
    "1,站前区,甲,窗口,2019-11-01 09:00,2019-11-01 09:12:30,2019-11-01 09:20,2019-11-04 10:00,,",
    "2,站前区,甲,网上,,,2019/11/4 9:00,2019/11/12 17:00,2019/11/5 9:00,2019/11/7 9:00",
    "3,西市区,乙,窗口,2019-11-05 09:00,2019-11-05 09:31,2019-11-05 09:31,2019-11-05 10:00,,",
)


@pytest.mark.parametrize("engine", ENGINES)
def test_totals_are_made_of_cases(run: Run, tmp_path: Path, profile: Path, engine: str) -> None:
    file = write(tmp_path, *WHOLE)
    result = run(
        "measure", file, "--profile", profile, "--by", "region,organisation,month",
        "--as-of", "2019-12-31", "--engine", engine,
    )  # fmt: skip
    assert result.code == 0, result.err
    found = figures(result)
    # 4 Nov is one workday after 1 Nov; 5 to 12 Nov are six, of which the pause takes 6 and 7 Nov.
    assert found["handling_time", "站前区", "", "", "2019-11"] == "2.5"
    assert found["handling_time", "西市区", "乙", "", "2019-11"] == "0"
    assert found["handling_time", "营口市", "", "", "2019-11"] == "1.666667"  # not 1.25
    assert found["queue_wait", "营口市", "甲", "", "2019-11"] == "12.5"
    assert found["queue_wait", "营口市", "", "", "2019-11"] == "31"
    assert found["online_filing_rate", "营口市", "", "", "2019-11"] == "33.333333"
    assert found["overdue_open", "营口市", "", "", "2019-12-31"] == "0"
    assert not any(region == "辽宁省" for _, region, *_ in found), "the city is the whole here"


def test_check_reads_the_result_without_a_note(run: Run, tmp_path: Path, profile: Path) -> None:
    file, out = write(tmp_path, *WHOLE), tmp_path / "metrics.csv"
    assert run("measure", file, "--profile", profile, "--as-of", "2019-12-31", "-o", out).code == 0
    result = run("check", out, "--as-of", "2019-12-31", "--plan", "yingkou-2019-26")
    assert result.code == 1
    notes = result.err.splitlines()
    assert all("no selected plan has a target for them" in note for note in notes), notes
    assert "31 min" in result.out
    assert run("measure", file, "--profile", profile, "-o", profile).code == 2, "not its own file"


FAULTS = (
    *WHOLE,
    "3,西市区,乙,窗口,2019-11-05 9:00,2019/11/5 9:31,2019-11-05 09:31,2019-11-05 10:00,,",  # again
    ",站前区,甲,网上,,,2019-11-01,2019-11-02,,",
    "4,站前区,甲,网上,,,2019-11-01,2019-11-02,,",
    "4,站前区,甲,网上,,,2019-11-01,2019-11-03,,",
    "5,西市取,甲,网上,,,2019-11-01,2019-11-02,,",
    "6,站前区,甲,窗口,2019-11-01 09:00,2019-11-01 08:59,2019-11-01,,,",
    "7,站前区,甲,窗口,,2019-11-01 08:59,2019-11-01,2020-01-02,,",
    "8,站前区,甲,网上,,,昨天,2019-11-02,,",
    "9,站前区,甲,网上,,,2019-11-01,2019-11-22,2019-11-04,2019-11-03",
)


@pytest.mark.parametrize("engine", ENGINES)
def test_faulty_cases_are_told_and_listed(
    run: Run, tmp_path: Path, profile: Path, engine: str
) -> None:
    file, listed = write(tmp_path, *FAULTS), tmp_path / "rejects.csv"
    command = ("measure", file, "--profile", profile, "--as-of", "2019-12-31", "--engine", engine)
    result = run(*command, "--rejects", listed)
    assert result.code == 0, result.err
    assert result.err.splitlines() == [
        (
            "12 cases: 7 looked at, 1 said again, 1 × without a case number,"
            " 2 × case number that stands for different things, 1 × unknown region"
        ),
        (
            "queue_wait: 2 measured, 3 of another kind, 1 × without a time,"
            " 1 × finished before it began"
        ),
        (
            "handling_time: 3 measured, 1 open, 1 × time not understood,"
            " 1 × after the day asked for, 1 × pause not understood"
        ),
        "online_filing_rate: 6 measured, 1 × time not understood",
        "1 open case is over its limit (overdue_open)",
        "1 case of the unknown region 西市取; did you mean 西市, 西市区?",
    ]
    rows = list(csv.reader(io.StringIO(listed.read_text(encoding="utf-8-sig"))))
    assert [row[1:5] for row in rows[1:]] == [
        ["6", "", "", "case-number"],
        ["7", "4", "", "contradiction"],
        ["8", "4", "", "contradiction"],
        ["9", "5", "", "region"],
        ["10", "6", "queue_wait", "order"],
        ["11", "7", "queue_wait", "no-time"],
        ["11", "7", "handling_time", "future"],
        ["12", "8", "handling_time", "time"],
        ["12", "8", "online_filing_rate", "time"],
        ["13", "9", "handling_time", "pause"],
    ]
    assert {row[0] for row in rows[1:]} == {file.as_posix()}
    assert figures(result)["overdue_open", "站前区", "", "", "2019-12-31"] == "1"


def test_too_many_rejects_are_wrong_input(run: Run, tmp_path: Path, profile: Path) -> None:
    file, out = write(tmp_path, *FAULTS), tmp_path / "out.csv"
    command = ("measure", file, "--profile", profile, "--as-of", "2019-12-31", "-o", out)
    refused = run(*command, "--max-rejects", "1%")
    assert refused.code == 2
    assert "8 of 12 cases are faulty" in refused.err
    assert not out.exists()
    assert run(*command, "--max-rejects", "7").code == 2
    assert run(*command, "--max-rejects", "8").code == 0
    assert run(*command, "--max-rejects", "viele").code == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_pauses_are_merged_and_clipped(run: Run, tmp_path: Path, engine: str) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text(
        "columns: {id: id, a: a, b: b, p: p, q: q, r: r, s: s}\n"
        "fixed: {region: 营口市}\n"
        "pauses: [{from: p, to: q}, {from: r, to: s}]\n"
        "metrics:\n"
        "  queue_wait: {from: a, to: b, unit: minute, statistic: max, pauses: true}\n",
        encoding="utf-8",
    )
    row = "1,2019-11-01 09:00,2019-11-01 10:00,{}"
    for pauses, minutes in (
        ("2019-11-01 09:10,2019-11-01 09:30,2019-11-01 09:20,2019-11-01 09:40", "30"),
        ("2019-11-01 08:00,2019-11-01 09:15,,", "45"),
        ("2019-11-01 09:50,,,", "50"),
        ("2019-11-01 10:30,2019-11-01 11:00,2019-10-01,2019-10-02", "60"),
        ("2019-11-01 09:10,2019-11-01 09:50,2019-11-01 09:20,2019-11-01 09:30", "20"),
    ):
        file = write(tmp_path, row.format(pauses), header="id,a,b,p,q,r,s")
        result = run(
            "measure", file, "--profile", profile, "--as-of", "2019-12-31", "--engine", engine
        )
        assert figures(result)["queue_wait", "营口市", "", "", "2019-11"] == minutes


@pytest.mark.parametrize("engine", ENGINES)
def test_a_year_without_notice_is_named_until_a_calendar_is_given(
    run: Run, tmp_path: Path, profile: Path, engine: str
) -> None:
    file = write(tmp_path, "1,站前区,甲,网上,,,2026-12-31,2027-01-05,,")
    command = ("measure", file, "--profile", profile, "--as-of", "2027-06-01", "--engine", engine)
    refused = run(*command)
    assert refused.code == 2
    assert "no published working-day calendar for 2027" in refused.err
    calendar = tmp_path / "calendar.yaml"
    calendar.write_text(
        "years:\n- year: 2027\n  notice: 假定\n  days_off: [2027-01-01]\n"
        "  working_weekends: [2027-01-03]\n",
        encoding="utf-8",
    )
    result = run(*command, "--calendar", calendar)
    assert result.code == 0, result.err
    assert figures(result)["handling_time", "站前区", "", "", "2027-01"] == "3"  # 3, 4 and 5 Jan
    calendar.write_text(
        "years:\n- year: 2027\n  notice: 假定\n  days_off: [2026-01-01]\n"
        "  working_weekends: [2027-01-04]\n",
        encoding="utf-8",
    )
    assert "2026-01-01 is no day of 2027" in run(*command, "--calendar", calendar).err


@pytest.mark.parametrize("engine", ENGINES)
def test_time_limits_by_the_calendar(run: Run, tmp_path: Path, engine: str) -> None:
    """Six months end on the same day, or the last of the month; days count as the law has it."""
    profile = tmp_path / "profile.yaml"
    for limit, end, share in (
        ("{value: 6, unit: month}", "2020-02-29", "100"),
        ("{value: 6, unit: month}", "2020-03-01", "0"),
        ("{value: 1, unit: year}", "2020-08-31", "100"),
        ("{value: 7, unit: workday}", "2019-09-10", "100"),
        ("{value: 7, unit: workday}", "2019-09-11", "0"),
        ("{value: 7, unit: day}", "2019-09-07 23:59:59", "100"),
        ("{value: 7, unit: day}", "2019-09-08", "0"),
        ("{value: 0.5, unit: hour}", "2019-08-31 17:00:00", "100"),
        ("{value: 0.5, unit: hour}", "2019-08-31 17:00:01", "0"),
    ):
        profile.write_text(
            "columns: {a: a, b: b}\nfixed: {region: 营口市}\nmetrics:\n"
            f"  promised_limit_rate: {{share: {{from: a, to: b, within: {limit}}}}}\n",
            encoding="utf-8",
        )
        file = write(tmp_path, f"2019-08-31 16:30,{end}", header="a,b")
        result = run(
            "measure", file, "--profile", profile, "--as-of", "2020-12-31", "--by", "year",
            "--engine", engine,
        )  # fmt: skip
        assert set(figures(result).values()) == {share}, (limit, end)


@pytest.mark.parametrize("engine", ENGINES)
def test_ranks_and_limits_at_their_edges(run: Run, tmp_path: Path, engine: str) -> None:
    """Of ten waits of 1 to 10 minutes p90 is 9 and the median 5; two workdays are within two."""
    profile = tmp_path / "profile.yaml"
    rows = [f"2019-11-01 9:00,2019-11-01 9:{n:02}" for n in range(1, 11)]
    file = write(tmp_path, *rows, header="a,b")
    for statistic, minutes in (("p90", "9"), ("median", "5"), ("p95", "10"), ("mean", "5.5")):
        profile.write_text(
            "columns: {a: a, b: b}\nfixed: {region: 营口市}\nmetrics:\n"
            f"  queue_wait: {{from: a, to: b, statistic: {statistic}}}\n",
            encoding="utf-8",
        )
        command = ("measure", file, "--profile", profile, "--engine", engine, "--by", "year")
        assert set(figures(run(*command, "--as-of", "2019-12-31")).values()) == {minutes}
    profile.write_text(
        "columns: {a: a, b: b}\nfixed: {region: 营口市}\nmetrics:\n  handling_time:\n"
        "    {from: a, to: b, statistic: max, limit: {value: 2, unit: workday}}\n",
        encoding="utf-8",
    )
    file = write(tmp_path, rows[0], "2019-11-01 9:00,", header="a,b")
    for day, overdue in (("2019-11-05", "0"), ("2019-11-06", "1")):
        found = figures(run(*command, "--as-of", day))
        assert found["overdue_open", "营口市", "", "", day] == overdue


def test_a_faulty_profile_is_said_with_its_places(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text(
        "columns: {region: 地区, start: 受理, end: 办结, num: 数}\n"
        "metrics:\n"
        "  handling_tim: {from: start, to: end, statistic: mean}\n"
        "  queue_wait: {from: start, to: ende, unit: workday, statistic: mean}\n"
        "  handling_time: {from: start, to: end, statistic: avg}\n"
        "  visits: {count: true, sum: num}\n",
        encoding="utf-8",
    )
    file = write(tmp_path, "a", header="地区")
    said = run("measure", file, "--profile", profile).err.replace(profile.as_posix(), "P")
    assert "P:5:52: error [choice] avg is not one of max, mean" in said
    assert "P:6:11: error [one-way] exactly one of from, share, count, sum, distinct" in said
    text = profile.read_text(encoding="utf-8")
    profile.write_text("".join(text.splitlines(keepends=True)[:4]), encoding="utf-8")
    said = run("measure", file, "--profile", profile).err.replace(profile.as_posix(), "P")
    assert "P:3:17: error [unknown-name] no metric handling_tim; did you mean handling_time" in said
    assert ": error [unit] queue_wait is counted in minute: workday does not" in said


def test_files_that_are_no_tables_of_cases(run: Run, tmp_path: Path, profile: Path) -> None:
    lost = write(tmp_path, "1,站前区", header="编号,地 区", name="lost.csv")
    said = run("measure", lost, "--profile", profile).err
    assert f"{lost.as_posix()}:1: error [header] no column 渠道" in said
    assert "no column 地区" not in said, "white space does not count"
    for engine in ENGINES:
        uneven = write(tmp_path, *WHOLE, "9,站前区", name="uneven.csv")
        result = run("measure", uneven, "--profile", profile, "--engine", engine)
        assert result.code == 2
        assert f"{uneven.as_posix()}:5: error [cells] 2 cells in a row, 10 in the header" in (
            result.err
        )
        open_ = write(tmp_path, WHOLE[0], '"9' + WHOLE[1][1:], name="open.csv")
        assert "[quoting]" in run("measure", open_, "--profile", profile, "--engine", engine).err
    assert run("measure", tmp_path / "none*.csv", "--profile", profile).code == 2
    assert run("measure", lost, "--profile", profile, "--by", "region").code == 2
    assert run("measure", lost, "--profile", profile, "--by", "region,mond").code == 2
    assert run("measure", lost).code == 2
    assert run("measure").code == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_any_form_of_the_same_cases_gives_the_same_bytes(
    run: Run, tmp_path: Path, profile: Path, engine: str
) -> None:
    command = ("--profile", profile, "--as-of", "2019-12-31", "--engine", engine)
    expected = run("measure", write(tmp_path, *FAULTS), *command).out
    folder = tmp_path / "folder"
    folder.mkdir()
    cells = [row.split(",") for row in (HEADER, *FAULTS)]
    turned = ["\t".join(reversed(row)) for row in [cells[0], *cells[6:]]]
    (folder / "a.txt").write_bytes("\r\n".join(turned).encode("gb18030"))
    first = ["；".join(row).replace("；", ";") for row in cells[:6]]
    (folder / "b.CSV").write_bytes("\n".join(first).encode("utf-16"))
    assert run("measure", folder, *command).out == expected
    assert run("measure", f"{folder}/*", *command).out == expected
    assert list(tmp_path.glob("**/banshi-*")) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_parquet_gives_the_same_bytes(run: Run, tmp_path: Path, profile: Path, engine: str) -> None:
    import datetime as dt

    import pyarrow as pa
    import pyarrow.parquet as pq

    command = ("--profile", profile, "--as-of", "2019-12-31", "--engine", engine)
    expected = run("measure", write(tmp_path, *WHOLE), *command).out
    rows = [row.split(",") for row in WHOLE]

    def time_of(text: str, zone: dt.timezone | None = None) -> dt.datetime | None:
        if not text:
            return None
        day, _, clock = text.replace("/", "-").partition(" ")
        year, month, date = map(int, day.split("-"))
        hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
        return dt.datetime(year, month, date, hour, minute, second, 999_000, tzinfo=zone)

    china = dt.timezone(dt.timedelta(hours=8))
    columns: dict[str, pa.Array] = {}
    for number, name in enumerate(HEADER.split(",")):
        texts = [row[number] for row in rows]
        if number == 0:
            columns[name] = pa.array([int(text) for text in texts])
        elif number in {4, 5, 8, 9}:
            columns[name] = pa.array([time_of(text) for text in texts], pa.timestamp("ms"))
        elif number == 6:
            columns[name] = pa.array(
                [time_of(text, china) for text in texts], pa.timestamp("us", "UTC")
            )
        else:
            columns[name] = pa.array([text or None for text in texts])
    file = tmp_path / "cases.parquet"
    pq.write_table(pa.table(columns), file)
    result = run("measure", file, *command)
    assert result.out == expected, result.err


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_words_stay_words(run: Run, tmp_path: Path, engine: str) -> None:
    evil = "'); drop table cases; --"
    profile = tmp_path / "profile.yaml"
    profile.write_text(
        f'columns: {{region: 地区, organisation: "{evil}", "{evil}": "a\\"b", t: 时间}}\n'
        f'metrics: {{citywide_processing_items: {{count: true, where: {{"{evil}": "{evil}"}}}}}}\n'
        "month_of: t\n",
        encoding="utf-8",
    )
    file = tmp_path / "cases.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["地区", evil, 'a"b', "时间"])
        writer.writerow(["站前区", "=1+1\x1b[31m", evil, "2019-11-01"])
        writer.writerow(["站前区", "=1+1\x1b[31m", "'", "2019-11-01"])
    result = run(
        "measure", file, "--profile", profile, "--by", "region,organisation,month",
        "--as-of", "2019-12-31", "--engine", engine,
    )  # fmt: skip
    assert result.code == 0, result.err
    assert "citywide_processing_items,1,item,站前区,'=1+1\\x1b[31m,,2019-11\n" in result.out


def spawn(arguments: Sequence[str | Path], folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "banshi", *map(str, arguments)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, profile: Path, engine: str) -> None:
    line = WHOLE[0].partition(",")[2]
    file = tmp_path / "cases.csv"
    with file.open("w", encoding="gb18030") as out:
        out.write(HEADER + "\n")
        out.writelines(f"{n},{line}\n" for n in range(1_000_000))
    held = tmp_path / "held"
    held.mkdir()
    out_file = tmp_path / "out.csv"
    process = spawn(
        ["measure", file, "--profile", profile, "--engine", engine, "-o", out_file], held
    )
    while not list(held.iterdir()) and process.poll() is None:
        time.sleep(0.01)  # it has begun when it keeps something
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130, said
    assert not out_file.exists()
    assert list(held.iterdir()) == []
