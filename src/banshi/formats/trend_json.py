"""Trends as JSON, for programs."""

from banshi.formats.json_text import dumps
from banshi.formats.trend_v1 import TrendResult


def render(found: TrendResult) -> str:
    """Return the trends as JSON text."""
    return dumps(dict(found))
