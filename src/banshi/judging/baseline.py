"""Holds a report against a baseline: what is known already is hidden, what is gone is named.

Pure: the same report and baseline give the same report. docs/adr/0013-baselines.md has the why.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from banshi.model.baseline import Baseline, BaselineKey, BaselineUse
from banshi.model.outcome import Outcome, Report
from banshi.model.progress import MilestoneOutcome

_Judged = TypeVar("_Judged", Outcome, MilestoneOutcome)


def keys(report: Report) -> tuple[BaselineKey, ...]:
    """Return the keys of all that is amiss in `report`, hidden or not, sorted.

    What a waiver covers is not amiss: it has its own paper, and comes back when that ends.
    """
    everything: list[Outcome | MilestoneOutcome] = [*report.outcomes, *report.milestones]
    found = {outcome.baseline_key for outcome in everything if outcome.status.amiss}
    return _sorted(found)


def hide(report: Report, baseline: Baseline) -> Report:
    """Return `report` with every verdict that is amiss and in `baseline` marked as such.

    Entries that this run judged and did not find are `gone`. Judged means: there is a verdict on
    the entry's target in its region, or on the entry's milestone in its region for its due day.
    Entries for other plans, targets, milestones or regions are left alone.
    """
    outcomes = _marked(report.outcomes, baseline)
    milestones = _marked(report.milestones, baseline)
    everything: list[Outcome | MilestoneOutcome] = [*outcomes, *milestones]
    # A waived outcome is still there: only its verdict is another one.
    found = {o.baseline_key for o in everything if o.status.amiss or o.waiver}
    left = baseline.keys - found
    use = BaselineUse(
        baseline,
        hidden=sum(outcome.baselined for outcome in everything),
        gone=_sorted({*_judged_targets(left, outcomes), *_judged_days(left, milestones)}),
    )
    return replace(report, outcomes=outcomes, milestones=milestones, baseline=use)


def _marked(outcomes: Iterable[_Judged], baseline: Baseline) -> tuple[_Judged, ...]:
    return tuple(
        replace(outcome, baselined=True)
        if outcome.status.amiss and outcome.baseline_key in baseline.keys
        else outcome
        for outcome in outcomes
    )


def _judged_targets(
    entries: Iterable[BaselineKey], outcomes: Iterable[Outcome]
) -> set[BaselineKey]:
    """Return the entries on whose target there is a verdict in their region, for any period."""
    places = {(o.id, o.baseline_key.region) for o in outcomes}
    targets = {identifier for identifier, _region in places}
    return {
        key
        for key in entries
        if (key.id, key.region) in places or (key.region is None and key.id in targets)
    }


def _judged_days(
    entries: Iterable[BaselineKey], outcomes: Iterable[MilestoneOutcome]
) -> set[BaselineKey]:
    """Return the entries on whose due day there is a verdict in their region, or which have none.

    A due day does not outdate an earlier one, as a period does: each is judged for itself. The
    jurisdiction is judged for all of them, so a day that it has no verdict on is in the plan no
    more.
    """
    known = [(o.baseline_key, o.plan.jurisdiction) for o in outcomes]
    judged = {(key.id, key.region, key.period) for key, _whole in known}
    days = {(key.id, key.period) for key, _whole in known}
    whole = {key.id for key, jurisdiction in known if key.region == jurisdiction}
    return {
        key
        for key in entries
        if (key.id, key.region, key.period) in judged
        or (key.id in whole and (key.id, key.period) not in days)
    }


def _sorted(found: Iterable[BaselineKey]) -> tuple[BaselineKey, ...]:
    return tuple(sorted(found, key=lambda key: key.sort_key))
