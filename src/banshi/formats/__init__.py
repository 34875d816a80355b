"""One file a format: `render(…)` returns text or bytes; nothing is printed or opened."""

CHECK = {
    "table": "check.check_table",
    "html": "check.check_html",
    "json": "check.check_json",
    "csv": "check.check_csv",
    "markdown": "check.check_markdown",
    "junit": "check.check_junit",
    "sarif": "check.check_sarif",
    "github": "check.check_github",
    "xlsx": "check.check_xlsx",
}
"""The formats of a check, each with the module that renders it from a result (json_v1.py)."""

PROBLEMS = {
    "table": "problems.problems_table",
    "json": "problems.problems_json",
    "csv": "problems.problems_csv",
    "markdown": "problems.problems_markdown",
    "junit": "problems.problems_junit",
    "sarif": "problems.problems_sarif",
    "github": "problems.problems_github",
}
"""The formats of the problems of a registry, each with the module that renders problems.py."""

SUFFIXES = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
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
