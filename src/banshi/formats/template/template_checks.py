"""What the cells of a form's workbook accept and say when they are entered."""

from decimal import Decimal
from typing import Any, Literal

from banshi.formats.template.template_words import STATES, metric_name, unit_word
from banshi.messages import Message, language, say
from banshi.model.catalogue import Metric
from banshi.model.quantity import Unit, plain
from banshi.model.registry import Registry
from banshi.visible import visible

# Excel cuts or refuses a workbook whose texts are longer.
_TITLE = 32
_TEXT = 255
# Days from 2000 to 2100 as Excel counts them; 20190628 without dashes is no such day.
_FIRST_DAY, _LAST_DAY = 36526, 73415
# Wider than any reported value; a rule without a limit would let text pass.
_UNLIMITED = 10**15


def value_check(metric: Metric, registry: Registry) -> Any:
    """Return the validation of a cell that holds a value of `metric`."""
    from openpyxl.worksheet.datavalidation import DataValidation

    low, high = metric.minimum, metric.maximum
    operator: Literal["between", "greaterThanOrEqual", "lessThanOrEqual"] = "between"
    if low is None and high is None:
        low, high = Decimal(-_UNLIMITED), Decimal(_UNLIMITED)
    elif high is None:
        operator = "greaterThanOrEqual"
    elif low is None:
        operator = "lessThanOrEqual"
    limits = [plain(limit) for limit in (low, high) if limit is not None]
    return DataValidation(
        type="whole" if metric.whole else "decimal",
        operator=operator,
        formula1=limits[0],
        formula2=limits[1] if limits[1:] else None,
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        errorStyle="stop",
        promptTitle=_cut(str(say("unit: {unit}", unit=unit_word(metric))), _TITLE),
        prompt=_cut(_prompt(metric), _TEXT),
        errorTitle=_cut(metric_name(metric, registry), _TITLE),
        error=_cut(str(_expected(metric)), _TEXT),
    )


def completion_check(first_cell: str) -> Any:
    """Return the validation of a cell that says when a milestone was completed.

    `first_cell` is the first of the cells that it is for: the rule is written for that one.
    """
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(f'{first_cell}="{word}"' for states in STATES.values() for word in states)
    day = f"AND(ISNUMBER({first_cell}),{first_cell}>={_FIRST_DAY},{first_cell}<={_LAST_DAY})"
    done, not_done = STATES[language()]
    return DataValidation(
        type="custom",
        formula1=f"OR({day},{words})",
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        errorStyle="stop",
        promptTitle=_cut(str(say("day of completion")), _TITLE),
        prompt=_cut(
            str(
                say(
                    "A day such as 2019-06-28. Where the day is not known write {done}; what is not"
                    " completed yet is {not_done}.",
                    done=done,
                    not_done=not_done,
                )
            ),
            _TEXT,
        ),
        errorTitle=_cut(str(say("day of completion")), _TITLE),
        error=_cut(
            str(
                say(
                    "Neither a day such as 2019-06-28, nor {done} or {not_done}.",
                    done=done,
                    not_done=not_done,
                )
            ),
            _TEXT,
        ),
    )


def _prompt(metric: Metric) -> str:
    if metric.unit is Unit.PERCENT:
        how = say("Write 95.8 for 95.8%.")
    elif metric.whole:
        how = say("Write a whole number without its unit.")
    else:
        how = say("Write a number without its unit, with every decimal.")
    return f"{how}\n{visible(metric.definition.in_language(language()))}"


def _expected(metric: Metric) -> Message:
    unit = unit_word(metric)
    low = "" if metric.minimum is None else plain(metric.minimum)
    high = "" if metric.maximum is None else plain(metric.maximum)
    number = say("a whole number") if metric.whole else say("a number")
    if low and high:
        return say(
            "Write {number} from {low} to {high}; the unit is {unit}.",
            number=number,
            low=low,
            high=high,
            unit=unit,
        )
    if low:
        return say(
            "Write {number} of at least {low}; the unit is {unit}.",
            number=number,
            low=low,
            unit=unit,
        )
    if high:
        return say(
            "Write {number} of at most {high}; the unit is {unit}.",
            number=number,
            high=high,
            unit=unit,
        )
    return say("Write {number}; the unit is {unit}.", number=number, unit=unit)


def _cut(text: str, most: int) -> str:
    """Return `text`, cut where it has more than `most` characters as Excel counts them."""
    if _units(text) <= most:
        return text
    while _units(text) > most - 1:
        text = text[:-1]
    return f"{text}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
