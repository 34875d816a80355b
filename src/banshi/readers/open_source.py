"""Turns a file into tables by what it is, whatever its name says."""

from dataclasses import replace
from hashlib import sha256

from banshi.position import Position, Problem, Severity
from banshi.readers.files.csv_file import open_csv
from banshi.readers.files.sniff import kind_of, misnamed
from banshi.readers.source import Source
from banshi.readers.table import Opened


def open_source(file: Source, sheets: tuple[str, ...] | None = None) -> Opened:
    """Return the tables of a file; of a workbook those of `sheets`, or of every visible one.

    Raises:
        OSError: the file cannot be read.
    """
    kind = kind_of(file.head() if file.large else file.data(), file.name)
    if not isinstance(kind, str):
        problem = Problem(Position(file.name), "format", kind)
        return Opened("", (), (problem,), sha256=_digest(file))
    opened = open_csv(file) if kind == "csv" else _opened(kind, file, sheets)
    if note := misnamed(kind, file.name):
        said = Problem(Position(file.name), "misnamed", note, Severity.NOTE)
        opened = replace(opened, problems=(*opened.problems, said))
    return opened


def _opened(kind: str, file: Source, sheets: tuple[str, ...] | None) -> Opened:
    # Each reader is imported where a file is of its kind: openpyxl and pyarrow are heavy.
    data = file.data()
    if kind == "xlsx":
        from banshi.readers.files.xlsx_file import open_workbook

        opened = open_workbook(data, file.name, sheets)
    elif kind == "parquet":
        from banshi.readers.files.parquet_file import open_parquet

        opened = open_parquet(data, file.name)
    else:
        from banshi.readers.files.json_file import open_json, open_jsonl

        opened = (open_json if kind == "json" else open_jsonl)(data, file.name)
    return replace(opened, format=kind, sha256=sha256(data).hexdigest())


def _digest(file: Source) -> str:
    digest = sha256()
    with file.open() as data:
        while piece := data.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
