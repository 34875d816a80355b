"""The pages on metrics files: what they show is what the command prints, and nothing is left out.

Files stand in a page under their names, and every line of a console block that begins with `$ ` is
run. What follows it is standard output, then standard error; UPDATE_GOLDEN=1 rewrites both.
"""

import ast
import json
import os
import re
import shlex
from pathlib import Path

import pytest
from openpyxl import Workbook

from banshi.messages import speaking
from banshi.model.quantity import MAX_DIGITS, Unit
from banshi.model.registry import fold
from banshi.model.table_map import Holds, MapColumn, TableMap
from banshi.readers import columns, layout, table
from banshi.readers.files import json_file, parquet_file, typed_cells, xlsx_sheet, zip_guard
from banshi.readers.unit_words import unit_word
from banshi.wording.units import read_unit
from tests.conftest import ROOT, Run, write_csv
from tests.workbooks import saved

PAGES = {"en": ROOT / "docs" / "metrics-files.md", "zh": ROOT / "docs" / "metrics-files.zh-CN.md"}
TEXTS = {language: page.read_text(encoding="utf-8") for language, page in PAGES.items()}
FILE = re.compile(r"^`([\w.-]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A row of a page's tables of cells: what kind of cell, how it is written, what of it, the rule.
CASE = re.compile(r"^\| (\S+) \| (.+?) \| (.+?) \| `\[([a-z-]+)\]` \|$", re.MULTILINE)
# Which argument of a call names the rule of a problem.
RULE_ARGUMENTS = {
    "fault": 1,
    "CellFault": 0,
    "FileFault": 0,
    "TableFault": 1,
    "Problem": 1,
    "_fault": 1,
    "note": 2,
}


def _trimmed(text: str) -> str:
    """Return `text` as a page shows it: no white space at the end of a line."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def session(run: Run, commands: list[str]) -> str:
    """Return commands with what they print, as a page shows it."""
    shown = []
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "banshi"
        result = run(*arguments)
        assert result.code in {0, 1, 2}, result.err
        shown.append(f"$ {command}\n{_trimmed(result.out)}{_trimmed(result.err)}")
    return "\n".join(shown)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_shows_real_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    page = TEXTS[language]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[language])
    for name, text in FILE.findall(page):
        Path(name).write_text(text, encoding="utf-8")

    def real(block: re.Match[str]) -> str:
        commands = [line[2:] for line in block[1].splitlines() if line.startswith("$ ")]
        return f"```console\n{session(run, commands)}```"

    written = CONSOLE.sub(real, page)
    if os.environ.get("UPDATE_GOLDEN"):
        PAGES[language].write_text(written, encoding="utf-8")
        return
    assert written == page, "UPDATE_GOLDEN=1 writes it, then read it"


def test_both_pages_show_the_same() -> None:
    one, other = TEXTS["en"], TEXTS["zh"]
    assert FILE.findall(one) == FILE.findall(other)
    assert re.findall(r"^\$ .*", one, re.MULTILINE) == re.findall(r"^\$ .*", other, re.MULTILINE)
    assert len(re.findall(r"^## ", one, re.MULTILINE)) == len(
        re.findall(r"^## ", other, re.MULTILINE)
    )
    cases = [[(text, rule) for _, text, _, rule in CASE.findall(page)] for page in (one, other)]
    assert cases[0] == cases[1]


@pytest.mark.parametrize(("kind", "text", "about", "rule"), CASE.findall(TEXTS["en"]))
def test_a_cell_is_read_as_the_page_says(
    run: Run, tmp_path: Path, kind: str, text: str, about: str, rule: str
) -> None:
    row = {"metric": "online_rate", "value": "50", "unit": "%", "region": "站前区"}
    row |= {"period": "2019-12"}
    if kind == "value":
        counted = rule == "repaired" and not re.search("[%％]|百分", text)
        row |= {"metric": "no_visit_items", "unit": ""} if counted else {}
        row |= {"metric": "queue_wait"} if text == "-1" else {}
        row |= {"metric": "queue_wait", "unit": ""} if "小时" in text else {}
        row |= {"unit": ""} if rule == "unit" else {}
        row |= {"unit": "minute"} if text == "-1" else {}
    elif kind == "count":
        row |= {"metric": "no_visit_items", "unit": ""}
    row["value" if kind == "count" else kind] = text
    file = write_csv(tmp_path, ",".join(f'"{cell}"' for cell in row.values()))
    said = run("check", file, "--as-of", "2019-12-31", "-v").err
    found = [line for line in said.splitlines() if f" [{rule}] " in line]
    assert len(found) == 1, said
    if rule == "repaired":
        assert found[0].endswith(f" note [repaired] {text} is read as {about}")
    elif rule != "converted":
        assert " error [" in found[0]


@pytest.mark.parametrize("language", PAGES)
def test_every_word_that_headers_and_rows_are_known_by_stands_in_the_page(language: str) -> None:
    cells = re.split(r"[|,;，、；]\s*|\s\|", TEXTS[language])
    words = {fold(cell) for cell in cells}
    assert [word for word in columns.HEADERS if word not in words] == []
    loose = re.split(r"[\s,，、；;。:：()（）]+(?:or\s|and\s)?", TEXTS[language])
    known = {word.casefold() for word in loose}
    assert [word for word in (*columns.TOTALS, *columns.FOOTNOTES) if word not in known] == []


@pytest.mark.parametrize("language", PAGES)
def test_every_key_of_a_map_file_stands_in_the_page(language: str) -> None:
    keys = [*TableMap.model_fields, *MapColumn.model_fields, *(holds.value for holds in Holds)]
    assert [key for key in keys if f"`{key}`" not in TEXTS[language]] == []


@pytest.mark.parametrize("language", PAGES)
def test_the_limits_are_those_of_the_code(language: str) -> None:
    limits = TEXTS[language].rpartition("\n## ")[2]
    for number in (
        xlsx_sheet.MOST_CELLS,
        zip_guard.MOST_BYTES // 2**20,
        zip_guard.MOST_ENTRIES,
        parquet_file.MOST_ROWS,
        parquet_file.MOST_COLUMNS,
        parquet_file.MOST_BYTES // 2**20,
        json_file.MOST_KEYS,
        typed_cells.MOST_CHARACTERS,
        MAX_DIGITS,
    ):
        assert re.search(rf"(?<![0-9,]){number:,}(?![0-9,])", limits), number
    assert str(layout.HEAD_ROWS) in TEXTS[language]


def rules_of_input() -> set[str]:
    """Return the rule of every problem that the readers, and the judges of milestones, make."""
    found = set(table.FILE_RULES)
    for room in ("readers", "judging"):
        for path in (ROOT / "src" / "banshi" / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants = {
                target.id: entry.value
                for entry in tree.body
                if isinstance(entry, ast.Assign)
                for target in entry.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(tree):
                found |= set(_rules(node, constants))
    return found


def _rules(node: ast.AST, constants: dict[str, ast.expr]) -> list[str]:
    texts: list[ast.expr] = []
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        at = RULE_ARGUMENTS.get(name)
        texts = node.args[at : at + 1] if at is not None else []
    elif isinstance(node, ast.Tuple) and len(node.elts) > 2:
        severity = node.elts[2]
        named = isinstance(severity, ast.Attribute) and ast.unparse(severity).startswith("Severity")
        texts = node.elts[:1] if named else []
    texts = [constants.get(text.id, text) if isinstance(text, ast.Name) else text for text in texts]
    values = [text.value for text in texts if isinstance(text, ast.Constant)]
    return [value for value in values if isinstance(value, str)]


def test_the_manual_explains_every_rule_of_input() -> None:
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    rules = rules_of_input()
    assert {"value", "share", "total", "contradiction", "due-day", "excel-error"} <= rules
    assert [rule for rule in sorted(rules) if f"`[{rule}]`" not in manual] == []


def test_the_manual_names_no_rule_that_is_gone() -> None:
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`\[([a-z-]+)\]`", manual))
    pages = {rule for text in TEXTS.values() for rule in re.findall(r"`\[([a-z-]+)\]`", text)}
    assert (named | pages) - rules_of_input() == set()


def test_a_workbook_is_explained_as_it_is_read(run: Run, tmp_path: Path) -> None:
    workbook = Workbook()
    guide = workbook.create_sheet("填表说明")
    guide.append(["请于每月初报送"])
    hidden = workbook.create_sheet("西市区")
    hidden.append(["指标", "数值", "期间"])
    hidden.sheet_state = "hidden"
    shown = workbook.worksheets[0]
    shown.title = "站前区"
    shown.append(["2019年12月政务服务指标"])
    shown.append(["指标", "数值", "单位"])
    shown.append(["排队等侯时间（分钟）", 14, "分钟"])
    file = tmp_path / "book.xlsx"
    file.write_bytes(saved(workbook))
    explained = run("check", file, "--explain-columns")
    assert explained.code == 0
    assert "region of all rows: 站前区" in explained.out
    assert "填表说明" not in explained.out + explained.err
    checked = run("check", file, "--as-of", "2019-12-31", "-f", "json")
    assert json.loads(checked.out)["inputs"][0]["unread_sheets"] == ["西市区", "填表说明"]
    assert "unknown metric 排队等侯时间（分钟）; did you mean" in checked.err, "no look-alike"
    assert "U+FF08" not in checked.err
    asked = run("check", file, "--sheet", "填表说明", "--explain-columns")
    assert asked.code == 2
    assert "[header]" in asked.err


def test_units_are_named_in_the_language_of_the_run(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,1,percent,站前区,2019-12", "online_rate,1,,市,2019-12")
    said = run("check", file, "--lang", "zh").err
    assert "queue_wait 以分钟计，不以百分比计" in said
    assert "online_rate 以百分比计" in said
    with speaking("zh"):
        assert all(re.search("[\u4e00-\u9fff‰]", str(unit_word(unit))) for unit in Unit)
        assert str(unit_word(Unit.YUAN, 10_000)) == "10000 元"
    assert all(read_unit(str(unit_word(unit))) == (unit, 1) for unit in Unit)
