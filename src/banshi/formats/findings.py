"""What a check found as one list of targets and milestones, for formats that other programs show.

JUnit, SARIF and GitHub each want a title, a sentence, a level and a place; this says them once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from banshi.formats.check_rows import base_limit, metric_name, plan_names
from banshi.formats.gates_v1 import WaiverEntry
from banshi.formats.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.names import position_of
from banshi.formats.progress_v1 import MilestoneEntry
from banshi.formats.words import LEVEL_WORDS
from banshi.messages import mark, say, translate
from banshi.model.target import Level
from banshi.position import Position

Grade = Literal["error", "warning", "note"]

_MET = frozenset(("met", "done", "done_late"))
AMISS = frozenset(("violated", "behind", "unreported", "overdue"))
"""The verdicts under which something is amiss."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on a target for one series of values, or on a due day of a milestone."""

    id: str
    """`plan/task/target` or `plan/task/milestone`."""
    plan: str
    task: str
    name: str
    """What is demanded, in words: `Queueing time ≤ 15 min`."""
    series: tuple[str, ...]
    """What tells it from others of the same id: region, body, item or due day; in words."""
    key: tuple[str, ...]
    """The same for programs, whatever the language; without the period."""
    status: str
    grade: Grade
    """How much it weighs: what the gate counts by default is an error."""
    sentence: str
    """What was reported of it, and the rule that was applied; one line."""
    evidence: str
    clause: str
    demand: tuple[str, ...]
    """What demands it, a line each: plan, evidence, due day, lead."""
    details: tuple[str, ...]
    """The same, and what the verdict rests on."""
    target: Position
    """Where the target stands in the registry."""
    row: Position | None
    """Where the value that counted stands."""
    waiver: WaiverEntry | None
    baselined: bool
    figures: tuple[tuple[str, str], ...] = ()
    """`required`, `reported` and `gap` in words, where there are such."""

    @property
    def met(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in _MET

    @property
    def amiss(self) -> bool:
        """Whether it is to be shown as a fault: no waiver covers and no baseline hides it."""
        return self.status in AMISS and not self.baselined

    @property
    def said(self) -> bool:
        """Whether anything was reported."""
        return self.row is not None


def findings(found: CheckResult) -> Iterator[Finding]:
    """Yield targets, worst first, then milestones, worst first."""
    plans = plan_names(found)
    for entry in found["outcomes"]:
        yield _of_target(entry, plans[entry["plan"]])
    for milestone in found["milestones"]:
        yield _of_milestone(milestone, plans[milestone["plan"]])


def worst_first(every: Iterable[Finding]) -> list[Finding]:
    """Return `every` by grade; within a grade the order stays."""
    order = ("error", "warning", "note")
    return sorted(every, key=lambda finding: order.index(finding.grade))


def _grade(status: str, severity: Grade) -> Grade:
    """What the gate counts by default weighs as it does there; what it lets pass weighs less."""
    if status == "violated":
        return severity
    return "warning" if status in {"behind", "overdue"} else "note"


def _of_target(entry: OutcomeEntry, plan: str) -> Finding:
    reported, gap, region, required = (
        entry["reported"],
        entry["gap"],
        entry["region"],
        entry["required"]["text"],
    )
    about = [reported["organisation"], reported["item"]] if reported else []
    if region:
        place = region["label"]
    else:
        level = entry["level"]
        place = translate(LEVEL_WORDS[Level(level)]) if level else str(say("any region"))
    figures = [("required", required)]
    limit = translate(mark(", ")).join(filter(None, (required, base_limit(entry))))
    sentence = say(
        "{where}: required {limit}; {reason}", where=place, limit=limit, reason=entry["reason"]
    )
    if reported:
        figures.append(("reported", reported["text"]))
        fact = reported["text"]
        if gap:
            off = f"{gap['text']}, {gap['percent_text']}"
            figures.append(("gap", off))
            fact = f"{fact} ({off})"
        sentence = say(
            "{where}: {fact}, required {limit}; {reason}",
            where=" ".join(part for part in (place, reported["period"], *about) if part),
            fact=fact,
            limit=limit,
            reason=entry["reason"],
        )
    row = position_of(reported) if reported else None
    demand = tuple(_demand(entry, plan))
    return Finding(
        id=entry["id"],
        plan=entry["plan"],
        task=entry["task"],
        name=f"{metric_name(entry)} {required}",
        series=tuple(part for part in (place, *about) if part),
        key=(region["code"] if region else "", *(part or "" for part in about)),
        status=entry["status"],
        grade=_grade(entry["status"], entry["severity"]),
        sentence=str(sentence),
        evidence=entry["evidence"],
        clause=f"{plan} {entry['clause']}",
        demand=demand,
        details=(*demand, *_grounds(entry, row)),
        target=Position(entry["registry_file"], entry["registry_line"]),
        row=row,
        waiver=entry["waiver"],
        baselined=entry["baselined"],
        figures=tuple(figures),
    )


def _of_milestone(entry: MilestoneEntry, plan: str) -> Finding:
    region, row = entry["region"], entry["reported"]
    place = region["label"] if region else ""
    sentence = say("{where}: {reason}", where=place, reason=entry["reason"])
    if row:
        fact = entry["completed_text"]
        sentence = say("{where}: {fact}; {reason}", where=place, fact=fact, reason=entry["reason"])
    position = position_of(row) if row else None
    demand = tuple(_demand(entry, plan))
    return Finding(
        id=entry["id"],
        plan=entry["plan"],
        task=entry["task"],
        name=entry["deliverable"],
        series=tuple(part for part in (place, entry["organisation"], entry["by"]) if part),
        key=(region["code"] if region else "", entry["organisation"] or "", entry["by"]),
        status=entry["status"],
        grade=_grade(entry["status"], entry["severity"]),
        sentence=str(sentence),
        evidence=entry["evidence"],
        clause=f"{plan} {entry['clause']}",
        demand=demand,
        details=(*demand, *_grounds(entry, position)),
        target=Position(entry["registry_file"], entry["registry_line"]),
        row=position,
        waiver=entry["waiver"],
        baselined=entry["baselined"],
    )


def _demand(entry: OutcomeEntry | MilestoneEntry, plan: str) -> Iterator[str]:
    by = entry["by"]
    yield str(say("plan: {name} {clause}", name=plan, clause=entry["clause"]))
    yield str(say("evidence: “{phrase}”", phrase=entry["evidence"]))
    yield str(say("due: {day}", day=by)) if by else str(say("due: from issue"))
    lead = translate(mark(", ")).join(entry["lead"])
    yield str(say("lead: {names}", names=lead))


def _grounds(entry: OutcomeEntry | MilestoneEntry, row: Position | None) -> Iterator[str]:
    if row:
        yield str(say("reported in {place}", place=str(row)))
    target = Position(entry["registry_file"], entry["registry_line"])
    yield str(say("target in {place}", place=str(target)))
    if waiver := entry["waiver"]:
        yield waived(waiver)


def waived(waiver: WaiverEntry) -> str:
    """Return by what something is waived, in one sentence."""
    return str(
        say(
            "waived until {day}: {reason} ({who}, {document})",
            day=waiver["expires"],
            reason=waiver["reason"],
            who=waiver["approved_by"],
            document=waiver["document"],
        )
    )
