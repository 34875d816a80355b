"""Verdicts on small plans: time, scope, series, relations. semantics.md, "Verdicts"."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from banshi.judging.evaluate import evaluate
from banshi.model.intake import Intake
from banshi.model.outcome import Outcome, Report, Status
from banshi.model.plan import Plan
from banshi.model.registry import Registry
from banshi.position import Severity
from banshi.readers.read import read_files
from banshi.readers.source import Source

DAY = dt.date(2019, 12, 31)


def plan(*targets: dict[str, Any], **more: Any) -> Plan:
    filled = [
        {"id": f"t{n}", "op": "<=", "value": "15", "unit": "minute", "evidence": "e", **target}
        for n, target in enumerate(targets)
    ]
    task = {"id": "1", "clause": "一", "title": "t", "lead": ["市营商局"], "targets": filled}
    task.update(more.pop("task", {}))
    return Plan.model_validate(
        {
            "id": "p", "title": "t", "issuers": ["x"], "jurisdiction": "210800",
            "issued": dt.date(2019, 7, 9), "status": "issued",
            "source": {"name": "s", "sha256": "0" * 64}, "tasks": [task], **more,
        }
    )  # fmt: skip


def judge(registry: Registry, made: Plan, *rows: str, as_of: dt.date = DAY) -> Report:
    small = Registry((made,), registry.metrics, registry.organisations, registry.regions)
    text = "metric,value,unit,region,organisation,item,period\n" + "\n".join(rows) + "\n"
    intake = read_files([Source("m.csv", text.encode())], small) if rows else Intake()
    assert not intake.faulty, [str(problem) for problem in intake.problems]
    return evaluate(small, intake, as_of)


def statuses(report: Report) -> list[str]:
    return [outcome.status.value for outcome in report.outcomes]


def only(report: Report) -> Outcome:
    (outcome,) = report.outcomes
    return outcome


QUEUE = {"metric": "queue_wait"}
DUE = {"by": dt.date(2019, 11, 30), "by_text": "11月底前"}


@pytest.mark.parametrize(
    ("value", "as_of", "status"),
    [
        ("22", dt.date(2019, 11, 30), "behind"),
        ("22", dt.date(2019, 12, 1), "violated"),
        ("15", dt.date(2019, 11, 30), "met"),
        ("15", dt.date(2019, 12, 1), "met"),
        (None, dt.date(2019, 11, 30), "pending"),
        (None, dt.date(2019, 12, 1), "unreported"),
    ],
)
def test_the_due_day_is_still_in_time(
    registry: Registry, value: str | None, as_of: dt.date, status: str
) -> None:
    rows = [f"queue_wait,{value},minute,站前区,,,2019-10"] if value else []
    report = judge(registry, plan({**QUEUE, **DUE}), *rows, as_of=as_of)
    assert statuses(report) == [status]
    assert only(report).by == dt.date(2019, 11, 30)


def test_without_a_due_date_it_holds_from_issue(registry: Registry) -> None:
    made = plan(QUEUE)
    row = "queue_wait,22,minute,站前区,,,2019-08"
    assert statuses(judge(registry, made, row)) == ["violated"]
    assert statuses(judge(registry, made)) == ["unreported"]
    assert statuses(judge(registry, made, as_of=dt.date(2019, 7, 8))) == ["pending"]


def test_the_target_takes_the_tasks_deadline(registry: Registry) -> None:
    made = plan(QUEUE, task={"deadline": {"by": dt.date(2020, 3, 31), "text": "x"}})
    report = judge(registry, made, "queue_wait,22,minute,站前区,,,2019-08")
    assert only(report).status is Status.BEHIND
    assert only(report).severity is Severity.WARNING


def test_the_latest_period_counts_and_hides_none(registry: Registry) -> None:
    rows = ["queue_wait,9,minute,站前区,,,2019-12", "queue_wait,22,minute,站前区,,,2019-08"]
    for order in (rows, rows[::-1]):
        outcome = only(judge(registry, plan(QUEUE), *order))
        assert outcome.status is Status.MET
        assert [str(o.period) for o in outcome.superseded] == ["2019-08"]
    worse = ["queue_wait,22,minute,站前区,,,2019-12", "queue_wait,9,minute,站前区,,,2019-08"]
    assert statuses(judge(registry, plan(QUEUE), *worse)) == ["violated"]


def test_of_periods_that_end_together_the_targets_own_length_counts(registry: Registry) -> None:
    rows = [
        "queue_wait,22,minute,站前区,,,2019-12",
        "queue_wait,16,minute,站前区,,,2019-Q4",
        "queue_wait,9,minute,站前区,,,2019",
    ]
    for per, value in (("month", 22), ("quarter", 16), ("year", 9), (None, 9)):
        target = {**QUEUE, "per": per} if per else QUEUE
        outcome = only(judge(registry, plan(target), *rows))
        assert outcome.reported == value
        assert len(outcome.superseded) == 2


def test_values_outside_the_time_do_not_count(registry: Registry) -> None:
    rows = ["queue_wait,22,minute,站前区,,,2019-06", "queue_wait,22,minute,站前区,,,2020-01"]
    report = judge(registry, plan(QUEUE), *rows)
    assert statuses(report) == ["unreported"]
    assert len(report.notes) == 2


def test_a_period_that_ends_on_the_day_of_issue_or_of_asking_counts(registry: Registry) -> None:
    for period in ("2019-07-09", "2019-12-31"):
        row = f"queue_wait,22,minute,站前区,,,{period}"
        assert statuses(judge(registry, plan(QUEUE), row)) == ["violated"]


def test_each_body_and_item_is_judged_on_its_own(registry: Registry) -> None:
    report = judge(
        registry,
        plan(QUEUE),
        "queue_wait,22,minute,站前区,市税务局,,2019-12",
        "queue_wait,9,minute,站前区,市社保中心,,2019-12",
        "queue_wait,16,minute,站前区,市税务局,发票,2019-12",
    )
    assert statuses(report) == ["violated", "violated", "met"]
    assert report.tally()[Status.VIOLATED] == 1


@pytest.mark.parametrize(
    ("level", "judged", "missing"),
    [
        (None, ["营口市", "站前区", "自贸区营口片区"], []),
        ("city", ["营口市"], []),
        ("county", ["站前区", "自贸区营口片区"], []),
        (
            "each",
            ["营口市", "站前区", "自贸区营口片区"],
            ["西市区", "鲅鱼圈区", "老边区", "盖州市", "大石桥市"],
        ),
        (
            "all",
            ["营口市", "站前区", "自贸区营口片区"],
            ["西市区", "鲅鱼圈区", "老边区", "盖州市", "大石桥市"],
        ),
    ],
)
def test_levels(
    registry: Registry, level: str | None, judged: list[str], missing: list[str]
) -> None:
    target = {**QUEUE, "level": level} if level else QUEUE
    rows = [
        f"queue_wait,9,minute,{name},,,2019-12"
        for name in ("营口市", "站前区", "自贸区营口片区", "抚顺市")
    ]
    report = judge(registry, plan(target), *rows)
    met = {o.region.name.zh for o in report.select(Status.MET) if o.region}
    unreported = {o.region.name.zh for o in report.select(Status.UNREPORTED) if o.region}
    assert met == set(judged)
    assert unreported == set(missing)
    assert report.notes


def test_who_must_report_where_nobody_did(registry: Registry) -> None:
    regions = {}
    for level in ("city", "county", "each", "all"):
        report = judge(registry, plan({**QUEUE, "level": level}))
        regions[level] = [o.region.code if o.region else None for o in report.outcomes]
    assert regions["city"] == ["210800"]
    assert regions["county"] == [None]
    assert len(regions["each"]) == 6
    assert len(regions["all"]) == 7


def test_subjects_are_kept_apart(registry: Registry) -> None:
    made = plan({**QUEUE, "subject": "高压"}, {**QUEUE, "subject": "低压", "value": "30"})
    report = judge(
        registry,
        made,
        "queue_wait,22,minute,站前区,,高压,2019-12",
        "queue_wait,22,minute,站前区,,低压,2019-12",
        "queue_wait,99,minute,站前区,,,2019-12",
    )
    assert [(o.id, o.status.value) for o in report.outcomes] == [
        ("p/1/t0", "violated"),
        ("p/1/t1", "met"),
    ]
    assert "about another subject" in str(report.notes[0])


def test_a_single_subject_takes_rows_that_name_none(registry: Registry) -> None:
    made = plan({**QUEUE, "subject": "小微企业"})
    assert statuses(judge(registry, made, "queue_wait,22,minute,站前区,,,2019-12")) == ["violated"]
    other = judge(registry, made, "queue_wait,22,minute,站前区,,大型企业,2019-12")
    assert statuses(other) == ["unreported"]
    assert other.notes


def test_a_target_without_subject_leaves_the_named_ones_to_the_others(registry: Registry) -> None:
    made = plan(QUEUE, {**QUEUE, "subject": "税务", "value": "30"})
    report = judge(
        registry,
        made,
        "queue_wait,22,minute,站前区,,税务,2019-12",
        "queue_wait,22,minute,站前区,,社保,2019-12",
    )
    assert {(o.id, o.status.value) for o in report.outcomes} == {
        ("p/1/t0", "violated"),
        ("p/1/t1", "met"),
    }


RELATIVE = {
    "metric": "inspection_rate_advanced_certified",
    "op": "<=",
    "value": "20",
    "unit": "percent",
    "relative_to": {"metric": "inspection_rate_general_credit"},
}


def test_a_share_of_another_metric(registry: Registry) -> None:
    rows = [
        "inspection_rate_advanced_certified,2.5,percent,营口市,营口海关,,2019-Q4",
        "inspection_rate_general_credit,10,percent,营口市,营口海关,,2019-Q4",
    ]
    outcome = only(judge(registry, plan(RELATIVE), *rows))
    assert outcome.status is Status.VIOLATED
    assert outcome.threshold == 2
    assert outcome.gap
    assert outcome.gap.value == Fraction(1, 2)
    assert outcome.base
    assert str(outcome.base.value) == "10"
    report = judge(registry, plan(RELATIVE), rows[0])
    assert statuses(report) == ["unreported"]
    assert "share of" in str(only(report).reason)
    other_period = rows[1].replace("2019-Q4", "2019-Q3")
    assert statuses(judge(registry, plan(RELATIVE), rows[0], other_period)) == ["unreported"]


def test_a_share_of_the_year_before(registry: Registry) -> None:
    target = {
        "metric": "no_visit_items", "op": ">=", "value": "200", "unit": "percent",
        "relative_to": {"basis": "year_before"},
    }  # fmt: skip
    rows = ["no_visit_items,59,item,营口市,,,2019-08", "no_visit_items,30,item,营口市,,,2018-08"]
    outcome = only(judge(registry, plan(target), *rows))
    assert outcome.status is Status.VIOLATED
    assert outcome.threshold == 60
    rows[0] = rows[0].replace("59", "60")
    assert statuses(judge(registry, plan(target), *rows)) == ["met"]


def test_what_no_report_can_hold_is_unreported(registry: Registry) -> None:
    target = {**RELATIVE, "relative_to": {"basis": "national_average"}}
    row = "inspection_rate_advanced_certified,2,percent,营口市,,,2019-Q4"
    assert statuses(judge(registry, plan(target), row)) == ["unreported"]


def test_drafts_and_hedges_are_warnings(registry: Registry) -> None:
    row = "queue_wait,22,minute,站前区,,,2019-12"
    assert only(judge(registry, plan(QUEUE), row)).severity is Severity.ERROR
    assert only(judge(registry, plan(QUEUE, status="draft"), row)).severity is Severity.WARNING
    hedged = plan({**QUEUE, "hedge": "力争"})
    assert only(judge(registry, hedged, row)).severity is Severity.WARNING


def test_units_are_converted_exactly(registry: Registry) -> None:
    rows = ["queue_wait,0.25,hour,站前区,,,2019-12", "queue_wait,0.251,小时,西市区,,,2019-12"]
    report = judge(registry, plan(QUEUE), *rows)
    assert statuses(report) == ["violated", "met"]
    assert report.outcomes[0].reported == Fraction(1506, 100)


def test_every_value_is_used_or_explained(registry: Registry) -> None:
    rows = [
        f"queue_wait,9,minute,{region},,{item},{period}"
        for region in ("营口市", "站前区", "抚顺市")
        for item in ("", "税务", "社保")
        for period in ("2019-06", "2019-12", "2020-03")
    ]
    report = judge(registry, plan({**QUEUE, "subject": "税务", "level": "county"}), *rows)
    used = sum(1 + len(outcome.superseded) for outcome in report.outcomes if outcome.observation)
    said = sum(note.count for note in report.notes)
    assert used + said == len(rows)


def test_the_base_does_not_hang_on_the_order_of_rows(registry: Registry) -> None:
    rows = [
        "inspection_rate_general_credit,5,percent,营口市,,进口,2019-12",
        "inspection_rate_general_credit,20,percent,营口市,,出口,2019-12",
        "inspection_rate_advanced_certified,2,percent,营口市,,,2019-12",
    ]
    for order in (rows, [rows[1], rows[0], rows[2]]):
        assert statuses(judge(registry, plan(RELATIVE), *order)) == ["unreported"]
    of_its_own = rows[2].replace(",,,", ",,出口,")
    assert statuses(judge(registry, plan(RELATIVE), *rows[:2], of_its_own)) == ["met"]


def test_a_base_of_another_day_or_body(registry: Registry) -> None:
    base = "inspection_rate_general_credit,20,percent,营口市,营口海关,,2019-12-31"
    value = "inspection_rate_advanced_certified,2,percent,营口市,,,2019-12-02"
    assert statuses(judge(registry, plan(RELATIVE), base, value)) == ["unreported"]
    same_day = value.replace("12-02", "12-31")
    assert statuses(judge(registry, plan(RELATIVE), base, same_day)) == ["met"]


def test_a_base_of_zero(registry: Registry) -> None:
    target = {
        "metric": "no_visit_items", "op": ">=", "value": "200", "unit": "percent",
        "relative_to": {"basis": "year_before"},
    }  # fmt: skip
    rows = ["no_visit_items,5,item,营口市,,,2019-08", "no_visit_items,0,item,营口市,,,2018-08"]
    assert statuses(judge(registry, plan(target), *rows)) == ["met"]


def test_one_body_under_two_names_is_one_series(registry: Registry) -> None:
    report = judge(
        registry,
        plan(QUEUE),
        "queue_wait,22,minute,站前区,市营商局,小微企业,2019-11",
        "queue_wait,14,minute,站前区,营口市营商环境建设局,小微 企业,2019-12",
    )
    assert statuses(report) == ["met"]
