"""One run of a check gives every report, and all of them count the same."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml
from lxml import html
from openpyxl import load_workbook

from banshi.formats import CHECK
from tests.conftest import EXAMPLES, Run, write_csv
from tests.page_results import shown

AMISS = ("violated", "behind", "unreported")
SUFFIXES = {"html": "html", "xlsx": "xlsx", "sarif": "sarif", "junit": "xml", "json": "json"}


@pytest.fixture(params=["en", "zh"])
def reports(run: Run, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[int, Path]:
    """Return the exit code of one run, and the folder with its five reports."""
    wanted = [f"--report={name}={tmp_path / f'r.{end}'}" for name, end in SUFFIXES.items()]
    result = run("check", *EXAMPLES, "--as-of", "2019-12-31", "--lang", request.param, *wanted)
    return result.code, tmp_path


def counted(entries: list[dict[str, Any]]) -> Counter[str]:
    return Counter(entry["status"] for entry in entries if not entry["baselined"])


def test_five_reports_of_one_run_count_the_same(reports: tuple[int, Path]) -> None:
    code, folder = reports
    found = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    outcomes, milestones = counted(found["outcomes"]), counted(found["milestones"])
    assert found["summary"]["exit_code"] == code == 1
    assert outcomes["violated"] > 0

    page = html.fromstring((folder / "r.html").read_bytes().decode())
    on_page = shown(page)
    assert on_page.pop("milestone") == sum(milestones.values())
    assert on_page == outcomes

    suites = list(JUnitXml.fromstring((folder / "r.xml").read_bytes()))
    assert sum(suite.failures for suite in suites) == outcomes["violated"]
    skipped = sum(outcomes[s] for s in ("behind", "unreported", "pending", "waived"))
    assert sum(suite.skipped for suite in suites) == skipped + milestones["overdue"]
    inputs = len(found["inputs"])
    assert sum(suite.tests for suite in suites) == sum((outcomes + milestones).values()) + inputs

    (sarif,) = json.loads((folder / "r.sarif").read_text(encoding="utf-8"))["runs"]
    assert sarif["invocations"][0]["exitCode"] == code
    assert Counter(result["ruleId"] for result in sarif["results"]) == Counter(
        entry["id"]
        for entry in (*found["outcomes"], *found["milestones"])
        if entry["status"] in {*AMISS, "overdue"}
    )

    book = load_workbook(folder / "r.xlsx")
    rows = [
        str(row[-1])
        for sheet in book.worksheets[:2]
        for row in sheet.iter_rows(min_row=4, values_only=True)
        if row[0] is not None
    ]
    assert Counter(rows) == Counter(
        entry["id"] for entry in (*found["outcomes"], *found["milestones"])
    )


def test_a_plain_table_imports_none_of_the_formats(tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,12,minute,站前区,2019-12")
    code = (
        "import sys\n"
        "from banshi.cli.main import main\n"
        f"main(['check', {str(file)!r}, '--as-of', '2019-12-31'])\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = set(done.stderr.split())
    others = {f"banshi.formats.{CHECK[name]}" for name in CHECK if name not in {"table", "json"}}
    heavy = {"openpyxl", "jinja2", "leather", "docxtpl", "lxml", "icalendar"}
    assert "banshi.formats.check.check_table" in loaded
    assert loaded & (others | heavy) == set()
    assert not any(name.startswith("banshi.history") for name in loaded)  # which needs SQLite


@pytest.mark.parametrize("format_", sorted(set(CHECK) - {"xlsx", "table"}))
def test_every_naughty_string_stays_text(
    run: Run, tmp_path: Path, shared: Path, format_: str
) -> None:
    """Formats that act on text have tests of their own; here, that none breaks and none is lost."""
    strings = json.loads((shared / "data" / "blns.json").read_text(encoding="utf-8"))
    rows = [
        {
            "metric": "queue_wait", "value": "22", "unit": "minute", "region": "站前区",
            "organisation": text, "item": text, "period": "2019-12",
        }
        for text in dict.fromkeys(strings)
        if text.strip()
    ]  # fmt: skip
    file, out = tmp_path / "m.json", tmp_path / "out"
    file.write_text(json.dumps(rows), encoding="utf-8")
    asked = ("check", file, "--as-of", "2019-12-31", "--plan", "yingkou-2019-26")
    result = run(*asked, "--report", f"{format_}={out}", "-f", "json")
    assert result.code in {0, 1, 2}, result.err
    data = out.read_bytes()
    text = data.decode("utf-8")
    assert not any(ord(c) < 0x20 and c not in "\n\t\r" for c in text), "a control character"
    judged = [o for o in json.loads(result.out)["outcomes"] if o["reported"]]
    assert len(judged) > 400
