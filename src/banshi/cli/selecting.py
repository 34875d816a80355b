"""Turns the filters of check into the targets and regions that are looked at."""

from collections.abc import Sequence

from banshi.cli import values
from banshi.errors import BadUsageError
from banshi.judging.scope import Selection
from banshi.messages import say
from banshi.model.registry import Registry
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters as they were given; what passes passes all of them."""

    plans: Sequence[str] | None = None
    tasks: Sequence[str] | None = None
    organisation: str | None = None
    metrics: Sequence[str] | None = None
    select: Sequence[str] | None = None
    ignore: Sequence[str] | None = None
    region: str | None = None

    @property
    def one_region(self) -> str | None:
        """The region that rows without one take; with a `*` several are meant, and none is."""
        return None if self.region is None or "*" in self.region else self.region


def selection(registry: Registry, filters: Filters) -> Selection:
    """Return what `filters` leave.

    Raises:
        BadUsageError: a filter matches nothing, or all of them together leave no target.
    """
    metrics = values.select_metrics(registry, filters.metrics)
    ids = values.select_ids(registry, filters.select, filters.ignore)
    pairs = values.select_tasks(
        registry, plans=filters.plans, tasks=filters.tasks, organisation=filters.organisation
    )
    targets = frozenset(
        f"{plan.id}/{task.id}/{target.id}"
        for plan, task in pairs
        for target in task.targets
        if metrics is None or target.metric in metrics
    )
    targets &= ids
    # A metric is a target's: --metric leaves milestones out.
    milestones = frozenset(
        f"{plan.id}/{task.id}/{milestone.id}"
        for plan, task in pairs
        for milestone in task.milestones
        if metrics is None
    )
    milestones &= ids
    if not targets and not milestones:
        raise BadUsageError(str(say("no target fits the selection: nothing to check")))
    regions = values.region_codes(registry, filters.region) if filters.region else None
    return Selection(
        targets, regions, silent_plans=filters.plans is not None, milestones=milestones
    )
