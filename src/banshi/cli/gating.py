"""Which outcomes count: waivers, baseline, and what makes the exit code 1 or 2.

Source of the rules: docs/adr/0007-what-fails-a-run.md.
"""

from dataclasses import replace

from banshi.cli.exit_codes import ExitCode
from banshi.judging.baseline import hide
from banshi.judging.waive import waive
from banshi.model.baseline import Baseline
from banshi.model.granted import Waivers
from banshi.model.input_rules import FILE_RULES
from banshi.model.outcome import Report, Status
from banshi.position import Severity


def apply(report: Report, waivers: Waivers, baseline: Baseline | None) -> Report:
    """Return `report` with what is waived and, of the rest, what the baseline hides."""
    waived = waive(report, waivers.granted)
    if waivers.files:
        waived = replace(waived, waivers=waivers.files)
    return hide(waived, baseline) if baseline else waived


def exit_code(report: Report, *, fail_on: str, strict: bool, exit_zero: bool) -> ExitCode:
    """Return 1 where the gate counts an outcome, else 0.

    By default a violation of an issued plan counts; `fail_on="warning"` adds violations of drafts
    and hedged targets and what is behind; `strict` adds what was not reported or is overdue. What
    a waiver covers or the baseline holds never counts.
    """
    if exit_zero or (fail_on == "never" and not strict):
        return ExitCode.OK
    counted = {Severity.ERROR}
    statuses = {Status.VIOLATED}
    if strict or fail_on == "warning":
        counted.add(Severity.WARNING)
        statuses.add(Status.BEHIND)
    if strict:
        statuses.add(Status.UNREPORTED)
    hidden = [
        o.baselined for o in report.outcomes if o.status in statuses and o.severity in counted
    ]
    if strict:  # what is overdue was not reported as done: docs/adr/0012-progress-of-milestones.md
        hidden += [o.baselined for o in report.milestones if o.status.amiss]
    return ExitCode.OK if all(hidden) else ExitCode.VIOLATED


def wrong_input(report: Report, *, ignore_input_errors: bool) -> bool:
    """Whether the input was too faulty for a verdict, or holds nothing to judge: exit code 2."""
    intake = report.intake
    refused = any(
        problem.rule in FILE_RULES and problem.severity is Severity.ERROR
        for problem in intake.problems
    )
    return refused or (intake.faulty and not ignore_input_errors) or nothing_judged(report)


def nothing_judged(report: Report) -> bool:
    """Whether no reported value was held against a target, and nothing said of a milestone."""
    judged = any(outcome.reported is not None for outcome in report.outcomes)
    return not judged and not any(outcome.completion for outcome in report.milestones)
