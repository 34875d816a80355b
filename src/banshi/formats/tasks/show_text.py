"""One task in full: organisations, targets with their evidence, clause, source and judgements."""

from banshi.formats.shared.names import plan_name
from banshi.formats.shared.words import LEVEL_WORDS, WEEKDAYS, required_of
from banshi.messages import Message, language, say, translate
from banshi.model.fields import Words
from banshi.model.plan import Plan, Task, WaivedFigure
from banshi.model.registry import Registry
from banshi.model.target import Target
from banshi.position import Position
from banshi.visible import visible


def render(registry: Registry, plan: Plan, task: Task, place: Position) -> str:
    """Return what the registry knows of `task`, as text."""
    lines = [f"{plan.id}/{task.id}  {task.clause}  {task.title}"]
    lines.append(_pair(say("plan"), f"{plan_name(plan)}  {plan.title}"))
    lines.append(_pair(say("source"), f"{plan.source.name}  sha256 {plan.source.sha256}"))
    lines.append(_pair(say("registry"), str(place)))
    for title, names in (
        (say("lead"), task.lead),
        (say("responsible"), task.responsible),
        (say("cooperating"), task.cooperating),
    ):
        if names:
            lines.append(_pair(title, "、".join(_full(registry, plan, name) for name in names)))
    lines.append(_pair(say("due"), _deadline(task)))
    lines += _note(task.note, "  ")
    for target in task.targets:
        lines += _target(registry, plan, task, target)
    for milestone in task.milestones:
        day = milestone.by.isoformat() if milestone.by else milestone.recurrence or ""
        lines += ["", f"  {plan.id}/{task.id}/{milestone.id}  {milestone.deliverable}"]
        lines.append("  " + _pair(say("due"), f"{day}  “{milestone.evidence}”"))
        lines += _note(milestone.note, "    ")
    lines += _waived(plan, task)
    return "".join(f"{visible(line)}\n" for line in lines)


def _pair(title: Message, text: str) -> str:
    return "  " + str(say("{title}: {text}", title=title, text=text))


def _full(registry: Registry, plan: Plan, printed: str) -> str:
    body = registry.organisation(printed, plan.jurisdiction)
    if body is None:
        return printed
    full = body.name.in_language(language())
    return printed if full == printed else f"{printed}（{full}）"


def _deadline(task: Task) -> str:
    deadline = task.deadline
    if deadline is None:
        return str(say("no time is named"))
    if deadline.by:
        weekday = translate(WEEKDAYS[deadline.by.weekday()])
        return f"{deadline.by.isoformat()} {weekday}  “{deadline.text}”"
    return f"{deadline.recurrence or say('rolling')}  “{deadline.text}”"


def _target(registry: Registry, plan: Plan, task: Task, target: Target) -> list[str]:
    metric = registry.metric_by_id[target.metric]
    relation = target.relative_to
    limit = required_of(
        target, registry.metric_by_id.get(relation.metric or "") if relation else None
    )
    lines = [
        "",
        f"  {plan.id}/{task.id}/{target.id}  {metric.name.in_language(language())} {limit}",
    ]
    by = task.due_date(target)
    details = [
        (say("evidence"), f"“{target.evidence}”"),
        (say("metric"), f"{metric.id}: {metric.definition.in_language(language())}"),
        (say("due"), by.isoformat() if by else str(say("from issue"))),
        (say("level"), translate(LEVEL_WORDS[target.level]) if target.level else ""),
        (say("subject"), target.subject or ""),
        (say("hedge"), target.hedge or ""),
        (say("other names"), "、".join(metric.aliases)),
    ]
    lines += ["  " + _pair(title, text) for title, text in details if text]
    return lines + _note(target.note, "    ")


def _note(note: Words | None, indent: str) -> list[str]:
    if note is None:
        return []
    text = note.in_language(language())
    return [indent + str(say("{title}: {text}", title=say("judgement"), text=text))]


def _waived(plan: Plan, task: Task) -> list[str]:
    figures: list[WaivedFigure] = [figure for figure in plan.waived if figure.clause == task.clause]
    if not figures:
        return []
    head = str(say("figures of the clause that are no targets"))
    return ["", f"  {head}", *(f"    “{figure.figure}”  {figure.why}" for figure in figures)]
