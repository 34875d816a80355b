"""A plan as transcribed: tasks with their bodies, deadlines, targets and milestones."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from banshi.model.fields import AsTuple, Day, Id, Manual, Model, Text, Texts, Truth, Words
from banshi.model.target import Target

Sha256 = Annotated[Text, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
# The part of RFC 5545 that plans need, in one order; a library turns it into days.
_MONTH = "(?:[1-9]|1[0-2])"
_MONTH_DAY = "-?(?:[1-9]|[12][0-9]|3[01])"
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
Recurrence = Annotated[
    Text,
    StringConstraints(
        pattern=f"^(?:FREQ=WEEKLY(?:;BYDAY={_WEEKDAY}(?:,{_WEEKDAY})*)?"
        f"|FREQ=MONTHLY(?:;BYMONTH={_MONTH}(?:,{_MONTH})*)?;BYMONTHDAY={_MONTH_DAY}(?:,{_MONTH_DAY})*"
        f"|FREQ=YEARLY;BYMONTH={_MONTH};BYMONTHDAY={_MONTH_DAY})$"
    ),
]


class Deadline(Model):
    """When a task is due: a date, a recurrence (RFC 5545 RRULE), or rolling (no date at all)."""

    by: Day | None = None
    """Last day on which the task is done in time; the day itself is included."""
    recurrence: Recurrence | None = None
    """RFC 5545 rule, from the plan's issue to the end of its year."""
    rolling: Truth = False
    """True for 长期坚持, 按序时节点推进 and the like: never overdue."""
    text: Text
    """The words of the deadline, exactly as printed."""
    repaired: Text | None = None
    """The words as they must have been, where scraping lost characters of them."""
    manual: Manual | None = None
    """Why the words cannot be read by rule, where they cannot."""
    note: Words | None = None
    """A judgement of the transcriber that a reader should know."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if sum((self.by is not None, self.recurrence is not None, self.rolling)) != 1:
            raise PydanticCustomError("one_kind_of_deadline", "one kind of deadline")
        return self

    @property
    def kind(self) -> str:
        """`fixed`, `recurring` or `rolling`."""
        if self.by:
            return "fixed"
        return "recurring" if self.recurrence else "rolling"


class Milestone(Model):
    """A deliverable with a date or a recurrence and no number to reach."""

    id: Id
    """Short name, unique within the task."""
    deliverable: Text
    """What must be there, in Chinese, in the project's own words."""
    by: Day | None = None
    """Last day in time, included."""
    recurrence: Recurrence | None = None
    """RFC 5545 rule, from the plan's issue to the end of its year."""
    evidence: Text
    """Shortest phrase of the plan that carries the date, exactly as printed, 30 characters."""
    repaired: Text | None = None
    """The words as they must have been, where scraping lost characters of them."""
    manual: Manual | None = None
    """Why the words cannot be read by rule, where they cannot."""
    note: Words | None = None
    """A judgement of the transcriber that a reader should know."""

    @model_validator(mode="after")
    def _date_or_recurrence(self) -> Self:
        if (self.by is None) == (self.recurrence is None):
            raise PydanticCustomError(
                "one_of_two", "one of two", {"one": "by", "two": "recurrence"}
            )
        return self


class WaivedFigure(Model):
    """A figure of the plan's text that is no target, milestone or deadline, with the reason."""

    clause: Text
    """Where the figure stands: a clause of the plan, or `header`."""
    figure: Text
    """The figure exactly as printed."""
    why: Text
    """Why nothing has to be reached by it."""


class Task(Model):
    """One numbered clause, annex row, goal, work step or requirement of a plan."""

    id: Id
    """The plan's own number: "1", "3.1", "goal.1", "step.1", "req.1", "annex.1"."""
    clause: Text
    """The clause as printed: 二（一）."""
    title: Text
    """The clause's own heading."""
    lead: Texts = ()
    """Lead organisations (牵头), as printed."""
    responsible: Texts = ()
    """Responsible organisations (责任), as printed."""
    cooperating: Texts = ()
    """Cooperating organisations (配合), as printed."""
    deadline: Deadline | None = None
    """When the task is due; absent where the plan names no time."""
    targets: Annotated[tuple[Target, ...], AsTuple] = ()
    """Thresholds of the clause."""
    milestones: Annotated[tuple[Milestone, ...], AsTuple] = ()
    """Dated deliverables of the clause."""
    note: Words | None = None
    """A judgement of the transcriber that a reader should know."""

    def due_date(self, target: Target) -> dt.date | None:
        """Return the effective due date of `target`: its own, else the task's; None from issue."""
        return target.by or (self.deadline.by if self.deadline else None)

    @property
    def accountable(self) -> tuple[str, ...]:
        """The lead organisations, or the responsible ones where the plan names no lead."""
        return self.lead or self.responsible


class Source(Model):
    """The published text that was transcribed."""

    name: Annotated[Text, StringConstraints(pattern=r"^[^/\\\\]+$")]
    """File name of the text, without a folder."""
    sha256: Sha256
    """SHA-256 of its bytes, in lower-case hexadecimal."""


class PlanStatus(StrEnum):
    """Whether a plan binds."""

    ISSUED = "issued"
    DRAFT = "draft"
    """A version that was published for comment (征求意见稿, 草案)."""


class Plan(Model):
    """One issued document."""

    id: Id
    """Unique name, for example yingkou-2019-26."""
    title: Text
    """Title as printed."""
    document_number: Text | None = None
    """Document number as printed: 营委办发〔2019〕26号."""
    issuers: Texts
    """Issuing bodies as printed."""
    jurisdiction: Text
    """GB/T 2260 code of the division that the plan binds."""
    issued: Day
    """Date of issue."""
    status: Annotated[PlanStatus, Field(strict=False)]
    """`issued`, or `draft` for a version that was published for comment."""
    source: Source
    """The published text that was transcribed."""
    tasks: Annotated[tuple[Task, ...], AsTuple, Field(min_length=1)]
    """All tasks, in the order of the plan."""
    waived: Annotated[tuple[WaivedFigure, ...], AsTuple] = ()
    """Every figure of the text that is no target, milestone or deadline."""
    note: Words | None = None
    """A judgement of the transcriber that a reader should know."""
