"""Workbooks become tables of texts: what cells mean, which sheets count, and hostile archives."""

import datetime as dt
import io
import os
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from banshi.model.quantity import parse_number
from banshi.position import Problem
from banshi.readers.files import xlsx_file, xlsx_sheet, zip_guard
from banshi.readers.files.file_fault import FileFault
from banshi.readers.files.typed_cells import plain_double
from banshi.readers.files.xlsx_file import open_workbook
from banshi.readers.files.xlsx_formats import Shape, shape_of
from banshi.readers.files.xlsx_merges import Merge, fill, read_merge
from banshi.readers.files.xml_walk import walk
from banshi.readers.table import Opened, Table
from tests.workbooks import (
    by_hand,
    packed,
    parts,
    saved,
    sheet_xml,
    strings_xml,
    styles_xml,
    with_rows,
)

GOOD = with_rows(
    [
        ["指标", "数值", "期间"],
        ["网上可办率", 0.958, dt.date(2019, 8, 31)],
        ["排队", 22, "2019-08"],
    ],
    {"B2": "0.0%"},
)
IN_THE_MORNING = dt.datetime.combine(dt.date(2019, 8, 31), dt.time(10, 30))


def table(data: bytes, *sheets: str) -> Table:
    opened = open_workbook(data, "m.xlsx", sheets or None)
    assert opened.problems == ()
    (found,) = opened.tables
    return found


def rows(data: bytes) -> list[list[str]]:
    return [cells for _line, cells in table(data).rows]


def problem(data: bytes, *sheets: str) -> Problem:
    opened = open_workbook(data, "m.xlsx", sheets or None)
    assert opened.tables == ()
    (found,) = opened.problems
    return found


def one(value: object, code: str = "General") -> str:
    """Return the text of a cell that holds `value` under the number format `code`."""
    return rows(with_rows([[value]], {"A1": code}))[0][0]


# What cells say.


def test_a_sheet_becomes_a_table() -> None:
    found = table(GOOD)
    assert found.sheet == "表1"
    assert list(found.rows) == [
        (1, ["指标", "数值", "期间"]),
        (2, ["网上可办率", "95.8%", "2019-08-31"]),
        (3, ["排队", "22", "2019-08"]),
    ]
    assert list(found.rows) == list(found.rows)
    assert str(found.place(2, 2)) == "m.xlsx:表1!B2"
    assert (found.faults, found.repairs, found.even) == ({}, {}, False)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (22, "General", "22"),
        (-1.5, "0.00", "-1.5"),
        (99.95, "0.0", "99.95"),
        (99.949999999999999, "0", "99.95"),
        (1e20, "General", "100000000000000000000"),
        (1e-7, "General", "0.0000001"),
        (-0.0, "General", "0"),
        (210802199001011234, "0", "210802199001011000"),
        (0.958, "0%", "95.8%"),
        (0.99805, "0.00%", "99.805%"),
        (1, "0%", "100%"),
        (0.57, '0.0%;[Red]-0.0%;"-"', "57%"),
        (0.07, "0.0\\%", "0.07"),
        (0.07, '0.0"%"', "0.07"),
        (0.07, "0_%", "0.07"),
        (0.5, "[>=1]0;0.0%", "50%"),
        (2, "[>=1]0;0.0%", "2"),
        (-0.5, "0.0;0.0%", "-50%"),
        (0, "0.0%;0.0%;0", "0"),
        (1234.5, "#,##0.00", "1234.5"),
        (12000, '0!.0,"万"', "12000"),
        (1.5, "0.00E+00", "1.5"),
        (1.5, "[$¥-804]#,##0.00", "1.5"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (dt.date(2019, 8, 31), "yyyy-mm-dd", "2019-08-31"),
        (dt.date(2019, 8, 31), 'yyyy"年"m"月"d"日"', "2019-08-31"),
        (dt.date(2019, 8, 31), 'm"月"d"日"', "2019-08-31"),
        (dt.date(2019, 8, 31), "[$-F800]dddd, mmmm dd, yyyy", "2019-08-31"),
        (dt.date(2019, 8, 31), "yyyy/m/d h:mm", "2019-08-31"),
        (dt.date(2019, 8, 31), "mmm-yy", "2019-08"),
        (dt.date(2019, 8, 31), "yyyy-mm", "2019-08"),
        (dt.date(2019, 8, 1), '[DBNum1][$-804]yyyy"年"m"月";@', "2019-08"),
        (dt.date(2019, 8, 1), 'yyyy"年"', "2019"),
        ("  ", "General", ""),
        ("_x001B_", "General", "_x001B_"),
        ("95.8%", "0%", "95.8%"),
    ],
)
def test_what_a_cell_says(value: object, code: str, text: str) -> None:
    found = open_workbook(with_rows([[value, "x"]], {"A1": code}), "m.xlsx").tables[0]
    assert list(found.rows) == [(1, [text, "x"])]
    assert not found.faults


