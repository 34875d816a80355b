"""The shape of `banshi trend -f json`, version 1: a part of json_v1.py."""

from typing import Literal

# pydantic makes schemas of these only, as long as Python 3.11 is spoken
from typing_extensions import TypedDict

from banshi.formats.shapes.json_v1 import Tool
from banshi.formats.shapes.progress_v1 import RegionHead

Verdict = Literal["met", "violated", "behind", "unreported", "pending", "waived"]


class RecordedInput(TypedDict):
    """A metrics file of a recorded run."""

    name: str
    sha256: str


class RecordedRun(TypedDict):
    """A run of the history; `id` is a SHA-256 over what was read and found on the day `as_of`."""

    id: str
    as_of: str
    banshi: str
    inputs: list[RecordedInput]


class TrendRequired(TypedDict):
    """The threshold of the newest run that spoke of the series; `text` is it in words: `≤ 15 min`.

    `value` and `upper` are in `value_unit`. `relative_to` is the metric or basis that they are a
    share of.
    """

    op: str
    value: str
    upper: str | None
    value_unit: str
    relative_to: str | None
    text: str


class Correction(TypedDict):
    """What an older run said of the same period."""

    value: str
    text: str
    as_of: str
    run: str


class TrendPoint(TypedDict):
    """The value of one period, as the newest run that spoke of it said: `run`, on the day `as_of`.

    `status` is the newest verdict on this value, held against `threshold` on the day `judged`: all
    null where the period was never the latest, so that nothing was judged. `corrected` is what
    older runs said, oldest first.
    """

    period: str
    value: str
    text: str
    status: Verdict | None
    was: Verdict | None
    baselined: bool
    threshold: str | None
    judged: str | None
    as_of: str
    run: str
    corrected: list[Correction]


class TrendSeries(TypedDict):
    """The values of one target, region, body and item over periods of one length, oldest first.

    `per` is that length; `span` stands for those without a usual name. `direction` is how the last
    value stands to the one before: null for a single one. `missing` are periods between the first
    and the last of which no run spoke. `unit` is that of values and thresholds.
    """

    target: str
    plan: str
    task: str
    metric: str
    metric_name: str
    subject: str | None
    region: RegionHead | None
    organisation: str | None
    body: str | None
    item: str | None
    per: Literal["day", "month", "quarter", "half", "year", "span"]
    unit: str
    required: TrendRequired
    by: str | None
    direction: Literal["better", "worse", "steady"] | None
    points: list[TrendPoint]
    missing: list[str]


class TrendResult(TypedDict):
    """What `banshi trend -f json` prints: the runs, oldest first, and a series a line."""

    schema_version: Literal["1"]
    tool: Tool
    command: Literal["trend"]
    history: str
    runs: list[RecordedRun]
    series: list[TrendSeries]
