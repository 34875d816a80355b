"""The outcomes of a check as CSV: one row an outcome, worst first."""

from banshi.formats import csv_text
from banshi.formats.check_json import result
from banshi.formats.json_v1 import OutcomeEntry
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
    "was",
    "waiver_reason",
    "approved_by",
    "document",
    "expires",
    "waiver_file",
    "waiver_line",
)


def render(report: Report) -> str:
    """Return the outcomes as CSV text, from the same values as the JSON.

    What the baseline hides is left out.
    """
    entries = result(report, 0)["outcomes"]
    shown = [entry for entry in entries if not entry["baselined"]]
    return csv_text.dumps(HEADER, [[*_row(entry), *_waiver(entry)] for entry in shown])


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
    ]
    return [cell or "" for cell in cells]


def _waiver(entry: OutcomeEntry) -> list[str]:
    waiver = entry["waiver"]
    if waiver is None:
        return [""] * 7
    return [
        entry["was"] or "",
        waiver["reason"],
        waiver["approved_by"],
        waiver["document"],
        waiver["expires"],
        waiver["file"],
        str(waiver["line"]),
    ]
