"""Working days by the State Council's notices, against two outside sources."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.errors import CalendarError
from banshi.wording.dates import read_date, reads_as_rolling
from banshi.workdays import is_workday, last_workday_before, workdays_between

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


def test_a_year_without_notice_is_an_error_that_names_it() -> None:
    with pytest.raises(CalendarError, match="2099") as caught:
        is_workday(dt.date(2099, 5, 1))
    assert caught.value.year == 2099


@given(days, days, days)
def test_spans_add_up(one: dt.date, two: dt.date, three: dt.date) -> None:
    first, middle, last = sorted((one, two, three))
    whole = workdays_between(first, last)
    assert whole == workdays_between(first, middle) + workdays_between(middle, last)


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
