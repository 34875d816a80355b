"""Whose file it is, by its first bytes alone: SQLite itself is never let at a stranger's file."""

import time
from pathlib import Path

from banshi.errors import BadUsageError
from banshi.history.tables import APPLICATION_ID, VERSION
from banshi.messages import Message, say, why

WAIT = 10.0
"""Seconds that another program is waited for."""
_PAUSE = 0.05
_MAGIC = b"SQLite format 3\x00"
_LENGTH = 100
_USER_VERSION = slice(60, 64)
_APPLICATION_ID = slice(68, 72)


def holds_history(path: Path) -> bool:
    """Whether a history lies at `path`: False where nothing does, or an empty file.

    Raises:
        BadUsageError: something else does, or a history that a newer banshi wrote.
    """
    until = time.monotonic() + WAIT
    while fault := _fault(head := _head(path)):
        # Another process may be making the file just now: then its journal lies beside it.
        if not _journal(path).exists() or time.monotonic() > until:
            raise refused(path, fault)
        time.sleep(_PAUSE)
    return bool(head)


def _journal(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(f"{real.name}-journal")


def refused(path: Path, fault: Message) -> BadUsageError:
    """Return the refusal of the file at `path`."""
    return BadUsageError(str(say("{place}: {message}", place=str(path), message=fault)))


def _head(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise BadUsageError(str(say("{path} is not a file", path=str(path))))
        with path.open("rb") as file:
            return file.read(_LENGTH)
    except FileNotFoundError:
        return b""
    except (OSError, ValueError) as error:
        message = say("{path} cannot be read: {detail}", path=str(path), detail=why(error))
        raise BadUsageError(str(message)) from None


def _fault(head: bytes) -> Message | None:
    if not head:
        return None
    if not head.startswith(_MAGIC[: len(head)]):
        return say("this is no history (banshi check --record writes one); it is left as it is")
    if len(head) < _LENGTH:
        return say("the history is cut off; it is left as it is")
    if int.from_bytes(head[_APPLICATION_ID]) != APPLICATION_ID:
        return say("this is a database of another program; it is left as it is")
    version = int.from_bytes(head[_USER_VERSION])
    if version > VERSION:
        return say(
            "a newer banshi wrote this history (version {version}; this one knows {known}); it is"
            " left as it is: update banshi",
            version=version,
            known=VERSION,
        )
    return None
