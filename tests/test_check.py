"""`banshi check` end to end: real files through the real command."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from banshi.cli.reports import CSV_FIRST_LINE
from tests.conftest import EXAMPLES, ROOT, Run, write_csv

AS_OF = ("--as-of", "2019-12-31", "--plan", "yingkou-2019-26")

# One row for every target of the 2019 plan, all satisfied; each level that must report does.
ALL_MET = [
    "queue_wait,15,minute,营口市,2019-12",
    *(f"visits,1,item,{code},2019-12" for code in (210800, 210802, 210803, 210804, 210811)),
    *(f"visits,0,item,{code},2019-12" for code in (210881, 210882)),
    "no_visit_items,30,item,营口市,2019-12",
    *(
        f"online_rate,100,percent,{code},2019-12"
        for code in (210800, 210802, 210803, 210804, 210811, 210881, 210882)
    ),
    "power_connection_time,15,workday,营口市,2019-12",
    "online_power_application_rate,95,percent,营口市,2019-12",
    "school_district_coverage,100,percent,营口市,2019-12",
    "backlog_clearance_rate,30,percent,营口市,2019-12",
    "inspection_rate_general_credit,10,percent,营口市,2019-12",
    "inspection_rate_advanced_certified,2,percent,营口市,2019-12",
    "inspection_rate_general_certified,5,percent,营口市,2019-12",
    "security_check_time,20,minute,营口市,2019-12",
    "complaint_closure_rate,80,percent,营口市,2019-12",
]


def test_the_examples_hold_violations(run: Run) -> None:
    result = run("check", *EXAMPLES, *AS_OF)
    assert result.code == 1
    assert result.last == (
        "12 targets: 5 met, 4 violated, 1 behind, 1 unreported, 1 pending;"
        " 2 milestones: 0 done, 2 overdue"
    )
    for part in ("× violated", "Queueing time", "≤ 15 min", "22 min", "+7 min", "+46.7%"):
        assert part in result.out
    assert "sample-divisions.csv:18" in result.out
    assert "市营商局" in result.out
    targets = result.out.split("× overdue")[0]
    verdicts = [line.split()[1] for line in targets.splitlines() if line[:2] in {"× ", "! ", "? "}]
    assert verdicts == sorted(verdicts, key=["violated", "behind", "unreported"].index)


def test_verbose_adds_the_evidence_and_what_is_met(run: Run) -> None:
    short, long = run("check", *EXAMPLES, *AS_OF), run("check", *EXAMPLES, *AS_OF, "-v")
    assert "排队（号）时间不超过15分钟" not in short.out
    assert "√ met" not in short.out
    assert "排队（号）时间不超过15分钟" in long.out
    assert "√ met" in long.out


def test_all_met_is_zero_and_every_limit_is_inclusive(run: Run, tmp_path: Path) -> None:
    result = run("check", write_csv(tmp_path, *ALL_MET), *AS_OF)
    assert result.last.startswith("12 targets: 12 met, 0 violated, 0 behind, 0 unreported;")
    assert result.code == 0
    assert result.err == ""


@pytest.mark.parametrize("number", range(len(ALL_MET)))
def test_removing_a_row_never_makes_a_violation_or_hides_one(
    run: Run, tmp_path: Path, number: int
) -> None:
    rows = [row for index, row in enumerate(ALL_MET) if index != number]
    result = run("check", write_csv(tmp_path, *rows), *AS_OF)
    assert "0 violated" in result.last
    assert "12 met" not in result.last


def test_faulty_cells_are_named_and_good_rows_are_judged(run: Run, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path,
        "queue_wiat,15,minute,营口市,2019-12",
        "queue_wait,15,minutte,营口市,2019-12",
        "queue_wait,15,minute,营口是,2019-12",
        "queue_wait,15,minute,营口市,2019-13",
        "queue_wait,1_000,minute,营口市,2019-12",
        "queue_wait,22,minute,站前区,2019-12",
    )
    result = run("check", file, *AS_OF)
    assert result.code == 2
    name = file.as_posix()
    for place, words in {
        "2:1": ("unknown metric queue_wiat", "queue_wait"),
        "3:3": ("unknown unit minutte", "minute"),
        "4:4": ("unknown region 营口是", "营口市"),
        "5:5": ("2019-13 is no period", "2019-08"),
        "6:2": ("1_000 is no number", "99.95"),
    }.items():
        (line,) = [line for line in result.err.splitlines() if line.startswith(f"{name}:{place}:")]
        assert all(word in line for word in words), line
    assert "22 min" in result.out
    assert "1 violated" in result.last
    assert run("check", file, *AS_OF, "--ignore-input-errors").code == 1


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "1_000",
        "٣",
        "९५",
        "𝟗𝟓",
        "1e3",
        "0x10",
        "1,00",
        "1 5",
        "0,958",
    ],
)
def test_what_is_no_plain_number_is_never_a_pass(run: Run, tmp_path: Path, value: str) -> None:
    file = write_csv(tmp_path, f'queue_wait,"{value}",minute,营口市,2019-12')
    result = run("check", file, *AS_OF)
    assert result.code == 2
    assert f"{file.as_posix()}:2:2: error" in result.err
    assert "0 met" in result.last


def test_no_digit_is_rounded_away(run: Run, tmp_path: Path, small_registry: Path) -> None:
    arguments = ("--registry", small_registry, "--as-of", "2019-12-31")
    met = write_csv(tmp_path, "supply_reliability,99.950,percent,营口市,2019-12")
    assert run("check", met, *arguments).code == 0
    missed = write_csv(tmp_path, "supply_reliability,99.949999999999999999,percent,营口市,2019-12")
    result = run("check", missed, *arguments)
    assert result.code == 1
    assert "99.949999999999999999%" in result.out
    assert "≥ 99.95%" in result.out
    assert "-0.000000000000000001 points" in result.out
    assert "-<0.1%" in result.out


def test_the_json_and_the_csv_say_what_the_table_says(run: Run) -> None:
    table = run("check", *EXAMPLES, *AS_OF)
    result = json.loads(run("check", *EXAMPLES, *AS_OF, "-f", "json").out)
    summary = result["summary"]
    assert summary["exit_code"] == table.code == 1
    assert (summary["met"], summary["violated"], summary["pending"]) == (5, 4, 1)
    assert [entry["name"].rsplit("/", 1)[1] for entry in result["inputs"]] == [
        "sample-city.csv",
        "sample-divisions.csv",
    ]
    worst = next(o for o in result["outcomes"] if o["metric"] == "queue_wait")
    assert worst["required"]["value"] == "15"
    assert worst["reported"]["value"] == "22"
    assert worst["gap"] == {
        "value": "7",
        "unit": "minute",
        "percent": "140/3",
        "text": "+7 min",
        "percent_text": "+46.7%",
    }
    # In a spreadsheet a fraction would become a date.
    table_rows = run("check", *EXAMPLES, *AS_OF, "-f", "csv").out
    shown = list(csv.DictReader(io.StringIO(table_rows)))
    assert "46.6666666667" in {row["gap_percent"] for row in shown}
    assert not any(
        "/" in row[name] for row in shown for name in ("gap", "gap_percent", "threshold")
    )
    assert worst["evidence"] == "排队（号）时间不超过15分钟"
    rows = run("check", *EXAMPLES, *AS_OF, "-f", "csv").out.splitlines()
    assert len(rows) == 1 + summary["outcomes"] + len(result["milestones"])


def test_the_same_input_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    outputs = []
    for zone, seed, lang in (("Pacific/Auckland", "1", "C"), ("UTC", "2", "zh_CN.UTF-8")):
        done = subprocess.run(
            [sys.executable, "-m", "banshi", "check", *EXAMPLES, *AS_OF, "-f", "json", "--lang=en"],
            env={"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": lang, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
            cwd=tmp_path,
        )
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["summary"]["exit_code"] == 1
    assert run("check", *EXAMPLES, *AS_OF, "-f", "json").out.encode() == outputs[0]


def test_the_order_of_rows_and_line_ends_change_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "metrics.csv"
    text = Path(EXAMPLES[1]).read_text(encoding="utf-8")
    header, *rows = text.splitlines()

    def verdicts(data: bytes) -> list[tuple[str, ...]]:
        file.write_bytes(data)
        outcomes = json.loads(run("check", file, *AS_OF, "-f", "json").out)["outcomes"]
        return [(o["id"], o["status"], str(o["region"]), str(o["gap"])) for o in outcomes]

    plain = verdicts(text.encode())
    assert verdicts("\n".join([header, *reversed(rows)]).encode()) == plain
    assert verdicts(text.replace("\n", "\r\n").encode()) == plain
    assert verdicts(text.encode("utf-8-sig")) == plain
    assert verdicts(text.encode("gb18030")) == plain
    assert verdicts(text.encode("utf-16")) == plain
    assert verdicts(text.replace(",", "\t").encode()) == plain


def test_standard_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "banshi", "check", "-", *AS_OF],
        input=Path(EXAMPLES[1]).read_bytes(),
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1
    assert b"<stdin>:18" in done.stdout


def test_without_metrics_it_says_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.code == 2
    assert "banshi.toml" in result.err


@pytest.mark.parametrize("file", ["banshi.toml", "pyproject.toml"])
def test_the_settings_name_the_metrics(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    head = "[tool.banshi]\n" if file == "pyproject.toml" else ""
    (tmp_path / file).write_text(f'{head}metrics = ["metrics.csv"]\nas-of = "2019-12-31"\n')
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    result = run("check")
    assert result.code == 1
    assert f"{Path('..', 'metrics.csv')}: 1 row" in result.out, "not where it lies on this machine"
    assert run("check", "--as-of", "2019-01-01").code == 2, "a flag outranks the settings"
    monkeypatch.setenv("BANSHI_AS_OF", "2019-01-01")
    assert run("check").code == 2, "the environment outranks the settings"
    assert run("check", "--as-of", "2019-12-31").code == 1, "a flag outranks the environment"


def test_one_value_needs_no_list_in_the_settings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    text = 'metrics = "metrics.csv"\nplan = "yingkou-2019-26"\nas-of = 2019-12-31\n'
    (tmp_path / "banshi.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.code == 1
    assert result.last.startswith("12 targets")


def test_an_unknown_setting_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "banshi.toml").write_text('metric_files = "x"\n')
    result = run("check")
    assert result.code == 2
    assert "unknown setting metric_files" in result.err


def test_the_gates(run: Run, tmp_path: Path) -> None:
    behind = write_csv(tmp_path, "online_rate,99,percent,营口市,2019-12")
    only = ("--metric", "online_rate", "--region", "营口市")
    assert run("check", behind, *AS_OF, *only).code == 0
    assert run("check", behind, *AS_OF, *only, "--fail-on", "warning").code == 1
    late = ("--as-of", "2020-01-01", "--plan", "yingkou-2019-26")
    assert run("check", behind, *late, *only).code == 1
    assert run("check", behind, *late, *only, "--fail-on", "never").code == 0
    assert run("check", behind, *late, *only, "--exit-zero").code == 0
    met = write_csv(tmp_path, "queue_wait,1,minute,营口市,2019-12")
    assert run("check", met, *AS_OF).code == 0
    assert run("check", met, *AS_OF, "--strict").code == 1


@pytest.mark.parametrize(
    ("option", "value", "near"),
    [
        ("--plan", "yingkou-2019-62", "yingkou-2019-26"),
        ("--metric", "queue_wiat", "queue_wait"),
        ("--org", "市营商居", "市营商局"),
        ("--region", "营口是", "营口市"),
        ("--task", "99", ""),
        ("--fail-on", "warn", "warning"),
        ("--format", "jsn", "json"),
        ("--as-of", "2019-02-30", ""),
        ("--as-of", "yesterday", "2019-11-30"),
        ("--lang", "fr", "zh"),
        ("--color", "alway", "always"),
    ],
)
def test_an_option_that_matches_nothing_is_wrong_usage(
    run: Run, option: str, value: str, near: str
) -> None:
    as_of = () if option == "--as-of" else AS_OF
    result = run("check", *EXAMPLES, *as_of, option, value)
    assert result.code == 2
    assert value in result.err
    assert near in result.err
    assert result.out == ""


def test_selections_narrow_what_is_checked(run: Run) -> None:
    queue = run("check", *EXAMPLES, *AS_OF, "--metric", "queue_minutes")
    assert queue.last == "1 target: 0 met, 1 violated, 0 behind, 0 unreported"
    region = run("check", *EXAMPLES, *AS_OF, "--region", "老边区", "--task", "1")
    assert region.code == 0
    court = run("check", *EXAMPLES, *AS_OF, "--org", "市法院")
    assert court.last.startswith("1 target: 1 met")
    by_number = run("check", *EXAMPLES, *AS_OF, "--plan", "营委办发*", "--task", "yingkou-*/6")
    assert by_number.last.startswith("1 target: 1 met")


def test_rows_without_a_region(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "metrics.csv"
    file.write_text("metric,value,unit,period\nqueue_wait,22,minute,2019-12\n")
    refused = run("check", file, *AS_OF)
    assert refused.code == 2
    assert "--region" in refused.err
    taken = run("check", file, *AS_OF, "--region", "站前区")
    assert taken.code == 1
    assert "Zhanqian District 2019-12" in taken.out


def test_the_words_for_the_jurisdiction_itself(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,22,minute,全市,2019-12")
    assert "Yingkou 2019-12" in run("check", file, *AS_OF, "--plan", "yingkou-2019-26").out


def test_rows_that_no_target_uses_are_said(run: Run, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path,
        "queue_wait,1,minute,营口市,2019-12",
        "queue_wait,1,minute,抚顺市,2019-12",
        "queue_wait,1,minute,营口市,2019-06",
        "queue_wait,1,minute,营口市,2020-01",
        "handling_time,1,workday,营口市,2019-12",
    )
    err = run("check", file, *AS_OF, "--plan", "yingkou-2019-26").err
    assert "1 row of queue_wait is from outside the plan's jurisdiction" in err
    assert "1 row of queue_wait is of a period before the plan's issue" in err
    assert "1 row of queue_wait is of a period that had not ended" in err
    assert "1 row of handling_time: no selected plan has a target for it" in err


def test_nothing_judged_is_no_pass(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,1,minute,抚顺市,2019-12")
    result = run("check", file, *AS_OF, "--plan", "yingkou-2019-26")
    assert result.code == 2
    assert "nothing was checked" in result.err


def test_missing_files_and_folders(run: Run, tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").touch()
    missing = run("check", tmp_path / "metric.csv")
    assert missing.code == 2
    assert "did you mean metrics.csv?" in missing.err
    assert run("check", tmp_path).code == 2
    assert run("check", "-", "-").code == 2


def test_output_goes_to_a_file_by_its_suffix(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    assert run("check", *EXAMPLES, *AS_OF, "-o", out).code == 1
    assert json.loads(out.read_text(encoding="utf-8"))["command"] == "check"
    assert run("check", *EXAMPLES, *AS_OF, "-o", out).code == 1, "its own file is overwritten"
    table = tmp_path / "result.csv"
    assert run("check", *EXAMPLES, *AS_OF, "-o", table).code == 1
    assert run("check", *EXAMPLES, *AS_OF, "-o", table).code == 1
    assert table.read_text(encoding="utf-8-sig").startswith(CSV_FIRST_LINE)


def test_a_foreign_file_is_left_alone(run: Run, tmp_path: Path) -> None:
    foreign = tmp_path / "letter.json"
    foreign.write_text("dear reader")
    result = run("check", *EXAMPLES, *AS_OF, "-o", foreign)
    assert result.code == 2
    assert "--force" in result.err
    assert foreign.read_text() == "dear reader"
    assert run("check", *EXAMPLES, *AS_OF, "-o", foreign, "--force").code == 1
    assert run("check", *EXAMPLES, *AS_OF, "-o", tmp_path / "no" / "folder.json").code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.json"], "no half file is left"


def test_a_plain_run_imports_nothing_heavy() -> None:
    code = (
        "import sys; from banshi.cli.main import main;"
        f"main(['check', *{EXAMPLES!r}, '--as-of', '2019-12-31']);"
        "heavy = {'duckdb', 'pandas', 'numpy', 'jinja2', 'openpyxl', 'dateutil',"
        " 'chinese_calendar',"
        " 'babel', 'jsonschema', 'pyarrow', 'ibis', 'pyspark'};"
        "sys.exit(10 if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()


def test_a_value_given_twice_or_empty_is_wrong_usage(run: Run) -> None:
    twice = run("check", *EXAMPLES, "--region", "站前区", "--region=西市区")
    assert (twice.code, "--region is given twice" in twice.err) == (2, True)
    for option in ("--as-of", "--region", "--org", "--format"):
        empty = run("check", *EXAMPLES, option, "")
        assert (empty.code, f"{option} is empty" in empty.err) == (2, True)


def test_thirty_digits_are_compared_in_full(run: Run, tmp_path: Path) -> None:
    row = "queue_wait,15.0000000000000000000000000001,minute,营口市,2019-12"
    result = run("check", write_csv(tmp_path, row), *AS_OF)
    assert result.code == 1
    assert "15.0000000000000000000000000001 min" in result.out


def test_a_refused_newer_value_is_not_replaced_by_an_older_one(run: Run, tmp_path: Path) -> None:
    older = "queue_wait,10,minute,站前区,2019-11"
    for newer in (["queue_wait,22o,minute,站前区,2019-12"],
                  ["queue_wait,22,minute,站前区,2019-12", "queue_wait,23,minute,站前区,2019-12"],
                  ["queue_wait,22,minute,战前区,2019-12"]):  # fmt: skip
        file = write_csv(tmp_path, older, *newer)
        result = run("check", file, *AS_OF, "--metric", "queue_wait")
        assert result.last == "1 target: 0 met, 0 violated, 0 behind, 1 unreported"
        assert result.code == 2
    earlier = write_csv(tmp_path, older, "queue_wait,22o,minute,站前区,2019-10")
    assert "1 met" in run("check", earlier, *AS_OF, "--metric", "queue_wait").last


def test_a_citys_word_is_not_a_districts(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,22,minute,全市,2019-12")
    result = run("check", file, *AS_OF, "--region", "站前区", "--task", "1")
    assert result.code == 2
    assert " 0 met, 0 violated" in result.last


def test_a_refused_file_is_never_forgiven(run: Run, tmp_path: Path) -> None:
    good = write_csv(tmp_path, "queue_wait,1,minute,营口市,2019-12")
    bad = ROOT / "tests" / "metrics" / "bad" / "binary.csv"
    assert run("check", good, bad, *AS_OF, "--ignore-input-errors").code == 2


def test_a_misspelt_column_is_no_extra_column(run: Run, tmp_path: Path) -> None:
    header = "metric,value,unit,region,period,itme"
    file = write_csv(tmp_path, "queue_wait,1,minute,营口市,2019-12,x", header=header)
    result = run("check", file, *AS_OF)
    assert result.code == 2
    assert "unknown column itme; did you mean item?" in result.err


def test_other_peoples_files_are_never_overwritten(run: Run, tmp_path: Path) -> None:
    for name, text in (
        ("package.json", '{\n "name": "my-app"\n}\n'),
        ("README.md", "# about banshi\n"),
        ("pyproject.toml", "[tool.banshi]\n"),
    ):
        file = tmp_path / name
        file.write_text(text)
        for command in (("export",), ("tasks", "-f", "json"), ("check", *EXAMPLES, *AS_OF)):
            assert run(*command, "-o", file).code == 2
            assert file.read_text() == text
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "target.json")
    assert run("export", "-o", link).code == 0
    assert link.is_symlink()
    assert run("export", "-o", tmp_path, "--force").code == 2


def test_a_long_table_says_how_much_more_there_is(run: Run, tmp_path: Path) -> None:
    header = "metric,value,unit,region,item,period"
    rows = [f"queue_wait,22,minute,站前区,窗口{n},2019-12" for n in range(510)]
    file = write_csv(tmp_path, *rows, header=header)
    result = run("check", file, *AS_OF, "--task", "1")
    assert result.out.count("× violated") == 500
    assert "and 10 more rows; -f csv and -f json have all" in result.out
    assert run("check", file, *AS_OF, "--task", "1", "-f", "csv").out.count("violated,") == 510
