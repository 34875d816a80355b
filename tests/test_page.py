"""The page without a browser: its counts, its safety, its size, and the pieces it is made of."""

import copy
import datetime as dt
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from banshi.formats.page import findings, matrix, plots, scorecards, trends
from banshi.formats.page.drawing import Days
from banshi.formats.page.facts import Facts
from banshi.formats.page.verdicts import AMISS, verdict
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.visible import visible
from tests.conftest import EXAMPLES, Run, write_csv
from tests.page_results import (
    AS_OF,
    HEADER,
    everything,
    page_of,
    result_of,
    shown,
    statuses,
    tree,
    year,
)

HAN = re.compile("[\u3400-\u9fff]")
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


@pytest.fixture
def sample(run: Run, tmp_path: Path) -> CheckResult:
    return result_of(run, tmp_path, *EXAMPLES, *AS_OF)


@pytest.fixture
def full(run: Run, tmp_path: Path) -> CheckResult:
    return everything(run, tmp_path)


# ---- What it says, held against the result.


@LANGUAGES
def test_the_tally_is_that_of_the_result(run: Run, tmp_path: Path, language: str) -> None:
    found = everything(run, tmp_path, language)
    page = tree(page_of(found))
    tally = {e.get("data-tally"): int(e.xpath("string(b)")) for e in page.xpath("//*[@data-tally]")}
    summary = dict(found["summary"])
    assert tally == {name: summary[name] for name in tally}
    assert sum(tally.values()) == summary["targets"]
    late = {
        e.get("data-milestones"): int(e.xpath("string(b)"))
        for e in page.xpath("//*[@data-milestones]")
    }
    counts = dict(found["summary"]["milestones"])
    assert late == {name: counts[name] for name in late}
    assert sum(late.values()) == counts["total"]


def test_every_verdict_is_in_a_table(full: CheckResult, sample: CheckResult) -> None:
    for found in (full, sample):
        counts = shown(tree(page_of(found)))
        assert counts.pop("milestone") == len(found["milestones"])
        assert counts == statuses(found)
    assert set(statuses(full)) == {"violated", "behind", "unreported", "waived", "pending", "met"}


def test_every_violation_has_all_that_it_rests_on(full: CheckResult) -> None:
    page = tree(page_of(full))
    rows = page.xpath("//table[@data-status='violated']/tbody/tr")
    entries = [entry for entry in full["outcomes"] if entry["status"] == "violated"]
    assert len(rows) == len(entries) > 1
    for row, entry in zip(rows, entries, strict=True):
        text = " ".join(row.text_content().split())
        assert entry["reported"]
        assert entry["gap"]
        assert entry["region"]
        for wanted in (
            entry["clause"],
            entry["evidence"],
            entry["required"]["text"],
            entry["reported"]["text"],
            entry["gap"]["text"],
            entry["gap"]["percent_text"],
            entry["region"]["label"],
            entry["reported"]["period"],
            f"{Path(entry['reported']['file']).name}:{entry['reported']['line']}",
            *entry["lead"],
        ):
            assert wanted in text, (wanted, text)
        assert row.xpath(".//svg[@class='gap']/rect")


def test_the_rest_of_the_result_is_there(full: CheckResult) -> None:
    text = " ".join(tree(page_of(full)).text_content().split())
    assert all((full["inputs"], full["waivers"], full["problems"], full["notes"]))
    wanted = [
        *(file["name"] for file in full["inputs"]),
        *(file["sha256"] for file in full["inputs"]),
        *(plan["title"] for plan in full["plans"]),
        *(plan["source_sha256"] for plan in full["plans"]),
        *(problem["message"] for problem in full["problems"]),
        *full["notes"],
        full["waivers"][0]["sha256"],
        "大厅改造", "市营商局", "营商办〔2019〕8号", "until 2020-03-31",
        full["as_of"], full["tool"]["version"],
    ]  # fmt: skip
    for one in wanted:
        assert " ".join(one.split()) in text, one


