"""Where a file's bytes come from: memory, a path that is opened anew, or a file that is open."""

import io
from pathlib import Path
from typing import BinaryIO

from banshi.values import dataclass

_HEAD = 1 << 16


class _Shared(io.RawIOBase):
    """Reads a file that others read too, from a place of its own; closing it closes nothing."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # any buffer will do
        self._file.seek(self._at)
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._file.seek(self._at)
        self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at


@dataclass(frozen=True, slots=True)
class Source:
    """A file by the name that messages show, with its content or the way to it."""

    name: str
    content: bytes | Path | BinaryIO

    @property
    def large(self) -> bool:
        """Whether it is to be read in passes rather than kept in memory."""
        return not isinstance(self.content, bytes)

    def open(self) -> BinaryIO:
        """Return the bytes as a file that can be gone through and sought in.

        Raises:
            OSError: the path cannot be read.
        """
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        if isinstance(self.content, Path):
            return self.content.open("rb")
        return io.BufferedReader(_Shared(self.content))  # type: ignore[type-var]

    def data(self) -> bytes:
        """Return all bytes.

        Raises:
            OSError: the path cannot be read.
        """
        if isinstance(self.content, bytes):
            return self.content
        with self.open() as file:
            return file.read()

    def head(self) -> bytes:
        """Return the first 64 KB.

        Raises:
            OSError: the path cannot be read.
        """
        with self.open() as file:
            return file.read(_HEAD)

    @property
    def size(self) -> int:
        """Number of bytes.

        Raises:
            OSError: the path cannot be read.
        """
        if isinstance(self.content, bytes):
            return len(self.content)
        with self.open() as file:
            return file.seek(0, io.SEEK_END)
