"""The findings: every verdict on a target with all that it rests on, worst first."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from banshi.formats.page.facts import Facts, Tags
from banshi.formats.page.verdicts import Verdict, verdict
from banshi.formats.shapes.json_v1 import OutcomeEntry
from banshi.formats.shared.words import LEVEL_WORDS
from banshi.messages import say, translate
from banshi.model.target import Level
from banshi.values import dataclass

# Nobody reads more on a page; the JSON and the tables for programs hold all.
_MOST = {
    "violated": 1000,
    "behind": 500,
    "unreported": 300,
    "waived": 300,
    "pending": 200,
    "met": 300,
}
_FIRST = 5
_FULL = 100
"""The gap in percent of the threshold at which a bar ends."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A gap drawn to scale, on 100 units whose middle is the threshold."""

    x: float
    width: float
    beyond: bool
    """Whether the gap is larger than the scale."""


@dataclass(frozen=True, slots=True)
class Row:
    """A verdict on one series of values; of what nobody reported, a row a target."""

    anchor: str
    entry: OutcomeEntry
    tags: Tags
    bar: Bar | None
    regions: tuple[str, ...]
    """The regions that it is about; words where it is about no region by name."""
    stands_for: int
    """How many verdicts of the result it shows."""
    was: Verdict | None
    gap_percent: float
    """By which the rows are sorted; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Section:
    """The findings of one verdict; `count` of them in the result, the first of them in `rows`."""

    verdict: Verdict
    rows: list[Row]
    count: int

    @property
    def shown(self) -> int:
        """How many verdicts of the result the rows show."""
        return sum(row.stands_for for row in self.rows)


def sections(facts: Facts) -> list[Section]:
    """Return the findings by verdict, worst first; and put their anchors into `facts`."""
    by_status: dict[str, list[tuple[int, OutcomeEntry]]] = {name: [] for name in _MOST}
    for place, entry in facts.shown():
        by_status[entry["status"]].append((place, entry))
    return [_section(facts, name, found) for name, found in by_status.items() if found]


def furthest(found: Sequence[Section]) -> list[Row]:
    """Return the few rows that are violated by the most percent of their threshold."""
    rows = [row for section in found if section.verdict.name == "violated" for row in section.rows]
    return sorted(rows, key=lambda row: -row.gap_percent)[:_FIRST]


def _section(facts: Facts, status: str, found: list[tuple[int, OutcomeEntry]]) -> Section:
    rows: list[Row] = []
    for group in _grouped(found):
        if len(rows) == _MOST[status]:
            break
        rows.append(_row(facts, group))
    return Section(verdict(status), rows, len(found))


def _grouped(
    found: Iterable[tuple[int, OutcomeEntry]],
) -> Iterator[list[tuple[int, OutcomeEntry]]]:
    """Put together what was not reported for one target; all else stands alone."""

    def key(pair: tuple[int, OutcomeEntry]) -> tuple[object, ...]:
        place, entry = pair
        return (entry["id"], -1 if entry["reported"] is None else place, entry["waiver"])

    for _key, group in groupby(found, key=key):
        yield list(group)


def _row(facts: Facts, group: list[tuple[int, OutcomeEntry]]) -> Row:
    entry = group[0][1]
    heads = [each["region"] for _place, each in group]
    region = heads[0]["code"] if len(group) == 1 and heads[0] else None
    anchor = facts.new_anchor(entry["id"], region)
    facts.anchors.update((place, anchor) for place, _entry in group)
    gap = entry["gap"]
    percent = Fraction(gap["percent"]) if gap and gap["percent"] else None
    return Row(
        anchor=anchor,
        entry=entry,
        tags=facts.tags(entry["plan"], entry["lead"], heads),
        bar=None if percent is None else bar(percent),
        regions=tuple(head["label"] for head in heads if head) or (_whose(entry),),
        stands_for=len(group),
        was=verdict(entry["was"]) if entry["was"] else None,
        gap_percent=float(abs(percent)) if percent is not None else 0.0,
    )


def _whose(entry: OutcomeEntry) -> str:
    """Return whose values would count, where the verdict is about no region by name."""
    if level := entry["level"]:
        return translate(LEVEL_WORDS[Level(level)])
    return str(say("any region"))


def bar(percent: Fraction) -> Bar:
    """Return the bar of a gap of so many percent of the threshold."""
    length = min(abs(percent), Fraction(_FULL)) / 2
    start = 50 - length if percent < 0 else Fraction(50)
    # What is amiss must be seen, however little it is.
    return Bar(
        round(float(start), 1), max(round(float(length), 1), 0.6), beyond=abs(percent) > _FULL
    )
