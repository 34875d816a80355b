"""What the tests of the page share: results of real runs, and what stands on the page of one."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import html

from banshi.formats.check import check_html
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.messages import speaking
from tests.conftest import EXAMPLES, ROOT, Run, write_csv

AS_OF = ("--as-of", "2019-12-31")
# Every verdict, several series in a cell, repaired and refused cells, a waiver, milestones of all
# kinds: what the sample data has not.
ROWS = (
    "queue_wait,22,分钟,站前区,营商局一窗,,2019-11",
    "queue_wait,18,分钟,站前区,营商局二窗,,2019-12",
    "queue_wait,10,分钟,站前区,营商局三窗,,2019-12",
    "queue_wait,16,分钟,西市区,,,2019-12",
    "queue_wait,１４,分钟,盖州市,,,2019-12",
    "online_rate,97.3,%,盖州市,,,2019-12",
    "online_rate,10１%,%,大石桥市,,,2019-12",
    "queue_wait,不详,分钟,大石桥市,,,2019-12",
)
MORE = """\
市县两级高频事项清单,2019-07-15,,营口市,,,
站前区、西市区“小循环”教学模式试点启动,2019-08-30,,营口市,,,
"""
HEADER = "指标,数值,单位,地区,部门,事项,期间"


def result_of(run: Run, folder: Path, *arguments: str | Path) -> CheckResult:
    """Return the result of `banshi check ARGUMENTS`, as `banshi report` reads it."""
    saved = folder / "result.json"
    run("check", *arguments, "-o", saved, "--force")
    found: dict[str, Any] = json.loads(saved.read_text(encoding="utf-8"))
    del found["digest"]
    return found  # type: ignore[return-value]  # banshi has just written it


def everything(run: Run, folder: Path, language: str = "en") -> CheckResult:
    """Return a result that has something for every part of the page."""
    rows = write_csv(folder, *ROWS, *MORE.splitlines(), header=HEADER)
    waivers = folder / "waivers.csv"
    waivers.write_text(
        "目标,地区,理由,批准人,依据文件,有效期至\n"
        "yingkou-2019-26/1/queue-wait,西市区,大厅改造,市营商局,营商办〔2019〕8号,2020-03-31\n",
        encoding="utf-8",
    )
    return result_of(
        run, folder, *EXAMPLES[:1], rows, *AS_OF, "--waivers", waivers, "--lang", language
    )


def page_of(found: CheckResult) -> str:
    """Return the page of a result, in its language."""
    with speaking(found["language"]):
        return check_html.render(found)


def year(folder: Path) -> Path:
    """Write 2,000 values for all five plans and return the file."""
    import sys

    sys.path.insert(0, str(ROOT / "bench"))
    try:
        import generate
    finally:
        sys.path.pop(0)
    file = folder / "year.csv"
    generate.write_year(ROOT / "registry", file)
    return file


def tree(text: str) -> html.HtmlElement:
    """Return the page as a tree."""
    return html.document_fromstring(text)


def statuses(found: CheckResult) -> Counter[str]:
    """Count the verdicts on targets that no baseline hides."""
    return Counter(entry["status"] for entry in found["outcomes"] if not entry["baselined"])


def shown(page: html.HtmlElement) -> Counter[str]:
    """Count the verdicts that the tables of findings stand for."""
    counts: Counter[str] = Counter()
    for table in page.xpath("//table[@data-status]"):
        for row in table.xpath("tbody/tr"):
            counts[table.get("data-status")] += int(row.get("data-n", "1"))
    return counts
