"""The parts of measure by themselves: figures, ranks, pauses, times, calendars, levels."""

import datetime as dt
import math
import sys
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.cli import progress as progress_module
from banshi.cli.main import main
from banshi.errors import CalendarError
from banshi.measure import duck
from banshi.measure.calendar import Calendar, add_months, calendar
from banshi.measure.fates import covered, nearest_rank
from banshi.measure.figures import PLACES, written
from banshi.measure.job import day_number, day_of
from banshi.measure.levels import Levels, around
from banshi.measure.tally import Key
from banshi.measure.times import millionths, seconds
from banshi.model.calendar import CalendarYear
from banshi.model.quantity import parse_number
from banshi.model.registry import Registry
from banshi.workdays import is_workday, workdays_between
from tests.conftest import ROOT, Run
from tests.test_intake_options import Terminal
from tests.test_measure import ENGINES, HEADER, WHOLE, write
from tests.test_measure import profile as profile  # noqa: PLC0414 - a fixture

CALENDAR = calendar()
spans = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**7))
def test_a_figure_is_never_mistaken_for_a_rounder_one(value: int, cases: int) -> None:
    exact = Fraction(value, cases)
    text = written(exact)
    number = parse_number(text)
    assert number is not None
    assert abs(Fraction(number) - exact) <= Fraction(1, 2 * 10**PLACES)
    if Fraction(number) != exact:
        assert "." in text
        assert not text.endswith("0"), "15.000000 would look like 15"


def test_figures() -> None:
    assert written(Fraction(15)) == "15"
    assert written(15 + Fraction(4, 10**7)) == "15.0000004"
    assert written(15 + Fraction(4, 10**7) / 3) == "15.0000001"
    assert written(15 - Fraction(4, 10**7) / 3) == "14.9999999"
    assert written(Fraction(2, 3)) == "0.666667"
    assert written(Fraction(0)) == "0"
    assert written(Fraction(1200)) == "1200"
    assert written(Fraction(-1, 3)) == "-0.333333"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(1, 100))
def test_the_rank_is_the_nearest(values: list[int], percent: int) -> None:
    ordered = sorted(values)
    rank = math.ceil(Fraction(percent * len(values), 100))
    distinct = sorted(set(values))
    counts = [values.count(value) for value in distinct]
    assert nearest_rank(distinct, counts, percent) == ordered[rank - 1]


@given(st.lists(spans, max_size=5))
def test_what_pauses_cover_is_counted_once(found: list[tuple[int, int]]) -> None:
    points = {point for low, high in found for point in range(low, high)}
    assert covered(found) == len(points)


@given(st.integers(0, (day_number(dt.date(2200, 1, 1)) * 86_400) - 1))
def test_a_time_reads_back(second: int) -> None:
    time = dt.datetime.fromtimestamp(second, dt.UTC)
    for form in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%dT%H:%M:%S.9"):
        assert seconds(time.strftime(form)) == second


