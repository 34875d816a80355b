"""`banshi check -f xlsx`: the workbook holds what the JSON holds, and nothing acts in it."""

import copy
import csv
import datetime as dt
import io
import json
import re
import subprocess
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from banshi.formats.check import check_xlsx
from banshi.formats.check.check_xlsx import SHEETS
from banshi.formats.check.scores import TARGETS, all_card, lead_cards, plan_cards
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.sheets import sheet_rows
from banshi.formats.sheets.sheet_findings import columns
from banshi.formats.sheets.sheet_numbers import Numbers, percent, share
from banshi.formats.sheets.sheet_rows import Number
from banshi.messages import speaking
from banshi.model.quantity import Unit, parse_number, plain
from banshi.visible import visible
from tests.conftest import EXAMPLES, Run
from tests.libreoffice import soffice

AS_OF = ("--as-of", "2019-12-31")
AMISS = ("violated", "behind", "unreported", "waived", "overdue")
WAIVERS = """\
target,region,reason,approved_by,document,expires
yingkou-2019-26/1/queue-wait,站前区,大厅改造,市营商局,营营商发〔2019〕5号,2020-03-31
yingkou-2019-26/2/item-lists,*,大厅改造,市营商局,营营商发〔2019〕5号,2020-03-31
"""


@pytest.fixture(params=["en", "zh"])
def both(run: Run, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Any, Path]:
    """Return the JSON of a run with a waiver, and its workbook."""
    waivers = tmp_path / "waivers.csv"
    waivers.write_text(WAIVERS, encoding="utf-8")
    saved, book = tmp_path / "r.json", tmp_path / "r.xlsx"
    result = run(
        "check", *EXAMPLES, *AS_OF, "--waivers", waivers, "--lang", request.param,
        "--report", f"json={saved}", "-o", book,
    )  # fmt: skip
    assert result.code == 1, result.err
    return json.loads(saved.read_text(encoding="utf-8")), book


def table(book: Any, sheet: int, row: int = 3) -> list[dict[str, Any]]:
    """Return the rows below the header in `row` as far as they go, by header."""
    rows = list(book.worksheets[sheet].iter_rows(min_row=row, values_only=True))
    header = [str(name) for name in rows[0] if name]
    found = []
    for values in rows[1:]:
        if values[0] is None:
            break
        found.append(dict(zip(header, values, strict=False)))
    return found


def last(row: dict[str, Any]) -> str:
    """Return the last cell of a row of outcomes: the id."""
    return str(list(row.values())[-1])


def ids(entries: Any, wanted: bool) -> Counter[str]:
    return Counter(
        e["id"] for e in entries if (e["status"] in AMISS) is wanted and not e["baselined"]
    )


def test_every_outcome_and_milestone_has_a_row(both: tuple[Any, Path]) -> None:
    found, path = both
    book = load_workbook(path)
    assert tuple(book.sheetnames) == SHEETS[found["language"]]
    every = [*found["outcomes"], *found["milestones"]]
    for sheet, amiss in ((0, True), (1, False)):
        rows = table(book, sheet)
        assert Counter(last(row) for row in rows) == ids(every, amiss)
    first = table(book, 0)
    # Worst first: the JSON's own order, milestones among the targets.
    signs = [str(next(iter(row.values())))[0] for row in first]
    assert signs == sorted(signs, key="×!?-".index)
    shown = [last(row) for row in first if last(row) in ids(found["outcomes"], True)]
    assert shown == [o["id"] for o in found["outcomes"] if o["status"] in AMISS]


