"""The shape of the JSON results, version 1. Fields are only ever added; decimals are strings.

These types are the contract with other programs: they are versioned on their own, and do not follow
the inner values where those change. Their JSON Schema is published in schemas/.
"""

from typing import Literal

# pydantic makes schemas of these only, as long as Python 3.11 is spoken
from typing_extensions import TypedDict

from banshi.formats.shapes.gates_v1 import BaselineInput, WaiverEntry, WaiversInput
from banshi.formats.shapes.progress_v1 import MilestoneCounts, MilestoneEntry, RegionHead

VERSION = "1"


class Tool(TypedDict):
    """What made the result."""

    name: Literal["banshi"]
    version: str


class Input(TypedDict):
    """A file that was read."""

    name: str
    sha256: str
    rows: int
    """Data rows read, faulty ones included."""
    encoding: str
    """How the bytes of a text file were read; empty for a workbook."""
    format: str
    """`csv`, `xlsx`, `json`, `jsonl` or `parquet`."""
    delimiter: str | None
    """What separates the cells of a CSV file."""
    sheets: list[str]
    """The sheets of a workbook that were read."""
    unread_sheets: list[str]
    """The sheets that were not: hidden ones, those of words alone, those left out."""


class PlanHead(TypedDict):
    """A plan that was checked against, with the published text that it was transcribed from."""

    id: str
    title: str
    document_number: str | None
    status: Literal["issued", "draft"]
    issued: str
    jurisdiction: str
    source: str
    source_sha256: str


class Required(TypedDict):
    """The threshold. `threshold` is the limit in the outcome's unit, worked out if relative.

    `text` and `threshold_text` are the same in words: `≤ 20% of …`, `36 days`.
    """

    op: str
    value: str
    upper: str | None
    """The upper end, for `between` only."""
    unit: str
    approximate: bool
    """Whether a tolerance around `value` counts as met."""
    relative_to: str | None
    """The metric or basis that `value` is a share of."""
    threshold: str | None
    text: str
    threshold_text: str | None


class Reported(TypedDict):
    """The value that counted, as written, and where it stood; `rows` is how many it stands for.

    `converted` is the value in the outcome's unit: null where it cannot be converted. `text` is it
    in words: `22 min`. `body` is the id of the reporting body where the catalogue knows it, else
    its name without spaces and capitals: by it a value is known from run to run.
    """

    value: str
    unit: str
    period: str
    organisation: str | None
    item: str | None
    file: str
    line: int
    column: int
    sheet: str | None
    rows: int
    converted: str | None
    text: str
    body: str | None


class GapValue(TypedDict):
    """How far the value is off: reported minus threshold, and that in percent of the threshold.

    `text` and `percent_text` are the same in words: `+7 min`, `+46.7%`.
    """

    value: str
    unit: str
    percent: str | None
    text: str
    percent_text: str


class PastValue(TypedDict):
    """What an earlier run recorded for the same series, in the outcome's unit, and its verdict."""

    period: str
    value: str
    status: Literal["met", "violated", "behind", "pending", "waived"]
    as_of: str


class OutcomeEntry(TypedDict):
    """The verdict on one target for one series of values.

    `unit` is that of threshold, converted values and gap; `level` says whose values count;
    `history` is empty where nothing was recorded.
    """

    id: str
    """`plan/task/target`."""
    plan: str
    task: str
    clause: str
    target: str
    metric: str
    metric_name: str
    """In the language of the run."""
    subject: str | None
    status: Literal["met", "violated", "behind", "unreported", "pending", "waived"]
    severity: Literal["error", "warning", "note"]
    region: RegionHead | None
    required: Required
    reported: Reported | None
    base: Reported | None
    """The value that a relative threshold was worked out from."""
    gap: GapValue | None
    by: str | None
    """Effective due date; null where the target holds from issue."""
    lead: list[str]
    """The lead bodies, or the responsible ones where the plan names no lead."""
    evidence: str
    """The phrase of the plan that carries the figure."""
    reason: str
    """The rule that was applied, in one sentence in the language of the run."""
    registry_file: str
    """Where the target stands in the registry."""
    registry_line: int
    superseded: list[Reported]
    """Values of the same series that another period outweighs."""
    was: Literal["violated", "behind", "unreported"] | None
    """What the status is without the waiver."""
    waiver: WaiverEntry | None
    baselined: bool
    """Whether the baseline holds it, so that it fails no gate."""
    unit: str
    level: Literal["city", "county", "each", "all"] | None
    history: list[PastValue]


