"""How the columns of metrics files were understood, a line a column."""

from collections.abc import Sequence

from banshi.formats.shared.layout import cell, table
from banshi.formats.shared.style import Style
from banshi.messages import mark, translate
from banshi.model.intake import ColumnNote

_HEADERS = (mark("where"), mark("header"), mark("understood as"))


def render(notes: Sequence[ColumnNote], style: Style) -> str:
    """Return the columns as a table; nothing where there are none."""
    rows = [
        [cell(str(note.position)), cell(note.header), cell(str(note.meaning))] for note in notes
    ]
    return table([translate(header) for header in _HEADERS], rows, style) if rows else ""
