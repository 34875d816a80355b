"""Broken and hostile input: any bytes end in 0, 1 or 2, and nothing of them acts on a reader."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banshi.cli import output
from banshi.formats.shared import csv_text
from banshi.formats.shared.json_text import dumps
from banshi.loading.explain import locate
from banshi.loading.tree import parse
from banshi.model.intake import Intake
from banshi.model.registry import Registry
from banshi.readers.read import read_files
from banshi.readers.source import Source
from banshi.visible import visible
from tests.conftest import EXAMPLES, ROOT, SMALL_PLAN, Run, write_csv

HEADER = "metric,value,unit,region,organisation,item,period"
ALIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NASTY = [
    "=cmd|' /C calc'!A0",
    "+1+cmd|'x'!A1",
    "@SUM(1+1)",
    "＝1+1",
    "[red]alert[/red]",
    "[/]",
    "\\",
    ":boom:",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://example.invalid\x07link\x1b]8;;\x07",
    "不达标\r达标",
    "abc\x08\x08\x08",
    "\u202e标达\u202c",
    "\u2066x\u2069",
    "a\u200bb",
    "{path}",
    "%s%n",
]


def read(data: bytes, name: str, registry: Registry) -> Intake:
    return read_files([Source(name, data)], registry)


def naughty(shared: Path) -> list[str]:
    strings = json.loads((shared / "data" / "blns.json").read_text(encoding="utf-8"))
    return [text for text in strings if "\x00" not in text]


def table_with(texts: list[str]) -> bytes:
    """Return a metrics file whose every text cell holds each of `texts` once."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([*HEADER.split(","), "remark"])
    for number, text in enumerate(texts):
        writer.writerow(
            ["queue_wait", "22", "minute", "站前区", text, str(number), "2019-12", text]
        )
        writer.writerow(["queue_wait", "22", "minute", "站前区", "市营商局", text, "2019-11", text])
        writer.writerow([text, text, text, text, text, text, text, text])
    return out.getvalue().encode("utf-8", "surrogatepass")


def check_every_format(run: Run, file: Path, texts: list[str]) -> None:
    arguments = ("check", file, "--as-of", "2019-12-31")
    written: dict[str, str] = {}
    for extra in (
        (),
        ("-v",),
        ("-f", "json"),
        ("-f", "csv"),
        ("--lang", "zh"),
        ("--color", "always"),
    ):
        result = run(*arguments, *extra)
        assert result.code == 2
        shown = written[extra[-1] if extra else ""] = result.out
        if "--color" in extra:
            shown = re.sub(r"\x1b\[[0-9;]*m", "", shown)
        assert not ALIVE.search(shown), extra
        assert not ALIVE.search(result.err), extra
    outcomes = json.loads(written["json"])["outcomes"]
    organisations = {o["reported"]["organisation"] for o in outcomes if o["reported"]}
    assert {text.strip() for text in texts} - {""} <= {o for o in organisations if o}, (
        "text is kept"
    )
    for row in csv.reader(io.StringIO(written["csv"])):
        for cell in row:
            formula = cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
            assert not formula or re.fullmatch(r"[+-][0-9./]+", cell), cell


def test_nasty_cells_stay_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "metrics.csv"
    file.write_bytes(table_with(NASTY))
    check_every_format(run, file, NASTY)


def test_the_big_list_of_naughty_strings(run: Run, tmp_path: Path, shared: Path) -> None:
    texts = naughty(shared)
    assert len(texts) > 500
    file = tmp_path / "metrics.csv"
    file.write_bytes(table_with(texts))
    check_every_format(run, file, texts)


