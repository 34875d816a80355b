"""Problems of a registry as CSV."""

from collections.abc import Sequence

from banshi.formats import csv_text
from banshi.formats.problems_json import entries
from banshi.position import Problem

HEADER = ("file", "line", "column", "severity", "rule", "message")
FIRST_LINE = ",".join(HEADER)


def render(problems: Sequence[Problem]) -> str:
    """Return the problems as CSV text, one a row."""
    rows = [[str(value) for value in entry.values()] for entry in entries(problems)]
    return csv_text.dumps(HEADER, rows)
