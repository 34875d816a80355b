"""A metrics file, as `banshi check` reads it without a question."""

from collections.abc import Iterable, Sequence

from banshi.formats.shared import csv_text

HEADER = ("metric", "value", "unit", "region", "organisation", "item", "period")


def render(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of the columns of HEADER as CSV text."""
    return csv_text.dumps(HEADER, rows)
