"""`banshi due -f ics`, read back by two libraries."""

import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.cli import output
from banshi.deadlines import due
from banshi.formats.due import due_ics
from banshi.messages import speaking
from banshi.model.due import DueItem
from banshi.model.registry import Registry
from banshi.recurrence import due_days, series
from banshi.visible import visible
from tests.calendars import days_by_id, read
from tests.conftest import ROOT, Run, write_csv
from tests.test_hostile import ALIVE, NASTY, naughty

PLAN = ("--plan", "yingkou-2019-26")
FUSHUN = ("--plan", "fushun-2020-draft", "--as-of", "2020-01-01")
ALL = ("--from", "1990-01-01", "--to", "2089-12-31")
TWICE = "fushun-2020-draft/req.2/progress-reports"
MONTHLY = "fushun-2020-draft/req.2/monthly-circular"
NOVEMBER = ("due", "--month", "11", *PLAN, "--as-of", "2019-11-01")
RESPONSIBLE = (
    *("市审批局", "市自然资源局", "市住建局", "市社保中心", "市信息中心"),
    *("各县（市）区", "园区", "自贸区营口片区"),
)
# What [MS-OXCICAL] 2.1.3.2.2 says that Outlook takes, as far as plans need it.
OUTLOOK = re.compile(
    r"FREQ=WEEKLY(;UNTIL=\d{8})(;BYDAY=[A-Z,]+)?"
    r"|FREQ=MONTHLY(;UNTIL=\d{8})(;INTERVAL=\d+)?;BYMONTHDAY=-?\d+"
)


def listed(run: Run, *arguments: str | Path) -> dict[str, list[dt.date]]:
    """Return the days of each deadline that the JSON lists."""
    found: dict[str, list[dt.date]] = {}
    for item in json.loads(run(*arguments, "-f", "json").out)["items"]:
        if item["by"]:
            found.setdefault(item["id"], []).append(dt.date.fromisoformat(item["by"]))
    return found


def calendar(registry: Registry, day: dt.date, items: list[DueItem] | None = None) -> str:
    items = due(registry, day) if items is None else items
    return due_ics.render(due_ics.whole(items, items), day, registry).decode()


def check_lines(data: str) -> None:
    """Hold every line against RFC 5545, 3.1: CRLF, 75 octets, no character cut in two."""
    assert data.endswith("\r\n")
    for line in data.encode().split(b"\r\n"):
        assert len(line) <= 75
        assert not ALIVE.search(line.decode("utf-8"))
        assert b"\n" not in line


def test_november_has_the_five_tasks(run: Run) -> None:
    result = run(*NOVEMBER, "-f", "ics")
    assert result.code == 0
    check_lines(result.out)
    entries = read(result.out)
    assert [entry.days for entry in entries.values()] == [[dt.date(2019, 11, 30)]] * 5
    assert days_by_id(result.out) == listed(run, *NOVEMBER)
    assert result.out.count("DTSTART;VALUE=DATE:20191130\r\n") == 5
    event = icalendar.Calendar.from_ical(result.out).events[0]
    assert event["summary"] == "due: 100个高频事项“最多跑一次” (营委办发〔2019〕26号)"
    assert str(event.description).split("\n") == [
        "plan: 营委办发〔2019〕26号  营口市第二批“办事难”问题专项整治工作方案",
        "clause: 二（二）  100个高频事项“最多跑一次”",
        "evidence: “11月底前”",
        "lead: 市营商局",
        f"responsible: {'、'.join(RESPONSIBLE)}",
        "note: the due day is no working day; the last one before it is 2019-11-29 Fri",
        "id: yingkou-2019-26/2",
    ]
    assert event.categories == ["task"]
    assert (event["status"], event["transp"]) == ("CONFIRMED", "TRANSPARENT")
    assert event.end - event.start == dt.timedelta(days=1)