@pytest.mark.parametrize(
    ("number", "text"),
    [(14, "2019-08-31"), (27, "2019-08"), (31, "2019-08-31"), (57, "2019-08"), (58, "2019-08-31")],
)
def test_formats_that_chinese_excel_stores_by_number_alone(number: int, text: str) -> None:
    data = by_hand(
        sheet_xml('<row r="1"><c r="A1" s="1"><v>43708</v></c></row>'),
        styles=styles_xml([0, number]),
    )
    assert rows(data) == [[text]]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (IN_THE_MORNING, "yyyy-mm-dd"),
        (IN_THE_MORNING, "yyyy-mm-dd hh:mm"),
        (dt.time(10, 30), "hh:mm"),
        (dt.timedelta(hours=30), "[h]:mm:ss"),
        (1, "mm:ss.0"),
        (1, "上午/下午h时mm分"),
        (-1, "yyyy-mm-dd"),
        (60, "yyyy-mm-dd"),
        (2_958_466, "yyyy-mm-dd"),
        (1e300, "yyyy-mm-dd"),
    ],
)
def test_times_and_days_that_are_none(value: object, code: str) -> None:
    found = table(with_rows([[value]], {"A1": code}))
    assert found.faults[1, 1].rule == "date"
    ((_line, (text,)),) = found.rows
    assert text


def test_the_epoch_of_1904() -> None:
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    assert workbook.active is not None
    workbook.active["A1"] = dt.date(2019, 8, 31)
    workbook.active["B1"] = 0
    workbook.active["B1"].number_format = "yyyy-mm-dd"
    assert rows(saved(workbook)) == [["2019-08-31", "1904-01-01"]]


def test_days_before_the_29_february_that_never_was() -> None:
    cells = "".join(f'<c s="1"><v>{day}</v></c>' for day in (1, 59, 61))
    data = by_hand(sheet_xml(f'<row r="1">{cells}</row>'), styles=styles_xml([0, 14]))
    assert rows(data) == [["1900-01-01", "1900-02-28", "1900-03-01"]]


def test_digits_that_nobody_entered_are_repaired() -> None:
    cells = "".join(
        f"<c><v>{text}</v></c>"
        for text in ("56.99999999999999", "0.30000000000000004", "57", "0.3")
    )
    found = table(by_hand(sheet_xml(f"<row>{cells}</row>")))
    assert list(found.rows) == [(1, ["57", "0.3", "57", "0.3"])]
    assert set(found.repairs) == {(1, 1), (1, 2)}
    assert "56.99999999999999, read as 57" in str(found.repairs[1, 1])


def test_seventeen_digits_of_a_double_are_no_repair() -> None:
    data = by_hand(
        sheet_xml('<row r="1"><c r="A1" s="1"><v>0.56999999999999995</v></c></row>'),
        styles=styles_xml([0, 10]),
    )
    found = table(data)
    assert list(found.rows) == [(1, ["57%"])]
    assert not found.repairs


