"""Holds a report against a baseline: what is known already is hidden, what is gone is named.

Pure: the same report and baseline give the same report. docs/adr/0013-baselines.md has the why.
"""

from dataclasses import replace

from banshi.model.baseline import Baseline, BaselineKey, BaselineUse
from banshi.model.outcome import FINDINGS, Report


def keys(report: Report) -> tuple[BaselineKey, ...]:
    """Return the keys of all that is amiss in `report`, hidden or not, sorted.

    What a waiver covers is not amiss: it has its own paper, and comes back when that ends.
    """
    found = {o.baseline_key for o in report.outcomes if o.status in FINDINGS}
    return tuple(sorted(found, key=lambda key: key.sort_key))


def hide(report: Report, baseline: Baseline) -> Report:
    """Return `report` with every outcome that is amiss and in `baseline` marked as such.

    Entries that this run judged and did not find are `gone`. Judged means: there is a verdict on
    the entry's target in its region. Entries for other plans, targets or regions are left alone.
    """
    outcomes = tuple(
        replace(outcome, baselined=True)
        if outcome.status in FINDINGS and outcome.baseline_key in baseline.keys
        else outcome
        for outcome in report.outcomes
    )
    judged = {(key.id, key.region) for key in (o.baseline_key for o in outcomes)}
    targets = {outcome.id for outcome in outcomes}
    # A waived outcome is still there: only its verdict is another one.
    found = {o.baseline_key for o in outcomes if o.status in FINDINGS or o.waiver}
    gone = [
        key
        for key in baseline.keys - found
        if (key.id, key.region) in judged or (key.region is None and key.id in targets)
    ]
    use = BaselineUse(
        baseline,
        hidden=sum(outcome.baselined for outcome in outcomes),
        gone=tuple(sorted(gone, key=lambda key: key.sort_key)),
    )
    return replace(report, outcomes=outcomes, baseline=use)
