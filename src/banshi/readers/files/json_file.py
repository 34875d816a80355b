"""Opens .json (a list of objects, or one under `observations`) and .jsonl (an object a line).

Every object keeps the line on which it begins, and numbers the digits they were written with.
"""

import codecs
from collections.abc import Iterator

from banshi.messages import say
from banshi.nearest import nearest
from banshi.position import Problem
from banshi.readers.files.file_fault import FileFault
from banshi.readers.files.json_walk import Member, Walker, broken
from banshi.readers.files.typed_cells import bounded
from banshi.readers.table import CellFault, Opened, Row, Table

KEY = "observations"
MOST_KEYS = 1_000
# Rows are lists up to their last value: a key that comes late must not fill the memory.
MOST_CELLS = 20_000_000
# After so many broken lines the file is something else.
MOST_BROKEN = 20
_SHOWN = 60


def open_json(data: bytes, name: str) -> Opened:
    """Open `data`, JSON that is called `name`; faults are problems, never exceptions.

    The first row of the table are the keys in order of appearance, on the line of the first object;
    every other row is an object, on the line on which it begins. A fault of the structure (rule
    `json` or `encoding`) refuses the file.
    """
    return _opened(data, name, "json")


def open_jsonl(data: bytes, name: str) -> Opened:
    """Open `data`, a JSON object a line; see `open_json`. Every broken line is a problem."""
    return _opened(data, name, "jsonl")


def _opened(data: bytes, name: str, form: str) -> Opened:
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    grid = _Grid(name)
    problems: list[Problem] = []
    try:
        text = _decoded(data, encoding)
        if form == "json":
            for line, members in _listed(Walker(text)):
                grid.add(line, members)
        else:
            for line, members in _lines(text, name, problems):
                grid.add(line, members)
        if not problems:
            return Opened(form, (grid.table(),), encoding=encoding)
    except FileFault as fault:
        problems.append(fault.problem(name))
    return Opened(form, problems=tuple(problems), encoding=encoding)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileFault(
            "encoding", say("JSON is UTF-8, this is not; save it as UTF-8"), line=line
        ) from None


class _Grid:
    """Collects objects as rows of one table."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._columns: dict[str, int] = {}
        self._rows: list[Row] = []
        self._faults: dict[tuple[int, int], CellFault] = {}
        self._first = self._last = 0
        self._cells = 0
        self._shared: set[int] = set()

    def add(self, line: int, members: list[Member]) -> None:
        """Take one object.

        Raises:
            FileFault: there are too many keys or cells.
        """
        self._first = self._first or line
        if line == self._last:
            self._shared.add(line)
        self._last = line
        row: dict[int, str] = {}
        for key, value in members:
            column = self._columns.setdefault(key, len(self._columns) + 1)
            if column > MOST_KEYS:
                raise broken(say("more than {most} different keys", most=MOST_KEYS), line)
            text, fault = _cell(value)
            if text.strip():
                row[column] = text
            if fault:
                self._faults[line, column] = fault
        if row:
            texts = [""] * max(row)
            self._cells += len(texts)
            if self._cells > MOST_CELLS:
                raise broken(say("more than {most} cells", most=MOST_CELLS), line)
            for column, text in row.items():
                texts[column - 1] = text
            self._rows.append((line, texts))

    def table(self) -> Table:
        """Return the table.

        Raises:
            FileFault: it has no rows, or a faulty cell has no place of its own.
        """
        for (line, column), fault in self._faults.items():
            if line in self._shared:
                # Of objects that share a line nobody could say which one is meant.
                key = list(self._columns)[column - 1]
                raise broken(say("key {key}: {what}", key=key[:_SHOWN], what=fault.message), line)
        if not self._rows:
            raise FileFault("no-rows", say("no object holds any value: nothing to check"))
        header: Row = (self._first, list(self._columns))
        return Table(self._file, [header, *self._rows], faults=self._faults)


def _cell(value: object) -> tuple[str, CellFault | None]:
    """Return the text of a value, with what is wrong with it as a cell."""
    if value is None:
        return "", None
    if isinstance(value, str):
        return bounded(value)
    if isinstance(value, bool):
        message = say("true and false are no values of a cell; write a text or a number")
        return str(value).lower(), CellFault("value", message)
    shown = "[…]" if isinstance(value, list) else "{…}"
    message = say("a list or an object inside an object; a cell holds a text or a number")
    return shown, CellFault("value", message)


def _listed(walker: Walker) -> Iterator[tuple[int, list[Member]]]:
    """Yield line and members of each object of a .json file."""
    if walker.peek() == "{":
        seen: dict[str, None] = {}
        line = walker.line
        for key in walker.keys(seen):
            if key == KEY:
                yield from walker.objects()
            else:
                walker.value()
        if KEY not in seen:
            message = say("an object without a list under {key}", key=KEY)
            if near := nearest(KEY, seen):
                message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
            raise broken(message, line)
    else:
        yield from walker.objects()
    walker.finish()


def _lines(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[int, list[Member]]]:
    """Yield line and members of each object of a .jsonl file; broken lines become problems."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        walker = Walker(line, number)
        try:
            if walker.peek() != "{":
                raise broken(say("no object; expected one object a line"), number)
            members = walker.members()
            walker.finish()
        except FileFault as fault:
            problems.append(fault.problem(name))
            if len(problems) == MOST_BROKEN:
                message = say("{count} broken lines; the rest is not read", count=MOST_BROKEN)
                problems.append(broken(message, number).problem(name))
                return
            continue
        yield number, members