def test_sheets_that_were_not_read_are_named(sample: CheckResult) -> None:
    found = copy.deepcopy(sample)
    found["inputs"][0] |= {"format": "xlsx", "sheets": ["12月"], "unread_sheets": ["填表说明"]}
    text = " ".join(tree(page_of(found)).text_content().split())
    assert "sheets: 12月" in text
    assert "not read: 填表说明" in text


def test_what_a_baseline_hides_is_counted_and_not_listed(run: Run, tmp_path: Path) -> None:
    base = tmp_path / "base.json"
    run("check", *EXAMPLES, *AS_OF, "--create-baseline", base)
    found = result_of(run, tmp_path, *EXAMPLES, *AS_OF, "--baseline", base)
    assert found["baseline"]
    assert found["baseline"]["hidden"] > 0
    page = tree(page_of(found))
    assert page.xpath("string(//*[@data-tally='baselined']/b)") == str(
        found["summary"]["baselined"]
    )
    assert not page.xpath("//table[@data-status='violated']")
    assert f"hides {found['baseline']['hidden']} verdicts" in page.text_content()


@LANGUAGES
def test_chinese_is_marked_as_such(run: Run, tmp_path: Path, language: str) -> None:
    page = tree(page_of(everything(run, tmp_path, language)))
    assert page.get("lang") == ("zh-CN" if language == "zh" else "en")
    for element in page.iter():
        # A message of the intake is an English sentence with a Chinese word in it.
        if not isinstance(element.tag, str) or element.xpath(
            "ancestor-or-self::*[@class='problems']"
        ):
            continue
        spoken = element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
        if HAN.search(element.text or "") and element.tag not in {"style", "script"}:
            assert spoken == "zh-CN", element.text


def test_anchors_are_unique_and_every_link_leads_to_one(full: CheckResult) -> None:
    page = tree(page_of(full))
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    links = page.xpath("//@href")
    assert links
    for link in links:
        assert link[0] == "#", link
        assert link[1:] in anchors, link
    assert "yingkou-2019-26/1/queue-wait/210802" in anchors


def test_a_cell_of_several_series_has_the_worst_and_their_number(full: CheckResult) -> None:
    facts = Facts(full)
    findings.sections(facts)
    cells = [
        cell
        for found in matrix.matrices(facts)
        for line in found.lines
        if line.entry["id"] == "yingkou-2019-26/1/queue-wait"
        for cell in line.cells
        if cell and cell.more
    ]
    assert [(cell.verdict.name, cell.text, cell.more) for cell in cells] == [
        ("violated", "22 min", 2)
    ]


# ---- Scorecards.


def test_the_plans_add_up_to_the_tally(full: CheckResult) -> None:
    cards = scorecards.of_plans(Facts(full))
    summary = dict(full["summary"])
    assert sum(card.targets for card in cards) == full["summary"]["targets"]
    for name in ("violated", "behind", "unreported", "pending", "waived", "met"):
        assert sum(card.counts[name] for card in cards) == summary[name]
    assert sum(card.overdue for card in cards) == full["summary"]["milestones"]["overdue"]


def test_bodies_stand_worst_first_with_the_targets_that_they_lead(sample: CheckResult) -> None:
    cards = scorecards.of_bodies(Facts(sample))
    for card in cards:
        led = {o["id"]: "met" for o in sample["outcomes"] if card.key in o["lead"]}
        order = ["violated", "behind", "unreported", "pending", "waived", "met"]
        for entry in sample["outcomes"]:
            if entry["id"] in led:
                led[entry["id"]] = min(led[entry["id"]], entry["status"], key=order.index)
        assert Counter(led.values()) == Counter({k: v for k, v in card.counts.items() if v})
    keys = [card.sort_key for card in cards]
    assert keys == sorted(keys)


# ---- Safety.


