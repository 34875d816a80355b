"""The lines of a history in the versioned shape, with names from the registry of today."""

from collections.abc import Iterable
from decimal import Decimal
from typing import get_args

from banshi import __version__
from banshi.formats.check.check_json import exact
from banshi.formats.shapes import trend_v1 as v1
from banshi.formats.shapes.progress_v1 import RegionHead
from banshi.formats.shared.names import region_head
from banshi.formats.shared.words import amount, limit, number, share_of
from banshi.history.run import Demand
from banshi.history.series import Line, Point, Said, lines
from banshi.history.store import Recorded
from banshi.messages import language
from banshi.model.outcome import Status
from banshi.model.quantity import Unit
from banshi.model.registry import Registry
from banshi.model.target import Basis, Operator

_VERDICTS: dict[Status, v1.Verdict] = {Status(name): name for name in get_args(v1.Verdict)}


def trend(
    name: str, recorded: Recorded, said: Iterable[Said], registry: Registry
) -> v1.TrendResult:
    """Return the lines of `said`, a selection from `recorded`, in the versioned shape: worst first.

    `name` is the history's. What the registry no longer knows is named by its id.
    """
    return {
        "schema_version": "1",
        "tool": {"name": "banshi", "version": __version__},
        "command": "trend",
        "history": name,
        "runs": [
            {
                "id": head.id,
                "as_of": head.as_of,
                "banshi": banshi,
                "inputs": [{"name": name, "sha256": digest} for name, digest in inputs],
            }
            for head, banshi, inputs in recorded.runs
        ],
        "series": [_series(line, registry) for line in sorted(lines(said), key=_rank)],
    }


def _rank(line: Line) -> int:
    status = line.points[-1].status
    return len(Status) if status is None else status.rank


def _series(line: Line, registry: Registry) -> v1.TrendSeries:
    series, newest = line.series, line.newest
    demand = newest.demand
    plan, task, _target = series.target.split("/", 2)
    metric = registry.metric_by_id.get(demand.metric)
    return {
        "target": series.target,
        "plan": plan,
        "task": task,
        "metric": demand.metric,
        "metric_name": metric.name.in_language(language()) if metric else demand.metric,
        "subject": demand.subject or None,
        "region": _region(series.region, registry),
        "organisation": newest.organisation or None,
        "body": series.body or None,
        "item": newest.item or None,
        "per": line.length,
        "unit": demand.unit,
        "required": _required(demand, registry),
        "by": demand.by or None,
        "direction": line.direction,
        "points": [_point(point) for point in line.points],
        "missing": [period.text for period in line.missing],
    }


def _region(code: str, registry: Registry) -> RegionHead | None:
    known = registry.region_by_code.get(code)
    if known or not code:
        return region_head(known)
    return {"code": code, "name": code, "label": code}


def _required(demand: Demand, registry: Registry) -> v1.TrendRequired:
    upper = Decimal(demand.upper) if demand.upper else None
    text = limit(Operator(demand.op), Decimal(demand.value), upper, Unit(demand.value_unit))
    if demand.whole:
        basis = Basis(demand.whole) if demand.whole in set(Basis) else None
        text = share_of(text, basis, registry.metric_by_id.get(demand.whole))
    return {
        "op": demand.op,
        "value": demand.value,
        "upper": demand.upper or None,
        "value_unit": demand.value_unit,
        "relative_to": demand.whole or None,
        "text": text,
    }


def _point(point: Point) -> v1.TrendPoint:
    said, judged = point.said, point.judged
    threshold = judged.threshold if judged else None
    return {
        "period": said.period.text,
        "value": exact(said.value),
        "text": _text(said),
        "status": _VERDICTS[judged.status] if judged and judged.status else None,
        "was": _VERDICTS[judged.was] if judged and judged.was else None,
        "baselined": bool(judged and judged.baselined),
        "threshold": None if threshold is None else exact(threshold),
        "judged": judged.run.as_of if judged else None,
        "as_of": said.run.as_of,
        "run": said.run.id,
        "corrected": [
            {
                "value": exact(old.value),
                "text": _text(old),
                "as_of": old.run.as_of,
                "run": old.run.id,
            }
            for old in point.corrected
        ],
    }


def _text(said: Said) -> str:
    return amount(number(said.value), Unit(said.demand.unit))
