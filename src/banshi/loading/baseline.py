"""Reads a baseline. It was written by banshi, so whatever is odd about it refuses the whole file.

A baseline hides what is amiss: one that is damaged, or that a newer banshi wrote with a key that
this one does not know, must hide nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from banshi.messages import Message, say
from banshi.model.baseline import Baseline, BaselineKey
from banshi.position import Position, Problem

MAX_BYTES = 64_000_000
VERSION = "1"
_FIELDS = tuple(field.name for field in fields(BaselineKey))
_NEVER_NULL = ("plan", "task", "target")


@dataclass(frozen=True, slots=True)
class LoadedBaseline:
    """The baseline, or what is wrong with its file."""

    baseline: Baseline | None
    problems: tuple[Problem, ...] = ()


class _DoubledKeyError(ValueError):
    """A key stands twice in one JSON object: which one is meant would be a guess."""


def read_baseline(data: bytes, name: str) -> LoadedBaseline:
    """Return the baseline in `data`, the content of the file `name`; never raises for its content.

    Source of the shape: schemas/baseline.schema.json.
    """
    document, fault = _document(data, name)
    problems = [fault] if fault else list(_faults(document, name))
    if problems:
        return LoadedBaseline(None, tuple(problems))
    keys = frozenset(BaselineKey(**entry) for entry in document["entries"])
    return LoadedBaseline(Baseline(name, sha256(data).hexdigest(), keys))


def _document(data: bytes, name: str) -> tuple[Any, Problem | None]:
    """Return what the JSON holds, or why it cannot be read."""
    if len(data) > MAX_BYTES:
        message = say("larger than {most} MB", most=MAX_BYTES // 1_000_000)
        return None, _problem(Position(name), message)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, _problem(Position(name, line), say("not UTF-8; save the file as UTF-8"))
    try:
        return json.loads(text, object_pairs_hook=_object), None
    except json.JSONDecodeError as error:
        place = Position(name, error.lineno, error.colno)
        # What breaks off is a copy that was not finished; all else was never JSON, or was edited.
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            return None, _problem(place, say("the file is cut off here; make the baseline anew"))
        return None, _problem(place, say("not valid JSON from here"))
    except (ValueError, RecursionError):
        return None, _problem(Position(name), say("this is no baseline of banshi"))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _DoubledKeyError
    return found


def _faults(document: Any, name: str) -> Iterator[Problem]:
    """Yield what is wrong with the shape; the first fault of the whole is the only one said."""
    here = Position(name)
    tool = document.get("tool") if isinstance(document, dict) else None
    if not isinstance(tool, dict) or tool.get("name") != "banshi":
        yield _problem(here, say("this is no baseline of banshi"))
        return
    version = document.get("schema_version")
    if version != VERSION:
        message = say(
            "a baseline of version {version}, made by banshi {tool}; this banshi reads version"
            " {known}: make the baseline anew, or update banshi",
            version=str(version)[:20],
            tool=str(tool.get("version"))[:20],
            known=VERSION,
        )
        yield _problem(here, message)
        return
    command, entries = document.get("command"), document.get("entries")
    if command != "baseline" or not isinstance(entries, list):
        message = say(
            "a result of banshi {command}, and no baseline; --create-baseline makes one",
            command=str(command)[:20],
        )
        yield _problem(here, message)
        return
    for number, entry in enumerate(entries, 1):
        if fault := _entry_fault(entry, number):
            yield _problem(here, fault)


def _entry_fault(entry: Any, number: int) -> Message | None:
    """Say what is wrong with one entry, by its number: nothing may be left to a guess."""
    if not isinstance(entry, dict):
        return say("entry {number} has no keys", number=number)
    for key in sorted({*entry} - {*_FIELDS}):
        return say(
            "entry {number}: unknown key {key}; a newer banshi may have written it",
            number=number,
            key=key,
        )
    for key in _FIELDS:
        if key not in entry:
            return say("entry {number}: key {key} is missing", number=number, key=key)
        value = entry[key]
        if not (isinstance(value, str) and value) and (value is not None or key in _NEVER_NULL):
            return say("entry {number}: {key} is no text", number=number, key=key)
    return None


def _problem(place: Position, message: Message) -> Problem:
    return Problem(place, "baseline", message)
