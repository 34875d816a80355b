"""Opens Parquet files with pyarrow, which comes with `banshi[parquet]`.

Lines are counted as in the CSV file of the same table: the header is line 1, the first row line 2.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from banshi.messages import Message, say
from banshi.position import Position, Problem
from banshi.readers.files.file_fault import FileFault
from banshi.readers.files.parquet_cells import Odd, cells_of, converter, texts_of
from banshi.readers.table import CellFault, Opened, Row, Table

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

FORMAT = "parquet"
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
MOST_BYTES = 500 * 2**20
HEADER_LINE = 1
# Rows are decoded so many at a time; what is in memory stays bounded by it.
_BATCH = 8_192
_SHOWN = 60


def open_parquet(data: bytes, name: str) -> Opened:
    """Open the Parquet file `data` that is called `name`; faults are problems, never exceptions.

    All of it is decoded once here, so that going through the rows meets no broken page any more.
    Rows are made anew whenever they are gone through, and so are the table's faults and repairs of
    their cells: look at those of a row after it came.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError:
        message = say('reading Parquet needs pyarrow: pip install "banshi[parquet]"')
        return Opened(FORMAT, problems=(Problem(Position(name), "format", message),))
    try:
        buffer = pa.py_buffer(data)
        texts = _text_columns(ParquetFile(pa.BufferReader(buffer)))
        # Texts that repeat stay numbers of a dictionary: else a small file could fill the memory.
        file = ParquetFile(
            pa.BufferReader(buffer), read_dictionary=texts, page_checksum_verification=True
        )
        _decode_all(file)
        rows = _Rows(file)
        table = Table(name, rows, faults=rows.faults, repairs=rows.repairs)
    except FileFault as fault:
        return Opened(FORMAT, problems=(fault.problem(name),))
    except Exception:  # noqa: BLE001 - whatever hostile bytes do to a library is one problem
        message = say("the Parquet file is damaged; write it again")
        return Opened(FORMAT, problems=(Problem(Position(name), "parquet", message),))
    return Opened(FORMAT, (table,))


def _text_columns(file: "ParquetFile") -> list[str]:
    """Return the names of the columns that hold texts.

    Raises:
        FileFault: the file is too large, empty, or has a column that no cell can hold.
    """
    metadata = file.metadata
    size = sum(metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups))
    if metadata.num_rows > MOST_ROWS:
        raise _too_large(say("more than {most} rows with content", most=MOST_ROWS))
    if metadata.num_columns > MOST_COLUMNS:
        raise _too_large(say("more than {most} columns", most=MOST_COLUMNS))
    if size > MOST_BYTES:
        raise _too_large(say("more than {most} MB", most=MOST_BYTES // 2**20))
    if not metadata.num_rows:
        raise FileFault("no-rows", say("a header and no rows: nothing to check"))
    texts = []
    for column, field in enumerate(file.schema_arrow, 1):
        if converter(field.type) is None:
            message = say(
                "column {name} holds {type}; one cell holds one text, number or day",
                name=field.name[:_SHOWN],
                type=str(field.type)[:_SHOWN],
            )
            raise FileFault("parquet", message, line=HEADER_LINE, column=column)
        if converter(field.type) is texts_of:
            texts.append(field.name)
    return texts


def _decode_all(file: "ParquetFile") -> None:
    """Decode every page once.

    Raises:
        FileFault: there are more rows than the file declares.
    """
    rows = 0
    for batch in file.iter_batches(batch_size=_BATCH):
        batch.validate(full=True)
        rows += batch.num_rows
        if rows > MOST_ROWS:
            raise _too_large(say("more than {most} rows with content", most=MOST_ROWS))


def _too_large(what: Message) -> FileFault:
    return FileFault("too-large", say("the file holds {what}; split it", what=what))


class _Rows:
    """The rows of a file, decoded batch by batch whenever somebody goes through them."""

    def __init__(self, file: "ParquetFile") -> None:
        self.faults: dict[tuple[int, int], CellFault] = {}
        self.repairs: dict[tuple[int, int], Message] = {}
        self._file = file

    def __iter__(self) -> Iterator[Row]:
        yield HEADER_LINE, list(self._file.schema_arrow.names)
        line = HEADER_LINE
        for batch in self._file.iter_batches(batch_size=_BATCH):
            for cells in zip(*map(cells_of, batch.columns), strict=True):
                line += 1
                row = [
                    cell if isinstance(cell, str) else self._odd(line, n, cell)
                    for n, cell in enumerate(cells, 1)
                ]
                if any(row):
                    yield line, row

    def _odd(self, line: int, column: int, cell: Odd) -> str:
        if cell.fault:
            self.faults[line, column] = cell.fault
        if cell.repair:
            self.repairs[line, column] = cell.repair
        return cell.text
