"""A form that was filled in goes through `banshi check` as it is, and a slip in it is named."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from banshi.formats.template.template_xlsx import FIRST_ROW, SHEETS
from banshi.model.form import Form
from banshi.model.registry import Registry
from tests.conftest import Result, Run
from tests.filling import as_number, form_of, values

FORMS = [
    ("yingkou-business-environment", "2019-Q4"),
    ("yingkou-business-environment", "2020"),
    ("yingkou-natural-resources", "2020-Q4"),
    (None, "2020"),
    (None, "2018-12"),
]


def template(run: Run, registry: Registry, body: str | None, period: str, file: Path) -> Form:
    who = ("--org", body) if body else ()
    language = "zh" if file.stem == "zh" else "en"
    assert run("template", *who, "--period", period, "--lang", language, "-o", file).code == 0
    return form_of(registry, period, body)


def fill_workbook(form: Form, file: Path) -> None:
    """Put a value into every open cell of the sheet of values, a day into every milestone."""
    book = load_workbook(file)
    values_sheet, milestones_sheet, _guide = SHEETS[file.stem]
    for number, value in enumerate(values(form), start=FIRST_ROW):
        book[values_sheet].cell(number, 2).value = as_number(value)
    for number, row in enumerate(form.milestones, start=FIRST_ROW):
        book[milestones_sheet].cell(number, 4).value = row.by
    book.save(file)


def fill_csv(form: Form, file: Path) -> None:
    """Put a value into every row, and a day into those of milestones."""
    header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    filled = [*values(form), *(row.by.isoformat() for row in form.milestones)]
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        for row, value in zip(rows, filled, strict=True):
            writer.writerow([row[0], value, *row[2:]])


def assert_clean(result: Result, file: Path) -> None:
    # Notes on plans of others are no problems of the file; with -v even a repair would be named.
    named = [line for line in result.err.splitlines() if file.name in line]
    assert named == []
    assert "0 violated, 0 behind" in result.out
    assert result.code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize(("body", "period"), FORMS)
def test_a_form_that_was_filled_in_is_read_without_a_problem(
    run: Run,
    registry: Registry,
    tmp_path: Path,
    body: str | None,
    period: str,
    suffix: str,
    language: str,
) -> None:
    file = tmp_path / f"{language}.{suffix}"
    form = template(run, registry, body, period, file)
    (fill_workbook if suffix == "xlsx" else fill_csv)(form, file)
    assert_clean(run("check", file, "--as-of", "2021-01-01", "-v"), file)


@pytest.mark.parametrize(("language", "sheet"), [("zh", "数据"), ("en", "data")])
def test_a_slip_is_named_by_sheet_and_cell(
    run: Run, registry: Registry, tmp_path: Path, language: str, sheet: str
) -> None:
    file = tmp_path / f"{language}.xlsx"
    form = template(run, registry, "yingkou-business-environment", "2019-Q4", file)
    fill_workbook(form, file)
    book = load_workbook(file)
    book[sheet]["B7"] = "abc"
    book.save(file)
    result = run("check", file, "--as-of", "2021-01-01")
    assert result.code == 2
    named = [line for line in result.err.splitlines() if file.name in line]
    assert len(named) == 1
    assert f"{file.as_posix()}:{sheet}!B7: error [value]" in named[0]
