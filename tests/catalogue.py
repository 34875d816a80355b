"""The sentences in the code and their translations: `make messages` and test_messages.py use it."""

import argparse
import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from banshi.cli.schema import RESULTS
from banshi.rules import RULES, manual_page
from banshi.rules.language import LANGUAGE_RULES
from banshi.schema import descriptions

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "banshi"
CHINESE = SOURCE / "locale" / "zh" / "LC_MESSAGES" / "banshi.po"
# How many forms of a sentence each of these functions takes.
FORMS = {"say": 1, "mark": 1, "say_count": 2, "mark_count": 2}


def sentences() -> Catalog:
    """Return a catalogue of every sentence in the code, without translations.

    Read from the syntax tree: babel's own extractor does not see into f-strings. The docstrings of
    the rules and the descriptions of the schemas belong to it: the pages show them.
    """
    catalogue = Catalog(project="banshi", locale="zh", fuzzy=False)
    for name, words in [*_in_code(), *_in_templates()]:
        count = FORMS.get(name, 0)
        if count and len(words) >= count:
            catalogue.add(words[0] if count == 1 else tuple(words[:2]))
    pages = [text for rule in (*RULES, *LANGUAGE_RULES) for text in manual_page(rule)]
    for text in (*pages, *sorted(filter(None, descriptions(RESULTS)))):
        catalogue.add(text)
    return catalogue


def _in_code() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each function that the code calls, with its arguments that are texts."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
                yield node.func.id, [text for text in texts if isinstance(text, str)]


def _in_templates() -> Iterator[tuple[str, list[str]]]:
    """Yield the same of the templates of the page."""
    environment = Environment(autoescape=True)
    for path in sorted(SOURCE.rglob("*.j2")):
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                texts = [a.value for a in call.args if isinstance(a, nodes.Const)]
                yield call.node.name, [text for text in texts if isinstance(text, str)]


def translations() -> Catalog:
    """Return the Chinese catalogue as it lies in the tree."""
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh")


def untranslated() -> list[object]:
    """Return the sentences of the Chinese catalogue that have no Chinese, or a doubtful one."""
    found: list[object] = []
    for message in translations():
        text = message.string
        strings = [text] if isinstance(text, str) else list(text or [""])
        if message.id and (message.fuzzy or not all(strings)):
            found.append(message.id)
    return found


def update() -> None:
    """Add new sentences to the Chinese catalogue and drop those that are gone."""
    known = translations() if CHINESE.is_file() else Catalog(project="banshi", locale="zh")
    known.update(sentences(), no_fuzzy_matching=True)
    known.obsolete.clear()
    known.header_comment = (
        "# What banshi says, in Chinese. `make messages` keeps the sentences up to date."
    )
    known.fuzzy = False
    known.creation_date = known.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    known.last_translator = known.language_team = "the banshi authors"
    known.msgid_bugs_address = ""
    with CHINESE.open("wb") as file:
        write_po(file, known, no_location=True, omit_header=False, sort_output=True, width=100)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="rewrite the Chinese catalogue")
    if parser.parse_args().update:
        update()
    for sentence in untranslated():
        print(f"no Chinese: {sentence!r}")
