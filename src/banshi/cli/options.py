"""Options that several commands share. Their help is English here; app.py translates it."""

from pathlib import Path
from typing import Annotated

import typer

from banshi.messages import mark

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help=mark("The day asked for (2019-12-31); the default is today in Asia/Shanghai."),
    ),
]
RegistryFolder = Annotated[
    Path | None,
    typer.Option(
        "--registry",
        metavar="DIR",
        help=mark("Folder of the registry; the default is the one that comes with banshi."),
    ),
]
Plans = Annotated[
    list[str] | None,
    typer.Option(
        "--plan", metavar="ID", help=mark("Only this plan, by id or document number; * is allowed.")
    ),
]
Organisation = Annotated[
    str | None,
    typer.Option(
        "--org", metavar="NAME", help=mark("Only tasks that this organisation has a part in.")
    ),
]
Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help=mark("Period of tables that name none: 2019-12, 2019-Q4, 2019-H1 or 2019."),
    ),
]
Sheets = Annotated[
    list[str] | None,
    typer.Option(
        "--sheet",
        metavar="NAME",
        help=mark("Only this sheet of workbooks, even a hidden one; else every visible one."),
    ),
]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE",
        help=mark("A file that says what the columns of a table hold (YAML)."),
    ),
]
ExplainColumns = Annotated[
    bool,
    typer.Option(
        "--explain-columns", help=mark("Show how each column was understood, and check nothing.")
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="table|json|csv",
        help=mark("Format of the result; the default is table, or what the output's suffix names."),
    ),
]
ProblemFormat = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=mark(
            "Format of the result: table (the default), json, csv, markdown, junit, sarif or"
            " github; else what the output's suffix names."
        ),
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help=mark("Write the result to this file.")),
]
Force = Annotated[
    bool, typer.Option("--force", help=mark("Overwrite an output file that is not banshi's own."))
]
Language = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="zh|en",
        help=mark("Language of the messages; the default is that of the locale."),
    ),
]
Color = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="auto|always|never",
        help=mark("Colours: auto (the default) is only on a terminal."),
    ),
]
Verbose = Annotated[
    bool, typer.Option("-v", "--verbose", help=mark("Show evidence, repairs and what is met."))
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help=mark("No notes on standard error."))]
