"""The shape of waivers and baselines in JSON results, version 1: a part of json_v1.py."""

# pydantic makes schemas of these only, as long as Python 3.11 is spoken
from typing_extensions import TypedDict


class WaiverEntry(TypedDict):
    """The waiver that covers an outcome, with the place where it stands."""

    region: str | None
    """Code of the region; null for every region."""
    reason: str
    approved_by: str
    document: str
    expires: str
    file: str
    line: int
    column: int


class WaiversInput(TypedDict):
    """A waivers file that was applied, with the number of waivers in it."""

    name: str
    sha256: str
    waivers: int


class BaselineEntry(TypedDict):
    """What names one finding.

    `target` is the id of a target or a milestone. `period` is null where nothing was reported for a
    target; of a milestone it is the due day (2019-06-30).
    """

    plan: str
    task: str
    target: str
    region: str | None
    period: str | None
    organisation: str | None
    item: str | None


class BaselineInput(TypedDict):
    """The baseline that was applied: how many outcomes it hides, and what is no longer found."""

    name: str
    sha256: str
    entries: int
    hidden: int
    fixed: list[BaselineEntry]
