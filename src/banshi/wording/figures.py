"""Every figure of a text: quantities, dates, recurrences, words that are thresholds, bare digits.

A Chinese numeral is a figure only with a unit or a percent form behind it and outside quotation
marks. Arabic digits are always a figure: a hotline or a document number too must be accounted for.
"""

import re
from collections.abc import Iterator

from banshi.values import dataclass
from banshi.wording.dates import find_dates
from banshi.wording.quantities import find_quantities
from banshi.wording.thresholds import SPECIAL

_DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)*")


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A figure and where it stands in a text without white space."""

    start: int
    end: int
    text: str


def find_figures(text: str, year: int) -> Iterator[Figure]:
    """Yield the figures of `text`, which has no white space, in order; they do not overlap."""
    spans = [(date.start, date.end) for date in find_dates(text, year)]
    for pattern, *_threshold in SPECIAL:
        spans += [match.span() for match in pattern.finditer(text)]
    spans += [
        (quantity.start, quantity.end)
        for quantity in find_quantities(text)
        if quantity.arabic or not quantity.quoted
    ]
    spans += [match.span() for match in _DIGITS.finditer(text)]
    end = 0
    for start, stop in _merged(spans):
        if start >= end:
            yield Figure(start, stop, text[start:stop])
            end = stop


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans in order, those that overlap as one."""
    current: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if current and start < current[1]:
            current = (current[0], max(end, current[1]))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current
