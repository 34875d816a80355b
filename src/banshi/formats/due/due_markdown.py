"""The list of deadlines as a table in Markdown, for a report, a wiki or an issue."""

import datetime as dt
from collections.abc import Sequence

from banshi import __version__
from banshi.formats.due import due_rows
from banshi.formats.shared import markdown_text as md
from banshi.model.due import DueItem


def render(items: Sequence[DueItem], as_of: dt.date, *, verbose: bool) -> str:
    """Return the deadlines as Markdown: a heading, the table, their number."""
    parts = [f"<!-- banshi due {__version__} -->\n", f"# {md.escape(due_rows.title(as_of))}\n"]
    if items:
        rows = [[md.cell(*lines) for lines in row] for row in due_rows.rows(items, verbose=verbose)]
        parts.append(md.table(due_rows.headers(items), rows))
    parts.append(md.escape(due_rows.tally(items)) + "\n")
    return "\n".join(parts)
