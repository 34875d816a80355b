"""Waivers: who lets which target be missed, in which region, why, on what paper and until when.

Source: docs/semantics.md, "Verdicts": a waiver counts through its last day; one that has ended
counts for nothing and is itself reported.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from banshi.model.fields import AsTuple, Day, Model, Text

EVERY_REGION = "*"
"""What a waiver names in place of a region where it is for all of them."""
_PART = "[a-z0-9._-]+"


def _given(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise PydanticCustomError("string_too_short", "empty")
    return value


def _telling(value: str) -> str:
    # A blank or a dash in the approver's cell is the field left out, not a field filled in.
    _given(value)
    if not any(map(str.isalnum, value)):
        raise PydanticCustomError("says_nothing", "says nothing", {"text": value})
    return value


Telling = Annotated[Text, AfterValidator(_telling)]
Identifier = Annotated[
    Text,
    # For editors. The loader tells what no target is called, and the nearest names.
    WithJsonSchema({"type": "string", "pattern": f"^{_PART}/{_PART}/{_PART}$"}),
]


class Waiver(Model):
    """One target or milestone that may be missed in a region for a time. No field is optional."""

    target: Identifier
    """`plan/task/target`, or `plan/task/milestone`."""
    region: Text
    """Name or code of the region; 全市 or 市本级 for the plan's whole jurisdiction, `*` for every
    region."""
    reason: Telling
    """Why it may be missed."""
    approved_by: Telling
    """Who approved it."""
    document: Telling
    """The paper on which it was approved, by number or title."""
    expires: Annotated[Day, BeforeValidator(_given)]
    """Last day on which the waiver counts, in Asia/Shanghai."""


class WaiverFile(Model):
    """A waivers file."""

    waivers: Annotated[tuple[Waiver, ...], AsTuple]
    """All waivers of the file."""
