"""Options of check that say which outcomes count. Their help is English; app.py translates it."""

from pathlib import Path
from typing import Annotated

import typer

from banshi.messages import mark

Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="PATTERN",
        help=mark("Only these targets and milestones (plan/task/target); * is allowed."),
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="PATTERN",
        help=mark("All but these targets and milestones; * is allowed."),
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="error|warning|never",
        help=mark("Which violations make the exit code 1; the default is error."),
    ),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help=mark("Warnings, and what is unreported or overdue, make the exit code 1 too."),
    ),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help=mark("Exit 0 even where something is violated."))
]
IgnoreInputErrors = Annotated[
    bool,
    typer.Option(
        "--ignore-input-errors",
        help=mark("Faulty cells are still listed, but do not make the exit code 2."),
    ),
]
WaiverFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--waivers",
        metavar="FILE",
        help=mark("Waivers (YAML or CSV): targets that may be missed, by whom and until when."),
    ),
]
NoWaivers = Annotated[
    bool,
    typer.Option("--no-waivers", help=mark("Apply no waivers, whatever the settings name.")),
]
MaxWaiverDays = Annotated[
    str | None,
    typer.Option(
        "--max-waiver-days",
        metavar="N",
        help=mark("A waiver that ends more than N days after --as-of is an error."),
    ),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help=mark("Hide what this baseline holds; it does not count.")
    ),
]
CreateBaseline = Annotated[
    Path | None,
    typer.Option(
        "--create-baseline",
        metavar="FILE",
        help=mark("Write all that is amiss in this run, hidden or not, as a baseline."),
    ),
]
Record = Annotated[
    Path | None,
    typer.Option(
        "--record",
        metavar="FILE",
        help=mark("Add this run to the history in this file, for banshi trend."),
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=mark(
            "Format of the result: table (the default), json, csv, markdown, junit, sarif, github,"
            " html or xlsx; else what the output's suffix names."
        ),
    ),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT=FILE",
        help=mark("Write the result in this format too; may be given several times."),
    ),
]
