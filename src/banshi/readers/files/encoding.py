"""Finds out how the bytes of a text file are encoded, and always says which it was.

A byte order mark decides; then strict UTF-8; then GB18030, behind guards, because nearly any bytes
decode as GB18030: a UTF-8 file that was cut, UTF-16 without its mark, Big5. Statistical detectors
get short GBK tables wrong more often than this ladder does. The file is read in pieces, so that a
large one costs no memory.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from banshi.messages import Message, say
from banshi.values import dataclass

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text file is encoded, or the reason why it is no text, and what its bytes are."""

    name: str = ""
    """Codec of Python's that reads the text behind the mark."""
    shown: str = ""
    """The same as banshi reports it: utf-8-sig where there was a mark."""
    mark: int = 0
    """Length of the byte order mark."""
    fault: Message | None = None
    line: int = 0
    """Where the fault is."""
    sha256: str = ""


class _Faulty(Exception):  # noqa: N818 - caught in this module
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def detect(file: BinaryIO) -> Encoding:
    """Return the encoding of `file`, which can be gone through again and again, and its SHA-256."""
    digest = sha256()
    nul = 0
    lines = 1
    for piece in _pieces(file):
        digest.update(piece)
        if not nul and b"\x00" in piece:
            nul = lines + piece.count(b"\n", 0, piece.index(b"\x00"))
        lines += piece.count(b"\n")
    file.seek(0)
    head = file.read(4)
    for mark, name in _UTF16.items():
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return _strictly(file, Encoding(name, name, len(mark), sha256=digest.hexdigest()))
    found = Encoding(sha256=digest.hexdigest())
    if nul:
        return _fault(found, nul, say("a NUL character: this is no text file"))
    marked = head.startswith(codecs.BOM_UTF8)
    try:
        _decode(file, "utf-8", 3 if marked else 0)
    except _Faulty as fault:
        if marked or _damaged_utf8(file):
            return _fault(found, fault.line, say("damaged UTF-8; save the file again as UTF-8"))
    else:
        shown = "utf-8-sig" if marked else "utf-8"
        return Encoding("utf-8", shown, 3 if marked else 0, sha256=found.sha256)
    return _strictly(file, Encoding("gb18030", "gb18030", sha256=found.sha256))


def _fault(found: Encoding, line: int, message: Message) -> Encoding:
    return Encoding(found.name, found.shown, 0, message, line, found.sha256)


def _pieces(file: BinaryIO, start: int = 0) -> Iterator[bytes]:
    file.seek(start)
    while piece := file.read(_PIECE):
        yield piece


def _decode(file: BinaryIO, codec: str, start: int) -> set[str]:
    """Go through the text and return the characters in it.

    Raises:
        _Faulty: the bytes are not of this encoding.
    """
    decoder = codecs.getincrementaldecoder(codec)()
    characters: set[str] = set()
    lines = 1
    try:
        for piece in _pieces(file, start):
            text = decoder.decode(piece)
            lines += piece.count(b"\n")
            if codec == "gb18030":
                characters |= set(text)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        # What was left of the piece before holds no line end.
        raise _Faulty(lines + error.object.count(b"\n", 0, error.start)) from None
    return characters


def _strictly(file: BinaryIO, wanted: Encoding) -> Encoding:
    try:
        characters = _decode(file, wanted.name, wanted.mark)
    except _Faulty as fault:
        message = say("neither UTF-8 nor {encoding}; save the file as UTF-8", encoding=wanted.shown)
        return _fault(wanted, fault.line, message)
    if any(map(_improbable, characters)):
        message = say("neither UTF-8 nor GB18030 (perhaps Big5); save the file as UTF-8")
        return _fault(wanted, 0, message)
    return wanted


def _damaged_utf8(file: BinaryIO) -> bool:
    """Whether most bytes above ASCII belong to well-formed UTF-8 sequences of three or more."""
    high = well_formed = 0
    for piece in _pieces(file):
        high += sum(map(len, _HIGH_RUN.findall(piece)))
        found = _UTF8_SEQUENCE.findall(piece)
        well_formed += sum(len(sequence) for sequence in found if len(sequence) > 2)  # noqa: PLR2004
    return high > 0 and well_formed * 10 >= high * 8


def _improbable(character: str) -> bool:
    """Whether no table holds such a character: private use, unassigned, or a control."""
    return unicodedata.category(character) in {"Co", "Cn", "Cc"} and character not in "\t\r\n"
