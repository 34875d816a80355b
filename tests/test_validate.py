"""`banshi validate` end to end, a file a fault: tests/registry/bad/NAME.yaml and its .errors."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL_PLAN, Run
from tests.golden import compare

BAD = Path(__file__).parent / "registry" / "bad"
CASES = sorted(BAD.glob("*.yaml"))


def test_the_registry_is_silent(run: Run) -> None:
    result = run("validate")
    assert result.code == 0
    assert result.out == ""
    assert "5 plans, 174 tasks, 147 targets, 41 milestones (0 read by hand)" in result.err
    assert "0 errors, 0 warnings" in result.err
    assert run("validate", "--strict").code == 0
    assert run("validate", ROOT / "registry").code == 0
    assert run("validate", ROOT / "registry" / "plans" / "yingkou-2019-26.yaml").code == 0


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_bad_plans(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    result = run("validate", case.name, "--registry", ROOT / "registry")
    assert "Traceback" not in result.err
    warnings_only = all(": warning [" in line for line in result.out.splitlines())
    assert result.code == (0 if warnings_only else 2)
    assert result.out
    compare(result.out, case.with_suffix(".errors"))


def test_no_expectation_is_left_over() -> None:
    assert {path.stem for path in BAD.glob("*.errors")} == {path.stem for path in CASES}
    assert {path.suffix for path in BAD.iterdir()} == {".yaml", ".errors"}


def test_seven_faults_in_one_run(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", folder)
    plan = folder / "plans" / "yingkou-2019-26.yaml"
    lines = plan.read_text(encoding="utf-8").splitlines()

    def change(old: str, new: str, start: int = 0) -> int:
        number = next(n for n, line in enumerate(lines) if n >= start and old in line)
        lines[number] = lines[number].replace(old, new)
        return number + 1

    expected = {
        (change("    metric: queue_wait", "    metrc: queue_wait"), "unknown-key"),
        (change("    value: 15", "    value: 1e3"), "yaml-implicit"),
        (change("2019-11-30, text", "2019-02-30, text"), "no-such-day"),
        (change("    value: 30", "    value: NaN"), "not-a-number"),
        (change("    subject: 小微企业", "    subject: yes"), "yaml-implicit"),
        (change("    value: 95", "    value: 12:30"), "yaml-implicit"),
    }
    doubled = change("  title: 优化社会保险办理", "  title: 优化社会保险办理")
    lines.insert(doubled, "  title: 另一个标题")
    expected.add((doubled + 1, "yaml-duplicate-key"))
    plan.write_text("\n".join(lines) + "\n", encoding="utf-8")

    result = run("validate", folder, "-f", "json")
    assert result.code == 2
    found = json.loads(result.out)["problems"]
    places = {(p["line"] - (p["line"] > doubled + 1), p["rule"]) for p in found if p["column"] > 0}
    assert expected <= places | {(p["line"], p["rule"]) for p in found}
    assert found == sorted(found, key=lambda p: (p["file"], p["line"], p["column"]))
    missing = [p for p in found if p["rule"] == "missing-key"]
    assert [p["message"] for p in missing] == ["key metric is missing"]
    assert len(found) == len(expected) + len(missing)


def test_check_refuses_a_faulty_registry(run: Run, small_registry: Path) -> None:
    plan = small_registry / "plans" / "small.yaml"
    plan.write_text(SMALL_PLAN.replace("op:", "operator:"), encoding="utf-8")
    for command in (("check", plan), ("due",), ("tasks",), ("export",), ("show", "1")):
        result = run(*command, "--registry", small_registry)
        assert result.code == 2
        assert "small.yaml:19:5: error [unknown-key] unknown key operator" in result.err
        assert result.out == ""


def test_a_registry_without_files(run: Run, tmp_path: Path) -> None:
    assert run("validate", "--registry", tmp_path / "none").code == 2
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "x.yml").write_text("a: b")
    result = run("validate", tmp_path)
    assert result.code == 2
    for words in ("metrics.yaml is missing", "rename this one"):
        assert words in result.out


def test_problems_of_all_files_are_sorted(run: Run, small_registry: Path) -> None:
    second = small_registry / "plans" / "a.yaml"
    second.write_text("id: [\n", encoding="utf-8")
    (small_registry / "metrics.yaml").write_text("metrics: yes\n", encoding="utf-8")
    result = run("validate", small_registry)
    files = [line.split(":", 1)[0].rsplit("/", 1)[1] for line in result.out.splitlines()]
    assert files == ["metrics.yaml", "a.yaml"]


def test_formats(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD)
    case = "unknown_key.yaml"
    rows = run("validate", case, "-f", "csv").out.splitlines()
    assert rows[0] == "file,line,column,severity,rule,message"
    assert len(rows) == 1 + len(json.loads(run("validate", case, "-f", "json").out)["problems"])
