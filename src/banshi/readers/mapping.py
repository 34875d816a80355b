"""A map file, its names looked up once, for the tables that it is about."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeVar

from banshi.messages import say
from banshi.model.registry import Registry, Step, fold
from banshi.model.table_map import Holds, MapColumn, MapFile, TableMap
from banshi.position import Position, Problem
from banshi.readers.cells import CellReader
from banshi.readers.roles import Role
from banshi.readers.row_cells import Fixed
from banshi.readers.table import CellFault, Table

_LETTERS = re.compile(r"[A-Za-z]{1,3}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class MappedTable:
    """What a map file says of the tables whose sheet fits `sheet`."""

    sheet: str | None
    header_line: int | None
    fixed: Fixed
    assigned: Mapping[str | int, Role]
    """Roles by folded header or by index."""


def table_map(maps: tuple[MappedTable, ...], table: Table) -> MappedTable | None:
    """Return the first of `maps` that is about `table`."""
    for entry in maps:
        if entry.sheet is None or fnmatchcase(table.sheet, entry.sheet):
            return entry
    return None


def resolve(
    found: MapFile, registry: Registry, place: Callable[[tuple[Step, ...]], Position]
) -> tuple[tuple[MappedTable, ...], list[Problem]]:
    """Look up every name of a map file; what is not known is a problem at its place."""
    names = _Names(registry, place)
    resolved = []
    for number, table in enumerate(found.tables):
        at: tuple[Step, ...] = ("tables", number)
        names.look_up((*at, "metric"), table.metric, names.cells.metric)
        names.look_up((*at, "region"), table.region, names.cells.region)
        names.look_up((*at, "period"), table.period, names.cells.period)
        names.look_up((*at, "unit"), table.unit, names.cells.unit)
        assigned: dict[str | int, Role] = {}
        for index, column in enumerate(table.columns):
            path = (*at, "columns", index)
            key = _key(column)
            if key is None or key in assigned:
                message = say("no column of its own: write a letter, a number or a header once")
                names.problems.append(Problem(place(path), "column", message))
            else:
                assigned[key] = names.role(column, path)
        resolved.append(MappedTable(table.sheet, table.header_row, _fixed(table), assigned))
    return tuple(resolved), names.problems


class _Names:
    """Looks up names of the map file; faults collect in `problems`."""

    def __init__(self, registry: Registry, place: Callable[[tuple[Step, ...]], Position]) -> None:
        self.cells = CellReader(registry)
        self.problems: list[Problem] = []
        self._registry = registry
        self._place = place

    def look_up(
        self, path: tuple[Step, ...], text: str | None, read: Callable[[str], Found]
    ) -> Found | None:
        """Return what `text` names, or None where it is absent or names nothing."""
        if text is None:
            return None
        try:
            return read(text)
        except CellFault as fault:
            self.problems.append(Problem(self._place(path), fault.rule, fault.message))
            return None

    def role(self, column: MapColumn, path: tuple[Step, ...]) -> Role:
        """Return what the map says of one column."""
        if column.holds is Holds.NOTHING:
            return Role("aside")
        unit = self.look_up((*path, "unit"), column.unit, self.cells.unit) or None
        if column.holds is not None:
            return Role(column.holds.value, unit=unit)
        region = self.look_up((*path, "region"), column.region, self.cells.region)
        period = self.look_up((*path, "period"), column.period, self.cells.period)
        return Role(
            "measure",
            metric=self.look_up((*path, "metric"), column.metric, self.cells.metric),
            unit=unit,
            region=self._registry.region_by_code[region] if region else None,
            period=period[0] if period else None,
            numerator=column.numerator or "",
            denominator=column.denominator or "",
        )


def _fixed(table: TableMap) -> Fixed:
    keys = ("metric", "unit", "region", "organisation", "item", "period")
    return Fixed(**{key: getattr(table, key) or "" for key in keys})


def _key(column: MapColumn) -> str | int | None:
    """Return the folded header, or the index that a letter or number stands for."""
    if column.header is not None:
        return fold(column.header)
    text = column.column or ""
    if _NUMBER.fullmatch(text):
        return int(text) - 1 if int(text) else None
    if not _LETTERS.fullmatch(text):
        return None
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
