"""One file a format: `render(…)` returns text or bytes; nothing is printed or opened."""

CHECK = {
    "table": "check_table",
    "json": "check_json",
    "csv": "check_csv",
}
"""The formats of a check, each with the module that renders it from a result (json_v1.py)."""

SUFFIXES = {
    ".csv": "csv",
    ".json": "json",
}
"""The format that the suffix of an output file asks for."""

TABLE_STATUSES = ("violated", "behind", "unreported", "waived")
"""The verdicts that a table shows where it is not verbose."""
