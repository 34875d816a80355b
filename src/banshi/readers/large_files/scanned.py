"""A large table as the sieve goes through it: its rows, kind by kind, and what they are about."""

import csv
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, islice
from operator import attrgetter, itemgetter, xor
from typing import IO, BinaryIO, TypeVar, cast

from banshi.model.registry import fold
from banshi.readers.files.csv_file import quoting
from banshi.readers.large_files.kinds import Kind, Sieved, code
from banshi.readers.table import Row, TableFault

Progress = Callable[[int], None]
"""Is told how many bytes of the table were gone through."""

# So many rows at a time stay in the processor's cache; sixteen times as many take half again.
_PIECE = 1 << 10
_HIGHEST = Decimal("Infinity")
_LOWEST = Decimal("-Infinity")
_LINE_END = re.compile("\r\n|\r|\n")
REMEMBERED = 200_000
"""So many texts of cells are remembered at most."""
_place = attrgetter("place")
_number = attrgetter("number")

Key = TypeVar("Key")
Found = TypeVar("Found")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some thousand rows that follow each other."""

    first: int
    """The line on which they begin."""
    last: int
    rows: list[list[str]]
    """Those that have as many cells as the header."""
    lines: Sequence[int]
    """The line of each of them."""

    @property
    def plain(self) -> bool:
        """Whether every line is a row of its own."""
        return isinstance(self.lines, range)


@dataclass(frozen=True, slots=True)
class _Noted:
    """What is known of a piece after the first pass; the numbers of its rows lie on disk."""

    first: int
    last: int
    count: int
    plain: bool


Build = Callable[[Sequence[str], Kind | None], Kind]
"""Makes the kind of a row; of a kind whose item matters, the one of its item."""


class Scanned:
    """A table between the two passes, read in pieces of some thousand rows.

    What is done for each of millions of rows is done by maps over a piece, outside the interpreter.
    The series and the kind of every row are written to a file without a name for the second pass.
    """

    def __init__(self, table: Sieved, build: Build, tell: Progress, store: IO[bytes]) -> None:
        keys = table.layout.keys
        self.value = table.layout.measures[0].column
        self.kinds: list[Kind] = []
        self.unknown: set[int] = set()
        """Numbers of bodies that the catalogue does not know: each such row is warned of."""
        self.uneven: list[tuple[Row, int]] = []
        """Rows with another number of cells than the header, which refuse the file."""
        self._tell = tell
        self._build = build
        self._table = table
        named = [keys[key] for key in ("metric", "unit", "region", "period") if key in keys]
        self._key = itemgetter(*named)
        self._known: dict[object, Kind] = {}
        self._no_body = code(table.body(table.fixed.organisation)[0])
        self._no_item = code(fold(table.fixed.item))
        self._organisation = keys.get("organisation")
        self._item = keys.get("item")
        self._bodies: dict[str, int] = {}
        self._items: dict[str, int] = {}
        self._pieces: list[_Noted] = []
        self._store = store

    def pieces(self) -> Iterator[Piece]:
        """Yield the rows below the header that have as many cells, with their lines.

        Raises:
            TableFault: the text breaks off.
        """
        line = 1
        with self._table.rows.text() as text:
            raw = cast("BinaryIO", text.buffer)
            reader = csv.reader(text, delimiter=self._table.rows.delimiter, strict=True)
            try:
                while line <= self._table.layout.line and next(reader, None) is not None:
                    line = reader.line_num + 1
                while rows := list(islice(reader, _PIECE)):
                    yield self._piece(rows, line, reader.line_num)
                    line = reader.line_num + 1
                    self._tell(raw.tell())
            except csv.Error as error:
                for line, _ in self._table.rows:  # noqa: B007 - raises at the very row
                    pass
                raise TableFault(line, "quoting", quoting(str(error))) from None

    def _piece(self, rows: list[list[str]], first: int, last: int) -> Piece:
        width = self._table.layout.width
        lines: Sequence[int] = range(first, last + 1)
        if len(lines) != len(rows):  # a cell holds a line end
            ends = (sum(len(_LINE_END.findall(cell)) for cell in cells) for cells in rows)
            lines = list(accumulate((1 + n for n in ends), initial=first))[:-1]
        if set(map(len, rows)) != {width}:
            numbered = list(zip(lines, rows, strict=True))
            uneven = [row for row in numbered if len(row[1]) != width]
            self.uneven += [(row, 1) for row in uneven if any(cell.strip() for cell in row[1])]
            numbered = [row for row in numbered if len(row[1]) == width]
            lines, rows = [line for line, _ in numbered], [cells for _, cells in numbered]
        return Piece(first, last, rows, lines)

    def series(self, piece: Piece) -> tuple[list[Kind], list[int], list[int]]:
        """Return of each row of a piece its kind, the number of its body, and of its series."""
        rows = piece.rows
        kinds = looked_up(self._known, list(map(self._key, rows)), rows, self._of_row)
        if any(kind.subjects for kind in set(kinds)):
            kinds = [
                self._build(rows[number], kind) if kind.subjects else kind
                for number, kind in enumerate(kinds)
            ]
        bodies = [self._no_body] * len(rows)
        if self._organisation is not None:
            texts = list(map(itemgetter(self._organisation), rows))
            bodies = looked_up(self._bodies, texts, texts, self._body)
        items = [self._no_item] * len(rows)
        if self._item is not None:
            texts = list(map(itemgetter(self._item), rows))
            items = looked_up(self._items, texts, texts, self._item_code)
        return kinds, bodies, list(map(xor, map(xor, map(_place, kinds), bodies), items))

    def note(self, piece: Piece, kinds: Sequence[Kind], series: Sequence[int]) -> None:
        """Keep what is known of the rows of a piece for the second pass."""
        self._pieces.append(_Noted(piece.first, piece.last, len(series), piece.plain))
        array("q", series).tofile(self._store)
        array("L", map(_number, kinds)).tofile(self._store)

    def noted(self) -> Iterator[tuple[list[int], list[int], Callable[[list[int]], list[Row]]]]:
        """Yield of each piece the series and the kinds of its rows, and what reads some of them."""
        self._store.seek(0)
        with self._table.rows.text() as text:
            raw = cast("BinaryIO", text.buffer)
            line = 1
            for noted in self._pieces:
                series, kinds = array("q"), array("L")
                series.fromfile(self._store, noted.count)
                kinds.fromfile(self._store, noted.count)
                text_lines = list(islice(text, noted.last + 1 - line))[noted.first - line :]
                line = noted.last + 1
                self._tell(raw.tell())

                def rows(
                    wanted: list[int], noted: _Noted = noted, lines: list[str] = text_lines
                ) -> list[Row]:
                    return self._rows(wanted, noted, lines)

                yield series.tolist(), kinds.tolist(), rows

    def _rows(self, wanted: list[int], noted: _Noted, lines: list[str]) -> list[Row]:
        """Return the rows of a piece whose numbers are `wanted`."""
        delimiter = self._table.rows.delimiter
        if noted.plain:
            chosen = csv.reader((lines[n] for n in wanted), delimiter=delimiter, strict=True)
            return [(noted.first + n, cells) for n, cells in zip(wanted, chosen, strict=True)]
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
        uneven = len(self.uneven)
        piece = self._piece(rows, noted.first, noted.last)
        del self.uneven[uneven:]  # they were noted in the first pass
        return [(piece.lines[n], piece.rows[n]) for n in wanted]

    def _of_row(self, cells: Sequence[str]) -> Kind:
        return self._build(cells, None)

    def _body(self, text: str) -> int:
        """Return a number for the body that reports, such as a series has it."""
        body, known = self._table.body(text.strip() or self._table.fixed.organisation)
        found = code(body)
        if not known:
            self.unknown.add(found)
        return found

    def _item_code(self, text: str) -> int:
        """Return a number for the item that a row is about, such as a series has it."""
        return code(fold(text) or fold(self._table.fixed.item))


def looked_up(
    known: dict[Key, Found],
    keys: list[Key],
    values: Sequence[Value],
    find: Callable[[Value], Found],
) -> list[Found]:
    """Return what is known of each key; what is not yet is found from its value and remembered."""
    try:
        return list(map(known.__getitem__, keys))  # as it is for almost every piece
    except KeyError:
        pass
    by_key = dict(zip(keys, values, strict=True))
    if len(known) > REMEMBERED:
        known.clear()
    # In the order of the rows: what is found must not hang on how a set lies in memory.
    known.update((key, find(value)) for key, value in by_key.items() if key not in known)
    return list(map(known.__getitem__, keys))
