"""Waivers: who lets which target be missed, in which region, why, on what paper and until when.

Source: docs/semantics.md, "Verdicts": a waiver counts through its last day; one that has ended
counts for nothing and is itself reported.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from banshi.model.fields import AsTuple, Day, Model, Text
from banshi.position import Position

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


@dataclass(frozen=True, slots=True)
class Granted:
    """A waiver whose target and region are known, with the place where it stands."""

    waiver: Waiver
    region: str | None
    """Code of the region; None for every region."""
    position: Position

    def active(self, as_of: dt.date) -> bool:
        """Whether it still counts on `as_of`; its last day is included."""
        return as_of <= self.waiver.expires

    def covers(self, identifier: str, region: str | None) -> bool:
        """Whether it is for the target or milestone `identifier` in the region of code `region`.

        Where nothing names a region (None: nothing at all was reported), only a waiver for every
        region covers it: that one region may miss a target says nothing of the others.
        """
        return self.waiver.target == identifier and self.region in {None, region}


@dataclass(frozen=True, slots=True)
class WaiversRead:
    """A waivers file that was read."""

    name: str
    sha256: str
    waivers: int
    """How many it holds, ended ones included."""


@dataclass(frozen=True, slots=True)
class Waivers:
    """All waivers of a run, and the files that they came from."""

    granted: tuple[Granted, ...] = ()
    files: tuple[WaiversRead, ...] = ()
