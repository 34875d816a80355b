"""Working days between a million pairs of dates, beside numpy with the same holidays.

    python bench/workdays.py            # in process and whole processes, as a table
    python bench/workdays.py numpy FILE # one whole process of the table

numpy counts the start and not the end; with both a day later it counts by banshi's rule.
"""

import datetime as dt
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from timing import BenchError, Command, compare

import banshi
from banshi.workdays import FIRST_YEAR, last_year

PAIRS = 1_000_000
LIMIT = 2.0
"""How many times as long as numpy banshi may take."""
_REPEAT = 11
_SEED = 20_190_709


def write_pairs(file: Path) -> None:
    """Write the pairs as an array of two columns, and every day off of all years beside it."""
    import numpy as np

    random = np.random.default_rng(_SEED)
    starts = np.datetime64("2018-01-01") + random.integers(0, 1000, PAIRS)
    ends = starts + random.integers(0, 90, PAIRS)
    np.save(file, np.stack([starts, ends]))
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(last_year(), 12, 31)
    days = map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    off = [day.isoformat() for day in days if not banshi.is_workday(day)]
    file.with_suffix(".json").write_text(json.dumps(off), encoding="utf-8")


def with_numpy(file: Path) -> Callable[[Any, Any], Any]:
    """Return numpy's way to count: a week of seven days, every day off a holiday."""
    import numpy as np

    off = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    days = np.busdaycalendar(weekmask="1111111", holidays=off)

    def count(starts: Any, ends: Any) -> Any:
        first, last = (np.asarray(column, "datetime64[D]") + 1 for column in (starts, ends))
        return np.busday_count(first, last, busdaycal=days)

    return count


def commands(file: Path) -> tuple[Command, Command]:
    """Return the whole processes: banshi's and numpy's, on the pairs of `file`."""
    own, peer = ((sys.executable, __file__, name, str(file)) for name in ("banshi", "numpy"))
    return Command(own), Command(peer)


def _whole(name: str, file: Path) -> int:
    import numpy as np

    starts, ends = np.load(file)
    count = with_numpy(file) if name == "numpy" else banshi.count_workdays
    print(int(count(starts, ends).sum()))
    return 0


def _in_process(file: Path) -> Iterator[str]:
    import numpy as np

    starts, ends = np.load(file)
    numpy_counts = with_numpy(file)
    inputs = (("arrays", starts, ends), ("lists of dates", starts.tolist(), ends.tolist()))
    for name, one, two in inputs:
        if list(banshi.count_workdays(one, two)) != list(numpy_counts(one, two)):
            raise BenchError("banshi and numpy do not agree")
        own, peer = [], []
        for _pair in range(_REPEAT):
            own.append(_timed(banshi.count_workdays, one, two))
            peer.append(_timed(numpy_counts, one, two))
        yield _line(f"in process, {name}", own, peer)


def _timed(count: Callable[[Any, Any], Any], starts: Any, ends: Any) -> float:
    start = time.perf_counter()
    count(starts, ends)
    return time.perf_counter() - start


def _line(name: str, own: list[float], peer: list[float]) -> str:
    ratio = median(a / b for a, b in zip(own, peer, strict=True))
    verdict = "ok" if ratio <= LIMIT else "OVER"
    return f"{name:29} {ratio:6.3f} {LIMIT:6.2f} {median(own):.4f} / {median(peer):.4f} {verdict}"


def main() -> int:
    """Print the table, or be one of its processes; return the exit code."""
    if len(sys.argv) > 1:
        return _whole(sys.argv[1], Path(sys.argv[2]))
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as name:
        file = Path(name) / "pairs.npy"
        write_pairs(file)
        lines = list(_in_process(file))
        paired = compare(*commands(file), Path(name), repeat=_REPEAT, warm=True)
    own, peer = ([run.seconds for run in runs] for runs in (paired.work, paired.against))
    lines.append(_line("whole processes, arrays", own, peer))
    print(f"{PAIRS:,} pairs, {_REPEAT} times in turn; ratio, limit, seconds (banshi / numpy)")
    print("\n".join(lines))
    return int(any(line.endswith("OVER") for line in lines))


if __name__ == "__main__":
    sys.exit(main())
