"""Draws tables with rich, as text; cell widths count East Asian characters as two."""

import io
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from banshi.formats.shared.style import Style
from banshi.values import dataclass
from banshi.visible import visible


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of one cell, several lines where it has several, with a rich style."""

    lines: tuple[str, ...]
    style: str = ""


def cell(*lines: str, style: str = "") -> Cell:
    """Return a cell of the lines that are not empty."""
    return Cell(tuple(line for line in lines if line), style)


def cells(row: Sequence[Sequence[str]], style: str) -> list[Cell]:
    """Return the cells of a row, the first of them in `style`."""
    return [cell(*lines, style="" if number else style) for number, lines in enumerate(row)]


def table(headers: Sequence[str], rows: Iterable[Sequence[Cell]], style: Style) -> str:
    """Return the rows as a table.

    Every text is made visible and given to rich as plain text: no markup, no escape, no emoji code
    of a user's file is ever acted upon.
    """
    grid = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for number, header in enumerate(headers):
        # The first column holds verdicts and days: they are never broken.
        grid.add_column(Text(header), overflow="fold", vertical="top", no_wrap=number == 0)
    for row in rows:
        grid.add_row(*(_text(entry) for entry in row))
    return draw(grid, style)


def draw(grid: Table, style: Style) -> str:
    """Return what rich draws of `grid`, without spaces at the ends of lines."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=style.width,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        no_color=not style.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    console.print(grid)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _text(entry: Cell) -> Text:
    return Text("\n".join(visible(line) for line in entry.lines), style=entry.style)
