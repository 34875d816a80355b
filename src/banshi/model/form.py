"""The form that a body fills in, as values that every format prints."""

import datetime as dt

from banshi.model.catalogue import Metric, Organisation, Region
from banshi.model.period import Period
from banshi.model.plan import Milestone, Plan, Task
from banshi.model.target import Target
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Requirement:
    """A target that a row's value is held against, with what stands around it."""

    plan: Plan
    task: Task
    target: Target
    whole: Metric | None = None
    """The metric that a relative target is a share of; None for any other basis or none."""

    @property
    def id(self) -> str:
        """`plan/task/target`."""
        return f"{self.plan.id}/{self.task.id}/{self.target.id}"

    @property
    def by(self) -> dt.date | None:
        """The target's own due date, else the task's; None where it holds from issue."""
        return self.task.due_date(self.target)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One value to report: a metric, for a region, a subject and a period."""

    metric: Metric
    region: Region
    item: str | None
    """The subject of the targets as the plan prints it; None where they have none."""
    period: Period
    """The period asked for; the one a year before where only a comparison needs the value."""
    body: Organisation | None
    """The body that reports; None where the plans leave open which of several does."""
    requirements: tuple[Requirement, ...] = ()
    """The targets that the value is held against, in the order of the plans."""
    shares: tuple[Requirement, ...] = ()
    """The relative targets for which the value is the whole."""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One deliverable whose completion is to be reported."""

    plan: Plan
    task: Task
    milestone: Milestone
    by: dt.date
    """Last day in time, included."""
    period: Period | None
    """Of a recurring milestone, a period that holds this due day and no other; else None."""
    body: Organisation | None
    """As in `FormRow`."""

    @property
    def id(self) -> str:
        """`plan/task/milestone`."""
        return f"{self.plan.id}/{self.task.id}/{self.milestone.id}"


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that some bodies have to report for one period."""

    period: Period
    rows: tuple[FormRow, ...]
    """In the order of the plans; the regions of one metric together."""
    milestones: tuple[MilestoneRow, ...]
    """By due day."""
    bodies: tuple[Organisation, ...] = ()
    """The bodies that were asked for; empty where all were."""
    too_new: tuple[Plan, ...] = ()
    """Plans with a part for these bodies that were issued after the period: they take no values of
    it."""

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that ask for something, by their issue."""
        found: dict[str, Plan] = {}
        for row in self.rows:
            for requirement in (*row.requirements, *row.shares):
                found[requirement.plan.id] = requirement.plan
        found.update((row.plan.id, row.plan) for row in self.milestones)
        return tuple(sorted(found.values(), key=lambda plan: (plan.issued, plan.id)))
