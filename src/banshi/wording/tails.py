"""The tail of a clause: which organisations it names in which role.

Read are labelled lines (牵头单位：…, 责任部门：…, 配合单位：…) and the cells of an annex row.
"""

import re

from banshi.values import dataclass
from banshi.wording.flat import Flat, squeeze
from banshi.wording.outline import Clause

_LABEL = re.compile(r"(?P<role>牵头|责任|配合|协办)(?:单位|部门)[:：]|完成时限[:：]")
_ROLES = {"牵头": "lead", "责任": "responsible", "配合": "cooperating", "协办": "cooperating"}
_SPLIT = "、,，;；"
_OPEN, _CLOSE = "（(〔[", "）)〕]"
_AND_OTHERS = re.compile(r"等(?=[^、,，;；]+$)")
# The cell of an annex row that names the bodies: number, subject, text, bodies, deadline.
_BODIES_CELL = 2


@dataclass(frozen=True, slots=True)
class Tail:
    """The organisations of a clause as printed, by role."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a list, split at 、 , and ； outside brackets.

    X等Y names two: X, and the group Y that it belongs to; an 等 at the end is dropped.
    """
    names: list[str] = []
    depth = 0
    name = ""
    for character in squeeze(text) + "、":
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth <= 0 and character in _SPLIT:
            names.append(name.strip("。.;；"))
            name = ""
        else:
            name += character
    split = [part.removesuffix("等") for name in names for part in _AND_OTHERS.split(name)]
    return tuple(part for part in split if part)


def read_tail(clause: Flat) -> Tail | None:
    """Return the labelled organisations of a clause, or None where it has no labelled line."""
    labels = list(_LABEL.finditer(clause.text))
    roles: dict[str, tuple[str, ...]] = {}
    for number, match in enumerate(labels):
        if not match["role"]:
            continue
        end = labels[number + 1].start() if number + 1 < len(labels) else len(clause.text)
        names = clause.text[match.end() : end]
        stop = names.find("。")
        names = names if stop < 0 else names[:stop]
        role = _ROLES[match["role"]]
        roles[role] = roles.get(role, ()) + split_names(names)
    return Tail(**roles) if roles else None


def annex_tails(clauses: list[Clause]) -> dict[str, Tail]:
    """Return the organisations of the annex rows by label; merged cells inherit from above."""
    tails: dict[str, Tail] = {}
    bodies = ""
    for clause in clauses:
        if len(clause.cells) > _BODIES_CELL:
            bodies = clause.cells[_BODIES_CELL] or bodies
            tails[clause.label] = Tail(responsible=split_names(bodies))
    return tails