@given(st.integers(0, 10**9), st.integers(0, 6))
def test_every_number_of_few_digits_comes_back(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    text, repair = plain_double(float(number))
    assert (Decimal(text), repair) == (number, None)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_number_is_always_plain_digits(value: float) -> None:
    text, _repair = plain_double(value)
    assert set(text) <= set("-0123456789.")
    assert float(text) == pytest.approx(value, rel=1e-14, abs=1e-300)
    if abs(value) > 1e-10:
        assert parse_number(text) is not None


def test_error_cells_name_the_error() -> None:
    names = ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"]
    cells = "".join(f'<c t="e"><f>1/0</f><v>{name}</v></c>' for name in names)
    found = table(by_hand(sheet_xml(f'<row r="1">{cells}</row>')))
    assert list(found.rows) == [(1, names)]
    for column, name in enumerate(names, 1):
        assert found.faults[1, column].rule == "excel-error"
        assert name in str(found.faults[1, column].message)


def test_formulas_count_by_their_stored_result() -> None:
    cells = (
        '<c r="A1"><f>A2*2</f><v>44</v></c>'
        '<c r="B1"><f>A2*2</f></c>'
        '<c r="C1"><f>A2*2</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1" t="str"><f>A3</f><v>营口市</v></c>'
        '<c r="F1"><f t="shared" si="0"/></c>'
    )
    found = table(by_hand(sheet_xml(f'<row r="1">{cells}</row>')))
    assert list(found.rows) == [(1, ["44", "=A2*2", "=A2*2", "", "营口市", "="])]
    assert {place: fault.rule for place, fault in found.faults.items()} == {
        (1, 2): "formula",
        (1, 3): "formula",
        (1, 6): "formula",
    }


def test_openpyxl_writes_formulas_without_results() -> None:
    found = table(with_rows([["x", "=1+1"]]))
    assert found.faults[1, 2].rule == "formula"


def test_texts_in_every_dress() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = CellRichText("营口", TextBlock(InlineFont(b=True), "市"))
    assert rows(saved(workbook)) == [["营口市"]]
    cells = (
        '<c r="A1" t="inlineStr"><is><t>站</t><rPh sb="0" eb="1"><t>zhan</t></rPh></is></c>'
        '<c r="B1" t="inlineStr"><is><r><t>前</t></r><r><t>区</t></r></is></c>'
        '<c r="C1" t="s"><v>0</v></c><c r="D1" t="s"><v>1</v></c>'
        '<c r="E1" t="d"><v>2019-08-31</v></c><c r="F1"><v>nan</v></c><c r="G1"><v>1_0</v></c>'
        '<c r="H1"><v>1e999</v></c>'
    )
    strings = strings_xml("_x005F_x001B_", "a</t><phoneticPr/><rPh><t>b</t></rPh><t>c")
    data = by_hand(sheet_xml(f'<row r="1">{cells}</row>'), strings=strings)
    assert rows(data) == [["站", "前区", "_x001B_", "ac", "2019-08-31", "nan", "1_0", "1e999"]]


def test_a_cell_longer_than_any_is_a_fault() -> None:
    text = "x" * 40_000
    found = table(by_hand(sheet_xml(f'<row r="1"><c t="str"><v>{text}</v></c></row>')))
    assert found.faults[1, 1].rule == "value"
    assert list(found.rows) == [(1, ["x" * 60])]


# Places, merged cells, limits.


def test_the_declared_range_means_nothing() -> None:
    for declared in ("A1", "A1:A1", "A1:XFD1048576", "nonsense"):
        data = by_hand(
            sheet_xml(
                '<row r="2"><c r="B2"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c></row>',
                before=f'<dimension ref="{declared}"/>',
            )
        )
        assert list(table(data).rows) == [(2, ["", "1"]), (5, ["2"])]


def test_rows_and_cells_without_places_follow_each_other() -> None:
    data = by_hand(
        sheet_xml("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>")
    )
    assert list(table(data).rows) == [(1, ["1", "", "3"]), (3, ["4"])]


@pytest.mark.parametrize(
    "content",
    [
        '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="99999999999999999999"><c><v>1</v></c></row>',
        '<row r="-1"><c><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        '<row r="1"><c r="A1" s="7"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="-1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</c></row>',
    ],
)
def test_places_and_references_that_are_wrong(content: str) -> None:
    data = by_hand(sheet_xml(content), strings=strings_xml("x"), styles=styles_xml([0]))
    found = problem(data)
    assert found.rule == "workbook"
    assert found.position.sheet == "S1"


def test_a_region_over_several_rows_is_the_region_of_each() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        ["营口市报表", None, None],
        ["地区", "办件量", None],
        [None, "网上", "窗口"],
        ["站前区", 1, 2],
        [None, 3, 4],
        ["合计", None, 5],
    ):
        sheet.append(row)
    for place in ("A1:C1", "A2:A3", "B2:C2", "A4:A5", "A6:B7"):
        sheet.merge_cells(place)
    assert list(table(saved(workbook)).rows) == [
        (1, ["营口市报表"]),
        (2, ["地区", "办件量"]),
        (3, ["地区", "网上", "窗口"]),
        (4, ["站前区", "1", "2"]),
        (5, ["站前区", "3", "4"]),
        (6, ["合计", "", "5"]),
    ]


