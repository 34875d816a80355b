"""Joins the commands: each file is imported when its command runs, and help speaks the language.

Typer's own words (Usage, Options, error messages) are English only, so help is laid out here and
errors are put into words in main.py.
"""

import inspect
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from banshi.errors import BadUsageError
from banshi.messages import mark, say, translate
from banshi.nearest import nearest

# Name and summary; the module is banshi.cli.<name>. The order is that of the help.
COMMANDS: dict[str, str] = {
    "check": mark("Compare reported metrics with the targets of the plans."),
    "measure": mark("Compute metrics from records of cases."),
    "report": mark("Write the result of a check in other formats."),
    "notice": mark("Write a letter to each lead organisation about what is amiss."),
    "trend": mark("Show the values of recorded runs over time."),
    "due": mark("List deadlines: what is due when."),
    "template": mark("Make the form that a body fills in."),
    "validate": mark("Check the registry itself."),
    "trace": mark("Prove the transcription against the plans' texts."),
    "compare": mark("Compare the thresholds of two plans."),
    "tasks": mark("List the tasks of the plans."),
    "show": mark("Show one task in full."),
    "export": mark("Print the whole registry as JSON."),
    "schema": mark("Print JSON Schemas for editors and programs."),
}
_ABOUT = mark("banshi checks reported metrics and deadlines against the action plans of cities.")
# Options that typer adds by itself, with English help.
_OWN_HELP = {
    "--help": mark("Show this help and exit."),
    "--install-completion": mark("Install completion for this shell."),
    "--show-completion": mark("Show completion for this shell, to copy or change it."),
}
_VERSION_OPTION = mark("Show the version and exit.")


class _Worded:
    """Lays out help in the language of the run."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=translate(mark("Usage: ")))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, the options and, for a group, the commands."""
        arguments: list[tuple[str, str]] = []
        options: list[tuple[str, str]] = []
        for param in self.get_params(ctx):  # type: ignore[attr-defined]
            if own := _OWN_HELP.get(param.opts[0]):
                param.help = translate(own)
            if param.param_type_name == "argument":
                arguments.append((param.metavar, param.help))
            elif record := param.get_help_record(ctx):
                options.append(record)
        for title, records in (
            (translate(mark("Arguments")), arguments),
            (translate(mark("Options")), options),
        ):
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)


class BanshiCommand(_Worded, TyperCommand):
    """One command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the words of the command.

        Raises:
            BadUsageError: an option that takes one value stands twice, or a value is empty. The
                last one winning, or an unset variable of a shell passing for no option, would
                judge something else than was asked for.
        """
        given = list(args)
        if "--" in given:
            given = given[: given.index("--")]
        for param in self.params:
            option: Any = param
            if option.param_type_name != "option" or option.multiple or option.is_flag:
                continue
            names = (*option.opts, *option.secondary_opts)
            times = sum(
                word in names or any(word.startswith(f"{n}=") for n in names) for word in given
            )
            if times > 1:
                raise BadUsageError(str(say("{name} is given twice", name=max(names, key=len))))
        rest: list[str] = super().parse_args(ctx, args)
        for param in self.params:
            value = ctx.params.get(param.name or "")
            if value == "" or (isinstance(value, (list, tuple)) and "" in value):
                name = max(param.opts, key=len) if param.opts else str(param.name)
                raise BadUsageError(str(say("{name} is empty", name=name)))
        if str(ctx.params.get("output_file")) == "-":  # as elsewhere: standard output
            ctx.params["output_file"] = None
        return rest


class BanshiGroup(_Worded, TyperGroup):
    """All commands, imported one by one when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the command, imported now; None where there is none."""
        return build_command(cmd_name) if cmd_name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that `args` begins with.

        Raises:
            BadUsageError: there is none; the nearest names are said.
        """
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            message = say("no command {name}", name=name)
            if near := nearest(name, COMMANDS):
                message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
            raise BadUsageError(str(message))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the summaries without importing a command."""
        with formatter.section(translate(mark("Commands"))):
            formatter.write_dl([(name, translate(text)) for name, text in COMMANDS.items()])


def build_command(name: str) -> Any:
    """Return the command `name`, its help translated, every option open to the environment."""
    module = import_module(f"banshi.cli.{name}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    text = translate(module.HELP)
    app.command(
        name=name, cls=BanshiCommand, help=text, options_metavar=translate(mark("[OPTIONS]"))
    )(module.command)
    command = typer.main.get_command(app)
    for param in command.params:
        kind: Any = param
        _spare(kind)
        if kind.help:
            kind.help = translate(kind.help)
        kind.show_default = False
        kind.show_envvar = False
        kind.required_text = ""
        if kind.param_type_name == "option":
            kind.envvar = "BANSHI_" + option_name(kind).upper().replace("-", "_")
    return command


def _spare(param: Any) -> None:
    """Spare an option that was not given: typer builds a pydantic adapter for each all the same."""
    process = param.process_value

    def given(ctx: Any, value: Any) -> Any:
        if value is None and not param.required and param.callback is None:
            return () if param.multiple or param.nargs == -1 else None
        return process(ctx, value)

    param.process_value = given


def option_name(param: Any) -> str:
    """Return the long name of an option without its dashes."""
    longest: str = max(param.opts, key=len)
    return longest.lstrip("-")


def _print_version(value: bool) -> None:
    if value:
        from banshi import __version__

        typer.echo(f"banshi {__version__}")
        raise typer.Exit


def build_app() -> Any:
    """Return the group of all commands."""
    app = typer.Typer(
        cls=BanshiGroup,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=translate(_ABOUT),
        options_metavar=translate(mark("[OPTIONS]")),
        subcommand_metavar=translate(mark("COMMAND [ARGS]...")),
    )

    def group(
        version: bool = typer.Option(
            False,
            "--version",
            callback=_print_version,
            is_eager=True,
            help=translate(_VERSION_OPTION),
        ),
        lang: str = typer.Option(
            None, "--lang", metavar="zh|en", help=translate(mark("Language of the messages."))
        ),
    ) -> None:
        """Options before the command."""

    app.callback(cls=BanshiGroup, help=inspect.cleandoc(translate(_ABOUT)))(group)
    return typer.main.get_command(app)
