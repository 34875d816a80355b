"""Inside GitHub Actions: annotations by themselves, and the summary of the step."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from banshi.cli import github
from tests.actions_runner import commands
from tests.conftest import EXAMPLES, ROOT, Run, write_csv
from tests.test_markdown import read

CHECK = ("check", *EXAMPLES, "--as-of", "2019-12-31", "--plan", "yingkou-2019-26")


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the summary of a step that GitHub Actions runs."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    file = tmp_path / "summary.md"
    file.touch()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    return file


def test_annotations_and_the_summary_come_by_themselves(
    run: Run, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS")
    asked, markdown = run(*CHECK, "-f", "github"), run(*CHECK, "-f", "markdown")
    table = run(*CHECK)
    assert summary.read_text(encoding="utf-8") == "\n" + markdown.out
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    automatic = run(*CHECK)
    assert automatic == asked
    assert automatic.code == table.code == 1
    assert summary.read_text(encoding="utf-8") == "before\n\n" + markdown.out


def test_what_was_asked_for_stays(run: Run, summary: Path, tmp_path: Path) -> None:
    assert run(*CHECK, "-f", "table").out.startswith("banshi check as of")
    assert run(*CHECK, "-f", "csv").out.startswith("status,")
    assert run(*CHECK, "-o", tmp_path / "r.txt").out == ""
    assert (tmp_path / "r.txt").read_text(encoding="utf-8").startswith("banshi check as of")
    saved = tmp_path / "r.json"
    assert run(*CHECK, "-o", saved).code == 1
    assert run("report", saved).out.startswith("banshi check as of")
    assert summary.read_text(encoding="utf-8") == ""
    beside = run(*CHECK, "--report", f"json={saved}")
    assert len(commands(beside.out)) == 12
    assert run("report", saved, "-f", "github").out == beside.out


@pytest.mark.parametrize("value", ["", "false", "1"])
def test_elsewhere_it_is_a_table(run: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)
    assert run(*CHECK).out.startswith("banshi check as of")


def test_a_file_of_standard_output_is_a_table(tmp_path: Path) -> None:
    environment = {**os.environ, "GITHUB_ACTIONS": "true"}
    words = [sys.executable, "-m", "banshi", *CHECK, "--lang", "en"]
    with (tmp_path / "out.txt").open("wb") as file:
        subprocess.run(words, stdout=file, stderr=subprocess.DEVNULL, env=environment, check=False)
    assert (tmp_path / "out.txt").read_bytes().startswith(b"banshi check as of")
    piped = subprocess.run(words, capture_output=True, env=environment, check=False)
    assert piped.stdout.startswith(b"::debug::banshi check ")


def test_validate_and_trace_annotate_too(
    run: Run, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT / "tests" / "registry" / "bad")
    result = run("validate", "numbers.yaml")
    assert [c.name for c in commands(result.out)] == ["debug"] + ["error"] * 6
    assert result.code == 2
    assert len(read(summary.read_text(encoding="utf-8")).rows) == 7
    traced = run("trace", "--plan", "yingkou-2019-26")
    assert (traced.out.count("\n"), traced.code) == (1, 0)
    assert summary.read_text(encoding="utf-8").endswith("0 problems\n")
    assert run("validate", "numbers.yaml", "-f", "table").out.startswith("numbers.yaml:11:31: ")


def test_a_summary_that_cannot_be_written_changes_nothing(
    run: Run, summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = run(*CHECK)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary.parent))
    bad = run(*CHECK)
    assert (bad.code, bad.out) == (good.code, good.out)
    assert "the summary of the step was not written: it is a folder" in bad.err
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    assert run(*CHECK) == good


def test_a_long_summary_is_cut_between_rows_and_says_so(
    run: Run, summary: Path, tmp_path: Path
) -> None:
    rows = [f"queue_wait,22,minute,站前区,,事项 {n},2019-12" for n in range(9000)]
    header = "metric,value,unit,region,organisation,item,period"
    file = write_csv(tmp_path, *rows, header=header)
    summary.write_text("x" * 500_000 + "\n", encoding="utf-8")
    result = run("check", file, *CHECK[3:])
    data = summary.read_bytes()
    assert 1_000_000 < len(data) <= 1024 * 1024
    text = data.decode()
    assert "The table is cut here: GitHub takes no longer summary." in text
    assert text.rstrip("\n").rsplit("\n", 1)[-1] == result.last
    assert len({len(row) for row in read(text[500_000:]).rows if row[0] == "× violated"}) == 1
    run("check", file, *CHECK[3:])
    assert len(summary.read_bytes()) <= 1024 * 1024


def test_however_little_room_is_left_it_is_kept() -> None:
    for room in range(0, 3000, 7):
        assert len(github._cut("| a |\n" * 1000 + "\nlast\n", room)) <= max(0, room)
        github._cut("| 站前区 |\n" * 1000 + "\nlast\n", room).decode()
