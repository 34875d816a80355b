"""The field types of the YAML files: text becomes a value here, or says why it cannot.

The loader hands over every scalar as text. A plain (unquoted) scalar that YAML itself would read
as a number, a date or a truth value arrives as `Bare`: the fields that want such a value take it
with the digits as written, the fields that want text ask for quotes, so that every other YAML
reader agrees on what the file says.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from banshi.model.quantity import parse_number

MAX_TEXT = 2000
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Bare(str):
    """Text of a plain scalar that YAML reads as a number, a date or a truth value."""

    __slots__ = ()


class Model(BaseModel):
    """Base of everything read from YAML: frozen, and strict about unknown keys."""

    # The docstrings of fields become descriptions in schema.py: pydantic would parse the source of
    # every class at every start to find them.
    # Only the models of whole files are validated from; they build those within them on first use.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def as_text(value: Any) -> Any:
    """Return `value` as it is, or refuse text that needs quotes, has several lines or is long."""
    if isinstance(value, Bare):
        raise PydanticCustomError("needs_quotes", "needs quotes", {"text": str(value)})
    if isinstance(value, str) and "\n" in value.strip("\n"):
        # A line break in a title could draw a line of its own into a report.
        raise PydanticCustomError("line_break", "line break")
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise PydanticCustomError("text_too_long", "too long", {"most": MAX_TEXT})
    return value


def _decimal(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    number = parse_number(value) if isinstance(value, str) else None
    if number is None:
        raise PydanticCustomError("not_a_number", "not a number", {"text": _shown(value)})
    return number


def _date(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("no_such_day", "no such day", {"text": value}) from None
    raise PydanticCustomError("not_a_date", "not a date", {"text": _shown(value)})


def _truth(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, Bare) and value in {"true", "false"}:
        return value == "true"
    raise PydanticCustomError("not_a_truth_value", "not true or false", {"text": _shown(value)})


def _count(value: Any) -> Any:
    number = parse_number(value) if isinstance(value, str) else value
    if isinstance(number, Decimal) and number == int(number) and number >= 0:
        return int(number)
    if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
        return number
    raise PydanticCustomError("not_a_count", "not a count", {"text": _shown(value)})


def _shown(value: Any) -> str:
    return value[:80] if isinstance(value, str) else type(value).__name__


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Text = Annotated[str, BeforeValidator(as_text), StringConstraints(min_length=1)]
Number = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?$"},
            ]
        }
    ),
]
Day = Annotated[
    dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_tuple)]
AsTuple = BeforeValidator(_tuple)
Id = Annotated[
    str,
    BeforeValidator(as_text),
    StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=80),
]


class Manual(Model):
    """Says that words cannot be read by rule, and why; the rules then take them as transcribed."""

    threshold: Text | None = None
    """Why operator, value or unit do not follow from the evidence phrase alone."""
    date: Text | None = None
    """Why the date does not follow from its words alone."""


class Words(Model):
    """The same thing said in Chinese and in English."""

    zh: Text
    """Chinese."""
    en: Text
    """English."""

    def in_language(self, language: str) -> str:
        """Return the words in `language`: Chinese for "zh", else English."""
        return self.zh if language == "zh" else self.en
