"""The pages on records of cases: what they show is what the commands print."""

import os
import re
from pathlib import Path

import pytest

from banshi.measure.rejects import FAULTS, REASONS
from banshi.model.profile import CaseMetric, CaseStatistic, ProfileFile
from tests.conftest import ROOT, Run
from tests.test_metrics_pages import CONSOLE, FILE, session

PAGES = {"en": ROOT / "docs" / "measure.md", "zh": ROOT / "docs" / "measure.zh-CN.md"}
TEXTS = {language: page.read_text(encoding="utf-8") for language, page in PAGES.items()}


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
    assert FILE.findall(one) == FILE.findall(other)
    for pattern in (r"^\$ .*", r"^## ()", r"^\| ()"):
        found = [len(re.findall(pattern, page, re.MULTILINE)) for page in (one, other)]
        assert found[0] == found[1], pattern