def test_the_calendar_says_what_it_is(run: Run) -> None:
    book = icalendar.Calendar.from_ical(run(*NOVEMBER, "-f", "ics").out)
    assert str(book["name"]) == str(book["x-wr-calname"]) == "Deadlines of 营委办发〔2019〕26号"
    assert str(book["prodid"]).startswith("-//banshi//")
    assert book.refresh_interval == dt.timedelta(days=1)
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in run(*NOVEMBER, "-f", "ics").out
    several = icalendar.Calendar.from_ical(run("due", *ALL, "-f", "ics").out)
    assert str(several["name"]) == "Deadlines of the plans"
    chinese = run(*NOVEMBER, "-f", "ics", "--lang", "zh").out
    assert "X-WR-CALNAME:营委办发〔2019〕26号 时限" in chinese
    assert "期限：100个高频事项“最多跑一次”（营委办发〔2019〕26号）" in chinese.replace("\r\n ", "")


def test_every_deadline_of_every_plan_has_its_days(run: Run) -> None:
    arguments = ("due", *ALL, "--as-of", "2020-06-01")
    out = run(*arguments, "-f", "ics").out
    check_lines(out)
    assert days_by_id(out) == listed(run, *arguments)
    rules = [entry.rule for entry in read(out).values() if entry.rule]
    assert len(rules) == 6
    assert all(OUTLOOK.fullmatch(rule) for rule in rules), rules


def test_a_recurrence_is_one_series(run: Run) -> None:
    out = run("due", *FUSHUN, "--year", "2020", "-f", "ics").out
    entries = [entry for entry in read(out).values() if entry.id == MONTHLY]
    assert [(len(entry.days), entry.rule) for entry in entries] == [
        (12, "FREQ=MONTHLY;UNTIL=20201231;BYMONTHDAY=-1")
    ]
    twice = [entry for entry in read(out).values() if entry.id == TWICE]
    assert [(len(entry.days), entry.rule) for entry in twice] == [
        (12, "FREQ=MONTHLY;UNTIL=20201231;BYMONTHDAY=15"),
        (11, "FREQ=MONTHLY;UNTIL=20201231;BYMONTHDAY=30"),
        (1, ""),
    ]
    assert twice[2].days == [dt.date(2020, 2, 29)]


def test_an_import_on_another_day_makes_no_doubles(run: Run) -> None:
    arguments = ("due", "--plan", "fushun-2020-draft", *ALL, "-f", "ics")
    first = run(*arguments, "--as-of", "2020-01-01").out
    later = run(*arguments, "--as-of", "2020-07-15", "--lang", "zh").out
    assert list(read(first)) == list(read(later))
    assert "DTSTAMP:20200101T000000Z" in first
    assert "DTSTAMP:20200715T000000Z" in later
    for selected in (("--month", "3"), ("--overdue",), ("--within", "30d")):
        some = run("due", *FUSHUN[:2], "--as-of", "2020-03-20", *selected, "-f", "ics").out
        assert read(some).keys() < read(first).keys(), selected


def test_uids_hang_on_what_a_deadline_is(registry: Registry) -> None:
    day = dt.date(2019, 11, 1)
    moved = [
        replace(item, by=item.by and item.by + dt.timedelta(days=1)) for item in due(registry, day)
    ]
    fixed = [item for item in moved if not item.recurrence]
    still = [item for item in due(registry, day) if not item.recurrence]
    assert set(read(calendar(registry, day, fixed))) == set(read(calendar(registry, day, still)))


def test_the_uids_of_released_calendars_stay(run: Run) -> None:
    # Another value would double every event that anybody has imported.
    uids = list(read(run(*NOVEMBER, "-f", "ics").out))
    assert uids[0] == "82be32d7-12d0-5114-9e9c-683d6aa465b4"
    series_ids = read(run("due", *FUSHUN, "--month", "1", "-f", "ics").out)
    assert "65ee706c-7c53-568b-92bc-3ce2920a32e7" in series_ids


