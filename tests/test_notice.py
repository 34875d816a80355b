"""`banshi notice`: letters to lead organisations, read back as their addressees would."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from banshi.errors import BadUsageError
from banshi.formats.notice import notice_docx, notice_md
from banshi.formats.notice.file_names import MAX_BYTES, file_names
from banshi.formats.notice.notice_template import template
from banshi.formats.notice.notice_words import Sending, context, long_day
from banshi.formats.notice.notices import KINDS, Item, Letter, leads, notices
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.messages import speaking
from banshi.visible import visible
from banshi.workdays import is_workday, workday_after, workdays_between
from tests.conftest import EXAMPLES, ROOT, Run
from tests.libreoffice import soffice

AS_OF = ("--as-of", "2019-12-31")
DATED = ("--date", "2019-12-31")
SENDING = Sending(dt.date(2019, 12, 31), dt.date(2020, 1, 8), 5, "市政府办公室")
DAY = dt.date(2019, 12, 31)
WAIVERS = """\
target,region,reason,approved_by,document,expires
yingkou-2019-26/1/queue-wait,站前区,大厅改造,市营商局,营营商发〔2019〕5号,2020-03-31
"""


@pytest.fixture
def saved(run: Run, tmp_path: Path) -> Path:
    file = tmp_path / "r.json"
    assert run("check", *EXAMPLES, *AS_OF, "--lang", "zh", "-o", file).code == 1
    return file


def found_in(path: Path) -> Any:
    found = json.loads(path.read_text(encoding="utf-8"))
    del found["digest"]
    return found


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(document: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def amiss(found: Any, organisation: str) -> list[Any]:
    drafts = {plan["id"] for plan in found["plans"] if plan["status"] == "draft"}
    return [
        entry
        for entry in [*found["outcomes"], *found["milestones"]]
        if entry["status"] in KINDS
        and organisation in entry["lead"]
        and entry["plan"] not in drafts
        and not entry["baselined"]
    ]


def test_every_lead_with_findings_gets_a_letter(run: Run, saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "letters" / "new"
    result = run("notice", saved, "-o", folder, *DATED)
    assert result.code == 0, result.err
    found = found_in(saved)
    expected = {name for name in leads(found) if amiss(found, name)}
    assert {path.name for path in folder.iterdir()} == {f"{n}-2019-12-31.docx" for n in expected}
    assert result.out.splitlines() == [
        str(folder / name) for name in sorted(path.name for path in folder.iterdir())
    ]
    assert "27 items are of draft plans and in no letter" in result.err
    for name in expected:
        table = rows(Document(str(folder / f"{name}-2019-12-31.docx")))
        assert len(table) == 1 + len(amiss(found, name))
        assert [row[0] for row in table[1:]] == [str(n) for n in range(1, len(table))]


def test_a_letter_says_what_the_result_says(run: Run, saved: Path, tmp_path: Path) -> None:
    asked = ("--org", "市营商局", "--sender", "市政府办公室", *DATED)
    assert run("notice", saved, "-o", tmp_path, *asked, "-q").code == 0
    document = Document(str(tmp_path / "市营商局-2019-12-31.docx"))
    said = texts(document)
    assert said[0] == "关于限期整改有关事项的督办函"
    assert "市营商局：" in said
    (opening,) = [text for text in said if text.startswith("根据")]
    assert "《营口市第二批“办事难”问题专项整治工作方案》（营委办发〔2019〕26号）" in opening
    assert "下列6项尚未落实到位：未达要求4项，逾期未完成1项，未报送1项。" in opening
    (request,) = [text for text in said if text.startswith("请于")]
    assert request.startswith("请于2020年1月8日前（本函印发之日起5个工作日内）")
    assert said[-2:] == ["市政府办公室", "2019年12月31日"]
    table = rows(document)
    assert table[2] == [
        "2",
        "二（一）",
        "排队等候时间\n≤ 15 分钟",
        "未达要求\n站前区\n2019-12：22 分钟",
        "+7 分钟",
        "sample-divisions.csv:18",
        "2019-07-31",
    ]
    assert table[5][2:5] == ["市县两级高频事项清单", "逾期未完成\n营口市", "-"]
    assert table[6][3] == "未报送\n盖州市"
    core = document.core_properties
    assert (core.author, core.title) == ("banshi", said[0])


def test_a_shared_item_is_in_the_letter_of_each(saved: Path) -> None:
    found = found_in(saved)
    with speaking("zh"):
        made = {letter.organisation: letter for letter in notices(found).letters}
    for name in ("营口海关", "市商务局"):
        (item,) = [i for i in made[name].items if i.id.endswith("/inspection-rate-general")]
        assert item.shared.startswith("市交通运输局、")
        assert name not in item.shared.split("、")


def test_an_english_result_makes_english_letters(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    run("check", *EXAMPLES, *AS_OF, "-o", file)
    asked = ("--org", "市营*", "--lang", "zh", "--date", "2019-09-27", "--docx", "--md")
    result = run("notice", file, "-o", tmp_path, *asked)
    assert result.out.count("\n") == 2
    said = texts(Document(str(tmp_path / "市营商局-2019-09-27.docx")))
    assert "To 市营商局:" in said
    assert "27 September 2019" in said
    # 29 September was worked, the first week of October was not.
    assert any("by 10 October 2019 (5 working days after" in text for text in said)
    page = (tmp_path / "市营商局-2019-09-27.md").read_text(encoding="utf-8")
    assert page.startswith("<!-- banshi 0.1.0 -->\n\n# Letter on items")
    assert "| 2 | 二（一） | Queueing time<br>≤ 15 min | not as required<br>Zhanqian" in page


def test_what_is_waived_or_in_the_baseline_is_left_out(run: Run, tmp_path: Path) -> None:
    waivers, base, file = tmp_path / "w.csv", tmp_path / "b.json", tmp_path / "r.json"
    waivers.write_text(WAIVERS, encoding="utf-8")
    run("check", *EXAMPLES, *AS_OF, "--waivers", waivers, "-o", file)
    run("notice", file, "-o", tmp_path, "--org", "市营商局", "--md", *DATED)
    page = (tmp_path / "市营商局-2019-12-31.md").read_text(encoding="utf-8")
    assert "Zhanqian" not in page
    assert "Gaizhou" in page
    run("check", *EXAMPLES, *AS_OF, "--create-baseline", base)
    run("check", *EXAMPLES, *AS_OF, "--baseline", base, "-o", file)
    result = run("notice", file, "-o", tmp_path / "none")
    assert (result.code, result.out) == (0, "")
    assert "nothing to write about, no letter is written" in result.err
    assert "items are in the baseline and in no letter" in result.err
    assert not (tmp_path / "none").exists()


def test_drafts_bind_nobody_unless_asked(run: Run, saved: Path, tmp_path: Path) -> None:
    asked = ("--org", "市编委办", *DATED)
    result = run("notice", saved, "-o", tmp_path / "a", *asked)
    assert result.code == 0
    assert "note: 市编委办: nothing to write about" in result.err
    result = run("notice", saved, "-o", tmp_path / "a", *asked, "--with-drafts")
    assert result.out.endswith("市编委办-2019-12-31.docx\n")


def test_an_organisation_of_one_name_in_two_cities_gets_two_letters(saved: Path) -> None:
    found = found_in(saved)
    other = {**found["plans"][1], "id": "other", "jurisdiction": "210400"}
    found["plans"].append(other)
    found["outcomes"] += [{**o, "plan": "other"} for o in found["outcomes"]]
    made = notices(found, ["市营商局"]).letters
    assert [letter.name for letter in made] == ["市营商局 (210400)", "市营商局 (营口市)"]


def test_what_was_not_reported_of_one_target_is_one_item(saved: Path) -> None:
    found = found_in(saved)
    (missing,) = [
        o
        for o in found["outcomes"]
        if o["id"].endswith("26/2/visits") and o["status"] == "unreported"
    ]
    region = {"code": "210802", "name": "站前区", "label": "站前区"}
    found["outcomes"] = [missing, {**missing, "region": region}]
    found["milestones"] = found["milestones"][:1] * 3
    for milestone, day in zip(
        found["milestones"], ("2019-06-30", "2019-07-31", "2019-08-31"), strict=True
    ):
        found["milestones"] = [{**milestone, "by": day}, *found["milestones"][1:]]
    (letter,) = notices(found, ["市营商局"]).letters
    assert [item.kind for item in letter.items] == ["overdue", "unreported"]
    assert letter.items[1].where == "盖州市, 站前区"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--org", "市营商"), "did you mean 市营商局"),
        (("--org", "nobody"), "nobody leads nothing in this result"),
        (("--reply-within", "0"), "0 is not between 1 and 250"),
        (("--reply-within", "x"), "is no number of days"),
        (("--date", "2031-03-01"), "2031"),
        (("--date", "yesterday"), "is no date"),
        (("--template", "none.docx"), "no such file or folder"),
        (("--template", "r.json"), "r.json: it is no .docx file"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    run: Run,
    saved: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(saved.parent)
    result = run("notice", saved, "-o", "letters", *arguments)
    assert result.code == 2
    assert said in result.err
    assert not Path("letters").exists()


def test_the_folder_and_the_result_must_be_named(run: Run, saved: Path) -> None:
    assert "name the folder" in run("notice", saved).err
    assert "RESULT.json is missing" in run("notice", "-o", "x").err
    assert run("notice", saved).code == run("notice", "-o", "x").code == 2
    assert "was changed after" in run("notice", _edited(saved), "-o", "x").err


def _edited(saved: Path) -> Path:
    text = saved.read_text(encoding="utf-8").replace("22 分钟", "12 分钟")
    saved.write_text(text, encoding="utf-8")
    return saved


def test_a_foreign_file_stops_all_letters(run: Run, saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    assert run("notice", saved, "-o", folder, *DATED).code == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    # The same letters are the same bytes, and replaced without a word.
    assert run("notice", saved, "-o", folder, *DATED).code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    mine = folder / "营口海关-2019-12-31.docx"
    document = Document(str(mine))
    document.add_paragraph("附言")
    document.core_properties.modified = dt.datetime(2020, 1, 2)  # noqa: DTZ001 - as Word does
    document.save(str(mine))
    edited = mine.read_bytes()
    result = run("notice", saved, "-o", folder, *DATED, "--sender", "市政府")
    assert result.code == 2
    assert "营口海关-2019-12-31.docx is there already" in result.err
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {**before, mine.name: edited}
    assert run("notice", saved, "-o", folder, *DATED, "--force").code == 0
    assert mine.read_bytes() == before[mine.name]


def test_the_same_result_gives_the_same_bytes_in_any_process(saved: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        for words in (
            ("report", saved, "-o", folder / "r.xlsx"),
            ("notice", saved, "-o", folder, *DATED, "--docx", "--md"),
        ):
            command = [sys.executable, "-m", "banshi", *map(str, words)]
            subprocess.run(command, check=True, env=environment, capture_output=True)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 15


def test_it_reads_standard_input(
    run: Run, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(saved.read_bytes())))
    result = run("notice", "-", "-o", tmp_path / "l", "--md", "--org", "市教育局")
    assert result.out.count(".md") == 1


def test_without_docxtpl_only_markdown_is_written(
    run: Run, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    result = run("notice", saved, "-o", tmp_path / "l")
    assert result.code == 2
    assert "pip install 'banshi[docx]'" in result.err
    assert run("notice", saved, "-o", tmp_path / "l", "--md").code == 0
    assert run("notice", "--write-template", tmp_path / "t.docx").code == 2


# Templates.


def changed(tmp_path: Path, change: Callable[[Any], None]) -> Path:
    path = tmp_path / "own.docx"
    with speaking("zh"):
        path.write_bytes(template())
    document = Document(str(path))
    change(document)
    document.save(str(path))
    return path


def test_the_template_can_be_changed(run: Run, saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    assert run("notice", "--write-template", path, "--lang", "zh").code == 0
    document = Document(str(path))
    document.paragraphs[0].text = "营口市督查室 {{ reply_by }} {{ counts.violated }}"
    document.sections[0].header.paragraphs[0].text = "{{ organisation }}"
    for plan in ("{%p for plan in plans %}", "{{ plan }}", "{%p endfor %}"):
        document.add_paragraph(plan)
    document.save(str(path))
    assert run("notice", "--write-template", path).code == 2, "it is the user's own now"
    asked = ("--template", path, "--org", "市营商局", *DATED)
    assert run("notice", saved, "-o", tmp_path, *asked).code == 0
    letter = Document(str(tmp_path / "市营商局-2019-12-31.docx"))
    assert letter.paragraphs[0].text == "营口市督查室 2020年1月8日 4"
    assert letter.sections[0].header.paragraphs[0].text == "市营商局"
    assert texts(letter)[-1].startswith("《营口市第二批")


@pytest.mark.parametrize(
    ("placeholder", "said"),
    [
        ("{{ organization }}", "no placeholder organization; did you mean organisation?"),
        ("{% for item in items %}{{ item.claus }}{% endfor %}", "did you mean item.clause"),
        ("{{ title ", "a placeholder is not understood"),
        ("{% for x in %}", "a placeholder is not understood"),
        ("{{ ''.__class__.__mro__ }}", "own.docx"),
        ("{% for x in range(999999999) %}{% endfor %}", "own.docx"),
    ],
)
def test_a_bad_template_is_named(
    run: Run, saved: Path, tmp_path: Path, placeholder: str, said: str
) -> None:
    path = changed(tmp_path, lambda document: document.add_paragraph(placeholder))
    result = run("notice", saved, "-o", tmp_path / "l", "--template", path)
    assert result.code == 2
    assert said in result.err
    assert "own.docx" in result.err
    assert not (tmp_path / "l").exists()


def test_a_zip_that_is_no_letter_is_refused() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(BadUsageError, match="can be filled in"):
        notice_docx.render({"title": "x"}, DAY, out.getvalue(), "t.docx")


def test_the_template_is_always_the_same_bytes() -> None:
    for language in ("en", "zh"):
        with speaking(language):
            assert template() == template()


def test_the_pages_name_every_placeholder() -> None:
    found = context(Letter("", "", (), ()), SENDING, DAY)
    names = [*found, *(f"item.{field}" for field in Item.__slots__)]
    for page in ("letters.md", "letters.zh-CN.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for name in names:
            assert f"`{name}`" in text, f"{page}: {name}"


# What comes from outside.


def hostile(found: CheckResult, names: list[str]) -> CheckResult:
    (entry, *_rest) = [o for o in found["outcomes"] if o["plan"] == "yingkou-2019-26"]
    assert entry["reported"]
    found["outcomes"] = [
        {
            **entry,
            "lead": [name],
            "clause": name,
            "metric_name": name,
            "reported": {**entry["reported"], "organisation": name, "file": name, "text": name},
        }
        for name in names
    ]
    found["milestones"] = []
    return found


def test_hostile_names_stay_text(saved: Path, shared: Path) -> None:
    names = json.loads((shared / "data" / "blns.json").read_text(encoding="utf-8"))
    names = [name for name in dict.fromkeys(names) if name.strip() and "{_{" not in name]
    names += ["{{ 7*7 }}", "{% raw %}", "a\ufffeb"]
    letters = notices(hostile(found_in(saved), names)).letters
    by_name = {letter.organisation: letter for letter in letters}
    assert len(by_name) == len({visible(name) for name in names})
    files = file_names([letter.name for letter in letters], ".docx")
    assert len({file.casefold() for file in files}) == len(letters)
    data = template()
    # Each takes a while: those that mean something to XML, Word or Jinja, and some others.
    telling = [n for n in names if any(sign in n for sign in "{<&]\\\x00\ufffe")]
    for name in [*telling[:40], *names[::25], *names[-3:]]:
        letter = by_name[visible(name)]
        made = notice_docx.render(context(letter, SENDING, DAY), DAY, data, "t.docx")
        row = rows(Document(io.BytesIO(made)))[1]
        assert row[1].strip() == visible(name).strip()
        assert row[2].startswith(visible(name))
        page = notice_md.render(letter, SENDING, DAY)
        assert page.count("\n| ") == 3


@given(st.lists(st.text(), max_size=20), st.sampled_from([".md", "-2019-12-31.docx"]))
def test_file_names_are_safe_and_differ(names: list[str], tail: str) -> None:
    found = file_names(names, tail)
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert len(name.encode()) <= MAX_BYTES
        assert name.endswith(tail)
        assert not set(name) & set('/\\:*?"<>|\x00\n\r\t\x1b')
        assert name[0] not in "-~ ."
        assert name.isprintable() or not name.isascii()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("市营商局", "市营商局.md"),
        ("../etc/passwd", "_etc_passwd.md"),
        ("CON", "CON_.md"),
        ("com1.x", "com1_.x.md"),
        ("-rf", "_rf.md"),
        ("", "_.md"),
        ("a\x00b", "a_x00b.md"),
        ("局" * 100, "局" * 39 + ".md"),
    ],
)
def test_a_file_name_keeps_what_it_can(name: str, expected: str) -> None:
    assert file_names([name], ".md") == [expected]


def test_alike_names_get_numbers() -> None:
    assert file_names(["A", "a", "a/", "A"], ".md") == ["A.md", "a-2.md", "a_.md", "A-3.md"]


# Days.


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2019-09-27", 5, "2019-10-10"),  # National Day, with two Sundays worked
        ("2019-09-30", 1, "2019-10-08"),
        ("2019-01-31", 5, "2019-02-12"),  # Spring Festival: 2 and 3 February were worked
        ("2020-01-22", 2, "2020-02-03"),  # the Festival of 2020 was made longer
        ("2019-12-31", 5, "2020-01-08"),
    ],
)
def test_an_answer_is_asked_for_on_a_working_day(day: str, count: int, expected: str) -> None:
    start = dt.date.fromisoformat(day)
    found = workday_after(start, count)
    assert found == dt.date.fromisoformat(expected)


@given(st.dates(dt.date(2018, 1, 1), dt.date(2020, 10, 1)), st.integers(1, 30))
def test_so_many_working_days_lie_between(day: dt.date, count: int) -> None:
    found = workday_after(day, count)
    assert is_workday(found)
    assert workdays_between(day, found) == count


def test_days_are_written_out() -> None:
    assert long_day(DAY) == "31 December 2019"
    with speaking("zh"):
        assert long_day(DAY) == "2019年12月31日"


def test_libreoffice_prints_a_letter(run: Run, saved: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    program = soffice()
    asked = ("--org", "营口海关", "--sender", "市政府办公室", *DATED)
    assert run("notice", saved, "-o", tmp_path, *asked).code == 0
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "out")),
            str(tmp_path / "营口海关-2019-12-31.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    (page,) = PdfReader(tmp_path / "out" / "营口海关-2019-12-31.pdf").pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (595, 842), abs=1
    )
    text = page.extract_text().replace("\n", "").replace(" ", "")
    for expected in (
        "关于限期整改有关事项的督办函",
        "营口海关：",
        "4.30%",
        "2019年12月31日",
        "—1—",
    ):
        assert expected in text
