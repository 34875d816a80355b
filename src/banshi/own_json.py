"""Reads JSON that banshi itself wrote: whatever is odd about it refuses the whole file.

A result or baseline that is damaged, was edited or comes from another version must not pass for
what banshi said.
"""

import json
from typing import Any

from banshi.messages import Message, say
from banshi.position import Position
from banshi.values import dataclass

VERSION = "1"
"""The version of the shapes that this banshi writes and reads."""
MAX_BYTES = 64_000_000
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class OwnFault:
    """Why a file is none of banshi's, and where."""

    position: Position
    message: Message


class _DoubledKeyError(ValueError):
    """A key stands twice in one JSON object: which one is meant would be a guess."""


def document(data: bytes, name: str, foreign: Message, most: int = MAX_BYTES) -> Any | OwnFault:
    """Return what the JSON `data` of the file `name` holds, or why it cannot be read.

    `foreign` says what the file is not, where it is no JSON of banshi's at all; a file of more than
    `most` bytes is not read.
    """
    if len(data) > most:
        return OwnFault(Position(name), say("larger than {most} MB", most=most // 1_000_000))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return OwnFault(Position(name, line), say("not UTF-8; save the file as UTF-8"))
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        place = Position(name, error.lineno, error.colno)
        # What breaks off is a copy that was not finished; all else was never JSON, or was edited.
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            return OwnFault(place, say("the file is cut off here; make it anew"))
        return OwnFault(place, say("not valid JSON from here"))
    except (ValueError, RecursionError):
        return OwnFault(Position(name), foreign)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _DoubledKeyError
    return found


def head_fault(found: Any, command: str, foreign: Message) -> Message | None:
    """Say why `found` was not written by `banshi COMMAND` in a version that this banshi reads."""
    tool = found.get("tool") if isinstance(found, dict) else None
    if not isinstance(tool, dict) or tool.get("name") != "banshi":
        return foreign
    version = found.get("schema_version")
    if version != VERSION:
        return say(
            "of version {version}, made by banshi {tool}; this banshi reads version {known}: make"
            " the file anew, or update banshi",
            version=str(version)[:_SHOWN],
            tool=str(tool.get("version"))[:_SHOWN],
            known=VERSION,
        )
    if found.get("command") != command:
        return say(
            "{foreign}, but a result of banshi {command}",
            foreign=foreign,
            command=str(found.get("command"))[:_SHOWN],
        )
    return None
