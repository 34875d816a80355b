"""The shape of comparisons in JSON, version 1; see json_v1.py."""

from typing import Literal

# pydantic makes schemas of these only, as long as Python 3.11 is spoken
from typing_extensions import TypedDict

from banshi.formats.shapes.json_v1 import Tool


class DemandEntry(TypedDict):
    """A threshold in one of the two plans."""

    id: str
    clause: str
    op: str
    value: str
    upper: str | None
    unit: str
    relative_to: str | None
    subject: str | None
    level: str | None
    by: str | None
    evidence: str


class ComparisonEntry(TypedDict):
    """One metric in both plans."""

    change: Literal["tighter", "looser", "same", "different", "new", "dropped"]
    metric: str
    metric_name: str
    """In the language of the run."""
    first: DemandEntry | None
    """Null where only the second plan has it."""
    second: DemandEntry | None
    """Null where only the first plan has it."""


class CompareResult(TypedDict):
    """What `banshi compare -f json` prints."""

    schema_version: Literal["1"]
    tool: Tool
    command: Literal["compare"]
    first: str
    second: str
    comparisons: list[ComparisonEntry]