def test_the_same_call_gives_the_same_bytes(run: Run) -> None:
    arguments = ["due", "--year", "2020", "--as-of", "2020-05-20", "-f", "ics", "--lang=en"]
    outputs = []
    for zone, seed, lang in (("Pacific/Auckland", "1", "C"), ("UTC", "2", "zh_CN.UTF-8")):
        done = subprocess.run(
            [sys.executable, "-m", "banshi", *arguments],
            env={
                "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": lang, "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT / "src"),
            },
            capture_output=True,
            check=True,
        )  # fmt: skip
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1] == run(*arguments).out.encode()


@given(st.permutations(range(5)))
def test_the_order_of_the_plans_changes_nothing(registry: Registry, order: list[int]) -> None:
    day = dt.date(2020, 3, 20)
    shuffled = replace(registry, plans=tuple(registry.plans[number] for number in order))
    assert len(shuffled.plans) == len(registry.plans)
    assert calendar(shuffled, day) == calendar(registry, day)


# Reminders.


def reminders(run: Run, folder: Path, by: str, as_of: str = "2019-01-15") -> list[str]:
    plan = folder / "plans" / "small.yaml"
    text = plan.read_text(encoding="utf-8")
    year, month, day = map(int, by.split("-"))
    deadline = f"deadline: {{by: {by}, text: {year}年{month}月{day}日前}}"
    plan.write_text(re.sub(r"deadline: \{.*\}", deadline, text), encoding="utf-8")
    result = run("due", *ALL, "--registry", folder, "--as-of", as_of, "-f", "ics")
    assert result.code == 0, result.err
    (entry,) = read(result.out).values()
    return [moment.isoformat(" ", "minutes") for moment in entry.reminders[entry.days[0]]]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # An ordinary Friday, a Monday, and a Saturday at the end of a month.
        ("2019-03-15", ["2019-03-08 09:00", "2019-03-14 09:00"]),
        ("2019-03-18", ["2019-03-11 09:00", "2019-03-15 09:00"]),
        ("2019-11-30", ["2019-11-23 09:00", "2019-11-29 09:00"]),
        # Spring Festival: 4 to 10 February are free; Saturday 2 and Sunday 3 are made up for.
        ("2019-02-03", ["2019-01-27 09:00", "2019-02-02 09:00"]),
        ("2019-02-09", ["2019-02-02 09:00", "2019-02-03 09:00"]),
        ("2019-02-10", ["2019-02-03 09:00"]),
        ("2019-02-11", ["2019-02-03 09:00", "2019-02-04 09:00"]),
        ("2019-02-12", ["2019-02-05 09:00", "2019-02-11 09:00"]),
        # The National Day week, and the Sunday before it that was worked.
        ("2019-09-30", ["2019-09-23 09:00", "2019-09-29 09:00"]),
        ("2019-10-08", ["2019-09-30 09:00", "2019-10-01 09:00"]),
        # New Year: the last working day lies in the year before.
        ("2020-01-02", ["2019-12-26 09:00", "2019-12-31 09:00"]),
    ],
)
def test_seven_days_and_one_working_day_before(
    run: Run, small_registry: Path, by: str, expected: list[str]
) -> None:
    assert reminders(run, small_registry, by) == expected


def test_reminders_that_have_passed_are_left_out(run: Run, small_registry: Path) -> None:
    by = "2019-03-15"
    assert len(reminders(run, small_registry, by, "2019-03-08")) == 2
    assert reminders(run, small_registry, by, "2019-03-09") == ["2019-03-14 09:00"]
    assert reminders(run, small_registry, by, "2019-03-15") == []
    assert reminders(run, small_registry, by, "2019-03-16") == []


