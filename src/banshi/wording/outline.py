"""The outline of a plan's text: its clauses with their labels, and where each stands.

Levels are read from the numbering at the beginning of a line: 一、 then （一） then 1. — or 一是 in
a list of goals — and the rows of an annex table that was flattened to a cell a line. What stands
before the first heading is `header`, page furniture behind the last one is `footer`.
"""

import re
from collections.abc import Iterator

from banshi.values import dataclass
from banshi.wording.flat import Flat, flatten, squeeze

_NUMBER = "[一二三四五六七八九十]+"
_SECTION = re.compile(rf"[^\S\n]*({_NUMBER})、")
_CLAUSE = re.compile(rf"[^\S\n]*[（(]({_NUMBER})[）)]")
_ITEM = re.compile(r"[^\S\n]*([0-9]{1,3})[.．、](?![0-9])")
_GOAL = re.compile(rf"[^\S\n]*({_NUMBER}是)")
_ANNEX = re.compile(r"[^\S\n]*附件[^\S\n]*[:：]?[^\S\n]*\r?\n?$")
_ROW = re.compile(r"[^\S\n]*([0-9]{1,3})[^\S\n]*\r?\n?$")
_FURNITURE = re.compile(
    r"[^\S\n]*(?:主办单位|承办单位|网址|地\s*址|版权所有|网站标识码|市直各部门 )"
    r"|.*(?:ICP备|公网安备)"
)
HEADER, FOOTER, ANNEX = "header", "footer", "附件"


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the plan's text under one label."""

    label: str
    """二（一）, 三（三）12, 二一是, 附件4, header or footer."""
    text: Flat
    cells: tuple[str, ...] = ()
    """The cells of an annex row, in order, empty where they are merged with the row above."""


def fold_label(label: str) -> str:
    """Return `label` in the form in which labels are compared: full-width brackets, no marks.

    >>> fold_label("三(一) 4.")
    '三（一）4'
    """
    folded = squeeze(label).replace("(", "（").replace(")", "）")
    return re.sub(r"[、.．]", "", folded)


def read_outline(text: str) -> list[Clause]:
    """Return the clauses of a plan's text, in order; together they are the whole text."""
    flat = flatten(text)
    marks = list(_headings(text))
    edges = [offset for offset, _label in marks]
    clauses = []
    for number, (offset, label) in enumerate(marks):
        end = edges[number + 1] if number + 1 < len(edges) else len(text)
        part = flat.part(_index(flat, offset), _index(flat, end))
        cells: tuple[str, ...] = ()
        if label.startswith(ANNEX) and label != ANNEX:
            lines = text[offset:end].split("\n")[1:]
            cells = tuple(line.strip() for line in lines)
        clauses.append(Clause(label, part, cells))
    return clauses


def _index(flat: Flat, offset: int) -> int:
    """Return the index in `flat` of the first character at or behind `offset`."""
    low, high = 0, len(flat.offsets)
    while low < high:
        middle = (low + high) // 2
        if flat.offsets[middle] < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and label of every clause."""
    yield 0, HEADER
    section = clause = ""
    annex = footer = False
    offset = 0
    for line in text.splitlines(keepends=True):
        here, offset = offset, offset + len(line)
        if footer:
            continue
        if section and _FURNITURE.match(line):
            footer = True
            yield here, FOOTER
        elif section and _ANNEX.match(line):
            annex = True
            yield here, ANNEX
        elif annex:
            if row := _ROW.match(line):
                yield here, f"{ANNEX}{row[1]}"
        elif match := _SECTION.match(line):
            section, clause = match[1], ""
            yield here, section
        elif section and (match := _CLAUSE.match(line)):
            clause = f"（{match[1]}）"
            yield here, section + clause
        elif (section and (match := _ITEM.match(line))) or (
            section and (match := _GOAL.match(line))
        ):
            yield here, section + clause + match[1]
