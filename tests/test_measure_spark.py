"""Spark gives the same bytes as the other engines: one session for all, which is slow to start."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from banshi.measure.reference import Reference
from banshi.measure.result import run as run_plan
from tests.conftest import ROOT, Run
from tests.test_measure_engines import PROFILE, plan_of, text_of

CASES = ROOT / "tests" / "cases"
EXAMPLES = ROOT / "examples" / "cases"
pytestmark = [
    pytest.mark.xdist_group("spark"),
    # py4j leaves its sockets to the collector; Spark and Ibis use older names of pandas and Arrow.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def need_spark() -> None:
    """Skip where Spark cannot run, but never in CI."""
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    missing = [*([] if java else ["Java"]), *([] if find_spec("pyspark") else ["pyspark"])]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{' and '.join(missing)} missing: .ci/run must install it")
    if missing:
        pytest.skip(f"{' and '.join(missing)} missing")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Yield one session of Spark for all tests that need no command."""
    need_spark()
    from banshi.measure import spark

    with tempfile.TemporaryDirectory() as folder:
        started = spark._session("local[2]", None, Path(folder))
        yield started
        started.stop()


def strange_rows(seed: int) -> list[list[str]]:
    """Return cases with every form of time and word that a table may have, right and wrong."""
    dice = random.Random(seed)
    clocks = ("", " 9:05", " 09:05:59", "T23:59:59", " 00:00:00.9", " 24:00", " 9:60", " 9:5:0")
    odd = ("", "-", "2019-02-30", "1969-12-31", "2019", "明天", "2019-08-05 09:30:00+08")

    def time(month: int) -> str:
        if dice.random() < 0.1:
            return dice.choice(odd)
        day, sign = dice.randrange(1, 29), dice.choice(("-", "/"))
        date = dice.choice((f"2019{sign}{month}{sign}{day}", f"2019-{month:02}-{day:02}"))
        return dice.choice(("", " ")) + date + dice.choice(clocks) + dice.choice(("", "\t"))

    def row(number: int) -> list[str]:
        return [
            str(dice.choice((number, number, 7, "")) if dice.random() < 0.3 else number),
            dice.choice(("站前区", "西市区", " 西市区 ", "没有区")),
            dice.choice(("甲局", "乙局", "")), dice.choice(("甲", "乙", "丙\u2028")),
            dice.choice(("网上", "窗口", "掌上 ", "")),
            dice.choice(("0", "1.5", "-2", "1e3", "", "3\u2028", "999999999999.999999")),
            time(3), time(3), time(4), time(5), time(4), time(4), time(5), time(5),
        ]  # fmt: skip

    rows = [row(number) for number in range(150)]
    return [*rows, *rows[20:25]]


@pytest.mark.parametrize(
    ("seed", "by"),
    [(1, ("region", "month")), (2, ("item", "organisation", "quarter"))],
)
def test_spark_agrees_with_the_reference(
    session: Any, tmp_path: Path, seed: int, by: tuple[str, ...]
) -> None:
    from banshi.measure import spark

    plan, opener = plan_of(tmp_path, PROFILE, by, "2019")
    rows = strange_rows(seed)
    with opener:
        for number, part in enumerate((rows[:70], rows[70:])):
            file = tmp_path / f"{number}.csv"
            file.write_text(text_of(part), encoding="gb18030" if number else "utf-8")
        files = [f for n in (0, 1) if (f := opener.open(tmp_path / f"{n}.csv"))]
        reference = Reference(plan.job, files, plan.calendar)
        expected = run_plan(plan, reference)
        engine = spark.counting(session, plan.job, files, plan.calendar)
        found = run_plan(plan, engine)
        assert found.counted == expected.counted
        assert found.rows == expected.rows
        assert engine.doubled() == reference.doubled()


def test_the_command_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    need_spark()
    workdays = (CASES / "workdays-2018-2020.csv", "--profile", CASES / "workdays.yaml")
    words = ("measure", *workdays, "--by", "item,year", "--as-of", "2020-12-31")
    first = run(*words, "--engine", "spark", "--master", "local[1]", "--temp-dir", tmp_path)
    assert first.code == 0, first.err
    assert first.out == run(*words, "--engine", "python").out
    assert not any(tmp_path.iterdir())


def test_a_faulty_table_is_refused_before_spark_starts(run: Run, tmp_path: Path) -> None:
    need_spark()
    file = tmp_path / "cases.csv"
    file.write_text("case,accepted,completed\n1,2019-01-01\n", encoding="utf-8")
    text = (EXAMPLES / "west.csv").read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([text[0], text[1].rsplit(",", 1)[0]]), encoding="utf-8")
    words = ("measure", file, "--profile", EXAMPLES / "profile.yaml", "--engine", "spark")
    result = run(*words, "--as-of", "2019-12-31")
    assert result.code == 2
    assert "cells in a row" in result.err


@pytest.mark.parametrize("name", ["_a.csv", ".a.csv", "a[1].csv", "a*.csv", "a{1}.csv"])
def test_a_name_that_spark_would_pass_over_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    need_spark()
    shutil.copy(EXAMPLES / "west.csv", tmp_path / name)
    files = (tmp_path / name, "--profile", EXAMPLES / "profile.yaml", "--engine", "spark")
    result = run("measure", *files, "--as-of", "2019-12-31")
    assert (result.code, result.out) == (2, "")
    assert "Spark does not read files of such names" in result.err


def test_a_missing_java_is_said(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if find_spec("pyspark") is None:
        pytest.skip("pyspark missing")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    files = (EXAMPLES / "west.csv", "--profile", EXAMPLES / "profile.yaml")
    result = run("measure", *files, "--as-of", "2019-12-31", "--engine", "spark")
    assert (result.code, result.out) == (2, "")
    assert result.err == "banshi: Spark needs Java 17 or newer: there is none in PATH\n"


def test_a_master_without_spark_is_refused(run: Run) -> None:
    files = (EXAMPLES / "west.csv", "--profile", EXAMPLES / "profile.yaml")
    result = run("measure", *files, "--as-of", "2019-12-31", "--master", "local[1]")
    assert result.code == 2
    assert "--master is for --engine spark" in result.err
