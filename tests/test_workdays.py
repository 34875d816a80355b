"""Working days by the State Council's notices, against two outside sources."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.errors import CalendarError
from banshi.wording.dates import read_date, reads_as_rolling
from banshi.workdays import (
    FIRST_YEAR,
    count_workdays,
    is_workday,
    last_workday_before,
    last_year,
    workdays_between,
)

ALL_DAYS = [
    dt.date.fromordinal(number)
    for number in range(
        dt.date(FIRST_YEAR, 1, 1).toordinal(), dt.date(last_year() + 1, 1, 1).toordinal()
    )
]
days = st.dates(dt.date(2018, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2019-11-01", "2019-11-04", 1),  # accepted on Friday, finished on Monday
        ("2019-11-01", "2019-11-01", 0),  # finished the day it was accepted
        ("2019-11-04", "2019-11-01", 0),
        ("2019-09-27", "2019-10-08", 3),  # Sun 29th and Mon 30th, holiday, then Tue 8th
        ("2019-10-11", "2019-10-12", 1),  # a Saturday made a working day
        ("2019-02-01", "2019-02-11", 3),  # Sat 2nd and Sun 3rd worked, Spring Festival, Mon 11th
        ("2019-11-01", "2019-11-30", 20),
    ],
)
def test_known_spans(start: str, end: str, count: int) -> None:
    assert workdays_between(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == count


def test_the_last_working_day_before() -> None:
    assert last_workday_before(dt.date(2019, 11, 30)) == dt.date(2019, 11, 29)
    assert last_workday_before(dt.date(2019, 10, 8)) == dt.date(2019, 9, 30)


def test_the_years_notices(shared: Path) -> None:
    checked = 0
    for file in sorted((shared / "data" / "holiday-cn").glob("*.json")):
        for entry in json.loads(file.read_text(encoding="utf-8"))["days"]:
            day = dt.date.fromisoformat(entry["date"])
            if day.year == int(file.stem):
                assert is_workday(day) is not entry["isOffDay"], day
                checked += 1
    assert checked > 200


def test_an_independent_package_agrees() -> None:
    import holidays

    china = holidays.country_holidays("CN", years=range(2018, 2027))
    day = dt.date(2018, 1, 1)
    while day.year < 2027:
        assert is_workday(day) is china.is_working_day(day), day
        day += dt.timedelta(days=1)


def test_every_day_is_as_the_package_says() -> None:
    import chinese_calendar

    for day in ALL_DAYS:
        assert is_workday(day) is chinese_calendar.is_workday(day), day
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(ALL_DAYS[-1] + dt.timedelta(days=1))


def test_a_year_without_notice_is_an_error_that_names_it() -> None:
    with pytest.raises(CalendarError, match="2099") as caught:
        is_workday(dt.date(2099, 5, 1))
    assert caught.value.year == 2099
    with pytest.raises(CalendarError, match="2003"):
        is_workday(dt.date(2003, 12, 31))


@given(days, days, days)
def test_spans_add_up(one: dt.date, two: dt.date, three: dt.date) -> None:
    first, middle, last = sorted((one, two, three))
    whole = workdays_between(first, last)
    assert whole == workdays_between(first, middle) + workdays_between(middle, last)


pairs = st.lists(st.tuples(days, days), max_size=20)


def day_by_day(start: dt.date, end: dt.date) -> int:
    """Count without a table, below zero where the end comes first."""
    if end < start:
        return -day_by_day(end, start)
    count = 0
    while start < end:
        start += dt.timedelta(days=1)
        count += is_workday(start)
    return count


@given(pairs)
def test_many_pairs_are_counted_as_each(found: list[tuple[dt.date, dt.date]]) -> None:
    starts, ends = [start for start, _end in found], [end for _start, end in found]
    expected = [day_by_day(start, end) for start, end in found]
    assert count_workdays(starts, ends) == expected
    assert [max(0, count) for count in expected] == [workdays_between(*pair) for pair in found]


@given(pairs)
def test_numpy_counts_the_same(found: list[tuple[dt.date, dt.date]]) -> None:
    np = pytest.importorskip("numpy")
    ordered = [sorted(pair) for pair in found]
    starts, ends = (np.array([pair[n] for pair in ordered], "datetime64[D]") for n in (0, 1))
    off = [day for day in ALL_DAYS if not is_workday(day)]
    # numpy counts the start and not the end: a day later on both sides is our rule.
    expected = np.busday_count(starts + 1, ends + 1, weekmask="1111111", holidays=off)
    assert count_workdays(starts, ends).tolist() == expected.tolist()
    assert count_workdays(ends, starts).tolist() == (-expected).tolist()


def test_times_of_day_and_columns_of_pandas_count_as_their_days() -> None:
    pandas = pytest.importorskip("pandas")
    starts, ends = ["2019-10-11T23:59"], ["2019-10-12T00:00"]
    assert count_workdays(*(list(map(dt.datetime.fromisoformat, x)) for x in (starts, ends))) == [1]
    columns = (pandas.Series(pandas.to_datetime(x)) for x in (starts, ends))
    assert count_workdays(*columns).tolist() == [1]


def test_the_first_and_the_last_day_that_can_be_asked_for() -> None:
    np = pytest.importorskip("numpy")
    before, last = dt.date(FIRST_YEAR - 1, 12, 31), dt.date(last_year(), 12, 31)
    for start, end, year in (
        (before, last, None),
        (before - dt.timedelta(days=1), last, FIRST_YEAR - 1),
        (before, last + dt.timedelta(days=1), last_year() + 1),
        (before, dt.date(9999, 12, 31), 9999),
    ):
        array = [np.array([day], "datetime64[s]") for day in (start, end)]
        if year is None:
            assert count_workdays([start], [end]) == count_workdays(*array).tolist()
            continue
        for both in ([start], [end]), array:
            with pytest.raises(CalendarError, match=str(year)) as caught:
                count_workdays(*both)
            assert caught.value.year == year


def test_what_is_no_pair_of_dates_is_refused() -> None:
    np = pytest.importorskip("numpy")
    day = dt.date(2019, 10, 11)
    none = np.array(["NaT"], "datetime64[D]")
    with pytest.raises(ValueError, match="NaT"):
        count_workdays(none, none)
    with pytest.raises(ValueError, match="1 starts, but 2 ends"):
        count_workdays([day], [day, day])
    with pytest.raises(TypeError, match="object"):
        count_workdays(np.array([day], object), np.array([day], object))
    with pytest.raises(TypeError):
        count_workdays(["2019-10-11"], ["2019-10-12"])  # type: ignore[list-item]


def test_dates_need_no_numpy() -> None:
    code = (
        "import sys, datetime as dt, banshi; d = dt.date(2019, 10, 11)\n"
        "assert banshi.count_workdays([d], [d]) == [0]; assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7月底前", "2019-07-31"),
        ("12月底", "2019-12-31"),
        ("2月末", "2019-02-28"),
        ("6月30日前", "2019-06-30"),
        ("9月1日之前", "2019-09-01"),
        ("2020年6月底", "2020-06-30"),
        ("2020年年底", "2020-12-31"),
        ("2020年底前", "2020-12-31"),
        ("年底前", "2019-12-31"),
        ("上半年", "2019-06-30"),
        ("2020年上半年", "2020-06-30"),
        ("三季度末", "2019-09-30"),
        ("第2季度", "2019-06-30"),
        ("１１月底前", "2019-11-30"),
        ("11 月底前。", "2019-11-30"),
    ],
)
def test_dates_in_words(text: str, day: str) -> None:
    assert read_date(text, 2019) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "长期坚持",
        "13月底前",
        "2月30日前",
        "15个工作日内",
        "第一批",
        "",
        "月底前",
        "9月1日开始，启动",
    ],
)
def test_words_without_a_date(text: str) -> None:
    assert read_date(text, 2019) is None


@given(days)
def test_every_day_in_every_form_reads_back_as_itself(day: dt.date) -> None:
    written = f"{day.month}月{day.day}日"
    assert read_date(f"{written}前", day.year) == day
    assert read_date(f"{day.year}年{written}之前", 1999) == day
    wide = written.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    assert read_date(wide, day.year) == day


def test_rolling_words() -> None:
    assert reads_as_rolling("长期坚持")
    assert reads_as_rolling("按序时节点推进")
    assert not reads_as_rolling("12月底前")
