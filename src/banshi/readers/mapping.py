"""A map file, its names looked up once, for the tables that it is about."""

import re
from collections.abc import Callable
from typing import TypeVar

from banshi.messages import Message, say
from banshi.model.registry import Registry, Step, fold
from banshi.model.table_map import Holds, MapColumn, MapFile, TableMap
from banshi.position import Position, Problem
from banshi.readers.cells import CellReader
from banshi.readers.mapped import MappedTable
from banshi.readers.roles import Role
from banshi.readers.row_cells import Fixed
from banshi.readers.table import CellFault

_LETTERS = re.compile(r"[A-Za-z]{1,3}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)

Found = TypeVar("Found")
Place = Callable[[tuple[Step, ...]], Position]
"""Says where a value of the map file stands."""


def resolve(
    found: MapFile, registry: Registry, place: Place
) -> tuple[tuple[MappedTable, ...], list[Problem]]:
    """Look up every name of a map file; what is not known is a problem at its place."""
    names = _Names(registry, place)
    return tuple(
        _resolved(table, ("tables", number), names) for number, table in enumerate(found.tables)
    ), names.problems


def _resolved(table: TableMap, at: tuple[Step, ...], names: "_Names") -> MappedTable:
    names.look_up((*at, "metric"), table.metric, names.cells.metric)
    names.look_up((*at, "region"), table.region, names.cells.region)
    names.look_up((*at, "period"), table.period, names.cells.period)
    names.look_up((*at, "unit"), table.unit, names.cells.unit)
    assigned: dict[str | int, Role] = {}
    places: dict[str | int, Position] = {}
    headers: dict[str, str] = {}
    for index, column in enumerate(table.columns):
        path = (*at, "columns", index)
        step = "header" if column.header is not None else "column"
        key = _key(column)
        if key is None:
            message = say(
                "{text} is no column: write its letter, such as C, or its number",
                text=str(column.column),
            )
            names.fault((*path, step), "column", message)
        elif key in assigned:
            message = say(
                "column {name} was given already", name=str(column.header or column.column)
            )
            names.fault((*path, step), "column", message)
        else:
            assigned[key] = names.role(column, path)
            places[key] = names.place((*path, step))
        for step in ("header", "numerator", "denominator"):
            if header := getattr(column, step):
                headers.setdefault(fold(header), header)
                places.setdefault(fold(header), names.place((*path, step)))
    return MappedTable(
        table.sheet, table.header_row, _fixed(table), assigned, places, headers, names.place(at)
    )


class _Names:
    """Looks up names of the map file; faults collect in `problems`."""

    def __init__(self, registry: Registry, place: Place) -> None:
        self.cells = CellReader(registry)
        self.problems: list[Problem] = []
        self.place = place
        self._registry = registry

    def fault(self, path: tuple[Step, ...], rule: str, message: Message) -> None:
        """Say what is wrong at a place of the map."""
        self.problems.append(Problem(self.place(path), rule, message))

    def look_up(
        self, path: tuple[Step, ...], text: str | None, read: Callable[[str], Found]
    ) -> Found | None:
        """Return what `text` names, or None where it is absent or names nothing."""
        if text is None:
            return None
        try:
            return read(text)
        except CellFault as fault:
            self.fault(path, fault.rule, fault.message)
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
    text = (column.column or "").strip()
    if _NUMBER.fullmatch(text):
        return int(text) - 1 if int(text) else None
    if not _LETTERS.fullmatch(text):
        return None
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