def test_a_row_says_all_that_the_json_says(both: tuple[Any, Path]) -> None:
    found, path = both
    names = [column.header for column in columns()]
    rows = (dict(zip(names, r.values(), strict=True)) for r in table(load_workbook(path), 0))
    for entry in (o for o in found["outcomes"] if o["status"] in AMISS):
        row = next(r for r in rows if last(r) == entry["id"])
        reported, gap, waiver = entry["reported"], entry["gap"], entry["waiver"]
        assert row["clause"] == entry["clause"]
        assert row["required"] == entry["required"]["text"]
        assert row["evidence"] == entry["evidence"]
        assert row["lead"] == "、".join(entry["lead"])
        if entry["by"]:
            assert row["due"] == dt.datetime.fromisoformat(entry["by"])
        if reported:
            assert Fraction(repr(row["reported"])) == Fraction(reported["converted"])
            assert (row["file"], row["row"]) == (reported["file"], reported["line"])
            assert row["region"] == entry["region"]["label"]
        if gap:
            assert Fraction(repr(row["gap"])) == Fraction(gap["value"])
        if waiver:
            assert row["reason of the waiver"] == "大厅改造"
            assert row["ends on"] == dt.datetime(2020, 3, 31)  # noqa: DTZ001
            assert str(row["without the waiver"]).startswith("×")


def test_the_scorecards_add_up_to_the_summary(both: tuple[Any, Path]) -> None:
    found, path = both
    rows = [list(row.values()) for row in table(load_workbook(path), 2)]
    *plans, total = rows
    summary = found["summary"]
    names = ("met", "violated", "behind", "unreported", "pending", "waived", "baselined")
    assert total[2] == summary["targets"]
    assert total[3:10] == [summary[name] for name in names]
    assert total[10] == pytest.approx(summary["met"] / summary["targets"])
    milestones = ("total", "done", "done_late", "overdue", "pending", "waived", "baselined")
    assert total[11:] == [summary["milestones"][name] for name in milestones]
    for at in (*range(2, 10), *range(11, 18)):
        assert sum(row[at] for row in plans) == total[at]


def test_the_cards_of_leads_count_shared_targets_for_each(both: tuple[Any, Path]) -> None:
    found, _path = both
    whole = all_card(found)
    assert {name: whole.targets[name] for name in TARGETS} == {
        name: found["summary"][name] for name in TARGETS
    }
    for card in plan_cards(found):
        leads = [c for c in lead_cards(found) if c.plan == card.plan]
        assert max(c.total for c in leads) <= card.total <= sum(c.total for c in leads)
    shared = [o for o in found["outcomes"] if "营口海关" in o["lead"]]
    (customs,) = [c for c in lead_cards(found) if c.organisation == "营口海关"]
    assert customs.total == len({o["id"] for o in shared}) > 0


def test_the_matrix_shows_the_worst_of_each_region(both: tuple[Any, Path]) -> None:
    found, path = both
    rows = [list(row.values()) for row in table(load_workbook(path), 3)]
    assert len(rows) == found["summary"]["targets"]
    cells = [cell for row in rows for cell in row[5:] if cell]
    pairs = {(o["id"], o["region"] and o["region"]["code"]) for o in found["outcomes"]}
    assert len(cells) == len(pairs)
    assert sum(cell.startswith("×") for cell in cells) == len(
        {(o["id"], o["region"]["code"]) for o in found["outcomes"] if o["status"] == "violated"}
    )


def test_a_cell_of_several_series_shows_the_worst_and_how_many(result: CheckResult) -> None:
    (entry, *_rest) = (o for o in result["outcomes"] if o["status"] == "violated")
    assert entry["reported"]
    hidden = copy.deepcopy(entry)
    hidden["baselined"] = True
    behind = copy.deepcopy(entry)
    behind["status"] = "behind"
    assert behind["reported"]
    behind["reported"]["text"] = "17 min"
    met = copy.deepcopy(entry)
    met["status"] = "met"
    found = copy.deepcopy(result)
    expected = {
        "! 17 min (2 of 4)": [hidden, behind, behind, met],
        "○ (1 of 2)": [hidden, met],
        "√ (2 of 2)": [met, met],
        f"○ {entry['reported']['text']}": [hidden],
    }
    for shown, entries in expected.items():
        found["outcomes"] = entries
        sheet = load_workbook(io.BytesIO(check_xlsx.render(found))).worksheets[3]
        assert sheet["F4"].value == shown
        assert sheet["F5"].value is None


