"""Opens the files that were named; what is missing is said with the nearest name."""

import stat
from collections.abc import Sequence
from pathlib import Path

from banshi.errors import BadUsageError
from banshi.messages import say, why
from banshi.nearest import nearest
from banshi.readers.source import Source

# Smaller files are read at once: what a program reads twice may have changed in between.
_LARGE = 4_000_000


def open_files(paths: Sequence[str]) -> list[Source]:
    """Return each file, its content read unless it is large.

    Raises:
        BadUsageError: a path is missing, a folder, or cannot be read.
    """
    found = []
    for name in paths:
        path = Path(name)
        try:
            status = path.stat()
            if stat.S_ISCHR(status.st_mode):
                raise BadUsageError(str(say("{path} is not a file", path=name)))
            large = stat.S_ISREG(status.st_mode) and status.st_size > _LARGE
            if large:
                path.open("rb").close()
            found.append(Source(path.as_posix(), path if large else path.read_bytes()))
        except IsADirectoryError:
            raise BadUsageError(
                str(say("{path} is a folder; name the files in it", path=name))
            ) from None
        except FileNotFoundError:
            near = nearest(path.name, (entry.name for entry in _siblings(path)))
            message = say("no file {path}", path=name)
            if near:
                message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
            raise BadUsageError(str(message)) from None
        except (OSError, ValueError) as error:
            message = say("{path} cannot be read: {detail}", path=name, detail=why(error))
            raise BadUsageError(str(message)) from None
    return found


def _siblings(path: Path) -> list[Path]:
    return sorted(path.parent.iterdir()) if path.parent.is_dir() else []
