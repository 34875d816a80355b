"""Completions in metrics files, through `banshi check` and `banshi due`."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.conftest import Run, write_csv
from tests.test_waivers import waivers
from tests.workbooks import saved

ALWAYS = ("--plan", "yingkou-2019-26", "--as-of", "2019-12-31")
LISTS = "yingkou-2019-26/2/item-lists"
PILOT = "yingkou-2019-26/5/small-circle-pilot"
ENGLISH = "milestone,completed"
CHINESE = "节点,完成日期"


def milestones(run: Run, file: Path, *arguments: str) -> dict[str, tuple[str, str | None]]:
    result = run("check", file, *ALWAYS, *arguments, "-f", "json")
    return {
        entry["id"]: (entry["status"], entry["completed"])
        for entry in json.loads(result.out)["milestones"]
    }


def test_a_completion_among_values(run: Run, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path,
        "yingkou-2019-26/2/item-lists,2019-06-28,,,2019-06",
        "queue_wait,1,minute,营口市,2019-12",
    )
    result = run("check", file, *ALWAYS)
    assert result.code == 0
    assert result.last.endswith("; 2 milestones: 1 done, 1 overdue")
    assert milestones(run, file) == {LISTS: ("done", "2019-06-28"), PILOT: ("overdue", None)}
    assert run("check", file, *ALWAYS, "--strict").code == 1


def test_completions_alone_are_something_to_check(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "yingkou-2019-26/2/item-lists,2019-06-28,,,2019-06")
    result = run("check", file, "--as-of", "2019-12-31")
    assert result.code == 0
    assert "nothing was reported for yingkou-2020-14" in result.err
    assert "nothing was reported for yingkou-2019-26" not in result.err


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (ENGLISH, LISTS),
        (ENGLISH, "item-lists"),
        (ENGLISH, "2/item-lists"),
        (CHINESE, "市县两级高频事项清单"),
    ],
)
@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        ("2019-06-28", ("done", "2019-06-28")),
        ("2019年7月3日", ("done_late", "2019-07-03")),
        ("已完成（2019-06-30）", ("done", "2019-06-30")),
        ("已完成", ("done", None)),
        ("未完成", ("overdue", None)),
        ("", ("overdue", None)),
    ],
)
def test_a_table_of_milestones(
    run: Run,
    tmp_path: Path,
    header: str,
    name: str,
    cell: str,
    verdict: tuple[str, str | None],
) -> None:
    file = write_csv(tmp_path, f"{name},{cell}", f"{PILOT},2019-09-01", header=header)
    assert milestones(run, file) == {LISTS: verdict, PILOT: ("done", "2019-09-01")}


def test_faulty_cells_are_named(run: Run, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path, f"{LISTS},2019-02-30", "item-list,2019-06-28", f"{PILOT},基本完成", header=ENGLISH
    )
    result = run("check", file, *ALWAYS)
    assert result.code == 2
    for line in ("2:2", "3:1", "4:2"):
        assert f"{file.as_posix()}:{line}: error" in result.err
    assert "unknown milestone item-list; did you mean item-lists" in result.err


def test_near_names_have_the_form_that_was_written(run: Run, tmp_path: Path) -> None:
    for written, meant in (
        ("2/item-list", "2/item-lists"),
        ("yingkou-2019-62/2/item-lists", LISTS),
        ("市县两级高频清单", "市县两级高频事项清单"),
    ):
        err = run("check", write_csv(tmp_path, f"{written},是", header=ENGLISH), *ALWAYS).err
        assert f"unknown milestone {written}; did you mean {meant}" in err
    among_values = write_csv(tmp_path, "item-list,2019-06-28,,,2019-06")
    err = run("check", among_values, *ALWAYS).err
    assert "unknown metric item-list; did you mean item-lists" in err


def test_contradictions_name_both_places(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, f"{LISTS},2019-06-28", f"{LISTS},2019-06-29", header=ENGLISH)
    result = run("check", file, *ALWAYS)
    assert result.code == 2
    assert f"{file.as_posix()}:3:2: error [contradiction]" in result.err
    assert f"{file.as_posix()}:2:2" in result.err
    assert milestones(run, file)[LISTS] == ("overdue", None)


def test_a_recurring_milestone_by_its_period(run: Run, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path,
        "fushun-2020-draft/req.2/monthly-circular,2020-02-27,2020-02",
        "fushun-2020-draft/req.2/monthly-circular,2020-04-02,2020-03",
        header="milestone,completed,period",
    )
    arguments = ("check", file, "--as-of", "2020-04-30", "-f", "json", "--task", "req.2")
    entries = json.loads(run(*arguments).out)["milestones"]
    told = {e["by"]: e["status"] for e in entries if e["milestone"] == "monthly-circular"}
    assert told["2020-02-29"] == "done"
    assert told["2020-03-31"] == "done_late"
    assert told["2020-01-31"] == "overdue"
    assert told["2020-04-30"] == "pending"


def test_due_leaves_out_what_is_done(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, f"{LISTS},2019-06-28", header=ENGLISH)
    plan = ("due", "--plan", "yingkou-2019-26", "--metrics", file)
    overdue = run(*plan, "--overdue", "--as-of", "2019-12-31")
    assert overdue.code == 0
    assert "item-lists" not in overdue.out
    assert "small-circle-pilot" in overdue.out
    assert "--with-done lists it" in overdue.err
    shown = run(*plan, "--month", "6", "--with-done", "--as-of", "2019-12-31", "-f", "json")
    (item,) = json.loads(shown.out)["items"]
    assert (item["status"], item["completed"], item["overdue"]) == ("done", "2019-06-28", False)
    rows = run(*plan, "--month", "6", "--with-done", "--as-of", "2019-12-31", "-f", "csv").out
    assert rows.splitlines()[1].endswith(",done,2019-06-28")


def test_due_reads_the_files_as_check_does(run: Run, tmp_path: Path) -> None:
    monthly = "fushun-2020-draft/req.2/monthly-circular"
    plan = ("--plan", "fushun-2020-draft", "--as-of", "2020-03-20")
    file = write_csv(tmp_path, f"{monthly},已完成,,", header="metric,value,unit,region")

    def told(*options: str | Path) -> dict[str, set[str]]:
        """Return the due days by verdict, as check and due say them of the year so far."""
        checked = json.loads(run("check", file, *plan, *options, "-f", "json").out)["milestones"]
        listed = json.loads(
            run("due", "--metrics", file, *plan, *options, "--year", "2020", "--with-done",
                "-f", "json").out
        )["items"]  # fmt: skip
        both = [
            {(entry["by"], entry["status"]) for entry in entries if entry["id"] == monthly}
            for entries in (checked, listed)
        ]
        assert both[0] == both[1]
        return {
            status: {by for by, of in both[0] if of == status} for status in ("done", "overdue")
        }

    assert told("--period", "2020-02") == {"done": {"2020-02-29"}, "overdue": {"2020-01-31"}}
    assert told("--period", "2020-01") == {"done": {"2020-01-31"}, "overdue": {"2020-02-29"}}
    assert run("due", "--metrics", file, *plan, "--period", "2020-13").code == 2


def test_due_takes_a_map_and_sheets(run: Run, tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, day in (("汇总", "2019-06-28"), ("作废", "2019-06-29")):
        sheet = book.create_sheet(name)
        for row in (["节点编号", "办结情况"], [LISTS, day]):
            sheet.append(row)
    file = tmp_path / "form.xlsx"
    file.write_bytes(saved(book))
    map_file = tmp_path / "map.yaml"
    map_file.write_text(
        "tables:\n- columns:\n"
        "  - {header: 节点编号, holds: milestone}\n"
        "  - {header: 办结情况, holds: completed}\n",
        encoding="utf-8",
    )
    plan = ("due", "--plan", "yingkou-2019-26", "--month", "6", "--as-of", "2019-12-31")
    given = (*plan, "--metrics", file, "--map", map_file, "--with-done", "-f", "json")
    assert run(*given).code == 2, "the two sheets contradict each other"
    one = run(*given, "--sheet", "汇总")
    assert one.code == 0, one.err
    (item,) = json.loads(one.out)["items"]
    assert (item["status"], item["completed"]) == ("done", "2019-06-28")
    assert run(*given, "--sheet", "汇总表").code == 2


def test_waivers_and_baselines_do_nothing_in_due(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_csv(tmp_path, f"{PILOT},2019-09-01", header=ENGLISH)
    waivers(tmp_path, {"target": LISTS, "region": "全市"})
    run("check", file, *ALWAYS, "--create-baseline", tmp_path / "known.json")
    plan = ("due", "--plan", "yingkou-2019-26", "--overdue", "--as-of", "2019-12-31")
    before = run(*plan, "--metrics", file).out
    assert "item-lists" in before or "高频事项清单" in before
    (tmp_path / "banshi.toml").write_text(
        'waivers = "waivers.yaml"\nbaseline = "known.json"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert run(*plan, "--metrics", file).out == before


def test_due_with_a_faulty_file_is_2_after_printing(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, f"{LISTS},2019-06-31", header=ENGLISH)
    result = run("due", "--month", "6", "--metrics", file, "--as-of", "2019-12-31")
    assert result.code == 2
    assert "item-lists" in result.out
    assert f"{file.as_posix()}:2:2: error" in result.err
