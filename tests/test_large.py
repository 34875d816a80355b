"""Large files: read with a sieve, they give what they give when every row is kept."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banshi.judging.evaluate import evaluate
from banshi.judging.settling import Settler
from banshi.model.bounds import Bounds
from banshi.model.intake import Intake
from banshi.model.outcome import Report, Status
from banshi.model.registry import Registry
from banshi.readers.large_files import scanned
from banshi.readers.read import read_files
from banshi.readers.source import Source
from banshi.readers.understand import Reading

DAY = dt.date(2019, 12, 31)
HEADER = "metric,value,unit,region,organisation,item,period"

# Targets of every kind: city alone, every division, with a subject, a share of another metric,
# a draft's; and what goes wrong with a cell.
METRICS = [
    *("queue_wait", "online_rate", "visits", "排队时间", "power_connection_time"),
    *("inspection_rate_general_credit", "inspection_rate_advanced_certified", "queue_wiat"),
]
VALUES = ["0", "1", "15", "15.0", "22", "99.95", "100", "101", "-1", "1.5", "0.5", "", "—", "abc"]
VALUES += ["1,234", "１５", "15分钟", "95%", "15.0000000000000000000000000001"]
UNITS = ["minute", "percent", "item", "workday", "hour", ""]
REGIONS = ["营口市", "站前区", "210803", "抚顺市", "战前区", ""]
BODIES = ["", "市税务局", "市税务局 ", "国家税务总局营口市税务局", "某局"]
ITEMS = ["", "小微企业", "小微 企业", "甲"]
PERIODS = ["2019-12", "2019-11", "2019-Q4", "2019年12月", "2020-01", "2019-01", "x"]

rows = st.lists(
    st.tuples(*map(st.sampled_from, (METRICS, VALUES, UNITS, REGIONS, BODIES, ITEMS, PERIODS))).map(
        lambda cells: ",".join(f'"{cell}"' for cell in cells)
    ),
    min_size=1,
    max_size=40,
)


@pytest.fixture(scope="module")
def narrow(registry: Registry) -> Registry:
    """Return the registry with nothing in its tasks but the targets that METRICS are about.

    All else is unreported whatever the rows say, and takes most of the time of judging them.
    """
    ids = {registry.metric_by_name[name].id for name in METRICS if name in registry.metric_by_name}
    plans = []
    for plan in registry.plans:
        tasks = []
        for task in plan.tasks:
            targets = tuple(target for target in task.targets if target.metric in ids)
            tasks.append(task.model_copy(update={"targets": targets, "milestones": ()}))
        plans.append(plan.model_copy(update={"tasks": tuple(tasks)}))
    return replace(registry, plans=tuple(plans))


def report(registry: Registry, intake: Intake) -> Report:
    return evaluate(registry, intake, DAY)


def sieved(registry: Registry, *files: Path) -> Intake:
    reading = Reading(settles=Settler(registry, DAY))
    return read_files([Source(file.name, file) for file in files], registry, reading)


def kept(registry: Registry, *files: Path) -> Intake:
    return read_files([Source(file.name, file.read_bytes()) for file in files], registry)


def assert_same(registry: Registry, *files: Path) -> None:
    one, other = (
        report(registry, sieved(registry, *files)),
        report(registry, kept(registry, *files)),
    )
    assert one.tally() == other.tally()
    for_action = [s for s in Status if s is not Status.MET]
    assert one.select(*for_action) == other.select(*for_action)
    assert one.intake.problems == other.intake.problems
    assert one.intake.files == other.intake.files
    assert sorted(one.intake.refused, key=repr) == sorted(other.intake.refused, key=repr)
    counted = [str(note) for note in one.notes if "counted, not listed" not in str(note)]
    assert counted == [str(note) for note in other.notes]
    assert sum(o.rows for o in one.intake.observations) == len(other.intake.observations)


@settings(max_examples=200)
@given(st.lists(rows, min_size=1, max_size=3))
def test_a_sieve_changes_no_verdict(
    narrow: Registry, tmp_path_factory: pytest.TempPathFactory, tables: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("large")
    files = []
    for number, table in enumerate(tables):
        file = folder / f"{number}.csv"
        file.write_text("\n".join([HEADER, *table, ""]), encoding="utf-8")
        files.append(file)
    assert_same(narrow, *files)


def test_what_is_met_is_counted(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    lines = [f"queue_wait,{n % 15},minute,站前区,,窗口{n},2019-12" for n in range(3000)]
    lines[1000] = "queue_wait,22,minute,站前区,,窗口1000,2019-12"
    file.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    intake = sieved(registry, file)
    assert len(intake.observations) < 20
    assert intake.files[0].rows == 3000
    assert_same(registry, file)
    (violated,) = report(registry, intake).select(Status.VIOLATED)
    assert violated.observation is not None
    assert violated.observation.position.line == 1002


def test_pieces_lines_and_uneven_rows(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanned, "_PIECE", 3)
    monkeypatch.setattr(scanned, "REMEMBERED", 2)
    good = [
        f'queue_wait,{n % 20},minute,站前区,,"a\nb{n % 4}",2019-{n % 4 + 9:02}' for n in range(25)
    ]
    for extra in ([], ["", "queue_wait,1"], ['"open'], [",,,,,,"], ['queue_wait,"1"2,,,,,']):
        for at in (0, 10, 25):
            lines = [*good[:at], *extra, *good[at:]]
            file = tmp_path / "m.csv"
            file.write_text("\r\n".join(["营口市统计表", HEADER, *lines, ""]), encoding="gb18030")
            assert_same(registry, file)


def test_rows_of_one_series_in_two_files(registry: Registry, tmp_path: Path) -> None:
    one, two = tmp_path / "1.csv", tmp_path / "2.csv"
    row = "queue_wait,{},minute,站前区,,,{}"
    for first, second in (
        (("10", "2019-12"), ("11", "2019-12")),
        (("22", "2019-11"), ("1", "2019-12")),
    ):
        one.write_text("\n".join([HEADER, row.format(*first), ""]), encoding="utf-8")
        two.write_text("\n".join([HEADER, row.format(*second), ""]), encoding="utf-8")
        assert_same(registry, one, two)
        assert_same(registry, two, one)


def test_a_blank_item_is_not_another_item(registry: Registry, tmp_path: Path) -> None:
    """The plan has one subject for this metric: a row that names none is about it."""
    file = tmp_path / "m.csv"
    for items in (("甲", ""), ("", "甲"), ("小微企业", "", "甲")):
        lines = [f"power_connection_time,40,workday,站前区,,{item},2019-12" for item in items]
        file.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        assert_same(registry, file)
        assert report(registry, sieved(registry, file)).select(Status.BEHIND)


@given(
    *[
        st.tuples(st.integers(-5, 5), st.integers(-5, 5), st.booleans(), st.booleans())
        for _ in range(2)
    ],
    st.integers(-6, 6),
)
def test_bounds_meet(
    a: tuple[int, int, bool, bool], b: tuple[int, int, bool, bool], value: int
) -> None:
    from decimal import Decimal

    first, second = (Bounds(Decimal(x), Decimal(y), lo, hi) for x, y, lo, hi in (a, b))
    both = first.hold(Decimal(value)) and second.hold(Decimal(value))
    assert first.within(second).hold(Decimal(value)) == both


def test_the_representatives_do_not_hang_on_the_run(registry: Registry, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    lines = [f"visits,1,item,站前区,,事项{n},2019-12" for n in range(500)]
    file.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    counts = Counter(o.rows for o in sieved(registry, file).observations)
    assert counts == Counter({500: 1})
