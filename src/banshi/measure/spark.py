"""Spark by way of Ibis: a session on this machine or on a cluster reads and counts the cases."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis

from banshi.errors import BadUsageError
from banshi.measure.calendar import Calendar
from banshi.measure.columns import Expr
from banshi.measure.expressions import Judging
from banshi.measure.files import CaseFile, grouped
from banshi.measure.job import Job
from banshi.measure.rows import cases
from banshi.measure.through_ibis import ThroughIbis
from banshi.messages import say

LOCAL = "local[*]"
"""Spark in this process's own machine, on all its cores."""


@contextmanager
def engine(
    job: Job,
    files: Sequence[CaseFile],
    days: Calendar | None,
    *,
    master: str = LOCAL,
    memory: str | None = None,
    folder: Path | None = None,
) -> Iterator[ThroughIbis]:
    """Yield the engine; Spark is stopped when it is left, also after an error.

    Raises:
        BadUsageError: a file is no whole table, or Spark cannot go on.
    """
    _refuse_names(files)
    _refuse_faulty(job, files)
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException

    with tempfile.TemporaryDirectory(prefix="banshi-", dir=folder) as spilled:
        session: Any = None
        try:
            session = _session(master, memory, Path(spilled))
            yield counting(session, job, files, days)
        except (PySparkException, Py4JError) as error:
            detail = str(error).split("\n", 1)[0]
            raise BadUsageError(str(say("Spark cannot go on: {detail}", detail=detail))) from None
        finally:
            if session is not None:
                session.stop()


def counting(
    session: Any, job: Job, files: Sequence[CaseFile], days: Calendar | None
) -> ThroughIbis:
    """Return the engine in a session of Spark that runs already."""
    backend = _backend(session)
    judging = Judging(job, days)
    table = ibis.union(*(_canonical(backend, judging, group) for group in grouped(files)))
    return ThroughIbis(backend, table, job, days)


@contextmanager
def _silent() -> Iterator[None]:
    """Let what starts here write its errors nowhere: Java warns before any setting is read."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _session(master: str, memory: str | None, spilled: Path) -> Any:
    from pyspark.sql import SparkSession

    building = SparkSession.builder.master(master).appName("banshi measure")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.local.dir": str(spilled),
        # The plans are deep, and small tables are joined: what follows takes Spark minutes else.
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.sql.shuffle.partitions": "4" if master.startswith("local") else "200",
        "spark.sql.warehouse.dir": str(spilled / "warehouse"),
        **({"spark.driver.memory": memory.removesuffix("B")} if memory else {}),
    }
    if master.startswith("local"):  # nothing listens where others could reach it
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    for name, value in settings.items():
        building = building.config(name, value)
    with _silent():
        return building.getOrCreate()


def _backend(session: Any) -> Any:
    backend = ibis.pyspark.connect(session)

    # Ibis goes by way of pandas, where whole numbers with a null among them all become null.
    def register(table: Any) -> None:
        arrow = table.data.to_pyarrow(table.schema)
        session.createDataFrame(arrow).createOrReplaceTempView(table.name)

    backend._register_in_memory_table = register  # noqa: SLF001 - no public place for it
    return backend


def _canonical(backend: Any, judging: Judging, group: Sequence[CaseFile]) -> Expr:
    first = group[0]
    paths = [str(file.path.resolve()) for file in group]
    if first.kind == "parquet":
        table = backend.read_parquet(paths)
        return judging.canonical(table, {c: table[first.headers[n]] for c, n in first.columns})
    table = backend.read_csv(
        paths,
        schema=", ".join(f"c{n} string" for n in range(len(first.headers))),
        header=True,
        sep=first.delimiter,
        quote='"',
        escape='"',
        multiLine=True,
        mode="FAILFAST",
    )
    return judging.canonical(table, {column: table[f"c{n}"] for column, n in first.columns})


def _refuse_names(files: Sequence[CaseFile]) -> None:
    """Refuse files that Spark would leave out, or take for others, without a word.

    Raises:
        BadUsageError: a name begins with _ or ., or a path holds what stands for a pattern.
    """
    for file in files:
        path = file.path.resolve()
        if path.name.startswith(("_", ".")) or set(str(path)) & set("*?[]{}\\"):
            message = say(
                "{path}: Spark does not read files of such names: rename it, or use another engine",
                path=file.name,
            )
            raise BadUsageError(str(message))


def _refuse_faulty(job: Job, files: Sequence[CaseFile]) -> None:
    """Read texts row by row first: Spark takes an open quote for the end of a cell, and is silent.

    Raises:
        BadUsageError: a file is no whole table.
    """
    for file in files:
        if file.kind == "csv":
            for _ in cases(file, job):
                pass
