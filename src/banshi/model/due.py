"""What is due when, as values that every format prints."""

import datetime as dt
from enum import StrEnum

from banshi.model.intake import Completion
from banshi.model.plan import Plan, Task
from banshi.model.progress import MilestoneStatus
from banshi.values import dataclass


class DueKind(StrEnum):
    """What is due."""

    TASK = "task"
    MILESTONE = "milestone"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One deadline of a task, milestone or target."""

    plan: Plan
    task: Task
    kind: DueKind
    id: str
    """`plan/task` or `plan/task/target-or-milestone`."""
    text: str
    """Title of the task, deliverable of the milestone or id of the target's metric."""
    evidence: str
    """The words of the plan that carry the date."""
    by: dt.date | None
    """The day itself is in time; None for what is rolling."""
    days_left: int | None
    """Calendar days from the day asked for; negative where the day has passed."""
    workdays_left: int | None
    """Working days after the day asked for up to the due day; None where there is none to come."""
    last_workday: dt.date | None
    """The last working day before a due day that is a rest day; None where it is a working day."""
    calendar: bool = True
    """Whether the holiday notices that the working days need are published."""
    status: MilestoneStatus | None = None
    """What was reported of a milestone comes to; None of all else, and where nothing was asked."""
    completion: Completion | None = None
    """What was reported of a milestone and counted."""
    workday_before: dt.date | None = None
    """The last working day before the due day, whatever that is; None where it is not known."""
    recurrence: str | None = None
    """The rule (RFC 5545) that gave the due day; None where the plan names the day itself."""

    @property
    def done(self) -> bool:
        """Whether it was reported as done, in time or late."""
        return self.status is not None and self.status.finished

    @property
    def completed(self) -> dt.date | None:
        """The day on which it was done, where one was given."""
        return self.completion.day if self.completion and self.done else None

    @property
    def overdue(self) -> bool:
        """Whether the due day has passed, and it was neither done nor waived."""
        passed = self.days_left is not None and self.days_left < 0
        return passed and self.status in {None, MilestoneStatus.OVERDUE}
