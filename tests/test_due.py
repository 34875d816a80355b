"""`banshi due` end to end."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run, write_csv
from tests.test_markdown import read

PLAN = ("--plan", "yingkou-2019-26")


def test_november_has_the_five_tasks(run: Run) -> None:
    result = run("due", "--month", "11", *PLAN, "--as-of", "2019-11-01")
    assert result.code == 0
    assert result.last == "5 deadlines"
    assert result.out.count("2019-11-30 Sat") == 5
    assert result.out.count("2019-11-29 Fri") == 5
    assert result.out.count("20 workdays") == 5
    for clause in ("二（二）", "二（七）", "二（九）", "二（十）", "二（十二）"):
        assert clause in result.out


def test_november_as_json(run: Run) -> None:
    result = json.loads(run("due", "--month", "11", *PLAN, "--format", "json").out)
    assert [item["task"] for item in result["items"]] == ["2", "7", "9", "10", "12"]
    assert {item["by"] for item in result["items"]} == {"2019-11-30"}
    assert {item["last_workday"] for item in result["items"]} == {"2019-11-29"}
    assert {item["kind"] for item in result["items"]} == {"task"}
    first = result["items"][0]
    assert first["lead"] == ["市营商局"]
    assert first["evidence"] == "11月底前"


def test_november_as_markdown(run: Run, tmp_path: Path) -> None:
    arguments = ("due", "--month", "11", *PLAN, "--as-of", "2019-11-01")
    result = run(*arguments, "-f", "markdown")
    assert result.code == 0
    items = json.loads(run(*arguments, "-f", "json").out)["items"]
    rows = read(result.out).rows
    assert rows[0] == ["due", "last workday", "left", "clause", "what", "lead"]
    assert [row[:3] for row in rows[1:]] == [
        ["2019-11-30 Sat", "2019-11-29 Fri", "20 workdays"]
    ] * 5
    for row, item in zip(rows[1:], items, strict=True):
        assert row[3].endswith(item["clause"])
        assert row[4] == f"[task] {item['text']}{item['id']}"
        assert row[5] == "".join(item["lead"])
    assert result.last == "5 deadlines"
    assert "# banshi due as of 2019-11-01" in result.out
    assert "“11月底前”" in run(*arguments, "-f", "markdown", "-v").out
    file = tmp_path / "due.md"
    assert run(*arguments, "-o", file).code == run(*arguments, "-o", file).code == 0
    assert file.read_text(encoding="utf-8") == result.out
    empty = run("due", *PLAN, "--as-of", "2026-06-01", "-f", "markdown")
    assert empty.out.endswith("as of 2026-06-01\n\n0 deadlines\n")


def test_markdown_has_the_verdicts_too(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "yingkou-2019-26/2/item-lists,2019-06-28,,,2019-06")
    arguments = ("due", "--month", "6", *PLAN, "--as-of", "2019-12-31", "--metrics", file)
    rows = read(run(*arguments, "--with-done", "-f", "markdown").out).rows
    assert rows[0][3] == "verdict"
    assert rows[1][3] == "√ done2019-06-28"


def test_a_target_with_a_day_of_its_own_is_an_item(run: Run) -> None:
    items = json.loads(run("due", "--month", "12", *PLAN, "-f", "json").out)["items"]
    assert [i["id"] for i in items if i["kind"] == "target"] == ["yingkou-2019-26/2/online-rate"]
    assert {i["task"] for i in items if i["kind"] == "task"} == {
        "3",
        "5",
        "6",
        "11",
        "13",
        "14",
        "15",
    }


def test_both_ends_are_included(run: Run) -> None:
    def ids(start: str, end: str) -> int:
        shown = run("due", "--from", start, "--to", end, *PLAN, "-f", "json")
        return len(json.loads(shown.out)["items"])

    assert ids("2019-11-30", "2019-11-30") == 5
    assert ids("2019-11-29", "2019-11-29") == 0
    assert ids("2019-10-31", "2019-11-30") == 6


def test_within_counts_from_the_day_asked_for(run: Run) -> None:
    assert run("due", "--within", "29d", *PLAN, "--as-of", "2019-11-01").last == "5 deadlines"
    assert run("due", "--within", "28d", *PLAN, "--as-of", "2019-11-01").last == "0 deadlines"


def test_the_day_itself_is_not_overdue(run: Run) -> None:
    on_the_day = run("due", "--overdue", *PLAN, "--as-of", "2019-11-30", "-f", "json")
    the_day_after = run("due", "--overdue", *PLAN, "--as-of", "2019-12-01", "-f", "json")
    late = [i["task"] for i in json.loads(the_day_after.out)["items"]]
    assert set(late) - {i["task"] for i in json.loads(on_the_day.out)["items"]} >= {"7", "9", "12"}
    assert all(i["overdue"] for i in json.loads(the_day_after.out)["items"])


def test_bare_due_says_when_the_next_or_last_is(run: Run) -> None:
    before = run("due", *PLAN, "--as-of", "2019-08-01")
    assert before.last == "0 deadlines" or "1 deadline" in before.last
    early = run("due", *PLAN, "--as-of", "2019-01-01")
    assert "the next is 2019-06-30: yingkou-2019-26/2/item-lists" in early.err
    after = run("due", *PLAN, "--as-of", "2026-06-01")
    assert "the latest was 2019-12-31" in after.err
    assert after.code == 0


def test_an_organisation_is_found_under_any_of_its_names(run: Run) -> None:
    one = run("due", "--org", "市审批局", *PLAN, "--overdue", "-f", "csv").out
    assert one == run("due", "--org", "市行政审批局", *PLAN, "--overdue", "-f", "csv").out
    assert one.count("\n") > 1


def test_years_without_a_calendar_are_named(run: Run, small_registry: Path) -> None:
    plan = small_registry / "plans" / "small.yaml"
    later = plan.read_text(encoding="utf-8").replace("2019-06-30", "2031-06-30")
    later = later.replace("issued: 2019-01-15", "issued: 2031-01-15")
    plan.write_text(later, encoding="utf-8")
    result = run("due", "--month", "6", "--registry", small_registry, "--as-of", "2031-01-01")
    assert result.code == 0
    assert "no published working-day calendar for 2031" in result.err
    assert "180 days" in result.out
    assert "workdays" not in result.out


def test_what_recurs_and_what_rolls(run: Run, small_registry: Path) -> None:
    plan = small_registry / "plans" / "small.yaml"
    text = plan.read_text(encoding="utf-8")
    task = """
