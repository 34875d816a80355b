"""`banshi trend`: what several runs said of the same series, in order and side by side."""

import csv
import io
import json
import random
import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.formats.trend.sparkline import BARS, GAP, sparkline
from banshi.history import store
from banshi.history.run import Demand, SeriesKey
from banshi.history.series import Line, RunHead, Said, lines
from banshi.model.outcome import Status
from banshi.model.period import Period, parse_period
from tests.conftest import EXAMPLES, Run, write_csv
from tests.recorded import DEMAND, made
from tests.test_hostile import ALIVE, NASTY, naughty, table_with
from tests.test_schemas import validator

PLAN = ("--plan", "yingkou-2019-26")
RATE = "yingkou-2019-26/2/online-rate"
MONTHS = ("2019-08", "2019-09", "2019-10", "2019-11", "2019-12")
KEY = SeriesKey("small/1/reliability", "210800", "", "")


def period(text: str) -> Period:
    found = parse_period(text)
    assert found
    return found


def said(
    text: str,
    value: str,
    *,
    as_of: str = "2019-12-31",
    turn: int = 1,
    status: Status | None = None,
    series: SeriesKey = KEY,
    demand: Demand = DEMAND,
) -> Said:
    run = RunHead(as_of, turn, f"{as_of}/{turn}")
    return Said(run, series, demand, period(text), Fraction(value), status)


def monthly(run: Run, tmp_path: Path, *values: str) -> Path:
    """Record a run a month with one value each; an empty one is a month without a run."""
    history = tmp_path / "history.sqlite"
    for month, value in zip(MONTHS, values, strict=False):
        if value:
            file = write_csv(tmp_path, f"online_rate,{value},percent,站前区,{month}")
            arguments = (file, "--as-of", period(month).end.isoformat(), *PLAN, "--record", history)
            assert run("check", *arguments).code in {0, 1}
    return history


def series(run: Run, *arguments: str | Path) -> list[Any]:
    found: list[Any] = json.loads(run("trend", *arguments, "-f", "json").out)["series"]
    return found


# The command


def test_values_over_periods(run: Run, tmp_path: Path) -> None:
    history = monthly(run, tmp_path, "88", "91.5", "95.20", "98", "97")
    shown = run("trend", history)
    assert shown.code == 0
    assert shown.err == ""
    assert f"banshi trend of {history}: 5 runs, 2019-08-31 to 2019-12-31" in shown.out
    for part in (
        "! behind",
        "Online availability rate",
        "≥ 100%",
        "Zhanqian District",
        "2019-08 to 2019-12",
        "88 → 91.5 → 95.2 → 98 → 97%",
        "▁▃▆█▇",
        "worse",
    ):
        assert part in shown.out
    assert shown.last == "1 series: 0 better, 1 worse, 0 steady, 0 with one value"
    verbose = run("trend", history, "-v").out
    assert "2019-10  95.2%  ! behind  as of 2019-10-31" in verbose
    assert RATE in verbose
    zh = run("trend", history, "--lang", "zh")
    assert "滞后" in zh.out
    assert "恶化" in zh.out
    assert zh.last == "数据共 1 组：改善 0，恶化 1，持平 0，只有一期 0"


def test_json_has_every_point_with_its_run(run: Run, tmp_path: Path) -> None:
    history = monthly(run, tmp_path, "88", "", "95.20")
    result = json.loads(run("trend", history, "-f", "json").out)
    validator("trend-result.schema.json").validate(result)
    runs = {one["as_of"]: one["id"] for one in result["runs"]}
    assert list(runs) == ["2019-08-31", "2019-10-31"]
    (found,) = result["series"]
    assert found["target"] == RATE
    assert found["region"]["code"] == "210802"
    assert found["missing"] == ["2019-09"]
    assert (found["per"], found["direction"], found["unit"]) == ("month", "better", "percent")
    assert found["required"] == {
        "op": ">=", "value": "100", "upper": None, "value_unit": "percent", "relative_to": None,
        "text": "≥ 100%",
    }  # fmt: skip
    assert found["points"][1] == {
        "period": "2019-10", "value": "95.2", "text": "95.2%", "status": "behind", "was": None,
        "baselined": False, "threshold": "100", "judged": "2019-10-31", "as_of": "2019-10-31",
        "run": runs["2019-10-31"], "corrected": [],
    }  # fmt: skip
    assert "▁·█" in run("trend", history).out
    assert "1 missing" in run("trend", history).out


