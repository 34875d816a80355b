"""The action, the hooks and the template: their own schemas, and their scripts really run."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from banshi.formats import CHECK
from tests.actions_runner import commands
from tests.conftest import EXAMPLES, ROOT, Run

ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
GITLAB = ROOT / "examples" / "gitlab" / "banshi.gitlab-ci.yml"
CHECK_JSONSCHEMA = Path(sys.executable).with_name("check-jsonschema")
BASH = shutil.which("bash") or "bash"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")

# A Python that makes a virtual environment of this one, and whose pip only says what it would do.
PYTHON = """\
#!/bin/sh
if [ "$1" = -m ] && [ "$2" = venv ]; then
  mkdir -p "$3/bin"
  cp "$0" "$3/bin/python"
  printf '#!/bin/sh\\nexec "{real}" -m banshi "$@"\\n' > "$3/bin/banshi"
  chmod +x "$3/bin/banshi"
elif [ "$1" = -m ] && [ "$2" = pip ]; then
  for word in "$@"; do echo "$word" >> "{log}"; done
else
  exec "{real}" "$@"
fi
"""


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def python(tmp_path: Path) -> Path:
    file = tmp_path / "stub" / "python"
    file.parent.mkdir()
    log = tmp_path / "pip.txt"
    file.write_text(PYTHON.format(real=sys.executable, log=log), encoding="utf-8")
    file.chmod(0o755)
    return file


def environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", **more}


@pytest.mark.parametrize(
    ("schema", "path"), [("vendor.github-actions", ACTION), ("vendor.gitlab-ci", GITLAB)]
)
def test_the_files_satisfy_their_schemas(schema: str, path: Path) -> None:
    done = subprocess.run(
        [str(CHECK_JSONSCHEMA), "--builtin-schema", schema, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_no_input_is_written_into_a_script() -> None:
    for step in load(ACTION)["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_every_input_and_output_is_used_and_described() -> None:
    action = load(ACTION)
    text = ACTION.read_text(encoding="utf-8").split("\nruns:")[1]
    for name, entry in action["inputs"].items():
        assert f"inputs.{name} " in text, name
        assert entry["description"]
        assert "default" in entry
    page = (ROOT / "docs" / "ci-github.md").read_text(encoding="utf-8")
    for name in (*action["inputs"], *action["outputs"]):
        assert f"`{name}`" in page, name
    assert set(action["inputs"]["reports"]["default"].split()) <= set(CHECK)


def test_the_pages_have_the_same_tables() -> None:
    for name in ("ci-github", "ci-junit", "ci-pre-commit"):
        pages = [
            (ROOT / "docs" / f"{name}{suffix}.md").read_text(encoding="utf-8")
            for suffix in ("", ".zh-CN")
        ]
        counts = [[page.count(part) for part in ("\n| ", "\n## ", "\n```")] for page in pages]
        assert counts[0] == counts[1], name


BLOCKS = [
    (path.name, number, block)
    for path in sorted((ROOT / "docs").glob("ci-*.md"))
    for number, block in enumerate(
        re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize(("page", "number", "block"), BLOCKS, ids=lambda value: str(value)[:20])
def test_what_the_pages_show_is_valid(page: str, number: int, block: str, tmp_path: Path) -> None:
    assert number < 3
    found = yaml.safe_load(block)
    if page.startswith("ci-pre-commit"):
        known = {hook["id"] for hook in load(HOOKS)}
        assert {hook["id"] for hook in found["repos"][0]["hooks"]} == known
        return
    schema = "vendor.github-workflows" if page.startswith("ci-github") else "vendor.gitlab-ci"
    file = tmp_path / "shown.yml"
    file.write_text(block, encoding="utf-8")
    done = subprocess.run(
        [str(CHECK_JSONSCHEMA), "--builtin-schema", schema, str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    if page.startswith("ci-github"):
        action = load(ACTION)
        steps = found["jobs"]["check"]["steps"]
        (mine,) = [step for step in steps if step["uses"].startswith("OWNER/banshi@")]
        assert set(mine["with"]) <= set(action["inputs"])
        for output in re.findall(r"steps\.banshi\.outputs\.([a-z-]+)", block):
            assert output in action["outputs"]
    else:
        included = ROOT / found["include"][0]["file"]
        assert set(found["banshi"]["variables"]) - {"BANSHI_PLAN", "BANSHI_LANG"} <= set(
            load(included)["banshi"]["variables"]
        )


class Step:
    """One use of the action: what it did, as GitHub would see it."""

    def __init__(self, folder: Path, python: Path, inputs: Mapping[str, str]) -> None:
        self.folder = folder
        self._files = folder.parent / "runner"
        self._files.mkdir(exist_ok=True)
        self._python = python
        action = load(ACTION)
        given = {name: entry["default"] for name, entry in action["inputs"].items()}
        self.inputs = {**given, "python": str(python), **inputs}
        self.steps: dict[str, dict[str, str]] = {}
        self.out = ""
        self.code = 0
        for step in action["runs"]["steps"]:
            if self.code == 0:
                self._run(step)
        self.outputs = {
            name: self._filled(entry["value"]) for name, entry in action["outputs"].items()
        }

    def _filled(self, text: str) -> str:
        name = text.removeprefix("${{ ").removesuffix(" }}")
        kind, _, rest = name.partition(".")
        if kind == "inputs":
            return str(self.inputs[rest])
        step, _, output = rest.split(".", 2)
        return str(self.steps[step].get(output, ""))

    def _run(self, step: Mapping[str, Any]) -> None:
        script, outputs = self._files / "script.sh", self._files / f"{step['id']}.txt"
        script.write_text(step["run"], encoding="utf-8")
        outputs.write_text("", encoding="utf-8")
        self.summary = self._files / "summary.md"
        done = subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.folder,
            env=environment(
                GITHUB_ACTIONS="true",
                GITHUB_OUTPUT=str(outputs),
                GITHUB_STEP_SUMMARY=str(self.summary),
                GITHUB_ACTION_PATH=str(ROOT),
                RUNNER_TEMP=str(self._files / "temp"),
                **{name: self._filled(value) for name, value in step["env"].items()},
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        self.out += done.stdout
        self.err = done.stderr
        self.code = done.returncode
        lines = outputs.read_text(encoding="utf-8").splitlines()
        self.steps[step["id"]] = dict(line.split("=", 1) for line in lines)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return a folder with metrics files, as a repository would be checked out."""
    folder = tmp_path / "work"
    (folder / "data files").mkdir(parents=True)
    for name in EXAMPLES:
        shutil.copy(name, folder / "data files")
    return folder


