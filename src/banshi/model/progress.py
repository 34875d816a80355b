"""How far a milestone has come: the verdicts, as values that every format prints."""

import datetime as dt
from enum import StrEnum

from banshi.messages import Message
from banshi.model.baseline import BaselineKey
from banshi.model.catalogue import Region
from banshi.model.granted import Granted
from banshi.model.intake import Completion
from banshi.model.plan import Milestone, Plan, Task
from banshi.position import Position, Severity
from banshi.values import dataclass


class MilestoneStatus(StrEnum):
    """The verdict on one due day of a milestone, worst first."""

    OVERDUE = "overdue"
    """The due day has passed, and nobody said that it was done."""
    PENDING = "pending"
    """Not done yet, and the due day is still to come."""
    WAIVED = "waived"
    """A waiver covers what would be overdue or pending."""
    DONE_LATE = "done_late"
    """Done after the due day."""
    DONE = "done"
    """Done in time, or done on a day that was not given: the reason says which."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(MilestoneStatus).index(self)

    @property
    def finished(self) -> bool:
        """Whether the deliverable is there, in time or late."""
        return self in {MilestoneStatus.DONE, MilestoneStatus.DONE_LATE}

    @property
    def amiss(self) -> bool:
        """Whether it is a finding: what a baseline holds, and a strict gate counts."""
        return self is MilestoneStatus.OVERDUE


@dataclass(frozen=True, slots=True)
class MilestoneOutcome:
    """The verdict on one due day of a milestone in one region, with all that it rests on."""

    plan: Plan
    task: Task
    milestone: Milestone
    by: dt.date
    """The due day, itself in time; a recurrence has an outcome a due day."""
    status: MilestoneStatus
    severity: Severity
    reason: Message
    """The rule that was applied, in one sentence."""
    position: Position
    """Where the milestone stands in the registry."""
    region: Region | None = None
    """The region that it is about: the plan's own jurisdiction where a row names none."""
    organisation: str | None = None
    """The reporting body as written, where the rows name one."""
    body: str = ""
    """Id of the reporting body where the catalogue knows it, else its folded name."""
    completion: Completion | None = None
    """What was reported and counted."""
    waiver: Granted | None = None
    """The waiver that covers it, where it is waived."""
    was: MilestoneStatus | None = None
    """What a waived one would be otherwise."""
    superseded: tuple[Completion, ...] = ()
    """What was reported of the same and outweighed, by place."""
    baselined: bool = False
    """Whether the baseline of the run holds it: it is not shown in tables and fails no gate."""

    @property
    def id(self) -> str:
        """`plan/task/milestone`."""
        return f"{self.plan.id}/{self.task.id}/{self.milestone.id}"

    @property
    def baseline_key(self) -> BaselineKey:
        """By what a baseline knows this outcome: its due day stands where a value has a period."""
        return BaselineKey(
            plan=self.plan.id,
            task=self.task.id,
            target=self.milestone.id,
            region=self.region.code if self.region else None,
            period=self.by.isoformat(),
            organisation=self.body or None,
            item=None,
        )

    @property
    def day(self) -> dt.date | None:
        """The day of completion; None where it is not done, or where no day was given."""
        return self.completion.day if self.completion and self.status.finished else None

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Worst first: by verdict and severity, then by place in the plan, day, region and body."""
        return (
            self.status.rank,
            list(Severity).index(self.severity),
            self.plan.issued,
            self.id,
            self.by,
            self.region.code if self.region else "",
            self.organisation or "",
        )