def test_a_merge_repeats_faults_and_hides_what_lies_under_it() -> None:
    content = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>99</v></c><c r="B2"><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>98</v></c></row>'
    )
    after = '<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="x"/></mergeCells>'
    found = table(by_hand(sheet_xml(content, after=after)))
    assert list(found.rows) == [(1, ["#N/A", "1"]), (2, ["#N/A", "2"])]
    assert set(found.faults) == {(1, 1), (2, 1)}


@given(
    st.dictionaries(
        st.integers(1, 8),
        st.dictionaries(st.integers(1, 5), st.text("ab", min_size=1, max_size=1), min_size=1),
    ),
    st.tuples(st.integers(1, 8), st.integers(1, 5), st.integers(0, 4), st.integers(0, 3)),
)
def test_filling_a_merge(
    content: dict[int, dict[int, str]], place: tuple[int, int, int, int]
) -> None:
    top, left, down, across = place
    merge = Merge(top, left, top + down, left + across)
    cells = {row: dict(content[row]) for row in sorted(content)}
    reached: list[int] = []
    filled = fill(cells, [merge], reached.append)
    assert reached == [sum(merge.top <= row <= merge.bottom for row in content)]
    assert filled == sum(left in cells.get(row, {}) for row in range(top + 1, merge.bottom + 1))
    first = content.get(top, {}).get(left)
    for row, texts in content.items():
        inside = merge.top <= row <= merge.bottom
        outside = {c: t for c, t in texts.items() if not (inside and left <= c <= merge.right)}
        expected = dict(outside)
        if inside and first and (outside or row == top):
            expected[left] = first
        assert cells.get(row, {}) == expected


def test_references_of_merges() -> None:
    assert read_merge("B2:XFD9") == Merge(2, 2, 9, 16_384)
    for nonsense in ("", "A1", "B2:A1", "A0:A1", "A1:A99999999", "A1:A2 B1:B2", "a1:b2"):
        assert read_merge(nonsense) is None


def test_limits_are_kept_while_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    many = "".join(f"<row><c><v>{n}</v></c><c><v>1</v></c></row>" for n in range(20))
    data = by_hand(sheet_xml(many), sheet_xml(many))
    assert len(open_workbook(data, "m.xlsx").tables) == 2
    with monkeypatch.context() as patch:
        patch.setattr(xlsx_sheet, "MOST_CELLS", 79)
        found = problem(data)
    assert (found.rule, found.position.sheet) == ("too-large", "S2")
    assert "CSV" in str(found)
    monkeypatch.setattr(xlsx_sheet, "MOST_CELLS", 80)
    assert len(open_workbook(data, "m.xlsx").tables) == 2