def test_a_value_that_was_corrected_later_is_shown_as_such(run: Run, tmp_path: Path) -> None:
    history = monthly(run, tmp_path, "88", "91")
    file = write_csv(
        tmp_path,
        "online_rate,95,percent,站前区,2019-10",
        "online_rate,90,percent,站前区,2019-09",
    )
    run("check", file, "--as-of", "2019-10-31", *PLAN, "--record", history)
    shown = run("trend", history).out
    assert "88 → 90 → 95%" in shown
    assert "2019-09: corrected from 91% (as of 2019-09-30)" in shown
    (found,) = series(run, history)
    point = found["points"][1]
    assert (point["value"], point["status"], point["judged"]) == ("90", None, None)
    assert [one["value"] for one in point["corrected"]] == ["91"]
    rows = list(csv.DictReader(io.StringIO(run("trend", history, "-f", "csv").out)))
    assert [(r["period"], r["value"], r["corrected_from"], r["status"]) for r in rows] == [
        ("2019-08", "88", "", "behind"), ("2019-09", "90", "91", ""),
        ("2019-10", "95", "", "behind"),
    ]  # fmt: skip
    assert [row["direction"] for row in rows] == ["", "", "better"]


def test_periods_of_different_lengths_are_rows_of_their_own(run: Run, tmp_path: Path) -> None:
    history = tmp_path / "h.sqlite"
    for day, when in (
        ("2019-09-30", "2019-Q3"),
        ("2019-11-30", "2019-11"),
        ("2019-12-31", "2019-12"),
    ):
        file = write_csv(tmp_path, f"online_rate,90,percent,站前区,{when}")
        run("check", file, "--as-of", day, *PLAN, "--record", history)
    found = series(run, history)
    assert [(one["per"], len(one["points"])) for one in found] == [("month", 2), ("quarter", 1)]
    assert [one["direction"] for one in found] == ["steady", None]


def test_waived_and_baselined_outcomes_say_so(run: Run, tmp_path: Path) -> None:
    history, waivers, baseline = (tmp_path / name for name in ("h", "w.yaml", "b.json"))
    waivers.write_text(
        "waivers:\n- target: yingkou-2019-26/1/queue-wait\n  region: 站前区\n  reason: 改造\n"
        "  approved_by: 市营商局\n  document: 一号\n  expires: 2020-03-31\n",
        encoding="utf-8",
    )
    check = ("check", *EXAMPLES, *PLAN, "--as-of", "2019-12-31")
    run(*check, "--create-baseline", baseline)
    run(*check, "--baseline", baseline, "--waivers", waivers, "--record", history)
    last = [one["points"][-1] for one in series(run, history, "--metric", "queue_wait")]
    assert ("waived", "violated", False) in {(p["status"], p["was"], p["baselined"]) for p in last}
    shown = run("trend", history, "--metric", "queue_wait", "-v").out
    assert "22 min  - waived (× violated)  as of 2019-12-31" in shown
    assert "15.5 min  × violated (in the baseline)  as of 2019-12-31" in shown
    assert ("violated", None, True) in {(p["status"], p["was"], p["baselined"]) for p in last}