- id: "2"
  clause: 二
  title: 报送
  lead: [市营商局]
  deadline: {recurrence: "FREQ=MONTHLY;BYMONTHDAY=15,30", text: "每月15日、30日前"}
- id: "3"
  clause: 三
  title: 坚持
  lead: [市营商局]
  deadline: {rolling: true, text: 长期坚持}
"""
    plan.write_text(text.rstrip("\n") + task, encoding="utf-8")
    shown = run("due", "--registry", small_registry, "--as-of", "2019-02-01", "-f", "json")
    items = json.loads(shown.out)["items"]
    assert [(i["task"], i["by"]) for i in items] == [
        ("2", "2019-02-15"),
        ("2", "2019-02-28"),
        ("3", None),
    ]
    march = run("due", "--month", "3", "--registry", small_registry, "-f", "csv").out
    assert [row.split(",")[0] for row in march.splitlines()[1:3]] == ["2019-03-15", "2019-03-30"]
    past = run("due", "--overdue", "--registry", small_registry, "--as-of", "2019-02-01")
    assert "rolling" not in past.out
    assert past.last == "2 deadlines"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--month", "13"),
        ("--month", "0"),
        ("--month", "November"),
        ("--year", "0"),
        ("--within", "soon"),
        ("--from", "2019-12-01", "--to", "2019-11-01"),
        ("--from", "2019-11-31"),
        ("--org", "市营商居"),
        ("--nonsense",),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("due", *arguments)
    assert result.code == 2
    assert result.err
    assert "Traceback" not in result.err
