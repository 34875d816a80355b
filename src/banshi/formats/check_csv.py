"""The outcomes of a check as CSV: one row an outcome, worst first, targets before milestones.

One list is what a spreadsheet filters: a milestone's row has its id and deliverable in columns of
their own, and leaves those of a number empty.
"""

from banshi.formats import csv_text
from banshi.formats.check_json import result
from banshi.formats.json_v1 import MilestoneEntry, OutcomeEntry
from banshi.model.outcome import Report

HEADER = (
    "status",
    "severity",
    "plan",
    "task",
    "clause",
    "target",
    "metric",
    "metric_name",
    "subject",
    "region",
    "region_name",
    "op",
    "required",
    "upper",
    "required_unit",
    "relative_to",
    "threshold",
    "reported",
    "reported_unit",
    "period",
    "organisation",
    "item",
    "gap",
    "gap_unit",
    "gap_percent",
    "by",
    "lead",
    "evidence",
    "reason",
    "file",
    "line",
    "milestone",
    "deliverable",
    "completed",
)


def render(report: Report) -> str:
    """Return the outcomes as CSV text, from the same values as the JSON."""
    found = result(report, 0)
    rows = [_row(entry) for entry in found["outcomes"]]
    rows += [_milestone(entry) for entry in found["milestones"]]
    return csv_text.dumps(HEADER, rows)


def _row(entry: OutcomeEntry) -> list[str]:
    required, reported, gap, region = (
        entry["required"],
        entry["reported"],
        entry["gap"],
        entry["region"],
    )
    cells = [
        entry["status"],
        entry["severity"],
        entry["plan"],
        entry["task"],
        entry["clause"],
        entry["target"],
        entry["metric"],
        entry["metric_name"],
        entry["subject"],
        region["code"] if region else None,
        region["name"] if region else None,
        required["op"],
        required["value"],
        required["upper"],
        required["unit"],
        required["relative_to"],
        required["threshold"],
        reported["value"] if reported else None,
        reported["unit"] if reported else None,
        reported["period"] if reported else None,
        reported["organisation"] if reported else None,
        reported["item"] if reported else None,
        gap["value"] if gap else None,
        gap["unit"] if gap else None,
        gap["percent"] if gap else None,
        entry["by"],
        "、".join(entry["lead"]),
        entry["evidence"],
        entry["reason"],
        reported["file"] if reported else None,
        str(reported["line"]) if reported else None,
        None,
        None,
        None,
    ]
    return [cell or "" for cell in cells]


def _milestone(entry: MilestoneEntry) -> list[str]:
    region, reported = entry["region"], entry["reported"]
    cells = {
        "status": entry["status"],
        "severity": entry["severity"],
        "plan": entry["plan"],
        "task": entry["task"],
        "clause": entry["clause"],
        "region": region["code"] if region else None,
        "region_name": region["name"] if region else None,
        "period": reported["period"] if reported else None,
        "organisation": entry["organisation"],
        "by": entry["by"],
        "lead": "、".join(entry["lead"]),
        "evidence": entry["evidence"],
        "reason": entry["reason"],
        "file": reported["file"] if reported else None,
        "line": str(reported["line"]) if reported else None,
        "milestone": entry["milestone"],
        "deliverable": entry["deliverable"],
        "completed": entry["completed"],
    }
    return [cells.get(name) or "" for name in HEADER]