@pytest.fixture
def history(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "history.sqlite"
    for day in ("2019-11-30", "2019-12-31"):
        run("check", *EXAMPLES, *PLAN, "--as-of", day, "--record", path)
    return path


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ((), 32),
        (("--target", RATE), 7),
        (("--target", "*/queue-wait", "--target", RATE), 13),
        (("--region", "站前区"), 4),
        (("--region", "营口市"), 32),
        (("--metric", "排队时间"), 6),
        (("--plan", "yingkou-2019-26", "--metric", "queue_wait", "--region", "站前区"), 1),
        (("--org", "市法院"), 1),
    ],
)
def test_filters(run: Run, history: Path, arguments: tuple[str, ...], count: int) -> None:
    assert len(series(run, history, *arguments)) == count


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--target", "yingkou-2019-26/2/online-rat"), f"did you mean {RATE}"),
        (("--target", "nothing*"), "no recorded target nothing*"),
        (("--metric", "queue_wiat"), "did you mean queue_wait"),
        (("--region", "抚顺市"), "no recorded value fits the selection"),
        (("--plan", "yingkou-2020-14"), "no recorded value fits the selection"),
        (("-f", "xlsx"), "--format: xlsx is not one of"),
    ],
)
def test_what_fits_nothing_is_wrong_usage(
    run: Run, history: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("trend", history, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_no_history_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert "no run is recorded there" in run("trend", tmp_path / "none.sqlite").err
    assert list(tmp_path.iterdir()) == [], "looking makes no file"
    assert run("trend").code == 2
    assert run("trend", tmp_path).code == 2


def test_a_history_outlives_its_plan(run: Run, history: Path, small_registry: Path) -> None:
    shown = series(run, history, "--registry", small_registry)
    assert {one["metric_name"] for one in shown} >= {"Queueing time"}
    metrics = small_registry / "metrics.yaml"
    text = metrics.read_text(encoding="utf-8").replace("queue_wait", "queue_gone")
    metrics.write_text(text, encoding="utf-8")
    regions = small_registry / "regions.yaml"
    text = regions.read_text(encoding="utf-8").replace('"210802"', '"210899"')
    regions.write_text(text, encoding="utf-8")
    shown = series(run, history, "--registry", small_registry, "--target", "*/queue-wait")
    assert {one["metric_name"] for one in shown} == {"queue_wait"}
    assert "210802" in {one["region"]["label"] for one in shown}


def test_relative_thresholds_say_what_they_are_a_share_of(run: Run, history: Path) -> None:
    shown = run("trend", history, "--metric", "inspection_rate*").out
    assert "≤ 20% of Inspection rate, general credit" in shown
    (found, _) = series(run, history, "--metric", "inspection_rate*")
    assert found["points"][0]["threshold"] == "4"


def test_to_a_file(run: Run, history: Path, tmp_path: Path) -> None:
    for name in ("t.csv", "t.json", "t.txt"):
        out = tmp_path / name
        for _ in range(2):
            assert run("trend", history, "-o", out).code == 0
        out.write_text("my own", encoding="utf-8")
        assert run("trend", history, "-o", out).code == 2
        assert out.read_text(encoding="utf-8") == "my own"
    assert run("trend", history, "-o", tmp_path / "t.csv", "--force").code == 0
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbftarget,")


def test_several_plans_are_told_apart(run: Run, tmp_path: Path) -> None:
    history = tmp_path / "h"
    file = write_csv(tmp_path, "online_rate,80,percent,站前区,2020-12")
    run("check", file, "--as-of", "2020-12-31", "--record", history)
    shown = run("trend", history)
    assert RATE in shown.out
    assert "yingkou-2020-14/" in shown.out


def test_long_tables_and_long_lines_are_cut(
    run: Run, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from banshi.formats.trend import trend_table

    monkeypatch.setattr(trend_table, "_MOST_ROWS", 5)
    monkeypatch.setattr(trend_table, "_MOST_VALUES", 2)
    monkeypatch.setattr(trend_table, "_MOST_BARS", 3)
    shown = run("trend", history)
    assert "and 27 more rows; -f csv and -f json have all" in shown.out
    assert "… → 24 → 22 min" in shown.out
    assert "32 series" in shown.last


def test_hostile_texts_stay_texts(run: Run, tmp_path: Path, shared: Path) -> None:
    history, file = tmp_path / "h", tmp_path / "metrics.csv"
    texts = [*NASTY, *naughty(shared)]
    file.write_bytes(table_with(texts))
    arguments = ("--as-of", "2019-12-31", *PLAN, "--record", history, "--ignore-input-errors")
    assert run("check", file, *arguments).code in {0, 1}
    for extra in ((), ("-v",), ("-f", "json"), ("-f", "csv"), ("--lang", "zh")):
        done = run("trend", history, *extra)
        assert done.code == 0
        assert not ALIVE.search(done.out)
    found = {one["organisation"] for one in series(run, history)}
    assert {text.strip() for text in texts} - {""} <= {one for one in found if one}
    for row in csv.reader(io.StringIO(run("trend", history, "-f", "csv").out)):
        for cell in row:
            formula = cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
            assert not formula or re.fullmatch(r"[+-][0-9./]+", cell), cell


# Pieces


RUNS = [(f"2019-12-{day:02}", turn) for day, turn in ((28, 4), (29, 1), (30, 3), (31, 2))]
spoken = st.lists(
    st.tuples(
        st.sampled_from(RUNS),
        st.sampled_from(["2019-08", "2019-09", "2019-12", "2019-Q3", "2019", "2019-12-30"]),
        st.integers(0, 3),
        st.sampled_from([None, Status.MET, Status.VIOLATED]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[:2],
)


@given(spoken, st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_nothing_between_days(
    found: list[tuple[tuple[str, int], str, int, Status | None]], shuffled: random.Random
) -> None:
    def of(turns: dict[str, int]) -> list[Any]:
        shown = [
            said(text, str(value), as_of=day, turn=turns[day], status=status)
            for (day, _), text, value, status in found
        ]
        shuffled.shuffle(shown)
        return [
            [(p.said.period, p.said.value, p.said.run.as_of, p.status) for p in line.points]
            + [[c.value for p in line.points for c in p.corrected]]
            for line in lines(shown)
        ]

    days = [day for day, _ in RUNS]
    others = dict(zip(days, shuffled.sample(range(1, 9), len(days)), strict=True))
    assert of(dict(RUNS)) == of(others)


@given(spoken)
def test_the_newest_run_that_spoke_of_a_period_counts(
    found: list[tuple[tuple[str, int], str, int, Status | None]],
) -> None:
    shown = [
        said(text, str(value), as_of=day, turn=turn, status=status)
        for (day, turn), text, value, status in found
    ]
    points = {p.said.period.text: p for line in lines(shown) for p in line.points}
    assert set(points) == {text for _, text, _, _ in found}
    for text, point in points.items():
        newest = max((run, value) for run, at, value, _ in found if at == text)
        assert point.said.value == newest[1]
        verdicts = [
            (run, status)
            for run, at, value, status in found
            if at == text and value == newest[1] and status
        ]
        assert point.status == (max(verdicts)[1] if verdicts else None)
        assert bool(point.corrected) == (
            len({value for _, at, value, _ in found if at == text}) > 1
        )


recorded = st.lists(
    st.tuples(
        st.sampled_from(["2019-12-30", "2019-12-31"]),
        st.lists(
            st.tuples(st.sampled_from(["2019-10", "2019-11", "2019-12"]), st.sampled_from("123")),
            min_size=1,
            max_size=3,
            unique_by=lambda value: value[0],
        ),
    ),
    max_size=7,
)


@given(recorded)
def test_what_the_file_leaves_out_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    path = tmp_path_factory.mktemp("runs") / "h.sqlite"
    everything = []
    for turn, (day, values) in enumerate(runs, 1):
        store.append(path, made(str(turn), as_of=day, values=values))
        for number, (text, value) in enumerate(values, 1):
            status = Status.VIOLATED if number == len(values) else None
            everything.append(said(text, value, as_of=day, turn=turn, status=status))

    def shown(found: Iterable[Said]) -> list[Any]:
        return [
            (
                [(c.run.as_of, c.run.turn, c.value) for c in (*point.corrected, point.said)],
                point.judged and (point.judged.run.as_of, point.judged.run.turn, point.status),
            )
            for line in lines(found)
            for point in line.points
        ]

    assert shown(store.read(path).said) == shown(everything)
    early = [one for one in everything if one.run.as_of == "2019-12-30"]
    assert shown(store.said_until(path, "2019-12-30")) == shown(early)


def test_on_one_day_the_last_recorded_counts() -> None:
    shown = [said("2019-12", value, turn=turn) for turn, value in ((2, "2"), (3, "3"), (1, "1"))]
    ((point,),) = [line.points for line in lines(shown)]
    assert point.said.value == 3
    assert [one.value for one in point.corrected] == [1, 2]


def test_units_and_series_are_never_mixed() -> None:
    hours = Demand(*[*("m", "", "<=", "1", "", "hour", "", "hour", "")])
    minutes = Demand(*[*("m", "", "<=", "60", "", "minute", "", "minute", "")])
    other = SeriesKey(KEY.target, KEY.region, "body", "")
    shown = [
        said("2019-11", "1", demand=hours),
        said("2019-12", "50", demand=minutes),
        said("2019-12", "50", demand=minutes, series=other),
    ]
    assert [(line.series, len(line.points)) for line in lines(shown)] == [
        (KEY, 1), (KEY, 1), (other, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("op", "value", "upper", "whole", "before", "after", "way"),
    [
        ("<=", "15", "", "", "20", "18", "better"),
        ("<", "15", "", "", "18", "20", "worse"),
        (">=", "15", "", "", "18", "20", "better"),
        (">", "15", "", "", "20", "18", "worse"),
        (">", "15", "", "", "20", "20", "steady"),
        ("==", "15", "", "", "20", "12", "better"),
        ("==", "15", "", "", "14", "16", "steady"),
        ("between", "2", "3", "", "1", "2.5", "better"),
        ("between", "2", "3", "", "2", "3", "steady"),
        ("between", "2", "3", "", "3", "5", "worse"),
        ("between", "2", "3", "year_before", "3", "5", None),
        ("<=", "50", "", "other_metric", "4", "3", "better"),
    ],
)
def test_the_direction_is_seen_from_the_threshold(
    op: str, value: str, upper: str, whole: str, before: str, after: str, way: str | None
) -> None:
    demand = Demand("m", "", op, value, upper, "person", whole, "person", "")
    shown = [said("2019-11", before, demand=demand), said("2019-12", after, demand=demand)]
    (line,) = lines(shown)
    assert line.direction == way


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        (("2019-11", "2020-02"), ["2019-12", "2020-01"]),
        (("2019-Q3", "2020-Q2"), ["2019-Q4", "2020-Q1"]),
        (("2019-H1", "2020-H1"), ["2019-H2"]),
        (("2017", "2019"), ["2018"]),
        (("2019-12-01", "2019-12-31"), []),
        (("2019-01/2019-09", "2020-01/2020-09"), []),
        (("2019-12",), []),
    ],
)
def test_gaps_are_named(known: tuple[str, ...], missing: list[str]) -> None:
    found: list[Line] = lines(said(text, "1") for text in known)
    assert [[period.text for period in line.missing] for line in found] == [missing]


@given(st.lists(st.none() | st.fractions(), max_size=30))
def test_a_bar_is_no_higher_than_that_of_a_larger_value(values: list[Fraction | None]) -> None:
    bars = sparkline(values)
    assert len(bars) == len(values)
    assert [bar == GAP for bar in bars] == [value is None for value in values]
    known = [(v, BARS.index(b)) for v, b in zip(values, bars, strict=True) if v is not None]
    for value, height in known:
        for other, higher in known:
            assert height <= higher or value > other
    if len({value for value, _ in known}) > 1:
        assert {0, len(BARS) - 1} <= {height for _, height in known}
    bars.encode("gbk")
