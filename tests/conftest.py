"""What the tests share: the real command in this process, and the folder of outside data."""

import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from banshi.cli import open_registry
from banshi.cli.main import main
from banshi.loading.load import Loaded, default_registry, load_registry, read_registry
from banshi.model.registry import Registry

ROOT = Path(__file__).parent.parent
# As the command line does before anything imports openpyxl: see cli/main.py.
os.environ["OPENPYXL_LXML"] = "False"
# The tests are the same whether GitHub runs them or not.
for _name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
    os.environ.pop(_name, None)
EXAMPLES = sorted(str(path) for path in (ROOT / "examples" / "yingkou-2019").glob("*.csv"))

# The first example pays for imports, and CI shares its two cores: no deadline, no health check.
settings.register_profile(
    "banshi", deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
settings.load_profile("banshi")


@dataclass(frozen=True)
class Result:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line on standard output."""
        return self.out.rstrip("\n").rsplit("\n", 1)[-1]


Run = Callable[..., Result]


@pytest.fixture(scope="session", autouse=True)
def _own_registry_read_once() -> Iterator[None]:
    """Let commands that run in this process read the registry of this tree once for all.

    It is the same frozen value every time; reading it again was half of the time of the suite. A
    registry in another folder, `validate` and commands in a process of their own read as ever.
    """
    place = default_registry()
    own = functools.cache(functools.partial(read_registry, place))

    def read(path: Path) -> Loaded:
        return own() if path == place else read_registry(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_registry, "read_registry", read)
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `banshi ARGUMENTS` in this process, in English."""
    for name in list(os.environ):
        if name.startswith("BANSHI_") or name == "NO_COLOR":
            monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def banshi(*arguments: str | Path) -> Result:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return Result(int(code), written.out, written.err)

    return banshi


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Return the registry of this tree."""
    return load_registry(ROOT / "registry")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with the plans' texts and outside data, which lies beside the tree."""
    place = Path(os.environ.get("BANSHI_SHARED", ROOT.parent / "shared"))
    if not place.is_dir():
        pytest.skip(f"no folder {place}: set BANSHI_SHARED to the folder with sources/ and data/")
    return place


def write_csv(folder: Path, *rows: str, header: str = "metric,value,unit,region,period") -> Path:
    """Write a metrics file and return its path."""
    file = folder / "metrics.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def small_registry(tmp_path: Path) -> Path:
    """Return a registry with one plan of one target: supply reliability of at least 99.95 %."""
    folder = tmp_path / "registry"
    (folder / "plans").mkdir(parents=True)
    for name in ("metrics", "organisations", "regions"):
        text = (ROOT / "registry" / f"{name}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "plans" / "small.yaml").write_text(SMALL_PLAN, encoding="utf-8")
    return folder


SMALL_PLAN = """\
id: small
title: 测试方案
issuers: [营口市人民政府办公室]
jurisdiction: "210800"
issued: 2019-01-15
status: issued
source:
  name: small.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
tasks:
- id: "1"
  clause: 一
  title: 供电
  lead: [营口供电公司]
  deadline: {by: 2019-06-30, text: 6月底前}
  targets:
  - id: reliability
    metric: supply_reliability
    op: ">="
    value: 99.95
    unit: percent
    evidence: 供电可靠率达到99.95%以上
"""
