"""`banshi compare`: two plans side by side."""

import json

import pytest

from banshi.comparing import compare
from banshi.model.comparison import Change
from banshi.model.registry import Registry
from tests.conftest import Run
from tests.test_evaluate import plan

FIRST, SECOND = "yingkou-2019-26", "yingkou-2020-14"


def test_yingkou_2019_against_2020(run: Run) -> None:
    result = json.loads(run("compare", FIRST, SECOND, "-f", "json").out)
    rows = {row["metric"]: row for row in result["comparisons"]}
    assert rows["online_rate"]["change"] == "same"
    assert rows["online_rate"]["first"]["by"] == "2019-12-31"
    assert rows["online_rate"]["second"]["by"] == "2020-12-31"
    assert rows["queue_wait"]["change"] == "dropped"
    assert rows["business_start_time"]["change"] == "new"
    assert len(result["comparisons"]) == 12 + 104 - sum(
        row["first"] is not None and row["second"] is not None for row in result["comparisons"]
    )


def test_table_and_csv(run: Run) -> None:
    table = run("compare", FIRST, SECOND, "-v")
    assert table.code == 0
    assert "营委办发〔2019〕26号" in table.out
    assert "“网上可办率达到100%”" in table.out
    assert table.last.startswith("same 1, different 1, new ")
    rows = run("compare", FIRST, SECOND, "-f", "csv").out.splitlines()
    assert rows[0].startswith("change,metric,metric_name,first_id")


def test_wrong_names(run: Run) -> None:
    assert run("compare", FIRST, "yingkou-2021").code == 2
    many = run("compare", "yingkou-*", SECOND)
    assert many.code == 2
    assert "fits several plans" in many.err
    assert run("compare", FIRST).code == 2


@pytest.mark.parametrize(
    ("one", "other", "change"),
    [
        (("<=", "15"), ("<=", "10"), "tighter"),
        (("<=", "10"), ("<=", "15"), "looser"),
        (("<=", "15"), ("<=", "15"), "same"),
        (("<=", "15"), ("<", "15"), "tighter"),
        (("<", "15"), ("<=", "15"), "looser"),
        ((">=", "15"), (">=", "16"), "tighter"),
        ((">=", "15"), (">", "15"), "tighter"),
        ((">=", "15"), ("<=", "15"), "different"),
    ],
)
def test_changes(
    registry: Registry, one: tuple[str, str], other: tuple[str, str], change: str
) -> None:
    first = plan({"metric": "queue_wait", "op": one[0], "value": one[1]})
    second = plan({"metric": "queue_wait", "op": other[0], "value": other[1]}, id="q")
    (row,) = compare(registry, first, second)
    assert row.change is Change(change)


def test_units_are_converted_and_subjects_kept_apart(registry: Registry) -> None:
    first = plan({"metric": "queue_wait", "value": "30"}, {"metric": "visits", "unit": "item"})
    second = plan({"metric": "queue_wait", "value": "0.5", "unit": "hour"}, id="q")
    assert [row.change for row in compare(registry, first, second)] == [Change.SAME, Change.DROPPED]
    other = plan({"metric": "queue_wait", "value": "30", "subject": "税务"}, id="q")
    changes = {row.change for row in compare(registry, first, other)}
    assert changes == {Change.NEW, Change.DROPPED}
    days = plan({"metric": "queue_wait", "value": "30", "unit": "workday"}, id="q")
    assert compare(registry, first, days)[0].change is Change.DIFFERENT
