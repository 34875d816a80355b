"""The pages on records of cases: what they show is what the commands print."""

import re
from pathlib import Path

import pytest

from banshi.measure.rejects import FAULTS, REASONS
from banshi.model.profile import CaseMetric, CaseStatistic, ProfileFile
from tests import pages
from tests.conftest import ROOT, Run

PAGES = {"en": ROOT / "docs" / "measure.md", "zh": ROOT / "docs" / "measure.zh-CN.md"}
TEXTS = {language: page.read_text(encoding="utf-8") for language, page in PAGES.items()}


@pytest.mark.parametrize("language", PAGES)
def test_the_page_shows_real_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    pages.holds(run, monkeypatch, PAGES[language], language)


@pytest.mark.parametrize("language", PAGES)
def test_every_key_and_fault_stands_in_the_page(language: str) -> None:
    keys = [
        field.alias or name
        for model in (ProfileFile, CaseMetric)
        for name, field in model.model_fields.items()
    ]
    words = [*keys, *FAULTS.values(), *REASONS, *(one.value for one in CaseStatistic)]
    known = set(re.findall(r"[a-z0-9_-]+", TEXTS[language]))
    assert [word for word in words if word not in known] == []


def test_both_pages_show_the_same() -> None:
    one, other = TEXTS["en"], TEXTS["zh"]
    assert pages.files_of(one) == pages.files_of(other)
    for pattern in (r"^\$ .*", r"^## ()", r"^\| ()"):
        found = [len(re.findall(pattern, page, re.MULTILINE)) for page in (one, other)]
        assert found[0] == found[1], pattern
