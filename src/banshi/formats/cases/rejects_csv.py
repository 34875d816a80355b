"""The cases that were refused, a line each fault."""

from collections.abc import Iterable, Sequence

from banshi.formats.shared import csv_text

HEADER = ("file", "row", "case", "metric", "fault", "reason")


def render(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of the columns of HEADER as CSV text."""
    return csv_text.dumps(HEADER, rows)
