"""The words of a check's table of targets, for every format that shows one."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from banshi.formats import TABLE_STATUSES
from banshi.formats.check import milestone_rows
from banshi.formats.check.waiver_column import Row, with_waivers
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.shared.names import bodies, place_name, plan_head_name, position_of
from banshi.formats.shared.style import Style
from banshi.formats.shared.words import LEVEL_WORDS, STATUS_WORDS
from banshi.messages import mark, say, say_count, translate
from banshi.model.outcome import Status
from banshi.model.target import Level
from banshi.values import dataclass

_HEADERS = (
    mark("verdict"),
    mark("clause"),
    mark("required"),
    mark("reported"),
    mark("gap"),
    mark("where"),
    mark("due"),
    mark("lead"),
)
_MOST_REGIONS = 4


@dataclass(frozen=True, slots=True)
class TargetRows:
    """A table of targets: what it shows, and how many rows were left out."""

    headers: list[str]
    rows: list[Row]
    verdicts: list[Status]
    """The verdict of each row."""
    more: int = 0


def plan_names(found: CheckResult) -> dict[str, str]:
    """Return the names of the plans by id."""
    return {plan["id"]: plan_head_name(plan) for plan in found["plans"]}


def title(found: CheckResult) -> str:
    """Return what stands above the tables."""
    return str(say("banshi check as of {day}", day=found["as_of"]))


def targets(found: CheckResult, style: Style, most: int | None = None) -> TargetRows:
    """Return what is violated, behind, unreported or waived, worst first, at most `most` rows.

    Verbose, it has the rest too, and the evidence phrases. What the baseline hides is left out.
    """
    shown = [
        entry
        for entry in found["outcomes"]
        if not entry["baselined"] and (style.verbose or entry["status"] in TABLE_STATUSES)
    ]
    every = list(_grouped(shown))
    groups = every[:most]
    names = plan_names(found)
    headers, rows = with_waivers(
        [translate(header) for header in _HEADERS],
        [_row(group, names, style) for group in groups],
        [group[0]["waiver"] for group in groups],
        style,
    )
    verdicts = [Status(group[0]["status"]) for group in groups]
    return TargetRows(headers, rows, verdicts, len(every) - len(groups))


def _grouped(entries: Iterable[OutcomeEntry]) -> Iterator[list[OutcomeEntry]]:
    """Put together what was not reported for one target; all else stands alone."""

    def key(entry: OutcomeEntry) -> tuple[object, ...]:
        alone = 0 if entry["reported"] is None else id(entry)
        return (entry["status"], entry["id"], alone, entry["waiver"])

    for _key, group in groupby(entries, key=key):
        yield list(group)


def _row(group: list[OutcomeEntry], plans: Mapping[str, str], style: Style) -> Row:
    entry = group[0]
    status, was, gap = Status(entry["status"]), entry["was"], entry["gap"]
    return [
        (
            translate(STATUS_WORDS[status]),
            f"({translate(STATUS_WORDS[Status(was)])})" if was else "",
        ),
        (
            plans[entry["plan"]] if len(plans) > 1 else "",
            entry["clause"],
            entry["id"] if style.verbose else "",
        ),
        (
            metric_name(entry),
            entry["required"]["text"],
            f"“{entry['evidence']}”" if style.verbose else "",
        ),
        (entry["reported"]["text"] if entry["reported"] else "-", base_limit(entry)),
        (gap["text"], gap["percent_text"]) if gap else ("-",),
        tuple(_where(group, style)),
        (entry["by"] or str(say("from issue")),),
        tuple(bodies(entry["lead"])),
    ]


def metric_name(entry: OutcomeEntry) -> str:
    """Return the metric's name with the target's subject."""
    name = entry["metric_name"]
    return f"{name} ({entry['subject']})" if entry["subject"] else name


def base_limit(entry: OutcomeEntry) -> str:
    """Return the limit that a relative threshold comes to for this row; empty for others."""
    limit = entry["required"]["threshold_text"]
    if entry["base"] is None or limit is None:
        return ""
    return str(say("limit for this row {limit}", limit=limit))


def _where(group: list[OutcomeEntry], style: Style) -> list[str]:
    entry = group[0]
    reported = entry["reported"]
    if reported is None:
        regions = [each["region"]["label"] for each in group if each["region"]]
        if not regions:
            level = entry["level"]
            return [translate(LEVEL_WORDS[Level(level)])] if level else [str(say("any region"))]
        text = translate(mark(", ")).join(regions[:_MOST_REGIONS])
        return [text if len(regions) <= _MOST_REGIONS else f"{text} … ({len(regions)})"]
    region = entry["region"]["label"] if entry["region"] else ""
    about = [part for part in (reported["organisation"], reported["item"]) if part]
    place = place_name(position_of(reported), style)
    return [f"{region} {reported['period']}", " ".join(about), place]


def tally_line(found: CheckResult) -> str:
    """Return the tally in the language of the run: the last line of every check."""
    counts = found["summary"]
    parts = [
        str(say("{n} met", n=counts["met"])),
        str(say("{n} violated", n=counts["violated"])),
        str(say("{n} behind", n=counts["behind"])),
        str(say("{n} unreported", n=counts["unreported"])),
    ]
    if counts["pending"]:
        parts.append(str(say("{n} pending", n=counts["pending"])))
    if counts["waived"]:
        parts.append(str(say("{n} waived", n=counts["waived"])))
    if counts["baselined"]:
        parts.append(str(say("{n} in the baseline", n=counts["baselined"])))
    joined = translate(mark(", ")).join(parts)
    targets = say_count(
        "{count} target: {parts}", "{count} targets: {parts}", counts["targets"], parts=joined
    )
    milestones = milestone_rows.tally(found)
    return translate(mark("; ")).join([str(targets), *([milestones] if milestones else [])])
