"""Whether a number, its unit and its metric fit together; faults name what was expected."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from banshi.messages import Message, mark, say
from banshi.model.catalogue import Metric
from banshi.model.quantity import Unit, convert, convertible, plain
from banshi.model.registry import fold
from banshi.nearest import nearest
from banshi.readers.table import CellFault
from banshi.readers.unit_words import unit_word
from banshi.visible import visible


def agreed_unit(metric: Metric, *said: tuple[Unit, int] | tuple[()] | None) -> tuple[Unit, int]:
    """Return the one unit that the value's cell, its row and its column's header agree on.

    Raises:
        CellFault: they say different units, or none.
    """
    named = list(dict.fromkeys(unit for unit in said if unit))
    if not named:
        message = say(
            "no unit; {metric} is measured in {unit}: write it",
            metric=metric.id,
            unit=unit_word(metric.unit),
        )
        raise CellFault("unit", message)
    if len(named) > 1:
        message = say(
            "two units for one value: {one} and {other}",
            one=unit_word(*named[0]),
            other=unit_word(*named[1]),
        )
        raise CellFault("unit", message)
    return named[0]


def check_unit(metric: Metric, unit: Unit) -> None:
    """Raise a fault where `unit` does not convert exactly into the metric's."""
    if convertible(unit, metric.unit):
        return
    if {unit, metric.unit} == {Unit.DAY, Unit.WORKDAY}:
        message = say(
            "{metric} is measured in {wanted}, not in {unit}: calendar days and working days never"
            " convert into each other; report it in {wanted}",
            metric=metric.id,
            wanted=unit_word(metric.unit),
            unit=unit_word(unit),
        )
    else:
        message = say(
            "{metric} is measured in {wanted}, not in {unit}",
            metric=metric.id,
            wanted=unit_word(metric.unit),
            unit=unit_word(unit),
        )
    raise CellFault("unit", message)


def check_range(metric: Metric, value: Decimal, unit: Unit) -> None:
    """Raise a fault where no such value is possible for the metric."""
    # Mostly the unit is the metric's own, and decimals compare fast.
    exact = value if unit is metric.unit else Fraction(convert(value, unit, metric.unit))
    if metric.minimum is not None and exact < metric.minimum:
        sentence = mark("{value} is less than {metric} can be")
    elif metric.maximum is not None and exact > metric.maximum:
        sentence = mark("{value} is more than {metric} can be")
    elif metric.whole and exact % 1:
        sentence = mark("{value} is no whole number, which {metric} must be")
    else:
        return
    raise CellFault("value", say(sentence, metric=metric.id, value=plain(value)))


def unknown(message: Message, text: str, names: Iterable[str]) -> Message:
    """Add to `message` what a reader may have meant, look-alike characters by code point."""
    names = list(names)
    alike = unicodedata.normalize("NFKC", text)
    # Full-width brackets and commas are plain Chinese.
    odd = sorted(
        {
            c
            for c in text
            if visible(c) != c
            or (unicodedata.normalize("NFKC", c) != c and unicodedata.category(c)[0] != "P")
        }
    )
    near = (
        [alike] if alike != text and fold(alike) in set(map(fold, names)) else nearest(text, names)
    )
    if odd:
        codes = ", ".join(f"U+{ord(character):04X}" for character in odd[:5])
        message = say(
            "{what} (it holds the look-alike or invisible {codes})", what=message, codes=codes
        )
    if near:
        message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
    return message