def test_years_without_a_calendar_are_named(run: Run, small_registry: Path) -> None:
    plan = small_registry / "plans" / "small.yaml"
    text = plan.read_text(encoding="utf-8").replace("2019-01-15", "2031-01-15")
    plan.write_text(text, encoding="utf-8")
    assert reminders(run, small_registry, "2031-06-30", "2031-01-15") == [
        "2031-06-23 09:00",
        "2031-06-29 09:00",
    ]
    result = run("due", *ALL, "--registry", small_registry, "--as-of", "2031-01-15", "-f", "ics")
    assert "no published working-day calendar for 2031" in result.err
    (entry,) = read(result.out).values()
    said = "no published working-day calendar for 2031; the last reminder comes one day before"
    assert said in entry.descriptions[entry.days[0]]


def test_each_day_of_a_series_has_its_own_working_day(run: Run) -> None:
    out = run("due", *FUSHUN, "--year", "2020", "-f", "ics").out
    (entry,) = [entry for entry in read(out).values() if entry.id == MONTHLY]
    last = {day.isoformat(): times[-1].date().isoformat() for day, times in entry.reminders.items()}
    assert last["2020-03-31"] == "2020-03-30"
    assert last["2020-05-31"] == "2020-05-29", "a Sunday"
    assert last["2020-11-30"] == "2020-11-27", "a Monday"
    # Spring Festival of 2020 had been extended: 23 January was the last working day.
    assert entry.reminders[dt.date(2020, 1, 31)][0].date() == dt.date(2020, 1, 23)


# What is done, late, selected, or has no day.


def test_a_day_that_is_done_is_left_out_of_its_series(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, f"{MONTHLY},2020-03-30,,,2020-03", f"{TWICE},已完成,,,2020-01")
    arguments = ("due", *FUSHUN[:2], *ALL, "--as-of", "2020-04-10", "--metrics", file)
    out = run(*arguments, "-f", "ics").out
    assert "EXDATE;VALUE=DATE:20200331\r\n" in out
    assert days_by_id(out) == listed(run, *arguments)
    assert dt.date(2020, 3, 31) not in days_by_id(out)[MONTHLY]
    assert dt.date(2020, 1, 15) not in days_by_id(out)[TWICE], "the first day of a series"
    plain = run(*arguments[:-2], "-f", "ics").out
    assert read(out).keys() == read(plain).keys()
    done = run(*arguments, "--with-done", "-f", "ics").out
    assert days_by_id(done) == listed(run, *arguments, "--with-done")
    (entry,) = [entry for entry in read(done).values() if entry.id == MONTHLY]
    march = dt.date(2020, 3, 31)
    assert entry.summaries[march].startswith("√ done: ")
    assert "verdict: √ done 2020-03-30" in entry.descriptions[march]
    assert entry.reminders[march] == []
    assert entry.summaries[dt.date(2020, 2, 29)].startswith("× overdue: ")
    assert entry.summaries[dt.date(2020, 4, 30)].startswith("due: ")
    assert len(entry.reminders[dt.date(2020, 4, 30)]) == 2


def test_nothing_reminds_of_what_is_done(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, f"{MONTHLY},2020-03-30,,,2020-03")
    arguments = ("due", *FUSHUN[:2], *ALL, "--as-of", "2020-03-30", "--with-done", "-f", "ics")
    march = dt.date(2020, 3, 31)
    for extra, count in (((), 1), (("--metrics", file), 0)):
        entries = read(run(*arguments, *extra).out).values()
        (entry,) = [entry for entry in entries if entry.id == MONTHLY]
        assert len(entry.reminders[march]) == count


