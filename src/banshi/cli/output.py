"""The only part that writes: standard output and error, and files, whole or not at all."""

import contextlib
import errno
import io
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from banshi.errors import OutputError
from banshi.formats.style import NATURAL_WIDTH, Style
from banshi.messages import Message, say, say_count, why
from banshi.position import Problem
from banshi.visible import visible

_MOST_PROBLEMS = 500
_HEAD = 400
# How banshi's own JSON and tables begin; a first line is telling where it is as long as a header.
_OWN = re.compile(
    rb'\{\s*"schema_version": "1",\s*"tool": \{\s*"name": "banshi"|banshi (check|due) '
)
_TELLING = 20
# How a workbook of banshi's own says who made it; saved by any other program, it says another time
# of its last change than of its making, and may hold what somebody filled in.
_OWN_CORE = re.compile(
    rb"<dc:creator[^>]*>banshi</dc:creator>.*<dcterms:created[^>]*>([^<]+)<"
    rb".*<dcterms:modified[^>]*>\1<",
    re.DOTALL,
)
_MOST_CORE = 10_000
MACHINE_FORMATS = ("json", "csv")
_SUFFIXES = {".json": "json", ".csv": "csv"}


def prepare_streams() -> None:
    """Let both streams take any character, whatever encoding the console has."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def to_stderr(message: Message | str) -> None:
    """Write one line that is no result: a note, a repair, progress."""
    text = message if isinstance(message, str) else str(message)
    # A stderr that takes nothing must not change how the run ends.
    with contextlib.suppress(OSError, ValueError):
        print("\n".join(visible(line) for line in text.split("\n")), file=sys.stderr, flush=True)


def problems_to_stderr(problems: Iterable[Problem]) -> None:
    """Write each problem on a line of its own; a flood is cut, and its size said."""
    listed = list(problems)
    for problem in listed[:_MOST_PROBLEMS]:
        to_stderr(str(problem))
    if len(listed) > _MOST_PROBLEMS:
        rest = len(listed) - _MOST_PROBLEMS
        to_stderr(say_count("and {count} more like these", "and {count} more like these", rest))


def style(color: str, *, verbose: bool, to_file: bool) -> Style:
    """Return how a table is drawn: colours and the terminal's width only on a terminal."""
    terminal = not to_file and sys.stdout.isatty()
    if color == "auto":
        colored = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    else:
        colored = color == "always"
    width = NATURAL_WIDTH
    if terminal:
        with contextlib.suppress(OSError):
            width = max(60, os.get_terminal_size(sys.stdout.fileno()).columns)
    return Style(width, colored, verbose)


def format_for(chosen: str | None, output: Path | None) -> str:
    """Return the format: the chosen one, else the one that the suffix of the file names."""
    if chosen:
        return chosen
    return _SUFFIXES.get(output.suffix.lower(), "table") if output else "table"


def deliver(text: str, output: Path | None, *, force: bool = False) -> None:
    """Write a result to standard output, or to `output` whole or not at all.

    Raises:
        OutputError: the file cannot be written, or is there already and is not banshi's own.
    """
    if output is None:
        _to_stdout(text)
        return
    refuse_foreign(output, text.split("\n", 1)[0], force=force)
    write_file(output, text.encode("utf-8", "backslashreplace"))


def deliver_bytes(data: bytes, output: Path, *, force: bool = False) -> None:
    """Write a result that is no text to `output`, whole or not at all.

    Raises:
        OutputError: the file cannot be written, or is there already and is not banshi's own.
    """
    if not _holds(output, data):
        refuse_foreign(output, force=force)
        write_file(output, data)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _to_stdout(text: str) -> None:
    try:
        if isinstance(raw := getattr(sys.stdout, "buffer", None), io.RawIOBase):
            _write_whole(raw, text)
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
    except BrokenPipeError:
        # Typer would end with 1 here, which looks like a violation. What is left in the buffer
        # goes nowhere, or the interpreter would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(str(say("nobody reads the output to its end"))) from None


def _write_whole(raw: io.RawIOBase, text: str) -> None:
    """Write to a stream without a buffer, as PYTHONUNBUFFERED makes it.

    Python takes the part that a full disk still held for the whole there, and says nothing.
    """
    lines = text.replace("\n", os.linesep)
    left = memoryview(lines.encode(sys.stdout.encoding, sys.stdout.errors or "strict"))
    while left:
        written = raw.write(left)
        if not written:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        left = left[written:]


def refuse_foreign(path: Path, first_line: str = "", *, force: bool = False) -> None:
    """Refuse to overwrite a file that banshi did not write.

    Raises:
        OutputError: `path` is there, is not empty and is not banshi's own.
    """
    if path.exists() and not path.is_file():
        raise OutputError(str(say("{path} is not a file", path=str(path))))
    if force or not path.exists():
        return
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise OutputError(_why(path, error)) from None
    known_line = len(first_line) >= _TELLING and head.startswith(first_line.encode())
    if head and not known_line and not _OWN.match(head) and not _own_workbook(path, head):
        message = say(
            "{path} is there already and is not banshi's, or was changed since; --force overwrites",
            path=str(path),
        )
        raise OutputError(str(message))


def _own_workbook(path: Path, head: bytes) -> bool:
    """Whether `path` is a workbook that banshi wrote and nothing else has saved since."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    from zipfile import ZipFile

    try:
        with ZipFile(path) as book, book.open("docProps/core.xml") as part:
            return bool(_OWN_CORE.search(part.read(_MOST_CORE)))
    except Exception:  # noqa: BLE001 - whatever is wrong with an archive, it is not banshi's
        return False


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to a temporary file beside `path` and rename it; a failure leaves the old file.

    Raises:
        OutputError: the file cannot be written.
    """
    import tempfile

    path = path.resolve()  # a link is written through, not replaced
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OutputError(_why(path, error)) from None
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(path: Path, error: OSError) -> str:
    return str(say("{path} cannot be written: {detail}", path=str(path), detail=why(error)))
