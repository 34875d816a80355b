"""Finds the files of cases and what their columns are; a text in another encoding is rewritten."""

import codecs
import csv
import errno
import glob
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Self

from banshi.errors import BadUsageError
from banshi.measure.job import Job
from banshi.messages import Message, say, why
from banshi.model.profile import ProfileFile
from banshi.model.registry import fold
from banshi.nearest import nearest
from banshi.position import Position, Problem
from banshi.readers.files.csv_file import quoting
from banshi.readers.files.encoding import Encoding, detect
from banshi.readers.files.sniff import kind_of

DELIMITERS = (",", "\t", ";", "|")
_HEAD = 1 << 16
_PIECE = 1 << 20
_JUDGED = 1 << 20
"""So much of a text is read to judge its encoding."""
_TOLD_EVERY = 1 << 12
_SUFFIXES = (".csv", ".tsv", ".txt", ".parquet", ".pq")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases, and where its columns are."""

    name: str
    """As messages show it."""
    path: Path
    """Where its bytes are: the file itself, or its text in UTF-8."""
    kind: str
    """`csv` or `parquet`."""
    headers: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    """The columns of the profile with the place of each in the file, from 0."""
    delimiter: str = ""
    mark: int = 0
    """Length of the byte order mark."""

    @property
    def layout(self) -> tuple[object, ...]:
        """What files must have in common to be read as one."""
        return self.kind, self.delimiter, self.headers, self.columns


def find_files(paths: Sequence[str]) -> list[Path]:
    """Return the files that `paths` name: files, folders, or patterns with *, each file once.

    Raises:
        BadUsageError: a path names nothing.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            below = (entry for entry in sorted(path.rglob("*")) if entry.is_file())
            files = [entry for entry in below if entry.suffix.lower() in _SUFFIXES]
        elif path.exists() or not glob.has_magic(given):
            files = [path]
        else:
            files = sorted(Path(name) for name in glob.glob(given, recursive=True))  # noqa: PTH207
            files = [file for file in files if file.is_file()]
        if not files:
            raise BadUsageError(str(say("no file of cases in {path}", path=given)))
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


