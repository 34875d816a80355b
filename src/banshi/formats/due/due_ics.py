"""Deadlines as a calendar (RFC 5545), which every calendar program reads.

A deadline is an all-day event. A recurrence is one event with a rule (several where no plain rule
gives its days); occurrences that say something else, or remind on another day, are events of their
own in it (RECURRENCE-ID). See docs/calendar.md and docs/adr/0017-calendars.md.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event, vDuration, vRecur, vText

from banshi import __version__
from banshi.formats.due.due_events import Told, told
from banshi.formats.due.due_rows import KIND_WORDS, title
from banshi.formats.shared.names import plan_name
from banshi.messages import language, say, translate
from banshi.model.due import DueItem
from banshi.model.plan import PlanStatus
from banshi.model.registry import Registry
from banshi.recurrence import Series, series

# Part of every UID: changed, it would double every event that was ever imported.
_NAMESPACE = UUID("dcd23469-6e86-4130-8b0b-e5252ee20ec2")
_REMINDER_TIME = dt.timedelta(hours=9)
_DAILY = dt.timedelta(days=1)
_TO_ESCAPE = re.compile(r"[\\;,\n]")


class _Text(vText):
    r"""Text as RFC 5545 writes it; the library's own makes a line's end of the letters \N."""

    def to_ical(self) -> bytes:
        return _TO_ESCAPE.sub(_escape, self).encode()


def _escape(match: re.Match[str]) -> str:
    return r"\n" if match.group() == "\n" else f"\\{match.group()}"


def whole(items: Sequence[DueItem], everything: Sequence[DueItem]) -> list[DueItem]:
    """Return those of `everything` that a calendar of `items` holds, which all have a day.

    A series comes whole where one of its days is asked for: it is one entry of a calendar, and with
    some of its days only, each import would take away what the one before had brought.
    """
    asked = {(item.kind, item.id) for item in items if item.by}
    return [item for item in everything if item.by and (item.kind, item.id) in asked]


def render(items: Sequence[DueItem], as_of: dt.date, registry: Registry) -> bytes:
    """Return the calendar of `items`, which `whole` gave, in UTF-8."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//banshi//banshi {__version__}//{language().upper()}")
    calendar.add("calscale", "GREGORIAN")
    for name, text in (("name", _name(items)), ("description", title(as_of))):
        calendar.add(name, _Text(text))
    # What programs read that are older than RFC 7986.
    calendar.add("x-wr-calname", _Text(_name(items)))
    calendar.add("x-wr-caldesc", _Text(title(as_of)))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", vDuration(_DAILY, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", vDuration(_DAILY))
    for event in _events(items, as_of, registry):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _name(items: Sequence[DueItem]) -> str:
    plans = {item.plan.id: item.plan for item in items}
    if len(plans) == 1:
        (plan,) = plans.values()
        return str(say("Deadlines of {plan}", plan=plan_name(plan)))
    return str(say("Deadlines of the plans"))


def _events(items: Sequence[DueItem], as_of: dt.date, registry: Registry) -> Iterator[Event]:
    due: dict[tuple[str, str], dict[dt.date, DueItem]] = {}
    for item in items:
        if item.by:
            due.setdefault((item.kind, item.id), {})[item.by] = item
    for days in due.values():
        first = next(iter(days.values()))
        words = {day: told(item, as_of, registry) for day, item in days.items()}
        if first.recurrence is None:
            yield from (_event(first, day, word, as_of) for day, word in words.items())
            continue
        for part in series(first.plan, first.recurrence):
            listed = {day: words[day] for day in part.days if day in words}
            if listed:
                yield from _series(first, part, listed, as_of)


def _series(
    item: DueItem, part: Series, words: Mapping[dt.date, Told], as_of: dt.date
) -> Iterator[Event]:
    """Yield the event of a rule, and one for each occurrence that differs from the rest."""
    coming = [word for day, word in words.items() if day >= as_of]
    common = Counter(coming or words.values()).most_common(1)[0][0]
    event = _event(item, part.days[0], common, as_of, part.key)
    if part.rule:
        event.add("rrule", vRecur.from_ical(part.rule))
    missing = sorted({*part.skipped, *part.days} - set(words))
    if missing:
        event.add("exdate", missing)
    yield event
    for day, word in words.items():
        if word != common:
            occurrence = _event(item, day, word, as_of, part.key)
            occurrence.add("recurrence-id", day)
            yield occurrence


def _event(item: DueItem, day: dt.date, words: Told, as_of: dt.date, key: str = "") -> Event:
    event = Event()
    # From what the deadline is, never from the clock or its day: an import changes what an earlier
    # one brought, even where the plan's day was corrected in between.
    identity = " ".join(filter(None, (item.kind, item.id, key)))
    event.add("uid", str(uuid5(_NAMESPACE, identity)))
    # The day asked for, not the clock, so that the same run gives the same bytes. Without METHOD
    # this is when the event was last revised; SEQUENCE and LAST-MODIFIED would say no more, since
    # nothing remembers what an earlier run wrote.
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
    event.add("dtstart", day)
    event.add("summary", _Text(words.summary))
    event.add("description", _Text(words.description))
    event.add("categories", [translate(KIND_WORDS[item.kind])])
    event.add("status", "TENTATIVE" if item.plan.status is PlanStatus.DRAFT else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in words.reminders:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _Text(words.summary))
        # An all-day event begins at 0:00 where its reader is: 09:00 there, as in Asia/Shanghai.
        alarm.add("trigger", _REMINDER_TIME - dt.timedelta(days=days))
        event.add_component(alarm)
    return event
