"""What runs inside GitHub Actions: whether it does, and the summary of its step."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from banshi.messages import say, why

# GitHub refuses the whole summary of a step that is larger.
MOST_BYTES = 1024 * 1024


def runs() -> bool:
    """Whether GitHub Actions runs this."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def wanted(format_: str | None, output_file: Path | None) -> bool:
    """Whether the result is to be annotations though nobody said so.

    Where a format or a file was asked for it is not, nor where standard output is a file.
    """
    return runs() and not format_ and output_file is None and not _to_file()


def disarmed(text: str) -> str:
    """Return `text` without anything that the runner would obey, where GitHub Actions runs this."""
    if not runs():
        return text
    from banshi.formats.shared.github_text import inert

    return inert(text)


def _to_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def summarise(make: Callable[[], str]) -> None:
    """Append the Markdown that `make` returns to the summary of the step, where there is one.

    A summary that would be too large is cut between two lines and says so. One that cannot be
    written is a note: it must not change how the run ends.
    """
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    from banshi.cli import output

    made = make()
    try:
        path = Path(name)
        there = 0
        if path.exists():
            if not (path.is_file() or path.is_dir()):  # a pipe would wait for a reader
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # noqa: TRY301
            there = path.stat().st_size
        summary = _cut(made, MOST_BYTES - there)
        with path.open("ab") as file:
            file.write(summary)
    except (OSError, ValueError) as error:
        output.to_stderr(
            say("note: the summary of the step was not written: {detail}", detail=why(error))
        )


def _cut(text: str, room: int) -> bytes:
    """Return `text` in at most `room` bytes; its last line stays."""
    data = ("\n" + text).encode("utf-8", "backslashreplace")
    if len(data) <= room:
        return data
    last = text.rstrip("\n").rsplit("\n", 1)[-1]
    note = say("The table is cut here: GitHub takes no longer summary.")
    end = f"\n\n{note}\n\n{last}\n".encode("utf-8", "backslashreplace")
    if room < len(end):
        return b""
    kept = data[: room - len(end)]
    return kept[: kept.rfind(b"\n") + 1].rstrip(b"\n") + end