def test_the_action_checks_annotates_and_reports(
    work: Path, python: Path, tmp_path: Path, run: Run
) -> None:
    step = Step(
        work,
        python,
        {
            "metrics": "data files/*.csv",
            "plan": "yingkou-2019-26",
            "as-of": "2019-12-31",
            "lang": "en",
            "args": "--ignore=*/visits\n--org=市营商局",
        },
    )
    assert step.code == 1, step.err
    pip = (tmp_path / "pip.txt").read_text(encoding="utf-8").splitlines()
    assert pip[-1] == str(ROOT)
    pins = Path(pip[pip.index("-c") + 1]).read_text(encoding="utf-8").splitlines()
    assert any(pin.startswith("pydantic==") for pin in pins)
    assert not any("\\" in pin or "--hash" in pin for pin in pins)
    found = commands(step.out)
    assert {c.values["file"] for c in found if c.name == "error"} == {
        "data files/sample-divisions.csv"
    }
    counts = json.loads(step.outputs["counts"])
    assert step.outputs["exit-code"] == "1"
    assert counts["violated"] == 2
    assert step.outputs["folder"] == "banshi-reports"
    saved = work / step.outputs["json"]
    assert json.loads(saved.read_text(encoding="utf-8"))["summary"] == counts
    assert (work / step.outputs["junit"]).read_bytes().startswith(b"<?xml ")
    assert json.loads((work / step.outputs["sarif"]).read_bytes())["version"] == "2.1.0"
    again = run("report", saved, "-f", "markdown").out
    assert (work / "banshi-reports" / "banshi.md").read_text(encoding="utf-8") == again
    assert step.summary.read_text(encoding="utf-8") == "\n" + again


