"""The words of a check's table of milestones, and their part of the tally, for every format."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from banshi.formats.check.waiver_column import Row, with_waivers
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.shapes.progress_v1 import MilestoneEntry
from banshi.formats.shared.names import bodies, place_name, position_of
from banshi.formats.shared.style import Style
from banshi.formats.shared.words import MILESTONE_WORDS
from banshi.messages import mark, say, say_count, translate
from banshi.model.progress import MilestoneStatus
from banshi.values import dataclass

_HEADERS = (
    mark("verdict"),
    mark("clause"),
    mark("milestone"),
    mark("due"),
    mark("completed"),
    mark("where"),
    mark("lead"),
)
_ALWAYS = frozenset((MilestoneStatus.OVERDUE, MilestoneStatus.DONE_LATE, MilestoneStatus.WAIVED))


@dataclass(frozen=True, slots=True)
class MilestoneRows:
    """A table of milestones."""

    headers: list[str]
    rows: list[Row]
    verdicts: list[MilestoneStatus]
    """The verdict of each row."""


def milestones(found: CheckResult, plans: Mapping[str, str], style: Style) -> MilestoneRows:
    """Return the milestones that are overdue, done late or waived, worst first; verbose, all.

    `plans` are the names of the plans by id. What the baseline hides is left out.
    """
    statuses = tuple(MilestoneStatus) if style.verbose else _ALWAYS
    shown = [m for m in found["milestones"] if m["status"] in statuses and not m["baselined"]]
    groups = list(_grouped(shown))
    headers, rows = with_waivers(
        [translate(header) for header in _HEADERS],
        [_row(group, plans, style) for group in groups],
        [group[0]["waiver"] for group in groups],
        style,
    )
    return MilestoneRows(headers, rows, [MilestoneStatus(group[0]["status"]) for group in groups])


def tally(found: CheckResult) -> str:
    """Return `2 milestones: 1 done, 1 overdue`; nothing where no milestone was judged."""
    counts = found["summary"]["milestones"]
    total = counts["total"]
    if not total:
        return ""
    parts = [str(say("{n} done", n=counts["done"]))]
    if counts["done_late"]:
        parts.append(str(say("{n} done late", n=counts["done_late"])))
    parts.append(str(say("{n} overdue", n=counts["overdue"])))
    if counts["pending"]:
        parts.append(str(say("{n} not yet due", n=counts["pending"])))
    if counts["waived"]:
        parts.append(str(say("{n} waived", n=counts["waived"])))
    if counts["baselined"]:
        parts.append(str(say("{n} in the baseline", n=counts["baselined"])))
    joined = translate(mark(", ")).join(parts)
    counted = say_count(
        "{count} milestone: {parts}", "{count} milestones: {parts}", total, parts=joined
    )
    return str(counted)


def _grouped(entries: Iterable[MilestoneEntry]) -> Iterator[list[MilestoneEntry]]:
    """Put together the due days of one milestone of which nothing was reported."""

    def key(entry: MilestoneEntry) -> tuple[object, ...]:
        told = entry["reported"] or entry["superseded"] or entry["organisation"]
        alone = id(entry) if told else 0
        return (entry["status"], entry["id"], entry["was"], entry["waiver"], alone)

    for _key, group in groupby(entries, key=key):
        yield list(group)


def _row(group: list[MilestoneEntry], plans: Mapping[str, str], style: Style) -> Row:
    entry = group[0]
    days = [each["by"] for each in group]
    status, was = MilestoneStatus(entry["status"]), entry["was"]
    return [
        (
            translate(MILESTONE_WORDS[status]),
            f"({translate(MILESTONE_WORDS[MilestoneStatus(was)])})" if was else "",
        ),
        (
            plans[entry["plan"]] if len(plans) > 1 else "",
            entry["clause"],
            entry["id"] if style.verbose else "",
        ),
        (entry["deliverable"], f"“{entry['evidence']}”" if style.verbose else ""),
        (days[0],) if len(days) == 1 else (f"{days[0]} …", f"{days[-1]} ({len(days)})"),
        (entry["completed_text"], entry["reason"] if style.verbose else ""),
        tuple(_where(entry, style)),
        tuple(bodies(entry["lead"])),
    ]


def _where(entry: MilestoneEntry, style: Style) -> Iterator[str]:
    row, region = entry["reported"], entry["region"]
    period = row["period"] if row else None
    yield f"{region['label'] if region else ''} {period or ''}".strip()
    yield entry["organisation"] or ""
    if row:
        yield place_name(position_of(row), style)
