"""What the pages show is what the commands print, and every link leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")])


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_readme_shows_real_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```text\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    samples = sorted(
        path.relative_to(ROOT).as_posix() for path in ROOT.glob("examples/yingkou-2019/*.csv")
    )
    plan = ("--plan", "yingkou-2019-26")
    table = run("check", *samples, *plan, "--as-of", "2019-12-31", "--lang", language)
    due = run(
        "due", "--month", "11", *plan, "--as-of", "2019-11-01",
        "--lang", language,
    )  # fmt: skip
    assert blocks == [table.out, due.out]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not link.startswith("http"):
            assert (page.parent / link).exists(), link


def test_both_readmes_have_the_same_sections() -> None:
    counts = [
        len(re.findall(r"^## ", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))
        for page in ("README.md", "README.zh-CN.md")
    ]
    assert counts[0] == counts[1]
