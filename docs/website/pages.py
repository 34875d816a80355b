"""Which pages the site has, in which order, and which file each of them comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
# English is the plain name, a translation has its suffix: manual.md, manual.zh-CN.md.
SUFFIXES: Mapping[str, str] = {"en": ".md", "zh": ".zh-CN.md"}
# Pages that stand outside docs/, by their name on the site.
ELSEWHERE: Mapping[str, str] = {
    "benchmarks": "bench/README",
    "changes": "CHANGELOG",
    "contributing": "CONTRIBUTING",
    "examples": "examples/yingkou-2019/README",
}
# Files that pages link to: copied as they are, to the same place.
FILES = ("schemas/*.json", "examples/*/*.csv", "docs/pictures/*")
# The sections of the navigation, with the pages of each; a pattern may match no page yet.
SECTIONS: tuple[tuple[Mapping[str, str], tuple[str, ...]], ...] = (
    (
        {"en": "First steps", "zh": "入门"},
        (
            "index",
            "departments",
            "auditors",
            "write-a-plan",
            "ci",
            "ci-*",
            "examples",
        ),
    ),
    (
        {"en": "Handbook", "zh": "使用手册"},
        (
            "manual",
            "metrics-files",
            "measure",
            "calendar*",
            "notice*",
            "letters*",
            "report-page*",
            "history*",
        ),
    ),
    (
        {"en": "What it rests on", "zh": "判定依据"},
        ("semantics", "transcription"),
    ),
    ({"en": "Reference", "zh": "参考"}, ("reference/*",)),
    (
        {"en": "The project", "zh": "项目"},
        ("architecture", "contributing", "benchmarks", "changes", "adr/*"),
    ),
)


class NoSectionError(Exception):
    """A page stands in no section of the navigation, or in two."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site."""

    name: str
    """Path on the site without a suffix, the same in both languages."""
    file: Path
    translated: bool
    """Whether the file is in the language of the site; else it is the English one."""


def pages(language: str, root: Path = ROOT) -> dict[str, Page]:
    """Return the pages of the site in `language` by name; those without a translation in English.

    Raises:
        NoSectionError: the navigation does not have the page, or has it twice.
    """
    found = {name: root / file for name, file in ELSEWHERE.items()}
    for file in sorted((root / "docs").rglob("*.md")):
        if not file.name.endswith(SUFFIXES["zh"]):
            plain = file.with_suffix("")
            found[plain.relative_to(root / "docs").as_posix()] = plain
    made = {}
    for name, plain in found.items():
        own = plain.with_name(plain.name + SUFFIXES[language])
        translated = own.is_file()
        file = own if translated else plain.with_name(plain.name + SUFFIXES["en"])
        made[name] = Page(name, file, translated)
    return {name: made[name] for _, names in navigation(sorted(made)) for name in names}


def navigation(names: list[str]) -> list[tuple[Mapping[str, str], list[str]]]:
    """Return the sections with their pages, in order.

    Raises:
        NoSectionError: the navigation does not have a page, or has it twice.
    """
    sections = [(title, list(_matching(patterns, names))) for title, patterns in SECTIONS]
    listed = [name for _, section in sections for name in section]
    if wrong := [name for name in names if listed.count(name) != 1]:
        raise NoSectionError(f"not in one section of docs/website/pages.py: {', '.join(wrong)}")
    return sections


def _matching(patterns: tuple[str, ...], names: list[str]) -> Iterator[str]:
    for pattern in patterns:
        yield from (name for name in names if fnmatchcase(name, pattern))


def counterpart(file: Path) -> Path:
    """Return the file that holds the same page in the other language."""
    if file.name.endswith(SUFFIXES["zh"]):
        return file.with_name(file.name.removesuffix(SUFFIXES["zh"]) + SUFFIXES["en"])
    return file.with_name(file.name.removesuffix(SUFFIXES["en"]) + SUFFIXES["zh"])
