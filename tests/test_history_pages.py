"""The pages on histories show what the commands print; UPDATE_GOLDEN=1 rewrites it."""

import re
from pathlib import Path

import pytest

from tests import golden
from tests.conftest import ROOT, Run
from tests.test_metrics_pages import CONSOLE, FILE, _session

PAGES = {"en": ROOT / "docs" / "history.md", "zh": ROOT / "docs" / "history.zh-CN.md"}


@pytest.mark.parametrize("language", PAGES)
def test_the_page_shows_real_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[language])
    for name, text in FILE.findall(page):
        Path(name).write_text(text, encoding="utf-8")

    def real(block: re.Match[str]) -> str:
        commands = [line[2:] for line in block[1].splitlines() if line.startswith("$ ")]
        return f"```console\n{_session(run, commands)}```"

    golden.compare(CONSOLE.sub(real, page), PAGES[language])


def test_both_pages_show_the_same() -> None:
    one, other = (page.read_text(encoding="utf-8") for page in PAGES.values())
    assert FILE.findall(one) == FILE.findall(other)
    for pattern in (r"^\$ .*", r"^## ", r"^- "):
        found = [re.findall(pattern, text, re.MULTILINE) for text in (one, other)]
        assert len(found[0]) == len(found[1])
        assert pattern == r"^- " or found[0] == found[1]
