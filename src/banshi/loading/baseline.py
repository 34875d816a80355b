"""Reads a baseline. It was written by banshi, so whatever is odd about it refuses the whole file.

A baseline hides what is amiss: one that is damaged, or that a newer banshi wrote with a key that
this one does not know, must hide nothing.
"""

from collections.abc import Iterator
from dataclasses import fields
from hashlib import sha256
from typing import Any

from banshi.messages import Message, say
from banshi.model.baseline import Baseline, BaselineKey
from banshi.own_json import OwnFault, document, head_fault
from banshi.position import Position, Problem
from banshi.values import dataclass

_FOREIGN = say("this is no baseline of banshi (--create-baseline makes one)")
_FIELDS = tuple(field.name for field in fields(BaselineKey))
_NEVER_NULL = ("plan", "task", "target")


@dataclass(frozen=True, slots=True)
class LoadedBaseline:
    """The baseline, or what is wrong with its file."""

    baseline: Baseline | None
    problems: tuple[Problem, ...] = ()


def read_baseline(data: bytes, name: str) -> LoadedBaseline:
    """Return the baseline in `data`, the content of the file `name`; never raises for its content.

    Source of the shape: schemas/baseline.schema.json.
    """
    found = document(data, name, _FOREIGN)
    if isinstance(found, OwnFault):
        return LoadedBaseline(None, (_problem(found.position, found.message),))
    if problems := tuple(_faults(found, name)):
        return LoadedBaseline(None, problems)
    keys = frozenset(BaselineKey(**entry) for entry in found["entries"])
    return LoadedBaseline(Baseline(name, sha256(data).hexdigest(), keys))


def _faults(found: Any, name: str) -> Iterator[Problem]:
    """Yield what is wrong with the shape; the first fault of the whole is the only one said."""
    here = Position(name)
    if fault := head_fault(found, "baseline", _FOREIGN):
        yield _problem(here, fault)
        return
    entries = found.get("entries")
    if not isinstance(entries, list):
        yield _problem(here, _FOREIGN)
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
