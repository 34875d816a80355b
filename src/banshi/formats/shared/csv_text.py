"""CSV as banshi writes it: safe to open in a spreadsheet, safe to print on a terminal.

Text that begins with = + - @ or a full-width twin of them would be run as a formula (CWE-1236), so
it gets a leading apostrophe. Numbers stay numbers: a negative number is no formula.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from banshi.model.quantity import parse_number, plain
from banshi.visible import visible

_DIGITS = 12
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


@lru_cache(maxsize=4096)  # the cells of a column are much alike
def safe(text: str) -> str:
    """Return `text` as a spreadsheet may show it."""
    if text.startswith(_FORMULA) and parse_number(text) is None:
        text = f"'{text}"
    return visible(text)


def dumps(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a header and rows as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(map(safe, row) for row in rows)
    return out.getvalue()


def decimal(text: str | None) -> str | None:
    """Return `text`, a fraction (140/3) in twelve digits: a spreadsheet would make a date of it.

    >>> decimal("140/3")
    '46.6666666667'
    """
    if text is None or "/" not in text:
        return text
    value = Fraction(text)
    context = Context(prec=_DIGITS)
    return plain(context.divide(Decimal(value.numerator), Decimal(value.denominator)))
