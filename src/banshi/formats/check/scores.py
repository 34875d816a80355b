"""Counts a plan, a lead organisation, a target and region: for scorecards and matrices."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.shapes.progress_v1 import MilestoneEntry, RegionHead
from banshi.values import dataclass

BASELINED = "baselined"
"""What is amiss only where the baseline hides it."""
TARGETS = ("violated", "behind", "unreported", BASELINED, "pending", "waived", "met")
"""What a target is counted as, worst first: by the worst of its outcomes, as in the summary."""
MILESTONES = ("overdue", BASELINED, "pending", "waived", "done_late", "done")
"""The same of a milestone."""
AMISS = frozenset({"violated", "behind", "unreported", "overdue"})


@dataclass(frozen=True, slots=True)
class Card:
    """How a plan, or an organisation's part of it, stands."""

    plan: str
    """Id of the plan; empty for all of them together."""
    organisation: str
    """As the plan prints it; empty for the whole plan and for what names none."""
    targets: Mapping[str, int]
    """Counts by TARGETS; each has all of them."""
    milestones: Mapping[str, int]
    """Counts by MILESTONES."""

    @property
    def total(self) -> int:
        """The number of targets."""
        return sum(self.targets.values())

    @property
    def amiss(self) -> int:
        """The number of targets and milestones that are amiss."""
        both = (*self.targets.items(), *self.milestones.items())
        return sum(number for verdict, number in both if verdict in AMISS)


def all_card(found: CheckResult) -> Card:
    """Return the counts of the whole run: those of its summary."""
    return _card("", "", found["outcomes"], found["milestones"])


def plan_cards(found: CheckResult) -> list[Card]:
    """Return a card a plan, in the order of the plans; they add up to `all_card`."""
    return [
        _card(
            plan["id"],
            "",
            [o for o in found["outcomes"] if o["plan"] == plan["id"]],
            [m for m in found["milestones"] if m["plan"] == plan["id"]],
        )
        for plan in found["plans"]
    ]


def lead_cards(found: CheckResult) -> list[Card]:
    """Return a card a plan and lead organisation; of a plan the one with most amiss comes first.

    What several lead counts for each, so that these do not add up to a plan's card.
    """
    outcomes: dict[tuple[str, str], list[OutcomeEntry]] = defaultdict(list)
    milestones: dict[tuple[str, str], list[MilestoneEntry]] = defaultdict(list)
    for outcome in found["outcomes"]:
        for name in dict.fromkeys(outcome["lead"] or [""]):
            outcomes[outcome["plan"], name].append(outcome)
    for milestone in found["milestones"]:
        for name in dict.fromkeys(milestone["lead"] or [""]):
            milestones[milestone["plan"], name].append(milestone)
    order = {plan["id"]: number for number, plan in enumerate(found["plans"])}
    cards = [_card(*key, outcomes[key], milestones[key]) for key in {**outcomes, **milestones}]
    return sorted(
        cards, key=lambda card: (order[card.plan], -card.amiss, -card.total, card.organisation)
    )


def _card(
    plan: str,
    organisation: str,
    outcomes: Iterable[OutcomeEntry],
    milestones: Iterable[MilestoneEntry],
) -> Card:
    return Card(plan, organisation, _counts(outcomes, TARGETS), _counts(milestones, MILESTONES))


def _counts(
    entries: Iterable[OutcomeEntry] | Iterable[MilestoneEntry], order: Sequence[str]
) -> dict[str, int]:
    """Count what the entries are about, each by the worst of its verdicts."""
    worst: dict[str, int] = {}
    ranks = {verdict: rank for rank, verdict in enumerate(order)}
    for entry in entries:
        rank = ranks[verdict_of(entry)]
        worst[entry["id"]] = min(rank, worst.get(entry["id"], rank))
    counts = dict.fromkeys(order, 0)
    for rank in worst.values():
        counts[order[rank]] += 1
    return counts


def verdict_of(entry: OutcomeEntry | MilestoneEntry) -> str:
    """Return what an entry is counted as: its status, or that the baseline hides it."""
    return BASELINED if entry["baselined"] else entry["status"]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One target, and what was found of it by region."""

    target: OutcomeEntry
    """One of its outcomes: what it says of the target itself."""
    cells: Mapping[str, Sequence[OutcomeEntry]]
    """Outcomes by the code of the region, worst first; under "" where nothing names a region."""


def matrix(found: CheckResult) -> tuple[list[RegionHead | None], list[MatrixRow]]:
    """Return the regions, by code, and the targets, in the order of the plans and their clauses.

    The last region is None where something was found that names none.
    """
    regions: dict[str, RegionHead | None] = {}
    rows: dict[str, dict[str, list[OutcomeEntry]]] = {}
    for outcome in found["outcomes"]:
        region = outcome["region"]
        code = region["code"] if region else ""
        regions.setdefault(code, region)
        rows.setdefault(outcome["id"], {}).setdefault(code, []).append(outcome)
    plans = {plan["id"]: number for number, plan in enumerate(found["plans"])}
    made = []
    for cells in rows.values():
        first = next(iter(cells.values()))[0]
        ranked = {code: sorted(entries, key=_rank) for code, entries in cells.items()}
        made.append(MatrixRow(first, ranked))
    made.sort(key=lambda row: (plans[row.target["plan"]], row.target["registry_line"]))
    heads = [regions[code] for code in sorted(regions, key=lambda code: (not code, code))]
    return heads, made


def _rank(entry: OutcomeEntry) -> int:
    return TARGETS.index(verdict_of(entry))
