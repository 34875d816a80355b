"""Quantities in plan language: a numeral with a unit, and where it stands.

A Chinese numeral is a quantity only with a unit or a percent form behind it and outside quotation
marks: 一网通办, 第一批 and “三个一律” are none.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from banshi.model.quantity import Unit
from banshi.values import dataclass
from banshi.wording.numerals import ARABIC, NUMERAL, read_numeral

# What a unit's word can mean, longest words first where one begins another. A classifier such as 个
# counts items, or steps where the phrase is about them.
_COUNT = frozenset({Unit.ITEM})
_UNITS: dict[str, frozenset[Unit]] = {
    "个工作日": frozenset({Unit.WORKDAY}),
    "工作日": frozenset({Unit.WORKDAY}),
    "个小时": frozenset({Unit.HOUR}),
    "小时": frozenset({Unit.HOUR}),
    "分钟": frozenset({Unit.MINUTE}),
    "个月": frozenset({Unit.MONTH}),
    "日": frozenset({Unit.DAY}),
    "天": frozenset({Unit.DAY}),
    "年": frozenset({Unit.YEAR}),
    "个办理环节": frozenset({Unit.STAGE}),
    "个环节": frozenset({Unit.STAGE}),
    "环节": frozenset({Unit.STAGE}),
    "个": frozenset({Unit.ITEM, Unit.STAGE}),
    "%": frozenset({Unit.PERCENT}),
    "％": frozenset({Unit.PERCENT}),
    "‰": frozenset({Unit.PER_1000}),
    "美元": frozenset({Unit.USD}),
    "元": frozenset({Unit.YUAN}),
    "公里": frozenset({Unit.KILOMETRE}),
    "千瓦": frozenset({Unit.KILOWATT}),
    "名": frozenset({Unit.PERSON}),
    "人": frozenset({Unit.PERSON}),
    **dict.fromkeys(
        ("项", "种", "家", "处", "所", "件", "次", "套", "枚", "张", "类", "级"), _COUNT
    ),
    **dict.fromkeys(("部门", "平台", "批次", "期", "亩", "辆", "条", "座", "户"), _COUNT),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<low>{NUMERAL})(?:(?P<dash>[-—–~～至到]+)(?P<high>{NUMERAL}))?(?P<unit>{_UNIT})"
)
_PERCENT_WORDS = re.compile(
    r"百分之(?P<number>[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)"
)
_FRACTION = re.compile(r"(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])")
_QUOTED = re.compile(r"[“「『\"][^”」』\"]*[”」』\"]")
_PER = ((re.compile(r"千人口?"), Unit.PER_1000), (re.compile(r"万人口?"), Unit.PER_10000))


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A number with what its unit's word can mean, and where it stands."""

    start: int
    end: int
    value: Fraction
    units: frozenset[Unit]
    upper: Fraction | None = None
    """The second number of a range: 2—3名."""
    arabic: bool = False
    quoted: bool = False


def find_quantities(text: str) -> Iterator[FoundQuantity]:
    """Yield the quantities of `text`, which has no white space, in order."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]

    def in_quotes(start: int, end: int) -> bool:
        return any(left < start and end < right for left, right in quoted)

    found = []
    for match in _PERCENT_WORDS.finditer(text):
        whole, _, digits = match["number"].partition("点")
        value = read_numeral(whole)
        if value is not None:
            value += sum(
                Fraction("零一二三四五六七八九".index(c.replace("〇", "零")), 10**n)
                for n, c in enumerate(digits, 1)
            )
            units = frozenset({Unit.PERCENT})
            found.append(FoundQuantity(*match.span(), value, units))
    for match in _FRACTION.finditer(text):
        below, above = read_numeral(match["below"]), read_numeral(match["above"])
        if below and above and not _overlaps(match, found):
            units = frozenset({Unit.PERCENT})
            found.append(FoundQuantity(*match.span(), above * 100 / below, units))
    for match in _QUANTITY.finditer(text):
        if _overlaps(match, found) or text[max(0, match.start() - 1)] == "第":
            continue
        low = read_numeral(match["low"])
        high = read_numeral(match["high"]) if match["high"] else None
        if low is None or (match["high"] and high is None):
            continue
        found.append(
            FoundQuantity(
                *match.span(),
                low,
                _units(text, match),
                high,
                arabic=re.match(ARABIC, match["low"]) is not None,
                quoted=in_quotes(*match.span()),
            )
        )
    yield from sorted(found, key=lambda quantity: quantity.start)


def _overlaps(match: re.Match[str], found: list[FoundQuantity]) -> bool:
    return any(q.start < match.end() and match.start() < q.end for q in found)


def _units(text: str, match: re.Match[str]) -> frozenset[Unit]:
    """Return what the unit can mean; a rate per 1,000 people has its base before the number."""
    units = _UNITS[match["unit"]]
    if match["unit"] in {"张", "人", "名"}:
        for pattern, unit in _PER:
            if pattern.search(text[: match.start()]):
                return frozenset({unit})
    return units
