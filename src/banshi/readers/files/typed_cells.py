"""What cells with a type, of workbooks and Parquet files, are as the texts that people entered."""

import math
from decimal import Decimal

from banshi.messages import Message, say
from banshi.model.quantity import plain
from banshi.readers.table import CellFault

# Excel and WPS keep, show and compare 15 significant digits (Excel specifications and limits,
# "Number precision"); what a double holds beyond them nobody entered.
DIGITS = 15
# Excel's own limit for a cell. One long text can stand in thousands of cells of a small file.
MOST_CHARACTERS = 32_767
_SHOWN = 60


def decimal_of(value: float) -> tuple[Decimal, Message | None]:
    """Return the number that the finite double `value` stands for, and what was repaired.

    A double such as 56.99999999999999 is what arithmetic leaves of 57; the repair says so where
    the 15 digits and the shortest text of the double are different numbers.

    >>> decimal_of(0.1 + 0.2)[0]
    Decimal('0.3')
    """
    read = Decimal(format(value, f".{DIGITS}g"))
    stored = Decimal(repr(value))
    if read == stored:
        return read, None
    message = say(
        "stored as {stored}, read as {read}: 15 digits are kept, as Excel does",
        stored=plain(stored),
        read=plain(read),
    )
    return read, message


def plain_double(value: float) -> tuple[str, Message | None]:
    """Return the plain digits of `value`, never an exponent, and what was repaired.

    Raises:
        CellFault: it is no finite number.
    """
    if not math.isfinite(value):
        raise CellFault(
            "value",
            say(
                "not a finite number ({text}); leave the cell empty where no value is known",
                text=str(value),
            ),
        )
    number, repair = decimal_of(value)
    return plain_decimal(number), repair


def plain_decimal(number: Decimal) -> str:
    """Return `number` in plain digits without the zeros that say nothing.

    >>> plain_decimal(Decimal("95.800"))
    '95.8'
    """
    text = plain(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def bounded(text: str) -> tuple[str, CellFault | None]:
    """Return `text`, or its beginning with a fault where it is longer than any cell can be."""
    if len(text) <= MOST_CHARACTERS:
        return text, None
    message = say("a cell of more than {most} characters", most=MOST_CHARACTERS)
    return text[:_SHOWN], CellFault("value", message)


def no_day() -> CellFault:
    """Return the fault of a cell that holds a time of day."""
    return CellFault("date", say("a time of day; expected a number or a day without a time"))
