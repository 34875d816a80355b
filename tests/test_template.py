"""`banshi template`: the form that a body fills in, as values, as CSV and as a workbook."""

import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from banshi.deadlines import Span, due
from banshi.formats.sheets import workbook
from banshi.formats.template import template_csv, template_xlsx
from banshi.formats.template.template_checks import value_check
from banshi.formats.template.template_words import (
    COLUMNS,
    MILESTONE_COLUMNS,
    STATES,
    UNITS,
    unit_word,
)
from banshi.judging.evaluate import evaluate
from banshi.loading.load import load_registry
from banshi.messages import LANGUAGES, speaking
from banshi.model.fields import Words
from banshi.model.period import Period, parse_period
from banshi.model.plan import Milestone, Plan, Task
from banshi.model.quantity import Unit
from banshi.model.registry import Registry, fold
from banshi.readers.read import read_files
from banshi.readers.source import Source
from banshi.template import form
from banshi.wording.units import read_unit
from tests.conftest import ROOT, Run
from tests.filling import form_of, values

ASKED = ("--org", "市营商局", "--period", "2019-Q4")
REGISTRY = load_registry(ROOT / "registry")
BODIES = sorted(
    {
        body.id
        for plan, task, _path in REGISTRY.tasks()
        for name in (*task.lead, *task.responsible, *task.cooperating)
        if task.targets and (body := REGISTRY.organisation(name, plan.jurisdiction))
    }
)
PERIODS = ("2019", "2019-Q4", "2020", "2020-H2", "2020-12", "2020-02-29", "2021-Q1")


def period_of(text: str) -> Period:
    found = parse_period(text)
    assert found
    return found


def tasks_of(registry: Registry, plan: str) -> list[tuple[Plan, Task]]:
    return [(p, task) for p, task, _path in registry.tasks() if p.id == plan]


def cells_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def sheet(data: bytes, name: str) -> Any:
    return load_workbook(io.BytesIO(data))[name]


# What the form asks for.


@pytest.mark.parametrize("body", BODIES)
def test_every_body_that_has_a_target_has_a_form(registry: Registry, body: str) -> None:
    made = form_of(registry, "2021", body)
    assert made.rows
    keys = {(r.metric.id, r.region.code, fold(r.item or ""), r.period) for r in made.rows}
    assert len(keys) == len(made.rows), "one row a metric, region, subject and period"
    for row in made.rows:
        assert row.requirements or row.shares
        assert row.body
        assert row.body.id == body
    assert {row.body.id for row in made.milestones if row.body} <= {body}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", PERIODS)
def test_the_registry_finds_every_cell(registry: Registry, text: str, language: str) -> None:
    made = form_of(registry, text)
    with speaking(language):
        rows = cells_of(template_csv.render(made, registry))
    metric, value, unit, region, organisation, item, period, *_words = COLUMNS[language]
    assert list(rows[0]) == list(COLUMNS[language])
    for row, cells in zip(made.rows, rows, strict=False):
        assert registry.metric_by_name[fold(cells[metric])] is row.metric
        assert registry.region_by_name[fold(cells[region])] is row.region
        assert read_unit(cells[unit]) == (row.metric.unit, 1)
        assert parse_period(cells[period]) == row.period
        assert fold(cells[item]) == fold(row.item or "")
        assert cells[value] == ""
        if row.body:
            assert row.body in registry.organisations_named(cells[organisation])
    for entry, cells in zip(made.milestones, rows[len(made.rows) :], strict=True):
        assert cells[metric] == entry.id
        assert cells[value] == cells[region] == cells[unit] == ""


@pytest.mark.parametrize("body", [None, *BODIES])
def test_values_that_satisfy_are_read_without_a_problem(
    registry: Registry, body: str | None
) -> None:
    made = form_of(registry, "2020", body)
    if not made.rows:
        pytest.skip("this body has nothing to report for the year")
    header, *rows = csv.reader(io.StringIO(template_csv.render(made, registry)))
    filled = io.StringIO()
    writer = csv.writer(filled)
    writer.writerow(header)
    for row, value in zip(rows, values(made), strict=False):
        writer.writerow([row[0], value, *row[2:]])
    intake = read_files([Source("form.csv", filled.getvalue().encode())], registry)
    assert {problem.rule for problem in intake.problems} <= {"extra-column"}
    assert len(intake.observations) == len(made.rows)
    report = evaluate(registry, intake, dt.date(2021, 1, 1))
    assert report.notes == (), "every value belongs to a target"
    asked = {r.id: r for row in made.rows for r in row.requirements}
    for outcome in report.outcomes:
        assert outcome.status not in {"violated", "behind"}, outcome.id
        if outcome.id in asked and outcome.status == "unreported":
            relation = asked[outcome.id].target.relative_to
            assert relation
            assert relation.basis == "national_average", "which nobody reports"


