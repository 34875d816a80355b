"""What letters to lead organisations say: who is asked to put what right, from a saved result.

The letter of an organisation has what it leads and what is violated, overdue or unreported. What is
waived or in a baseline is known and in hand, and what is behind is not due yet: neither is in it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import groupby

from banshi.formats.check.check_rows import metric_name
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry, PlanHead
from banshi.formats.shapes.progress_v1 import MilestoneEntry
from banshi.formats.shared.names import bodies, place_name, plan_head_name, position_of
from banshi.formats.shared.style import Style
from banshi.messages import mark, say, translate
from banshi.position import Position
from banshi.values import dataclass
from banshi.visible import visible

KINDS = ("violated", "overdue", "unreported")
"""What is in a letter, in this order."""
_KIND_WORDS = {
    "violated": mark("not as required"),
    "overdue": mark("overdue"),
    "unreported": mark("not reported"),
}
# Narrow: a place is named by the file alone, without its folders.
_NARROW = Style(width=80)
_MOST_REGIONS = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the table of a letter; every text is safe to show."""

    number: int
    kind: str
    """One of KINDS."""
    kind_text: str
    plan: str
    """Document number of the plan, else its id."""
    clause: str
    subject: str
    """The metric with the target's subject, or what the milestone is to deliver."""
    required: str
    """The threshold in words; empty for a milestone."""
    evidence: str
    where: str
    """Region, reporting body and item."""
    period: str
    """The period of the value; empty where nothing was reported."""
    reported: str
    """The value or what was said of the milestone; - for nothing."""
    said: str
    """The same with its period; empty for nothing."""
    gap: str
    source: str
    """File and row, or sheet and cell; - for nothing."""
    due: str
    shared: str
    """The other organisations that lead it; empty where it leads alone."""
    id: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it has a date: to whom, and about what."""

    organisation: str
    place: str
    """The name of the city or its code, where organisations of two are called the same."""
    plans: tuple[PlanHead, ...]
    items: tuple[Item, ...]

    @property
    def name(self) -> str:
        """By which its file is named."""
        if not self.place:
            return self.organisation
        return str(
            say("{organisation} ({place})", organisation=self.organisation, place=self.place)
        )


@dataclass(slots=True)
class Notices:
    """The letters of a result, and how much of it is in none."""

    letters: list[Letter] = field(default_factory=list)
    baselined: int = 0
    """Items that are left out since the baseline holds them."""
    drafts: int = 0
    """Items that are left out since their plan is a draft."""


_Entry = OutcomeEntry | MilestoneEntry


def leads(found: CheckResult) -> list[str]:
    """Return every organisation that leads something in the result, sorted."""
    entries: list[_Entry] = [*found["outcomes"], *found["milestones"]]
    return sorted({name for entry in entries for name in entry["lead"]})


def notices(
    found: CheckResult, organisations: Iterable[str] | None = None, *, drafts: bool = False
) -> Notices:
    """Return a letter for each of `organisations` that has an item, by name; for all without any.

    What several lead is in the letter of each. With `drafts`, plans that bind nobody yet count too.
    """
    wanted = None if organisations is None else set(organisations)
    plans = {plan["id"]: plan for plan in found["plans"]}
    by_body: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    made = Notices()
    for entry in _amiss(found):
        names = [name for name in dict.fromkeys(entry["lead"]) if wanted is None or name in wanted]
        if not names:
            continue
        plan = plans[entry["plan"]]
        if entry["baselined"]:
            made.baselined += 1
        elif plan["status"] == "draft" and not drafts:
            made.drafts += 1
        else:
            for name in names:
                by_body[name, plan["jurisdiction"]].append(entry)
    cities = _cities(found)
    names = [name for name, _city in by_body]
    for name, city in sorted(by_body):
        place = cities.get(city, city) if names.count(name) > 1 else ""
        entries = by_body[name, city]
        used = {entry["plan"] for entry in entries}
        heads = tuple(plan for plan in found["plans"] if plan["id"] in used)
        items = tuple(_items(name, entries, plans))
        made.letters.append(Letter(visible(name), visible(place), heads, items))
    return made


def _amiss(found: CheckResult) -> list[_Entry]:
    every: list[_Entry] = [*found["outcomes"], *found["milestones"]]
    kept = [entry for entry in every if entry["status"] in KINDS]
    return sorted(kept, key=lambda entry: KINDS.index(entry["status"]))


def _cities(found: CheckResult) -> dict[str, str]:
    """Return the names of regions by code, as far as the result has them."""
    every: list[_Entry] = [*found["outcomes"], *found["milestones"]]
    return {region["code"]: region["label"] for e in every if (region := e["region"])}


def _items(
    organisation: str, entries: Sequence[_Entry], plans: Mapping[str, PlanHead]
) -> Iterator[Item]:
    """Yield the items; what was not reported of one target or milestone is one of them."""

    def key(entry: _Entry) -> tuple[object, ...]:
        alone = 0 if entry["reported"] is None else id(entry)
        return (entry["status"], entry["id"], alone)

    for number, (_key, group) in enumerate(groupby(entries, key=key), start=1):
        listed = list(group)
        entry = listed[0]
        others = [name for name in dict.fromkeys(entry["lead"]) if name != organisation]
        texts = {
            "kind_text": translate(_KIND_WORDS[entry["status"]]),
            "plan": plan_head_name(plans[entry["plan"]]),
            "clause": entry["clause"],
            "evidence": entry["evidence"],
            "due": _due(listed),
            "shared": "、".join(bodies(others)),
            "id": entry["id"],
            **(_milestone(entry) if "milestone" in entry else _target(entry)),  # type: ignore[arg-type]
        }
        texts["where"] = texts["where"] or _regions(listed)
        texts["said"] = _said(texts["period"], texts["reported"])
        safe = {name: visible(text) for name, text in texts.items()}
        yield Item(number=number, kind=entry["status"], **safe)


def _target(entry: OutcomeEntry) -> dict[str, str]:
    reported, region, gap = entry["reported"], entry["region"], entry["gap"]
    about = ""
    if reported:
        parts = (
            region["label"] if region else "",
            reported["organisation"] or "",
            reported["item"] or "",
        )
        about = " ".join(part for part in parts if part)
    return {
        "subject": metric_name(entry),
        "required": entry["required"]["text"],
        "where": about,
        "period": reported["period"] if reported else "",
        "reported": reported["text"] if reported else "-",
        "gap": gap["text"] if gap else "-",
        "source": _place(position_of(reported)) if reported else "-",
    }


def _milestone(entry: MilestoneEntry) -> dict[str, str]:
    reported, region = entry["reported"], entry["region"]
    parts = (region["label"] if region else "", entry["organisation"] or "")
    return {
        "subject": entry["deliverable"],
        "required": "",
        "where": " ".join(part for part in parts if part) if reported else "",
        "period": (reported["period"] or "") if reported else "",
        "reported": entry["completed_text"],
        "gap": "-",
        "source": _place(position_of(reported)) if reported else "-",
    }


def _said(period: str, reported: str) -> str:
    if reported == "-" or not period:
        return "" if reported == "-" else reported
    return str(say("{period}: {reported}", period=period, reported=reported))


def _place(position: Position) -> str:
    return place_name(position, _NARROW)


def _regions(entries: Sequence[_Entry]) -> str:
    """Return the regions of which something is missing."""
    names = list(dict.fromkeys(e["region"]["label"] for e in entries if e["region"]))
    shown = translate(mark(", ")).join(names[:_MOST_REGIONS])
    return shown if len(names) <= _MOST_REGIONS else f"{shown} … ({len(names)})"


def _due(entries: Sequence[_Entry]) -> str:
    """Return the day; of several the first and the last, with their number."""
    days = sorted({entry["by"] for entry in entries if entry["by"]})
    if not days:
        return str(say("from issue"))
    return days[0] if len(days) == 1 else f"{days[0]} … {days[-1]} ({len(days)})"
