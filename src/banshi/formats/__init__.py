"""One file a format: `render(…)` returns text or bytes; nothing is printed or opened."""

CHECK = {
    "table": "check_table",
    "json": "check_json",
    "csv": "check_csv",
    "markdown": "check_markdown",
    "junit": "check_junit",
    "sarif": "check_sarif",
    "github": "check_github",
    "xlsx": "check_xlsx",
}
"""The formats of a check, each with the module that renders it from a result (json_v1.py)."""

PROBLEMS = {
    "table": "problems_table",
    "json": "problems_json",
    "csv": "problems_csv",
    "markdown": "problems_markdown",
    "junit": "problems_junit",
    "sarif": "problems_sarif",
    "github": "problems_github",
}
"""The formats of the problems of a registry, each with the module that renders problems.py."""

SUFFIXES = {
    ".csv": "csv",
    ".ics": "ics",
    ".json": "json",
    ".markdown": "markdown",
    ".md": "markdown",
    ".sarif": "sarif",
    ".xlsx": "xlsx",
    ".xml": "junit",
}
"""The format that the suffix of an output file asks for."""

TABLE_STATUSES = ("violated", "behind", "unreported", "waived")
"""The verdicts that a table shows where it is not verbose."""