def test_a_cell_in_the_last_place_costs_nothing() -> None:
    found = table(by_hand(sheet_xml('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>')))
    ((line, cells),) = found.rows
    assert (line, len(cells), cells[-1]) == (1_048_576, 16_384, "7")
    far = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 200))
    assert problem(by_hand(sheet_xml(far))).rule == "too-large"


def test_merges_without_end_are_refused() -> None:
    many = "".join(f"<row><c><v>{n}</v></c><c><v>1</v></c></row>" for n in range(1000))
    after = "<mergeCells>" + '<mergeCell ref="A1:A1000"/>' * 1000 + "</mergeCells>"
    assert problem(by_hand(sheet_xml(many, after=after))).rule == "too-large"


# Sheets.


def two_sheets(*states: str) -> bytes:
    one_cell = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    return by_hand(one_cell, one_cell, one_cell, states=states)


def test_hidden_sheets_are_named_and_not_read() -> None:
    opened = open_workbook(two_sheets("visible", "hidden", "veryHidden"), "m.xlsx")
    assert [found.sheet for found in opened.tables] == ["S1"]
    assert opened.unread_sheets == ("S2", "S3")
    opened = open_workbook(two_sheets("visible", "hidden", "veryHidden"), "m.xlsx", ["s3", "S2"])
    assert [found.sheet for found in opened.tables] == ["S2", "S3"]
    assert opened.unread_sheets == ("S1",)


def test_a_sheet_that_is_not_there() -> None:
    opened = open_workbook(GOOD, "m.xlsx", ["表2", "表1"])
    assert [found.sheet for found in opened.tables] == ["表1"]
    (found,) = opened.problems
    assert found.rule == "sheet"
    assert "did you mean 表1?" in str(found)


def test_all_sheets_hidden_or_empty_is_no_pass() -> None:
    found = problem(two_sheets("hidden", "hidden", "hidden"))
    assert (found.rule, "--sheet" in str(found)) == ("no-rows", True)
    assert (
        problem(by_hand(sheet_xml(""), sheet_xml('<row r="1"><c s="0"/></row>'))).rule == "no-rows"
    )
    half = by_hand(sheet_xml(""), sheet_xml('<row r="1"><c><v>1</v></c></row>'))
    opened = open_workbook(half, "m.xlsx")
    assert [found.sheet for found in opened.tables] == ["S2"]
    assert opened.unread_sheets == ()


def test_a_sheet_with_a_chart_alone_is_not_read() -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active["A1"] = 1
    workbook.create_chartsheet("图")
    opened = open_workbook(saved(workbook), "m.xlsx")
    assert (len(opened.tables), opened.unread_sheets) == (1, ("图",))
    assert problem(saved(workbook), "图").rule == "sheet"


# Archives.


