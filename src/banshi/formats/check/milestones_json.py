"""The milestones of a check in the versioned shape."""

from banshi.formats.check.waiver_json import waiver_entry
from banshi.formats.shapes import progress_v1 as v1
from banshi.formats.shared.names import region_head
from banshi.formats.shared.words import completed
from banshi.model.intake import Completion
from banshi.model.outcome import Report
from banshi.model.progress import MilestoneOutcome


def counts(report: Report) -> v1.MilestoneCounts:
    """Return how many milestones have which verdict."""
    tally = {status.value: count for status, count in report.milestone_tally().items()}
    return {
        "total": sum(tally.values()) + report.milestones_in_baseline(),
        "overdue": tally["overdue"],
        "pending": tally["pending"],
        "waived": tally["waived"],
        "done_late": tally["done_late"],
        "done": tally["done"],
        "baselined": report.milestones_in_baseline(),
    }


def entry(outcome: MilestoneOutcome) -> v1.MilestoneEntry:
    """Return the verdict on one due day."""
    return {
        "id": outcome.id,
        "plan": outcome.plan.id,
        "task": outcome.task.id,
        "clause": outcome.task.clause,
        "milestone": outcome.milestone.id,
        "deliverable": outcome.milestone.deliverable,
        "status": outcome.status.value,
        "severity": outcome.severity.value,
        "region": region_head(outcome.region),
        "organisation": outcome.organisation,
        "by": outcome.by.isoformat(),
        "completed": outcome.day.isoformat() if outcome.day else None,
        "reported": _completed(outcome.completion) if outcome.completion else None,
        "lead": list(outcome.task.accountable),
        "evidence": outcome.milestone.evidence,
        "reason": str(outcome.reason),
        "registry_file": outcome.position.file,
        "registry_line": outcome.position.line,
        "superseded": [_completed(row) for row in outcome.superseded],
        "was": outcome.was.value if outcome.was else None,
        "waiver": waiver_entry(outcome.waiver),
        "baselined": outcome.baselined,
        "completed_text": completed(outcome.completion),
    }


def _completed(row: Completion) -> v1.Completed:
    return {
        "done": row.done,
        "day": row.day.isoformat() if row.day else None,
        "period": row.period.text if row.period else None,
        "organisation": row.organisation,
        "file": row.position.file,
        "sheet": row.position.sheet or None,
        "line": row.position.line,
        "column": row.position.column,
    }
