"""Says how the columns of a file are understood, and what holds for all of its rows."""

from banshi.messages import Message, say
from banshi.model.intake import ColumnNote
from banshi.model.registry import Registry
from banshi.position import Problem
from banshi.readers.mapped import about_nothing
from banshi.readers.open_source import open_source
from banshi.readers.roles import WORDS, meaning
from banshi.readers.source import Source
from banshi.readers.table import TableFault
from banshi.readers.understand import Reading, Understood, understand, words_alone


def explain_columns(
    file: Source, registry: Registry, reading: Reading
) -> tuple[list[ColumnNote], list[Problem]]:
    """Return a note on each column of each table in `file`, and the problems with the headers.

    Raises:
        OSError: the file cannot be read.
    """
    opened = open_source(file, reading.sheets)
    notes: list[ColumnNote] = []
    problems = list(opened.problems)
    for table in opened.tables:
        try:
            understood = understand(table, registry, reading)
        except TableFault as fault:
            if words_alone(table, fault, reading):
                continue
            problems += fault.said(table)
            continue
        problems += understood.problems
        notes += _notes(understood, registry)
    read = [table.sheet for table in opened.tables]
    left_out = opened.unread_sheets if reading.sheets else ()
    return notes, problems + about_nothing(reading.maps, [*read, *left_out])


def _notes(understood: Understood, registry: Registry) -> list[ColumnNote]:
    layout, table, fixed = understood.layout, understood.table, understood.fixed
    parts: dict[int, Message] = {}
    for measure in layout.measures:
        metric = measure.role.metric.id if measure.role.metric else "-"
        if measure.numerator is not None and measure.denominator is not None:
            parts[measure.numerator] = say("numerator of {metric}", metric=metric)
            parts[measure.denominator] = say("denominator of {metric}", metric=metric)
    notes = [
        ColumnNote(table.place(layout.line, index + 1), header, parts.get(index) or meaning(role))
        for index, (header, role) in enumerate(zip(layout.header, layout.roles, strict=True))
        if header.strip() or role.kind
    ]
    for key in ("metric", "unit", "region", "organisation", "item", "period"):
        if value := getattr(fixed, key):
            if key == "region" and (region := registry.region_by_code.get(value)):
                value = region.name.zh
            message = say("{role} of all rows: {value}", role=Message(WORDS[key]), value=value)
            notes.append(ColumnNote(table.place(), "", message))
    return notes
