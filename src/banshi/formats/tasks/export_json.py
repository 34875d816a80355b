"""The whole registry, resolved, as JSON: what `banshi export` prints."""

from collections.abc import Mapping

from banshi import __version__
from banshi.formats.shared.json_text import dumps
from banshi.model.fields import Words
from banshi.model.plan import Deadline, Milestone, Plan, Task
from banshi.model.quantity import plain
from banshi.model.registry import Registry
from banshi.model.target import Target

VERSION = "1"


def render(registry: Registry) -> str:
    """Return the registry as JSON; targets carry their effective due date, values are strings."""
    return dumps(
        {
            "schema_version": VERSION,
            "tool": {"name": "banshi", "version": __version__},
            "plans": [_plan(plan) for plan in registry.plans],
            "metrics": [metric.model_dump(mode="json") for metric in registry.metrics],
            "organisations": [body.model_dump(mode="json") for body in registry.organisations],
            "regions": [region.model_dump(mode="json") for region in registry.regions],
        }
    )


def _plan(plan: Plan) -> Mapping[str, object]:
    return {
        "id": plan.id,
        "title": plan.title,
        "document_number": plan.document_number,
        "issuers": list(plan.issuers),
        "jurisdiction": plan.jurisdiction,
        "issued": plan.issued.isoformat(),
        "status": plan.status.value,
        "source": {"name": plan.source.name, "sha256": plan.source.sha256},
        "note": _words(plan.note),
        "tasks": [task_entry(task) for task in plan.tasks],
        "waived": [
            {"clause": figure.clause, "figure": figure.figure, "why": figure.why}
            for figure in plan.waived
        ],
    }


def task_entry(task: Task) -> dict[str, object]:
    """Return one task as the export has it."""
    return {
        "id": task.id,
        "clause": task.clause,
        "title": task.title,
        "lead": list(task.lead),
        "responsible": list(task.responsible),
        "cooperating": list(task.cooperating),
        "deadline": _deadline(task.deadline),
        "targets": [_target(target, task) for target in task.targets],
        "milestones": [_milestone(milestone) for milestone in task.milestones],
        "note": _words(task.note),
    }


def _deadline(deadline: Deadline | None) -> Mapping[str, object]:
    if deadline is None:
        return {"by": None, "kind": "none", "recurrence": None, "text": None, "note": None}
    return {
        "by": deadline.by.isoformat() if deadline.by else None,
        "kind": deadline.kind,
        "recurrence": deadline.recurrence,
        "text": deadline.text,
        "note": _words(deadline.note),
    }


def _target(target: Target, task: Task) -> Mapping[str, object]:
    by = task.due_date(target)
    relation = target.relative_to
    return {
        "id": target.id,
        "metric": target.metric,
        "op": target.op.value,
        "value": plain(target.value),
        "upper": plain(target.upper) if target.upper is not None else None,
        "unit": target.unit.value,
        "by": by.isoformat() if by else None,
        "by_text": target.by_text,
        "by_event": target.by_event,
        "relative_to": None
        if relation is None
        else {"metric": relation.metric, "basis": relation.basis.value if relation.basis else None},
        "evidence": target.evidence,
        "level": target.level.value if target.level else None,
        "subject": target.subject,
        "hedge": target.hedge,
        "approximate": target.approximate,
        "tolerance": plain(target.tolerance) if target.approximate else None,
        "shares_figure_with": list(target.shares_figure_with),
        "statistic": target.statistic.value if target.statistic else None,
        "per": target.per.value if target.per else None,
        "note": _words(target.note),
    }


def _milestone(milestone: Milestone) -> Mapping[str, object]:
    return {
        "id": milestone.id,
        "deliverable": milestone.deliverable,
        "by": milestone.by.isoformat() if milestone.by else None,
        "recurrence": milestone.recurrence,
        "evidence": milestone.evidence,
        "note": _words(milestone.note),
    }


def _words(words: Words | None) -> Mapping[str, str] | None:
    return {"zh": words.zh, "en": words.en} if words else None
