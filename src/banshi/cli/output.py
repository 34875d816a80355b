"""The only part that writes: standard output and error, and files, whole or not at all."""

import contextlib
import errno
import io
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from banshi.cli import github
from banshi.errors import OutputError
from banshi.formats import SUFFIXES
from banshi.formats.shared.style import NATURAL_WIDTH, Style
from banshi.messages import Message, say, say_count, why
from banshi.position import Problem
from banshi.visible import visible

_MOST_PROBLEMS = 500
_HEAD = 400
# How banshi's own files begin; a first line is telling where it is as long as a header.
_OWN = re.compile(
    rb'\{\s*"schema_version": "1",\s*"tool": \{\s*"name": "banshi"'  # JSON
    rb"|banshi (check|due) [^\n]{0,12}[0-9]{4}-[0-9]{2}-[0-9]{2}[^\n]{0,12}\n"  # tables
    rb"|banshi trend [^\n]*[0-9]{4}-[0-9]{2}-[0-9]{2}[^\n]{0,12}\n"
    rb"|<!-- banshi "  # Markdown
    rb"|::debug::banshi "  # annotations
    rb'|<!doctype html>.*<meta name="generator" content="banshi '
    rb"|<\?xml [^>]*>\s*<!-- banshi "  # JUnit
    rb'|\{\s*"\$schema": .*"driver": \{\s*"name": "banshi"'  # SARIF
    rb"|BEGIN:VCALENDAR\r\n.*PRODID:-//banshi//",
    re.DOTALL | re.IGNORECASE,
)
_TELLING = 20
# Not made of the file's own name, which may be as long as names can be.
_TEMPORARY = ".banshi-"
# How a workbook of banshi's own says who made it; saved by any other program, it says another time
# of its last change than of its making, and may hold what somebody filled in.
_OWN_CORE = re.compile(
    rb"<dc:creator[^>]*>banshi</dc:creator>.*<dcterms:created[^>]*>([^<]+)<"
    rb".*<dcterms:modified[^>]*>\1<",
    re.DOTALL,
)
_MOST_CORE = 10_000
_BOM = b"\xef\xbb\xbf"


def prepare_streams() -> None:
    """Let both streams take any character, whatever encoding the console has."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def to_stderr(message: Message | str) -> None:
    """Write one line that is no result: a note, a repair, progress."""
    text = message if isinstance(message, str) else str(message)
    shown = "\n".join(visible(line) for line in text.split("\n"))
    # A stderr that takes nothing must not change how the run ends.
    with contextlib.suppress(OSError, ValueError):
        print(github.disarmed(shown), file=sys.stderr, flush=True)


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
    return SUFFIXES.get(output.suffix.lower(), "table") if output else "table"


def deliver(
    content: str | bytes,
    output: Path | None,
    *,
    force: bool = False,
    bom: bool = False,
    readable: bool = False,
) -> None:
    """Write a result to standard output, or to `output` whole or not at all.

    Text is written as UTF-8. With `bom` a file begins with a byte order mark: without one Excel
    takes a CSV file for text in the code page of its machine. Bytes that are `readable` are text
    whose every byte is laid down, and may go to a terminal too.

    Raises:
        OutputError: the file cannot be written, or is there already and is not banshi's own; or
            what is no text was to go to a terminal.
    """
    if output is None:
        _to_stdout(content, readable=readable)
        return
    if isinstance(content, bytes):
        data, first_line = content, ""
    else:
        data, first_line = content.encode("utf-8", "backslashreplace"), content.split("\n", 1)[0]
        data = _BOM + data if bom else data
    if not _holds(output, data):
        refuse_foreign(output, first_line, force=force)
        write_file(output, data)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _to_stdout(content: str | bytes, *, readable: bool) -> None:
    if isinstance(content, bytes) and not readable and sys.stdout.isatty():
        message = say("the result is no text: write it to a file with -o, or into a pipe")
        raise OutputError(str(message))
    try:
        if isinstance(raw := getattr(sys.stdout, "buffer", None), io.RawIOBase):
            _write_whole(raw, content)
        elif isinstance(content, bytes):
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
        else:
            sys.stdout.write(content)
            sys.stdout.flush()
    except BrokenPipeError:
        # Typer would end with 1 here, which looks like a violation. What is left in the buffer
        # goes nowhere, or the interpreter would try once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(str(say("nobody reads the output to its end"))) from None


def _write_whole(raw: io.RawIOBase, content: str | bytes) -> None:
    """Write to a stream without a buffer, as PYTHONUNBUFFERED makes it.

    Python takes the part that a full disk still held for the whole there, and says nothing.
    """
    if isinstance(content, str):
        lines = content.replace("\n", os.linesep)
        content = lines.encode(sys.stdout.encoding, sys.stdout.errors or "strict")
    left = memoryview(content)
    while left:
        written = raw.write(left)
        if not written:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        left = left[written:]


def real(path: Path) -> Path:
    """Return where `path` leads; unlike Path.resolve, of links in a circle too."""
    return Path(os.path.realpath(path))


def refuse_unwritable(path: Path) -> None:
    """Refuse a file that cannot be written, before the work for it is done.

    Raises:
        OutputError: its folder is missing, or takes no new file.
    """
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(dir=real(path).parent, prefix=_TEMPORARY):
            pass
    except OSError as error:
        raise OutputError(_why(path, error)) from None


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
    head = head.removeprefix(_BOM)
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

    path = real(path)  # a link is written through, not replaced
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_TEMPORARY, delete=False) as file:
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
