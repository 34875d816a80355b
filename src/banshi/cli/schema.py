"""banshi schema: JSON Schemas for editors and for programs that read the results."""

from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import options, output
from banshi.cli.exit_codes import ExitCode
from banshi.errors import BadUsageError, OutputError
from banshi.formats.check import baseline_json
from banshi.formats.shapes import compare_v1, json_v1, trend_v1
from banshi.messages import mark, say, why
from banshi.nearest import nearest
from banshi.schema import schemas

HELP = mark(
    "Print a JSON Schema (2020-12), or write them all with --out.\n\n"
    "NAME is plan, metrics, organisations, regions, waivers, map, cases-profile, calendar,"
    " baseline, check-result, compare-result, due-result, trend-result or validate-result."
)
RESULTS = {
    "baseline": baseline_json.BaselineFile,
    "check-result": json_v1.CheckFile,
    "compare-result": compare_v1.CompareResult,
    "due-result": json_v1.DueResult,
    "trend-result": trend_v1.TrendResult,
    "validate-result": json_v1.ValidateResult,
}


def command(
    name: Annotated[str, typer.Argument(metavar="NAME", help=mark("Which schema."))] = "plan",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help=mark("Write every schema into this folder.")),
    ] = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
) -> int:
    """Run the command and return its exit code."""
    written = schemas(RESULTS)
    if out is None:
        known = [file.removesuffix(".schema.json") for file in written]
        if name not in known:
            message = say("no schema {name}; there are {known}", name=name, known=", ".join(known))
            if near := nearest(name, known):
                message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
            raise BadUsageError(str(message))
        output.deliver(written[f"{name}.schema.json"], None)
        return ExitCode.OK
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = say("{path} cannot be written: {detail}", path=str(out), detail=why(error))
        raise OutputError(str(message)) from None
    for file, text in written.items():
        output.write_file(out / file, text.encode())
    return ExitCode.OK