def test_what_the_baseline_hides_is_counted_and_not_listed(run: Run, tmp_path: Path) -> None:
    base, saved, path = (tmp_path / name for name in ("b.json", "r.json", "r.xlsx"))
    run("check", *EXAMPLES, *AS_OF, "--create-baseline", base)
    held = ("--baseline", base, "--report", f"json={saved}")
    assert run("check", *EXAMPLES, *AS_OF, *held, "-o", path).code == 0
    summary = json.loads(saved.read_text(encoding="utf-8"))["summary"]
    book = load_workbook(path)
    assert table(book, 0) == []
    total = list(table(book, 2)[-1].values())
    assert total[9] == summary["baselined"] > 0
    assert total[17] == summary["milestones"]["baselined"] > 0
    values = [cell for row in cells(book.worksheets[4]) for cell in row]
    assert str(base) in values


def test_the_inputs_are_named(both: tuple[Any, Path]) -> None:
    found, path = both
    values = [
        cell
        for row in load_workbook(path).worksheets[4].iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    for entry in (*found["inputs"], *found["waivers"]):
        assert entry["name"] in values
        assert entry["sha256"] in values
    for plan in found["plans"]:
        assert plan["source_sha256"] in values
    for text in (*found["notes"], *(p["message"] for p in found["problems"])):
        assert text in values


def test_it_can_be_filtered_and_printed(both: tuple[Any, Path]) -> None:
    _found, path = both
    for sheet in load_workbook(path).worksheets:
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.print_area
        assert sheet.print_title_rows
        widths = [d.width for d in sheet.column_dimensions.values()]
        assert min(widths) >= 6


def test_an_own_workbook_is_replaced_and_an_edited_one_is_not(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    assert run("check", *EXAMPLES, *AS_OF, "-o", path).code == 1
    assert run("check", *EXAMPLES, "--as-of", "2019-12-30", "-o", path).code == 1
    book = load_workbook(path)
    book.worksheets[0]["A4"] = "整改完成"
    book.save(path)
    result = run("check", *EXAMPLES, *AS_OF, "-o", path)
    assert result.code == 2
    assert "was changed since" in result.err


# Figures.


def shown(number: Number) -> str:
    """Return how a spreadsheet shows a number of these formats: fifteen digits, then rounded."""
    section = re.sub(r'"[^"]*"|\[=1\]', "", number.format).split(";")[-1].lstrip("+-")
    decimals = len(section.partition(".")[2])
    return f"{Decimal(format(float(number.digits), '.15g')):.{decimals}f}"


digits = st.from_regex(r"[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True)


@given(digits, st.sampled_from([unit.value for unit in Unit]), st.sampled_from(["en", "zh"]))
def test_no_digit_is_rounded_away(text: str, unit: str, lang: str) -> None:
    exact = plain(Decimal(text))
    with speaking(lang):
        value = Numbers().amount(exact, unit)
    if isinstance(value, Number):
        assert Decimal(shown(value)) == Decimal(exact)
        assert shown(value) == exact.lstrip("0") or exact.startswith("0")
    else:
        assert exact in value
        assert len(exact.replace(".", "").strip("0")) > 15


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("99.949999", "percent", Number("99.949999", '0.000000"%"')),
        ("99.9499999999999999", "percent", "99.9499999999999999%"),
        ("4.30", "percent", Number("4.30", '0.00"%"')),
        ("1", "day", Number("1", '[=1]0" day";0" days"')),
        ("22", "item", Number("22", "0")),
        ("140/3", "minute", Number(f"{140 / 3:.15g}", '"≈"0.0000" min"')),
        ("1/3000000000", "minute", "≈3.33333e-10 min"),
        (None, "minute", ""),
    ],
)
def test_a_figure_has_its_unit(text: str | None, unit: str, expected: object) -> None:
    assert Numbers().amount(text, unit) == expected


def test_a_difference_has_its_sign() -> None:
    numbers = Numbers()
    points = '"+"0.0" points";"-"0.0" points";0.0" points"'
    assert numbers.difference("-2.7", "percent") == Number("-2.7", points)
    assert numbers.difference("-5/3", "minute") == Number(
        f"{-5 / 3:.15g}", '"≈+"0.00000" min";"≈-"0.00000" min";"≈"0.00000" min"'
    )
    assert numbers.difference("0.12345678901234567", "minute") == "+0.12345678901234567 min"


def test_a_workbook_has_so_many_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("banshi.formats.sheets.sheet_numbers._MOST_FORMATS", 2)
    numbers = Numbers()
    assert isinstance(numbers.amount("1.5", "minute"), Number)
    assert isinstance(numbers.amount("1.55", "minute"), Number)
    assert numbers.amount("1.555", "minute") == "1.555 min"
    assert isinstance(numbers.amount("2.5", "minute"), Number)


def test_shares_are_never_rounded_into_all_or_nothing() -> None:
    assert share(0, 0) == ""
    assert share(1, 3) == Number(f"{1 / 3:.15g}", "0.0%")
    assert share(3000, 3000) == Number("1", "0.0%")
    assert share(2999, 3000) == Number(f"{2999 / 3000:.15g}", '">99.9%"')
    assert share(1, 3000) == Number(f"{1 / 3000:.15g}", '"<0.1%"')
    assert percent("1/100") == Number("0.0001", '"+<0.1%";"-<0.1%"')
    assert percent("-100/3") == Number(f"{-1 / 3:.15g}", '"+"0.0%;"-"0.0%;0.0%')
    assert percent(None) == ""


# What comes from outside.


@pytest.fixture
def result(run: Run, tmp_path: Path) -> CheckResult:
    saved = tmp_path / "result.json"
    run("check", *EXAMPLES, *AS_OF, "-o", saved)
    found: Any = json.loads(saved.read_text(encoding="utf-8"))
    del found["digest"]
    return found  # type: ignore[no-any-return]


def hostile(result: CheckResult, texts: list[str]) -> CheckResult:
    """Return `result` with an outcome for each text, which stands wherever a text may."""
    found = copy.deepcopy(result)
    (entry, *_rest) = found["outcomes"]
    assert entry["reported"]
    found["outcomes"] = []
    for text in texts:
        one = copy.deepcopy(entry)
        assert one["reported"]
        one["reported"] |= {"organisation": text, "item": text, "file": text, "sheet": text}
        one |= {"lead": [text], "evidence": text, "clause": text, "reason": text}
        found["outcomes"].append(one)
    found["notes"] = texts
    return found


def test_excel_reads_no_character_out_of_a_code(result: CheckResult) -> None:
    book = load_workbook(io.BytesIO(check_xlsx.render(hostile(result, ["a_x001B_b_x"]))))
    assert book.worksheets[0]["N4"].value == "a_x005F_x001B_b_x"


def undone(text: str) -> str:
    """Return `text` as Excel reads it: openpyxl leaves codes as they are written."""
    return text.replace("_x005F_", "_")


def test_hostile_texts_stay_texts(result: CheckResult, shared: Path) -> None:
    texts = json.loads((shared / "data" / "blns.json").read_text(encoding="utf-8"))
    texts += ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "＝1", "#N/A", "_x001B_", "a\ufffeb\uffff"]
    texts = [text for text in texts if text]
    data = check_xlsx.render(hostile(result, texts))
    book = load_workbook(io.BytesIO(data))
    rows = list(book.worksheets[0].iter_rows(min_row=4))
    for row, text in zip(rows, texts, strict=False):
        safe = visible(text)
        for at in (2, 3, 6, 7, 13, 14, 15, 17):
            assert undone(str(row[at].value)) == safe
            assert row[at].data_type == "s"
            assert row[at].hyperlink is None
            if text[0] in "=+-@＝\t" and parse_number(text) is None:
                assert row[at].quotePrefix
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in every} <= {"s", "n", "d"}


