"""What a check found as one list of targets and milestones, for formats that other programs show.

JUnit, SARIF and GitHub each want a title, a sentence, a level and a place; this says them once.
Sentences are made when they are asked for: of a large run GitHub shows thirty.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Generic, Literal, TypeVar

from banshi.formats.check.check_rows import base_limit, metric_name, plan_names
from banshi.formats.shapes.gates_v1 import WaiverEntry
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.shapes.progress_v1 import MilestoneEntry
from banshi.formats.shared.names import position_of
from banshi.formats.shared.words import LEVEL_WORDS
from banshi.messages import mark, say, translate
from banshi.model.target import Level
from banshi.position import Position

Grade = Literal["error", "warning", "note"]
GRADES: tuple[Grade, ...] = ("error", "warning", "note")

_MET = frozenset(("met", "done", "done_late"))
_AMISS = frozenset(("violated", "behind", "unreported", "overdue"))
_Entry = TypeVar("_Entry", OutcomeEntry, MilestoneEntry)
_Demands = dict[tuple[str, str | None], tuple[str, ...]]


class Finding(ABC, Generic[_Entry]):
    """The verdict on a target for one series of values, or on a due day of a milestone."""

    def __init__(self, entry: _Entry, plan_name: str, demands: _Demands) -> None:
        self._entry: _Entry = entry
        self._plan_name = plan_name
        self._demands = demands
        self.id = entry["id"]
        """`plan/task/target` or `plan/task/milestone`."""
        self.plan = entry["plan"]
        self.status: str = entry["status"]
        self.baselined = entry["baselined"]
        self.waiver: WaiverEntry | None = entry["waiver"]

    @property
    def met(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in _MET

    @property
    def found(self) -> bool:
        """Whether something is amiss, let off or not."""
        return self.status in _AMISS or self.waiver is not None

    @property
    def amiss(self) -> bool:
        """Whether it is to be shown as a fault: no waiver covers and no baseline hides it."""
        return self.status in _AMISS and not self.baselined

    @property
    def grade(self) -> Grade:
        """How much it weighs: an error is what the gate counts by default, a note the least."""
        if self.status == "violated":
            return self._entry["severity"]
        return "warning" if self.status in {"behind", "overdue"} else "note"

    @property
    def row(self) -> Position | None:
        """Where the value that counted stands; None where nothing was reported."""
        reported = self._entry["reported"]
        return position_of(reported) if reported else None

    @property
    def target(self) -> Position:
        """Where the target or milestone stands in the registry."""
        return Position(self._entry["registry_file"], self._entry["registry_line"])

    @property
    def clause(self) -> str:
        """Plan and clause, as tables name them."""
        return f"{self._plan_name} {self._entry['clause']}"

    @property
    def evidence(self) -> str:
        """The phrase of the plan."""
        return self._entry["evidence"]

    @property
    def demand(self) -> tuple[str, ...]:
        """What demands it, a line each: plan, evidence, due day, lead."""
        entry = self._entry
        by = entry["by"]
        found = self._demands.get((self.id, by))
        if found is None:
            found = self._demands[self.id, by] = (
                str(say("plan: {name}", name=self.clause)),
                str(say("evidence: “{phrase}”", phrase=entry["evidence"])),
                str(say("due: {day}", day=by)) if by else str(say("due: from issue")),
                str(say("lead: {names}", names=translate(mark(", ")).join(entry["lead"]))),
            )
        return found

    @property
    def details(self) -> tuple[str, ...]:
        """What demands it, and what the verdict rests on, a line each."""
        lines = [*self.demand]
        if row := self.row:
            lines.append(str(say("reported in {place}", place=str(row))))
        lines.append(str(say("target in {place}", place=str(self.target))))
        if self.waiver:
            lines.append(waived(self.waiver))
        return tuple(lines)

    @property
    @abstractmethod
    def name(self) -> str:
        """What is demanded, in words: `Queueing time ≤ 15 min`."""

    @property
    @abstractmethod
    def series(self) -> tuple[str, ...]:
        """What tells it from others of the same id, in words: region, body, item or due day."""

    @property
    @abstractmethod
    def key(self) -> tuple[str, ...]:
        """The same for programs, whatever the language; without the period."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What was reported of it, and the rule that was applied; one line."""

    @property
    def figures(self) -> dict[str, str]:
        """`required`, `reported` and `gap` in words, where there are such."""
        return {}


