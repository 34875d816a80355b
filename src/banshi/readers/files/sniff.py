"""Tells by its first bytes what a file is; its name decides only where the bytes leave it open.

Departments send old workbooks, web pages and encrypted files under any name. What can be read in
one way is read so, and `misnamed` says it; what cannot gets a message of its own with what to do.
"""

import codecs
import re
from collections.abc import Iterable
from pathlib import PurePath

from banshi.messages import Message, mark, say

KINDS = ("xlsx", "json", "jsonl", "parquet", "csv")
_SUFFIXES = {
    "xlsx": {".xlsx", ".xlsm", ".xltx", ".xltm"},
    "json": {".json"},
    "jsonl": {".jsonl", ".ndjson"},
    "parquet": {".parquet", ".pq"},
    "csv": {".csv", ".tsv", ".txt", ""},
}
_NAMES = {
    "xlsx": mark("a workbook"),
    "json": mark("JSON"),
    "jsonl": mark("JSON, an object a line"),
    "parquet": mark("Parquet"),
    "csv": mark("CSV"),
}
_HEAD = 1 << 16
_LOCAL_HEADER = b"PK\x03\x04"
_END_OF_DIRECTORY = b"PK\x05\x06"
_ENOUGH_NAMES = 1_000
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ARCHIVES = {
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
# A text file holds none of these; a CSV file may well begin with the letters of a signature.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b")
_JSON_OBJECT = re.compile(r'\{\s*(?:["}]|$)')
_JSON_LIST = re.compile(r'\[\s*(?:[{\["\]]|-?[0-9]|true\b|false\b|null\b|$)')


def kind_of(data: bytes, name: str) -> str | Message:
    """Return one of KINDS, or the message that refuses the file and says what to do.

    `data` is the whole file or its first kilobytes; with the whole one an encrypted workbook is
    told from an old one, and a workbook from the other files that are zip archives.
    """
    found = _binary_kind(data)
    return found or _text_kind(_head_text(data), PurePath(name).suffix.casefold())


def misnamed(kind: str, name: str) -> Message | None:
    """Return the note that `name` promises another kind of file than it is, if it does."""
    suffix = PurePath(name).suffix.casefold()
    if suffix in _SUFFIXES[kind] or {kind, suffix} == {"jsonl", ".json"}:
        return None
    if suffix not in {".xls", ".et"}.union(*_SUFFIXES.values()):
        return None
    return say(
        "called {suffix}, read as what it is: {kind}", suffix=suffix, kind=Message(_NAMES[kind])
    )


def refuse_zip(names: Iterable[str], *, whole: bool = True) -> Message | None:
    """Return what refuses a zip archive with parts of these names, or None for a workbook.

    Where they are not the `whole` archive's, only what they show is refused.
    """
    lower = [name.casefold() for name in names]

    def holds(folder: str) -> bool:
        return any(name.startswith(folder) for name in lower)

    if "xl/workbook.bin" in lower:
        return say("a binary workbook (.xlsb); open it in Excel and save it as .xlsx")
    # Documents can be embedded in a workbook, and workbooks in documents: the order is that of use.
    if holds("xl/"):
        return None
    if holds("word/"):
        return _document("Word")
    if holds("ppt/"):
        return _document("PowerPoint")
    if "mimetype" in lower:
        return say("an OpenDocument file (.ods); open it and save it as .xlsx")
    if "ofd.xml" in lower:
        return say("an OFD document; the figures are wanted as .xlsx or CSV")
    if whole and "[content_types].xml" not in lower:
        return say("a zip archive and no workbook; unpack it and name the files in it")
    return None


def _binary_kind(data: bytes) -> str | Message | None:
    head = data[:_HEAD]
    if head.startswith(_COMPOUND):
        return _compound(data)
    if head.startswith((_LOCAL_HEADER, _END_OF_DIRECTORY)):
        return _zip_kind(data)
    if head.startswith(b"%PDF-"):
        return say("a PDF document; the figures are wanted as .xlsx or CSV")
    if head.startswith(b"{\\rtf"):
        return _document("Word")
    if not _BINARY.search(head):
        return None
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PARE"):
        return say("an encrypted Parquet file; write it again without encryption")
    for signature, kind in _ARCHIVES.items():
        if head.startswith(signature):
            return say(
                "an archive packed with {kind}; unpack it and name the files in it", kind=kind
            )
    if head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return say("a picture; the figures are wanted as .xlsx or CSV")
    return None


def _compound(data: bytes) -> Message:
    """Say which of the files of Office 97 this is; its directory names its streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return say("a workbook with a password; take the password off and save it again")
    if "WordDocument".encode("utf-16-le") in data:
        return _document("Word")
    if "PowerPoint Document".encode("utf-16-le") in data:
        return _document("PowerPoint")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return say("an old workbook (.xls or .et); open it in Excel or WPS and save it as .xlsx")
    return say(
        "an old workbook (.xls or .et) or one with a password; open it in Excel or WPS and save it"
        " as .xlsx without a password"
    )


def _zip_kind(data: bytes) -> str | Message:
    """Return what a zip archive is, by the names in its local headers.

    The first bytes may be all that is here; the reader of workbooks sees the whole directory.
    """
    names: list[str] = []
    begin = data.find(_LOCAL_HEADER)
    while begin >= 0 and len(names) < _ENOUGH_NAMES:
        length = int.from_bytes(data[begin + 26 : begin + 28], "little")
        names.append(data[begin + 30 : begin + 30 + length].decode("utf-8", "replace"))
        begin = data.find(_LOCAL_HEADER, begin + 4)
    return refuse_zip(names, whole=_END_OF_DIRECTORY in data) or "xlsx"


def _document(program: str) -> Message:
    return say("a {program} document; the figures are wanted as .xlsx or CSV", program=program)


def _head_text(data: bytes) -> str:
    """Return the beginning of a text, good enough to tell its first marks."""
    head = data[:_HEAD]
    for byte_order, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(byte_order):
            return head[len(byte_order) :].decode(encoding, "ignore").lstrip()
    return head.decode("utf-8", "replace").lstrip()


def _text_kind(text: str, suffix: str) -> str | Message:
    folded = text[:4096].casefold()
    if folded.startswith(("<?xml", "<workbook", "<ss:workbook")):
        if "urn:schemas-microsoft-com:office:spreadsheet" in folded:
            return say(
                "an XML workbook of Excel 2003; open it in Excel or WPS and save it as .xlsx"
            )
        if "<html" not in folded:
            return say("an XML file; the figures are wanted as .xlsx or CSV")
    # In a cell, or a value of JSON, a tag is text like any other.
    page = folded.startswith("<") and "<html" in folded[:1024]
    if page or _HTML.match(folded) or folded.startswith("mime-version:"):
        return say(
            "a web page, whatever its name says; open it in Excel or WPS and save it as .xlsx"
        )
    named_json = suffix in _SUFFIXES["json"] | _SUFFIXES["jsonl"]
    if text.startswith("[") and (named_json or _JSON_LIST.match(text)):
        return "json"
    if text.startswith("{") and (named_json or _JSON_OBJECT.match(text)):
        return _object_kind(text, suffix)
    return "csv"


def _object_kind(text: str, suffix: str) -> str:
    """Tell one object from an object a line: there the first line is whole."""
    import json  # most files are CSV or workbooks

    first, _, rest = text.partition("\n")
    first = first.strip()
    try:
        whole = isinstance(json.loads(first, parse_int=str, parse_float=str), dict)
    except (ValueError, RecursionError):
        # A broken line in a file that is called .jsonl is told as one.
        whole = suffix in _SUFFIXES["jsonl"] and first.endswith("}")
    several = suffix in _SUFFIXES["jsonl"] or rest.lstrip().startswith("{")
    return "jsonl" if whole and several else "json"
