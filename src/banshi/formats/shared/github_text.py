"""Workflow commands of GitHub Actions: annotations, and text that is none of them.

The runner reads every line that a step writes, on either stream, and obeys what looks like a
command; so no text of a file may look like one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from banshi import __version__
from banshi.messages import mark_count, say_count
from banshi.position import Position
from banshi.values import dataclass
from banshi.visible import visible

MOST = 10
"""Annotations of a kind that GitHub shows of a step; the rest is dropped in silence."""
# By grade, the worst first.
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_STDIN = "<stdin>"
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}
# A command begins a line, or stands anywhere in it in the older form.
_COMMAND = re.compile(r"^[^\S\n]*:(?=:)|##(?=\[)", re.MULTILINE)
_MORE: Mapping[str, tuple[str, str]] = {
    "error": mark_count(
        "and {count} more error: GitHub shows ten a step",
        "and {count} more errors: GitHub shows ten a step",
    ),
    "warning": mark_count(
        "and {count} more warning: GitHub shows ten a step",
        "and {count} more warnings: GitHub shows ten a step",
    ),
    "note": mark_count(
        "and {count} more notice: GitHub shows ten a step",
        "and {count} more notices: GitHub shows ten a step",
    ),
}


@dataclass(frozen=True, slots=True)
class Annotation:
    """What GitHub shows at a line of a file, or beside the run where there is none."""

    title: str
    lines: Sequence[str]
    place: Position | None = None
    """A column in it is one of characters; where a row stands in a table, 0."""


def inert(text: str) -> str:
    """Return `text` with a space in whatever the runner would obey.

    >>> inert("::add-mask::a ##[group]b")
    ': :add-mask::a ## [group]b'
    """
    return _COMMAND.sub(lambda match: match.group() + " ", text)


def commands(name: str, found: Iterable[tuple[str, Callable[[], Annotation]]]) -> str:
    """Return a line for each annotation of `banshi NAME`, and how many there were more of a kind.

    The first line says who wrote them, and is shown to nobody who does not debug a workflow.
    `found` has the grade of each, and what makes it: GitHub shows ten of a kind a step, and more
    are not made.
    """
    kinds: dict[str, list[Callable[[], Annotation]]] = {kind: [] for kind in _COMMANDS}
    for grade, make in found:
        kinds[grade].append(make)
    lines = [f"::debug::banshi {name} {__version__}"]
    lines += [_command(kind, make()) for kind, every in kinds.items() for make in every[:MOST]]
    for kind, every in kinds.items():
        if rest := len(every[MOST:]):
            lines.append(str(say_count(*_MORE[kind], rest)))
    return "".join(f"{line}\n" for line in lines)


def _command(grade: str, annotation: Annotation) -> str:
    properties: dict[str, str] = {}
    place = annotation.place
    lines = [visible(line) for line in annotation.lines]
    if place and place.file != _STDIN:
        # Without a line GitHub shows an annotation nowhere in the file.
        properties |= {"file": visible(place.file), "line": str(place.line or 1)}
        if place.column:
            properties["col"] = str(place.column)
    properties["title"] = visible(annotation.title)
    named = ",".join(f"{name}={_escape(value, _PROPERTY)}" for name, value in properties.items())
    data = _escape("\n".join(lines), _DATA)
    return f"::{_COMMANDS[grade]} {named}::{data}"


def _escape(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in text)
