"""banshi show: one task in full."""

from typing import Annotated

import typer

from banshi.cli import options, output, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.errors import BadUsageError
from banshi.formats.tasks import show_text, tasks_json
from banshi.messages import mark, say
from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry
from banshi.nearest import nearest

HELP = mark(
    "Show one task with its organisations, targets, evidence, clause and source.\n\n"
    "ID is a task (2, or yingkou-2019-26/2 where several plans have a task 2) or one of its targets"
    " or milestones (yingkou-2019-26/2/online-rate)."
)


def command(
    id_: Annotated[str, typer.Argument(metavar="ID", help=mark("Task, target or milestone."))],
    format_: options.Format = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
) -> int:
    """Run the command and return its exit code."""
    chosen = values.choice(format_ or "table", "--format", ("table", "json"))
    known = open_registry(registry)
    plan, task, number = _find(known, id_)
    if chosen == "json":
        text = tasks_json.render([(plan, task)])
    else:
        text = show_text.render(known, plan, task, known.position(*number))
    output.deliver(text, output_file, force=force)
    return ExitCode.OK


def _find(registry: Registry, wanted: str) -> tuple[Plan, Task, tuple[str | int, ...]]:
    found = []
    known = []
    for plan, task, path in registry.tasks():
        full = f"{plan.id}/{task.id}"
        ids = [target.id for target in task.targets] + [entry.id for entry in task.milestones]
        parts = [f"{full}/{part}" for part in ids]
        known += [full, *parts]
        if wanted in {full, task.id, task.clause, *parts}:
            found.append((plan, task, path))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{plan.id}/{task.id}" for plan, task, _path in found)
        raise BadUsageError(
            str(say("{name} is in several plans: {names}", name=wanted, names=names))
        )
    message = say("no task {name}; `banshi tasks` lists them", name=wanted)
    if near := nearest(wanted, known):
        message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
    raise BadUsageError(str(message))