def test_the_policy_allows_this_style_and_script_alone(sample: CheckResult) -> None:
    text = page_of(sample)
    page = tree(text)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for kind, tag in (("style-src", "style"), ("script-src", "script")):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(sha256(body.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')] | //@src")
    assert not page.xpath("//link | //iframe | //object | //embed | //img | //base")
    assert not re.search(r"(?:https?:)?//[a-z]", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def test_hostile_names_stay_text(run: Run, tmp_path: Path, shared: Path) -> None:
    strings = json.loads((shared / "data" / "blns.json").read_text(encoding="utf-8"))
    texts = [t for t in strings if t.strip() and not re.search("[\x00\n\r]", t)]
    texts += ["</script><script>alert(1)</script>", '" onmouseover="alert(1)', "\u202e标达\u202c"]
    names = [t.replace('"', '""') for t in texts]
    rows = [f'queue_wait,22,分钟,站前区,"{name}","{name}",2019-12' for name in names]
    found = result_of(run, tmp_path, write_csv(tmp_path, *rows, header=HEADER), *AS_OF)
    tame = result_of(run, tmp_path, write_csv(tmp_path, *ROWS_OF_TWO, header=HEADER), *AS_OF)
    page, text = tree(page_of(found)), page_of(found)
    assert {str(e.tag) for e in page.iter()} <= {str(e.tag) for e in tree(page_of(tame)).iter()}
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]", text
    )
    content = page.text_content()
    organisations = {o["reported"]["organisation"] for o in found["outcomes"] if o["reported"]}
    assert len(organisations) > 300
    for name in organisations:
        assert visible(name or "") in content


ROWS_OF_TWO = (
    "queue_wait,22,分钟,站前区,一窗,事项,2019-12",
    "queue_wait,23,分钟,站前区,二窗,事项,2019-12",
)


def test_a_hostile_result_stays_text(full: CheckResult) -> None:
    evil = '"><script>alert(1)</script>'
    found = copy.deepcopy(full)
    for entry in found["outcomes"]:
        entry["metric_name"] = entry["evidence"] = entry["clause"] = evil
        entry["lead"] = [evil]
        entry["id"] = f"javascript:{evil}"
        entry["required"]["text"] = evil
    for plan in found["plans"]:
        plan["title"] = plan["document_number"] = evil
    page = tree(page_of(found))
    assert len(page.xpath("//script")) == 1
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    assert evil in page.text_content()


def test_its_own_page_is_known_again_and_a_foreign_one_is_not(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    assert run("check", *EXAMPLES, *AS_OF, "-o", file).code == 1
    assert b'<meta name="generator" content="banshi ' in file.read_bytes()[:400]
    assert run("check", *EXAMPLES[:1], *AS_OF, "-o", file).code in {0, 1}
    file.write_text("<!doctype html>\n<title>mine</title>", encoding="utf-8")
    assert run("check", *EXAMPLES, *AS_OF, "-o", file).code == 2


def test_the_bytes_do_not_depend_on_the_order_of_sets(sample: CheckResult, tmp_path: Path) -> None:
    pages = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-m", "banshi", "report", tmp_path / "result.json", "-f", "html"],
            env=environment,
            capture_output=True,
            check=True,
        )
        pages.add(done.stdout)
    assert pages == {page_of(sample).encode()}


# ---- Size, and what is cut.


@LANGUAGES
def test_five_plans_with_2000_values_fit_in_500_kb(run: Run, tmp_path: Path, language: str) -> None:
    found = result_of(run, tmp_path, year(tmp_path), "--as-of", "2020-12-31", "--lang", language)
    assert sum(file["rows"] for file in found["inputs"]) == 2000
    assert len(found["plans"]) == 5
    assert len(page_of(found).encode()) <= 500_000


def test_of_a_large_result_the_page_is_cut_and_says_so(sample: CheckResult) -> None:
    found = copy.deepcopy(sample)
    violated = [o for o in found["outcomes"] if o["status"] == "violated"]
    met = [o for o in found["outcomes"] if o["status"] == "met"]
    found["outcomes"] = violated * 1000 + met * 200
    page = tree(page_of(found))
    counts = shown(page)
    assert (counts["violated"], counts["met"]) == (1000, 300)
    text = page.text_content()
    assert f"the first 1000 of {len(violated) * 1000} verdicts" in text
    assert f"the first 300 of {len(met) * 200} verdicts" in text
    (words,) = page.xpath("//output/@data-words")
    assert f"the result has {len(found['outcomes'])}" in words
    # What stands behind a row of the matrix is named once, however often it was reported.
    assert max(map(len, page.xpath("//*[@class='matrix']//tr/@data-r"))) < 40
    assert len(page_of(found).encode()) < 3_000_000


def test_a_long_list_of_problems_is_cut_and_says_so(sample: CheckResult) -> None:
    found = copy.deepcopy(sample)
    found["problems"] = found["problems"][:1] * 250
    page = tree(page_of(found))
    assert len(page.xpath("//*[@id='problems-note']//li")) == 100
    assert "The first 100 of 250" in page.text_content()


def test_many_notes_are_cut_and_it_is_said(sample: CheckResult) -> None:
    found = copy.deepcopy(sample)
    found["notes"] = [f"note {number}" for number in range(1000)]
    text = tree(page_of(found)).text_content()
    assert "The first 200 of 1000" in text
    assert "note 199" in text
    assert "note 200" not in text


def test_a_result_without_anything_is_a_page(sample: CheckResult) -> None:
    found = copy.deepcopy(sample)
    for name in ("outcomes", "milestones", "problems", "notes", "inputs"):
        found[name] = []
    assert "No target was judged." in tree(page_of(found)).text_content()


# ---- Gaps to scale.


@given(st.fractions(min_value=-500, max_value=500))
def test_a_gap_is_drawn_to_scale_from_the_middle(percent: Fraction) -> None:
    bar = findings.bar(percent)
    assert 0 <= bar.x <= 50
    assert bar.x + bar.width <= 100.6
    assert bar.beyond == (abs(percent) > 100)
    if percent >= 0:
        assert bar.x == 50
    else:
        assert bar.x + bar.width >= 50 - 0.1
    if 2 <= abs(percent) <= 100:
        assert abs(bar.width - float(abs(percent)) / 2) <= 0.06


# ---- Plots.

POINTS = st.lists(
    st.tuples(
        st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)),
        st.floats(-1e14, 1e14).map(lambda value: float(f"{value:.9g}")),
    ),
    min_size=2,
    max_size=12,
    unique_by=lambda pair: pair[0],
)


