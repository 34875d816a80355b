"""What is due when, as values that every format prints."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from banshi.model.plan import Plan, Task


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

    @property
    def overdue(self) -> bool:
        """Whether the due day has passed."""
        return self.days_left is not None and self.days_left < 0
