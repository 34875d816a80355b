"""What the columns of a Parquet file are as the texts of cells, one converter a type.

A converter never fails: the rows are made when somebody goes through them, which is no time to find
a file unreadable.
"""

import datetime as dt
import math
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

from banshi.messages import Message, say
from banshi.model.quantity import plain
from banshi.readers.files.typed_cells import bounded, no_day, plain_double
from banshi.readers.table import CellFault
from banshi.values import dataclass

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = dt.date(1970, 1, 1)
_SECONDS = 24 * 60 * 60
_A_DAY = {"s": _SECONDS, "ms": _SECONDS * 10**3, "us": _SECONDS * 10**6, "ns": _SECONDS * 10**9}


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell with a fault or a repair."""

    text: str
    fault: CellFault | None = None
    repair: Message | None = None


Cells = list[str | Odd]


def cells_of(array: "pa.Array") -> Cells:
    """Return the cells of one column of a batch."""
    convert = converter(array.type)
    return convert(array) if convert else [""] * len(array)


def converter(kind: "pa.DataType") -> "Callable[[pa.Array], Cells] | None":
    """Return what makes texts of a column of this type, or None where no cell can hold it."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return _repeated if converter(kind.value_type) else None
    for is_kind, convert in (
        (types.is_string, texts_of),
        (types.is_large_string, texts_of),
        (types.is_string_view, texts_of),
        (types.is_integer, _numbers),
        (types.is_decimal, _decimals),
        (types.is_float16, _singles),
        (types.is_float32, _singles),
        (types.is_float64, _doubles),
        (types.is_boolean, _truths),
        (types.is_date, _days),
        (types.is_timestamp, _moments),
        (types.is_time, _times),
        (types.is_duration, _times),
        (types.is_null, _blanks),
    ):
        if is_kind(kind):
            return convert
    return None


def _repeated(array: "pa.Array") -> Cells:
    values = cells_of(array.dictionary)
    return ["" if index is None else values[index] for index in array.indices.to_pylist()]


def texts_of(array: "pa.Array") -> Cells:
    """Return the cells of a column of texts."""
    return [_text(text) if text else "" for text in array.to_pylist()]


def _text(text: str) -> str | Odd:
    shown, fault = bounded(text)
    return Odd(shown, fault) if fault else shown if shown.strip() else ""


def _numbers(array: "pa.Array") -> Cells:
    return ["" if number is None else str(number) for number in array.to_pylist()]


def _decimals(array: "pa.Array") -> Cells:
    return ["" if number is None else plain(number) for number in array.to_pylist()]


def _truths(array: "pa.Array") -> Cells:
    return ["" if truth is None else str(truth).upper() for truth in array.to_pylist()]


def _blanks(array: "pa.Array") -> Cells:
    return [""] * len(array)


def _doubles(array: "pa.Array") -> Cells:
    return [_double(value) for value in array.to_pylist()]


def _singles(array: "pa.Array") -> Cells:
    import pyarrow as pa

    return [_double(_shortest(value)) for value in array.cast(pa.float32()).to_pylist()]


def _shortest(value: float | None) -> float | None:
    """Return the double with the fewest digits that is the single `value`: 95.8, not 95.8000031."""
    if value is None or not math.isfinite(value):
        return value
    for digits in range(6, 10):
        shorter = float(format(value, f".{digits}g"))
        try:
            if struct.pack("<f", shorter) == struct.pack("<f", value):
                return shorter
        except OverflowError:
            continue
    return value


def _double(value: float | None) -> str | Odd:
    if value is None:
        return ""
    try:
        text, repair = plain_double(value)
    except CellFault as fault:
        return Odd(str(value), fault)
    return Odd(text, None, repair) if repair else text


def _days(array: "pa.Array") -> Cells:
    import pyarrow as pa

    if array.type == pa.date32():
        return [_day(days, 1) for days in array.cast(pa.int32()).to_pylist()]
    return [_day(moment, _A_DAY["ms"]) for moment in array.cast(pa.int64()).to_pylist()]


def _moments(array: "pa.Array") -> Cells:
    """Return the days of moments that are midnight where they were taken."""
    import pyarrow as pa
    from pyarrow import compute

    if array.type.tz:
        try:
            array = compute.local_timestamp(array)
        except (pa.ArrowException, LookupError, ValueError):
            return _times(array)
    unit = _A_DAY[array.type.unit]
    return [_day(moment, unit) for moment in array.cast(pa.int64()).to_pylist()]


def _times(array: "pa.Array") -> Cells:
    cell = Odd("-", no_day())
    return [cell if valid else "" for valid in array.is_valid().to_pylist()]


def _day(moment: int | None, unit: int) -> str | Odd:
    """Return the day of `moment`, counted since 1970 in such a unit that a day has `unit`."""
    if moment is None:
        return ""
    days, rest = divmod(moment, unit)
    try:
        day = _EPOCH + dt.timedelta(days)
    except OverflowError:
        text = str(moment)
        return Odd(text, CellFault("date", say("{serial} is the number of no day", serial=text)))
    return Odd(day.isoformat(), no_day()) if rest else day.isoformat()
