"""Units as messages name them, in words that a report may write for them."""

from banshi.messages import Message, mark, say
from banshi.model.quantity import Unit

_WORDS: dict[Unit, str] = {
    Unit.PERCENT: mark("percent"),
    Unit.MINUTE: mark("minutes"),
    Unit.HOUR: mark("hours"),
    Unit.DAY: mark("days"),
    Unit.WORKDAY: mark("workdays"),
    Unit.MONTH: mark("months"),
    Unit.YEAR: mark("years"),
    Unit.ITEM: mark("items"),
    Unit.STAGE: mark("stages"),
    Unit.PERSON: mark("persons"),
    Unit.YUAN: mark("yuan"),
    Unit.USD: mark("USD"),
    Unit.KILOWATT: mark("kilowatts"),
    Unit.KILOMETRE: mark("kilometres"),
    Unit.PER_1000: mark("per_1000"),
    Unit.PER_10000: mark("per_10000"),
}


def unit_word(unit: Unit, scale: int = 1) -> Message:
    """Return what messages call `unit`; where `scale` of it are one, as in 万元, that too."""
    word = Message(_WORDS[unit])
    return word if scale == 1 else say("{unit} × {scale}", unit=word, scale=scale)
