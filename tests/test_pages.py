"""The pages for readers, in both languages: what they show is what the commands print."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from website.pages import DOCS, SUFFIXES

from tests import pages
from tests.conftest import ROOT, Run

# Written for readers, in both languages; docs/metrics-files.md has tests of its own.
PAGES = ("index", "departments", "auditors", "write-a-plan", "ci")
IN_BOTH = sorted(
    path.name.removesuffix(SUFFIXES["zh"]) for path in DOCS.rglob(f"*{SUFFIXES['zh']}")
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which holds what the pages begin from."""
    for folder in ("examples", "registry"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("language", SUFFIXES)
@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_real_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    pages.holds(run, monkeypatch, DOCS / (page + SUFFIXES[language]), language)


@pytest.mark.parametrize("page", IN_BOTH)
def test_both_languages_have_the_same_sections_and_commands(page: str) -> None:
    (english,) = DOCS.rglob(page + SUFFIXES["en"])
    chinese = english.with_name(page + SUFFIXES["zh"])
    texts = [path.read_text(encoding="utf-8") for path in (english, chinese)]
    outlines = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in texts]
    assert outlines[0] == outlines[1]
    assert pages.commands_of(texts[0]) == pages.commands_of(texts[1])


@pytest.mark.parametrize("page", list(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_the_yaml_of_the_pages_is_yaml(page: Path) -> None:
    blocks = re.findall(
        r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    for block in blocks:
        assert yaml.safe_load(block)