def test_what_does_not_fit_is_said(result: CheckResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "MAX_ROWS", 10)
    book = load_workbook(io.BytesIO(check_xlsx.render(hostile(result, ["字" * 32_768] * 12))))
    cell = str(book.worksheets[0]["N4"].value)
    assert cell.endswith("…")
    assert len(cell) <= sheet_rows.MAX_TEXT
    assert book.worksheets[0].max_row == 10
    monkeypatch.undo()
    long = check_xlsx.render(
        hostile(result, ["字" * 32_767, "\U00020000" * 20_000, "_x0041_" * 5000])
    )
    rows = list(load_workbook(io.BytesIO(long)).worksheets[0].iter_rows(min_row=4, max_row=6))
    assert rows[0][13].value == "字" * 32_767
    assert str(rows[1][13].value).endswith("…")
    assert str(rows[2][13].value).endswith("…")


def test_cut_rows_are_counted_on_the_last_sheet(
    result: CheckResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_rows, "MAX_ROWS", 40)
    texts = ["x" * 40_000] * 60
    found = hostile(result, texts)
    found["notes"] = []
    found["problems"] = []
    found["inputs"] = []
    book = load_workbook(io.BytesIO(check_xlsx.render(found)))
    values = [str(c) for row in book.worksheets[4].iter_rows(values_only=True) for c in row if c]
    assert any("findings: 40 rows more than a sheet can have" in value for value in values)
    assert any("findings: the texts of" in value for value in values)


