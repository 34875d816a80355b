"""A check as JUnit XML: a suite a plan and one of the input, a case a target and region."""

from collections import defaultdict
from collections.abc import Iterator

from banshi.formats.check.check_rows import plan_names, tally_line
from banshi.formats.check.findings import AnyFinding, findings
from banshi.formats.shapes.json_v1 import CheckResult, ProblemEntry
from banshi.formats.shared.junit_xml import Case, Suite, document
from banshi.formats.shared.names import problem_place
from banshi.messages import mark, say, say_count, translate

_MOST_LINES = 100
"""Faulty cells named of one file; standard error has more of them."""


def render(found: CheckResult) -> str:
    """Return the check as JUnit XML.

    What is violated fails, and a milestone that was reported as not done when it was due. What is
    neither met nor failed is skipped, with the reason. A file with faulty cells is in error.
    """
    cases: dict[str, list[Case]] = {plan["id"]: [] for plan in found["plans"]}
    for finding in findings(found):
        cases[finding.plan].append(_case(finding))
    names, tally = plan_names(found), tally_line(found)
    suites = [
        Suite(
            f"{names[plan['id']]} {plan['title']}",
            cases[plan["id"]],
            {"plan": plan["id"], "as-of": found["as_of"], "tally": tally},
        )
        for plan in found["plans"]
    ]
    suites.append(Suite(translate(mark("input files")), list(_inputs(found))))
    return document("check", suites, found["as_of"])


def _case(finding: AnyFinding) -> Case:
    group = finding.id.replace("/", ".")
    name = translate(mark(", ")).join((finding.name, *finding.series))
    if finding.met:
        return Case(group, name)
    failed = finding.status == "violated" or (
        finding.status == "overdue" and finding.row is not None
    )
    message = finding.sentence
    if finding.baselined:
        message = str(say("in the baseline: {what}", what=finding.sentence))
    return Case(
        group,
        name,
        "failure" if failed and not finding.baselined else "skipped",
        finding.status,
        message,
        (message, *finding.details),
    )


def _inputs(found: CheckResult) -> Iterator[Case]:
    faults: dict[str, list[ProblemEntry]] = defaultdict(list)
    for problem in found["problems"]:
        if problem["severity"] == "error":
            faults[problem["file"]].append(problem)
    names = dict.fromkeys([file["name"] for file in found["inputs"]] + list(faults))
    for name in names:
        wrong = faults.get(name, [])
        if not wrong:
            yield Case("banshi.input", name)
            continue
        message = say_count(
            "{count} error in the input: its row or file is not judged",
            "{count} errors in the input: their rows or files are not judged",
            len(wrong),
        )
        lines = [f"{problem_place(p)}: [{p['rule']}] {p['message']}" for p in wrong[:_MOST_LINES]]
        if rest := len(wrong) - len(lines):
            more = say_count("and {count} more like these", "and {count} more like these", rest)
            lines.append(str(more))
        yield Case("banshi.input", name, "error", "input", str(message), tuple(lines))
