"""banshi report: a saved result in other formats, without checking again."""

from typing import Annotated

import typer

from banshi.cli import gate_options, options, reports, values
from banshi.cli.exit_codes import ExitCode
from banshi.messages import mark, speaking

HELP = mark(
    "Write the result of a check in other formats.\n\n"
    "RESULT.json was written by `banshi check -f json`; - is standard input. What comes out is what"
    " the run itself would have written, in the language of the run. A result that was changed"
    " since is refused.\n\n"
    "Exit codes: 0 written, whatever the result says; 2 wrong input."
)


def command(
    result: Annotated[
        str, typer.Argument(metavar="RESULT.json", help=mark("JSON result of banshi check."))
    ],
    format_: gate_options.Format = None,
    output_file: options.Output = None,
    report: gate_options.Reports = None,
    force: options.Force = False,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    color: options.Color = "auto",
    verbose: options.Verbose = False,
) -> int:
    """Run the command and return its exit code."""
    wanted = reports.wanted(format_, output_file, report)
    values.choice(color, "--color", ("auto", "always", "never"))
    reports.refuse(wanted, [result], force=force)
    found = reports.saved(result)
    with speaking(found["language"]):
        reports.write(wanted, found, color, verbose=verbose)
    return ExitCode.OK
