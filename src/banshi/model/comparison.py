"""The same metric in two plans, as values that formats print."""

import datetime as dt
from enum import StrEnum

from banshi.model.catalogue import Metric
from banshi.model.plan import Plan, Task
from banshi.model.target import Target
from banshi.values import dataclass


class Change(StrEnum):
    """How the second plan's threshold differs from the first's."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    SAME = "same"
    DIFFERENT = "different"
    """The two cannot be ordered: another unit, a range, or a share of something else."""
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Demand:
    """A target with its task."""

    plan: Plan
    task: Task
    target: Target

    @property
    def id(self) -> str:
        """`plan/task/target`."""
        return f"{self.plan.id}/{self.task.id}/{self.target.id}"

    @property
    def by(self) -> dt.date | None:
        """The target's own due date, else the task's."""
        return self.task.due_date(self.target)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric and subject in both plans."""

    change: Change
    metric: Metric
    first: Demand | None
    second: Demand | None
