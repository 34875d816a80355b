"""Recorded runs for tests: made without files, and recorded by processes that can be killed."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from banshi.history.run import Demand, Run, SeriesKey, Verdict

TARGET = "small/1/reliability"
DEMAND = Demand("supply_reliability", "", ">=", "99.95", "", "percent", "", "percent", "2019-06-30")
# Records runs 0 to N of a name, each of so many outcomes. `stop` names a function of tables.py in
# which the process says so and waits to be killed, once it has done its work.
CHILD = """\
import sys, time
from pathlib import Path
from banshi.history import store, tables
from tests.recorded import made
path, name, runs, outcomes, stop, pages = sys.argv[1:]
if stop:
    whole = getattr(tables, stop)
    def stopping(connection, *rest):
        connection.execute(f"PRAGMA cache_size = {pages}")
        done = whole(connection, *rest)
        print("inside", flush=True)
        time.sleep(600)
        return done
    setattr(tables, stop, stopping)
for number in range(int(runs)):
    store.append(Path(path), made(f"{name}{number}", outcomes=int(outcomes)))
    print(number, flush=True)
"""


def made(
    identity: str,
    *,
    as_of: str = "2019-12-31",
    outcomes: int = 1,
    values: Sequence[tuple[str, str]] = (("2019-12", "99.9"),),
    text: str = "",
) -> Run:
    """Return a run of so many outcomes with `values` each, the last of which counted."""
    verdicts = tuple(
        Verdict(
            series=SeriesKey(TARGET, "210800", f"body-{number}", text),
            demand=DEMAND,
            status="violated",
            was="",
            baselined=False,
            threshold="99.95",
            period=values[-1][0],
            values=tuple(values),
            organisation=text,
            item=text,
        )
        for number in range(outcomes)
    )
    return Run(identity, as_of, "0.1.0", (("m.csv", "0" * 64),), verdicts)


def recording(
    path: Path, name: str, *, runs: int = 1, outcomes: int = 1, stop: str = "", pages: int = 100
) -> "subprocess.Popen[str]":
    """Start a process that records; it prints the number of each run that is done."""
    root = Path(__file__).parent.parent
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, path, name, str(runs), str(outcomes), stop, str(pages)],
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
        stdout=subprocess.PIPE,
        text=True,
    )
