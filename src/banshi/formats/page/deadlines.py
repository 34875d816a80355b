"""The deadlines of what was judged: a row a day and plan, and a timeline with the as-of line."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence

from markupsafe import Markup

from banshi.formats.page.facts import Facts, Tags, counted_as
from banshi.formats.page.plots import Dot, timeline
from banshi.formats.page.verdicts import AMISS, MILESTONE_ORDER, ORDER, Verdict, verdict, worst
from banshi.messages import mark, say, say_count, translate
from banshi.values import dataclass

# What is amiss on a day: the colour of its dot.
_DOTS = ("violated", "overdue", "behind", "unreported", "baselined", "pending", "waived", "met")
# More days than this are no timeline any more.
_MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class Count:
    """How many targets or milestones of a day have one verdict."""

    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a plan wants by one day."""

    day: dt.date
    plan: str
    tags: Tags
    targets: list[Count]
    milestones: list[Count]
    days_left: int
    """Days from the as-of day; below zero where it has passed."""

    @property
    def left(self) -> str:
        """How far off the day is, in words."""
        if self.days_left == 0:
            return str(say("that very day"))
        if self.days_left > 0:
            return str(say_count("in {count} day", "in {count} days", self.days_left))
        return str(say_count("{count} day ago", "{count} days ago", -self.days_left))


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Every day on which something is due, in order; `without` targets hold from issue."""

    rows: list[Deadline]
    without: int
    left_out: int
    plot: Markup


def deadlines(facts: Facts) -> Deadlines:
    """Return the deadlines of all targets and milestones that were judged."""
    found: dict[tuple[str, str], tuple[dict[str, set[str]], dict[str, set[str]]]] = defaultdict(
        lambda: (defaultdict(set), defaultdict(set))
    )
    undated = set()
    for entry in facts.found["outcomes"]:
        if entry["by"]:
            found[entry["by"], entry["plan"]][0][entry["id"]].add(counted_as(entry))
        else:
            undated.add(entry["id"])
    for milestone in facts.found["milestones"]:
        found[milestone["by"], milestone["plan"]][1][milestone["id"]].add(counted_as(milestone))
    as_of = dt.date.fromisoformat(facts.found["as_of"])
    rows = [
        _deadline(facts, dt.date.fromisoformat(by), plan, *found[by, plan], as_of)
        for by, plan in sorted(found)[:_MOST_DAYS]
    ]
    return Deadlines(rows, len(undated), len(found) - len(rows), _plot(facts, rows, as_of))


def _deadline(
    facts: Facts,
    day: dt.date,
    plan: str,
    targets: dict[str, set[str]],
    milestones: dict[str, set[str]],
    as_of: dt.date,
) -> Deadline:
    return Deadline(
        day,
        facts.plans[plan],
        facts.tags(plan, (), ()),
        _counts(targets, ORDER),
        _counts(milestones, MILESTONE_ORDER),
        (day - as_of).days,
    )


def _counts(found: dict[str, set[str]], order: Sequence[str]) -> list[Count]:
    counts = Counter(worst(names, order) for names in found.values())
    return [Count(verdict(name), counts[name]) for name in order if counts[name]]


def _plot(facts: Facts, rows: Sequence[Deadline], as_of: dt.date) -> Markup:
    if not rows:
        return Markup("")
    dots = []
    for row in rows:
        counts = [*row.targets, *row.milestones]
        names = {"done": "met", "done_late": "met"}
        name = worst((names.get(c.verdict.name, c.verdict.name) for c in counts), _DOTS)
        words = translate(mark(", ")).join(f"{c.count} {c.verdict.word}" for c in counts)
        dots.append(Dot(row.day, row.plan, sum(c.count for c in counts), verdict(name), words))
    amiss = sum(any(c.verdict.name in AMISS for c in row.targets) for row in rows)
    title = say("Deadlines of the plans, by day")
    about = say_count(
        "{count} day on which something is due; {amiss} of them with targets amiss",
        "{count} days on which something is due; {amiss} of them with targets amiss",
        len(rows),
        amiss=amiss,
    )
    used = {dot.lane for dot in dots}
    lanes = [name for name in dict.fromkeys(facts.plans.values()) if name in used]
    return timeline(dots, lanes, as_of, str(title), str(about))
