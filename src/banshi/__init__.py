"""banshi checks reported metrics and deadlines against the action plans of Chinese cities.

    import banshi
    from datetime import date

    registry = banshi.load_registry()
    intake = banshi.read_metrics("metrics.csv")
    report = banshi.evaluate(registry, intake, as_of=date(2019, 12, 31))
    for outcome in report.select(banshi.Status.VIOLATED):
        print(outcome.id, outcome.region, outcome.reported, outcome.reason)

Names are imported when they are first used, so that `import banshi` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from banshi.api import read_metrics
    from banshi.deadlines import Span, due
    from banshi.errors import BanshiError
    from banshi.judging.evaluate import evaluate
    from banshi.judging.scope import Selection
    from banshi.loading.load import load_registry
    from banshi.model.intake import Completion, Intake, Observation
    from banshi.model.outcome import Outcome, Report, Status
    from banshi.model.progress import MilestoneOutcome, MilestoneStatus
    from banshi.model.registry import Registry
    from banshi.position import Position, Problem, Severity
    from banshi.workdays import count_workdays, is_workday

__version__ = "0.1.0"

_HOMES = {
    "BanshiError": "banshi.errors",
    "Completion": "banshi.model.intake",
    "Intake": "banshi.model.intake",
    "MilestoneOutcome": "banshi.model.progress",
    "MilestoneStatus": "banshi.model.progress",
    "Observation": "banshi.model.intake",
    "Outcome": "banshi.model.outcome",
    "Position": "banshi.position",
    "Problem": "banshi.position",
    "Registry": "banshi.model.registry",
    "Report": "banshi.model.outcome",
    "Selection": "banshi.judging.scope",
    "Severity": "banshi.position",
    "Span": "banshi.deadlines",
    "Status": "banshi.model.outcome",
    "count_workdays": "banshi.workdays",
    "due": "banshi.deadlines",
    "evaluate": "banshi.judging.evaluate",
    "is_workday": "banshi.workdays",
    "load_registry": "banshi.loading.load",
    "read_metrics": "banshi.api",
}

__all__ = [
    "BanshiError",
    "Completion",
    "Intake",
    "MilestoneOutcome",
    "MilestoneStatus",
    "Observation",
    "Outcome",
    "Position",
    "Problem",
    "Registry",
    "Report",
    "Selection",
    "Severity",
    "Span",
    "Status",
    "count_workdays",
    "due",
    "evaluate",
    "is_workday",
    "load_registry",
    "read_metrics",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    msg = f"module 'banshi' has no attribute {name!r}"
    raise AttributeError(msg)
