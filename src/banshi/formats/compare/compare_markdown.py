"""Two plans side by side as a table in Markdown."""

from collections.abc import Sequence

from banshi import __version__
from banshi.formats.compare import compare_rows
from banshi.formats.shared import markdown_text as md
from banshi.model.comparison import Comparison
from banshi.model.plan import Plan
from banshi.model.registry import Registry


def render(
    registry: Registry, first: Plan, second: Plan, rows: Sequence[Comparison], *, verbose: bool
) -> str:
    """Return the comparison as a table, and how many of each kind as the last line."""
    parts = [f"<!-- banshi compare {__version__} -->\n"]
    if rows:
        words = compare_rows.rows(registry, rows, verbose=verbose)
        drawn = [[md.cell(*lines) for lines in row] for row in words]
        parts.append(md.table(compare_rows.headers(first, second), drawn))
    parts.append(md.escape(compare_rows.tally(rows)) + "\n")
    return "\n".join(parts)
