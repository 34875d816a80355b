"""Outcomes and milestones as rows of a workbook: what is amiss or waived, and all the rest."""

from collections.abc import Iterable, Mapping

# typing has it from Python 3.13 on
from typing_extensions import TypeIs

from banshi.formats.check.check_rows import metric_name
from banshi.formats.shapes.gates_v1 import WaiverEntry
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.shapes.progress_v1 import MilestoneEntry
from banshi.formats.shared.names import plan_head_name
from banshi.formats.shared.words import LEVEL_WORDS, MILESTONE_WORDS, STATUS_WORDS
from banshi.formats.sheets.sheet_numbers import Numbers, count, day, percent
from banshi.formats.sheets.sheet_rows import Column, Value
from banshi.messages import mark, say, translate
from banshi.model.outcome import Status
from banshi.model.progress import MilestoneStatus
from banshi.model.target import Level
from banshi.position import SEVERITY_WORDS, Severity

_COLUMNS = (
    # What is printed.
    (mark("verdict"), 9.0, 16.0, True),
    (mark("plan"), 12.0, 18.0, False),
    (mark("clause"), 7.0, 13.0, True),
    (mark("lead"), 10.0, 18.0, False),
    (mark("metric or milestone"), 14.0, 26.0, False),
    (mark("region"), 9.0, 14.0, True),
    (mark("organisation"), 9.0, 14.0, False),
    (mark("item"), 9.0, 14.0, False),
    (mark("period"), 9.0, 11.0, True),
    (mark("required"), 9.0, 20.0, False),
    (mark("reported"), 9.0, 16.0, True),
    (mark("gap"), 9.0, 16.0, True),
    (mark("due"), 12.0, 14.0, True),
    (mark("evidence"), 14.0, 24.0, False),
    (mark("explanation"), 14.0, 24.0, False),
    (mark("file"), 12.0, 26.0, False),
    (mark("row"), 6.0, 8.0, True),
    # What stands beside the printed page, to filter and to calculate with.
    (mark("sheet"), 8.0, 16.0, False),
    (mark("gap in percent"), 9.0, 14.0, True),
    (mark("limit"), 9.0, 16.0, True),
    (mark("as reported"), 9.0, 16.0, True),
    (mark("severity"), 8.0, 10.0, True),
    (mark("without the waiver"), 9.0, 16.0, True),
    (mark("reason of the waiver"), 12.0, 30.0, False),
    (mark("approved by"), 10.0, 18.0, False),
    (mark("document of the waiver"), 12.0, 24.0, False),
    (mark("ends on"), 12.0, 14.0, True),
    (mark("id"), 16.0, 44.0, False),
)
PRINTED = 17
"""How many of the columns are on the printed page."""
# Worst first; what stands behind the gap is on the sheet of all others.
_FINDINGS = ("violated", "overdue", "behind", "unreported", "waived")
_OTHERS = ("pending", "done_late", "done", "met")

Entry = OutcomeEntry | MilestoneEntry


def _is_milestone(entry: Entry) -> TypeIs[MilestoneEntry]:
    return "milestone" in entry


def columns() -> list[Column]:
    """Return the columns, with headers in the language of the run."""
    return [Column(translate(name), low, high, centred) for name, low, high, centred in _COLUMNS]


def findings(found: CheckResult) -> list[Entry]:
    """Return what is violated, overdue, behind, unreported or waived, worst first."""
    return _sorted(found, _FINDINGS)


def others(found: CheckResult) -> list[Entry]:
    """Return what is pending, done or met."""
    return _sorted(found, _OTHERS)


def _sorted(found: CheckResult, statuses: tuple[str, ...]) -> list[Entry]:
    """Return what has one of `statuses`, in their order; what the baseline hides is left out."""
    every: list[Entry] = [*found["outcomes"], *found["milestones"]]
    kept = [e for e in every if e["status"] in statuses and not e["baselined"]]
    return sorted(kept, key=lambda entry: statuses.index(entry["status"]))