class TargetFinding(Finding[OutcomeEntry]):
    """The verdict on a target for one series of values."""

    @property
    def name(self) -> str:
        """Metric and threshold."""
        return f"{metric_name(self._entry)} {self._entry['required']['text']}"

    @property
    def series(self) -> tuple[str, ...]:
        """Region, reporting body and item."""
        return tuple(part for part in (self._place, *self._about) if part)

    @property
    def key(self) -> tuple[str, ...]:
        """Code of the region, reporting body and item."""
        region = self._entry["region"]
        return (region["code"] if region else "", *(part or "" for part in self._about))

    @property
    def figures(self) -> dict[str, str]:
        """What the verdict compares."""
        entry = self._entry
        found = {"required": entry["required"]["text"]}
        if entry["reported"]:
            found["reported"] = entry["reported"]["text"]
        if gap := entry["gap"]:
            found["gap"] = f"{gap['text']}, {gap['percent_text']}"
        return found

    @property
    def sentence(self) -> str:
        """Place, value, gap, threshold and rule."""
        entry = self._entry
        reported = entry["reported"]
        limits = (entry["required"]["text"], base_limit(entry))
        limit = translate(mark(", ")).join(part for part in limits if part)
        if reported is None:
            form = say(
                "{where}: required {limit}; {reason}",
                where=self._place,
                limit=limit,
                reason=entry["reason"],
            )
            return str(form)
        gap = self.figures.get("gap")
        where = (self._place, reported["period"], *self._about)
        form = say(
            "{where}: {fact}, required {limit}; {reason}",
            where=" ".join(part for part in where if part),
            fact=f"{reported['text']} ({gap})" if gap else reported["text"],
            limit=limit,
            reason=entry["reason"],
        )
        return str(form)

    @property
    def _about(self) -> tuple[str | None, ...]:
        reported = self._entry["reported"]
        return (reported["organisation"], reported["item"]) if reported else ()

    @property
    def _place(self) -> str:
        region, level = self._entry["region"], self._entry["level"]
        if region:
            return region["label"]
        return translate(LEVEL_WORDS[Level(level)]) if level else str(say("any region"))


class MilestoneFinding(Finding[MilestoneEntry]):
    """The verdict on one due day of a milestone."""

    @property
    def name(self) -> str:
        """The deliverable."""
        return self._entry["deliverable"]

    @property
    def series(self) -> tuple[str, ...]:
        """Region, reporting body and due day."""
        entry = self._entry
        return tuple(part for part in (self._place, entry["organisation"], entry["by"]) if part)

    @property
    def key(self) -> tuple[str, ...]:
        """Code of the region, reporting body and due day."""
        entry = self._entry
        region = entry["region"]
        return (region["code"] if region else "", entry["organisation"] or "", entry["by"])

    @property
    def sentence(self) -> str:
        """Place, what was said of it, and rule."""
        entry = self._entry
        form = say("{where}: {reason}", where=self._place, reason=entry["reason"])
        if entry["reported"]:
            form = say(
                "{where}: {fact}; {reason}",
                where=self._place,
                fact=entry["completed_text"],
                reason=entry["reason"],
            )
        return str(form)

    @property
    def _place(self) -> str:
        region = self._entry["region"]
        return region["label"] if region else ""


AnyFinding = TargetFinding | MilestoneFinding


def findings(found: CheckResult) -> Iterator[AnyFinding]:
    """Yield targets, worst first, then milestones, worst first."""
    plans = plan_names(found)
    demands: _Demands = {}
    for entry in found["outcomes"]:
        yield TargetFinding(entry, plans[entry["plan"]], demands)
    for milestone in found["milestones"]:
        yield MilestoneFinding(milestone, plans[milestone["plan"]], demands)


def worst_first(every: Iterable[AnyFinding]) -> list[AnyFinding]:
    """Return `every` by grade; within a grade the order stays."""
    return sorted(every, key=lambda finding: GRADES.index(finding.grade))


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
