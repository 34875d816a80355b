"""A baseline as JSON: what was amiss on one day, so that later runs show only what is new."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

# pydantic makes schemas of these only, as long as Python 3.11 is spoken
from typing_extensions import TypedDict

from banshi import __version__
from banshi.formats.shapes.gates_v1 import BaselineEntry
from banshi.formats.shapes.json_v1 import Tool
from banshi.formats.shared.json_text import dumps
from banshi.model.baseline import BaselineKey


class BaselineFile(TypedDict):
    """What `banshi check --create-baseline` writes: all that is amiss on the day `as_of`."""

    schema_version: Literal["1"]
    tool: Tool
    command: Literal["baseline"]
    as_of: str
    entries: list[BaselineEntry]


def render(keys: Iterable[BaselineKey], as_of: dt.date) -> str:
    """Return `keys` as the text of a baseline file; `as_of` is the day they were found on."""
    result: BaselineFile = {
        "schema_version": "1",
        "tool": {"name": "banshi", "version": __version__},
        "command": "baseline",
        "as_of": as_of.isoformat(),
        "entries": [entry(key) for key in sorted(keys, key=lambda key: key.sort_key)],
    }
    return dumps(dict(result))


def entry(key: BaselineKey) -> BaselineEntry:
    """Return one key in the versioned shape."""
    return {
        "plan": key.plan,
        "task": key.task,
        "target": key.target,
        "region": key.region,
        "period": key.period,
        "organisation": key.organisation,
        "item": key.item,
    }
