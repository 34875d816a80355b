"""A check as annotations of GitHub Actions, and the tally as the last line."""

from collections.abc import Iterator
from dataclasses import replace

from banshi.formats.check_rows import tally_line
from banshi.formats.findings import Finding, findings, worst_first
from banshi.formats.github_text import Annotation, commands
from banshi.formats.json_v1 import CheckResult
from banshi.formats.names import problem_place
from banshi.messages import say
from banshi.position import Position


def render(found: CheckResult) -> str:
    """Return what is amiss as workflow commands, ten a kind, worst first; input errors lead."""
    amiss = worst_first(finding for finding in findings(found) if finding.amiss)
    annotations = [*_problems(found), *map(_annotation, amiss)]
    return commands(annotations) + tally_line(found) + "\n"


def _problems(found: CheckResult) -> Iterator[Annotation]:
    for problem in found["problems"]:
        if problem["severity"] != "note":
            place = problem_place(problem)
            title = str(say("input: {rule}", rule=problem["rule"]))
            text = problem["message"] if not place.sheet else f"{place}: {problem['message']}"
            yield Annotation(problem["severity"], title, [text], replace(place, column=0))


def _annotation(finding: Finding) -> Annotation:
    return Annotation(
        finding.grade, finding.name, [finding.sentence, *finding.details], _shown_at(finding)
    )


def _shown_at(finding: Finding) -> Position | None:
    """Return the row that was reported, else the target; a registry that is not here has none."""
    if finding.row:
        return replace(finding.row, column=0)
    absent = finding.target.file.startswith("/") or ":" in finding.target.file[:2]
    return None if absent else finding.target
