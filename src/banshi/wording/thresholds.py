"""Reads the threshold in a phrase of a plan: operator, number, unit.

Source: Civil Code of the PRC, art. 1259 (以上, 以下, 以内 include the number; 不满, 超过 do not)
and docs/semantics.md, "Thresholds".
"""

import re
from fractions import Fraction
from functools import lru_cache

from banshi.model.quantity import Unit
from banshi.model.target import Operator
from banshi.values import dataclass
from banshi.wording.dates import find_dates
from banshi.wording.flat import squeeze
from banshi.wording.quantities import FoundQuantity, find_quantities

_LESS, _MORE = Operator.AT_MOST, Operator.AT_LEAST
_AFTER: tuple[tuple[str, Operator], ...] = (
    ("左右", Operator.ABOUT),
    ("以内", _LESS),
    ("之内", _LESS),
    ("以下", _LESS),
    ("内", _LESS),
    ("以上", _MORE),
)
# Longer words first: 不超过 holds 超过, 不低于 holds 低于.
_BEFORE: tuple[tuple[str, Operator], ...] = (
    ("不超过", _LESS),
    ("不得超过", _LESS),
    ("不高于", _LESS),
    ("最多", _LESS),
    ("不低于", _MORE),
    ("不少于", _MORE),
    ("至少", _MORE),
    ("提前", _MORE),
    ("压缩至", _LESS),
    ("压缩到", _LESS),
    ("压缩为", _LESS),
    ("压减至", _LESS),
    ("压减到", _LESS),
    ("缩短至", _LESS),
    ("缩短到", _LESS),
    ("提速至", _LESS),
    ("精简到", _LESS),
    ("精简至", _LESS),
    ("控制在", _LESS),
    ("合并为", _LESS),
    ("提升至", _MORE),
    ("提高至", _MORE),
    ("提高到", _MORE),
    ("达到", _MORE),
    ("达", _MORE),
    ("超过", Operator.ABOVE),
    ("超", Operator.ABOVE),
    ("高于", Operator.ABOVE),
    ("不满", Operator.BELOW),
    ("不足", Operator.BELOW),
    ("低于", Operator.BELOW),
)
_PREFIX = re.compile("|".join(word for word, _operator in _BEFORE))
_OPERATORS = dict(_BEFORE)
_DURATIONS = {Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WORKDAY, Unit.MONTH}
# Words that are a threshold by themselves, with or without quotation marks.
SPECIAL: tuple[tuple[re.Pattern[str], Operator | None, int, Unit], ...] = (
    (re.compile(r"一次都?不用?跑|零跑动|零跑腿"), _LESS, 0, Unit.ITEM),
    (re.compile(r"(?:最多|至多|只)跑一次"), _LESS, 1, Unit.ITEM),
    (re.compile(r"零成本"), _LESS, 0, Unit.YUAN),
    (re.compile(r"当日"), _LESS, 0, Unit.DAY),
    (re.compile(r"翻一番"), _MORE, 200, Unit.PERCENT),
    (re.compile(r"一半"), _MORE, 50, Unit.PERCENT),
    # Better than an average: the operator follows the metric's better direction.
    (re.compile(r"优于(?:全国|全省|全市)?平均(?:水平)?"), None, 100, Unit.PERCENT),
)
# So near before the number an operator is surely the number's own: 压减至高压4个.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a phrase demands."""

    operator: Operator | None
    """None where the metric's better direction decides (优于)."""
    value: Fraction
    units: frozenset[Unit]
    """What the unit's word can mean."""
    start: int
    end: int
    """Where the number stands in the phrase without its white space."""
    upper: Fraction | None = None


@lru_cache(maxsize=4096)
def read_threshold(phrase: str) -> Threshold | None:
    """Return the threshold of `phrase`, or None where it cannot be read by rule.

    Of several numbers the last that has an operator of its own counts, or the last of a list that
    begins with it (分别达到95%、85%); without any operator the last number.
    """
    text = squeeze(phrase)
    dates = [(date.start, date.end) for date in find_dates(text, 2000)]
    quantities = [
        quantity
        for quantity in find_quantities(text)
        if not quantity.quoted
        and not any(start < quantity.end and quantity.start < end for start, end in dates)
    ]
    if special := _special(text, quantities):
        return special
    if not quantities:
        return None
    own = [number for number, q in enumerate(quantities) if _own_operator(text, q)]
    chosen = own[-1] if own else len(quantities) - 1
    last = chosen
    while last + 1 < len(quantities) and _listed(text, quantities[last], quantities[last + 1]):
        last += 1
    return _threshold(quantities[last], _operator(text, quantities[chosen]))


def _special(text: str, quantities: list[FoundQuantity]) -> Threshold | None:
    for pattern, operator, value, unit in SPECIAL:
        if match := pattern.search(text):
            if any(_own_operator(text, q) and q.start > match.end() for q in quantities):
                continue
            return Threshold(operator, Fraction(value), frozenset({unit}), *match.span())
    return None


def _listed(text: str, one: FoundQuantity, other: FoundQuantity) -> bool:
    """Whether `other` follows `one` in a list: 95%、85% or 高压4个、低压3个."""
    between = text[one.end : other.start]
    return between.startswith("、") and len(between) <= _NEAR


def _after(text: str, quantity: FoundQuantity) -> Operator | None:
    rest = text[quantity.end :]
    return next((operator for word, operator in _AFTER if rest.startswith(word)), None)


def _before(text: str, quantity: FoundQuantity) -> tuple[Operator, int] | None:
    """Return the nearest operator before the number, and how far before it ends."""
    found = None
    for match in _PREFIX.finditer(text, 0, quantity.start):
        found = (_OPERATORS[match.group()], quantity.start - match.end())
    return found


def _own_operator(text: str, quantity: FoundQuantity) -> bool:
    before = _before(text, quantity)
    return _after(text, quantity) is not None or (before is not None and before[1] <= _NEAR)


def _operator(text: str, quantity: FoundQuantity) -> Operator | None:
    """Return the operator of a number; None where none is written."""
    after = _after(text, quantity)
    before = _before(text, quantity)
    if after is Operator.ABOUT:
        return after
    if before and before[0] in {Operator.ABOVE, Operator.BELOW} and after is None:
        return before[0]
    return after or (before[0] if before else None)


def _threshold(quantity: FoundQuantity, operator: Operator | None) -> Threshold:
    upper = None
    if quantity.upper is not None and operator is not _MORE:
        operator, upper = Operator.BETWEEN, quantity.upper
    if operator is None:
        # A bare share or count must be reached; a bare duration must not be passed.
        operator = _LESS if quantity.units <= _DURATIONS else _MORE
    return Threshold(operator, quantity.value, quantity.units, quantity.start, quantity.end, upper)