class ProblemEntry(TypedDict):
    """A fault or a repair in an input."""

    file: str
    line: int
    """0 where the problem is of the whole file."""
    column: int
    severity: Literal["error", "warning", "note"]
    rule: str
    """The word in brackets in the message."""
    message: str
    """In the language of the run."""
    sheet: str | None


class Summary(TypedDict):
    """Counts of targets by their worst verdict, of outcomes, and of faulty cells.

    `baselined` counts the targets that are amiss only where the baseline hides it: in no other
    count but `targets`.
    """

    targets: int
    met: int
    violated: int
    behind: int
    unreported: int
    pending: int
    waived: int
    outcomes: int
    input_errors: int
    exit_code: int
    baselined: int
    milestones: MilestoneCounts


class CheckResult(TypedDict):
    """The result of a check: what every format shows."""

    schema_version: Literal["1"]
    tool: Tool
    command: Literal["check"]
    as_of: str
    """The day asked for."""
    language: Literal["en", "zh"]
    inputs: list[Input]
    plans: list[PlanHead]
    summary: Summary
    outcomes: list[OutcomeEntry]
    problems: list[ProblemEntry]
    """Faults, repairs and notes of the inputs."""
    notes: list[str]
    """What a reader must know beside the outcomes."""
    waivers: list[WaiversInput]
    baseline: BaselineInput | None
    milestones: list[MilestoneEntry]


class CheckFile(CheckResult):
    """What `banshi check -f json` prints, and what `banshi report` reads."""

    digest: str
    """SHA-256 of the result without this entry, as JSON on one line in UTF-8 with its keys in their
    order: any change by hand shows."""


class DueEntry(TypedDict):
    """One deadline; of a milestone, with what metrics files say of it where any were given."""

    id: str
    """`plan/task`, `plan/task/target` or `plan/task/milestone`."""
    plan: str
    task: str
    clause: str
    kind: Literal["task", "milestone", "target"]
    text: str
    """Title of the task, deliverable of the milestone or metric of the target."""
    evidence: str
    """The words of the plan that carry the date."""
    by: str | None
    """The due day; null for what is rolling."""
    weekday: str | None
    last_workday: str | None
    """The last working day before `by`, where `by` is a rest day of a published calendar."""
    days_left: int | None
    """Calendar days from the day asked for; negative where overdue."""
    workdays_left: int | None
    """Working days; null where overdue, or where no calendar was published."""
    overdue: bool
    lead: list[str]
    """The lead bodies, or the responsible ones where the plan names no lead."""
    responsible: list[str]
    status: Literal["overdue", "pending", "waived", "done_late", "done"] | None
    """The verdict on a milestone; null without metrics files."""
    completed: str | None
    """The day on which a milestone was done."""


class DueResult(TypedDict):
    """What `banshi due -f json` prints."""

    schema_version: Literal["1"]
    tool: Tool
    command: Literal["due"]
    as_of: str
    """The day asked for."""
    items: list[DueEntry]
    notes: list[str]
    inputs: list[Input]
    problems: list[ProblemEntry]


class ValidateResult(TypedDict):
    """What `banshi validate -f json` and `banshi trace -f json` print."""

    schema_version: Literal["1"]
    tool: Tool
    command: Literal["validate", "trace"]
    exit_code: int
    problems: list[ProblemEntry]
