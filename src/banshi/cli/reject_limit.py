"""How many faulty cases are let pass: --max-rejects."""

from decimal import Decimal

from banshi.errors import BadUsageError
from banshi.measure.result import Counted
from banshi.messages import say
from banshi.model.quantity import parse_number


def most_rejects(text: str | None) -> Decimal | int | None:
    """Return a share of the cases in percent, or a number of them, or None without a limit.

    Raises:
        BadUsageError: `text` is neither.
    """
    if text is None:
        return None
    number = parse_number(text.removesuffix("%"))
    if number is None or number < 0 or (not text.endswith("%") and number != int(number)):
        message = say("--max-rejects: {text} is neither a share such as 1% nor a number", text=text)
        raise BadUsageError(str(message))
    return number if text.endswith("%") else int(number)


def refuse(counted: Counted, most: Decimal | int | None) -> None:
    """Refuse a result of too many faulty cases, or of none that is sound.

    Raises:
        BadUsageError: it is one.
    """
    if most is not None and _too_many(counted, most):
        message = say(
            "{n} of {all} cases are faulty, more than --max-rejects lets pass: nothing is written",
            n=counted.rejected,
            all=counted.rows,
        )
        raise BadUsageError(str(message))
    if not any(fates[0] for fates in counted.fates.values()):
        raise BadUsageError(str(say("no case could be measured")))


def _too_many(counted: Counted, most: Decimal | int) -> bool:
    if isinstance(most, int):
        return counted.rejected > most
    return counted.rejected * 100 > most * counted.rows
