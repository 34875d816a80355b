"""What a number format says of the number below it: a share in percent, a day, a month, a time.

The parts of a format are those of ECMA-376 Part 1, 18.8.31. Chinese Excel and WPS store the formats
27 to 36 and 50 to 58 by their number alone; 18.8.30 lists what they mean in Chinese.
"""

import io
import operator
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from banshi.readers.files.xml_walk import walk
from banshi.values import dataclass

_YEAR_MONTH, _MONTH_DAY, _TIME = 'yyyy"年"m"月"', 'm"月"d"日"', 'h"时"mm"分"'
_BY_NUMBER = {
    0: "General", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: _TIME, 33: _TIME, 34: _TIME, 35: _TIME, 36: _YEAR_MONTH,
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY,
    55: _TIME, 56: _TIME, 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip
_PIECE = re.compile(r'"[^"]*(?:"|$)|[\\_*!].?|\[[^\]]*(?:\]|$)|;|.', re.DOTALL)
_WORDS = re.compile(r"am/pm|a/p|上午/下午|general|g/通用格式")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_DATE_PARTS = re.compile(r"y+|e+|m+|d+|h+|s+|a{3,4}")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_PARTS_BY_SIGN = 2
# A format longer than this is none; reading it must not take long.
_LONGEST = 1_000


class Shape(Enum):
    """What the number in a cell is, by its format."""

    NUMBER = auto()
    PERCENT = auto()
    DAY = auto()
    MONTH = auto()
    YEAR = auto()
    TIME = auto()


@dataclass(frozen=True, slots=True)
class _Section:
    shape: Shape
    condition: tuple[str, Decimal] | None


def shape_of(code: str, value: Decimal) -> Shape:
    """Return what the format `code` makes of `value`.

    >>> shape_of('0.0%;"-"', Decimal("0.958"))
    <Shape.PERCENT: 2>
    """
    sections = _sections(code[:_LONGEST])
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _COMPARE[section.condition[0]](
                value, section.condition[1]
            ):
                return section.shape
        return sections[-1].shape
    index = 1 if value < 0 else 2 if value == 0 and len(sections) > _PARTS_BY_SIGN else 0
    return sections[index if index < len(sections) else 0].shape


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return the first three sections of a format; the fourth is about texts."""
    sections: list[list[str]] = [[]]
    for piece in _PIECE.findall(code):
        if piece == ";":
            sections.append([])
        elif piece[0] not in '"\\_*!':
            sections[-1].append(piece.lower())
    return tuple(map(_section, sections[:3]))


def _section(pieces: Sequence[str]) -> _Section:
    brackets = [piece for piece in pieces if piece.startswith("[")]
    bare = _WORDS.sub("", "".join(piece for piece in pieces if not piece.startswith("[")))
    found = next(filter(None, map(_CONDITION.fullmatch, brackets)), None)
    condition = (found[1], Decimal(found[2])) if found else None
    if any(map(_ELAPSED.fullmatch, brackets)):
        return _Section(Shape.TIME, condition)
    return _Section(
        _date_shape(bare) or (Shape.PERCENT if "%" in bare else Shape.NUMBER), condition
    )


def _date_shape(bare: str) -> Shape | None:
    """Return the shape of a date or time, or None where the section writes a number."""
    parts = _DATE_PARTS.findall(bare)
    if any(mark in bare for mark in "0#?"):
        # E is the exponent of a number here; only seconds take a digit after them.
        parts = [part for part in parts if part[0] not in "ea"]
    letters = [part[0] for part in parts]
    if not letters:
        return None
    months = [
        index
        for index, letter in enumerate(letters)
        # After hours and before seconds m is minutes.
        if letter == "m"
        and letters[index - 1 : index] != ["h"]
        and letters[index + 1 :][:1] != ["s"]
    ]
    if "d" in letters or "a" in letters:
        return Shape.DAY
    if months:
        return Shape.MONTH
    return Shape.YEAR if {"y", "e"} & set(letters) else Shape.TIME


class _Styles:
    """Collects the number format of each cell style from the part xl/styles.xml."""

    def __init__(self) -> None:
        self.formats: list[int] = []
        self.codes: dict[int, str] = {}
        self._inside = False

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        if tag == "numFmt":
            self.codes[int(attrib.get("numFmtId", "0"))] = attrib.get("formatCode", "")
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            self.formats.append(int(attrib.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._inside = False

    def data(self, text: str) -> None:
        """Text between tags means nothing here."""


def read_formats(part: bytes) -> list[str]:
    """Return the number format of each cell style, in the order of their numbers.

    openpyxl is not asked: it gives the formats 27 to 58 as General, and refuses whole workbooks of
    other programs for a colour that it does not know.

    Raises:
        FileFault: the part is no sound XML.
    """
    styles = _Styles()
    walk(io.BytesIO(part), styles)
    return [
        styles.codes.get(number) or _BY_NUMBER.get(number, "General") for number in styles.formats
    ]
