"""Whole processes, timed in pairs: A B A B …, so that a drift of the machine meets both alike."""

import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from statistics import median

_HEADER_BYTES = 16
_TOLD = 2000


class BenchError(Exception):
    """A figure would not mean what the table says of it."""


@dataclass(frozen=True, slots=True)
class Command:
    """What one process runs, and the exit codes with which it has done its work."""

    words: tuple[str, ...]
    codes: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its time from start to exit, and the most memory that it held."""

    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Paired:
    """Runs of the work and of what it is held against, the n-th of each next to each other."""

    work: tuple[Run, ...]
    against: tuple[Run, ...]

    @property
    def ratios(self) -> list[float]:
        """The work's time as a multiple of its neighbour's, pair by pair."""
        pairs = zip(self.work, self.against, strict=True)
        return [work.seconds / against.seconds for work, against in pairs]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)


def seconds(runs: Iterable[Run]) -> float:
    """Return the median time of `runs`."""
    return median(run.seconds for run in runs)


def peak_mib(runs: Iterable[Run]) -> float:
    """Return the most memory that any of `runs` held."""
    return max(run.peak_mib for run in runs)


def compare(work: Command, against: Command, folder: Path, *, repeat: int, warm: bool) -> Paired:
    """Run both in `folder`, `repeat` times in turn; with `warm` once before, uncounted."""
    if warm:
        run(work, folder)
        run(against, folder)
    pairs = [(run(work, folder), run(against, folder)) for _ in range(repeat)]
    return Paired(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def run(command: Command, folder: Path) -> Run:
    """Run `command` in `folder` and measure it.

    Raises:
        BenchError: it ended with another exit code than it should.
    """
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in command.codes:
            told.seek(0)
            text = told.read()[-_TOLD:].decode(errors="replace")
            line = " ".join(command.words)
            raise BenchError(f"exit code {process.returncode} from: {line}\n{text}")
    return Run(taken, _peak(usage))


def _peak(usage: resource.struct_rusage) -> float:
    # Linux counts kibibytes, macOS bytes. A child begins with the peak of this script, some 20 MiB.
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def environment() -> dict[str, str]:
    """Return the environment of the measured processes: one language, no setting of Python's.

    PYTHONDONTWRITEBYTECODE above all must be gone: with it every start compiles anew.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "BANSHI_", "LC_"))
    }
    return {**kept, "LANG": "C.UTF-8"}


def require_bytecode(packages: Sequence[str]) -> None:
    """Make sure that no start of a measured process will compile anything.

    Raises:
        BenchError: a module of `packages` has no .pyc file, or one of an earlier version.
    """
    stale = [source for name in packages for source in _sources(name) if not _compiled(source)]
    if stale:
        raise BenchError(
            f"{len(stale)} modules have no current .pyc file, such as {stale[0]};"
            " run `make bench`, which compiles banshi, or compileall on what is installed"
        )


def _sources(package: str) -> list[Path]:
    spec: ModuleSpec | None = importlib.util.find_spec(package)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise BenchError(f"{package} is not installed")
    return [source for place in places for source in sorted(Path(place).rglob("*.py"))]


def _compiled(source: Path) -> bool:
    """Whether the .pyc file beside `source` is the one that Python will take."""
    cached = Path(importlib.util.cache_from_source(str(source), optimization=""))
    if not cached.is_file():
        return False
    with cached.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    magic, flags, made, size = (header[n : n + 4] for n in range(0, _HEADER_BYTES, 4))
    if magic != importlib.util.MAGIC_NUMBER:
        return False
    if any(flags):  # bound to the content of the source instead of its time
        return True
    stat = source.stat()
    known = (int.from_bytes(made, "little"), int.from_bytes(size, "little"))
    return known == (int(stat.st_mtime) & 0xFFFFFFFF, stat.st_size & 0xFFFFFFFF)
