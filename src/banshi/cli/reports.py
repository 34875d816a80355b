"""The reports of one check: which formats are wanted, and where each goes."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from banshi.cli import github, output, values
from banshi.errors import BadUsageError, OutputError
from banshi.formats import CHECK, TABLE_STATUSES
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.shared.style import Style
from banshi.messages import say, why
from banshi.values import dataclass

# How a CSV result begins, by which a file of banshi's own is known; a test holds it to the format.
CSV_FIRST_LINE = "status,severity,plan,task,clause,target,"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A format of the result, and the file that it goes to; None is standard output."""

    format: str
    path: Path | None


def wanted(
    format_: str | None,
    output_file: Path | None,
    reports: Sequence[str] | None,
    *,
    automatic: bool = False,
) -> tuple[Wanted, ...]:
    """Return what -f, -o and --report ask for: the result itself first.

    With `automatic` it is annotations where nothing was asked for and GitHub Actions runs this.

    Raises:
        BadUsageError: a format is unknown, a report names no file, or two name the same one.
    """
    if automatic and github.wanted(format_, output_file):
        format_ = "github"
    chosen = values.choice(output.format_for(format_, output_file), "--format", tuple(CHECK))
    found = [Wanted(chosen, output_file)]
    for text in reports or ():
        name, sign, path = text.partition("=")
        if not sign or path in {"", "-"}:  # standard output has the result itself
            message = say(
                "--report: {text} is not FORMAT=FILE, such as html=report.html", text=text
            )
            raise BadUsageError(str(message))
        found.append(Wanted(values.choice(name, "--report", tuple(CHECK)), Path(path)))
    refuse_doubles([one.path for one in found if one.path])
    return tuple(found)


def refuse_doubles(paths: Sequence[Path]) -> None:
    """Refuse to write two results into one file.

    Raises:
        BadUsageError: two of `paths` are the same file.
    """
    seen: set[Path] = set()
    for path in paths:
        real = output.real(path)
        if real in seen:
            message = say("{path} can hold one result, not two", path=str(path))
            raise BadUsageError(str(message))
        seen.add(real)


def refuse(found: Sequence[Wanted], reads: Iterable[str | Path], *, force: bool) -> None:
    """Refuse, before anything is read, what cannot be written or is not banshi's own.

    `reads` are the files that the run reads: none of them is written over, even by force.

    Raises:
        OutputError: a file is there and not banshi's own, is read by the run, or cannot be written.
    """
    inputs = {output.real(Path(name)) for name in reads}
    for one in found:
        if one.path:
            if output.real(one.path) in inputs:
                message = say("{path} is read by this run; write elsewhere", path=str(one.path))
                raise OutputError(str(message))
            output.refuse_foreign(one.path, CSV_FIRST_LINE, force=force)
            output.refuse_unwritable(one.path)


def statuses(found: Sequence[Wanted], *, verbose: bool) -> tuple[str, ...] | None:
    """Return the verdicts that need entries: a table shows few; None is all."""
    if verbose or any(one.format != "table" for one in found):
        return None
    return TABLE_STATUSES


def write(found: Sequence[Wanted], result: CheckResult, color: str, *, verbose: bool) -> None:
    """Write every report; each is rendered before the first is written.

    Raises:
        OutputError: a file cannot be written.
    """
    contents = list(_rendered(found, result, color, verbose=verbose))
    # Standard output last: who reads it may stop, and the files are to be there all the same.
    for one, content in sorted(contents, key=lambda pair: pair[0].path is None):
        output.deliver(content, one.path, force=True, bom=one.format == "csv")
    if any(one.format == "github" and one.path is None for one in found):
        github.summarise(lambda: str(render("markdown", result, Style())))


def _rendered(
    found: Sequence[Wanted], result: CheckResult, color: str, *, verbose: bool
) -> Iterator[tuple[Wanted, str | bytes]]:
    for one in found:
        drawn = output.style(color, verbose=verbose, to_file=one.path is not None)
        content = render(one.format, result, drawn)
        if one.format == "table" and one.path is None:
            content = github.disarmed(str(content))
        yield one, content


def render(name: str, result: CheckResult, drawn: Style) -> str | bytes:
    """Return `result` in the format `name`; its module is imported now, with what it draws with."""
    module = import_module(f"banshi.formats.{CHECK[name]}")
    content: str | bytes = (
        module.render(result, drawn) if name == "table" else module.render(result)
    )
    return content


def saved(name: str) -> CheckResult:
    """Return the result that the file `name` holds; - is standard input.

    Raises:
        BadUsageError: it cannot be read, or is no result of this banshi as it was written.
    """
    # A run makes its result itself.
    from banshi.formats.check.read_result import MAX_BYTES, read_result

    if name == "-":
        return read_result(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>")
    try:
        with Path(name).open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # of what has no end, no more than shows it
    except (OSError, ValueError) as error:
        message = say("{path} cannot be read: {detail}", path=name, detail=why(error))
        raise BadUsageError(str(message)) from None
    return read_result(data, name)
