"""The outcomes of a check as CSV: one row an outcome, worst first, targets before milestones.

One list is what a spreadsheet filters: a milestone's row has its id and deliverable in columns of
their own, and leaves those of a number empty.
"""

from banshi.formats.shapes.gates_v1 import WaiverEntry
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.shapes.progress_v1 import MilestoneEntry
from banshi.formats.shared import csv_text

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
    "was",
    "waiver_reason",
    "approved_by",
    "document",
    "expires",
    "waiver_file",
    "waiver_line",
    "sheet",
)
_SAME = (
    "status",
    "severity",
    "plan",
    "task",
    "clause",
    "target",
    "metric",
    "metric_name",
    "subject",
    "by",
    "evidence",
    "reason",
)


def render(found: CheckResult) -> str:
    """Return the outcomes as CSV text, from the same values as the JSON; milestones come last.

    What the baseline hides is left out.
    """
    cells = [_target(entry) for entry in found["outcomes"] if not entry["baselined"]]
    cells += [_milestone(entry) for entry in found["milestones"] if not entry["baselined"]]
    return csv_text.dumps(HEADER, [[row.get(name) or "" for name in HEADER] for row in cells])


def _target(entry: OutcomeEntry) -> dict[str, str | None]:
    required, reported, gap, region = (
        entry["required"],
        entry["reported"],
        entry["gap"],
        entry["region"],
    )
    cells: dict[str, str | None] = {
        name: entry[name]  # type: ignore[literal-required]  # these are texts under the same name
        for name in _SAME
    }
    cells |= {
        "region": region["code"] if region else None,
        "region_name": region["name"] if region else None,
        "op": required["op"],
        "required": required["value"],
        "upper": required["upper"],
        "required_unit": required["unit"],
        "relative_to": required["relative_to"],
        "threshold": csv_text.decimal(required["threshold"]),
        "lead": "、".join(entry["lead"]),
        **_waiver(entry["was"], entry["waiver"]),
    }
    if gap:
        cells |= {
            "gap": csv_text.decimal(gap["value"]),
            "gap_unit": gap["unit"],
            "gap_percent": csv_text.decimal(gap["percent"]),
        }
    if reported:
        cells |= {
            "reported": reported["value"],
            "reported_unit": reported["unit"],
            "period": reported["period"],
            "organisation": reported["organisation"],
            "item": reported["item"],
            "file": reported["file"],
            "sheet": reported["sheet"],
            "line": str(reported["line"]),
        }
    return cells


def _waiver(was: str | None, waiver: WaiverEntry | None) -> dict[str, str]:
    if waiver is None:
        return {}
    return {
        "was": was or "",
        "waiver_reason": waiver["reason"],
        "approved_by": waiver["approved_by"],
        "document": waiver["document"],
        "expires": waiver["expires"],
        "waiver_file": waiver["file"],
        "waiver_line": str(waiver["line"]),
    }


def _milestone(entry: MilestoneEntry) -> dict[str, str | None]:
    region, reported = entry["region"], entry["reported"]
    return {
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
        "sheet": reported["sheet"] if reported else None,
        **_waiver(entry["was"], entry["waiver"]),
    }
