"""The result of a check in the versioned shape, from which every format is made; and as JSON.

One list of entries stands between the verdicts and the formats: whatever is rendered from a run can
be rendered again from its JSON (read_result.py), to the byte.
"""

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import Literal

from banshi import __version__
from banshi.formats.check import baseline_json, milestones_json
from banshi.formats.check.waiver_json import waiver_entry
from banshi.formats.problems.problems_json import entries
from banshi.formats.shapes import json_v1 as v1
from banshi.formats.shapes.gates_v1 import BaselineInput
from banshi.formats.shared.json_text import dumps_with_digest
from banshi.formats.shared.names import region_head
from banshi.formats.shared.words import amount, gap_amount, gap_percent, number, required_of
from banshi.messages import language
from banshi.model.baseline import BaselineUse
from banshi.model.intake import InputFile, Observation
from banshi.model.outcome import Gap, Outcome, Report, Status
from banshi.model.quantity import Unit, as_decimal, convert, convertible, plain
from banshi.position import Severity, in_order

_FINDING: dict[Status, Literal["violated", "behind", "unreported"]] = {
    Status.VIOLATED: "violated",
    Status.BEHIND: "behind",
    Status.UNREPORTED: "unreported",
}


def render(found: v1.CheckResult) -> str:
    """Return the result as JSON text, with the digest that says it was not changed since."""
    return dumps_with_digest(found)


def result(
    report: Report, exit_code: int, statuses: Collection[str] | None = None
) -> v1.CheckResult:
    """Return `report` in the versioned shape; `exit_code` is the one that the command ends with.

    With `statuses`, entries are made for outcomes with one of these alone, which is what a table
    shows of a large report; the summary counts all.
    """
    return {
        "schema_version": "1",
        "tool": {"name": "banshi", "version": __version__},
        "command": "check",
        "as_of": report.as_of.isoformat(),
        "language": "zh" if language() == "zh" else "en",
        "inputs": inputs(report.intake.files),
        "plans": [
            {
                "id": plan.id,
                "title": plan.title,
                "document_number": plan.document_number,
                "status": plan.status.value,
                "issued": plan.issued.isoformat(),
                "jurisdiction": plan.jurisdiction,
                "source": plan.source.name,
                "source_sha256": plan.source.sha256,
            }
            for plan in report.plans
        ],
        "summary": _summary(report, exit_code),
        "outcomes": _outcomes(report, statuses),
        "problems": entries(in_order([*report.intake.problems, *report.problems])),
        "notes": [str(note) for note in report.notes],
        "waivers": [
            {"name": read.name, "sha256": read.sha256, "waivers": read.waivers}
            for read in report.waivers
        ],
        "baseline": _baseline(report.baseline),
        "milestones": [milestones_json.entry(outcome) for outcome in report.milestones],
    }


def inputs(files: Iterable[InputFile]) -> list[v1.Input]:
    """Return what was read."""
    return [
        {
            "name": file.name,
            "sha256": file.sha256,
            "rows": file.rows,
            "encoding": file.encoding,
            "format": file.format,
            "delimiter": file.delimiter or None,
            "sheets": list(file.sheets),
            "unread_sheets": list(file.unread_sheets),
        }
        for file in files
    ]


def _summary(report: Report, exit_code: int) -> v1.Summary:
    tally = {status.value: count for status, count in report.tally().items()}
    hidden = report.in_baseline()
    errors = [p for p in report.intake.problems if p.severity is Severity.ERROR]
    return {
        "targets": sum(tally.values()) + hidden,
        "met": tally["met"],
        "violated": tally["violated"],
        "behind": tally["behind"],
        "unreported": tally["unreported"],
        "pending": tally["pending"],
        "waived": tally["waived"],
        "outcomes": len(report.outcomes),
        "input_errors": len(errors),
        "exit_code": exit_code,
        "baselined": hidden,
        "milestones": milestones_json.counts(report),
    }


def _baseline(use: BaselineUse | None) -> BaselineInput | None:
    if use is None:
        return None
    return {
        "name": use.baseline.name,
        "sha256": use.baseline.sha256,
        "entries": len(use.baseline.keys),
        "hidden": use.hidden,
        "fixed": [baseline_json.entry(key) for key in use.gone],
    }


