"""The words of two plans side by side, for every format that shows them as a table."""

from collections import Counter
from collections.abc import Sequence

from banshi.formats.shared.names import plan_name
from banshi.formats.shared.words import required_of
from banshi.messages import language, mark, say, translate
from banshi.model.comparison import Change, Comparison, Demand
from banshi.model.plan import Plan
from banshi.model.registry import Registry

_CHANGE_WORDS: dict[Change, str] = {
    Change.TIGHTER: mark("tighter"),
    Change.LOOSER: mark("looser"),
    Change.SAME: mark("same"),
    Change.DIFFERENT: mark("different"),
    Change.NEW: mark("new"),
    Change.DROPPED: mark("dropped"),
}

Row = list[tuple[str, ...]]
"""The cells of a row, each of one or more lines; a line may be empty."""


def headers(first: Plan, second: Plan) -> list[str]:
    """Return the names of the columns."""
    words = [translate(mark("change")), translate(mark("metric"))]
    return [*words, plan_name(first), plan_name(second)]


def rows(registry: Registry, found: Sequence[Comparison], *, verbose: bool) -> list[Row]:
    """Return the cells of each comparison, in the order of `headers`; `verbose` adds evidence."""
    return [
        [
            (translate(_CHANGE_WORDS[row.change]),),
            (row.metric.name.in_language(language()),),
            _demand(registry, row.first, verbose=verbose),
            _demand(registry, row.second, verbose=verbose),
        ]
        for row in found
    ]


def tally(found: Sequence[Comparison]) -> str:
    """Return how many of each kind there are."""
    counts = Counter(row.change for row in found)
    parts = [
        translate(_CHANGE_WORDS[change]) + f" {counts[change]}"
        for change in Change
        if counts[change]
    ]
    return translate(mark(", ")).join(parts) or str(say("no metric in either plan"))


def _demand(registry: Registry, demand: Demand | None, *, verbose: bool) -> tuple[str, ...]:
    if demand is None:
        return ("-",)
    target = demand.target
    relation = target.relative_to
    whole = registry.metric_by_id.get(relation.metric or "") if relation else None
    limit = required_of(target, whole)
    by = demand.by.isoformat() if demand.by else ""
    about = f"{demand.task.clause} {target.subject or ''}".strip()
    return (f"{limit}  {by}".rstrip(), about, f"“{target.evidence}”" if verbose else "")
