"""Problems of a registry as CSV."""

from banshi.formats.problems.problems import Problems
from banshi.formats.problems.problems_json import entries
from banshi.formats.shared import csv_text

HEADER = ("file", "line", "column", "severity", "rule", "message")
FIRST_LINE = ",".join(HEADER)


def render(found: Problems) -> str:
    """Return the problems as CSV text, one a row."""
    rows = [
        [str(value) for name, value in entry.items() if name in HEADER]
        for entry in entries(found.listed)
    ]
    return csv_text.dumps(HEADER, rows)
