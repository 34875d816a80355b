"""The milestones as the page lists them: several due days in a row where nothing is told."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from banshi.formats.page.facts import Facts, Tags
from banshi.formats.page.verdicts import Verdict, verdict
from banshi.formats.shapes.progress_v1 import MilestoneEntry
from banshi.values import dataclass

_MOST = 500


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """The verdict on a milestone for `days`: so many entries of the result as it stands for."""

    anchor: str
    entry: MilestoneEntry
    verdict: Verdict
    was: Verdict | None
    tags: Tags
    days: list[str]
    stands_for: int


@dataclass(frozen=True, slots=True)
class Milestones:
    """All milestones of the page; `count` verdicts in the result, the first of them in `rows`."""

    rows: list[MilestoneRow]
    count: int

    @property
    def shown(self) -> int:
        """How many verdicts of the result the rows show."""
        return sum(row.stands_for for row in self.rows)


def milestones(facts: Facts) -> Milestones:
    """Return the milestones that no baseline hides, worst first."""
    found = list(facts.milestones())
    rows: list[MilestoneRow] = []
    for group in _grouped(found):
        if len(rows) == _MOST:
            break
        rows.append(_row(facts, group))
    return Milestones(rows, len(found))


def _grouped(entries: Iterable[MilestoneEntry]) -> Iterator[list[MilestoneEntry]]:
    """Put together the due days of one milestone of which nothing was reported."""

    def key(entry: MilestoneEntry) -> tuple[object, ...]:
        told = entry["reported"] or entry["superseded"] or entry["organisation"]
        alone = id(entry) if told else 0
        return (entry["status"], entry["id"], entry["was"], entry["waiver"], alone)

    for _key, group in groupby(entries, key=key):
        yield list(group)


def _row(facts: Facts, group: list[MilestoneEntry]) -> MilestoneRow:
    entry = group[0]
    region = entry["region"]
    return MilestoneRow(
        anchor=facts.new_anchor(entry["id"], entry["by"], region["code"] if region else None),
        entry=entry,
        verdict=verdict(entry["status"]),
        was=verdict(entry["was"]) if entry["was"] else None,
        tags=facts.tags(entry["plan"], entry["lead"], [each["region"] for each in group]),
        days=[each["by"] for each in group],
        stands_for=len(group),
    )
