"""The engine that counts the cases: chosen, looked for, and imported only then."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from banshi.cli import values
from banshi.cli.progress import Tell
from banshi.errors import BadUsageError
from banshi.measure.files import CaseFile
from banshi.measure.result import Plan
from banshi.messages import say
from banshi.values import dataclass

if TYPE_CHECKING:
    from banshi.measure.tally import Engine

ENGINES = ("duckdb", "python", "spark")


@dataclass(frozen=True, slots=True)
class Room:
    """Where the cases are counted, and how much that may take."""

    master: str | None
    memory: str | None
    folder: Path | None


@contextmanager
def engine_of(
    name: str | None,
    plan: Plan,
    files: Sequence[CaseFile],
    room: Room,
    tell: Tell | None,
) -> Iterator["Engine"]:
    """Yield the engine that was chosen.

    Raises:
        BadUsageError: there is no such engine, or it is not installed.
    """
    installed = find_spec("ibis") is not None and find_spec("duckdb") is not None
    chosen = values.choice(name or ("duckdb" if installed else "python"), "--engine", ENGINES)
    if room.master and chosen != "spark":
        raise BadUsageError(str(say("--master is for --engine spark")))
    if chosen == "python":
        from banshi.measure.reference import Reference

        yield Reference(plan.job, files, plan.calendar, tell)
        return
    if chosen == "spark":
        with _spark(plan, files, room) as found:
            yield found
        return
    if not installed:
        message = say("DuckDB is not installed: pip install 'banshi[measure]', or --engine python")
        raise BadUsageError(str(message))
    from banshi.measure import duck  # DuckDB and Ibis take half a second to import

    with duck.engine(
        plan.job, files, plan.calendar, memory=room.memory, folder=room.folder, tell=tell
    ) as found:
        yield found


@contextmanager
def _spark(plan: Plan, files: Sequence[CaseFile], room: Room) -> Iterator["Engine"]:
    if find_spec("ibis") is None or find_spec("pyspark") is None:
        raise BadUsageError(str(say("Spark is not installed: pip install 'banshi[spark]'")))
    _need_java()
    from banshi.measure import spark  # Ibis takes half a second to import

    with spark.engine(
        plan.job,
        files,
        plan.calendar,
        master=room.master or spark.LOCAL,
        memory=room.memory,
        folder=room.folder,
    ) as found:
        yield found


def _need_java() -> None:
    """See to it that there is a Java before anything of Spark starts.

    Raises:
        BadUsageError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    found = Path(home, "bin", "java").is_file() if home else shutil.which("java")
    if not found:
        detail = "JAVA_HOME" if home else "PATH"
        message = say("Spark needs Java 17 or newer: there is none in {place}", place=detail)
        raise BadUsageError(str(message))
