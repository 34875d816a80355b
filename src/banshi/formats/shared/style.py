"""How a table is drawn; apart from layout.py, so that asking does not import rich."""

from banshi.values import dataclass

# What goes to a file or a pipe is never folded, so that it can be searched; it has one shape,
# whatever the terminal.
NATURAL_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is drawn."""

    width: int = NATURAL_WIDTH
    """Columns of the terminal."""
    color: bool = False
    verbose: bool = False
    """Show evidence, and what is met."""
