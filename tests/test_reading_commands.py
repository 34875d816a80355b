"""`banshi tasks`, `show`, `export`, and how the command line itself behaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from banshi.cli.app import COMMANDS, build_command, option_name
from banshi.cli.config import OPTIONS
from banshi.cli.exit_codes import ExitCode
from banshi.model.registry import Registry
from tests.conftest import ROOT, Run

PLAN = "yingkou-2019-26"


def test_tasks(run: Run) -> None:
    result = run("tasks", "--plan", PLAN)
    assert result.last == "15 tasks"
    assert "提升窗口服务质量" in result.out
    rows = run("tasks", "--plan", PLAN, "-f", "csv").out.splitlines()
    assert len(rows) == 16
    listed = json.loads(run("tasks", "--plan", PLAN, "--org", "市法院", "-f", "json").out)["tasks"]
    assert [task["id"] for task in listed] == ["6"]
    assert listed[0]["deadline"]["by"] == "2019-12-31"


def test_show(run: Run) -> None:
    shown = run("show", f"{PLAN}/2").out
    for part in (
        "100个高频事项“最多跑一次”",
        "市营商局",
        "网上可办率达到100%",
        "2019-12-31",
        "bf0b2894694995413e638a3b2132b0c9",
        "Online availability rate ≥ 100%",
        "plans/yingkou-2019-26.yaml:",
        "judgement",
    ):
        assert part in shown
    assert run("show", f"{PLAN}/2/online-rate").out == shown
    assert run("show", f"{PLAN}/2/item-lists").out == shown
    assert json.loads(run("show", f"{PLAN}/2", "-f", "json").out)["tasks"][0]["id"] == "2"
    assert "of Inspection rate, general credit" in run("show", f"{PLAN}/8").out
    chinese = run("show", f"{PLAN}/8", "--lang", "zh").out
    assert "口径说明：原文没有列出牵头单位" in chinese


def test_show_what_is_not_there(run: Run) -> None:
    wrong = run("show", f"{PLAN}/99")
    assert wrong.code == 2
    assert "did you mean" in wrong.err
    missing = run("show")
    assert missing.code == 2
    assert "ID is missing" in missing.err


def test_a_task_of_several_plans_must_be_named_in_full(run: Run, small_registry: Path) -> None:
    plans = small_registry / "plans"
    text = (plans / "small.yaml").read_text(encoding="utf-8")
    (plans / "other.yaml").write_text(text.replace("id: small", "id: other"), encoding="utf-8")
    result = run("show", "1", "--registry", small_registry)
    assert result.code == 2
    assert "other/1, small/1" in result.err


def test_export_is_the_whole_registry(run: Run, registry: Registry) -> None:
    export = json.loads(run("export", "--format", "json").out)
    assert export["schema_version"] == "1"
    assert [plan["id"] for plan in export["plans"]] == [plan.id for plan in registry.plans]
    plan = next(plan for plan in export["plans"] if plan["id"] == PLAN)
    assert plan["source"]["name"] == "000_3bcfa861748cdad7.txt"
    assert len(plan["tasks"]) == 15
    second = plan["tasks"][1]
    assert second["deadline"] == {
        "by": "2019-11-30", "kind": "fixed", "recurrence": None, "text": "11月底前", "note": None,
    }  # fmt: skip
    rate = next(target for target in second["targets"] if target["metric"] == "online_rate")
    assert (rate["op"], rate["value"], rate["unit"], rate["by"]) == (
        ">=", "100", "percent", "2019-12-31",
    )  # fmt: skip
    first = plan["tasks"][0]["targets"][0]
    assert first["by"] == "2019-07-31", "a target carries its task's day"
    eighth = plan["tasks"][7]
    assert eighth["lead"] == []
    assert eighth["targets"][0]["relative_to"]["metric"] == "inspection_rate_general_credit"
    assert run("export", "-f", "csv").code == 2


def test_export_to_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "registry.json"
    assert run("export", "-o", out).code == 0
    assert run("export", "-o", out).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["plans"]


@pytest.mark.parametrize("arguments", [("--help",), *((name, "--help") for name in COMMANDS)])
def test_help(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.code == 0
    assert result.out.startswith("Usage: banshi")


def test_version(run: Run) -> None:
    assert run("--version").out == "banshi 0.1.0\n"


def test_no_command_shows_help_and_is_wrong_usage(run: Run) -> None:
    result = run()
    assert result.code == 2
    assert result.out.startswith("Usage: banshi")


def test_a_misspelt_command_or_option(run: Run) -> None:
    assert "did you mean check" in run("chek").err
    assert "did you mean --as-of?" in run("check", "--as-off", "x").err
    assert "needs a value" in run("check", "--as-of").err
    for arguments in (("chek",), ("check", "--as-off"), ("check", "--as-of"), ("show", "1", "2")):
        assert run(*arguments).code == 2


def test_every_setting_is_an_option_and_every_option_a_setting() -> None:
    names = set()
    for command in COMMANDS:
        for param in build_command(command).params:
            if param.param_type_name == "option":
                names.add(option_name(param))
    no_settings = {"help", "month", "year", "from", "to", "overdue", "out", "source"}
    no_settings |= {"write-template"}
    assert set(OPTIONS) == names - no_settings | {"metrics"}


@pytest.mark.parametrize("suffix", [".md", ".zh-CN.md"])
def test_the_manual_has_every_command_and_exit_code_and_its_reference_every_option(
    suffix: str,
) -> None:
    docs = ROOT / "docs"
    manual = (docs / f"manual{suffix}").read_text(encoding="utf-8")
    reference = (docs / "reference" / f"commands{suffix}").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"banshi {command}" in manual
        part = reference.partition(f"\n## banshi {command}\n")[2].partition("\n## ")[0]
        for param in build_command(command).params:
            if param.param_type_name == "option":
                assert f"--{option_name(param)}" in part, f"{command} --{option_name(param)}"
    for code in ExitCode:
        assert f"| {int(code)} |" in manual


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    variables = {
        "bash": {
            "_BANSHI_COMPLETE": "complete_bash",
            "COMP_WORDS": "banshi che",
            "COMP_CWORD": "1",
        },
        "zsh": {"_BANSHI_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "banshi che"},
        "fish": {
            "_BANSHI_COMPLETE": "complete_fish",
            "_TYPER_COMPLETE_ARGS": "banshi che",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        },
    }[shell]
    done = subprocess.run(
        [Path(sys.executable).parent / "banshi"],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "check" in done.stdout, done
    assert "validate" not in done.stdout


def test_the_module_runs_as_a_script() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "banshi", "--version"], capture_output=True, text=True, check=False
    )
    assert done.stdout == "banshi 0.1.0\n"
