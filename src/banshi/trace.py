"""Proves a transcription against the plan's own text.

Every figure of the text must be covered, in its clause, by the evidence of a target or milestone,
by a deadline, or by a waived figure; every phrase of the transcription must stand in its clause;
the organisations of a tail must be those of the task.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from banshi.messages import Message, mark, say
from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry, Step
from banshi.position import Position, Problem, in_order
from banshi.values import dataclass
from banshi.wording.dates import find_dates
from banshi.wording.figures import find_figures
from banshi.wording.flat import squeeze
from banshi.wording.outline import Clause, fold_label, read_outline
from banshi.wording.tails import Tail, annex_tails, read_tail
from banshi.wording.thresholds import read_threshold

RULES: Mapping[str, str] = {
    "trace-uncovered": mark(
        "a figure of the text that nothing accounts for, with line and column of the text"
    ),
    "trace-evidence": mark(
        "a phrase that stands nowhere, in another clause, or several times in its clause"
    ),
    "trace-organisations": mark("bodies of a tail that the task lacks, or the reverse"),
    "trace-title": mark("a title that the clause does not have"),
    "trace-clause": mark("a clause that the text does not have"),
    "trace-source": mark("another text than the one that was transcribed (SHA-256), or none"),
}
"""What is open, by the word in brackets in each message."""


@dataclass(frozen=True, slots=True)
class Traced:
    """What the proof of one plan found."""

    problems: tuple[Problem, ...]
    figures: int
    """Figures of the text, all of which were looked for."""


def trace(registry: Registry, number: int, data: bytes, name: str) -> Traced:
    """Hold plan `number` of the registry against its text `data`, which is called `name`."""
    plan = registry.plans[number]
    problems = []
    if sha256(data).hexdigest() != plan.source.sha256:
        where = registry.position("plans", number, "source", "sha256")
        message = say("{name} is not the text that was transcribed: another SHA-256", name=name)
        problems.append(Problem(where, "trace-source", message))
    clauses = read_outline(data.decode("utf-8", "replace"))
    tracer = _Tracer(registry, number, plan, clauses, name)
    problems += [*tracer.tasks(), *tracer.waived(), *tracer.uncovered()]
    return Traced(tuple(in_order(problems)), tracer.figures)


class _Tracer:
    """One proof: the clauses by label, and which stretches of each are covered."""

    def __init__(
        self, registry: Registry, number: int, plan: Plan, clauses: Sequence[Clause], name: str
    ) -> None:
        self._registry = registry
        self._path: tuple[Step, ...] = ("plans", number)
        self._plan = plan
        self._clauses = clauses
        self._by_label = {clause.label: clause for clause in clauses}
        self._annex = annex_tails(list(clauses))
        self._name = name
        self._covered: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.figures = 0

    def tasks(self) -> Iterator[Problem]:
        """Yield what does not fit of the tasks, and note what they cover."""
        for number, task in enumerate(self._plan.tasks):
            path = (*self._path, "tasks", number)
            clause = self._by_label.get(fold_label(task.clause))
            if clause is None:
                message = say("no clause {clause} in {name}", clause=task.clause, name=self._name)
                yield self._problem("trace-clause", message, (*path, "clause"))
                continue
            if not any(c.text.find_all(task.title) for c in self._around(clause)):
                message = say("{text} does not stand in the clause", text=task.title)
                yield self._problem("trace-title", message, (*path, "title"))
            yield from self._organisations(task, clause, path)
            yield from self._entries(task, clause, path)

    def _around(self, clause: Clause) -> Sequence[Clause]:
        """Return where a title may stand: annex rows inherit theirs from a row above."""
        return self._clauses if clause.label in self._annex else (clause,)

    def _organisations(
        self, task: Task, clause: Clause, path: tuple[Step, ...]
    ) -> Iterator[Problem]:
        tail = self._annex.get(clause.label) or read_tail(clause.text) or Tail()
        for role in ("lead", "responsible", "cooperating"):
            printed, given = getattr(tail, role), getattr(task, role)
            if printed != given:
                message = say(
                    "{role}: the text names {printed}, the task {given}",
                    role=role,
                    printed="、".join(printed) or "-",
                    given="、".join(given) or "-",
                )
                yield self._problem("trace-organisations", message, (*path, role))

    def _entries(self, task: Task, clause: Clause, path: tuple[Step, ...]) -> Iterator[Problem]:
        if deadline := task.deadline:
            found = clause.text.find_all(deadline.text)
            self._covered[clause.label] += found[-1:]
            if not found:
                yield self._missing(deadline.text, clause, (*path, "deadline", "text"))
        for number, target in enumerate(task.targets):
            here = (*path, "targets", number)
            found = clause.text.find_all(target.evidence)
            yield from self._stands_once(target.evidence, found, clause, (*here, "evidence"))
            if not {*target.shares_figure_with} <= {other.id for other in task.targets}:
                continue  # the figure wants another target as well
            read = read_threshold(target.repaired or target.evidence)
            manual = target.manual is not None and target.manual.threshold is not None
            by_rule = read and not (target.repaired or target.elided or manual)
            for start, end in found:
                # A phrase covers its own number alone, so that two numbers want two targets.
                span = (start + read.start, start + read.end) if read and by_rule else (start, end)
                self._covered[clause.label].append(span)
            if target.by_text:
                days = clause.text.find_all(target.by_text)
                # The date that a figure stands under is the last one before it.
                before = [day for day in days if found and day[0] <= found[0][0]]
                self._covered[clause.label] += before[-1:] or days[:1]
                if not days:
                    yield self._missing(target.by_text, clause, (*here, "by_text"))
        for number, milestone in enumerate(task.milestones):
            where = (*path, "milestones", number, "evidence")
            found = clause.text.find_all(milestone.evidence)
            yield from self._stands_once(milestone.evidence, found, clause, where)
            for start, end in found:
                self._cover_dates(
                    clause, start, end, milestone.evidence, whole=bool(milestone.repaired)
                )

    def _cover_dates(
        self, clause: Clause, start: int, end: int, phrase: str, *, whole: bool
    ) -> None:
        dates = list(find_dates(squeeze(phrase), self._plan.issued.year))
        spans = [(start + date.start, start + date.end) for date in dates]
        self._covered[clause.label] += [(start, end)] if whole or not spans else spans

    def _stands_once(
        self, phrase: str, found: list[tuple[int, int]], clause: Clause, path: tuple[Step, ...]
    ) -> Iterator[Problem]:
        if not found:
            yield self._missing(phrase, clause, path)
        elif len(found) > 1:
            message = say(
                "{text} stands {n} times in the clause; take a longer phrase",
                text=phrase,
                n=len(found),
            )
            yield self._problem("trace-evidence", message, path)

    def _missing(self, phrase: str, clause: Clause, path: tuple[Step, ...]) -> Problem:
        others = [c.label for c in self._clauses if c.text.find_all(phrase)]
        if others:
            message = say(
                "{text} stands not in clause {clause}, but in {others}",
                text=phrase,
                clause=clause.label,
                others=", ".join(others),
            )
        else:
            message = say("{text} stands nowhere in {name}", text=phrase, name=self._name)
        return self._problem("trace-evidence", message, path)

    def waived(self) -> Iterator[Problem]:
        """Yield waived figures that stand nowhere, and note what the others cover."""
        for number, figure in enumerate(self._plan.waived):
            path = (*self._path, "waived", number)
            clause = self._by_label.get(fold_label(figure.clause))
            if clause is None:
                message = say("no clause {clause} in {name}", clause=figure.clause, name=self._name)
                yield self._problem("trace-clause", message, (*path, "clause"))
                continue
            found = clause.text.find_all(figure.figure)
            self._covered[clause.label] += found
            if not found:
                yield self._missing(figure.figure, clause, (*path, "figure"))

    def uncovered(self) -> Iterator[Problem]:
        """Yield the figures of the text that nothing covers."""
        for clause in self._clauses:
            covered = self._covered[clause.label]
            for figure in find_figures(clause.text.text, self._plan.issued.year):
                self.figures += 1
                if _is_heading(clause, figure.start, figure.end):
                    continue
                if not any(s <= figure.start and figure.end <= e for s, e in covered):
                    around = clause.text.text[max(0, figure.start - 6) : figure.end + 6]
                    message = say(
                        "nothing accounts for {figure} in clause {clause}: …{around}…",
                        figure=figure.text,
                        clause=clause.label,
                        around=around,
                    )
                    place = Position(self._name, *clause.text.place(figure.start))
                    yield Problem(place, "trace-uncovered", message)

    def _problem(self, rule: str, message: Message, path: tuple[Step, ...]) -> Problem:
        return Problem(self._registry.position(*path), rule, message)


def _is_heading(clause: Clause, start: int, end: int) -> bool:
    """Whether the figure is the number of the clause itself: `12.` or that of an annex row."""
    return start == 0 and clause.label.endswith(clause.text.text[start:end])
