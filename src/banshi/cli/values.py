"""Values of options that are more than a word: days, spans, choices, selections."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from banshi.errors import BadUsageError
from banshi.messages import Message, say
from banshi.model.period import Period, parse_period
from banshi.model.plan import Plan, Task
from banshi.model.registry import (
    Registry,
    fold,
    metric_names,
    organisation_names,
    region_names,
)
from banshi.nearest import nearest

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WITHIN = re.compile(r"([0-9]{1,4})d?", re.ASCII)


def day(text: str, option: str) -> dt.date:
    """Return the day that `text` names.

    Raises:
        BadUsageError: it names none.
    """
    if _DAY.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise BadUsageError(
                str(say("{option}: there is no day {text}", option=option, text=text))
            ) from None
    raise BadUsageError(
        str(say("{option}: {text} is no date; write it as 2019-11-30", option=option, text=text))
    )


def as_of_day(text: str | None) -> dt.date:
    """Return the day to judge by: `text`, or today in Asia/Shanghai.

    Raises:
        BadUsageError: `text` names no day.
    """
    if text:
        return day(text, "--as-of")
    from zoneinfo import (
        ZoneInfo,
    )  # the time zones are read only where the day is asked of the clock

    return dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()


def period(text: str, option: str) -> Period:
    """Return the period that `text` names.

    Raises:
        BadUsageError: it names none.
    """
    found = parse_period(text)
    if found is None:
        message = say(
            "{option}: {text} is no period; expected 2019-08, 2019-Q3, 2019-H1 or 2019",
            option=option,
            text=text,
        )
        raise BadUsageError(str(message))
    return found


def within_days(text: str) -> int:
    """Return the number of days that `30d` or `30` says.

    Raises:
        BadUsageError: it says none.
    """
    match = _WITHIN.fullmatch(text)
    if not match:
        raise BadUsageError(str(say("--within: {text} is no number of days; write 30d", text=text)))
    return int(match[1])


def number_of_days(text: str, option: str) -> int:
    """Return the number of days that `90d` or `90` says.

    Raises:
        BadUsageError: it says none.
    """
    match = _WITHIN.fullmatch(text)
    if not match:
        message = say("{option}: {text} is no number of days; write 90", option=option, text=text)
        raise BadUsageError(str(message))
    return int(match[1])


def choice(value: str, option: str, known: Sequence[str]) -> str:
    """Return `value` where it is one of `known`.

    Raises:
        BadUsageError: it is none.
    """
    if value in known:
        return value
    message = say(
        "{option}: {value} is not one of {known}",
        option=option,
        value=value,
        known=", ".join(known),
    )
    raise BadUsageError(str(_with_nearest(message, value, known)))


def select_plans(registry: Registry, patterns: Sequence[str] | None) -> list[Plan]:
    """Return the plans whose id or document number matches one of `patterns`; all without any.

    Raises:
        BadUsageError: a pattern matches nothing.
    """
    if not patterns:
        return list(registry.plans)
    found: dict[str, Plan] = {}
    for pattern in patterns:
        hits = [
            plan
            for plan in registry.plans
            if _matches(pattern, plan.id, *filter(None, [plan.document_number]))
        ]
        if not hits:
            known = [plan.id for plan in registry.plans]
            message = say("--plan: no plan {name}", name=pattern)
            raise BadUsageError(str(_with_nearest(message, pattern, known)))
        found.update((plan.id, plan) for plan in hits)
    return list(found.values())


def select_tasks(
    registry: Registry,
    *,
    plans: Sequence[str] | None = None,
    tasks: Sequence[str] | None = None,
    organisation: str | None = None,
) -> list[tuple[Plan, Task]]:
    """Return the tasks that fit every given filter.

    Raises:
        BadUsageError: a filter matches nothing at all.
    """
    chosen = {plan.id for plan in select_plans(registry, plans)}
    pairs = [(plan, task) for plan, task, _path in registry.tasks() if plan.id in chosen]
    if tasks:
        known = [task.id for _plan, task in pairs]
        for pattern in tasks:
            if not any(_matches(pattern, t.id, f"{p.id}/{t.id}") for p, t in pairs):
                message = say("--task: no task {name}", name=pattern)
                raise BadUsageError(str(_with_nearest(message, pattern, known)))
        pairs = [
            (p, t) for p, t in pairs if any(_matches(x, t.id, f"{p.id}/{t.id}") for x in tasks)
        ]
    if organisation:
        pairs = _of_organisation(registry, pairs, organisation)
    return pairs


def organisation_ids(registry: Registry, name: str) -> frozenset[str]:
    """Return the ids of the bodies that `name` names, in any region; * is allowed.

    Raises:
        BadUsageError: it names none.
    """
    found = {
        body.id for body in registry.organisations if _matches(name, *organisation_names(body))
    }
    if not found:
        known = [known for body in registry.organisations for known in organisation_names(body)]
        message = say("--org: no organisation {name}", name=name)
        raise BadUsageError(str(_with_nearest(message, name, known)))
    return frozenset(found)


def _of_organisation(
    registry: Registry, pairs: list[tuple[Plan, Task]], name: str
) -> list[tuple[Plan, Task]]:
    bodies = organisation_ids(registry, name)

    def takes_part(plan: Plan, task: Task) -> bool:
        named = (*task.lead, *task.responsible, *task.cooperating)
        found = (registry.organisation(printed, plan.jurisdiction) for printed in named)
        return any(body is not None and body.id in bodies for body in found)

    return [(plan, task) for plan, task in pairs if takes_part(plan, task)]


def select_metrics(registry: Registry, patterns: Sequence[str] | None) -> frozenset[str] | None:
    """Return the ids of the metrics that `patterns` name; None without any.

    Raises:
        BadUsageError: a pattern names none.
    """
    if not patterns:
        return None
    found: set[str] = set()
    for pattern in patterns:
        hits = {m.id for m in registry.metrics if _matches(pattern, *metric_names(m))}
        if not hits:
            known = [name for metric in registry.metrics for name in metric_names(metric)]
            message = say("--metric: no metric {name}", name=pattern)
            raise BadUsageError(str(_with_nearest(message, pattern, known)))
        found |= hits
    return frozenset(found)


def region_code(registry: Registry, name: str) -> str:
    """Return the code of the region that `name` names.

    Raises:
        BadUsageError: it names none.
    """
    region = registry.region_by_name.get(fold(name))
    if region:
        return region.code
    known = [known for r in registry.regions for known in (r.name.zh, r.code, *r.aliases)]
    message = say("--region: no region {name}", name=name)
    raise BadUsageError(str(_with_nearest(message, name, known)))


def region_codes(registry: Registry, name: str) -> frozenset[str]:
    """Return the codes of the regions that `name` names, where `*` is allowed, and all in them.

    Raises:
        BadUsageError: it names none.
    """
    around = [region_code(registry, name)] if "*" not in name else []
    if not around:
        around = [r.code for r in registry.regions if _matches(name, *region_names(r))]
    if not around:
        known = [known for r in registry.regions for known in (r.name.zh, r.code, *r.aliases)]
        message = say("--region: no region {name}", name=name)
        raise BadUsageError(str(_with_nearest(message, name, known)))
    return frozenset(
        region.code
        for region in registry.regions
        if any(registry.within(region.code, code) for code in around)
    )


def select_ids(
    registry: Registry, selected: Sequence[str] | None, ignored: Sequence[str] | None
) -> frozenset[str]:
    """Return the ids of the targets and milestones that --select names and --ignore does not.

    Each pattern is an id, `plan/task/target` or `plan/task/milestone`, and may hold `*`. It is held
    against the whole registry: settings may name what a run with --plan does not look at.

    Raises:
        BadUsageError: a pattern matches nothing.
    """
    known = [
        f"{plan.id}/{task.id}/{name}"
        for plan, task, _path in registry.tasks()
        for name in (*(t.id for t in task.targets), *(m.id for m in task.milestones))
    ]
    chosen = _matching("--select", selected, known) if selected else set(known)
    return frozenset(chosen - _matching("--ignore", ignored or (), known))


def _matching(option: str, patterns: Sequence[str], known: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        hits = {identifier for identifier in known if _matches(pattern, identifier)}
        if not hits:
            message = say("{option}: no target {name}", option=option, name=pattern)
            raise BadUsageError(str(_with_nearest(message, pattern, known)))
        found |= hits
    return found


def _matches(pattern: str, *names: str) -> bool:
    return any(fnmatchcase(fold(name), fold(pattern)) for name in names)


def _with_nearest(message: Message, name: str, known: Iterable[str]) -> Message:
    near = nearest(name, known)
    if not near:
        return message
    return say("{what}; did you mean {names}?", what=message, names=", ".join(near))
