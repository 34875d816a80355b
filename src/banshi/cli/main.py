"""The error boundary: whatever happens, a run ends with one of the exit codes and a clear line."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from banshi.cli import output
from banshi.cli.exit_codes import ExitCode
from banshi.errors import BanshiError
from banshi.messages import Message, say, speaking, why


def run() -> NoReturn:
    """Run the command line of this process and end it."""
    # A short life that makes no cycles worth finding: the collector would only walk what is loaded.
    gc.disable()
    code = int(main(sys.argv[1:]))
    # Nor would it find anything at the end, where the interpreter asks it once more.
    gc.freeze()
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run `banshi ARGUMENTS` and return its exit code; never raises.

    An exception that typer lets through would end with 1 and look like a violation.
    """
    # No installed pydantic plugin has a say in how a registry is read; looking for them takes time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A workbook is the same, to the byte, whether lxml happens to be installed or not.
    os.environ["OPENPYXL_LXML"] = "False"
    output.prepare_streams()
    try:
        return _in_language(list(arguments))
    except BanshiError as error:
        output.to_stderr(say("banshi: {message}", message=str(error)))
        return ExitCode.WRONG_INPUT
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except SystemExit as end:  # typer ends a run with 1 where nobody reads its output
        return ExitCode.WRONG_INPUT if end.code == 1 else int(end.code or 0)
    except OSError as error:
        output.to_stderr(say("banshi: {message}", message=why(error)))
        return ExitCode.WRONG_INPUT
    except Exception:  # noqa: BLE001 - a fault outside the inner boundary is one all the same
        return _fault()


def _in_language(arguments: list[str]) -> int:
    from banshi.cli.config import find_config
    from banshi.cli.language import choose

    with speaking(choose(arguments, None)):  # faults in the settings speak the language too
        config = find_config(_folder())
    with speaking(choose(arguments, config.values.get("lang"))):
        try:
            return _dispatch(arguments, config.values)
        except BanshiError as error:
            output.to_stderr(say("banshi: {message}", message=str(error)))
            return ExitCode.WRONG_INPUT
        except KeyboardInterrupt:
            output.to_stderr(say("interrupted"))
            return ExitCode.INTERRUPTED
        except OSError as error:
            output.to_stderr(say("banshi: {message}", message=why(error)))
            return ExitCode.WRONG_INPUT
        except Exception:  # noqa: BLE001 - this is the boundary
            return _fault()


def _folder() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the folder is gone: then it holds no settings
        return Path("/")


def _dispatch(arguments: list[str], settings: dict[str, Any]) -> int:
    from typer._click.exceptions import UsageError

    from banshi.cli.app import COMMANDS, build_app

    defaults: dict[str, Any] = {name: _defaults(settings) for name in COMMANDS}
    app = build_app()
    try:
        result = app.main(
            arguments, prog_name="banshi", standalone_mode=False, default_map=defaults
        )
    except UsageError as error:
        return _usage(error)
    if result == ExitCode.INTERRUPTED:  # typer makes an exit code of Ctrl-C without a word
        raise KeyboardInterrupt
    return int(result or 0)


def _defaults(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings by parameter name: some words are taken by Python or by a module."""
    renamed = {
        "calendar": "calendar_file",
        "format": "format_",
        "map": "map_",
        "output": "output_file",
        "rejects": "rejects_file",
    }
    return {renamed.get(name, name): value for name, value in settings.items()}


def _usage(error: Any) -> int:
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    if kind == "NoArgsIsHelpError":
        sys.stdout.write(error.format_message() + "\n")
        return ExitCode.WRONG_INPUT
    output.to_stderr(say("banshi: {message}", message=_explained(kind, error)))
    if context is not None:
        path = context.command_path
        output.to_stderr(say("`{command} --help` shows how it is used", command=path))
    return ExitCode.WRONG_INPUT


def _explained(kind: str, error: Any) -> Message:
    if kind == "NoSuchOption":
        message = say("no option {name}", name=error.option_name)
        if error.possibilities:
            names = ", ".join(sorted(error.possibilities))
            message = say("{what}; did you mean {names}?", what=message, names=names)
        return message
    if kind == "MissingParameter" and error.param is not None:
        return say("{name} is missing", name=error.param.metavar or error.param.name)
    if kind == "BadOptionUsage":
        return say("option {name} needs a value", name=error.option_name)
    if kind == "BadParameter" and error.param is not None:
        name = "/".join(error.param.opts)
        return say(
            "{name}: the value is not understood ({detail})", name=name, detail=error.message
        )
    return say("{detail}", detail=error.format_message())


def _fault() -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="banshi-fault-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        traceback.print_exc(file=file)
    output.to_stderr(
        say(
            "banshi: a fault of banshi itself, not of your input; what happened is in {path}",
            path=file.name,
        )
    )
    return ExitCode.FAULT