def rows(found: CheckResult, entries: Iterable[Entry], numbers: Numbers) -> list[list[Value]]:
    """Return a row an entry."""
    plans = {plan["id"]: plan_head_name(plan) for plan in found["plans"]}
    return [
        _milestone(entry, plans) if _is_milestone(entry) else _target(entry, plans, numbers)
        for entry in entries
    ]


def _target(entry: OutcomeEntry, plans: Mapping[str, str], numbers: Numbers) -> list[Value]:
    region, required, reported = entry["region"], entry["required"], entry["reported"]
    gap, unit, written = entry["gap"], entry["unit"], reported
    limit: Value = ""
    if required["threshold"]:
        limit = numbers.amount(required["threshold"], unit)
    elif required["relative_to"] is None and required["upper"] is None:
        limit = numbers.amount(required["value"], required["unit"])
    value: Value = ""
    if reported:
        # With the digits that were written, where no other unit is meant.
        same = reported["unit"] == unit or reported["converted"] is None
        value = (
            numbers.amount(reported["value"], reported["unit"])
            if same
            else numbers.amount(reported["converted"], unit)
        )
    return [
        translate(STATUS_WORDS[Status(entry["status"])]),
        plans[entry["plan"]],
        entry["clause"],
        "、".join(entry["lead"]),
        metric_name(entry),
        region["label"] if region else _level(entry),
        (reported["organisation"] or "") if reported else "",
        (reported["item"] or "") if reported else "",
        reported["period"] if reported else "",
        required["text"],
        value,
        numbers.difference(gap["value"], gap["unit"]) if gap else "",
        day(entry["by"]) or str(say("from issue")),
        entry["evidence"],
        _explanation(entry),
        reported["file"] if reported else "",
        count(reported["line"]) if reported else "",
        (reported["sheet"] or "") if reported else "",
        percent(gap["percent"]) if gap else "",
        limit,
        numbers.amount(written["value"], written["unit"]) if written else "",
        translate(SEVERITY_WORDS[Severity(entry["severity"])]),
        translate(STATUS_WORDS[Status(entry["was"])]) if entry["was"] else "",
        *_waiver(entry["waiver"]),
        entry["id"],
    ]


def _level(entry: OutcomeEntry) -> str:
    """Return whose values are missing, where no region is named."""
    level = entry["level"]
    return translate(LEVEL_WORDS[Level(level)]) if level else str(say("any region"))


def _milestone(entry: MilestoneEntry, plans: Mapping[str, str]) -> list[Value]:
    region, reported = entry["region"], entry["reported"]
    was = MILESTONE_WORDS[MilestoneStatus(entry["was"])] if entry["was"] else ""
    completed = day(entry["completed"])
    return [
        translate(MILESTONE_WORDS[MilestoneStatus(entry["status"])]),
        plans[entry["plan"]],
        entry["clause"],
        "、".join(entry["lead"]),
        entry["deliverable"],
        region["label"] if region else "",
        entry["organisation"] or "",
        "",
        (reported["period"] or "") if reported else "",
        str(say("done by {day}", day=entry["by"])),
        completed or (entry["completed_text"] if reported else ""),
        "",
        day(entry["by"]),
        entry["evidence"],
        _explanation(entry),
        reported["file"] if reported else "",
        count(reported["line"]) if reported else "",
        (reported["sheet"] or "") if reported else "",
        "",
        "",
        completed,
        translate(SEVERITY_WORDS[Severity(entry["severity"])]),
        translate(was),
        *_waiver(entry["waiver"]),
        entry["id"],
    ]


def _explanation(entry: Entry) -> str:
    """Return the rule that was applied and, where it is waived, why: both are printed."""
    waiver = entry["waiver"]
    if waiver is None:
        return entry["reason"]
    said = say(
        "{explanation}; waived: {reason} ({document}, until {day})",
        explanation=entry["reason"],
        reason=waiver["reason"],
        document=waiver["document"],
        day=waiver["expires"],
    )
    return str(said)


def _waiver(waiver: WaiverEntry | None) -> list[Value]:
    if waiver is None:
        return ["", "", "", ""]
    return [
        waiver["reason"],
        waiver["approved_by"],
        waiver["document"],
        day(waiver["expires"]),
    ]
