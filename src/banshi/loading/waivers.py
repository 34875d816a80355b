"""Reads waivers: YAML text, or the rows of a table, become waivers whose target and region exist.

A waiver lets something be missed, so nothing about it is guessed: every field is there, an unknown
key is a fault, and a target or region that no plan has is one too. Rows of a table are turned into
the same tree as YAML, so that both are held to the same rules and say the same.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pydantic import ValidationError

from banshi.loading.explain import explain, with_nearest
from banshi.loading.tree import Map, Seq, parse
from banshi.loading.waiver_claims import Claims
from banshi.messages import say
from banshi.model.granted import Granted
from banshi.model.registry import Registry, fold
from banshi.model.waiver import Waiver, WaiverFile
from banshi.nearest import Seeker
from banshi.position import Position, Problem, in_order
from banshi.values import dataclass

COLUMNS = {
    fold(word): column
    for column, words in {
        "target": "target 指标要求 目标",
        "region": "region 地区 区域",
        "reason": "reason 理由",
        "approved_by": "approved_by 批准人",
        "document": "document 依据文件",
        "expires": "expires 有效期至",
    }.items()
    for word in words.split()
}
"""The headers of a table of waivers."""
# Spreadsheets rewrite 2019-11-30 as they please when they save; each of these has one reading.
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.ASCII)


class _Place(NamedTuple):
    """The place of a cell as the YAML parser would say it: both count from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class WaiverSource:
    """The content of one waivers file, as far as it could be read."""

    name: str
    tree: Map | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedWaivers:
    """The waivers of all files, in order, and all that is wrong with them."""

    waivers: tuple[Granted, ...]
    problems: tuple[Problem, ...]
    """Sorted by place. Where there is one, nothing may be waived."""
    counts: tuple[int, ...] = ()
    """How many waivers each file holds."""


def from_yaml(data: bytes, name: str) -> WaiverSource:
    """Return the content of a YAML file; faults are problems, never exceptions."""
    tree, problems = parse(data, name)
    return WaiverSource(name, tree, tuple(_star_in_quotes(p, data) for p in problems))


def from_rows(rows: Iterable[tuple[int, Sequence[str]]], name: str) -> WaiverSource:
    """Return the content of a table: number and cells of each line, the header first."""
    lines = list(rows)
    if not lines:
        return WaiverSource(name, None, (_no_column(tuple(Waiver.model_fields), Position(name)),))
    (header_line, header), *body = lines
    columns, problems = _header(header, Position(name, header_line, 1))
    if problems:
        return WaiverSource(name, None, tuple(problems))
    entries = Seq(_Place(header_line - 1, 0))
    for line, cells in body:
        if len(cells) == len(header):
            entries.append(_entry(columns, cells, line))
            entries.marks.append(_Place(line - 1, 0))
        else:
            message = say(
                "{found} cells where the header has {expected}; text with a comma must be in"
                " quotes",
                found=len(cells),
                expected=len(header),
            )
            first = min(len(cells), len(header)) + 1  # the one too many, or the one that lacks
            problems.append(Problem(Position(name, line, first), "cell-count", message))
    tree = Map(_Place(header_line - 1, 0))
    tree["waivers"] = entries
    tree.marks["waivers"] = (entries.mark, entries.mark)
    return WaiverSource(name, tree, tuple(problems))


def read_waivers(
    sources: Sequence[WaiverSource],
    registry: Registry,
    as_of: dt.date,
    *,
    most_days: int | None = None,
) -> LoadedWaivers:
    """Return the waivers of all files, checked against `registry` and against each other.

    With `most_days`, one that ends more than so many days after `as_of` is a fault.
    """
    claims = Claims(registry, as_of, most_days)
    waivers: list[Granted] = []
    problems: list[Problem] = []
    counts: list[int] = []
    for source in sources:
        found = _waivers(source, claims, problems)
        waivers += found
        counts.append(len(found))
    problems += [*claims.problems, *claims.doubles()]
    return LoadedWaivers(tuple(waivers), tuple(in_order(set(problems))), tuple(counts))


def _waivers(source: WaiverSource, claims: Claims, problems: list[Problem]) -> list[Granted]:
    """Return the waivers of one file; what is wrong with it joins `problems` and `claims`."""
    problems += source.problems
    if source.tree is None:
        return []
    read: tuple[Waiver, ...] | None = None
    faulty: set[tuple[object, ...]] = set()
    try:
        read = WaiverFile.model_validate(source.tree).waivers
    except ValidationError as error:
        errors = error.errors(include_url=False)
        faulty = {entry["loc"][1:3] for entry in errors}
        known = {problem.position for problem in source.problems}
        said = explain(errors, source.tree, source.name, WaiverFile)
        problems += [problem for problem in said if problem.position not in known]
    found = []
    entries = source.tree.get("waivers")
    for number, entry in enumerate(entries if isinstance(entries, Seq) else ()):
        if isinstance(entry, Map):
            # A fault in one field hides none in another: the sound ones are checked too.
            sound = {key for key in entry if (number, key) not in faulty}
            claim = claims.take(entry, sound, Position(source.name, *_of(entry.mark)))
            if read is not None and claim is not None:
                found.append(Granted(read[number], claim.region, claim.position))
    return found


def _of(mark: _Place) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _star_in_quotes(problem: Problem, data: bytes) -> Problem:
    """Say what is meant where the parser took a plain * for an alias."""
    place = problem.position
    if problem.rule != "yaml-syntax" or place.column < 2:  # noqa: PLR2004 - one stands before it
        return problem
    line = data.decode("utf-8-sig", "replace").splitlines()[place.line - 1 : place.line]
    if not line or line[0][place.column - 2 : place.column - 1] != "*":
        return problem
    message = say('text must be in quotes here: "{text}"', text="*")
    return Problem(Position(place.file, place.line, place.column - 1), "needs-quotes", message)


def _header(header: Sequence[str], place: Position) -> tuple[list[str], list[Problem]]:
    """Return the key of each column, and what is wrong with the header."""
    columns = [COLUMNS.get(fold(cell), "") for cell in header]
    problems = list(_header_faults(header, columns, place))
    return columns, problems


def _header_faults(
    header: Sequence[str], columns: Sequence[str], place: Position
) -> Iterator[Problem]:
    seeker = Seeker()
    for index, (cell, column) in enumerate(zip(header, columns, strict=True)):
        here = Position(place.file, place.line, index + 1)
        if not column:
            message = say("unknown column {name}", name=cell.strip() or "-")
            yield Problem(here, "column-name", with_nearest(message, seeker.nearest(cell, COLUMNS)))
        elif columns.index(column) != index:
            message = say("a second column {name}; keep one", name=cell)
            yield Problem(here, "duplicate-column", message)
    missing = [column for column in Waiver.model_fields if column not in columns]
    if missing:
        yield _no_column(missing, place)


def _no_column(missing: Sequence[str], place: Position) -> Problem:
    message = say(
        "no column {missing} in the header; expected target,region,reason,approved_by,document,"
        "expires or 目标,地区,理由,批准人,依据文件,有效期至",
        missing=", ".join(missing),
    )
    return Problem(place, "header", message)


def _entry(columns: Sequence[str], cells: Sequence[str], line: int) -> Map:
    entry = Map(_Place(line - 1, 0))
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        text = cell.strip()
        if column == "expires" and (day := _DAY.fullmatch(text)):
            text = f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"
        entry[column] = text
        place = _Place(line - 1, index)
        entry.marks[column] = (place, place)
    return entry
