"""The columns of values in a table, and the counts that stand beside a share."""

from collections.abc import Iterator, Mapping, Sequence

from banshi.messages import Message, say
from banshi.model.catalogue import Metric
from banshi.model.quantity import Unit, convertible
from banshi.model.registry import fold, metric_names
from banshi.position import Problem, Severity
from banshi.readers.columns import split_unit
from banshi.readers.roles import WORDS, Role
from banshi.readers.table import Table, TableFault
from banshi.values import dataclass

_AXES = ("metric", "region", "period")
"""What a header may say of all the values below it."""
_PARTS = (("numerator", "分子"), ("denominator", "分母"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of values, with what its header says of all of them."""

    column: int
    role: Role
    numerator: int | None = None
    """Column with the numerator of a share; set with `denominator`, or not at all."""
    denominator: int | None = None
    scales: tuple[int, int] = (1, 1)
    """How many one of numerator and denominator are, where their headers say 万人."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header row, and what its columns hold."""

    table: Table
    line: int
    cells: Sequence[str]
    roles: Sequence[Role]
    keys: Mapping[str, int]
    """Index of each column that says something of its whole row."""


def find_measures(header: Header) -> tuple[tuple[Measure, ...], list[Problem]]:
    """Return the columns of values, and what is to be said of counts that belong to no share.

    Raises:
        TableFault: two columns hold the same values.
    """
    if "value" in header.keys:
        columns = [(header.keys["value"], header.roles[header.keys["value"]])]
    else:
        columns = list(_wide(header))
    shares = [role for _, role in columns if role.metric is None or _is_share(role.metric)]
    only = shares[0] if len(shares) == 1 else None
    measures: list[Measure] = []
    lone: dict[int, Message] = {}
    for column, role in columns:
        found = _Finder(header, column).parts(role, only_share=role is only)
        above, below = found
        if above is not None and below is not None:
            scales = (_scale(header.cells[above]), _scale(header.cells[below]))
            measures.append(Measure(column, role, above, below, scales))
            continue
        measures.append(Measure(column, role))
        for index, (part, _), (other, _) in zip(found, _PARTS, _PARTS[::-1], strict=True):
            if index is not None:
                words = {"part": Message(WORDS[part]), "other": Message(WORDS[other])}
                lone[index] = say(
                    "no {other} beside this {part}: no share is held against", **words
                )
    return tuple(measures), _unheld(header, measures, lone)


def _unheld(header: Header, measures: Sequence[Measure], lone: dict[int, Message]) -> list[Problem]:
    """Say which counts are held against no share."""
    held = {m.numerator for m in measures} | {m.denominator for m in measures}
    for part, _ in _PARTS:
        index = header.keys.get(part)
        if index is not None:
            message = say(
                "several shares: whose {part} it is, its name does not say; not read",
                part=Message(WORDS[part]),
            )
            lone.setdefault(index, message)
    return [
        Problem(header.table.place(header.line, index + 1), "share-part", message, Severity.NOTE)
        for index, message in lone.items()
        if index not in held
    ]


def _wide(header: Header) -> Iterator[tuple[int, Role]]:
    """Yield the columns that hold nothing else than values.

    Raises:
        TableFault: two of them are about the same.
    """
    seen: set[tuple[object, ...]] = set()
    for index, role in enumerate(header.roles):
        if role.kind != "measure":
            continue
        about = (
            role.metric.id if role.metric else None,
            role.region.code if role.region else None,
            role.period,
        )
        if about in seen:
            message = say("a second column {name}; keep one", name=header.cells[index])
            raise TableFault(header.line, "duplicate-column", message, index + 1)
        seen.add(about)
        yield index, role


class _Finder:
    """Finds the two counts beside one share."""

    def __init__(self, header: Header, column: int) -> None:
        self._header = header
        self._column = column

    def parts(self, role: Role, *, only_share: bool) -> tuple[int | None, int | None]:
        """Return the columns of numerator and denominator; None for one that is not there.

        They are those that a map names, else those that the catalogue names or that are called
        after the metric; 分子 and 分母 alone belong to the only share of a table.
        """
        keys = self._header.keys
        metric = role.metric
        found: list[int | None] = []
        for part, word in _PARTS:
            mapped = str(getattr(role, part))
            names: list[str] = [mapped] if mapped else []
            if not mapped and metric and _is_share(metric):
                names = [*getattr(metric, part), *(n + word for n in metric_names(metric))]
            hits = [hit for name in names if (hit := self._nearest(name)) is not None]
            generic = keys.get(part) if only_share and not mapped else None
            found.append(hits[0] if hits else generic)
        above, below = found
        return above, below

    def _nearest(self, name: str) -> int | None:
        """Return the column called `name`; of several the one before the share, then behind it."""
        hits = [
            index
            for index, cell in enumerate(self._header.cells)
            if index != self._column and fold(name) in {fold(cell), fold(split_unit(cell)[0])}
        ]
        return min(hits, key=lambda n: (n > self._column, abs(n - self._column)), default=None)


def _is_share(metric: Metric) -> bool:
    return convertible(metric.unit, Unit.PERCENT)


def _scale(header: str) -> int:
    unit = split_unit(header)[1]
    return unit[1] if unit else 1


def contradiction(
    line: int, cells: Sequence[str], roles: Sequence[Role], mapped: Sequence[bool]
) -> TableFault | None:
    """Return the fault of a header in which two columns say the same thing of a value.

    `mapped` says of each column whether a map file says what it holds. By their names alone,
    columns of regions beside columns of periods may be anything: a date of target, a sum.
    """
    if any(role.kind == "value" for role in roles):
        return None
    wide = [(n, role) for n, role in enumerate(roles) if role.kind == "measure"]
    for axis in _AXES:
        key = next((n for n, role in enumerate(roles) if role.kind == axis), None)
        other = next((n for n, role in wide if getattr(role, axis)), None)
        if key is not None and other is not None:
            message = say(
                "the columns {one} and {other} both say the {role} of a value; a map file (--map)"
                " can say what they are",
                one=cells[key],
                other=cells[other],
                role=Message(WORDS[axis]),
            )
            return TableFault(line, "header", message, max(key, other) + 1)
    named = [(n, role) for n, role in wide if not mapped[n]]
    for index, role in named:
        first = named[0][1]
        if [bool(getattr(role, a)) for a in _AXES] != [bool(getattr(first, a)) for a in _AXES]:
            message = say(
                "{one} and {other} are no columns of one kind of values; a map file (--map) can"
                " say what they are",
                one=cells[named[0][0]],
                other=cells[index],
            )
            return TableFault(line, "header", message, index + 1)
    return None