def _outcomes(report: Report, statuses: Collection[str] | None) -> list[v1.OutcomeEntry]:
    # Hundreds of outcomes of one target mostly have one limit, and the same words about it.
    required: dict[tuple[int, int], v1.Required] = {}
    found = []
    for outcome in report.outcomes:
        if statuses is not None and outcome.status not in statuses:
            continue
        key = (id(outcome.target), id(outcome.threshold))
        if key not in required:
            required[key] = _required(outcome)
        found.append(_outcome(outcome, required[key]))
    return found


def _outcome(outcome: Outcome, required: v1.Required) -> v1.OutcomeEntry:
    target, unit = outcome.target, outcome.unit
    return {
        "id": outcome.id,
        "plan": outcome.plan.id,
        "task": outcome.task.id,
        "clause": outcome.task.clause,
        "target": target.id,
        "metric": outcome.metric.id,
        "metric_name": outcome.metric.name.in_language(language()),
        "subject": target.subject,
        "status": outcome.status.value,
        "severity": outcome.severity.value,
        "region": region_head(outcome.region),
        "required": required.copy(),
        "reported": _reported(outcome.observation, unit),
        "base": _reported(outcome.base, outcome.base.unit) if outcome.base else None,
        "gap": _gap(outcome.gap, unit) if outcome.gap else None,
        "by": outcome.by.isoformat() if outcome.by else None,
        "lead": list(outcome.task.accountable),
        "evidence": target.evidence,
        "reason": str(outcome.reason),
        "registry_file": outcome.target_position.file,
        "registry_line": outcome.target_position.line,
        "superseded": [entry for o in outcome.superseded if (entry := _reported(o, unit))],
        "was": _FINDING[outcome.was] if outcome.was else None,
        "waiver": waiver_entry(outcome.waiver),
        "baselined": outcome.baselined,
        "unit": unit.value,
        "level": target.level.value if target.level else None,
        "history": [],
    }


def _required(outcome: Outcome) -> v1.Required:
    target, limit = outcome.target, outcome.threshold
    relation = target.relative_to
    whole = None
    if relation:
        whole = relation.metric or (relation.basis.value if relation.basis else None)
    return {
        "op": target.op.value,
        "value": plain(target.value),
        "upper": plain(target.upper) if target.upper is not None else None,
        "unit": target.unit.value,
        "approximate": target.approximate,
        "relative_to": whole,
        "threshold": None if limit is None else exact(limit),
        "text": required_of(target, outcome.whole),
        "threshold_text": None if limit is None else amount(number(limit), outcome.unit),
    }


def _reported(observation: Observation | None, unit: Unit) -> v1.Reported | None:
    if observation is None:
        return None
    value = plain(observation.value)
    if observation.unit is unit:  # nearly always
        converted: str | None = value
        text = amount(value, unit)
    else:
        converted, text = _converted(observation, unit)
    return {
        "value": value,
        "unit": observation.unit.value,
        "period": observation.period.text,
        "organisation": observation.organisation,
        "item": observation.item,
        "file": observation.position.file,
        "line": observation.position.line,
        "column": observation.position.column,
        "sheet": observation.position.sheet or None,
        "rows": observation.rows,
        "converted": converted,
        "text": text,
        "body": observation.series[2] or None,
    }


def _converted(observation: Observation, unit: Unit) -> tuple[str | None, str]:
    """Return a value in `unit`, and in words; as it was written where it does not convert."""
    if not convertible(observation.unit, unit):
        return None, amount(plain(observation.value), observation.unit)
    converted = Fraction(convert(observation.value, observation.unit, unit))
    return exact(converted), amount(number(converted), unit)


def _gap(gap: Gap, unit: Unit) -> v1.GapValue:
    return {
        "value": exact(gap.value),
        "unit": unit.value,
        "percent": None if gap.percent is None else exact(gap.percent),
        "text": gap_amount(gap, unit),
        "percent_text": gap_percent(gap),
    }


def exact(value: Fraction) -> str:
    """Return the decimal where its digits end, else the exact fraction: 140/3."""
    return number(value) if as_decimal(value) is not None else str(value)
