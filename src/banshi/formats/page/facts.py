"""What every part of the page asks: which outcomes are shown, and under which names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from banshi.formats.page.verdicts import BASELINED
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.shapes.progress_v1 import MilestoneEntry, RegionHead
from banshi.formats.shared.names import plan_head_name
from banshi.values import dataclass

_NO_ANCHOR = re.compile(r"[^0-9A-Za-z_./-]")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: `key` stands in links (`#plan=yingkou-2019-26`), `label` is shown."""

    key: str
    label: str
    number: int
    """By which the rows name it."""


@dataclass(slots=True)
class _Numbered:
    """Names by number, in the order in which they were first asked for."""

    choices: list[Choice] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, key: str, label: str) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.choices)
            self.choices.append(Choice(key, label, self.numbers[key]))
        return self.numbers[key]


@dataclass(frozen=True, slots=True)
class Tags:
    """The numbers by which the script finds a row: of its plan, bodies and regions."""

    plan: int
    bodies: str
    regions: str


class Facts:
    """A result, with the names, numbers and anchors that its parts share."""

    def __init__(self, found: CheckResult) -> None:
        self.found = found
        self.plans = {plan["id"]: plan_head_name(plan) for plan in found["plans"]}
        self.anchors: dict[int, str] = {}
        """The anchor of each outcome by its place in the result; several may share one."""
        self._plans, self._bodies, self._regions = _Numbered(), _Numbered(), _Numbered()
        self._taken: dict[str, int] = {}
        for plan, name in self.plans.items():
            self._plans.number(plan, name)
        for entry in self._entries():
            if region := entry["region"]:
                self._regions.number(region["code"], region["label"])
            for body in entry["lead"]:
                self._bodies.number(body, body)

    def _entries(self) -> Iterator[OutcomeEntry | MilestoneEntry]:
        yield from self.found["outcomes"]
        yield from self.found["milestones"]

    @property
    def plan_choices(self) -> list[Choice]:
        """The plans in the order of the result."""
        return self._plans.choices

    @property
    def body_choices(self) -> list[Choice]:
        """The lead bodies of all that was judged."""
        return self._bodies.choices

    @property
    def region_choices(self) -> list[Choice]:
        """The regions of all that was judged, by code: a city stands before its divisions."""
        return sorted(self._regions.choices, key=lambda choice: choice.key)

    def shown(self) -> Iterator[tuple[int, OutcomeEntry]]:
        """Yield the outcomes that no baseline hides, each with its place in the result."""
        for place, entry in enumerate(self.found["outcomes"]):
            if not entry["baselined"]:
                yield place, entry

    def milestones(self) -> Iterator[MilestoneEntry]:
        """Yield the milestones that no baseline hides."""
        return (entry for entry in self.found["milestones"] if not entry["baselined"])

    def tags(self, plan: str, bodies: Sequence[str], regions: Iterable[RegionHead | None]) -> Tags:
        """Return the numbers by which the script finds a row, a region as often as it is given."""
        return Tags(
            self._plans.number(plan, plan),
            " ".join(str(self._bodies.number(body, body)) for body in bodies),
            " ".join(
                str(self._regions.number(region["code"], region["label"]))
                for region in regions
                if region
            ),
        )

    def new_anchor(self, *parts: str | None) -> str:
        """Return an anchor made of `parts` that nothing else on the page has.

        The parts are ids and codes, so that a link to a finding leads to the same one in a page
        that is made of next month's figures.
        """
        base = _NO_ANCHOR.sub("-", "/".join(part for part in parts if part))
        anchor = base
        while anchor in self._taken:
            self._taken[base] += 1
            anchor = f"{base}.{self._taken[base]}"
        self._taken[anchor] = 1
        return anchor


def regions_of(entries: Iterable[OutcomeEntry]) -> list[RegionHead]:
    """Return the regions of `entries`, each once."""
    return list({head["code"]: head for entry in entries if (head := entry["region"])}.values())


def counted_as(entry: OutcomeEntry | MilestoneEntry) -> str:
    """Return the verdict that an outcome is counted by."""
    return BASELINED if entry["baselined"] else entry["status"]
