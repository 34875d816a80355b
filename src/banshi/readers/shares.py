"""A share beside its numerator and denominator is worked out again and held against them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from banshi.messages import say
from banshi.model.catalogue import Metric
from banshi.model.quantity import Unit, as_decimal, convert, convertible, plain, scaled
from banshi.readers.measures import Measure
from banshi.readers.table import CellFault
from banshi.wording.cells import Figure, read_figure, says_nothing


def check_share(
    measure: Measure, cells: Sequence[str], metric: Metric, figure: Figure, unit: tuple[Unit, int]
) -> None:
    """Hold a reported share against the two counts beside it, where the table has them.

    A share may be rounded or cut off at its last digit.

    Raises:
        CellFault: the counts give another share, or cannot be read; which of them is right, nobody
            can tell from the table.
    """
    if measure.numerator is None or measure.denominator is None:
        return
    texts = [cells[measure.numerator], cells[measure.denominator]]
    if all(map(says_nothing, texts)) or not convertible(unit[0], Unit.PERCENT):
        return
    above, below = map(read_figure, texts)
    if above is None or below is None:
        message = say(
            "the share cannot be held against its counts {above} and {below}",
            above=texts[0] or "-",
            below=texts[1] or "-",
        )
        raise CellFault("share", message)
    if below.value <= 0:
        raise CellFault(
            "share", say("no share of {count}: its denominator", count=plain(below.value))
        )
    counts = [
        scaled(n.value, scale) for n, scale in zip((above, below), measure.scales, strict=True)
    ]
    share = Fraction(counts[0]) / Fraction(counts[1]) * 100
    value = scaled(figure.value, unit[1])
    reported = Fraction(convert(value, unit[0], Unit.PERCENT))
    step = Fraction(1, 10 ** max(0, -int(figure.value.as_tuple().exponent)))
    step = step * Fraction(convert(scaled(figure.value * 0 + 1, unit[1]), unit[0], Unit.PERCENT))
    # Rounded, a share lies half a step off at most; cut off, it lies less than a step nearer to 0.
    beyond = share - reported if share >= 0 else reported - share
    if not -step / 2 <= beyond < step:
        message = say(
            "{metric} is reported as {value}%, but {above} of {below} is {share}%",
            metric=metric.id,
            value=plain(value) if unit[0] is Unit.PERCENT else _percent(reported, value),
            above=plain(counts[0]),
            below=plain(counts[1]),
            share=_percent(share, figure.value),
        )
        raise CellFault("share", message)


def _percent(value: Fraction, like: Decimal) -> str:
    """Return a share in full where it is short, else to two digits more than `like` has."""
    places = max(0, -int(like.as_tuple().exponent)) + 2
    shown = Fraction(round(value * 10**places), 10**places)
    text = plain(as_decimal(shown) or Decimal(0))
    return text if shown == value else f"≈{text}"
