"""Several reports of one run, and the same reports made again from its JSON."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.formats import CHECK
from banshi.formats.shared.json_text import digest_of, dumps_with_digest
from tests.conftest import EXAMPLES, Run

AS_OF = ("--as-of", "2019-12-31")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("format_", sorted(CHECK))
def test_a_report_of_the_json_is_that_of_the_run(
    run: Run, tmp_path: Path, format_: str, language: str
) -> None:
    saved, first, again = tmp_path / "r.json", tmp_path / "first", tmp_path / "again"
    one = run(
        "check", *EXAMPLES, *AS_OF, "--lang", language,
        "--report", f"json={saved}", "--report", f"{format_}={first}",
    )  # fmt: skip
    assert one.code == 1
    two = run("report", saved, "--report", f"{format_}={again}", "--color", "never")
    assert (two.code, two.out) == (0, one.out), two.err
    assert again.read_bytes() == first.read_bytes()


def test_a_verbose_table_of_the_json(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "r.json"
    table = run("check", *EXAMPLES, *AS_OF, "-v", "--report", f"json={saved}").out
    assert run("report", saved, "-v").out == table
    assert run("check", *EXAMPLES, *AS_OF, "-v").out == table


def test_a_report_beside_the_table_changes_nothing(run: Run, tmp_path: Path) -> None:
    alone = run("check", *EXAMPLES, *AS_OF)
    beside = run("check", *EXAMPLES, *AS_OF, "--report", f"csv={tmp_path / 'r.csv'}")
    assert beside == alone
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfstatus,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--report", "html"), "--report: html is not FORMAT=FILE"),
        (("--report", "json="), "is not FORMAT=FILE"),
        (("--report", "json=-"), "is not FORMAT=FILE"),
        (("--report", "jsn=r"), "did you mean json, junit?"),
        (("--report", "json=r", "--report", "csv=r"), "can hold one result"),
        (("-o", "r.csv", "--report", "csv=./r.csv"), "can hold one result"),
        (("--create-baseline", "r.json", "--report", "json=r.json"), "can hold one result"),
        (("--report", "json=none/r.json"), "no such file or folder"),
        (("--report", "json=folder"), "is not a file"),
    ],
)
def test_a_report_that_cannot_be_is_refused_before_anything_is_read(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    result = run("check", "missing.csv", *AS_OF, *arguments)
    assert result.code == 2
    assert said in result.err
    assert "missing.csv" not in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_dash_is_standard_output(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", *EXAMPLES, *AS_OF, "-o", "-") == run("check", *EXAMPLES, *AS_OF)
    assert run("due", "--month", "11", "-o", "-", *AS_OF).out.startswith("banshi due as of")
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_file_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "r.json"
    mine.write_text("my own notes", encoding="utf-8")
    result = run("check", *EXAMPLES, *AS_OF, "--report", f"json={mine}")
    assert result.code == 2
    assert mine.read_text(encoding="utf-8") == "my own notes"
    assert run("check", *EXAMPLES, *AS_OF, "--report", f"json={mine}", "--force").code == 1
    assert run("check", *EXAMPLES, *AS_OF, "--report", f"json={mine}").code == 1


@pytest.fixture
def saved(run: Run, tmp_path: Path) -> Path:
    file = tmp_path / "r.json"
    assert run("check", *EXAMPLES, *AS_OF, "-o", file).code == 1
    return file


def test_a_reformatted_result_is_unchanged(run: Run, saved: Path) -> None:
    before = run("report", saved).out
    found = json.loads(saved.read_text(encoding="utf-8"))
    saved.write_text(json.dumps(found), encoding="utf-8")
    assert run("report", saved).out == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"value": "22"', '"value": "12"', "it was changed after banshi wrote it"),
        ('"exit_code": 1', '"exit_code": 0', "it was changed after banshi wrote it"),
        ('"schema_version": "1"', '"schema_version": "2"', "this banshi reads version 1"),
        ('"command": "check"', '"command": "due"', "but a result of banshi due"),
        ('"digest"', '"digests"', "its digest is missing"),
        ('"name": "banshi"', '"name": "bash"', "this is no result of banshi check"),
        ('"outcomes": [', '"outcomes": [NaN, ', "it was changed after banshi wrote it"),
        ('"as_of"', '"as_of": 1, "as_of"', "this is no result of banshi check"),
    ],
)
def test_a_result_that_was_edited_is_refused(
    run: Run, saved: Path, old: str, new: str, said: str
) -> None:
    text = saved.read_text(encoding="utf-8")
    assert old in text
    saved.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run("report", saved)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert str(saved) in result.err


def test_a_result_of_another_shape_names_its_maker(run: Run, saved: Path) -> None:
    found = json.loads(saved.read_text(encoding="utf-8"))
    del found["digest"]
    del found["outcomes"][0]["unit"]
    found["tool"]["version"] = "0.0.9"
    saved.write_text(json.dumps({**found, "digest": digest_of(found)}), encoding="utf-8")
    result = run("report", saved)
    assert result.code == 2
    assert "outcomes.0.unit is not as this banshi writes it" in result.err
    assert "banshi 0.0.9" in result.err


def test_a_result_that_is_cut_off_says_where(run: Run, saved: Path) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[: len(data) // 2].rsplit(b"\n", 1)[0])
    result = run("report", saved)
    assert result.code == 2
    assert "is cut off here" in result.err or "not valid JSON from here" in result.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"as_of": "2019-12-31"', '"as_of": "x"'),
        ('"by": "2019-11-30"', '"by": "2019-11-31"'),
        ('"plan": "yingkou-2019-26"', '"plan": "nowhere"'),
    ],
)
def test_a_result_that_contradicts_itself_is_refused(
    run: Run, saved: Path, old: str, new: str
) -> None:
    """Its digest may be right all the same: a digest is no signature."""
    text = saved.read_text(encoding="utf-8")
    assert old in text
    found = json.loads(text.replace(old, new, 1))
    del found["digest"]
    saved.write_text(dumps_with_digest(found), encoding="utf-8")
    result = run("report", saved, "-f", "html")
    assert (result.code, result.out) == (2, "")
    assert "its days or plans contradict each other" in result.err


def test_what_a_run_reads_is_never_written_over(run: Run, tmp_path: Path, saved: Path) -> None:
    mine = tmp_path / "m.csv"
    mine.write_bytes(Path(EXAMPLES[0]).read_bytes())
    base = tmp_path / "b.json"
    assert run("check", mine, *AS_OF, "--create-baseline", base).code in {0, 1}
    files = {path: path.read_bytes() for path in (mine, base, saved)}
    link = tmp_path / "link.json"
    link.symlink_to(saved)
    for arguments in (
        ("check", mine, *AS_OF, "-o", mine),
        ("check", mine, *AS_OF, "--baseline", base, "--report", f"json={base}"),
        ("report", saved, "-f", "markdown", "-o", saved),
        ("report", saved, "--report", f"html={link}"),
    ):
        result = run(*arguments, "--force")
        assert result.code == 2, arguments
        assert "is read by this run" in result.err
    assert {path: path.read_bytes() for path in files} == files


def test_files_are_written_though_nobody_reads_the_table_to_its_end(tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    rows = "".join(f"queue_wait,{20 + n},minute,站前区,窗口{n},2019-12\n" for n in range(3000))
    file = tmp_path / "m.csv"
    file.write_text(f"metric,value,unit,region,item,period\n{rows}", encoding="utf-8")
    words = ("check", str(file), *AS_OF, "-f", "csv", "--report", f"json={out}")
    with subprocess.Popen(
        [sys.executable, "-m", "banshi", *words],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stdout
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(60) == 2
    assert json.loads(out.read_text(encoding="utf-8"))["summary"]["violated"] == 1


def test_a_script_that_begins_like_a_table_is_not_banshis(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "run.txt"
    script.write_text("banshi check m.csv --strict\n", encoding="utf-8")
    assert run("check", *EXAMPLES, *AS_OF, "-o", script).code == 2
    table = tmp_path / "t.txt"
    for language in ("en", "zh", "en"):
        assert run("check", *EXAMPLES, *AS_OF, "--lang", language, "-o", table).code == 1


def test_a_link_in_a_circle_is_replaced(run: Run, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert run("check", *EXAMPLES, *AS_OF, "--report", f"html={loop}").code == 1
    assert loop.read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[1]", b"null", b"[" * 5000, b"{}"])
def test_what_is_no_result_is_refused(run: Run, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(data)
    result = run("report", file)
    assert (result.code, result.out) == (2, "")
    assert "r.json" in result.err
    assert run("report", tmp_path / "none.json").code == 2


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.one_of(
            st.text(), st.lists(st.dictionaries(st.text(), st.text(), max_size=3), max_size=3)
        ),
        max_size=4,
    ).filter(lambda value: "digest" not in value)
)
def test_the_digest_is_that_of_the_json_on_one_line(value: dict[str, object]) -> None:
    line = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert digest_of(value) == sha256(line).hexdigest()
    assert json.loads(dumps_with_digest(value)) == {**value, "digest": digest_of(value)}
