"""Spark gives the same whole numbers as the reference, whatever the cases hold."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from banshi.errors import BadUsageError
from banshi.measure.levels import LEVELS
from banshi.measure.reference import Reference
from banshi.measure.result import run
from tests.test_measure_engines import PROFILE, plan_of, tables, text_of

pytestmark = [
    pytest.mark.xdist_group("spark"),
    # Sockets to Java are closed by the collector, and Spark and Ibis use older names of each other.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """Yield one session of Spark for all tests; where it cannot be, skip, but never in CI."""
    missing = [
        *([] if shutil.which("java") or os.environ.get("JAVA_HOME") else ["Java"]),
        *([] if find_spec("pyspark") else ["pyspark"]),
    ]
    if missing:
        if os.environ.get("CI"):
            pytest.fail(f"{' and '.join(missing)} missing")
        pytest.skip(f"{' and '.join(missing)} missing")
    from banshi.measure import spark

    with tempfile.TemporaryDirectory() as folder:
        started = spark._session("local[2]", None, Path(folder))
        started.conf.set("spark.sql.shuffle.partitions", "2")
        yield started
        started.stop()


@settings(  # to make an example smaller would take hours
    max_examples=int(os.environ.get("SPARK_EXAMPLES", "24")), phases=[Phase.generate]
)
@given(tables, st.lists(st.sampled_from(LEVELS), unique=True))
def test_spark_agrees_with_the_reference(
    session: Any, rows: list[tuple[str, ...]], by: list[str]
) -> None:
    from banshi.measure import spark

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan, opener = plan_of(folder, PROFILE, by, "2019")
        with opener:
            half = len(rows) // 2
            for number, part in enumerate((rows[:half], rows[half:])):
                file = folder / f"{number}.csv"
                file.write_text(text_of(part), encoding="utf-8-sig" if number else "utf-8")
            files = [f for n in (0, 1) if (f := opener.open(folder / f"{n}.csv"))]
            reference = Reference(plan.job, files, plan.calendar)
            expected = run(plan, reference)
            engine = spark.counting(session.newSession(), plan.job, files, plan.calendar)
            assert run(plan, engine) == expected
            assert engine.doubled() == reference.doubled()


def test_a_missing_java_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from banshi.measure import spark

    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadUsageError, match="Spark needs Java 17 or newer"):
        spark.need_java()
