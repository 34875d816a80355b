"""What is said of a column that nobody reads: nothing unknown passes in silence."""

from collections.abc import Iterable, Sequence

from banshi.messages import say
from banshi.model.registry import Registry, fold
from banshi.nearest import nearest
from banshi.position import Problem, Severity
from banshi.readers.columns import HEADERS, split_unit
from banshi.readers.table import Table, TableFault
from banshi.wording.places import says_the_whole

# So near to a known header, a column is a misspelt one: leaving it aside would change verdicts.
_NEAR = 0.74
_NEAR_METRIC = 0.8
# As many keys as JSON may have. Each is compared with every known name: one that is nearly known is
# refused, so that none of them may be passed over for speed.
MOST_UNKNOWN = 1_000


def refuse_a_flood(line: int, unknown: Sequence[int]) -> None:
    """Refuse a table with more unknown columns than anybody's table has.

    Raises:
        TableFault: there are more than MOST_UNKNOWN.
    """
    if len(unknown) > MOST_UNKNOWN:
        message = say(
            "more than {most} columns that are not known; leave out what is not to be read",
            most=MOST_UNKNOWN,
        )
        raise TableFault(line, "header", message, unknown[MOST_UNKNOWN] + 1)


def unread(
    table: Table, registry: Registry, place: tuple[int, int], cell: str, *, figures: bool
) -> list[Problem]:
    """Say that a column is not read; refuse the table where its name is a misspelt one.

    Raises:
        TableFault: the name is nearly that of a known column or metric.
    """
    line, index = place
    known = [header for header, kind in HEADERS.items() if kind != "aside"]
    # A Chinese word with more behind it is another word: 事项数 is no misspelt 事项.
    near = [
        name
        for name in nearest(cell, known, cutoff=_NEAR)
        if name.isascii() or len(name) == len(fold(cell))
    ]
    if not near and figures:
        near = nearest(split_unit(cell)[0], registry.metric_by_name, cutoff=_NEAR_METRIC)
    if near:
        message = say("unknown column {name}; did you mean {names}?", name=cell, names=near[0])
        raise TableFault(line, "column-name", message, index + 1)
    if figures and says_the_whole(split_unit(cell)[0]):
        message = say("{name} of which place? Name it, or give --region", name=cell)
        raise TableFault(line, "region", message, index + 1)
    where = table.place(line, index + 1)
    if figures:
        message = say(
            "column {name} holds figures, is no known metric and is not read;"
            " a map file (--map) can say what it is",
            name=cell or "-",
        )
        return [Problem(where, "extra-column", message, Severity.WARNING)]
    if not cell.strip():
        return []
    message = say("column {name} is not read", name=cell)
    if like := _one_off(cell, known):
        message = say("{what}; did you mean {names}?", what=message, names=", ".join(like))
        return [Problem(where, "extra-column", message, Severity.WARNING)]
    return [Problem(where, "extra-column", message, Severity.NOTE)]


def _one_off(cell: str, known: Iterable[str]) -> list[str]:
    """Return the Chinese headers that begin like `cell` and differ in one character: 部们, 部门.

    Too little to refuse a table, as 地址 is no misspelt 地区; enough to say so.
    """
    text = fold(cell)
    return [
        name
        for name in known
        if not name.isascii()
        and len(name) == len(text)
        and name[0] == text[0]
        and sum(one != other for one, other in zip(name, text, strict=True)) == 1
    ]