def test_what_is_no_archive_or_half_of_one() -> None:
    for data in (b"", b"PK\x03\x04", b"not a zip", GOOD[:100], GOOD[: len(GOOD) // 2], GOOD[:-1]):
        assert problem(data).rule == "workbook"


def test_a_workbook_of_another_kind() -> None:
    strict = parts(sheet_xml(""))
    strict["xl/workbook.xml"] = (
        strict["xl/workbook.xml"]
        .replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    )
    found = problem(packed(strict))
    assert (found.rule, "Strict" in str(found)) == ("format", True)
    for name in ("xl/workbook.bin", "word/document.xml", "mimetype", "OFD.xml", "a.csv"):
        assert problem(packed({name: b"x"})).rule == "format"


def test_parts_that_are_missing() -> None:
    good = parts(sheet_xml('<row r="1"><c><v>1</v></c></row>'), strings=strings_xml("x"))
    assert rows(packed(good)) == [["1"]]
    for name in good:
        without = {part: data for part, data in good.items() if part != name}
        assert problem(packed(without)).rule in {"workbook", "format"}, name


def test_names_that_are_double_or_unsafe() -> None:
    good = parts(sheet_xml('<row r="1"><c><v>1</v></c></row>'))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(good, ("xl/worksheets/sheet1.xml", sheet_xml("").encode()))
    assert "twice" in str(problem(twice))
    assert "twice" in str(problem(packed(good, ("XL/workbook.xml", b""))))
    for name in ("/etc/x", "a\\b", "../x", "a/../b", "c:/x"):
        assert "unsafe" in str(problem(packed(good, (name, b"x")))), name


def test_an_archive_that_would_grow_without_end() -> None:
    bomb = parts(sheet_xml(""))
    bomb["xl/media/zero.bin"] = bytes(200 * 2**20)
    assert problem(packed(bomb)).rule == "too-large"
    ratio = parts(sheet_xml(""))
    ratio["xl/media/zero.bin"] = bytes(20 * 2**20)
    assert problem(packed(ratio)).rule == "too-large"
    many = parts(sheet_xml(""))
    assert problem(packed(many, *((f"x{n}", b"") for n in range(1000)))).rule == "too-large"


def test_what_it_unpacks_to_is_bounded_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MOST_BYTES", 2000)
    assert problem(GOOD).rule == "too-large"


def test_a_size_that_lies_is_caught_while_reading() -> None:
    content = parts(sheet_xml('<row r="1"><c><v>1</v></c></row>' + " " * 2**20))
    data = bytearray(packed(content, ("pad", os.urandom(2**16))))
    name = b"xl/worksheets/sheet1.xml"
    for header, length in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(header)
        while at >= 0:
            begin = at + (30 if header == b"PK\x03\x04" else 46)
            if data[begin : begin + len(name)] == name:
                data[at + length : at + length + 4] = (10).to_bytes(4, "little")
            at = data.find(header, at + 4)
    assert "cannot be unpacked" in str(problem(bytes(data)))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(packed(parts(sheet_xml(""))))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    found = problem(bytes(data))
    assert (found.rule, "password" in str(found)) == ("format", True)


def test_a_part_with_too_many_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MOST_TAGS", 50)
    assert problem(by_hand(sheet_xml("<row/>" * 60))).rule == "too-large"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part(declared: str, encoding: str) -> None:
    good = parts(
        sheet_xml('<row r="1"><c t="str"><v>&lt;</v></c></row>').split("?>")[1],
        strings=strings_xml("x"),
        styles=styles_xml([0]),
    )
    assert rows(packed(good)) == [["<"]]
    for name in good:
        text = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{good[name].decode()}'
        found = problem(packed({**good, name: text.encode(encoding)}))
        assert found.rule == "workbook"
        assert "document type" in str(found), name


def test_a_document_type_is_refused_in_any_encoding() -> None:
    text = f'<?xml version="1.0" encoding="utf-32"?>{LAUGHS}{sheet_xml("").split("?>")[1]}'
    good = parts(sheet_xml(""))
    for encoding in ("utf-32", "utf-7"):
        broken = {**good, "xl/worksheets/sheet1.xml": text.encode(encoding)}
        assert problem(packed(broken)).rule == "workbook"


def test_going_through_xml_stops_at_a_document_type() -> None:
    class Nobody:
        def start(self, tag: str, attrib: dict[str, str]) -> None: ...
        def end(self, tag: str) -> None: ...
        def data(self, text: str) -> None: ...

    walk(io.BytesIO(b"<x>1</x>"), Nobody())
    for text in (b"<!DOCTYPE x><x/>", LAUGHS.encode() + b"<x>&b;</x>", b"<x>&b;</x>", b"<x>"):
        with pytest.raises(FileFault):
            walk(io.BytesIO(text), Nobody())


def test_a_count_of_strings_that_lies_means_nothing() -> None:
    data = by_hand(
        sheet_xml('<row r="1"><c t="s"><v>0</v></c></row>'),
        strings=strings_xml("x", count=2**32 - 1),
    )
    assert rows(data) == [["x"]]


def test_a_fault_of_openpyxl_is_one_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_data: bytes) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(xlsx_file, "_workbook", broken)
    assert problem(GOOD).rule == "workbook"


def sound(opened: Opened) -> None:
    """Hold that a file of any bytes came out as tables that can be gone through, or as problems."""
    assert opened.tables or opened.problems
    for found in opened.tables:
        lines = [line for line, cells in found.rows if any(cells)]
        assert lines == sorted(set(lines))
    for fault in opened.problems:
        assert str(fault)


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_problem(data: bytes) -> None:
    sound(open_workbook(data, "m.xlsx"))


@settings(max_examples=400)
@given(st.data())
def test_any_damage_to_a_good_workbook(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(damaged))))
    sound(open_workbook(bytes(damaged[:cut]), "m.xlsx"))


