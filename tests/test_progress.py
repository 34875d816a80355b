"""What is reported of milestones and what it comes to. docs/semantics.md, "Milestones"."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banshi.cli.exit_codes import ExitCode
from banshi.cli.gating import exit_code
from banshi.deadlines import due, with_progress
from banshi.formats.check import check_csv, check_json, check_table
from banshi.formats.due import due_csv, due_table
from banshi.formats.shared.style import Style
from banshi.judging.completions import Ledger, agree, milestones_of
from banshi.judging.evaluate import evaluate
from banshi.judging.milestones import judge_milestones
from banshi.judging.scope import Scope, Selection
from banshi.loading.load import load_registry
from banshi.model.due import DueKind
from banshi.model.intake import Completion, Intake
from banshi.model.outcome import Report
from banshi.model.period import parse_period
from banshi.model.progress import MilestoneOutcome, MilestoneStatus
from banshi.model.registry import Registry
from banshi.position import Position, Severity
from banshi.readers.milestones import NOTHING, MilestoneNames, State, read_state
from tests.conftest import ROOT, Run, write_csv

REGISTRY = load_registry(ROOT / "registry")
LISTS = "yingkou-2019-26/2/item-lists"  # by 2019-06-30; the plan was issued on 2019-07-09
PILOT = "yingkou-2019-26/5/small-circle-pilot"  # by 2019-09-01
MONTHLY = "fushun-2020-draft/req.2/monthly-circular"  # the last day of every month of 2020
TWICE = "fushun-2020-draft/req.2/progress-reports"  # the 15th and 30th of every month of 2020
DAY = dt.date(2019, 12, 31)
YEAR_END = dt.date(2020, 12, 31)
DIVISIONS = ("210802", "210803", "210804", "210811", "210881", "210882")


def row(
    milestone: str,
    said: str,
    *,
    region: str | None = None,
    organisation: str | None = None,
    period: str | None = None,
    line: int = 2,
) -> Completion:
    """Return a completion; `said` is a day, 已完成 or 未完成."""
    state = read_state(said)
    assert state
    assert state.done is not None
    return Completion(
        milestone,
        state.done,
        state.day,
        Position("m.csv", line, 2),
        region,
        organisation,
        parse_period(period) if period else None,
    )


def judge(*rows: Completion, as_of: dt.date = DAY, region: str | None = None) -> Report:
    """Judge the plans and milestones that `rows` speak of."""
    regions = frozenset({region}) if region else None
    chosen = frozenset(completion.milestone for completion in rows)
    selection = Selection(frozenset(), regions, silent_plans=False, milestones=chosen)
    return evaluate(REGISTRY, Intake(completions=rows), as_of, selection)


def found(report: Report) -> list[tuple[str, str, str]]:
    """Return day, region and verdict of every outcome, by day and region."""
    return sorted(
        (o.by.isoformat(), o.region.code if o.region else "", o.status.value)
        for o in report.milestones
    )


def only(report: Report) -> MilestoneOutcome:
    (outcome,) = report.milestones
    return outcome


def rules(report: Report) -> list[tuple[str, str]]:
    return [(p.rule, p.severity.value) for p in report.intake.problems]


# What a state cell says.

DAY_IN_JUNE = State(done=True, day=dt.date(2019, 6, 28))


@pytest.mark.parametrize(
    "text",
    [
        "2019-06-28", "2019/6/28", "2019.6.28", "2019年6月28日", "20190628", "２０１９－０６－２８",
        "２０１９年６月２８日", "已完成（2019-06-28）", "已完成(2019/6/28)", "2019年6月28日完成",
        "于2019年6月28日完成", "已完成，2019年6月28日", "2019年6月28日已办结", "√ 2019-06-28",
        " 2019 年 6 月 28 日 ", "2019/6/28 0:00", "2019-06-28 00:00:00", "2019-06-28T00:00:00",
    ],
)  # fmt: skip
def test_a_day_in_every_form(text: str) -> None:
    assert read_state(text) == DAY_IN_JUNE


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        ("已完成 完成 是 √ done Yes COMPLETED 已完成。", State(done=True)),
        ("未完成 否 进行中 推进中 no × pending （未完成）", State(done=False)),
        ("- — —— / 无 － ／", NOTHING),
    ],
)
def test_words(texts: str, state: State) -> None:
    for text in texts.split():
        assert read_state(text) == state, text
    assert read_state("not done") == State(done=False)
    assert read_state("") == read_state("  ") == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "未完成（2019-06-28）", "2019-02-30", "2019-06", "2019年6月", "6月28日", "45000",
        "31415926", "2019/6-28", "2019-06-28前", "2019-06-28完成2019-06-30", "完成 2019-06-28 完成",
        "基本完成",
        "95%", "22", "2019-06-28 08:30", "120190628", "2019-06-281", "1019-06-28", "×2019-06-28",
        "已完成" * 1000, "\x00", "٢٠١٩-٠٦-٢٨",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_never_guessed(text: str) -> None:
    assert read_state(text) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: dt.date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"已完成（{day.isoformat()}）",
        f"{day.year}年{day.month}月{day.day}日完成",
    )
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for text in forms:
        assert read_state(text) == State(done=True, day=day), text
        assert read_state(text.translate(wide)) == State(done=True, day=day), text
        assert read_state(f"未完成{text}") is None
        assert read_state(f"{text}{text}") is None


@given(st.text(max_size=80))
def test_any_text_is_read_or_not_understood(text: str) -> None:
    state = read_state(text)
    assert state is None or state.day is None or state.done


# What a name means.


def test_a_milestone_is_found_under_each_of_its_names() -> None:
    names = MilestoneNames(REGISTRY)
    for text in (LISTS, "2/item-lists", "item-lists", "ITEM-LISTS", " 市县两级高频 事项清单"):
        assert names.find(text) == [LISTS]
    assert names.find("item-list") == []
    assert names.find("") == []
    assert LISTS in names.names("yingkou-2019-62/2/item-lists")
    assert "2/item-lists" in names.names("1/item-lists")
    assert {"item-lists", "市县两级高频事项清单"} <= set(names.names("item-list"))
    assert not any("/" in name for name in names.names("item-list"))
    assert names.names("a/b/c/d") == names.names("a/b/c")
    for entry in milestones_of(REGISTRY).values():
        assert names.find(entry.id) == [entry.id]
        assert entry.id in names.find(entry.milestone.deliverable)


def test_the_same_deliverable_in_two_plans_is_a_question() -> None:
    (first,) = [plan for plan in REGISTRY.plans if plan.id == "yingkou-2019-26"]
    second = first.model_copy(update={"id": "other"})
    names = MilestoneNames(replace(REGISTRY, plans=(first, second)))
    both = [LISTS, "other/2/item-lists"]
    assert names.find("市县两级高频事项清单") == names.find("2/item-lists") == both
    assert names.find(LISTS) == [LISTS]


# Verdicts on one due day.


@pytest.mark.parametrize(
    ("said", "period", "as_of", "status"),
    [
        ("2019-06-28", None, "2019-12-31", "done"),
        ("2019-09-01", None, "2019-12-31", "done"),
        ("2019-09-02", None, "2019-12-31", "done_late"),
        ("未完成", None, "2019-09-01", "pending"),
        ("未完成", None, "2019-09-02", "overdue"),
        ("已完成", "2019-08", "2019-12-31", "done"),
        ("已完成", "2019-09", "2019-12-31", "done"),
        ("已完成", None, "2019-12-31", "done"),
    ],
)
def test_the_due_day_is_in_time(said: str, period: str | None, as_of: str, status: str) -> None:
    outcome = only(judge(row(PILOT, said, period=period), as_of=dt.date.fromisoformat(as_of)))
    assert outcome.status.value == status
    assert outcome.by == dt.date(2019, 9, 1)
    assert outcome.id == PILOT
    assert outcome.region
    assert outcome.region.code == "210800"
    assert outcome.position.file.endswith("yingkou-2019-26.yaml")
    assert outcome.severity is (Severity.ERROR if status == "overdue" else Severity.NOTE)


def test_a_word_without_a_day_is_never_called_in_time_where_it_is_not_known() -> None:
    known = only(judge(row(PILOT, "已完成", period="2019-08")))
    assert "so by the due date 2019-09-01" in str(known.reason)
    for period in (None, "2019-09"):
        unknown = only(judge(row(PILOT, "已完成", period=period)))
        assert unknown.status is MilestoneStatus.DONE
        assert "in time or late is not known" in str(unknown.reason)
        assert unknown.day is None
    late = only(
        judge(
            row(PILOT, "未完成", period="2019-10"), row(PILOT, "已完成", period="2019-11", line=3)
        )
    )
    assert late.status is MilestoneStatus.DONE_LATE
    assert "in 2019-10" in str(late.reason)
    # September began on the due day: 未完成 for it may have been written in time.
    open_ = judge(
        row(PILOT, "未完成", period="2019-09"), row(PILOT, "已完成", period="2019-10", line=3)
    )
    assert "in time or late is not known" in str(only(open_).reason)
    to_the_day = only(judge(row(LISTS, "已完成", period="2019-06")))
    assert "so by the due date 2019-06-30" in str(to_the_day.reason)


def test_nothing_is_overdue_before_the_plan_is_issued() -> None:
    chosen = Selection(frozenset(), milestones=frozenset({LISTS}))
    before = evaluate(REGISTRY, Intake(), dt.date(2019, 7, 8), chosen)
    assert only(before).status is MilestoneStatus.PENDING
    at_issue = evaluate(REGISTRY, Intake(), dt.date(2019, 7, 9), chosen)
    assert only(at_issue).status is MilestoneStatus.OVERDUE
    assert only(judge(row(LISTS, "2019-06-28"))).status is MilestoneStatus.DONE


def test_what_lies_after_the_day_asked_for_does_not_count() -> None:
    as_of = dt.date(2019, 10, 1)
    for said, period in (("2019-10-02", None), ("已完成", "2019-10"), ("未完成", "2019-10")):
        completion = row(PILOT, said, period=period)
        chosen = Selection(frozenset(), milestones=frozenset({PILOT}))
        report = evaluate(REGISTRY, Intake(completions=(completion,)), as_of, chosen)
        assert rules(report) == [("future", "warning")]
        assert only(report).status is MilestoneStatus.OVERDUE
        assert only(report).completion is None
    on_the_day = judge(row(PILOT, "2019-10-01"), as_of=as_of)
    assert rules(on_the_day) == []


def test_a_draft_is_a_warning() -> None:
    report = judge(row(MONTHLY, "未完成", period="2020-01"), as_of=YEAR_END)
    assert {o.severity for o in report.milestones if o.status is MilestoneStatus.OVERDUE} == {
        Severity.WARNING
    }


# Rows that speak of the same.


def test_a_later_completion_outweighs_an_older_not_done() -> None:
    rows = (
        row(PILOT, "未完成", period="2019-08"),
        row(PILOT, "未完成", period="2019-07", line=3),
        row(PILOT, "2019-09-10", period="2019-09", line=4),
        row(PILOT, "已完成", period="2019-10", line=5),
    )
    report = judge(*rows)
    assert only(report).status is MilestoneStatus.DONE_LATE
    assert only(report).completion == rows[2]
    assert set(only(report).superseded) == {rows[0], rows[1], rows[3]}
    assert rules(report) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2019-06-28", None), ("2019-06-30", None)),
        (("2019-06-28", "2019-06"), ("2019-06-30", "2019-07")),
        (("2019-06-28", None), ("未完成", None)),
        (("2019-06-28", "2019-06"), ("未完成", "2019-06")),
        (("2019-06-28", "2019-06"), ("未完成", "2019-07")),
        (("2019-06-28", "2019-08"), ("未完成", "2019-07")),
        (("已完成", "2019-06"), ("未完成", "2019-07")),
        (("已完成", None), ("未完成", "2019-07")),
        (("已完成", "2019-06"), ("2019-07-01", None)),
    ],
)
def test_contradictions_name_both_places_and_none_counts(
    one: tuple[str, str | None], other: tuple[str, str | None]
) -> None:
    first = row(PILOT, one[0], period=one[1])
    second = row(PILOT, other[0], period=other[1], line=3)
    for pair in ((first, second), (second, first)):
        report = judge(*pair)
        (problem,) = report.intake.problems
        assert problem.rule == "contradiction"
        assert str(problem.position) == "m.csv:3:2"
        assert "m.csv:2:2" in str(problem)
        assert report.intake.faulty
        assert only(report).status is MilestoneStatus.OVERDUE
        assert only(report).completion is None
        assert len(only(report).superseded) == 2


def test_what_is_said_twice_counts_once() -> None:
    report = judge(row(PILOT, "2019-08-28"), row(PILOT, "2019-08-28", line=3))
    assert rules(report) == [("repeated", "note")]
    assert only(report).status is MilestoneStatus.DONE


def test_bodies_are_kept_apart_under_any_of_their_names() -> None:
    report = judge(
        row(PILOT, "2019-08-28", organisation="市审批局"),
        row(PILOT, "未完成", organisation="市教育局", line=3),
    )
    assert rules(report) == []
    assert [o.status.value for o in report.milestones] == ["overdue", "done"]
    assert report.milestone_tally()[MilestoneStatus.OVERDUE] == 1
    assert sum(report.milestone_tally().values()) == 1
    same = judge(
        row(PILOT, "2019-08-28", organisation="市审批局"),
        row(PILOT, "未完成", organisation="市行政审批局", line=3),
    )
    assert rules(same) == [("contradiction", "error")]


def test_of_rows_that_agree_the_one_that_says_most_counts() -> None:
    def counted(*said: tuple[str, str | None]) -> str:
        rows = [row(PILOT, text, period=period, line=n) for n, (text, period) in enumerate(said, 2)]
        completion = only(judge(*rows)).completion
        assert completion
        return f"{completion.day or completion.done} {completion.period}"

    assert counted(("未完成", "2019-07"), ("未完成", "2019-09")) == "False 2019-09"
    assert counted(("未完成", "2019-09"), ("未完成", None)) == "False 2019-09"
    assert counted(("已完成", "2019-09"), ("已完成", "2019-08")) == "True 2019-08"
    assert counted(("已完成", None), ("已完成", "2019-08")) == "True 2019-08"
    assert counted(("已完成", "2019-08"), ("2019-08-03", "2019-09")) == "2019-08-03 2019-09"
    assert counted(("2019-08-03", None), ("已完成", "2019-08")) == "2019-08-03 None"


# Regions.


def test_a_division_speaks_for_itself_alone() -> None:
    report = judge(row(PILOT, "2019-08-28", region="210802"))
    assert found(report) == [
        ("2019-09-01", "210800", "overdue"),
        ("2019-09-01", "210802", "done"),
    ]
    (whole,) = [o for o in report.milestones if o.status is MilestoneStatus.OVERDUE]
    assert "done in 1 of 6 divisions" in str(whole.reason)


def test_every_division_together_speaks_for_the_whole() -> None:
    rows = [
        row(PILOT, f"2019-08-2{n}", region=code, line=n + 2) for n, code in enumerate(DIVISIONS)
    ]
    (whole,) = [o for o in judge(*rows).milestones if o.region and o.region.code == "210800"]
    assert whole.status is MilestoneStatus.DONE
    assert whole.day == dt.date(2019, 8, 25)
    backwards = [
        row(PILOT, f"2019-08-2{n}", region=code, line=n + 2)
        for n, code in enumerate(reversed(DIVISIONS))
    ]
    (whole,) = [o for o in judge(*backwards).milestones if o.region and o.region.code == "210800"]
    assert whole.day == dt.date(2019, 8, 25)
    one_body_is_not = row(PILOT, "未完成", region="210802", organisation="市教育局", line=9)
    (whole,) = [
        o
        for o in judge(*rows, one_body_is_not).milestones
        if o.region and o.region.code == "210800"
    ]
    assert "done in 5 of 6 divisions" in str(whole.reason)
    late = [*rows[:3], row(PILOT, "2019-09-02", region="210811", line=5), *rows[4:]]
    (whole,) = [o for o in judge(*late).milestones if o.region and o.region.code == "210800"]
    assert whole.status is MilestoneStatus.DONE_LATE
    assert whole.day == dt.date(2019, 9, 2)
    missing = judge(*rows[1:])
    assert ("2019-09-01", "210800", "overdue") in found(missing)
    behind = judge(*rows[1:], row(PILOT, "未完成", region="210802", line=9))
    assert ("2019-09-01", "210802", "overdue") in found(behind)
    assert ("2019-09-01", "210800", "overdue") in found(behind)


def test_a_region_that_is_not_done_is_overdue_though_the_city_is_done() -> None:
    rows = row(PILOT, "2019-08-28"), row(PILOT, "未完成", region="210802", line=3)
    assert found(judge(*rows)) == [
        ("2019-09-01", "210800", "done"),
        ("2019-09-01", "210802", "overdue"),
    ]
    assert judge(*rows).milestone_tally()[MilestoneStatus.OVERDUE] == 1
    assert found(judge(*rows, region="210802")) == [("2019-09-01", "210802", "overdue")]
    assert found(judge(*rows, region="210803")) == []
    assert found(judge(row(PILOT, "2019-08-28", region="210800"))) == [
        ("2019-09-01", "210800", "done")
    ]


def test_a_region_outside_the_plan_and_a_milestone_that_is_none() -> None:
    report = judge(row(PILOT, "2019-08-28", region="210400"))
    assert rules(report) == [("region", "error")]
    assert "抚顺市 lies outside 营口市" in str(report.intake.problems[0])
    assert rules(judge(row("yingkou-2019-26/5/none", "2019-08-28"))) == [("milestone", "error")]


# Recurrences.


def test_a_recurrence_has_a_verdict_a_due_day() -> None:
    report = judge(row(MONTHLY, "2020-02-29", period="2020-02"), as_of=dt.date(2020, 4, 15))
    statuses = {by: status for by, _region, status in found(report)}
    assert len(statuses) == 12
    assert statuses["2020-01-31"] == statuses["2020-03-31"] == "overdue"
    assert statuses["2020-02-29"] == "done"
    assert statuses["2020-04-30"] == "pending"
    assert report.milestone_tally()[MilestoneStatus.OVERDUE] == 1


def test_a_row_with_a_period_is_about_the_due_days_in_it() -> None:
    def done(report: Report) -> list[tuple[str, str]]:
        return [(by, status) for by, _region, status in found(report) if "done" in status]

    late = judge(row(MONTHLY, "2020-07-03", period="2020-05"), as_of=YEAR_END)
    assert done(late) == [("2020-05-31", "done_late")]
    word = judge(row(TWICE, "已完成", period="2020-02"), as_of=YEAR_END)
    assert done(word) == [("2020-02-15", "done"), ("2020-02-29", "done")]
    # One day cannot be that of three due days: it is about the one that it is in time for.
    quarter = judge(row(MONTHLY, "2020-05-20", period="2020-Q2"), as_of=YEAR_END)
    assert done(quarter) == [("2020-05-31", "done")]
    outside = judge(row(MONTHLY, "2020-07-03", period="2020-Q2"), as_of=YEAR_END)
    assert rules(outside) == [("due-day", "error")]
    none = judge(row(MONTHLY, "未完成", period="2019-11"), as_of=YEAR_END)
    assert rules(none) == [("due-day", "warning")]
    assert none.milestones == ()


def test_a_day_without_a_period_is_about_the_due_day_that_it_is_in_time_for() -> None:
    for day, by in (
        ("2020-01-01", "2020-01-15"),
        ("2020-01-15", "2020-01-15"),
        ("2020-01-16", "2020-01-30"),
        ("2020-02-29", "2020-02-29"),
        ("2020-12-30", "2020-12-30"),
    ):
        report = judge(row(TWICE, day), as_of=YEAR_END)
        assert [(o.by.isoformat(), o.status.value) for o in report.milestones if o.completion] == [
            (by, "done")
        ]
    for said in ("2020-12-31", "2019-12-31", "已完成", "未完成"):
        report = judge(row(TWICE, said), as_of=YEAR_END)
        assert rules(report) == [("due-day", "error")], said
        assert "give the period" in str(report.intake.problems[0])


def test_contradictions_in_a_period_with_several_due_days_are_said_once() -> None:
    rows = row(TWICE, "已完成", period="2020-03"), row(TWICE, "未完成", period="2020-03", line=3)
    assert rules(judge(*rows, as_of=YEAR_END)) == [("contradiction", "error")]


# Properties.

COMPLETIONS = st.builds(
    row,
    st.sampled_from([PILOT, MONTHLY]),
    st.sampled_from(["未完成", "已完成", "2019-08-28", "2019-09-10", "2020-02-29", "2020-03-02"]),
    region=st.sampled_from([None, "210802", "210803", "210411"]),
    organisation=st.sampled_from([None, "市教育局", "市营商局"]),
    period=st.sampled_from([None, "2019-08", "2019-09", "2019-Q3", "2020-02", "2020"]),
    line=st.integers(2, 20),
)


@given(st.lists(COMPLETIONS, max_size=8), st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[Completion], random: Random) -> None:
    one = judge(*rows, as_of=YEAR_END)
    random.shuffle(rows)
    other = judge(*rows, as_of=YEAR_END)
    assert one.milestones == other.milestones
    assert one.intake.problems == other.intake.problems
    assert one.notes == other.notes


@given(
    st.dates(dt.date(2019, 7, 1), dt.date(2020, 12, 31)),
    st.dates(dt.date(2019, 7, 1), dt.date(2020, 12, 31)),
    st.dates(dt.date(2019, 7, 9), dt.date(2020, 12, 31)),
    st.sampled_from([(PILOT, None), (MONTHLY, "2020-05"), (MONTHLY, "2020-12")]),
)
def test_an_earlier_completion_is_never_worse(
    one: dt.date, other: dt.date, as_of: dt.date, about: tuple[str, str | None]
) -> None:
    milestone, period = about
    chosen = Selection(frozenset(), milestones=frozenset({milestone}))

    def worst(day: dt.date) -> int:
        rows = (row(milestone, day.isoformat(), period=period),)
        report = evaluate(REGISTRY, Intake(completions=rows), as_of, chosen)
        month = {f"{by:%Y-%m}": by for by in (o.by for o in report.milestones)}
        by = month[period] if period else report.milestones[0].by
        (outcome,) = [o for o in report.milestones if o.by == by]
        return outcome.status.rank

    early, late = sorted((one, other))
    assert worst(early) >= worst(late)


@given(COMPLETIONS, COMPLETIONS)
def test_agreement_has_no_order(one: Completion, other: Completion) -> None:
    assert agree(one, other) == agree(other, one)


SAYINGS = st.builds(
    row,
    st.just(PILOT),
    st.sampled_from(["未完成", "已完成", "2019-08-15", "2019-08-31", "2019-09-01", "2019-09-30"]),
    period=st.sampled_from(
        [None, "2019-07", "2019-08", "2019-09", "2019-10", "2019-Q3", "2019-08-15", "2019-09-30"]
    ),
    line=st.integers(2, 9),
)


@settings(max_examples=1000)
@given(st.lists(SAYINGS, max_size=5))
def test_a_contradiction_is_found_wherever_two_rows_cannot_both_be_true(
    rows: list[Completion],
) -> None:
    """Only the tightest rows are compared; the answer is that of comparing every pair."""
    ledger = Ledger(REGISTRY, rows, DAY)
    expected = any(not agree(one, other) for one in rows for other in rows)
    assert any(p.rule == "contradiction" for p in ledger.problems) is expected
    assert bool(ledger.contradicted) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("已完成", "2019-08"), ("2019-08-31", None)),
        (("未完成", "2019-08"), ("2019-09-01", None)),
        (("未完成", "2019-08"), ("2019-08-01", "2019-09")),
        (("未完成", "2019-08"), ("已完成", "2019-09")),
    ],
)
def test_what_can_both_be_true_is_no_contradiction(
    one: tuple[str, str | None], other: tuple[str, str | None]
) -> None:
    first, second = row(PILOT, one[0], period=one[1]), row(PILOT, other[0], period=other[1], line=3)
    assert agree(first, second)
    assert judge(first, second).intake.problems == ()


@pytest.mark.parametrize(
    "said",
    [
        # Both end together: the second began later, and the day lies before it.
        [("未完成", "2019-Q3"), ("未完成", "2019-09-30"), ("2019-08-15", "2019-10")],
        # A word without a period does not hide the one that bounds the day.
        [("已完成", "2019-08"), ("已完成", None), ("2019-09-01", None)],
    ],
)
def test_a_looser_row_hides_no_contradiction(said: list[tuple[str, str | None]]) -> None:
    rows = [row(PILOT, text, period=period, line=n) for n, (text, period) in enumerate(said, 2)]
    assert rules(judge(*rows)) == [("contradiction", "error")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("已完成", "2019-08"), ("2019-09-01", None)),
        (("未完成", "2019-08"), ("2019-08-31", None)),
        (("未完成", "2019-08"), ("2019-07-31", "2019-09")),
        (("未完成", "2019-08"), ("已完成", "2019-08")),
    ],
)
def test_one_day_beyond_is_a_contradiction(
    one: tuple[str, str | None], other: tuple[str, str | None]
) -> None:
    assert not agree(row(PILOT, one[0], period=one[1]), row(PILOT, other[0], period=other[1]))


@given(st.lists(COMPLETIONS, min_size=1, max_size=6))
def test_without_a_row_no_milestone_is_done(rows: list[Completion]) -> None:
    """No due day is done unless a row that says so counts for it."""
    for outcome in judge(*rows, as_of=YEAR_END).milestones:
        assert outcome.status.finished == bool(outcome.completion and outcome.completion.done)


def test_every_milestone_of_the_registry_is_judged() -> None:
    report = evaluate(REGISTRY, Intake(), YEAR_END)
    entries = milestones_of(REGISTRY)
    assert len(entries) >= 41
    assert {o.id for o in report.milestones} == set(entries)
    assert sum(report.milestone_tally().values()) == len(entries)
    assert list(report.milestones) == sorted(report.milestones, key=lambda o: o.sort_key)
    due_days = [
        (item.id, item.by) for item in due(REGISTRY, YEAR_END) if item.kind is DueKind.MILESTONE
    ]
    assert sorted(due_days) == sorted((o.id, o.by) for o in report.milestones)


def test_a_flood_of_rows_about_one_milestone_is_judged() -> None:
    """Rows are not compared pair by pair: that would be hundreds of millions of comparisons."""
    rows = tuple(row(PILOT, "未完成", period="2019-08", line=n) for n in range(2, 20_000)) + tuple(
        row(PILOT, (dt.date(1900, 1, 1) + dt.timedelta(days=n)).isoformat(), line=20_000 + n)
        for n in range(20_000)
    )
    report = judge(*rows)
    assert only(report).completion is None
    assert report.intake.faulty


# The report, and what is drawn of it.


def evaluated(*rows: Completion, silent: bool = False, as_of: dt.date = DAY) -> Report:
    return evaluate(REGISTRY, Intake(completions=rows), as_of, Selection(silent_plans=silent))


def test_a_plan_of_which_only_completions_are_reported_is_judged() -> None:
    report = evaluated(row(LISTS, "2019-06-28"))
    assert [plan.id for plan in report.plans] == ["yingkou-2019-26"]
    assert report.outcomes
    assert {o.id for o in report.milestones} == {LISTS, PILOT}
    named = " ".join(map(str, report.notes))
    assert "nothing was reported for yingkou-2020-14" in named
    assert "nothing was reported for yingkou-2019-26" not in named
    assert evaluated().milestones == ()
    chosen = Selection(frozenset(), silent_plans=False, milestones=frozenset({PILOT}))
    nothing = evaluate(REGISTRY, Intake(), DAY, chosen)
    assert nothing.milestones == ()
    assert "nothing was reported for yingkou-2019-26" in str(nothing.notes[0])
    assert {plan.id for plan in evaluated(silent=True).plans} == {p.id for p in REGISTRY.plans}


def test_a_row_about_a_milestone_that_is_not_selected_is_said() -> None:
    chosen = Selection(frozenset(), milestones=frozenset({PILOT}))
    report = evaluate(REGISTRY, Intake(completions=(row(LISTS, "2019-06-28"),)), DAY, chosen)
    assert "1 row is about a milestone that is not selected (first: m.csv:2:2)" in str(
        report.notes[0]
    )


def test_overdue_counts_with_strict_alone_and_done_late_never() -> None:
    def gates(report: Report) -> list[ExitCode]:
        found = replace(report, outcomes=())
        return [
            exit_code(found, fail_on=fail_on, strict=strict, exit_zero=exit_zero)
            for fail_on, strict, exit_zero in (
                ("error", False, False),
                ("warning", False, False),
                ("error", True, False),
                ("error", True, True),
            )
        ]

    assert gates(judge(row(PILOT, "未完成"))) == [0, 0, 1, 0]
    assert gates(judge(row(PILOT, "2019-12-01"))) == [0, 0, 0, 0]


def test_the_table_the_json_and_the_csv_say_the_same() -> None:
    report = evaluated(row(LISTS, "2019-07-28"), row(PILOT, "未完成", region="210802", line=3))
    result = check_json.result(report, 0)
    table = check_table.render(result, Style())
    last = table.rstrip("\n").rsplit("\n", 1)[-1]
    assert last.endswith("; 2 milestones: 0 done, 1 done late, 1 overdue")
    assert "√ done late" in table
    assert "2019-07-28" in table
    assert "m.csv:3" in table
    assert "done 28 days after the due date 2019-06-30" not in table
    assert "done 28 days after the due date 2019-06-30" in check_table.render(
        result, Style(verbose=True)
    )
    assert result["summary"]["milestones"] == {
        "total": 2, "overdue": 1, "pending": 0, "waived": 0, "done_late": 1, "done": 0,
        "baselined": 0,
    }  # fmt: skip
    late = next(entry for entry in result["milestones"] if entry["id"] == LISTS)
    assert (late["status"], late["completed"], late["by"]) == (
        "done_late", "2019-07-28", "2019-06-30",
    )  # fmt: skip
    assert late["reported"]
    assert (late["reported"]["file"], late["reported"]["line"]) == ("m.csv", 2)
    written = csv.DictReader(io.StringIO(check_csv.render(result)))
    (in_csv,) = [entry for entry in written if entry["milestone"] == "item-lists"]
    assert {name: text for name, text in in_csv.items() if text} == {
        "status": "done_late",
        "severity": "note",
        "plan": "yingkou-2019-26",
        "task": "2",
        "clause": "二（二）",
        "region": "210800",
        "region_name": "营口市",
        "by": "2019-06-30",
        "lead": "市营商局",
        "evidence": "6月底前编制形成",
        "reason": "done 28 days after the due date 2019-06-30",
        "file": "m.csv",
        "line": "2",
        "milestone": "item-lists",
        "deliverable": "市县两级高频事项清单",
        "completed": "2019-07-28",
    }


def test_the_due_days_of_which_nothing_was_said_are_one_row() -> None:
    report = judge(row(MONTHLY, "2020-01-31", period="2020-01"), as_of=YEAR_END)
    table = check_table.render(check_json.result(report, 0), Style())
    assert table.count("× overdue") == 1
    assert "2020-02-29 …" in table
    assert "2020-11-30 (10)" in table


def test_where_the_plans_have_no_milestones_nothing_is_said_of_them(
    run: Run, tmp_path: Path, small_registry: Path
) -> None:
    file = write_csv(tmp_path, "supply_reliability,99.950,percent,营口市,2019-12")
    result = run("check", file, "--registry", small_registry, "--as-of", "2019-12-31")
    assert "milestone" not in result.out
    assert result.last == "1 target: 1 met, 0 violated, 0 behind, 0 unreported"


def test_metric_leaves_milestones_out_and_task_and_org_narrow_them(
    run: Run, tmp_path: Path
) -> None:
    file = write_csv(tmp_path, "queue_wait,1,minute,营口市,2019-12")
    always = ("--plan", "yingkou-2019-26", "--as-of", "2019-12-31", "-f", "json")

    def ids(*arguments: str) -> list[str]:
        result = json.loads(run("check", file, *always, *arguments).out)
        return sorted(entry["id"] for entry in result["milestones"])

    assert ids() == [LISTS, PILOT]
    assert ids("--metric", "queue_wait") == []
    assert ids("--task", "5") == [PILOT]
    assert ids("--org", "市教育局") == [PILOT]
    assert ids("--region", "站前区") == []
    assert ids("--region", "营口市") == [LISTS, PILOT]
    strict = run("check", file, *always, "--task", "5", "--strict")
    assert json.loads(strict.out)["summary"]["milestones"]["overdue"] == 1


# due


def progress(rows: Sequence[Completion], as_of: dt.date = DAY) -> Sequence[MilestoneOutcome]:
    return judge_milestones(Scope(REGISTRY, as_of, Selection()), rows).outcomes


def test_due_marks_milestones_by_their_worst_region_and_tasks_never() -> None:
    rows = (
        row(LISTS, "2019-06-28"),
        row(PILOT, "2019-08-28", line=3),
        row(PILOT, "未完成", region="210802", line=4),
    )
    items = with_progress(due(REGISTRY, DAY), progress(rows))
    by_id = {item.id: item for item in items if item.kind is DueKind.MILESTONE}
    assert by_id[LISTS].done
    assert by_id[LISTS].completed == dt.date(2019, 6, 28)
    assert not by_id[LISTS].overdue
    assert by_id[PILOT].status is MilestoneStatus.OVERDUE
    assert by_id[PILOT].overdue
    assert {item.status for item in items if item.kind is not DueKind.MILESTONE} == {None}
    assert any(item.overdue for item in items if item.kind is DueKind.TASK)
    table = due_table.render([by_id[LISTS], by_id[PILOT]], DAY, Style())
    assert "verdict" in table
    assert "√ done" in table
    assert "× overdue" in table
    assert due_csv.render([by_id[LISTS]], DAY).splitlines()[1].endswith(",done,2019-06-28")
    plain = due_table.render(due(REGISTRY, DAY)[:3], DAY, Style())
    assert "verdict" not in plain


def test_due_of_a_recurrence_is_marked_day_by_day() -> None:
    items = with_progress(
        due(REGISTRY, YEAR_END), progress([row(TWICE, "已完成", period="2020-02")], YEAR_END)
    )
    done = [item.by for item in items if item.done]
    assert done == [dt.date(2020, 2, 15), dt.date(2020, 2, 29)]


def test_due_with_a_metrics_file_that_speaks_of_no_milestone(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,1,minute,营口市,2019-12")
    arguments = ("due", "--plan", "yingkou-2019-26", "--month", "6", "--as-of", "2019-12-31")
    told = run(*arguments, "--metrics", file)
    assert told.code == 0
    assert "× overdue" in told.out
    assert "verdict" not in run(*arguments).out
    result = json.loads(run(*arguments, "--metrics", file, "-f", "json").out)
    assert [(i["id"], i["status"], i["completed"]) for i in result["items"]] == [
        (LISTS, "overdue", None)
    ]
    assert [entry["rows"] for entry in result["inputs"]] == [1]


def test_due_says_what_is_wrong_with_its_files_and_ends_with_2(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wiat,1,minute,营口市,2019-12")
    result = run("due", "--month", "6", "--metrics", file, "--as-of", "2019-12-31")
    assert result.code == 2
    assert "unknown metric queue_wiat" in result.err
    assert "item-lists" in result.out
    assert run("due", "--metrics", tmp_path / "none.csv").code == 2


@pytest.mark.parametrize("status", list(MilestoneStatus))
def test_every_verdict_has_its_words_and_its_place(status: MilestoneStatus) -> None:
    outcome = replace(only(judge(row(PILOT, "2019-08-28"))), status=status)
    report = Report(DAY, (), (), milestones=(outcome,))
    assert report.milestone_tally()[status] == 1
    result = check_json.result(report, 0)
    assert check_table.render(result, Style(verbose=True)).count("\n") > 4
    assert result["milestones"][0]["status"] == status.value


def test_the_library_knows_them(registry: Registry) -> None:
    import banshi

    report = banshi.evaluate(registry, banshi.Intake(completions=(row(LISTS, "2019-06-28"),)), DAY)
    assert isinstance(report.milestones[0], banshi.MilestoneOutcome)
    assert banshi.MilestoneStatus.DONE in {o.status for o in report.milestones}
    assert banshi.Completion is Completion
