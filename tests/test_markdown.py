"""Markdown: a second reader sees the cells as they were, and nothing else."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from banshi.formats.shared.markdown_text import cell, escape, table
from banshi.visible import visible
from tests.test_hostile import NASTY, naughty

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LIVE = [
    "https://example.invalid/a",
    "www.example.invalid",
    "someone@example.invalid",
    "@someone",
    "#12",
    "GH-12",
    ":boom:",
    "[text](http://example.invalid)",
    "![x](y)",
    "<img src=x onerror=alert(1)>",
    "<!-- -->",
    "&amp;",
    "a|b",
    "\\|",
    "\\",
    "`code`",
    "``",
    "*a* _b_ ~~c~~ **d**",
    "$x$",
    "a\nb",
    "a\r\n| b | c |",
]


class Cells(HTMLParser):
    """The texts of the cells of a table, and every tag that was seen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data.strip("\n")


def read(markdown: str) -> Cells:
    page = Cells()
    page.feed(READER.render(markdown))
    page.close()
    return page


def check(texts: list[str]) -> None:
    page = read(table(["a", "b"], [[cell(text), cell("x")] for text in texts]))
    expected = [[visible(text).strip(), "x"] for text in texts]
    assert [[c.strip() for c in row] for row in page.rows] == [["a", "b"], *expected]
    assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td", "span"}


def test_cells_stay_text() -> None:
    check([*LIVE, *NASTY])


def test_the_big_list_of_naughty_strings(shared: Path) -> None:
    check(naughty(shared))


@given(st.lists(st.text(), max_size=4))
def test_any_cells_stay_text(texts: list[str]) -> None:
    check(texts)


@given(st.lists(st.text(alphabet=r"\|`*_~[]()<>&$@#:!a1 /.w-"), max_size=4))
def test_any_marks_stay_text(texts: list[str]) -> None:
    check(texts)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("https://x", "https:<!-- -->//x"),
        ("www.x", "www<!-- -->.x"),
        ("a@b.c", "a@<!-- -->b.c"),
        ("@someone", "@<!-- -->someone"),
        ("#12", "#<!-- -->12"),
        (":boom:", ":<!-- -->boom:"),
        ("$x$", "<span>$</span>x<span>$</span>"),
    ],
)
def test_pages_find_nothing_to_link(text: str, broken: str) -> None:
    assert escape(text) == broken


def test_plain_chinese_is_left_alone() -> None:
    assert escape("整治“继承难”问题：≤ 15 分钟（二）") == "整治“继承难”问题：≤ 15 分钟（二）"
    assert cell("a", "", "b") == "a<br>b"
