"""A check as annotations of GitHub Actions, and the tally as the last line."""

from dataclasses import replace
from functools import partial

from banshi.formats.check.check_rows import tally_line
from banshi.formats.check.findings import AnyFinding, findings, worst_first
from banshi.formats.shapes.json_v1 import CheckResult, ProblemEntry
from banshi.formats.shared.github_text import Annotation, commands
from banshi.formats.shared.names import absolute, problem_place
from banshi.messages import say
from banshi.position import Position


def render(found: CheckResult) -> str:
    """Return what is amiss as workflow commands, ten a kind, worst first; input errors lead."""
    amiss = worst_first(finding for finding in findings(found) if finding.amiss)
    problems = [problem for problem in found["problems"] if problem["severity"] != "note"]
    annotations = [
        *((problem["severity"], partial(_of_problem, problem)) for problem in problems),
        *((finding.grade, partial(_of_finding, finding)) for finding in amiss),
    ]
    return commands("check", annotations) + tally_line(found) + "\n"


def _of_problem(problem: ProblemEntry) -> Annotation:
    place = problem_place(problem)
    title = str(say("input: {rule}", rule=problem["rule"]))
    text = f"{place}: {problem['message']}" if place.sheet else problem["message"]
    return Annotation(title, [text], replace(place, column=0))


def _of_finding(finding: AnyFinding) -> Annotation:
    return Annotation(finding.name, [finding.sentence, *finding.details], _shown_at(finding))


def _shown_at(finding: AnyFinding) -> Position | None:
    """Return the row that was reported, else the target; a registry that is not here has none."""
    if row := finding.row:
        return replace(row, column=0)
    target = finding.target
    return None if absolute(target.file) else target
