"""What was found: the verdicts, as values that every format prints."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from banshi.messages import Message
from banshi.model.baseline import BaselineKey, BaselineUse
from banshi.model.catalogue import Metric, Region
from banshi.model.granted import Granted, WaiversRead
from banshi.model.intake import Intake, Observation
from banshi.model.plan import Plan, Task
from banshi.model.progress import MilestoneOutcome, MilestoneStatus
from banshi.model.quantity import Unit
from banshi.model.target import Target
from banshi.position import Position, Problem, Severity
from banshi.values import dataclass


class Status(StrEnum):
    """The verdict on a target in one region, worst first."""

    VIOLATED = "violated"
    BEHIND = "behind"
    UNREPORTED = "unreported"
    PENDING = "pending"
    WAIVED = "waived"
    MET = "met"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]

    @property
    def amiss(self) -> bool:
        """Whether it is a finding: what a waiver may cover and a baseline hold."""
        return self in FINDINGS


_RANKS = {status: rank for rank, status in enumerate(Status)}
_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}
_Judged = TypeVar("_Judged", Status, MilestoneStatus)

FINDINGS = (Status.VIOLATED, Status.BEHIND, Status.UNREPORTED)
"""The verdicts under which something is amiss."""
# What a target is counted as, worst first; None is what the baseline hides: better than what is
# shown to be amiss, and worse than all else.
_COUNTED: tuple[Status | None, ...] = (*FINDINGS, None, Status.PENDING, Status.WAIVED, Status.MET)
_COUNTED_MILESTONES: tuple[MilestoneStatus | None, ...] = (
    *(status for status in MilestoneStatus if status.amiss),
    None,
    *(status for status in MilestoneStatus if not status.amiss),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a reported value is on the wrong side of the threshold."""

    value: Fraction
    """Reported minus threshold, in the target's unit: above zero where the value is too high."""
    percent: Fraction | None
    """The same in percent of the threshold; None where the threshold is zero."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one target for one series of reported values, with all that it rests on."""

    plan: Plan
    task: Task
    target: Target
    metric: Metric
    status: Status
    severity: Severity
    by: dt.date | None
    """Effective due date: the target's own, else the task's; None where it holds from issue."""
    reason: Message
    """The rule that was applied, in one sentence."""
    target_position: Position
    """Where the target stands in the registry."""
    whole: Metric | None = None
    """The metric that a relative threshold is a share of, where it is one."""
    region: Region | None = None
    observation: Observation | None = None
    """The value that counted."""
    base: Observation | None = None
    """The value that a relative threshold was worked out from."""
    reported: Fraction | None = None
    """The value in the target's unit."""
    threshold: Fraction | None = None
    """The limit that was missed or, where met, the first limit; in the target's unit."""
    gap: Gap | None = None
    superseded: tuple[Observation, ...] = ()
    """Values of the same series that an other period outweighs."""
    waiver: Granted | None = None
    """The waiver that covers it, where its status is `waived`."""
    was: Status | None = None
    """What the status is without the waiver."""
    baselined: bool = False
    """Whether the baseline of the run holds it: it is not shown in tables and fails no gate."""

    @property
    def id(self) -> str:
        """`plan/task/target`."""
        return f"{self.plan.id}/{self.task.id}/{self.target.id}"

    @property
    def unit(self) -> Unit:
        """Unit of `reported`, `threshold` and `gap`."""
        return self.metric.unit if self.target.relative_to else self.target.unit

    @property
    def baseline_key(self) -> BaselineKey:
        """By what a baseline knows this outcome."""
        value = self.observation
        body, item = value.series[2:] if value else ("", "")
        return BaselineKey(
            plan=self.plan.id,
            task=self.task.id,
            target=self.target.id,
            region=self.region.code if self.region else None,
            period=value.period.text if value else None,
            organisation=body or None,
            item=item or None,
        )

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Worst first: by verdict, severity, relative gap, then by place in the plan."""
        gap = self.gap.percent if self.gap else None
        observation = self.observation
        return (
            self.status.rank,
            _SEVERITIES[self.severity],
            # Fractions compare slowly, and what is met has no gap.
            -abs(gap) if gap is not None else 0,
            self.plan.issued,
            self.id,
            self.region.code if self.region else "",
            (observation.organisation or "", observation.item or "") if observation else ("", ""),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one check: a flat list of outcomes from which everything else follows."""

    as_of: dt.date
    plans: tuple[Plan, ...]
    outcomes: tuple[Outcome, ...]
    """Sorted, worst first."""
    intake: Intake = field(default_factory=Intake)
    notes: tuple[Message, ...] = ()
    """What a reader must know beside the outcomes, such as rows that no target speaks of."""
    problems: tuple[Problem, ...] = ()
    """What is doubtful beside the metrics files, such as a waiver that has ended; sorted."""
    waivers: tuple[WaiversRead, ...] = ()
    """The waivers files that were applied."""
    baseline: BaselineUse | None = None
    milestones: tuple[MilestoneOutcome, ...] = ()
    """The verdicts on milestones, sorted, worst first; apart, since they have no number."""

    def tally(self) -> dict[Status, int]:
        """Count targets by their worst verdict.

        The counts and `in_baseline()` add up to the number of targets: a target that is amiss only
        where the baseline hides it is counted there, and never as met.
        """
        counts = Counter(self._worst())
        return {status: counts[status] for status in Status}

    def in_baseline(self) -> int:
        """Count the targets that are amiss only where the baseline hides it."""
        return self._worst().count(None)

    def milestone_tally(self) -> dict[MilestoneStatus, int]:
        """Count milestones by their worst verdict; a recurring one counts once.

        The counts and `milestones_in_baseline()` add up to the number of milestones.
        """
        counts = Counter(self._worst_milestones())
        return {status: counts[status] for status in MilestoneStatus}

    def milestones_in_baseline(self) -> int:
        """Count the milestones that are overdue only where the baseline hides it."""
        return self._worst_milestones().count(None)

    def _worst(self) -> list[Status | None]:
        return _worst(((o.id, None if o.baselined else o.status) for o in self.outcomes), _COUNTED)

    def _worst_milestones(self) -> list[MilestoneStatus | None]:
        found = ((o.id, None if o.baselined else o.status) for o in self.milestones)
        return _worst(found, _COUNTED_MILESTONES)

    def select(self, *statuses: Status) -> Sequence[Outcome]:
        """Return the outcomes with one of `statuses` that no baseline hides, in order."""
        return [o for o in self.outcomes if o.status in statuses and not o.baselined]

    def select_milestones(self, *statuses: MilestoneStatus) -> Sequence[MilestoneOutcome]:
        """Return the milestones with one of `statuses` that no baseline hides, in order."""
        return [o for o in self.milestones if o.status in statuses and not o.baselined]


def _worst(
    found: Iterable[tuple[str, _Judged | None]], order: Sequence[_Judged | None]
) -> list[_Judged | None]:
    """Return the worst verdict by `order` of each id; None where the baseline hides that one."""
    worst: dict[str, int] = {}
    for identifier, verdict in found:
        place = order.index(verdict)
        worst[identifier] = min(place, worst.get(identifier, place))
    return [order[place] for place in worst.values()]