def test_a_series_itself_says_what_is_to_come(run: Run) -> None:
    # For programs that read no changes of single days.
    arguments = ("due", *FUSHUN[:2], *ALL, "--as-of", "2020-10-01", "-f", "ics")
    book = icalendar.Calendar.from_ical(run(*arguments).out)
    rules = [event for event in book.events if "rrule" in event]
    assert len(rules) == 4
    for event in rules:
        assert str(event["summary"]).startswith("due: ")
        assert len(event.alarms.times) == 2


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTH=1,2,6;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31",
        "FREQ=WEEKLY;BYDAY=MO,FR",
        "FREQ=WEEKLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_recurrences_that_no_plan_has_yet(run: Run, small_registry: Path, rule: str) -> None:
    plan = small_registry / "plans" / "small.yaml"
    text = plan.read_text(encoding="utf-8")
    milestone = f"""
  milestones:
  - id: again
    deliverable: 报送
    recurrence: "{rule}"
    evidence: 定期报送
    manual: {{date: not read by rule}}
"""
    plan.write_text(text.rstrip("\n") + milestone, encoding="utf-8")
    arguments = ("due", *ALL, "--registry", small_registry, "--as-of", "2019-02-01")
    result = run(*arguments, "-f", "ics")
    assert result.code == 0, result.err
    assert days_by_id(result.out) == listed(run, *arguments)
    assert "small/1/again" in days_by_id(result.out)


def test_a_series_of_which_all_is_done_is_gone(run: Run, tmp_path: Path) -> None:
    rows = [f"{MONTHLY},已完成,,,2020-{month:02}" for month in range(1, 13)]
    arguments = ("due", *FUSHUN[:2], *ALL, "--as-of", "2021-01-31", "-f", "ics")
    out = run(*arguments, "--metrics", write_csv(tmp_path, *rows)).out
    assert MONTHLY not in days_by_id(out)
    assert TWICE in days_by_id(out)


def test_a_series_comes_whole_where_one_of_its_days_is_asked_for(run: Run) -> None:
    arguments = ("due", *FUSHUN, "--month", "3")
    result = run(*arguments, "-f", "ics")
    found, asked = days_by_id(result.out), listed(run, *arguments)
    assert found.keys() == asked.keys()
    more = sum(map(len, found.values())) - sum(map(len, asked.values()))
    assert more > 0
    assert f"whole: {more} due days more than the list has" in result.err
    complete = days_by_id(run("due", *FUSHUN, *ALL, "-f", "ics").out)
    assert all(days == complete[name] for name, days in found.items())
    assert "whole" not in run("due", *FUSHUN, *ALL, "-f", "ics").err


def test_what_is_past_stands_on_its_day(run: Run) -> None:
    arguments = ("due", "--overdue", *PLAN, "--as-of", "2019-12-01")
    out = run(*arguments, "-f", "ics").out
    assert days_by_id(out) == listed(run, *arguments)
    for entry in read(out).values():
        assert all(said.startswith("past due: ") for said in entry.summaries.values())
        assert not any(entry.reminders.values())


def test_what_rolls_is_counted_and_left_out(run: Run, small_registry: Path) -> None:
    plan = small_registry / "plans" / "small.yaml"
    text = plan.read_text(encoding="utf-8").replace(
        "{by: 2019-06-30, text: 6月底前}", "{rolling: true, text: 长期坚持}"
    )
    plan.write_text(text, encoding="utf-8")
    result = run("due", *ALL, "--registry", small_registry, "-f", "ics")
    assert result.code == 0
    assert "1 rolling deadline has no day and is not in the calendar" in result.err
    assert read(result.out) == {}
    assert "rolling" not in run("due", *ALL, "--registry", small_registry, "-f", "ics", "-q").err


def test_a_target_is_named_by_its_threshold(run: Run) -> None:
    out = run("due", "--month", "12", *PLAN, "--as-of", "2019-11-01", "-f", "ics").out
    (entry,) = [entry for entry in read(out).values() if entry.id.endswith("/online-rate")]
    (summary,) = entry.summaries.values()
    assert summary == "due: Online availability rate ≥ 100% (营委办发〔2019〕26号)"


def test_a_draft_is_tentative(run: Run) -> None:
    out = run("due", *FUSHUN, "--year", "2020", "-f", "ics").out
    assert "STATUS:TENTATIVE" in out
    assert "STATUS:CONFIRMED" not in out


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_time(run: Run, day: str) -> None:
    result = run("due", *ALL, "--as-of", day, "-f", "ics")
    assert result.code == 0
    assert f"DTSTAMP:{day.replace('-', '')}T000000Z" in result.out


