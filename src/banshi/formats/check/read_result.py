"""Reads the JSON result of a check back, for other formats: unchanged, or not at all."""

import datetime as dt
from typing import Any

from banshi.errors import BadUsageError
from banshi.formats.shapes.json_v1 import CheckFile, CheckResult
from banshi.formats.shared.json_text import digest_of
from banshi.messages import Message, say
from banshi.own_json import OwnFault, document, head_fault

# A result holds every outcome: the largest run that a page or workbook can be made of.
MAX_BYTES = 256_000_000
_FOREIGN = say("this is no result of banshi check (-f json writes one)")


def read_result(data: bytes, name: str) -> CheckResult:
    """Return the result that the JSON `data` of the file `name` holds.

    Raises:
        BadUsageError: it is none, is cut off, was written by another version, or was changed since
            it was written.
    """
    found = document(data, name, _FOREIGN, MAX_BYTES)
    if isinstance(found, OwnFault):
        raise _refused(str(found.position), found.message)
    if fault := head_fault(found, "check", _FOREIGN) or _changed(found):
        raise _refused(name, fault)
    return _checked(found, name)


def _changed(found: dict[str, Any]) -> Message | None:
    digest = found.pop("digest", None)
    if digest is None:
        return say(
            "its digest is missing: it was changed, or made by an older banshi; make it anew"
        )
    try:
        same = digest == digest_of(found)
    except ValueError:  # NaN and Infinity, which banshi never writes
        same = False
    if not same:
        return say("it was changed after banshi wrote it: its digest differs; make it anew")
    return None


def _checked(found: dict[str, Any], name: str) -> CheckResult:
    """Return `found` where its shape is right; else it was made by a version with another one."""
    from pydantic import TypeAdapter, ValidationError

    adapter: TypeAdapter[CheckFile] = TypeAdapter(CheckFile)
    try:
        adapter.validate_python({**found, "digest": ""}, strict=True)
    except ValidationError as error:
        place = ".".join(str(step) for step in error.errors()[0]["loc"])
        version = str(found["tool"].get("version"))[:20]
        message = say(
            "{place} is not as this banshi writes it: the result was made by banshi {version};"
            " make it anew",
            place=place,
            version=version,
        )
        raise _refused(name, message) from None
    if not _sound(found):
        raise _refused(name, say("its days or plans contradict each other; make it anew"))
    return found  # type: ignore[return-value]  # just checked


def _sound(found: dict[str, Any]) -> bool:
    """Whether every day is one, and every verdict is on a plan that was checked."""
    entries = [*found["outcomes"], *found["milestones"]]
    plans = {plan["id"] for plan in found["plans"]}
    waivers = [entry["waiver"]["expires"] for entry in entries if entry["waiver"]]
    days = {found["as_of"], *(e["by"] for e in entries), *waivers}
    try:
        for day in days - {None}:
            dt.date.fromisoformat(day)
    except ValueError:
        return False
    return all(entry["plan"] in plans for entry in entries)


def _refused(place: str, message: Message) -> BadUsageError:
    return BadUsageError(str(say("{place}: {message}", place=place, message=message)))
