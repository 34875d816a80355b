"""Completions in metrics files, through `banshi check` and `banshi due`."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run, write_csv

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
    assert "item-lists" in result.err


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


def test_due_with_a_faulty_file_is_2_after_printing(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, f"{LISTS},2019-06-31", header=ENGLISH)
    result = run("due", "--month", "6", "--metrics", file, "--as-of", "2019-12-31")
    assert result.code == 2
    assert "item-lists" in result.out
    assert f"{file.as_posix()}:2:2: error" in result.err