def test_naughty_strings_in_the_registry(
    run: Run, small_registry: Path, tmp_path: Path, shared: Path
) -> None:
    """Each is the title of a task.

    Those that break a file stand each in one of its own, the rest in one, those that a title may be
    once more in one.
    """
    plan = small_registry / "plans" / "small.yaml"
    before, task = SMALL_PLAN.split('- id: "1"\n')
    metrics = write_csv(tmp_path, "supply_reliability,99,percent,营口市,2019-12")

    def lay(titles: list[str], codes: set[int]) -> None:
        tasks = [
            f'- id: "{number}"\n{task.replace("title: 供电", f"title: {title}")}'
            for number, title in enumerate(titles)
        ]
        plan.write_text("".join([before, *tasks]), encoding="utf-8")
        for command in (("validate", small_registry), ("check", metrics), ("due",), ("tasks",)):
            registry = () if command[0] == "validate" else ("--registry", small_registry)
            result = run(*command, *registry)
            assert result.code in codes
            assert not ALIVE.search(result.out + result.err)

    titles = [json.dumps(nasty, ensure_ascii=False) for nasty in [*NASTY, *naughty(shared)]]
    trees = [parse(f"title: {title}\n".encode(), "p.yaml")[0] for title in titles]
    broken = [title for title, tree in zip(titles, trees, strict=True) if tree is None]
    whole = [title for title in titles if title not in broken]
    for title in broken:
        lay([title], {2})
    lay(whole, {2})
    problems = json.loads(run("validate", small_registry, "-f", "json").out)["problems"]
    lines = task.count("\n") + 1
    faulty = {(problem["line"] - before.count("\n") - 1) // lines for problem in problems}
    sound = [title for number, title in enumerate(whole) if number not in faulty]
    assert len(whole) > len(sound) > 300
    lay(sound, {0, 1})


def test_the_yaml_test_suite(shared: Path) -> None:
    cases = sorted((shared / "data" / "yaml-test-suite").glob("*.yaml"))
    assert len(cases) > 300
    for case in cases:
        data = case.read_bytes()
        tree, problems = parse(data, case.name)
        assert tree is not None or problems
        for block in re.split(rb"^  yaml: \|\n", data, flags=re.MULTILINE)[1:]:
            lines = [line[4:] for line in block.split(b"\n") if line.startswith(b"    ")]
            raw = b"\n".join(lines).decode().replace("␣", " ").replace("————»", "\t")
            for text in (raw, raw.replace("»", "\t").replace("↵", "").replace("∎", "")):
                tree, problems = parse(text.encode(), "case")
                assert tree is not None or problems


def test_csv_spectrum(shared: Path) -> None:
    folder = shared / "data" / "csv-spectrum"
    registry = Registry()
    for case in sorted((folder / "csvs").glob("*.csv")):
        intake = read(case.read_bytes(), case.name, registry)
        (problem,) = [p for p in intake.problems if p.severity == "error"]
        assert problem.rule == "header", case.name
        expected = json.loads((folder / "json" / f"{case.stem}.json").read_text(encoding="utf-8"))
        if isinstance(expected, dict):
            expected = [expected]
        header = list(expected[0])
        written = csv_text.dumps(header, [[str(row[key]) for key in header] for row in expected])
        back = list(csv.DictReader(io.StringIO(written)))
        for row, wanted in zip(back, expected, strict=True):
            for key in header:
                assert row[key].lstrip("'") == visible(str(wanted[key])).lstrip("'"), case.name


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_as_metrics(registry: Registry, data: bytes) -> None:
    for content in (data, f"{HEADER}\n".encode() + data):
        intake = read(content, "m.csv", registry)
        assert intake.observations or intake.faulty
        for problem in intake.problems:
            assert not ALIVE.search(str(problem))


@settings(max_examples=300)
@given(
    st.text(
        alphabet=st.sampled_from(list('",;\n\r\t 0123456789.%分钟queue_wait站前区2019-12')),
        max_size=120,
    )
)
def test_any_cells_as_metrics(registry: Registry, text: str) -> None:
    intake = read(f"{HEADER}\n{text}".encode(), "m.csv", registry)
    assert intake.observations or intake.faulty


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_any_bytes_as_registry(data: bytes) -> None:
    tree, problems = parse(data, "x.yaml")
    assert tree is not None or problems
    for problem in problems:
        assert not ALIVE.search(str(problem))


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from(list("ab:-[]{}&*!|>'\"%@#,? \n\t0x1._~：")), max_size=80))
def test_any_yaml_like_text_as_registry(text: str) -> None:
    tree, problems = parse(text.encode(), "x.yaml")
    assert tree is not None or problems


def test_yaml_bombs_end_at_once(run: Run, tmp_path: Path) -> None:
    laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    for name, text in {
        "laughs": laughs,
        "brackets": "[" * 200_000,
        "braces": "{a: " * 50_000,
        "dashes": "- " * 50_000 + "x",
        "digits": "a: " + "9" * 100_000,
        "keys": "".join(f"k{n}: 1\n" for n in range(20_000)),
        "quotes": "a: '" + "x" * 100_000,
    }.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(text)
        assert run("validate", file, "--registry", ROOT / "registry").code == 2, name


def test_without_libyaml_the_tree_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    from banshi.loading import tree

    plan = next((ROOT / "registry" / "plans").glob("*.yaml")).read_bytes()
    fast, _ = parse(plan, "p.yaml")
    monkeypatch.setattr(tree, "_PARSER", yaml.SafeLoader)
    slow, problems = parse(plan, "p.yaml")
    assert problems == []
    assert slow == fast
    assert fast is not None
    assert slow is not None
    for path in (("id",), ("tasks", 1), ("tasks", 1, "targets", 0, "value"), ("waived", 2, "why")):
        assert locate(slow, path) == locate(fast, path)


@given(st.text())
def test_what_is_visible_stays_so(text: str) -> None:
    shown = visible(text)
    assert not ALIVE.search(shown)
    assert visible(shown) == shown
    shown.encode("utf-8")


@given(st.dictionaries(st.text(), st.text()))
def test_json_reads_back_as_itself(value: dict[str, str]) -> None:
    text = dumps(dict(value))
    assert not ALIVE.search(text)
    assert json.loads(text) == value


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_csv_reads_back_without_formulas(row: list[str]) -> None:
    written = csv_text.dumps(["h"] * len(row), [row])
    (_header, back) = (
        list(csv.reader(io.StringIO(written))) if any(row) or len(row) > 1 else ([], row)
    )
    for cell, text in zip(back, row, strict=True):
        assert cell.removeprefix("'") in {visible(text), visible(text).removeprefix("'")}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_no_pass() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "banshi", "check", *EXAMPLES, "--as-of", "2019-12-31"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"the disk is full" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_is_no_pass() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "banshi", "check", *EXAMPLES, "--as-of", "2019-12-31", "-v"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_a_failed_write_leaves_the_old_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "result.json"
    arguments = ("check", *EXAMPLES, "--as-of", "2019-12-31", "-o", out)
    assert run(*arguments).code == 1
    before = out.read_bytes()

    def fail(self: Path, target: Path) -> None:  # noqa: ARG001
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    result = run(*arguments, "--lang", "zh")
    assert result.code == 2
    assert "磁盘已满" in result.err
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]


def test_a_fault_of_banshi_is_its_own_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(output, "deliver", broken)
    result = run("tasks")
    assert result.code == 3
    path = Path(result.err.strip().rsplit(" ", 1)[1])
    assert "planted" in path.read_text(encoding="utf-8")
    path.unlink()


def test_ctrl_c(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(output, "deliver", interrupted)
    assert run("tasks").code == 130
