"""The site: it builds without a warning, every link in it leads somewhere, nothing is fetched."""

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from website import links, pages, site, staging
from website.pages import Page
from website.reference import FOLDER, generated

from tests.conftest import ROOT

MARKDOWN = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")])


def test_the_generated_pages_are_those_of_the_code() -> None:
    in_tree = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert in_tree == generated(), "run `make reference`"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_anchors_lead_somewhere(page: Path) -> None:
    assert links.dead_links(page) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `two` three\n\n## 表头：三种\n\n[a](page.md#one-two-three) [b](#表头三种)\n"
        "[c](none.md) [d](page.md#none) [e](#表头) `[f](code.md)` [g](https://example.org)\n"
        "\n```text\n[h](fence.md)\n```\n",
        encoding="utf-8",
    )
    assert links.dead_links(page) == ["none.md", "page.md#none", "#表头"]


def test_every_page_stands_in_one_section() -> None:
    for language in ("en", "zh"):
        assert set(pages.pages(language)) == set(pages.pages("en"))
    with pytest.raises(pages.NoSectionError, match="stray"):
        pages.navigation(["index", "stray"])


def test_pages_for_readers_are_in_both_languages() -> None:
    known = pages.pages("zh").values()
    english = {page.name for page in known if not page.translated}
    assert {name for name in english if not name.startswith("adr/")} == {
        "architecture", "benchmarks", "changes", "contributing",
    }  # fmt: skip


def test_a_link_to_nothing_stops_the_build(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("[a](nothing.md)\n", encoding="utf-8")
    page = Page("page", file, translated=True)
    with pytest.raises(staging.BrokenLinkError, match=r"nothing\.md"):
        staging.staged(page, "en", {"page": page})


def test_lines_of_chinese_are_joined_and_code_is_not(tmp_path: Path) -> None:
    file = tmp_path / "page.zh-CN.md"
    text = (
        "# 标题\n\n第一行，\n第二行 `a`，\n  第三行\nand 第四行\n\n- 甲\n- 乙\n\n    码\n    码\n\n"
    )
    file.write_text(f"{text}```text\n甲\n乙\n```\n", encoding="utf-8")
    page = Page("page", file, translated=True)
    assert staging.staged(page, "zh", {"page": page}) == (
        "# 标题\n\n第一行，第二行 `a`，第三行\nand 第四行\n\n- 甲\n- 乙\n\n    码\n    码\n\n"
        "```text\n甲\n乙\n```\n"
    )


def test_an_english_page_says_so_on_the_chinese_site(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text("# Title\n\n    code\n\n[a](other.md#there)\n", encoding="utf-8")
    other = Page("other", tmp_path / "other.zh-CN.md", translated=True)
    known = {"page": Page("page", file, translated=False), "other": other}
    assert staging.staged(known["page"], "zh", known) == (
        "# Title\n\n*本页只有英文。*\n\n    code\n\n[a](other.md)\n"
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("zensical") is None:
        assert not os.environ.get("CI"), "zensical is missing: constraints.txt must hold it"
        pytest.skip("zensical is missing: it comes with `make venv`")
    return site.build(tmp_path_factory.mktemp("site"))


def test_every_link_of_the_site_leads_somewhere_and_nothing_is_fetched(built: Path) -> None:
    assert len(list(built.rglob("*.html"))) > 2 * len(pages.pages("en"))
    assert links.faults_of_site(built) == []


def test_a_fault_of_the_site_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html"></a><a href="#x"></a><script src="https://example.org/x.js"></script>'
        '<a href="https://example.org"></a><p id="y"></p><a href="a.html#y"></a>',
        encoding="utf-8",
    )
    assert links.faults_of_site(tmp_path) == [
        "a.html: b.html is not there",
        "a.html: #x has no such place",
        "a.html: https://example.org/x.js is fetched from elsewhere",
    ]


def test_the_site_is_the_same_twice(built: Path, tmp_path: Path) -> None:
    again = site.build(tmp_path)
    files = sorted(path.relative_to(built) for path in built.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [
        file for file in files if (built / file).read_bytes() != (again / file).read_bytes()
    ] == []


def test_no_list_and_no_table_is_lost_between_the_two_kinds_of_markdown(built: Path) -> None:
    """GitHub takes a list without a blank line before it; the site would show it as text."""
    for page in built.rglob("*.html"):
        text = re.sub(
            r"<(pre|code)\b.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        for paragraph in re.findall(r"<p>(.*?)</p>", text, re.DOTALL):
            shown = unescape(re.sub(r"<[^>]+>", "", paragraph))
            assert not re.search(r"^\s*([-*] |\d+\. |\|)", shown, re.MULTILINE), f"{page}: {shown}"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Serve the site and return its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; where it is missing, skip, but never in CI."""
    program = shutil.which("chromium")
    if program is None:
        assert not os.environ.get("CI"), "Chromium is missing: .ci/run must install it"
        pytest.skip("Chromium is missing (Debian: chromium)")
    quiet = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=quiet)
        yield started
        started.close()


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [("zh", "排队", "指标文件"), ("zh", "豁免", "手册"), ("en", "waiver", "Manual")],
)
def test_the_search_finds_words_of_either_language(
    address: str, browser: Browser, language: str, words: str, found: str
) -> None:
    page = browser.new_page(locale=language)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/index.html")
    page.wait_for_url(f"**/{language}/index.html")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.get_by_text(found, exact=False).filter(visible=True).last.wait_for()
    assert faults == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    page.close()


def test_the_other_language_is_the_same_page(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/zh/reference/rules.html")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/reference/rules.html")
    assert page.locator("h1").inner_text().startswith("Rules")
    page.close()
