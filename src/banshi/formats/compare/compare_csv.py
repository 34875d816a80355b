"""Two plans side by side as CSV: one row a metric."""

from collections.abc import Sequence

from banshi.formats.compare.compare_json import result
from banshi.formats.shared import csv_text
from banshi.model.comparison import Comparison
from banshi.model.plan import Plan

_FIELDS = ("id", "clause", "op", "value", "upper", "unit", "relative_to", "subject", "level", "by",
           "evidence")  # fmt: skip
HEADER = (
    "change",
    "metric",
    "metric_name",
    *(f"first_{name}" for name in _FIELDS),
    *(f"second_{name}" for name in _FIELDS),
)


def render(first: Plan, second: Plan, rows: Sequence[Comparison]) -> str:
    """Return the comparison as CSV text, from the same values as the JSON."""
    lines = []
    for entry in result(first, second, rows)["comparisons"]:
        cells: list[str] = [entry["change"], entry["metric"], entry["metric_name"]]
        for demand in (entry["first"], entry["second"]):
            values = dict(demand) if demand else {}
            cells += [str(values.get(name) or "") for name in _FIELDS]
        lines.append(cells)
    return csv_text.dumps(HEADER, lines)