def run_of(pairs: list[tuple[dt.date, float]], status: str = "violated") -> plots.Run:
    points = [plots.Point(day, value, f"{value}") for day, value in sorted(pairs)]
    return plots.Run("站前区<&>", verdict(status), points)


@given(POINTS, st.lists(st.floats(-1e14, 1e14), max_size=2))
def test_a_plot_has_every_point_in_order_inside_its_frame(
    pairs: list[tuple[dt.date, float]], limits: list[float]
) -> None:
    svg = ElementTree.fromstring(plots.trend([run_of(pairs)], limits, "min", "title", "about"))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "title. about"
    (path,) = svg.iterfind(".//path[@class='v']")
    numbers = [float(text) for text in re.findall(r"-?[\d.]+", path.get("d", ""))]
    xs, ys = numbers[::2], numbers[1::2]
    assert len(xs) == len(pairs)
    assert xs == sorted(xs)
    assert all(0 <= x <= 330 for x in xs)
    assert all(-0.1 <= y <= 190 for y in ys)
    values = [value for _day, value in sorted(pairs)]
    for (one, y), (other, z) in zip(
        zip(values, ys, strict=True), zip(values[1:], ys[1:], strict=True), strict=False
    ):
        assert y >= z - 0.1 if one < other else y <= z + 0.1
    assert {element.tag for element in svg.iter()} <= {
        "svg",
        "g",
        "path",
        "line",
        "circle",
        "text",
        "title",
    }
    assert all("style" not in element.attrib for element in svg.iter())


