"""Records runs in a history file, and puts what it holds beside a new result."""

from pathlib import Path
from types import ModuleType

from banshi.cli import output
from banshi.cli.exit_codes import ExitCode
from banshi.errors import BadUsageError, BanshiError
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.history.past import with_past
from banshi.history.run import run_of
from banshi.history.series import Said
from banshi.messages import say


def store() -> ModuleType:
    """Return the module that knows the file; it needs SQLite.

    Raises:
        BadUsageError: this Python was built without it.
    """
    try:
        from banshi.history import store as module
    except ImportError:
        message = say("this Python was built without SQLite, in which a history is kept")
        raise BadUsageError(str(message)) from None
    return module


def open_history(path: Path, as_of: str) -> tuple[Said, ...]:
    """Return what runs up to the day `as_of` said, before the work of this one is done.

    Raises:
        BanshiError: what lies at `path` is no history, or this run could not be recorded there; it
            was left as it is.
    """
    if not path.exists():
        output.refuse_unwritable(path)
    said: tuple[Said, ...] = store().said_until(path, as_of)
    return said


def beside(result: CheckResult, said: tuple[Said, ...]) -> CheckResult:
    """Return `result` with what earlier runs said of its series."""
    return with_past(result, said)


def record(path: Path, result: CheckResult, code: ExitCode, *, quiet: bool) -> None:
    """Record `result`, but not from input that is wrong: it would pass for what was reported.

    Raises:
        BanshiError: it could not be recorded; the file was left as it is.
    """
    if code is ExitCode.WRONG_INPUT:
        output.to_stderr(say("{path}: nothing is recorded from wrong input", path=str(path)))
        return
    try:
        new = store().append(path, run_of(result))
    except BanshiError:
        output.to_stderr(say("{path}: this run was not recorded", path=str(path)))
        raise
    if not quiet:
        done = (
            say("{path}: this run is recorded", path=str(path))
            if new
            else say("{path}: this run was recorded before", path=str(path))
        )
        output.to_stderr(done)