def test_the_sheet_is_well_formed(result: CheckResult) -> None:
    with ZipFile(io.BytesIO(check_xlsx.render(result))) as archive:
        for number in range(1, 6):
            part = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            rows = [int(row) for row in re.findall(r'<row r="(\d+)"', part)]
            assert rows == sorted(set(rows))
            assert f'{rows[-1]}"' in part[: part.index("<sheetViews")]


# LibreOffice opens it.


def convert(path: Path, target: str, folder: Path) -> None:
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            soffice(),
            f"-env:UserInstallation={profile}",
            *("--headless", "--convert-to", target, "--outdir", str(folder / "out"), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )


def cells(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


# Of what LibreOffice adds to a bar in a cell.
@pytest.mark.filterwarnings("ignore:(Unknown|Conditional Formatting) extension")
def test_libreoffice_reads_and_saves_the_same(both: tuple[Any, Path], tmp_path: Path) -> None:
    _found, path = both
    convert(path, "xlsx", tmp_path)
    ours, saved = load_workbook(path), load_workbook(tmp_path / "out" / "r.xlsx")
    assert saved.sheetnames == ours.sheetnames
    for sheet in ours:
        again = saved[sheet.title]
        assert cells(again)[: sheet.max_row] == cells(sheet)
        assert again.auto_filter.ref == sheet.auto_filter.ref


def test_libreoffice_shows_every_value(both: tuple[Any, Path], tmp_path: Path) -> None:
    found, path = both
    # Commas, quotes, UTF-8, cells as they are shown, every sheet.
    filters = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    book = load_workbook(path)
    convert(path, filters, tmp_path)
    text = (tmp_path / "out" / f"r-{book.sheetnames[0]}.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))[3:]
    of_targets = [r for r in rows if r[-1] in {o["id"] for o in found["outcomes"]}]
    entries = [o for o in found["outcomes"] if o["status"] in AMISS]
    for row, entry in zip(of_targets, entries, strict=True):
        reported, gap = entry["reported"], entry["gap"]
        assert row[10] == (reported["text"] if reported else "")
        assert row[11] == (gap["text"] if gap else "")
        assert row[18] == (gap["percent_text"] if gap else "")
        assert row[12] == (entry["by"] or row[12])


def test_libreoffice_prints_it(both: tuple[Any, Path], tmp_path: Path) -> None:
    from pypdf import PdfReader

    found, path = both
    convert(path, "pdf", tmp_path)
    pages = PdfReader(tmp_path / "out" / "r.pdf").pages
    text = "".join(page.extract_text() for page in pages)
    for page in pages:
        assert page.mediabox.width == pytest.approx(842, abs=1)
    for plan in found["plans"]:
        assert plan["source_sha256"][:20] in text