def test_a_month_end_stands_at_the_tick_of_its_month() -> None:
    scale = Days(dt.date(2019, 8, 31), dt.date(2019, 12, 31), 6, ends=True)
    words = [scale.format_tick(day, n, 5) for n, day in enumerate(scale.ticks())]
    assert words == ["2019-08", "09", "10", "11", "12"]
    assert dt.date(2019, 12, 31).toordinal() in scale.ticks()
    ahead = Days(dt.date(2019, 11, 20), dt.date(2020, 2, 2), 18, ends=False)
    assert [ahead.format_tick(day, n, 3) for n, day in enumerate(ahead.ticks())] == [
        "2019-12", "2020-01", "02",
    ]  # fmt: skip


def test_a_long_timeline_has_its_ticks_at_the_quarters() -> None:
    scale = Days(dt.date(2018, 2, 1), dt.date(2019, 11, 1), 8, ends=False)
    words = [scale.format_tick(day, n, 8) for n, day in enumerate(scale.ticks())]
    assert words == ["2018-04", "07", "10", "2019-01", "04", "07", "10"]


@given(st.dates(dt.date(1990, 1, 1)), st.integers(0, 20000), st.integers(4, 20), st.booleans())
def test_ticks_are_few_and_on_the_scale(first: dt.date, days: int, most: int, ends: bool) -> None:
    last = dt.date.fromordinal(min(first.toordinal() + days, dt.date.max.toordinal()))
    scale = Days(first, last, most, ends=ends)
    assert 1 <= len(scale.ticks()) <= most
    assert all(scale.contains(tick) for tick in scale.ticks())


def test_what_is_amiss_is_named_at_its_line_and_the_rest_is_not() -> None:
    day, later = dt.date(2019, 11, 30), dt.date(2019, 12, 31)
    last = {"盖州市": ("violated", 5.0), "站前区": ("behind", 5.1), "西市区": ("met", 1.0)}
    runs = [
        plots.Run(
            name,
            verdict(status),
            [plots.Point(day, 1.0, "1 min"), plots.Point(later, value, f"{value} min")],
        )
        for name, (status, value) in last.items()
    ]
    svg = ElementTree.fromstring(plots.trend(runs, [2], "min", "title", "about"))
    names = {
        text.text: float(text.get("y", "0")) for text in svg.iterfind(".//g[@class='names']/text")
    }
    assert set(names) == {"盖州市", "站前区"}
    assert abs(names["盖州市"] - names["站前区"]) >= 12
    assert len(list(svg.iterfind(".//path[@class='limit']"))) == 1
    titles = {title.text for title in svg.iter("title")}
    assert "西市区: 1 min → 1.0 min" in titles


def test_recorded_values_are_points_too(sample: CheckResult) -> None:
    found = copy.deepcopy(sample)
    entry = next(o for o in found["outcomes"] if o["status"] == "violated" and o["superseded"])
    entry["superseded"] = []
    entry["history"] = [
        {"period": "2019-07", "value": "4", "status": "violated", "as_of": "2019-08-01"},
        # A quarter is no point of a line of months.
        {"period": "2019-Q3", "value": "9", "status": "violated", "as_of": "2019-10-10"},
    ]
    assert entry["reported"]
    run_ = trends._run(entry)
    assert [(p.day.isoformat(), p.value) for p in run_.points] == [
        ("2019-07-31", 4.0),
        ("2019-12-31", float(entry["reported"]["converted"] or 0)),
    ]


def test_the_worst_trends_come_first_and_the_rest_is_counted(sample: CheckResult) -> None:
    found = copy.deepcopy(sample)
    entries = [o for o in found["outcomes"] if o["superseded"]]
    found["outcomes"] = [
        {**copy.deepcopy(entry), "id": f"{entry['id']}-{number}"}
        for entry in entries[:1]
        for number in range(30)
    ]
    drawn = trends.trends(Facts(found))
    assert (len(drawn.plots), drawn.left_out) == (24, 6)
    assert drawn.plots[0].verdict.name in AMISS
