"""What was read, in words: which file, how its bytes were understood, which sheets."""

from collections.abc import Iterator, Sequence

from banshi.formats.shapes.json_v1 import Input
from banshi.messages import mark, say, say_count, translate

_SHOWN_FILES = 6
_DELIMITERS = {"comma": mark("comma"), "tab": mark("tab"), "semicolon": mark("semicolon")}
_FORMATS = {
    "xlsx": mark("workbook"),
    "json": mark("JSON"),
    "jsonl": mark("JSON, an object a line"),
    "parquet": mark("Parquet"),
}


def lines(files: Sequence[Input]) -> Iterator[str]:
    """Yield a line a file; of many files the first few, and how many more there are.

    Which encoding was taken is always said: nearly any bytes read as GB18030.
    """
    for file in files[:_SHOWN_FILES]:
        yield translate(mark(", ")).join([_rows(file), *_how(file)])
    if len(files) > _SHOWN_FILES:
        rest = len(files) - _SHOWN_FILES
        yield str(say_count("and {count} more file", "and {count} more files", rest))


def format_word(name: str) -> str:
    """Return the format of a file in words."""
    return translate(_FORMATS[name]) if name in _FORMATS else name.upper()


def delimiter_word(name: str | None) -> str:
    """Return the delimiter of a CSV file in words; nothing for other files."""
    return translate(_DELIMITERS[name]) if name else ""


def _rows(file: Input) -> str:
    return str(
        say_count("{name}: {count} row", "{name}: {count} rows", file["rows"], name=file["name"])
    )


def _how(file: Input) -> Iterator[str]:
    if file["format"] == "csv":
        if file["encoding"]:
            yield file["encoding"]
        if file["delimiter"]:
            yield delimiter_word(file["delimiter"])
    elif file["format"] in _FORMATS:
        yield translate(_FORMATS[file["format"]])
    if file["sheets"]:
        yield str(say("sheets {names}", names="、".join(file["sheets"])))
    if file["unread_sheets"]:
        yield str(say("not read: {names}", names="、".join(file["unread_sheets"])))