@settings(max_examples=400)
@given(st.data())
def test_any_damage_to_the_xml(data: st.DataObject) -> None:
    good = parts(
        sheet_xml(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><f>1</f><v>0.5</v></c></row>'
            '<row r="2"><c r="B2" t="inlineStr"><is><t>x</t></is></c></row>',
            after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
        ),
        strings=strings_xml("x"),
        styles=styles_xml([0, 170], {170: "0.0%"}),
    )
    name = data.draw(st.sampled_from(sorted(good)))
    part = bytearray(good[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.one_of(
                st.binary(max_size=2), st.sampled_from([b"9", b"-1", b"<", b'"', b"99999999"])
            )
        )
    sound(open_workbook(packed({**good, name: bytes(part)}), "m.xlsx"))


# Held against others.


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(-(10**12), 10**12),
                st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), min_size=1).filter(
                    lambda text: text.strip() and text[0] not in "=#" and "_x" not in text
                ),
                st.dates(dt.date(1900, 3, 1), dt.date(2999, 12, 31)),
            ),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_same_cells_as_openpyxl_reads(cells: list[list[object]]) -> None:
    data = with_rows(cells)
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    assert sheet is not None
    expected = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                value = cell.value
                shown = value.date().isoformat() if isinstance(value, dt.datetime) else str(value)
                expected[cell.row, cell.column] = (
                    shown.upper() if isinstance(value, bool) else shown
                )
    found = {
        (line, column): text
        for opened in open_workbook(data, "m.xlsx").tables
        for line, texts in opened.rows
        for column, text in enumerate(texts, 1)
        if text
    }
    assert found == expected


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_what_libreoffice_saves(tmp_path: Path) -> None:
    source = tmp_path / "m.xlsx"
    source.write_bytes(
        with_rows(
            [["率", 0.958, dt.date(2019, 8, 1)], ["空", '=""', "=1/0"], ["商", "=1/4", "x"]],
            {"B1": "0.0%", "C1": 'yyyy"年"m"月"'},
        )
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",  # noqa: S607 - wherever it is
         "--convert-to", "xlsx", "--outdir", tmp_path / "out", source],
        check=True, capture_output=True,
    )  # fmt: skip
    found = table((tmp_path / "out" / "m.xlsx").read_bytes())
    assert list(found.rows) == [
        (1, ["率", "95.8%", "2019-08"]),
        (2, ["空", "", "#DIV/0!"]),
        (3, ["商", "0.25", "x"]),
    ]
    assert set(found.faults) == {(2, 3)}


@given(st.text(max_size=30), st.decimals(allow_nan=False, allow_infinity=False))
def test_any_format_has_a_shape(code: str, value: Decimal) -> None:
    assert isinstance(shape_of(code, value), Shape)


@given(st.text('0#?.%;"\\_*[]<>=1ymdhseEa/-年 ', max_size=30))
def test_any_odd_format_has_a_shape(code: str) -> None:
    assert isinstance(shape_of(code, Decimal(1)), Shape)


def test_the_guard_reads_no_more_than_it_must() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        assert set(archive.namelist()) == set(zip_guard.GuardedZip(GOOD).namelist())
    assert zip_guard.GuardedZip(GOOD).open("xl/workbook.xml").read().startswith(b"<")
