"""The matrix of a plan: a row a target, a column a region, the worst verdict in each cell."""

from collections import defaultdict

from banshi.formats.page.facts import Facts, Tags, counted_as, regions_of
from banshi.formats.page.verdicts import ORDER, Verdict, verdict
from banshi.formats.shapes.json_v1 import OutcomeEntry
from banshi.values import dataclass

# Of a plan with more targets, those that are worst are shown.
_MOST_ROWS = 300
# Of one with more regions, those with the lowest codes: cities before their divisions.
_MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """The verdict on a target in a region; `more` further series of values stand behind it."""

    verdict: Verdict
    text: str
    """The reported value in words; empty where there is none."""
    anchor: str
    more: int
    period: str


@dataclass(frozen=True, slots=True)
class Line:
    """A target: a cell a region, or one cell for all of them where nobody reported."""

    entry: OutcomeEntry
    tags: Tags
    cells: list[Cell | None]
    whole: Cell | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The targets of one plan; `left_out` of them are met and did not fit."""

    plan: str
    name: str
    regions: list[str]
    lines: list[Line]
    left_out: int
    regions_left_out: int


def matrices(facts: Facts) -> list[Matrix]:
    """Return a matrix for every plan that has a verdict; anchors must be there already."""
    by_plan: dict[str, list[tuple[int, OutcomeEntry]]] = defaultdict(list)
    for place, entry in enumerate(facts.found["outcomes"]):
        by_plan[entry["plan"]].append((place, entry))
    return [_matrix(facts, plan, by_plan[plan]) for plan in facts.plans if by_plan[plan]]


def legend(facts: Facts) -> list[Verdict]:
    """Return the verdicts that any cell may have, worst first."""
    names = {counted_as(entry) for entry in facts.found["outcomes"]}
    return [verdict(name) for name in ORDER if name in names]


def _matrix(facts: Facts, plan: str, found: list[tuple[int, OutcomeEntry]]) -> Matrix:
    labels = {e["region"]["code"]: e["region"]["label"] for _place, e in found if e["region"]}
    codes = sorted(labels)
    by_target: dict[str, list[tuple[int, OutcomeEntry]]] = defaultdict(list)
    for place, entry in found:
        by_target[entry["id"]].append((place, entry))
    # The result has the worst first, and so has the matrix.
    targets = list(by_target.values())
    shown = targets[:_MOST_ROWS]
    return Matrix(
        plan,
        facts.plans[plan],
        [labels[code] for code in codes[:_MOST_COLUMNS]],
        [_line(facts, target, codes[:_MOST_COLUMNS]) for target in shown],
        len(targets) - len(shown),
        max(0, len(codes) - _MOST_COLUMNS),
    )


def _line(facts: Facts, target: list[tuple[int, OutcomeEntry]], codes: list[str]) -> Line:
    entry = target[0][1]
    by_region: dict[str | None, list[tuple[int, OutcomeEntry]]] = defaultdict(list)
    for place, each in target:
        by_region[each["region"]["code"] if each["region"] else None].append((place, each))
    nowhere = by_region.pop(None, None)
    cells = [_cell(facts, by_region[code]) if code in by_region else None for code in codes]
    regions = regions_of(each for _place, each in target)
    tags = facts.tags(entry["plan"], entry["lead"], regions)
    return Line(entry, tags, cells, _cell(facts, nowhere) if nowhere else None)


def _cell(facts: Facts, found: list[tuple[int, OutcomeEntry]]) -> Cell:
    """Return the cell of the worst of `found`, the verdicts on one target in one region."""
    place, entry = min(found, key=lambda pair: ORDER.index(counted_as(pair[1])))
    reported = entry["reported"]
    return Cell(
        verdict(counted_as(entry)),
        reported["text"] if reported else "",
        facts.anchors.get(place, ""),
        len(found) - 1,
        reported["period"] if reported else "",
    )
