"""One file a format: `render(…)` returns text or bytes; nothing is printed or opened."""

from banshi.model.outcome import Status

CHECK = {
    "table": "check_table",
    "html": "check_html",
    "json": "check_json",
    "csv": "check_csv",
}
"""The formats of a check, each with the module that renders it from a result (json_v1.py)."""

SUFFIXES = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
}
"""The format that the suffix of an output file asks for."""

TABLE_STATUSES = (Status.VIOLATED, Status.BEHIND, Status.UNREPORTED, Status.WAIVED)
"""The verdicts that a table shows where it is not verbose."""
