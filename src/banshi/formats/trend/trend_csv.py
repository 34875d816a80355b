"""Trends as CSV: one row a period of a series, oldest first."""

from banshi.formats.shapes.trend_v1 import TrendPoint, TrendResult, TrendSeries
from banshi.formats.shared import csv_text

HEADER = (
    "target",
    "metric",
    "metric_name",
    "subject",
    "region",
    "region_name",
    "organisation",
    "item",
    "op",
    "required",
    "upper",
    "required_unit",
    "relative_to",
    "per",
    "period",
    "value",
    "unit",
    "threshold",
    "status",
    "was",
    "baselined",
    "direction",
    "corrected_from",
    "judged",
    "as_of",
    "run",
)


def render(found: TrendResult) -> str:
    """Return every value as a row; the direction stands with the last of its series.

    `corrected_from` is the value before the last correction.
    """
    cells = [
        {**_series(series), **_point(point), "direction": direction}
        for series in found["series"]
        for point in series["points"]
        for direction in [series["direction"] if point is series["points"][-1] else None]
    ]
    return csv_text.dumps(HEADER, [[row.get(name) or "" for name in HEADER] for row in cells])


def _series(series: TrendSeries) -> dict[str, str | None]:
    region, required = series["region"], series["required"]
    return {
        "target": series["target"],
        "metric": series["metric"],
        "metric_name": series["metric_name"],
        "subject": series["subject"],
        "region": region["code"] if region else None,
        "region_name": region["name"] if region else None,
        "organisation": series["organisation"],
        "item": series["item"],
        "op": required["op"],
        "required": required["value"],
        "upper": required["upper"],
        "required_unit": required["value_unit"],
        "relative_to": required["relative_to"],
        "per": series["per"],
        "unit": series["unit"],
    }


def _point(point: TrendPoint) -> dict[str, str | None]:
    return {
        "period": point["period"],
        "value": csv_text.decimal(point["value"]),
        "threshold": csv_text.decimal(point["threshold"]),
        "status": point["status"],
        "was": point["was"],
        "baselined": "true" if point["baselined"] else "false",
        "corrected_from": csv_text.decimal(point["corrected"][-1]["value"])
        if point["corrected"]
        else None,
        "judged": point["judged"],
        "as_of": point["as_of"],
        "run": point["run"],
    }
