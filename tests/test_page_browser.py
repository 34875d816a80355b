"""The page in a real browser: filters, search, links, paper, phone, dark, and without script."""

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from tests.conftest import Run, write_csv
from tests.page_results import AS_OF, HEADER, everything, page_of, result_of, statuses, year

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
A4 = (595, 842)


def chromium() -> str:
    """Return the path of Chromium; where it is missing, skip, but never in CI."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: .ci/run must install it")
        pytest.skip("Chromium is missing (Debian: chromium)")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(_FLAGS))
        yield started
        started.close()


@dataclass
class Opened:
    """A page with what the browser said and asked for while it was open."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def rows(self, table: str = "") -> list[str]:
        """Return the anchors of the rows of findings that can be seen, in order."""
        which = f".find[data-status='{table}']" if table else ".find:not([data-status=milestone])"
        found: list[str] = self.page.eval_on_selector_all(
            f"{which} tbody tr", "rows => rows.filter(r => !r.hidden).map(r => r.id)"
        )
        return found

    @property
    def count(self) -> str:
        """What the page says of how much is shown."""
        return self.page.inner_text("#count")


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Return a function that opens a result as a file; nothing may be said or fetched."""
    opened: list[Opened] = []

    def opening(found: CheckResult, address: str = "", **options: Any) -> Opened:
        file = tmp_path / f"page-{len(opened)}.html"
        file.write_text(page_of(found), encoding="utf-8")
        context = browser.new_context(offline=True, **{"viewport": DESK, **options})
        one = Opened(context.new_page())
        opened.append(one)
        one.page.on("console", lambda message: one.said.append(message.text))
        one.page.on("pageerror", lambda error: one.said.append(str(error)))
        one.page.on("dialog", lambda dialog: one.said.append(f"dialog {dialog.message}"))
        one.page.on("request", lambda request: one.asked.append(request.url))
        one.page.goto(f"{file.as_uri()}{address}")
        return one

    yield opening
    for one in opened:
        one.page.context.close()
        assert one.said == []
        assert [url for url in one.asked if not url.startswith("file://")] == []


@pytest.fixture
def full(run: Run, tmp_path: Path) -> CheckResult:
    return everything(run, tmp_path)


def expected(found: CheckResult, **wanted: str) -> int:
    """Count the verdicts of `found` that fit a plan, org, region or status."""
    fits: dict[str, Callable[[OutcomeEntry], bool]] = {
        "plan": lambda e: e["plan"] == wanted["plan"],
        "org": lambda e: wanted["org"] in e["lead"],
        "region": lambda e: e["region"] is not None and e["region"]["code"] == wanted["region"],
        "status": lambda e: e["status"] == wanted["status"],
    }
    return sum(all(fits[name](entry) for name in wanted) for entry in found["outcomes"])


# ---- Filters, search, sorting.


@LANGUAGES
def test_the_counts_in_the_browser_are_those_of_the_result(
    show: Any, run: Run, tmp_path: Path, language: str
) -> None:
    found = everything(run, tmp_path, language)
    one = show(found)
    assert str(len(found["outcomes"])) in one.count
    for status, count in statuses(found).items():
        shown = one.page.eval_on_selector_all(
            f".find[data-status={status}] tbody tr",
            "rows => rows.reduce((n, row) => n + Number(row.dataset.n || 1), 0)",
        )
        assert shown == count, status
    tally = one.page.eval_on_selector_all(
        "[data-tally]", "all => all.map(e => [e.dataset.tally, e.firstElementChild.textContent])"
    )
    summary: dict[str, Any] = dict(found["summary"])
    assert {name: int(text) for name, text in tally} == {name: summary[name] for name, _ in tally}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("plan", "yingkou-2019-26"),
        ("org", "市营商局"),
        ("region", "210802"),
        ("status", "violated"),
        ("status", "met"),
    ],
)
def test_each_filter_shows_what_it_names_and_nothing_else(
    show: Any, full: CheckResult, name: str, value: str
) -> None:
    one = show(full)
    one.page.select_option(f"[name={name}]", value)
    wanted = expected(full, **{name: value})
    assert 0 < wanted < len(full["outcomes"])
    assert one.count == f"{wanted} of {len(full['outcomes'])} verdicts"
    assert name in one.page.url
    visible = one.page.locator(".find:not([data-status=milestone]) tbody tr:visible").count()
    assert visible == len(one.rows())
    again = show(full, "#" + one.page.url.split("#")[1])
    assert (again.rows(), again.count) == (one.rows(), one.count)
    again.page.click("button[type=reset]")
    everything_shown = f"{len(full['outcomes'])} of {len(full['outcomes'])} verdicts"
    again.page.wait_for_selector(f"#count:has-text('{everything_shown}')")
    assert "#" not in again.page.url


def test_filters_work_together(show: Any, full: CheckResult) -> None:
    one = show(full)
    one.page.select_option("[name=region]", "210802")
    one.page.select_option("[name=status]", "violated")
    wanted = expected(full, region="210802", status="violated")
    assert one.count.startswith(f"{wanted} of ")
    assert one.page.is_hidden("#behind, #met, #pending")


@pytest.mark.parametrize("words", ["排队 15分钟", "ＱＵＥＵＥing  TIME", "营商局一窗"])
def test_search_finds_words_of_either_language(show: Any, full: CheckResult, words: str) -> None:
    one = show(full)
    one.page.fill("[name=q]", words)
    rows = one.page.locator(".find:not([data-status=milestone]) tbody tr:visible")
    assert 0 < rows.count() < 20
    for text in rows.all_text_contents():
        for word in normalize("NFKC", words).lower().split():
            assert word in normalize("NFKC", text).lower()


def test_what_is_not_found_is_said(show: Any, full: CheckResult) -> None:
    one = show(full)
    one.page.fill("[name=q]", "<b>没有这样的词</b>")
    assert one.rows() == []
    assert one.count == "Nothing found: no verdict fits these filters."
    assert one.page.get_attribute("#count", "aria-live") == "polite"


def test_a_table_is_sorted_and_put_back(show: Any, full: CheckResult) -> None:
    one = show(full)
    before = one.rows("violated")
    header = one.page.locator(".find[data-status=violated] thead th").nth(1)
    numbers = "rows => rows.map(r => Number(r.cells[1].dataset.v))"
    press = header.locator("button")
    press.click()
    assert header.get_attribute("aria-sort") == "ascending"
    values = one.page.eval_on_selector_all(".find[data-status=violated] tbody tr", numbers)
    assert values == sorted(values)
    press.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    assert one.page.eval_on_selector_all(".find[data-status=violated] tbody tr", numbers) == sorted(
        values, reverse=True
    )
    press.click()
    assert header.get_attribute("aria-sort") is None
    assert one.rows("violated") == before


# ---- Links.


def test_a_cell_of_the_matrix_leads_to_its_finding(show: Any, full: CheckResult) -> None:
    one = show(full)
    one.page.click(".matrix td.m a >> nth=0")
    anchor = one.page.evaluate("decodeURIComponent(location.hash.slice(1))")
    row = one.page.locator(f"[id='{anchor}']")
    # What is met lies in a closed list, which the link has opened.
    assert row.is_visible()
    assert one.page.evaluate("document.querySelector('tr:target').id") == anchor


def test_a_link_that_was_sent_shows_its_finding(show: Any, full: CheckResult) -> None:
    anchor = "yingkou-2019-26/1/queue-wait/210802"
    one = show(full, f"#{anchor}")
    row = one.page.locator(f"[id='{anchor}']")
    # A browser goes to the place once it has drawn the page.
    one.page.wait_for_function(
        "([id, height]) => {"
        " const top = document.getElementById(id).getBoundingClientRect().top;"
        " return 0 <= top && top < height; }",
        arg=[anchor, DESK["height"]],
    )
    plain = one.page.evaluate("getComputedStyle(document.body).backgroundColor")
    marked = row.locator("td").first.evaluate("cell => getComputedStyle(cell).backgroundColor")
    assert marked not in {plain, "rgba(0, 0, 0, 0)"}


def test_a_link_to_a_row_that_a_filter_hides_takes_the_filter_off(
    show: Any, full: CheckResult
) -> None:
    one = show(full, "#status=behind")
    assert one.page.is_hidden("#violated")
    one.page.evaluate("location.hash = 'yingkou-2019-26/1/queue-wait/210802'")
    one.page.wait_for_selector("#violated", state="visible")
    assert one.page.input_value("[name=status]") == ""


def test_a_body_of_the_scorecard_filters_its_findings(show: Any, full: CheckResult) -> None:
    one = show(full)
    one.page.click(".cards button.go:has-text('市营商局') >> nth=0")
    assert one.count.startswith(f"{expected(full, org='市营商局')} of ")
    assert "org=" in one.page.url


def test_an_unknown_address_shows_everything(show: Any, full: CheckResult) -> None:
    for address in ("#plan=nowhere&bogus=1", "#none", "#%ff", "#=", "#q=%"):
        one = show(full, address)
        if "q=" not in address:
            assert one.count.startswith(f"{len(full['outcomes'])} of ")


# ---- Reading it in other ways.


@LANGUAGES
def test_without_script_everything_can_be_read(
    show: Any, run: Run, tmp_path: Path, language: str
) -> None:
    found = everything(run, tmp_path, language)
    one = show(found, java_script_enabled=False)
    assert one.page.locator("#filter").is_hidden()
    assert one.page.locator(".tools").is_hidden()
    violated = one.page.locator(".find[data-status=violated] tbody tr")
    assert violated.count() == statuses(found)["violated"]
    assert all(violated.nth(n).is_visible() for n in range(violated.count()))
    one.page.click("#met > summary")
    assert one.page.locator(".find[data-status=met] tbody tr").first.is_visible()


@LANGUAGES
@pytest.mark.parametrize("script", [True, False])
def test_on_paper_it_is_a4_with_every_verdict(
    show: Any, run: Run, tmp_path: Path, language: str, *, script: bool
) -> None:
    found = everything(run, tmp_path, language)
    one = show(found, java_script_enabled=script)
    pdf = PdfReader(io.BytesIO(one.page.pdf(prefer_css_page_size=True)))
    for sheet in pdf.pages:
        size = sheet.mediabox
        assert (round(float(size.width)), round(float(size.height))) == A4
    text = "".join("".join(sheet.extract_text().split()) for sheet in pdf.pages)
    text = normalize("NFKC", text)
    for entry in found["outcomes"]:
        if entry["status"] in {"violated", "met"} and entry["reported"]:
            reported = entry["reported"]
            for wanted in (f"{Path(reported['file']).name}:{reported['line']}", entry["clause"]):
                assert "".join(normalize("NFKC", wanted).split()) in text
        if entry["status"] == "violated":
            assert "".join(normalize("NFKC", entry["evidence"]).split()) in text


@LANGUAGES
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": PHONE},
    ],
    ids=["light", "dark", "phone"],
)
def test_nothing_bars_a_reader(
    show: Any, run: Run, tmp_path: Path, language: str, options: dict[str, Any]
) -> None:
    one = show(everything(run, tmp_path, language), **options)
    one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(one.page).response["violations"]
    grave = [fault for fault in found if fault["impact"] in {"serious", "critical"}]
    told = [
        (fault["id"], [node["target"] for node in fault["nodes"]][:3], fault["help"])
        for fault in grave
    ]
    assert told == []


def test_dark_can_be_chosen_and_light_again(show: Any, full: CheckResult) -> None:
    one = show(full, color_scheme="light")

    def ground() -> object:
        return one.page.evaluate("getComputedStyle(document.body).backgroundColor")

    light = ground()
    one.page.click("#theme")
    dark = ground()
    one.page.click("#theme")
    assert (ground(), dark != light) == (light, True)
    assert (
        show(full, color_scheme="dark").page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        == dark
    )


@LANGUAGES
def test_at_no_width_anything_runs_off_the_side_or_is_squeezed(
    show: Any, run: Run, tmp_path: Path, language: str
) -> None:
    one = show(everything(run, tmp_path, language))
    one.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for width in (360, 500, 640, 700, 820, 1024, 1090, 1280, 1920):
        one.page.set_viewport_size({"width": width, "height": 800})
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
        tallest = one.page.eval_on_selector_all(
            ".find tbody tr", "rows => Math.max(...rows.map(row => row.offsetHeight))"
        )
        assert tallest < 260, width


def test_the_keyboard_reaches_the_search_and_the_content(show: Any, full: CheckResult) -> None:
    one = show(full)
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.className") == "skip"
    one.page.keyboard.press("/")
    assert one.page.evaluate("document.activeElement.name") == "q"
    one.page.keyboard.type("a/b")
    assert one.page.input_value("[name=q]") == "a/b"


def test_a_year_of_five_plans_opens_and_filters(show: Any, run: Run, tmp_path: Path) -> None:
    found = result_of(run, tmp_path, year(tmp_path), "--as-of", "2020-12-31")
    one = show(found)
    one.page.select_option("[name=plan]", "fushun-2020-draft")
    assert one.count.startswith(f"{expected(found, plan='fushun-2020-draft')} of ")


# ---- Hostile data.


def test_hostile_names_make_no_element_and_no_dialog(
    show: Any, run: Run, tmp_path: Path, shared: Path
) -> None:
    strings = json.loads((shared / "data" / "blns.json").read_text(encoding="utf-8"))
    texts = [text for text in strings if text.strip() and not set("\x00\n\r") & set(text)]
    names = [text.replace('"', '""') for text in texts]
    rows = [f'queue_wait,22,分钟,站前区,"{name}","{name}",2019-12' for name in names]
    found = result_of(run, tmp_path, write_csv(tmp_path, *rows, header=HEADER), *AS_OF)
    one = show(found)
    assert one.page.locator("script").count() == 1
    assert one.page.locator("img, iframe, object, embed, audio, video, link").count() == 0
    assert one.page.evaluate("[...document.links].every(a => a.getAttribute('href')[0] === '#')")
    for text in texts[::25]:
        one.page.fill("[name=q]", text)
    assert one.page.locator("script").count() == 1
