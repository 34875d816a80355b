"""The cases of files one by one, for the reference engine and for the list of what was refused."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from banshi.errors import BadUsageError
from banshi.measure.fates import Case
from banshi.measure.files import CaseFile, records
from banshi.measure.job import DAY, EAST, EPOCH, Job
from banshi.measure.times import BLANK
from banshi.messages import say
from banshi.position import Position, Problem
from banshi.readers.files.csv_file import quoting

_BATCH = 1 << 14
_END = (dt.date(2200, 1, 1) - EPOCH).days * DAY


def cases(
    file: CaseFile, job: Job, tell: Callable[[int], None] | None = None
) -> Iterator[tuple[int, Case]]:
    """Yield each case of a file with the number of its row; the header is row 1.

    `tell` is told now and then how many bytes of a text were gone through.

    Raises:
        OSError: the file cannot be read.
        BadUsageError: it is no whole table.
    """
    return _of_text(file, tell) if file.kind == "csv" else _of_parquet(file, job)


def _of_text(file: CaseFile, tell: Callable[[int], None] | None) -> Iterator[tuple[int, Case]]:
    width = len(file.headers)
    number = 1
    try:
        for number, cells in enumerate(records(file, tell), 1):
            if number == 1:
                continue
            if len(cells) != width:
                message = say(
                    "{found} cells in a row, {wanted} in the header",
                    found=len(cells),
                    wanted=width,
                )
                raise BadUsageError(str(Problem(Position(file.name, number), "cells", message)))
            yield number, {column: cells[place].strip(BLANK) for column, place in file.columns}
    except csv.Error as error:
        message = quoting(str(error))
        raise BadUsageError(
            str(Problem(Position(file.name, number + 1), "quoting", message))
        ) from None


def _of_parquet(file: CaseFile, job: Job) -> Iterator[tuple[int, Case]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file.path) as table:
            names = [file.headers[place] for _column, place in file.columns]
            readers = [
                _reader(
                    table.schema_arrow.field(place).type, file, column, time=column in job.times
                )
                for column, place in file.columns
            ]
            number = 1
            for batch in table.iter_batches(_BATCH, columns=names):
                lists = [
                    read(batch.column(name)) for name, read in zip(names, readers, strict=True)
                ]
                for values in zip(*lists, strict=True):
                    number += 1
                    yield number, dict(zip((c for c, _ in file.columns), values, strict=True))
    except pa.ArrowInvalid as error:
        detail = str(error).split("\n", 1)[0]
        message = say("not readable as Parquet: {detail}", detail=detail)
        raise BadUsageError(str(Problem(Position(file.name), "format", message))) from None


Read = Callable[[Any], Sequence[str | int]]


def _reader(kind: Any, file: CaseFile, column: str, *, time: bool) -> Read:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return lambda values: [(v or "").strip(BLANK) for v in values.to_pylist()]
    if time and pa.types.is_date(kind):
        return lambda values: [
            "" if v is None else _since_1970(v * DAY)
            for v in values.cast(pa.date32()).cast(pa.int32()).to_pylist()
        ]
    if time and pa.types.is_timestamp(kind):
        moved = EAST if kind.tz else 0
        per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
        return lambda values: [
            "" if v is None else _since_1970(v // per_second + moved)
            for v in values.cast(pa.int64()).to_pylist()
        ]
    if not time and (pa.types.is_integer(kind) or pa.types.is_decimal(kind)):
        return lambda values: ["" if v is None else str(v) for v in values.to_pylist()]
    wanted = say("times or texts") if time else say("texts or whole numbers")
    message = say(
        "column {name} holds {kind}; {wanted} are read", name=column, kind=str(kind), wanted=wanted
    )
    raise BadUsageError(str(Problem(Position(file.name), "column-type", message)))


def _since_1970(seconds: int) -> str | int:
    """Return a time as it is, or a text that is none: other years are no times of cases."""
    return seconds if 0 <= seconds < _END else str(seconds)
