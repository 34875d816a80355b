"""Writes the pages of docs/reference/ in both languages: `python -m website.reference`."""

from collections.abc import Callable, Mapping

from banshi.messages import LANGUAGES, speaking
from website.commands import commands_page
from website.formats import files_page, results_page
from website.pages import DOCS, SUFFIXES
from website.rules import rules_page

FOLDER = DOCS / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands_page,
    "files": files_page,
    "results": results_page,
    "rules": rules_page,
}


def generated() -> dict[str, str]:
    """Return the text of every page by the name of its file."""
    pages = {}
    for language in LANGUAGES:
        with speaking(language):
            for name, make in PAGES.items():
                pages[name + SUFFIXES[language]] = make()
    return pages


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in generated().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
