"""The pages on histories show what the commands print; UPDATE_GOLDEN=1 rewrites it."""

from pathlib import Path

import pytest
from website.pages import DOCS, SUFFIXES

from tests import pages
from tests.conftest import Run


@pytest.mark.parametrize("language", SUFFIXES)
def test_the_page_shows_real_output(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    pages.holds(run, monkeypatch, DOCS / f"history{SUFFIXES[language]}", language)


def test_both_pages_show_the_same_files() -> None:
    one, other = (
        pages.files_of((DOCS / f"history{suffix}").read_text(encoding="utf-8"))
        for suffix in SUFFIXES.values()
    )
    assert one == other
