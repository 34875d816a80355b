"""The scorecards: how many targets and milestones each plan, lead body and region has met."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from banshi.formats.page.facts import Facts, counted_as
from banshi.formats.page.verdicts import (
    AMISS,
    MILESTONE_ORDER,
    ORDER,
    Part,
    Verdict,
    parts,
    verdict,
    worst,
)
from banshi.formats.shapes.json_v1 import OutcomeEntry
from banshi.formats.shapes.progress_v1 import MilestoneEntry
from banshi.values import dataclass

_FIRST = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """A verdict with the number of targets or milestones that are counted by it."""

    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A row of a scorecard: counts of targets by their worst verdict, and of milestones."""

    label: str
    title: str
    """A longer name beside the label, where there is one."""
    kind: str
    """Which filter shows its findings: `plan`, `org` or `region`."""
    key: str
    """What that filter asks for."""
    targets: int
    counts: dict[str, int]
    bar: list[Part]
    milestones: int
    overdue: int

    @property
    def amiss(self) -> int:
        """How many targets are violated, behind or unreported."""
        return sum(self.counts.get(name, 0) for name in AMISS)

    @property
    def sort_key(self) -> tuple[int, ...]:
        """Worst first: by what is violated, behind, unreported and overdue."""
        return (*(-self.counts.get(name, 0) for name in AMISS), -self.overdue, -self.targets)


def tiles(facts: Facts) -> list[Tile]:
    """Return the tally of targets, worst first: verdicts without a target only where usual."""
    counts: dict[str, int] = dict(facts.found["summary"])  # type: ignore[arg-type]
    usual = {*AMISS, "met"}
    return [Tile(verdict(name), counts[name]) for name in ORDER if name in usual or counts[name]]


def milestone_tiles(facts: Facts) -> list[Tile]:
    """Return the tally of milestones, worst first, without the verdicts that none has."""
    counts: dict[str, int] = dict(facts.found["summary"]["milestones"])  # type: ignore[arg-type]
    return [Tile(verdict(name), counts[name]) for name in MILESTONE_ORDER if counts[name]]


def whole_bar(facts: Facts) -> list[Part]:
    """Return the bar of all targets by their worst verdict."""
    counts: dict[str, int] = dict(facts.found["summary"])  # type: ignore[arg-type]
    return parts(counts, ORDER, max(counts["targets"], 1))


def of_plans(facts: Facts) -> list[Card]:
    """Return a card a plan, in the order of the result."""
    titles = {plan["id"]: plan["title"] for plan in facts.found["plans"]}
    cards = _cards(
        "plan",
        facts.plans,
        [(entry["plan"], entry) for entry in facts.found["outcomes"]],
        [(entry["plan"], entry) for entry in facts.found["milestones"]],
    )
    return [replace(card, title=titles[card.key]) for card in cards]


def of_bodies(facts: Facts) -> list[Card]:
    """Return a card a lead body, worst first."""
    return _worst_first(
        _cards(
            "org",
            {choice.key: choice.label for choice in facts.body_choices},
            [(body, entry) for entry in facts.found["outcomes"] for body in entry["lead"]],
            [(body, entry) for entry in facts.found["milestones"] for body in entry["lead"]],
        )
    )


def of_regions(facts: Facts) -> list[Card]:
    """Return a card a region, worst first; what no region reported is in none of them."""
    return _worst_first(
        _cards(
            "region",
            {choice.key: choice.label for choice in facts.region_choices},
            [(e["region"]["code"], e) for e in facts.found["outcomes"] if e["region"]],
            [(e["region"]["code"], e) for e in facts.found["milestones"] if e["region"]],
        )
    )


def _worst_first(cards: list[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: (card.sort_key, card.key))


def worst_of(cards: Sequence[Card]) -> list[Card]:
    """Return the few cards that somebody should look at first."""
    return [card for card in cards if card.amiss or card.overdue][:_FIRST]


def _cards(
    kind: str,
    labels: Mapping[str, str],
    outcomes: Iterable[tuple[str, OutcomeEntry]],
    milestones: Iterable[tuple[str, MilestoneEntry]],
) -> list[Card]:
    """Return a card for each key of `labels`, from what belongs to that key."""
    targets = _counts(outcomes, ORDER)
    due = _counts(milestones, MILESTONE_ORDER)
    full = max((counts.total() for counts in targets.values()), default=1)
    return [
        Card(
            label=label,
            title="",
            kind=kind,
            key=key,
            targets=targets[key].total(),
            counts={name: targets[key][name] for name in ORDER},
            bar=parts(targets[key], ORDER, full),
            milestones=due[key].total(),
            overdue=due[key]["overdue"],
        )
        for key, label in labels.items()
    ]


def _counts(
    entries: Iterable[tuple[str, OutcomeEntry | MilestoneEntry]], order: Sequence[str]
) -> dict[str, Counter[str]]:
    """Count, for each key, its targets or milestones by their worst verdict."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, entry in entries:
        found[key][entry["id"]].add(counted_as(entry))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, verdicts in found.items():
        counts[key].update(worst(names, order) for names in verdicts.values())
    return counts
