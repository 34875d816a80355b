"""The wheel in an environment of its own, far from the tree: the registry must come with it."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT

# One process builds the wheel, however many run the tests.
pytestmark = pytest.mark.xdist_group("wheel")


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "BANSHI"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT,
        folder=folder,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_what_it_needs_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "banshi/_registry/metrics.yaml",
        "banshi/_registry/plans/yingkou-2019-26.yaml",
        "banshi/formats/page/page.css",
        "banshi/formats/page/page.html.j2",
        "banshi/formats/page/page.js",
        "banshi/locale/zh/LC_MESSAGES/banshi.mo",
        "banshi/py.typed",
    ):
        assert wanted in names
    assert not [name for name in names if "test" in name or name.endswith(".pyc")]


def test_check_works_in_any_folder(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "fresh"
    venv.create(place)
    binaries = place / ("Scripts" if os.name == "nt" else "bin")
    pins = tmp_path / "pins.txt"
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [line.rstrip(" \\") for line in lines if line and not line.startswith((" ", "#"))]
    pins.write_text("\n".join(names) + "\n", encoding="utf-8")
    installed = run(
        *(
            sys.executable,
            "-m",
            "pip",
            "--python",
            binaries / "python",
            "--disable-pip-version-check",
        ),
        *("install", "--quiet", "--no-compile", "-c", pins, wheel),
        folder=tmp_path,
    )
    if installed.returncode != 0 and not os.environ.get("CI"):
        pytest.skip(f"no package index within reach: {installed.stderr[-200:]}")
    assert installed.returncode == 0, installed.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    for command, code in (
        (("check", *EXAMPLES, "--as-of", "2019-12-31"), 1),
        (("check", *EXAMPLES, "--as-of", "2019-12-31", "--lang", "zh"), 1),
        (("validate",), 0),
        (("due", "--month", "11"), 0),
    ):
        done = run(binaries / "banshi", *command, folder=empty)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
    assert (
        "指标要求共"
        in run(
            binaries / "banshi",
            "check",
            *EXAMPLES,
            "--as-of",
            "2019-12-31",
            "--lang",
            "zh",
            folder=empty,
        ).stdout
    )
