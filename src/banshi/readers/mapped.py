"""What a map file says of tables, looked up: what every run asks for, with a map or without."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from banshi.messages import say
from banshi.model.registry import fold
from banshi.position import Position, Problem, Severity
from banshi.readers.roles import Role
from banshi.readers.row_cells import Fixed
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class MappedTable:
    """What a map file says of the tables whose sheet fits `sheet`."""

    sheet: str | None
    header_line: int | None
    fixed: Fixed
    assigned: Mapping[str | int, Role]
    """Roles by folded header or by index."""
    places: Mapping[str | int, Position] = field(default_factory=dict)
    """Where the map names each of those, and each header of a count beside a share."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Every header that the map names, by its folded form."""
    place: Position = field(default_factory=lambda: Position(""))
    """Where the table stands in the map."""

    def fits(self, sheet: str) -> bool:
        """Whether it is about the table of this sheet; a text file has none."""
        if self.sheet is None:
            return True
        pattern = ".*".join(map(re.escape, fold(self.sheet).split("*")))
        return re.fullmatch(pattern, fold(sheet), re.DOTALL) is not None


def table_map(maps: Sequence[MappedTable], sheet: str) -> MappedTable | None:
    """Return the first of `maps` that is about the table of `sheet`."""
    return next((entry for entry in maps if entry.fits(sheet)), None)


def about_nothing(maps: Sequence[MappedTable], sheets: Iterable[str]) -> list[Problem]:
    """Return a warning for each of `maps` that no table of `sheets` was read by."""
    used = [table_map(maps, sheet) for sheet in sheets]
    return [
        Problem(
            entry.place,
            "map",
            say("no table was read by this: {sheet} fits none", sheet=entry.sheet)
            if entry.sheet is not None
            else say("no table was read by this: those before it fit every table"),
            Severity.WARNING,
        )
        for entry in maps
        if not any(entry is other for other in used)
    ]
