"""The instructions in the workbook of a form: who reports what, and how it is filled in."""

from collections.abc import Iterator

from banshi.formats.template.template_words import (
    COLUMNS,
    MILESTONE_COLUMNS,
    STATES,
    bodies_line,
    comma,
    plan_name,
)
from banshi.messages import Message, language, say
from banshi.model.form import Form
from banshi.model.plan import Plan
from banshi.model.registry import Registry
from banshi.visible import visible

_CHECK = "banshi check"
_EXPLAIN = "banshi check --explain-columns"


def guide(form: Form, registry: Registry) -> Iterator[tuple[str, bool]]:
    """Yield the lines of the instructions, each with whether it is a heading."""
    for heading, lines in (
        (say("What is reported"), _what(form, registry)),
        (say("How to fill in"), _how(form)),
        (say("What the columns mean"), _columns(form)),
        (say("Afterwards"), _afterwards()),
    ):
        yield str(heading), True
        for line in lines:
            yield str(line), False


def _what(form: Form, registry: Registry) -> Iterator[Message]:
    period = form.period
    yield say("Reporting body: {who}", who=bodies_line(form.bodies, registry))
    yield say(
        "Period: {period} ({first} to {last}, both days included)",
        period=period.text,
        first=period.start.isoformat(),
        last=period.end.isoformat(),
    )
    for plan in form.plans:
        yield say("Plan: {title}", title=_full(plan))


def _full(plan: Plan) -> str:
    name = plan_name(plan)
    return name if plan.title in name else f"{visible(plan.title)}{comma()}{name}"


def _how(form: Form) -> Iterator[Message]:
    yield say(
        "Fill in the shaded cells alone. All others are locked so that no name is broken by"
        " accident; there is no password."
    )
    if form.rows:
        yield say(
            "Values: a number without its unit, counted in the unit of its row. 95.8 stands for"
            " 95.8%. Write every decimal and round nothing: 99.949 does not reach 99.95."
        )
        yield say("Working days and calendar days are different units and never converted.")
        yield say(
            "A value that is not known stays blank; it is then named as missing, not taken as met."
        )
    if form.milestones:
        done, not_done = STATES[language()]
        yield say(
            "Milestones: the day of completion, such as 2019-06-28. Where the day is not known"
            " write {done}; what is not completed yet is {not_done}.",
            done=done,
            not_done=not_done,
        )


def _columns(form: Form) -> Iterator[Message]:
    names = COLUMNS[language()]
    if form.rows:
        meanings = (
            say("what is measured; the definition is shown when the value's cell is entered"),
            say("the value that was reached, to be filled in"),
            say("the unit that the value is counted in"),
            say("the place that the value is about"),
            say("the body that reports; to be filled in where it is blank"),
            say("the group or matter that the value is about; blank where it is about all"),
            say("the time that the value is about"),
            say("what the plans demand, for information"),
            say("the clauses of the plans that demand it"),
            say("the plans, by document number or title"),
        )
        for name, meaning in zip(names, meanings, strict=True):
            yield say("{title}: {text}", title=name, text=meaning)
    if form.milestones:
        milestone_names = MILESTONE_COLUMNS[language()]
        milestone_meanings = (
            say("the name by which the milestone is known: plan, task and milestone"),
            say("what must be there"),
            say("the last day in time, included"),
            say("the day on which it was completed, to be filled in"),
            say("of what recurs, the time of which this due day is the only one"),
        )
        for name, meaning in zip(milestone_names, milestone_meanings, strict=False):
            yield say("{title}: {text}", title=name, text=meaning)


def _afterwards() -> Iterator[Message]:
    yield say(
        "The saved workbook is checked as it is, by “{command}” and the name of the file.",
        command=_CHECK,
    )
    yield say(
        "Which columns, names and units are understood is answered by “{command}”.",
        command=_EXPLAIN,
    )