def test_the_action_reads_what_the_settings_name(work: Path, python: Path, tmp_path: Path) -> None:
    (work / "banshi.toml").write_text(
        'metrics = ["data files/sample-city.csv"]\nas-of = "2019-12-31"\nlang = "en"\n',
        encoding="utf-8",
    )
    step = Step(work, python, {"version": "0.1.0", "fail-on": "never", "reports": ""})
    assert step.code == 0, step.err
    assert (tmp_path / "pip.txt").read_text(encoding="utf-8").splitlines()[-1] == "banshi==0.1.0"
    assert sorted(path.name for path in (work / "banshi-reports").iterdir()) == ["banshi.json"]
    assert step.outputs["junit"] == ""


def test_wrong_input_is_code_2_and_no_older_result(work: Path, python: Path) -> None:
    inputs = {"metrics": "data files/*.csv", "as-of": "2019-12-31"}
    assert Step(work, python, inputs).outputs["counts"]
    step = Step(work, python, {**inputs, "metrics": "none/*.csv"})
    assert (step.code, step.outputs["exit-code"], step.outputs["counts"]) == (2, "2", "")
    assert "none/*.csv" in step.err
    wrong = Step(work, python, {**inputs, "fail-on": "sometimes"})
    assert wrong.code == 2


@pytest.mark.parametrize(
    "attack",
    ["$(touch owned)", "`touch owned`", "; touch owned", "a\ncounts=0", '" && touch owned'],
)
def test_inputs_are_never_run(work: Path, python: Path, attack: str) -> None:
    for name in ("metrics", "registry", "plan", "as-of", "fail-on", "args", "lang", "folder"):
        inputs = {"metrics": "data files/*.csv", "as-of": "2019-12-31", "fail-on": "never"}
        step = Step(work, python, {**inputs, name: attack})
        assert not (work / "owned").exists(), name
        assert step.outputs.get("counts") != "0"


@pytest.mark.parametrize("hook", load(HOOKS), ids=lambda hook: str(hook["id"]))
def test_the_hooks_run_on_a_registry(run: Run, work: Path, hook: Any, monkeypatch: Any) -> None:
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    shutil.copytree(ROOT / "registry", work / "registry")
    monkeypatch.chdir(work)
    words = [*shlex.split(hook["entry"])[1:], *hook["args"]]
    assert run(*words).code == 0
    plan = work / "registry" / "plans" / "yingkou-2019-26.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("value: 15\n", "value: 16\n", 1), encoding="utf-8")
    wrong = run(*words)
    assert wrong.code != 0
    assert "registry/plans/yingkou-2019-26.yaml:" in wrong.out + wrong.err


def test_the_gitlab_job_runs(work: Path, python: Path, tmp_path: Path) -> None:
    job = load(GITLAB)["banshi"]
    assert job["artifacts"]["when"] == "always"
    done = subprocess.run(
        [BASH, "-eo", "pipefail", "-c", "\n".join(job["script"])],
        cwd=work,
        env={
            **environment(**job["variables"]),
            "METRICS_FILES": "data?files/*.csv",
            "BANSHI_AS_OF": "2019-12-31",
            "BANSHI_PLAN": "yingkou-2019-26",
            "BANSHI_LANG": "en",
            "PATH": f"{python.parent}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.rstrip().endswith("2 milestones: 0 done, 2 overdue")
    assert (tmp_path / "pip.txt").read_text(encoding="utf-8").splitlines()[-1] == "banshi"
    junit = work / job["artifacts"]["reports"]["junit"]
    assert b'name="input files"' in junit.read_bytes()
