"""banshi compare: the thresholds of two plans side by side."""

from typing import Annotated

import typer

from banshi.cli import options, output, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.comparing import compare
from banshi.errors import BadUsageError
from banshi.formats.compare import compare_csv, compare_json, compare_markdown
from banshi.messages import mark, say
from banshi.model.plan import Plan
from banshi.model.registry import Registry

HELP = mark(
    "Compare the thresholds of two plans: tighter, looser, same, new, dropped.\n\n"
    "FIRST and SECOND are plans by id or document number; * is allowed where it fits one plan."
)
_FORMATS = ("table", "json", "csv", "markdown")


def command(
    first: Annotated[str, typer.Argument(metavar="FIRST", help=mark("The earlier plan."))],
    second: Annotated[str, typer.Argument(metavar="SECOND", help=mark("The later plan."))],
    format_: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--format",
            metavar="|".join(_FORMATS),
            help=mark(
                "Format of the result; the default is table, or what the output's suffix names."
            ),
        ),
    ] = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    color: options.Color = "auto",
    verbose: options.Verbose = False,
) -> int:
    """Run the command and return its exit code."""
    chosen = values.choice(output.format_for(format_, output_file), "--format", _FORMATS)
    values.choice(color, "--color", ("auto", "always", "never"))
    known = open_registry(registry)
    one, other = _plan(known, first), _plan(known, second)
    rows = compare(known, one, other)
    if chosen == "json":
        text = compare_json.render(one, other, rows)
    elif chosen == "csv":
        text = compare_csv.render(one, other, rows)
    elif chosen == "markdown":
        text = compare_markdown.render(known, one, other, rows, verbose=verbose)
    else:
        from banshi.formats.compare import compare_table  # rich is drawn in only for tables

        drawn = output.style(color, verbose=verbose, to_file=output_file is not None)
        text = compare_table.render(known, one, other, rows, drawn)
    output.deliver(text, output_file, force=force, bom=chosen == "csv")
    return ExitCode.OK


def _plan(registry: Registry, name: str) -> Plan:
    found = values.select_plans(registry, [name])
    if len(found) > 1:
        names = ", ".join(plan.id for plan in found)
        raise BadUsageError(str(say("{name} fits several plans: {names}", name=name, names=names)))
    return found[0]
