"""Two plans side by side as JSON, for programs."""

from collections.abc import Sequence

from banshi import __version__
from banshi.formats.shapes import compare_v1 as v1
from banshi.formats.shared.json_text import dumps
from banshi.messages import language
from banshi.model.comparison import Comparison, Demand
from banshi.model.plan import Plan
from banshi.model.quantity import plain


def render(first: Plan, second: Plan, rows: Sequence[Comparison]) -> str:
    """Return the comparison as JSON."""
    return dumps(dict(result(first, second, rows)))


def result(first: Plan, second: Plan, rows: Sequence[Comparison]) -> v1.CompareResult:
    """Return the comparison in the versioned shape."""
    return {
        "schema_version": "1",
        "tool": {"name": "banshi", "version": __version__},
        "command": "compare",
        "first": first.id,
        "second": second.id,
        "comparisons": [
            {
                "change": row.change.value,
                "metric": row.metric.id,
                "metric_name": row.metric.name.in_language(language()),
                "first": _demand(row.first),
                "second": _demand(row.second),
            }
            for row in rows
        ],
    }


def _demand(demand: Demand | None) -> v1.DemandEntry | None:
    if demand is None:
        return None
    target = demand.target
    relation = target.relative_to
    whole = None
    if relation:
        whole = relation.metric or (relation.basis.value if relation.basis else None)
    return {
        "id": demand.id,
        "clause": demand.task.clause,
        "op": target.op.value,
        "value": plain(target.value),
        "upper": plain(target.upper) if target.upper is not None else None,
        "unit": target.unit.value,
        "relative_to": whole,
        "subject": target.subject,
        "level": target.level.value if target.level else None,
        "by": demand.by.isoformat() if demand.by else None,
        "evidence": target.evidence,
    }
