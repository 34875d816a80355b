"""Trends as JSON, for programs."""

from banshi.formats.shapes.trend_v1 import TrendResult
from banshi.formats.shared.json_text import dumps


def render(found: TrendResult) -> str:
    """Return the trends as JSON text."""
    return dumps(dict(found))