def test_the_regions_follow_the_level(registry: Registry) -> None:
    asked = [row for row in form_of(registry, "2020").rows if row.region.code.startswith("2108")]
    divisions = [region.code for region in registry.divisions("210800")]

    def codes(metric: str, level: str | None) -> list[str]:
        return [
            row.region.code
            for row in asked
            if any((r.target.metric, r.target.level) == (metric, level) for r in row.requirements)
        ]

    assert codes("queue_wait", None) == ["210800"], "no level: the jurisdiction"
    assert codes("visits", "all") == ["210800", *divisions], "both"
    assert codes("sewage_treatment_share", "county") == divisions
    assert codes("online_cases", "city") == ["210800"]


def test_each_is_the_divisions_or_where_there_are_none_the_jurisdiction(
    registry: Registry,
) -> None:
    for plan_id, expected in (
        ("yingkou-2019-26", [region.code for region in registry.divisions("210800")]),
        ("bayuquan-2018", ["210804"]),
    ):
        for plan, task in tasks_of(registry, plan_id):
            if not task.targets:
                continue
            each = task.targets[0].model_copy(update={"level": "each", "relative_to": None})
            changed = task.model_copy(update={"targets": (each,)})
            made = form(registry, [(plan, changed)], period_of("2019-Q4"))
            assert [row.region.code for row in made.rows] == expected


def test_targets_of_one_value_share_a_row(registry: Registry) -> None:
    made = form_of(registry, "2020")
    (row,) = (
        r
        for r in made.rows
        if r.metric.id == "visits" and r.region.code == "210800" and r.item is None
    )
    plans = [requirement.plan.id for requirement in row.requirements]
    assert plans == ["yingkou-2018-draft", "yingkou-2019-26", "yingkou-2020-14"]
    with speaking("en"):
        cells = next(
            c
            for c in cells_of(template_csv.render(made, registry))
            if (c["metric"], c["region"], c["item"]) == ("Visits to the counter", "Yingkou", "")
        )
    assert cells["requirement"] == "≤ 1; ≤ 1 (by 2019-11-30); ≤ 1 (by 2020-12-31)"
    assert cells["plan"].endswith("(draft); 营委办发〔2019〕26号; 营政办发〔2020〕14号")


def test_a_share_comes_with_the_whole(registry: Registry) -> None:
    rows = {(r.metric.id, r.period.text): r for r in form_of(registry, "2020-Q4").rows}
    whole = rows["inspection_rate_general_credit", "2020-Q4"]
    assert [r.target.metric for r in whole.shares] == [
        "inspection_rate_advanced_certified",
        "inspection_rate_general_certified",
    ]
    assert whole.requirements == ()
    assert rows["online_cases", "2019-Q4"].shares == rows["online_cases", "2020-Q4"].requirements
    assert rows["customs_clearance_time", "2020-Q4"].requirements
    assert ("customs_clearance_time", "2019-Q4") not in rows
    leap = form_of(registry, "2020-02-29")
    assert {row.period.text for row in leap.rows} == {"2020-02-29"}, "no such day a year before"


def test_a_milestone_is_asked_for_once_it_is_due(registry: Registry) -> None:
    made = form_of(registry, "2020-Q2")
    fixed = {row.id: row.by for row in made.milestones if row.period is None}
    for plan, task, _path in registry.tasks():
        for milestone in task.milestones:
            name = f"{plan.id}/{task.id}/{milestone.id}"
            if milestone.by and plan.issued <= dt.date(2020, 6, 30):
                assert (name in fixed) == (milestone.by <= dt.date(2020, 6, 30)), name
    days = [row.by for row in made.milestones]
    assert days == sorted(days)