# Files.


def test_a_calendar_of_banshi_is_overwritten_and_no_other(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    assert run(*NOVEMBER, "-o", file).code == 0
    assert file.read_bytes() == run(*NOVEMBER, "-f", "ics").out.encode()
    assert run(*NOVEMBER[:-1], "2019-11-02", "-o", file).code == 0
    assert b"DTSTAMP:20191102" in file.read_bytes()
    foreign = file.read_bytes().replace(b"-//banshi//", b"-//Somebody//")
    file.write_bytes(foreign)
    refused = run(*NOVEMBER, "-o", file)
    assert (refused.code, file.read_bytes()) == (2, foreign)
    assert "--force" in refused.err
    assert run(*NOVEMBER, "-o", file, "--force").code == 0


def test_other_commands_make_no_calendars(run: Run, tmp_path: Path) -> None:
    result = run("tasks", "-o", tmp_path / "tasks.ics")
    assert (result.code, list(tmp_path.iterdir())) == (2, [])
    assert "ics is not one of" in result.err


def test_a_table_draws_in_no_calendar_library() -> None:
    code = (
        "import sys; from banshi.cli.main import main;"
        "main(['due', '--month', '11', '--as-of', '2019-11-01']);"
        "sys.exit(10 if {'icalendar', 'vobject'} & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr.decode()


class Console(io.TextIOWrapper):
    """A terminal as on Windows: it makes CRLF of each line's end, and knows GBK alone."""

    def isatty(self) -> bool:
        return True


def test_a_console_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    console = Console(raw, encoding="gbk", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", console)
    data = "BEGIN:VCALENDAR\r\nSUMMARY:\U00020bb7\r\n".encode()
    output.deliver(data, None, readable=True)
    assert raw.getvalue() == data


@pytest.mark.parametrize(("page", "language"), [("calendar", "en"), ("calendar.zh-CN", "zh")])
def test_the_page_shows_real_output(run: Run, page: str, language: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```ics\n(.*?)```", text, re.DOTALL)
    out = run(*NOVEMBER, "-f", "ics", "--lang", language).out.replace("\r\n", "\n")
    assert out.index(shown) == out.index("BEGIN:VEVENT")


# Hostile texts.


def hostile(registry: Registry, texts: list[str]) -> list[DueItem]:
    """Return a deadline for each of `texts`, which stand everywhere in it."""
    (item,) = [
        i for i in due(registry, dt.date(2019, 6, 1)) if i.id == "yingkou-2019-26/2/item-lists"
    ]
    found = []
    for number, text in enumerate(texts):
        task = item.task.model_copy(
            update={"title": text, "clause": text, "lead": (text,), "responsible": (text, text)}
        )
        plan = item.plan.model_copy(update={"title": text, "document_number": text})
        name = f"{item.id}-{number}"
        found.append(replace(item, plan=plan, task=task, id=name, text=text, evidence=text))
    return found


def check_texts(registry: Registry, texts: list[str]) -> None:
    items = hostile(registry, texts)
    day = dt.date(2019, 6, 1)
    for language, colon in (("en", ": "), ("zh", "：")):
        with speaking(language):
            data = calendar(registry, day, items)
        check_lines(data)
        entries = list(read(data).values())
        assert len(entries) == len(texts)
        for text, entry in zip(texts, entries, strict=True):
            (summary,), (description,) = entry.summaries.values(), entry.descriptions.values()
            shown = visible(text)
            assert shown in summary
            lines = description.split("\n")
            assert len(lines) == 6 + ("note" in description or "提示" in description)
            assert lines[0].endswith(f"{shown}  {shown}")
            assert lines[2].split(colon, 1)[1] == f"“{shown}”"
            assert lines[4].split(colon, 1)[1] == f"{shown}、{shown}"


def test_nasty_texts_stay_text(registry: Registry) -> None:
    injected = [
        "a\r\nEND:VEVENT",
        "x\nATTACH:http://example.invalid",
        "\\",
        "\\n",
        "C:\\New",
        ";,:",
    ]
    check_texts(registry, [*NASTY, *injected])


def test_the_big_list_of_naughty_strings(registry: Registry, shared: Path) -> None:
    check_texts(registry, [text for text in naughty(shared) if text.strip()])


@given(st.text(min_size=1, max_size=200))
def test_any_text_stays_text(registry: Registry, text: str) -> None:
    check_texts(registry, [text])


@given(st.text(alphabet="整治\\nN;,:\r\n \U00020bb7a", min_size=1, max_size=200))
def test_any_folded_text_stays_text(registry: Registry, text: str) -> None:
    check_texts(registry, [text])


# Rules.

MONTH_DAYS = st.lists(
    st.one_of(st.integers(1, 31), st.integers(-31, -1)), min_size=1, max_size=4, unique=True
)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True)
WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), unique=True)


def joined(values: list[int]) -> str:
    return ",".join(map(str, values))


RULES = st.one_of(
    WEEKDAYS.map(lambda days: "FREQ=WEEKLY" + (f";BYDAY={','.join(days)}" if days else "")),
    MONTH_DAYS.map(lambda days: f"FREQ=MONTHLY;BYMONTHDAY={joined(days)}"),
    st.tuples(MONTHS, MONTH_DAYS).map(
        lambda both: f"FREQ=MONTHLY;BYMONTH={joined(both[0])};BYMONTHDAY={joined(both[1])}"
    ),
    st.tuples(st.integers(1, 12), st.integers(1, 31)).map(
        lambda both: f"FREQ=YEARLY;BYMONTH={both[0]};BYMONTHDAY={both[1]}"
    ),
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", [("", "FREQ=MONTHLY;BYMONTHDAY=-1", 12, 0)]),
        (
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            [("", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", 4, 0)],
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15,30",
            [
                ("15", "FREQ=MONTHLY;BYMONTHDAY=15", 12, 0),
                ("30", "FREQ=MONTHLY;BYMONTHDAY=30", 11, 0),
                ("2019-02-28", None, 1, 0),
            ],
        ),
        ("FREQ=MONTHLY;BYMONTH=1,2,6;BYMONTHDAY=5", [("", "FREQ=MONTHLY;BYMONTHDAY=5", 3, 9)]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", [("", None, 1, 0)]),
    ],
)
def test_series_are_plain(
    registry: Registry, rule: str, expected: list[tuple[str, str | None, int, int]]
) -> None:
    plan = registry.plans[0].model_copy(update={"issued": dt.date(2019, 1, 2)})
    end = ";UNTIL=20191231"
    found = [
        (part.key, part.rule and part.rule.removesuffix(end), len(part.days), len(part.skipped))
        for part in series(plan, rule)
    ]
    assert found == expected


@given(RULES, st.dates(dt.date(2008, 1, 1), dt.date(2030, 12, 31)))
def test_series_give_exactly_the_days_of_the_recurrence(
    registry: Registry, rule: str, issued: dt.date
) -> None:
    from dateutil.rrule import rrulestr

    plan = registry.plans[0].model_copy(update={"issued": issued})
    parts = series(plan, rule)
    days = [day for part in parts for day in part.days]
    assert sorted(days) == list(due_days(plan, None, rule))
    assert len({part.key for part in parts}) == len(parts)
    for part in parts:
        if part.rule is None:
            assert len(part.days) == 1
            assert not part.skipped
            continue
        start = dt.datetime.combine(part.days[0], dt.time())
        given_days = [moment.date() for moment in rrulestr(part.rule, dtstart=start)]
        assert given_days[0] == part.days[0]
        assert sorted({*part.days, *part.skipped}) == given_days
        assert OUTLOOK.fullmatch(str(icalendar.vRecur.from_ical(part.rule).to_ical().decode()))