@pytest.mark.parametrize(
    "text",
    ["", "2019", "2019-13-01", "2019-02-29", "2019-01-01 24:00", "2019-01-01 9", "infinity",
     "2019-01-01+08", "２０１９-01-01", "2019-01/01", "1969-12-31", "2200-01-01",
     "2019-01-01 9:00 "],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    assert seconds(text) is None


@given(st.decimals(-(10**12) + 1, 10**12 - 1, places=6))
def test_numbers_are_counted_in_millionths(value: Decimal) -> None:
    assert millionths(format(value, "f")) == int(value * 10**6)
    assert millionths("1e3") is millionths("１") is millionths("1,000") is None


day_numbers = st.integers(CALENDAR.first, CALENDAR.last)


@given(day_numbers, st.integers(0, 400))
def test_ordinals_count_as_the_calendar_does(start: int, length: int) -> None:
    end = min(start + length, CALENDAR.last)
    expected = workdays_between(day_of(start), day_of(end))
    assert CALENDAR.known(end) - CALENDAR.known(start) == expected


def test_a_given_year_replaces_what_is_known() -> None:
    own = CalendarYear(
        year=2019, notice="假定", days_off=(dt.date(2019, 11, 4),),
        working_weekends=(dt.date(2019, 11, 2),),
    )  # fmt: skip
    found = calendar([own])
    for text, worked in (("2019-11-04", False), ("2019-11-02", True), ("2019-10-01", True)):
        day = day_number(dt.date.fromisoformat(text))
        assert found.worked[day - found.first] is worked
    assert found.worked[-365:] == CALENDAR.worked[-365:]
    far = own.model_copy(update={"year": 2099})
    with pytest.raises(CalendarError, match="2027"):
        calendar([far])
    assert isinstance(found, Calendar)
    assert is_workday(dt.date(2019, 11, 4))


@given(st.dates(dt.date(1970, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
    assert later.day <= day.day


def test_the_levels_of_a_leaf(registry: Registry) -> None:
    key = Key("站前区", "甲", "乙", 2019 * 12 + 10)
    tops = around(registry, ["210802", "210803"])
    assert tops == ("210800", "210000")
    assert around(registry, ["210802"])[0] == "210802"
    assert around(registry, ["210802", "210402"]) == ("210000",)
    levels = Levels(("region", "item", "organisation", "month", "quarter"), registry, tops)
    found = set(levels.cells(key, "210802"))
    assert found == {
        (region, *named, period)
        for region in ("210802", "210800")
        for named in (("甲", "乙"), ("", "乙"), ("", ""))
        for period in ("2019-11", "2019-Q4")
    }
    whole = Levels((), registry, tops, period="2019-H2")
    assert list(whole.cells(key, "210802")) == [("210800", "", "", "2019-H2")]


def test_too_little_memory_is_said(run: Run, tmp_path: Path, profile: Path) -> None:
    file = write(tmp_path, *WHOLE)
    command = ("measure", file, "--profile", profile, "--as-of", "2019-12-31")
    little = run(*command, "--memory", "2MB")
    assert little.code == 2
    assert "memory does not suffice: allow more with --memory" in little.err
    assert "--memory:" in run(*command, "--memory", "much").err
    assert run(*command, "--engine", "spork").code == 2


def test_a_full_disk_is_said(
    run: Run, tmp_path: Path, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB is let fill no more than a megabyte, as if the disk were full then."""
    settings = duck._settings

    def little(memory: str | None, folder: str) -> dict[str, object]:
        return settings(memory, folder) | {"max_temp_directory_size": "1MB", "threads": 1}

    monkeypatch.setattr(duck, "_settings", little)
    cells = WHOLE[0].split(",")
    many = 300_000
    columns = {name: [cell] * many for name, cell in zip(HEADER.split(","), cells, strict=True)}
    columns["编号"] = [f"{'x' * 100}{number}" for number in range(many)]
    file = tmp_path / "cases.parquet"
    pq.write_table(pa.table(columns), file, row_group_size=10_000)
    out, held = tmp_path / "out.csv", tmp_path / "held"
    held.mkdir()
    result = run(
        "measure", file, "--profile", profile, "--as-of", "2019-12-31", "--memory", "40MB",
        "--temp-dir", held, "-o", out,
    )  # fmt: skip
    assert result.code == 2
    assert "the disk is full: name another folder with --temp-dir" in result.err
    assert not out.exists()
    assert list(held.iterdir()) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_progress_is_drawn_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, profile: Path, engine: str
) -> None:
    monkeypatch.setattr(progress_module, "_QUIET_SECONDS", 0.0)
    monkeypatch.setattr(duck, "_WATCHED_EVERY", 0.001)
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    file = write(tmp_path, *WHOLE)
    arguments: Sequence[str] = ["measure", str(file), "--profile", str(profile)]
    more = ["--as-of", "2019-12-31", "--engine", engine, "-o", str(tmp_path / "out.csv")]
    assert main([*arguments, *more, "--lang", "en"]) == 0
    assert "measuring" in stream.getvalue()


def test_the_example_is_what_the_readme_says(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "metrics.csv"
    files = sorted((ROOT / "examples" / "cases").glob("*.csv"))
    said = ("--profile", ROOT / "examples" / "cases" / "profile.yaml", "--as-of", "2019-12-31")
    for engine in ENGINES:
        assert run("measure", *files, *said, "-o", out, "--engine", engine).code == 0
    result = run("check", out, "--as-of", "2019-12-31")
    assert result.code == 1
    assert "22 min" in result.out