@given(
    st.one_of(
        st.sampled_from(PERIODS),
        st.dates(dt.date(2018, 1, 1), dt.date(2021, 12, 31)).map(
            lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}"
        ),
        st.dates(dt.date(2018, 1, 1), dt.date(2021, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
        st.dates(dt.date(2018, 1, 1), dt.date(2021, 12, 31)).map(str),
    )
)
def test_of_what_recurs_every_due_day_has_a_period_of_its_own(text: str) -> None:
    made = form_of(REGISTRY, text)
    recurring = [row for row in made.milestones if row.milestone.recurrence]
    end = made.period.end
    expected = [
        (item.id, item.by)
        for item in due(REGISTRY, end, [Span(made.period.start, end)], rolling=False)
        if item.id in {row.id for row in recurring} and item.kind == "milestone"
    ]
    assert [(row.id, row.by) for row in recurring] == expected
    for row in recurring:
        assert row.period
        held = [o for o in recurring if o.id == row.id and row.period.start <= o.by]
        assert [o.by for o in held if o.by <= row.period.end] == [row.by]
        assert made.period.start <= row.period.start
        assert row.period.end <= made.period.end


def test_the_period_of_a_due_day_is_the_longest_that_is_its_own(registry: Registry) -> None:
    def periods(text: str, name: str) -> list[str]:
        rows = form_of(registry, text).milestones
        return [str(row.period) for row in rows if row.id.endswith(name)]

    assert periods("2020", "quarterly-bonus") == [f"2020-Q{n}" for n in (1, 2, 3, 4)]
    assert periods("2020-Q1", "quarterly-bonus") == ["2020-Q1"]
    assert periods("2020-Q1", "monthly-circular") == ["2020-01", "2020-02", "2020-03"]
    assert periods("2020-02", "progress-reports") == ["2020-02-15", "2020-02-29"]
    assert periods("2020-H1", "quarterly-bonus") == ["2020-Q1", "2020-Q2"]


def test_the_body_is_left_open_where_several_have_a_part(registry: Registry) -> None:
    rows = form_of(registry, "2019-Q4").rows
    by_metric = {row.metric.id: row.body for row in rows if row.region.code == "210800"}
    lead = by_metric["queue_wait"]
    assert lead
    assert lead.printed[0] == "市营商局"
    assert by_metric["power_connection_time"] is None, "two bodies lead"
    (plan, task), *_others = tasks_of(registry, "yingkou-2019-26")
    group = next(body for body in registry.organisations if body.id == "yingkou-divisions")
    alone = task.model_copy(update={"lead": (), "responsible": group.printed[:1]})
    (row,) = form(registry, [(plan, alone)], period_of("2019-Q4")).rows
    assert row.body is None, "a group reports nothing itself"
    (row,) = form(
        registry, [(plan, alone)], period_of("2019-Q4"), organisations=frozenset([group.id])
    ).rows
    assert row.body is group, "unless it was asked for"


def test_a_plan_takes_values_of_periods_that_end_on_its_day_of_issue(registry: Registry) -> None:
    pairs = tasks_of(registry, "yingkou-2019-26")
    issued = pairs[0][0].issued
    assert form(registry, pairs, period_of(str(issued))).rows
    early = form(registry, pairs, period_of(str(issued - dt.timedelta(days=1))))
    assert early.rows == ()
    assert early.too_new == (pairs[0][0],)


# The command.


def test_csv_on_standard_output_is_plain(run: Run) -> None:
    result = run("template", *ASKED)
    assert result.code == 0
    assert result.out.startswith("metric,value,unit,region,organisation,item,period,requirement,")
    assert "Queueing time,,minutes,Yingkou,市营商局,,2019-Q4,≤ 15 min (by 2019-07-31)" in result.out
    assert "yingkou-2019-26/2/item-lists,,,,市营商局,,,市县两级高频事项清单; due 2019-06-30" in (
        result.out
    )
    assert result.err == (
        "note: yingkou-2020-14 was issued on 2020-05-26, after 2019-Q4: no value of that time"
        " counts for it\n"
    )
    assert run("template", *ASKED, "-q").err == ""


def test_the_columns_in_chinese(run: Run) -> None:
    result = run("template", *ASKED, "--lang", "zh")
    assert result.out.startswith("指标,数值,单位,地区,部门,事项,期间,要求,条款,方案\n")
    assert (
        "到现场次数,,次,站前区,市营商局,,2019-Q4,≤ 1（2019-11-30 前）,二（二）,营委办发〔2019〕26号"
    ) in result.out


def test_a_csv_file_is_opened_rightly_by_excel(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "form.csv"
    assert run("template", *ASKED, "-o", file).code == 0
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfmetric,")
    assert data.decode("utf-8-sig") == run("template", *ASKED).out


def test_it_is_narrowed_by_region_plan_and_task(run: Run) -> None:
    rows = cells_of(run("template", *ASKED, "--region", "站前区").out)
    assert [row["region"] for row in rows] == ["Zhanqian District"] * 2
    task = ("--plan", "yingkou-2019-26", "--task", "1")
    rows = cells_of(run("template", "--period", "2019-Q4", *task).out)
    assert [row["metric"] for row in rows] == ["Queueing time"]
    assert len(cells_of(run("template", "--period", "2019-12", "--plan", "bayu*").out)) > 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--org", "市营商居", "--period", "2019-Q4"), "市营商局"),
        (("--plan", "yingkou-2019-62", "--period", "2019-Q4"), "yingkou-2019-26"),
        (("--region", "营口是", "--period", "2019-Q4"), "营口市"),
        (("--task", "99", "--period", "2019-Q4"), "no task 99"),
        (("--org", "市营商局"), "--period is missing"),
        (("--period", "2019-Q5"), "2019-Q5 is no period"),
        (("--period", "2019-Q4", "-f", "xls"), "xlsx"),
        (("--period", "2019-Q4", "-f", "xlsx"), "--output"),
        (("--period", "2019-Q4", "-o", "form.xls"), "names no format"),
        (("--period", "2012"), "nothing to report for 2012; bayuquan-2018 was issued on"),
        (("--period", "2019-Q4", "--plan", "yingkou-2020-14"), "2020-05-26, after 2019-Q4"),
        (("--period", "2019-Q4", "--region", "辽宁省", "--plan", "fushun*"), "nothing to report"),
    ],
)
def test_wrong_usage(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Any, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("template", *arguments)
    assert result.code == 2
    assert said in result.err
    assert result.out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_help_speaks_chinese(run: Run) -> None:
    shown = run("template", "--help", "--lang", "zh").out
    assert "生成填报表" in shown
    assert "Usage" not in shown
    for line in shown.splitlines():
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", line), line


# An output file that is there already.


def test_what_was_filled_in_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    book, table = tmp_path / "form.xlsx", tmp_path / "form.csv"
    for file in (book, table):
        assert run("template", *ASKED, "-o", file).code == 0
        assert run("template", *ASKED, "-o", file).code == 0, "the same again loses nothing"
    assert run("template", "--period", "2020", "-o", book).code == 0, "nobody touched it"
    filled = load_workbook(book)
    filled.worksheets[0]["B4"] = 12
    filled.save(book)
    table.write_text(table.read_text(encoding="utf-8").replace(",,minutes", ",12,minutes"))
    for file in (book, table):
        before = file.read_bytes()
        result = run("template", *ASKED, "-o", file)
        assert result.code == 2
        assert "was changed since; --force overwrites" in result.err
        assert file.read_bytes() == before
        assert run("template", *ASKED, "-o", file, "--force").code == 0
        assert file.read_bytes() != before


def test_a_file_of_others_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    other = Workbook()
    other.save(file)
    assert run("template", *ASKED, "-o", file).code == 2
    for data in (b"PK\x03\x04 and no more", b"metric,value\n", b"\x00"):
        file.write_bytes(data)
        assert run("template", *ASKED, "-o", file).code == 2
        assert file.read_bytes() == data
    file.write_bytes(b"")
    assert run("template", *ASKED, "-o", file).code == 0
    assert run("template", *ASKED, "-o", tmp_path).code == 2
    assert run("template", *ASKED, "-o", tmp_path / "none" / "form.csv").code == 2


# The workbook.


@pytest.fixture(scope="module")
def book() -> bytes:
    made = form_of(REGISTRY, "2020")
    with speaking("zh"):
        return template_xlsx.render(made, REGISTRY)


def test_the_sheets_say_what_the_csv_says(book: bytes) -> None:
    made = form_of(REGISTRY, "2020")
    with speaking("zh"):
        rows = cells_of(template_csv.render(made, REGISTRY))
    assert load_workbook(io.BytesIO(book)).sheetnames == ["数据", "节点", "填报说明"]
    header, *cells = sheet(book, "数据").iter_rows(min_row=3, values_only=True)
    assert header == COLUMNS["zh"]
    assert len(cells) == len(made.rows)
    for row, wanted in zip(cells, rows, strict=False):
        shown = [(text or "").replace("\n", "；") for text in row]
        assert shown == list(wanted.values())
    header, *cells = sheet(book, "节点").iter_rows(min_row=3, values_only=True)
    assert header == MILESTONE_COLUMNS["zh"]
    assert [row[0] for row in cells] == [entry.id for entry in made.milestones]
    assert [row[2] for row in cells] == [entry.by.isoformat() for entry in made.milestones]


def test_only_what_is_to_be_filled_in_is_open(book: bytes) -> None:
    data, milestones, guide = load_workbook(io.BytesIO(book)).worksheets
    for page in (data, milestones, guide):
        assert page.protection.sheet
        assert page.protection.password is None
    assert {c.coordinate[0] for r in data.iter_rows() for c in r if not c.protection.locked} == {
        "B",
        "E",
    }
    for row in data.iter_rows(min_row=4):
        assert not row[1].protection.locked
        assert row[1].fill.fgColor.rgb == "FFFFF7CC"
        assert row[4].protection.locked == bool(row[4].value), "a body that is open can be put in"
    for row in milestones.iter_rows(min_row=4):
        assert [cell.protection.locked for cell in row] == [True] * 3 + [False] + [True] * 3
        assert row[3].number_format == "yyyy-mm-dd"
    assert all(cell.protection.locked for row in guide.iter_rows() for cell in row)


def test_every_open_value_has_a_check_and_a_prompt(book: bytes) -> None:
    data, milestones, _guide = load_workbook(io.BytesIO(book)).worksheets
    for page, column in ((data, "B"), (milestones, "D")):
        checks = page.data_validations.dataValidation
        covered = [str(c) for check in checks for area in check.cells for c in _coordinates(area)]
        wanted = [f"{column}{n}" for n in range(4, page.max_row + 1)]
        assert sorted(covered) == sorted(wanted)
        for check in checks:
            assert check.showInputMessage
            assert check.showErrorMessage
            for text, most in (
                (check.promptTitle, 32),
                (check.prompt, 255),
                (check.errorTitle, 32),
                (check.error, 255),
            ):
                assert text
                assert len(text) <= most
    (check,) = milestones.data_validations.dataValidation
    for word in STATES["zh"] + STATES["en"]:
        assert f'D4="{word}"' in check.formula1


def _coordinates(area: Any) -> list[str]:
    return [f"{area.coord[0]}{row}" for row in range(area.min_row, area.max_row + 1)]


def test_the_limits_are_those_of_the_catalogue(registry: Registry) -> None:
    with speaking("zh"):
        share = value_check(registry.metric_by_id["online_rate"], registry)
        count = value_check(registry.metric_by_id["visits"], registry)
        growth = value_check(registry.metric_by_id["gdp_growth"], registry)
        only_most = registry.metric_by_id["online_rate"].model_copy(update={"minimum": None})
        most = value_check(only_most, registry)
    assert (share.type, share.operator, share.formula1, share.formula2) == (
        "decimal",
        "between",
        "0",
        "100",
    )
    assert "填 95.8 表示 95.8%" in share.prompt
    assert share.error == "应填 0 至 100 的数字；单位：%。"
    assert (count.type, count.operator, count.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert "到现场的次数" in count.prompt, "the definition is at hand"
    assert (growth.type, growth.operator) == ("decimal", "between")
    assert growth.error == "应填数字；单位：%。"
    assert (most.operator, most.formula1, most.formula2) == ("lessThanOrEqual", "100", None)


def test_long_words_fit_the_limits_of_excel(registry: Registry) -> None:
    metric = registry.metric_by_id["visits"]
    long = metric.model_copy(
        update={"definition": metric.definition.model_copy(update={"zh": "𠮷长" * 300})}
    )
    with speaking("zh"):
        prompt = value_check(long, registry).prompt
    assert len(prompt.encode("utf-16-le")) // 2 <= 255
    assert prompt.endswith("…")


def test_it_prints_on_paper_with_the_header_on_every_page(book: bytes) -> None:
    data, milestones, guide = load_workbook(io.BytesIO(book)).worksheets
    for page in (data, milestones):
        assert page.page_setup.orientation == "landscape"
        assert page.print_title_rows == "$3:$3"
        assert page.freeze_panes == "B4"
        assert page["A3"].font.bold
    for page in (data, milestones, guide):
        properties = page.sheet_properties.pageSetUpPr
        assert properties
        assert properties.fitToPage
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        for row in page.iter_rows(min_row=3):
            for cell in row:
                room = page.column_dimensions[cell.coordinate[0]].width
                assert len(str(cell.value or "")) < 12 or room >= 12, cell.coordinate


def test_the_instructions_do_not_look_like_a_table(book: bytes) -> None:
    guide = sheet(book, "填报说明")
    assert guide.max_column == 1
    text = "\n".join(str(row[0]) for row in guide.iter_rows(values_only=True))
    for part in ("方案所列各单位", "2020-01-01 至 2020-12-31", "营政办发〔2020〕14号", "工作日"):
        assert part in text
    assert "banshi check --explain-columns" in text


def test_the_same_call_gives_the_same_bytes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    assert run("template", *ASKED, "-o", first).code == 0
    # Whatever asks the clock on the way gets another answer the second time.
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert run("template", *ASKED, "-o", second).code == 0
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r"W3CDTF\">([^<]+)<", core) == ["2019-12-31T00:00:00Z"] * 2
    assert re.search("<dc:creator[^>]*>banshi</dc:creator>", core)


def test_sheets_without_rows_are_left_out(registry: Registry) -> None:
    pairs = tasks_of(registry, "bayuquan-2018")
    only_days = [(plan, task) for plan, task in pairs if not task.targets and task.milestones]
    items = due(registry, dt.date(2018, 12, 31))
    made = form(registry, only_days, period_of("2018"), due=items)
    assert not made.rows
    assert made.milestones
    names = load_workbook(io.BytesIO(template_xlsx.render(made, registry))).sheetnames
    assert names == ["milestones", "instructions"]


# Words.


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_for_a_unit_is_read_as_that_unit(registry: Registry, language: str) -> None:
    assert set(UNITS[language]) == set(Unit)
    for unit, word in UNITS[language].items():
        assert read_unit(word) == (unit, 1)
    with speaking(language):
        for metric in registry.metrics:
            assert read_unit(unit_word(metric)) == (metric.unit, 1), metric.id


HOSTILE = "=HYPERLINK(1)"


@pytest.fixture
def hostile_registry(small_registry: Path) -> Registry:
    """Return a registry whose names and texts all begin as a formula does, or hold controls.

    Its loader would refuse some of them: a form must not lean on that.
    """
    known = load_registry(small_registry)
    (plan,) = known.plans
    (task,) = plan.tasks
    target = task.targets[0].model_copy(update={"subject": "#N/A"})
    milestone = Milestone(
        id="list", deliverable=HOSTILE, by=dt.date(2019, 3, 31), evidence="3月底前"
    )
    task = task.model_copy(
        update={"clause": "@一", "targets": (target,), "milestones": (milestone,)}
    )
    plan = plan.model_copy(update={"title": HOSTILE, "tasks": (task,)})
    names = {"name": Words(zh=HOSTILE, en="\x1b[31m\u202e")}
    metrics = tuple(
        metric.model_copy(update=names) if metric.id == target.metric else metric
        for metric in known.metrics
    )
    regions = tuple(r.model_copy(update=names) if r.code == "210800" else r for r in known.regions)
    bodies = tuple(
        body.model_copy(update={**names, "printed": (HOSTILE, *body.printed)})
        for body in known.organisations
        if "营口供电公司" in body.printed
    )
    return Registry((plan,), metrics, bodies, regions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_stay_text(hostile_registry: Registry, language: str) -> None:
    made = form_of(hostile_registry, "2019-Q4", hostile_registry.organisations[0].id)
    with speaking(language):
        rows = list(csv.reader(io.StringIO(template_csv.render(made, hostile_registry))))
        data = template_xlsx.render(made, hostile_registry)
    for row in rows:
        assert not any(cell.startswith(("=", "@", "+")) for cell in row)
        assert not any(re.search("[\x00-\x1f\u202e]", cell) for cell in row)
    body = hostile_registry.organisations[0].id
    # The names would not be found again: ids and codes are.
    assert rows[1][:6] == ["supply_reliability", "", "%", "210800", body, "#N/A"]
    assert rows[2][0] == "small/1/list"
    written = load_workbook(io.BytesIO(data))
    texts = []
    for page in written:
        for cell in (cell for row in page.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type == "s", cell.coordinate
            assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", str(cell.value))
            texts.append(cell.value)
    assert HOSTILE in texts
    assert "#N/A" in texts
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
    first, second = written.worksheets[:2]
    for cell in (first["I4"], first["J4"], second["B4"]):
        assert cell.value in {HOSTILE, "@一"}
        assert cell.quotePrefix, "editing the cell does not make it a formula"
    assert not first["A4"].quotePrefix


def test_widths_count_chinese_characters_as_wide() -> None:
    assert workbook.width("ab") == 2
    assert workbook.width("中文\na") > 4
    assert workbook.width("") == 0
