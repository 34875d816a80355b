"""The part of the JSON results, version 1, that is about milestones; see json_v1.py."""

from typing import Literal

from typing_extensions import TypedDict

from banshi.formats.shapes.gates_v1 import WaiverEntry


class RegionHead(TypedDict):
    """A region by code and Chinese name; `label` is its name in the language of the result."""

    code: str
    name: str
    label: str


class Completed(TypedDict):
    """What was reported of a milestone, and where it stood; `day` is null where none was given."""

    done: bool
    day: str | None
    period: str | None
    """The period of the row."""
    organisation: str | None
    file: str
    sheet: str | None
    line: int
    column: int


class MilestoneEntry(TypedDict):
    """The verdict on one due day of a milestone in one region.

    `completed` is the day of completion: null where it is not done, or where no day was given;
    `completed_text` is what was reported, in words. Where no row names a region, `region` is the
    plan's own.
    """

    id: str
    """`plan/task/milestone`."""
    plan: str
    task: str
    clause: str
    milestone: str
    deliverable: str
    status: Literal["overdue", "pending", "waived", "done_late", "done"]
    severity: Literal["error", "warning", "note"]
    region: RegionHead | None
    organisation: str | None
    by: str
    """The due day."""
    completed: str | None
    reported: Completed | None
    """The row that counted."""
    lead: list[str]
    evidence: str
    reason: str
    registry_file: str
    registry_line: int
    superseded: list[Completed]
    """Rows about the same that the one that counted outweighs."""
    was: str | None
    """What the status is without the waiver."""
    waiver: WaiverEntry | None
    baselined: bool
    completed_text: str


class MilestoneCounts(TypedDict):
    """Counts of milestones by their worst verdict; a recurring one counts once.

    `baselined` counts those that are overdue only where the baseline hides it: in no other count
    but `total`.
    """

    total: int
    overdue: int
    pending: int
    waived: int
    done_late: int
    done: int
    baselined: int
