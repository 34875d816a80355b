"""Damaged files through the whole command line, for FUZZ_SECONDS (300); whatever breaks is kept.

`make fuzz`, or `python -m tests.fuzz [KIND …]`. Every input must end in 0, 1 or 2 within bounds of
time and memory, and nothing of it may act on a terminal. An input that does not is saved in
FUZZ_FOLDER (.fuzz) with the command that it broke and what came of it; the run goes on and ends
with 1.

The work is done in a process of its own, so that a crash of the interpreter is a finding too.
"""

import contextlib
import functools
import io
import os
import random
import resource
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from banshi.cli import check
from banshi.cli.main import main
from banshi.cli.open_registry import open_registry
from banshi.model.registry import Registry
from tests.conftest import ROOT
from tests.damage import KINDS, Kind, files, registry_kinds
from tests.test_hostile import ALIVE

SECONDS = float(os.environ.get("FUZZ_SECONDS", "300"))
FOLDER = Path(os.environ.get("FUZZ_FOLDER", ROOT / ".fuzz"))
# Far above what any of these small files needs: a finding here is a hang or a blow-up.
SLOW = 5.0
MOST_MEMORY = 3 << 30
_EXAMPLES = 100
# Names the kind that is being worked at, for when the worker dies.
_CURRENT = FOLDER / "current"
_FAULT = 3


_packed = functools.cache(open_registry)


def open_registry_quickly(folder: Path | None, *, language: bool = False) -> Registry:
    """Open a registry as `open_registry` does, but read the one that comes with banshi once.

    A registry in a folder is read every time: it may be the very file that was damaged.
    """
    if folder is None:
        return _packed(None, language=language)
    return open_registry(folder, language=language)


class Finding(Exception):  # noqa: N818 - what was looked for, and no fault of this script
    """An input that ended as none may."""


def attack(kind: Kind, command: tuple[str, ...], data: bytes, folder: Path) -> None:
    """Run `command` on `data` in `folder`.

    Raises:
        Finding: it ended in another way than with 0, 1 or 2 and harmless output.
    """
    kind.lay(folder, data)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    began = time.monotonic()
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = main(command)
        except BaseException:  # noqa: BLE001 - main never raises, whatever happens
            raise Finding(traceback.format_exc()) from None
    written = [_text(stream) for stream in (out, err)]
    if code not in {0, 1, 2}:
        raise Finding(f"exit code {code}\n{written[1]}\n{_fault(written[1])}")
    if found := ALIVE.search("".join(written)):
        raise Finding(f"{found.group()!r} reaches the terminal\n{written!a}")
    if (taken := time.monotonic() - began) > SLOW:
        raise Finding(f"took {taken:.1f} seconds")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def _fault(text: str) -> str:
    """Return the traceback that a fault of banshi left, and take it away."""
    path = Path(text.strip().rsplit(" ", 1)[-1])
    if not path.name.startswith("banshi-fault-"):
        return ""
    said = path.read_text(encoding="utf-8")
    path.unlink()
    return said


def keep(kind: Kind, data: bytes, why: str) -> None:
    """Save an input, and beside it what came of it."""
    name = f"{kind.name}-{sha256(data).hexdigest()[:12]}"
    (FOLDER / f"{name}{Path(kind.file).suffix}").write_bytes(data)
    (FOLDER / f"{name}.txt").write_text(why, encoding="utf-8", errors="backslashreplace")
    print(f"{name}: {' '.join(why.split())[-300:]}", flush=True)


def turns(kinds: list[Kind], until: float) -> Iterator[Kind]:
    """Yield the kinds in turn until the time is over."""
    while time.monotonic() < until:
        for kind in kinds:
            if time.monotonic() < until:
                yield kind


def some(kind: Kind, folder: Path) -> int:
    """Attack with a few inputs of a kind, in `folder`, and return with how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0

    @seed(random.getrandbits(64))
    @settings(
        max_examples=_EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(files(kind), st.sampled_from(kind.commands))
    def each(data: bytes, command: tuple[str, ...]) -> None:
        nonlocal count
        count += 1
        try:
            attack(kind, command, data, folder)
        except Finding as finding:
            keep(kind, data, f"banshi {' '.join(command)}\n{finding}")

    each()
    return count


def work(kinds: list[Kind], until: float) -> None:
    """Attack until the time is over."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    vars(check)["open_registry"] = open_registry_quickly
    counts: Counter[str] = Counter()
    for kind in turns(kinds, until):
        _CURRENT.write_text(kind.name, encoding="utf-8")
        counts[kind.name] += some(kind, FOLDER / "work" / kind.name)
    print(", ".join(f"{count} of {name}" for name, count in counts.items()), flush=True)


def supervise(names: list[str]) -> int:
    """Keep a worker at it; one that dies leaves a finding."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    before = set(FOLDER.glob("*.txt"))
    _CURRENT.unlink(missing_ok=True)
    by_name = {kind.name: kind for kind in _all()}
    until = time.monotonic() + SECONDS
    while (left := until - time.monotonic()) > 0:
        words = [sys.executable, "-m", "tests.fuzz", "--work", str(left), *names]
        worker = subprocess.Popen(words, cwd=ROOT)
        why = ""
        try:
            code = worker.wait(left + 60)
            why = f"the process ended with {code}" if code else ""
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
            why = "it did not end"
        if why:
            if not _CURRENT.exists():
                raise SystemExit(f"the fuzzer itself is at fault: {why}")
            kind = by_name[_CURRENT.read_text(encoding="utf-8")]
            keep(kind, (FOLDER / "work" / kind.name / kind.file).read_bytes(), why)
    found = set(FOLDER.glob("*.txt")) - before
    print(f"{len(found)} found" + (f", in {FOLDER}" if found else ""))
    return int(bool(found))


def _all() -> list[Kind]:
    return [*KINDS, *registry_kinds(ROOT / "registry")]


def run(arguments: list[str]) -> int:
    """Begin as the worker or as its supervisor and return the exit code."""
    if arguments[:1] != ["--work"]:
        return supervise(arguments)
    kinds = [kind for kind in _all() if not arguments[2:] or kind.name in arguments[2:]]
    work(kinds, time.monotonic() + float(arguments[1]))
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
