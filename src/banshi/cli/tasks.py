"""banshi tasks: the tasks of the plans, a line each."""

from typing import Annotated

import typer

from banshi.cli import options, output, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.formats.tasks import tasks_csv, tasks_json
from banshi.messages import mark

HELP = mark("List the tasks of the plans with deadline, lead and number of targets.")


def command(
    plan: options.Plans = None,
    task: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="ID", help=mark("Only this task; * is allowed.")),
    ] = None,
    org: options.Organisation = None,
    format_: options.Format = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    color: options.Color = "auto",
) -> int:
    """Run the command and return its exit code."""
    formats = ("table", "json", "csv")
    chosen = values.choice(output.format_for(format_, output_file), "--format", formats)
    values.choice(color, "--color", ("auto", "always", "never"))
    known = open_registry(registry)
    pairs = values.select_tasks(known, plans=plan, tasks=task, organisation=org)
    if chosen == "json":
        text = tasks_json.render(pairs)
    elif chosen == "csv":
        text = tasks_csv.render(pairs)
    else:
        from banshi.formats.tasks import tasks_table  # rich is drawn in only for tables

        drawn = output.style(color, verbose=False, to_file=output_file is not None)
        text = tasks_table.render(pairs, drawn)
    output.deliver(text, output_file, force=force, bom=chosen == "csv")
    return ExitCode.OK
