"""Where a file's bytes come from: memory, or a path that is opened again for each pass."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """A file by the name that messages show, with its content or the path to it."""

    name: str
    content: bytes | Path

    def open(self) -> BinaryIO:
        """Return the bytes as a file that can be gone through and sought in.

        Raises:
            OSError: the path cannot be read.
        """
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        return self.content.open("rb")

    def data(self) -> bytes:
        """Return all bytes.

        Raises:
            OSError: the path cannot be read.
        """
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()

    def head(self) -> bytes:
        """Return the first 64 KB.

        Raises:
            OSError: the path cannot be read.
        """
        with self.open() as file:
            return file.read(_HEAD)

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size
