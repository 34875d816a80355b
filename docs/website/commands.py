"""The page on commands and options, made of the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

from banshi.cli.app import COMMANDS, build_app, build_command
from banshi.cli.config import OPTIONS
from banshi.messages import translate
from website.markdown import cell, code, note, page, prose, table, words


def commands_page() -> str:
    """Return the page in the language of the run."""
    commands = {name: build_command(name) for name in COMMANDS}
    blocks = [
        note(),
        words("# Commands and options", "# 命令与选项"),
        words(
            "What `--help` says of every command. [The manual](../manual.md) explains it.",
            "各命令 `--help` 的全部内容。详细说明见[手册](../manual.zh-CN.md)。",
        ),
        table(
            (words("command", "命令"), words("what it does", "作用")),
            [
                (f"[`banshi {name}`](#banshi-{name})", cell(translate(summary)))
                for name, summary in COMMANDS.items()
            ],
        ),
        "## banshi",
        *_described(build_app(), "banshi"),
    ]
    for name, command in commands.items():
        blocks += [f"## banshi {name}", *_described(command, f"banshi {name}")]
    return page(*blocks, *_settings(commands))


def _described(command: Any, path: str) -> Iterator[str]:
    """Yield usage, description, arguments and options of `command`."""
    context = typer.Context(command, info_name=path)
    yield from (prose(text) for text in (command.help or "").split("\n\n"))
    yield f"```sh\n{path} {' '.join(command.collect_usage_pieces(context))}\n```"
    # Laying the help out puts the options that typer adds by itself into the language of the run.
    command.format_options(context, context.make_formatter())
    arguments, options = [], []
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            arguments.append((code(param.metavar), cell(param.help)))
        elif record := param.get_help_record(context):
            again = words(" May be repeated.", "可重复。") if param.multiple else ""
            options.append((code(record[0]), cell(record[1]) + again))
    meaning = words("meaning", "含义")
    if arguments:
        yield table((words("argument", "参数"), meaning), arguments)
    yield table((words("option", "选项"), meaning), options)


def _settings(commands: dict[str, Any]) -> Iterator[str]:
    """Yield what can be set in banshi.toml and in the environment, and where it counts."""
    yield words("## Settings", "## 设置")
    yield words(
        "The names of the options in `banshi.toml` and `[tool.banshi]`, and in the environment."
        " A flag outranks the environment, which outranks the settings.",
        "各选项在 `banshi.toml`、`[tool.banshi]` 中和环境变量中的名称。命令行优先于环境变量，"
        "环境变量优先于设置文件。",
    )
    rows = []
    for name in OPTIONS:
        users = [
            f"`{command}`"
            for command, built in commands.items()
            if any(name in _names(param) for param in built.params)
        ]
        variable = "BANSHI_" + name.upper().replace("-", "_")
        rows.append((f"`{name}`", f"`{variable}`", words(", ", "、").join(users)))
    yield table(
        (words("setting", "设置"), words("variable", "环境变量"), words("commands", "命令")), rows
    )


def _names(param: Any) -> set[str]:
    """Return the names of an option or argument as the settings spell them."""
    if param.param_type_name == "argument":
        return {str(param.name)}
    return {name.lstrip("-") for name in param.opts if name.startswith("--")}
