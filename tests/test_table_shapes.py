"""Tables that could be misread: read in the one way they can mean, or refused with the reason."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from banshi.model.intake import Intake
from banshi.model.registry import Registry
from banshi.position import Severity
from banshi.readers.read import read_files
from banshi.readers.source import Source
from banshi.readers.understand import Reading
from banshi.wording.periods import named_periods, named_years
from tests.conftest import Run

NO_READING = Reading()
HERE = Reading(region="210802", period="2019-08")


def read(registry: Registry, *rows: str, reading: Reading = NO_READING) -> Intake:
    return read_files([Source("m.csv", "\n".join(rows).encode())], registry, reading)


def values(intake: Intake) -> list[str]:
    return [
        f"{o.metric} {o.value} {o.unit.value} {o.region} {o.period.text}"
        for o in intake.observations
    ]


def problems(intake: Intake, *severities: Severity) -> list[str]:
    return [
        f"{p.position.line}:{p.position.column} {p.rule}"
        for p in intake.problems
        if p.severity in (severities or (Severity.ERROR,))
    ]


# Two things that say the same, and columns of different kinds.


@pytest.mark.parametrize(
    ("header", "row", "place"),
    [
        ("指标,网上可办率（%）", "站前区,95", "1:2"),
        ("地区,指标,单位,站前区,老边区", "营口市,排队时间,分钟,15,22", "1:4"),
        ("期间,指标,单位,2018年,2019年", "2019-08,排队时间,分钟,15,22", "1:4"),
        ("指标,单位,2019-12,站前区", "排队时间,分钟,15,22", "1:4"),
        ("地区,排队时间（分钟）,2019-12", "站前区,15,22", "1:3"),
        ("部门,网上可办率（%）,站前区", "市税务局,95,22", "1:3"),
    ],
)
def test_columns_that_cannot_stand_together(
    registry: Registry, header: str, row: str, place: str
) -> None:
    intake = read(registry, header, row, reading=HERE)
    assert values(intake) == []
    assert problems(intake) == [f"{place} header"]


def test_a_title_that_looks_like_a_header_is_none_where_a_header_follows(
    registry: Registry,
) -> None:
    intake = read(
        registry,
        "指标名称,网上可办率,,,",
        "指标,数值,单位,地区,期间",
        "网上可办率,95,%,站前区,2019-08",
    )
    assert values(intake) == ["online_rate 95 percent 210802 2019-08"]


def test_a_table_that_cannot_be_read_is_no_title_of_the_next(registry: Registry) -> None:
    intake = read(
        registry,
        "指标,网上可办率（%）,,,",
        "站前区,95,,,",
        "指标,数值,单位,地区,期间",
        "网上可办率,95,%,站前区,2019-08",
    )
    assert values(intake) == []
    assert problems(intake) == ["1:2 header"]


def test_figures_above_the_header_are_said(registry: Registry) -> None:
    intake = read(
        registry,
        "序,甲,乙",
        "站前,5,6",
        "指标,数值,单位",
        "排队时间,15,分钟",
        reading=HERE,
    )
    assert values(intake) == ["queue_wait 15 minute 210802 2019-08"]
    assert problems(intake, Severity.WARNING) == ["2:0 above-header"]


@pytest.mark.parametrize(
    "second",
    [
        ",事项总数,比例（%）,最长,平均",
        "部门,事项总数,比例（%）,最长,平均",
        ",合计,,最长,",
    ],
)
def test_a_header_in_two_rows_is_refused(registry: Registry, second: str) -> None:
    intake = read(
        registry,
        "部门,网上可办率,,排队时间,",
        second,
        "市税务局,100,95,15,10",
        reading=HERE,
    )
    assert values(intake) == []
    assert problems(intake) == ["2:0 header"]


def test_a_first_row_with_a_bad_figure_is_no_header(registry: Registry) -> None:
    intake = read(registry, "部门,排队时间（分钟）", "市税务局,十几", "市商务局,15", reading=HERE)
    assert values(intake) == ["queue_wait 15 minute 210802 2019-08"]
    assert problems(intake) == ["2:2 value"]


def test_what_stands_beside_the_values_of_a_long_table_is_said(registry: Registry) -> None:
    header = "指标,数值,单位,地区,期间,2019-12,老边区,网上可办率"
    intake = read(registry, header, "排队时间,15,分钟,站前区,2019-08,20,30,")
    assert values(intake) == ["queue_wait 15 minute 210802 2019-08"]
    assert problems(intake, Severity.WARNING) == ["1:6 extra-column", "1:7 extra-column"]
    assert problems(intake, Severity.NOTE) == ["1:8 extra-column"]


def test_a_headerless_row_is_no_header(registry: Registry) -> None:
    for row in ("网上可办率,站前区,2019-08,95,%", "站前区,网上可办率,95", "2019-08,排队时间,15"):
        intake = read(registry, row, reading=HERE)
        assert values(intake) == []
        assert "header" in problems(intake)[0]


# 单位, and units that differ.


def test_a_column_of_units_is_no_column_of_bodies(registry: Registry) -> None:
    header = "地区,单位,排队时间（分钟）"
    differs = read(registry, header, "站前区,小时,15", reading=HERE)
    assert values(differs) == []
    assert problems(differs) == ["2:2 unit"]
    same = read(registry, header, "站前区,分钟,15", reading=HERE)
    assert values(same) == ["queue_wait 15 minute 210802 2019-08"]
    assert problems(same, *Severity) == []
    bodies = read(registry, header, "站前区,市税务局,15", reading=HERE)
    assert [o.organisation for o in bodies.observations] == ["市税务局"]
    mixed = read(registry, header, "站前区,市税务局,15", "站前区,分钟,16", reading=HERE)
    assert values(mixed) == ["queue_wait 16 minute 210802 2019-08"]
    assert problems(mixed) == ["2:2 unit"]
    plainly = read(registry, "地区,计量单位,排队时间", "站前区,市税务局,15", reading=HERE)
    assert problems(plainly) == ["2:2 unit"]


@pytest.mark.parametrize(
    ("header", "row", "taken", "said"),
    [
        ("指标,单位,站前区（分钟）", "排队时间,小时,15", [], ["2:2 unit"]),
        ("指标,单位,站前区", "排队时间,分钟,15小时", [], ["2:2 unit"]),
        ("部门,排队时间（分钟）", "市税务局,15小时", [], ["2:2 unit"]),
        ("部门,排队时间（小时）", "市税务局,15", ["queue_wait 15 hour 210802 2019-08"], []),
        ("部门,网上可办率（‰）", "市税务局,950", ["online_rate 950 per_1000 210802 2019-08"], []),
        ("部门,网上可办率（%）", "市税务局,95‰", [], ["2:2 unit"]),
    ],
)
def test_units_of_header_row_and_cell_agree_or_are_refused(
    registry: Registry, header: str, row: str, taken: list[str], said: list[str]
) -> None:
    intake = read(registry, header, row, reading=HERE)
    assert values(intake) == taken
    assert problems(intake) == said


# Regions.


def test_a_blank_region_below_another_place_is_asked_for(registry: Registry) -> None:
    rows = ("地区,指标,数值,单位", "站前区,网上可办率,95,%", ",排队时间,15,分钟")
    city = read(registry, *rows, reading=Reading(region="210800", period="2019-08"))
    assert values(city) == ["online_rate 95 percent 210802 2019-08"]
    assert problems(city) == ["3:1 region"]
    assert city.refused[0].region is None
    same = read(registry, *rows, reading=HERE)
    assert len(values(same)) == 2, "the row above is the place that --region names"
    blank = read(registry, rows[0], rows[2], rows[1], reading=Reading("210800", None, "2019-08"))
    assert [o.region for o in blank.observations] == ["210800", "210802"]


def test_a_region_merged_over_rows_counts_for_each(registry: Registry) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["地区", "指标", "数值", "单位"], ["站前区", "网上可办率", 95, "%"]):
        sheet.append(row)
    sheet.append([None, "排队时间", 15, "分钟"])
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    how = Reading(region="210800", period="2019-08")
    intake = read_files([Source("m.xlsx", out.getvalue())], registry, how)
    assert [o.region for o in intake.observations] == ["210802", "210802"]


@pytest.mark.parametrize(
    ("titles", "region"),
    [
        (["营口市站前区2019年8月指标"], "210802"),
        (["营口市2019年8月指标", "填报单位：营口市站前区营商局"], "210802"),
        (["站前区2019年8月指标", "报送：营口市营商局"], "210802"),
        (["站前区2019年8月指标", "抄送：老边区政府"], "210802"),
        (["营口市2019年8月指标（不含鲅鱼圈区）"], None),
        (["营口市2019年8月指标（除鲅鱼圈区外）"], None),
        (["站前区、老边区2019年8月指标"], None),
        (["2019年8月站前指标"], None),
    ],
)
def test_places_in_titles(registry: Registry, titles: list[str], region: str | None) -> None:
    intake = read(registry, *titles, "指标,数值,单位", "排队时间,15,分钟")
    assert [o.region for o in intake.observations] == ([region] if region else [])
    if region is None:
        assert problems(intake)[0].endswith(" region")


def test_a_place_that_is_a_part_of_another_word_heads_no_column(registry: Registry) -> None:
    intake = read(registry, "指标,数值,单位,西市场", "排队时间,15,分钟,3", reading=HERE)
    assert values(intake) == ["queue_wait 15 minute 210802 2019-08"]


# Periods.


@pytest.mark.parametrize(
    ("header", "cell", "period"),
    [
        ("月份", "8", "2019-08"),
        ("月份", "12", "2019-12"),
        ("月份", "08", "2019-08"),
        ("月份", "8月", "2019-08"),
        ("月份", "1-8月", "2019-01/2019-08"),
        ("月份", "2019-08", "2019-08"),
        ("月份", "201908", "2019-08"),
        ("季度", "3", "2019-Q3"),
        ("季度", "三", "2019-Q3"),
        ("季度", "三季度", "2019-Q3"),
        ("年度", "2019", "2019"),
        ("月份", "13", None),
        ("月份", "0", None),
        ("月份", "2012", None),
        ("季度", "5", None),
        ("季度", "2019", None),
        ("年度", "8", None),
        ("年度", "19", None),
        ("期间", "8", None),
    ],
)
def test_plain_numbers_below_headers_of_periods(
    registry: Registry, header: str, cell: str, period: str | None
) -> None:
    rows = (f"地区,{header},排队时间（分钟）", f"站前区,{cell},15")
    intake = read(registry, "2019年指标", *rows)
    assert [o.period.text for o in intake.observations] == ([period] if period else [])
    assert problems(intake) == ([] if period else ["3:2 period"])
    if len(cell) < 3 and period:
        assert problems(read(registry, *rows)) == ["2:2 period"], "the year is named nowhere"


@pytest.mark.parametrize(
    ("header", "row", "period"),
    [
        ("年度,月份", "2019,8", "2019-08"),
        ("月份,年度", "8,2019年", "2019-08"),
        ("年份,季度", "2019,3", "2019-Q3"),
        ("年,月", "2019,12月", "2019-12"),
        ("年度,月份", "2019,2019-08", "2019-08"),
        ("年度,月份", "2018,2019-08", None),
        ("年度,月份", ",8", None),
        ("年度,月份", "19,8", None),
        ("年度,月份", "2019,", None),
    ],
)
def test_a_year_in_a_column_of_its_own(
    registry: Registry, header: str, row: str, period: str | None
) -> None:
    intake = read(registry, "2020年指标", f"{header},地区,排队时间（分钟）", f"{row},站前区,15")
    assert [o.period.text for o in intake.observations] == ([period] if period else [])
    assert bool(problems(intake)) is (period is None)
    assert {p.partition(" ")[2] for p in problems(intake)} <= {"period", "year"}


def test_milestones_take_the_year_of_their_row(registry: Registry) -> None:
    rows = ("节点,完成情况,年度,月份", "市县两级高频事项清单,已完成,2019,6")
    (found,) = read(registry, *rows).completions
    assert found.period
    assert found.period.text == "2019-06"


@pytest.mark.parametrize(
    ("title", "years", "periods"),
    [
        ("2019年营口市指标", [2019], []),
        ("营口市2019年8月重点任务完成情况", [2019], ["2019-08"]),
        ("营委办发〔2019〕26号", [], []),
        ("营委办发[2019]26号", [], []),
        ("关于印发2019年工作要点的通知", [], []),
        ("2019年度营商环境建设行动计划落实情况", [], []),
        ("2019年全年工作要点", [], []),
        ("《2019年工作要点》落实情况（2020年8月）", [2020], ["2020-08"]),
        ("2019年工作要点落实情况（2020年上报）", [2020], []),
        ("2019年度指标完成情况", [2019], ["2019"]),
        ("2019年上半年行动方案落实情况", [2019], ["2019-H1"]),
        ("填报日期：2020年1月5日", [], []),
    ],
)
def test_years_in_titles(title: str, years: list[int], periods: list[str]) -> None:
    assert named_years(title) == years
    assert [period.text for period in named_periods(title)] == periods


def test_an_option_and_a_title_of_different_years_settle_nothing(registry: Registry) -> None:
    rows = ("2019年指标", "地区,月份,排队时间（分钟）", "站前区,8月,15")
    assert problems(read(registry, *rows, reading=Reading(period="2020-08"))) == ["3:2 period"]
    agreed = read(registry, *rows, reading=Reading(period="2019-12"))
    assert [o.period.text for o in agreed.observations] == ["2019-08"]


def test_a_column_of_the_whole_city_is_the_jurisdictions(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("指标,单位,站前区,全市\n排队等候时间,分钟,12,18\n", encoding="utf-8")
    asked = ("check", file, "--as-of", "2019-12-31", "--period", "2019-12", "-f", "json")
    result = run(*asked, "--plan", "yingkou-2019-26")
    found = {o["region"]["code"]: o for o in json.loads(result.out)["outcomes"] if o["reported"]}
    assert found["210800"]["reported"]["value"] == "18"
    assert found["210802"]["reported"]["value"] == "12"
    several = run(*asked)
    assert several.code == 2
    assert "m.csv:1:4: error [region] 全市 of which place?" in several.err


@pytest.mark.parametrize("title", ["2019年营口市政务服务指标", "--period"])
def test_columns_of_months_take_the_year_that_is_said_once(
    run: Run, tmp_path: Path, title: str
) -> None:
    file = tmp_path / "m.csv"
    rows = "指标,单位,地区,11月,四季度\n排队等候时间,分钟,站前区,12,22\n"
    above = "" if title == "--period" else f"{title},,,,\n"
    file.write_text(above + rows, encoding="utf-8")
    year = ("--period", "2019") if title == "--period" else ()
    result = run("check", file, "--as-of", "2019-12-31", *year, "-f", "json", "-v")
    (found,) = [o for o in json.loads(result.out)["outcomes"] if o["reported"]]
    assert found["reported"]["period"] == "2019-Q4"
    assert [o["period"] for o in found["superseded"]] == ["2019-11"]
    assert "the columns from 11月 on are those of 2019" in result.err


def test_columns_of_months_without_a_year_say_what_is_missing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("指标,单位,地区,11月,12月\n排队等候时间,分钟,站前区,12,22\n", encoding="utf-8")
    result = run("check", file, "--as-of", "2019-12-31")
    assert result.code == 2
    assert "m.csv:1:4: error [period] 11月 of which year?" in result.err


def test_a_misspelt_chinese_header_is_warned_of(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text(
        "指标,数值,单位,地区,部们,期间\n排队等候时间,12,分钟,站前区,公安局,2019-12\n",
        encoding="utf-8",
    )
    result = run("check", file, "--as-of", "2019-12-31")
    assert "warning [extra-column] column 部们 is not read; did you mean 部门?" in result.err


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("", "90", ""),
        ("%", "90", ""),
        ("‰", "90", "two units for one value"),
        ("", "90‰", "two units for one value"),
    ],
)
def test_a_unit_behind_the_name_of_a_metric(
    run: Run, tmp_path: Path, unit: str, value: str, said: str
) -> None:
    file = tmp_path / "m.csv"
    file.write_text(
        f"指标,数值,单位,地区,期间\n网上可办率（%）,{value},{unit},营口市,2019-12\n",
        encoding="utf-8",
    )
    result = run("check", file, "--as-of", "2019-12-31", "--plan", "yingkou-2019-26", "-f", "json")
    values = [o["reported"]["text"] for o in json.loads(result.out)["outcomes"] if o["reported"]]
    assert (values == ["90%"], said in result.err) == (not said, True)
    assert (result.code == 2) == bool(said)
