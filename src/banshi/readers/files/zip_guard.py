"""Opens a zip archive only after its directory was found sound, and reads its parts within bounds.

A workbook is a zip of XML. One of a few hundred bytes can name gigabytes, hold the same part twice
(readers disagree on which one counts) or lie about sizes; so nothing is unpacked before the
directory was read, and nothing beyond what it declares afterwards.
"""

import io
import zipfile
import zlib
from typing import IO

from banshi.messages import Message, say
from banshi.readers.files.file_fault import FileFault

MOST_BYTES = 50 * 2**20
MOST_RATIO = 200
MOST_ENTRIES = 1_000
# Each tag costs time and, in a tree, some hundred bytes; a part of 50 MB can hold 12 million.
MOST_TAGS = 2_000_000
_CHUNK = 1 << 16
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_FORBIDDEN = tuple(
    text.encode(encoding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def save_again() -> Message:
    """Return what to do with a damaged workbook."""
    return say("open the file in Excel or WPS and save it again as .xlsx, or as CSV")


def damaged(detail: Message) -> FileFault:
    """Return the fault of a workbook that is broken in the way `detail` says."""
    message = say("the workbook is damaged: {detail}; {advice}", detail=detail, advice=save_again())
    return FileFault("workbook", message)


class GuardedZip(zipfile.ZipFile):
    """A zip archive in memory whose parts can be read without harm.

    Raises:
        FileFault: on opening, where the directory is damaged, too large, or ambiguous.
    """

    def __init__(self, data: bytes) -> None:
        # Counted before zipfile makes an object of each.
        if data.count(_DIRECTORY_ENTRY) > MOST_ENTRIES:
            raise _too_many()
        try:
            super().__init__(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            raise damaged(say("its zip directory cannot be read")) from None
        _check_names(self.infolist())
        _check_sizes(self.infolist(), len(data))

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """Return a part of XML, unpacked within its declared size.

        Raises:
            FileFault: its bytes do not match the directory, or it declares a document type.
        KeyError: there is no such part.
        """
        chunks = []
        try:
            with super().open(name, "r", pwd) as part:
                # Without a size zipfile unpacks all that a chunk of input gives and cuts then.
                while chunk := part.read(_CHUNK):
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
            raise damaged(say("part {part} cannot be unpacked", part=str(name))) from None
        data = b"".join(chunks)
        if data.count(b"<") > MOST_TAGS:
            message = say("part {part} is too large; save the sheet as CSV", part=str(name))
            raise FileFault("too-large", message)
        if any(mark in data for mark in _FORBIDDEN):
            raise FileFault(
                "workbook",
                say(
                    "part {part} declares a document type or entities, as no workbook of Excel or"
                    " WPS does; {advice}",
                    part=str(name),
                    advice=save_again(),
                ),
            )
        return data

    # zipfile gives more kinds of objects and takes more modes; openpyxl asks for no other.
    def open(  # type: ignore[override]  # a part as bytes in memory is all that is handed out
        self, name: str | zipfile.ZipInfo, mode: str = "r", pwd: bytes | None = None
    ) -> IO[bytes]:
        """Return a part as a file; see `read`."""
        _ = mode
        return io.BytesIO(self.read(name, pwd))


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise _too_many()
    seen: set[str] = set()
    for entry in entries:
        # filename is what zipfile made of it: cut at a NUL, with slashes of the system.
        name = entry.orig_filename
        if name.casefold() in seen:
            raise damaged(say("it holds part {part} twice", part=name))
        seen.add(name.casefold())
        odd = "\\" in name or "\x00" in name or name.startswith("/") or name[1:2] == ":"
        if odd or ".." in name.split("/"):
            raise damaged(say("it holds a part with the unsafe name {part}", part=name))
        if entry.flag_bits & _ENCRYPTED:
            message = say("the file is encrypted; take the password off and save it again")
            raise FileFault("format", message)
        if entry.compress_type not in _METHODS:
            raise damaged(say("part {part} is packed in an unusual way", part=name))


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES or total > MOST_RATIO * packed:
        raise FileFault(
            "too-large",
            say(
                "the workbook unpacks to {size} MB from {packed} KB, more than is read;"
                " save the sheet as CSV",
                size=-(-total // 2**20),
                packed=-(-packed // 2**10),
            ),
        )


def _too_many() -> FileFault:
    return FileFault(
        "too-large",
        say("the file holds more than {most} parts; save the sheet as CSV", most=MOST_ENTRIES),
    )
