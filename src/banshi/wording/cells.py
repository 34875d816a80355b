"""Reads the figure in a cell: one pattern for a number, in whatever dress people send it.

Every text has one reading here, or none; that 0.958 may be a share of one, or that 无 may be zero,
depends on the metric and is for the row reader to say.
"""

import re
from decimal import Decimal
from fractions import Fraction

from banshi.model.quantity import Unit, as_decimal, parse_number, plain
from banshi.values import dataclass
from banshi.wording.numerals import read_numeral
from banshi.wording.units import read_unit

_WIDE = str.maketrans("０１２３４５６７８９．－＋％，", "0123456789.-+%,")
_SPACE = re.compile(r"(?<![0-9])\s+|\s+(?![0-9\s])")
# A sign, digits with or without their thousands marked, 万 or 亿, and whatever unit stands behind.
_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    r"(?P<scale>[万亿]?)(?P<unit>[^0-9.,]{1,12})?",
    re.ASCII,
)
_HAN = re.compile(r"(?P<number>[零〇一二两三四五六七八九十百千万亿]+)(?P<unit>[^0-9.,]{1,12})?")
_PERCENT_WORDS = re.compile(
    r"百分之(?P<whole>[零〇一二两三四五六七八九十百]+)(?:点(?P<digits>[零〇一二三四五六七八九]+))?"
)
_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_BOUND = re.compile(
    r"(?:[<>≤≥＜＞~～≈约近超]|不超过|不低于|不少于|低于|高于|大于|小于|至少|最多).*[0-9].*"
    r"|.*[0-9].*(?:以上|以下|以内|之内|左右|上下|余|多)"
)
# A cell that says in so many signs that there is no figure.
_NOTHING = frozenset(
    (
        *("", "-", "--", "—", "——", "–", "―", "/", "\\", "n/a", "na", "none", "null", "nil"),
        *(
            "无",
            "暂无",
            "无数据",
            "暂无数据",
            "未统计",
            "未上报",
            "未报",
            "不涉及",
            "不适用",
            "缺报",
        ),
    )
)
ZERO_OR_NOTHING = frozenset({"无", "none", "nil"})
"""Of a count, these may as well mean zero."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, the unit written behind it, and its plain form where it was written otherwise."""

    value: Decimal
    unit: tuple[Unit, int] | None = None
    read_as: str = ""
    """What the cell was read as: `1234` for `1,234`; empty where it was written plainly."""


def fold_figure(text: str) -> str:
    """Return `text` with full-width digits and marks as ASCII, and without white space.

    White space between digits stays: 1 5 is no 15.
    """
    return _SPACE.sub("", text.translate(_WIDE).strip())


def says_nothing(text: str) -> bool:
    """Whether the cell says that there is no figure: blank, `—`, `/`, `无`, `N/A`."""
    return fold_figure(text).casefold().replace("／", "/") in _NOTHING


def says_a_bound(text: str) -> bool:
    """Whether the cell names a bound or an estimate instead of a figure: `≥95%`, `约15`."""
    return _BOUND.fullmatch(fold_figure(text)) is not None


def read_figure(text: str) -> Figure | None:
    """Return the figure that the whole of `text` writes, or None where it writes none.

    >>> read_figure("１，２３４").value
    Decimal('1234')
    >>> read_figure("百分之九十五点八").read_as
    '95.8%'
    """
    folded = fold_figure(text)
    if match := _NUMBER.fullmatch(folded):
        return _arabic(text, match)
    if match := _PERCENT_WORDS.fullmatch(folded):
        whole = read_numeral(match["whole"])
        if whole is None:
            return None
        digits = "".join(str(_DIGITS[digit]) for digit in match["digits"] or "")
        number = parse_number(f"{int(whole)}.{digits}" if digits else str(int(whole)))
        return None if number is None else Figure(number, (Unit.PERCENT, 1), f"{plain(number)}%")
    if match := _HAN.fullmatch(folded):
        return _figure(read_numeral(match["number"]), match["unit"])
    return None


def _arabic(text: str, match: re.Match[str]) -> Figure | None:
    written, scale, behind = match["number"], match["scale"], match["unit"] or ""
    unit = None
    # 3万元 is a unit of its own; 3万件 is thirty thousand.
    if behind or scale:
        unit = read_unit(scale + behind)
        if unit:
            scale = ""
        elif not behind:
            unit = None
        elif (unit := read_unit(behind)) is None:
            return None
    value = parse_number(written.replace(",", ""))
    if value is None:
        return None
    if scale:
        return _figure(Fraction(value) * _SCALES[scale], behind)
    plainly = "".join(text.split()) == written + match["scale"] + behind and "," not in written
    read_as = "" if plainly else plain(value) + match["scale"] + behind
    return Figure(value, unit, read_as)


def _figure(value: Fraction | None, behind: str | None) -> Figure | None:
    exact = None if value is None else as_decimal(value)
    number = None if exact is None else parse_number(plain(exact))
    unit = read_unit(behind) if behind else None
    if number is None or (behind and unit is None):
        return None
    return Figure(number, unit, plain(number) + (behind or ""))