class CaseFiles:
    """Opens files of cases; what it had to rewrite is gone when it is closed."""

    def __init__(
        self,
        profile: ProfileFile,
        job: Job,
        folder: Path | None = None,
        *,
        thorough: bool = False,
    ) -> None:
        self.problems: list[Problem] = []
        self.encodings: list[tuple[str, str]] = []
        """Files that are not UTF-8, with their encoding."""
        self._names = {
            column: {fold(name): name for name in profile.columns[column]} for column in job.columns
        }
        self._folder = folder
        self._thorough = thorough
        self._kept = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._kept.close()

    def open(self, path: Path) -> CaseFile | None:
        """Return a file with its columns, or None where a problem refuses it.

        Raises:
            BadUsageError: it cannot be read.
        """
        name = path.as_posix()
        try:
            with path.open("rb") as file:
                kind = kind_of(file.read(_HEAD), name)
            if not isinstance(kind, str):
                return self._refuse(Position(name), "format", kind)
            if kind == "parquet":
                return self._parquet(path)
            if kind != "csv":
                message = say("cases are read from CSV and Parquet alone")
                return self._refuse(Position(name), "format", message)
            return self._text(path)
        except OSError as error:
            message = say("{path} cannot be read: {detail}", path=name, detail=why(error))
            if error.errno == errno.ENOSPC:  # of the copy in UTF-8
                detail = why(error)
                message = say(
                    "{path}: {detail}; name another folder with --temp-dir",
                    path=name,
                    detail=detail,
                )
            raise BadUsageError(str(message)) from None

    def _note(self, where: Position, rule: str, message: Message) -> None:
        self.problems.append(Problem(where, rule, message))

    def _refuse(self, where: Position, rule: str, message: Message) -> CaseFile | None:
        self._note(where, rule, message)
        return None

    def _parquet(self, path: Path) -> CaseFile | None:
        import pyarrow.parquet as pq

        name = path.as_posix()
        try:
            schema = pq.read_schema(path)
        except (ValueError, OSError) as error:
            detail = str(error).split("\n", 1)[0]
            message = say("not readable as Parquet: {detail}", detail=detail)
            return self._refuse(Position(name), "format", message)
        headers = tuple(schema.names)
        columns = self._columns(name, headers)
        return CaseFile(name, path, "parquet", headers, columns) if columns else None

    def _text(self, path: Path) -> CaseFile | None:
        name = path.as_posix()
        with path.open("rb") as file:
            encoding = (None if self._thorough else _by_its_head(file)) or detect(file)
        if encoding.fault:
            return self._refuse(Position(name, encoding.line), "encoding", encoding.fault)
        where, mark = path, encoding.mark
        if encoding.name != "utf-8":
            self.encodings.append((name, encoding.shown))
            where, mark = self._rewritten(path, encoding), 0
        found = CaseFile(name, where, "csv", (), (), ",", mark)
        try:
            headers, delimiter = self._header(found)
        except csv.Error as error:
            return self._refuse(Position(name, 1), "quoting", quoting(str(error)))
        columns = self._columns(name, headers)
        if not columns:
            return None
        return replace(found, headers=headers, columns=columns, delimiter=delimiter)

    def _header(self, file: CaseFile) -> tuple[tuple[str, ...], str]:
        """Return the header and the delimiter under which it names the most columns."""
        known = {name for names in self._names.values() for name in names}
        found: dict[str, list[str]] = {}
        fault: csv.Error | None = None
        for delimiter in DELIMITERS:
            try:
                found[delimiter] = next(records(replace(file, delimiter=delimiter)), [])
            except csv.Error as error:
                fault = error
        if not found and fault:
            raise fault

        def score(delimiter: str) -> tuple[int, int]:
            cells = found[delimiter]
            return sum(fold(cell) in known for cell in cells), len(cells)

        best = max(found, key=score)
        return tuple(found[best]), best

    def _columns(self, name: str, headers: Sequence[str]) -> tuple[tuple[str, int], ...] | None:
        places: dict[str, list[int]] = {}
        for number, header in enumerate(headers):
            places.setdefault(fold(header), []).append(number)
        found = []
        before = len(self.problems)
        for column, names in self._names.items():
            here = [number for folded in names for number in places.get(folded, ())]
            if len(here) > 1:
                message = say("column {name} stands here more than once", name=column)
                self._note(Position(name, 1, here[1] + 1), "duplicate-column", message)
            elif not here:
                shown = " / ".join(names.values())
                message = say("no column {names}", names=shown)
                if near := nearest(next(iter(names.values())), headers):
                    near_names = ", ".join(near)
                    message = say("{what}; did you mean {names}?", what=message, names=near_names)
                self._note(Position(name, 1), "header", message)
            else:
                found.append((column, here[0]))
        return tuple(found) if len(self.problems) == before else None

    def _rewritten(self, path: Path, encoding: Encoding) -> Path:
        """Return a copy of a text in UTF-8, made piece by piece."""
        # Closed, and so removed, with this object.
        copy = self._kept.enter_context(
            tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed with the others
                dir=self._folder, prefix="banshi-", suffix=".csv"
            )
        )
        decoder = codecs.getincrementaldecoder(encoding.name)()
        with path.open("rb") as file:
            file.seek(encoding.mark)
            while piece := file.read(_PIECE):
                copy.write(decoder.decode(piece).encode())
        copy.write(decoder.decode(b"", final=True).encode())
        copy.flush()
        return Path(copy.name)


def _by_its_head(file: BinaryIO) -> Encoding | None:
    """Return UTF-8 where a large text begins so, or None.

    To go through all of it in Python would take longer than to measure it. Whoever reads it to its
    end finds out where it is not UTF-8 after all, and has it opened anew, thoroughly.
    """
    head = file.read(_JUDGED)
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if len(head) < _JUDGED or head.startswith(marks) or b"\0" in head:
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None
    mark = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    return Encoding("utf-8", "utf-8-sig" if mark else "utf-8", mark)


def records(file: CaseFile, tell: Callable[[int], None] | None = None) -> Iterator[list[str]]:
    """Yield the rows of a text, the header first; blank lines are none.

    `tell` is told now and then how many bytes were gone through.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: it is not UTF-8 to its end.
        csv.Error: its quotes are not closed, or end in the middle of a cell.
    """
    with file.path.open("rb") as raw:
        raw.seek(file.mark)
        with io.TextIOWrapper(raw, "utf-8", newline="") as text:
            reader = csv.reader(text, delimiter=file.delimiter, strict=True)
            for number, row in enumerate(reader):
                if row:
                    yield row
                if tell and number % _TOLD_EVERY == 0:
                    tell(raw.tell())


def grouped(files: Iterable[CaseFile]) -> list[list[CaseFile]]:
    """Return the files, those together that can be read as one."""
    found: dict[tuple[object, ...], list[CaseFile]] = {}
    for file in files:
        found.setdefault(file.layout, []).append(file)
    return list(found.values())
