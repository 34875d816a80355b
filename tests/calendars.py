"""Calendars read back by another library than the one that wrote them."""

import datetime as dt
from dataclasses import dataclass, field

import vobject


@dataclass
class Entry:
    """One entry of a calendar: an event or a series, with its days and what each of them says."""

    uid: str
    days: list[dt.date]
    rule: str
    summaries: dict[dt.date, str] = field(default_factory=dict)
    descriptions: dict[dt.date, str] = field(default_factory=dict)
    reminders: dict[dt.date, list[dt.datetime]] = field(default_factory=dict)
    """The moments, in the time of the reader's clock, at which each day is reminded of."""

    @property
    def id(self) -> str:
        """The id of the deadline, as the last line of the description has it."""
        return next(iter(self.descriptions.values())).rsplit("\n", 1)[1].split(": ")[1]


def read(data: str) -> dict[str, Entry]:
    """Return the entries of a calendar by UID; every rule is worked out by dateutil."""
    calendar = vobject.readOne(data, validate=True)
    events = list(calendar.contents.get("vevent", []))
    entries: dict[str, Entry] = {}
    for event in events:
        if "recurrence-id" not in event.contents:
            uid = event.uid.value
            assert uid not in entries, "one event a UID"
            rule = event.rrule.value if "rrule" in event.contents else ""
            days = [moment.date() for moment in event.rruleset] if rule else [event.dtstart.value]
            entries[uid] = Entry(uid, days, rule)
            for day in days:
                note(entries[uid], day, event)
    changed = set()
    for event in events:
        if "recurrence-id" in event.contents:
            day = event.contents["recurrence-id"][0].value
            entry = entries[event.uid.value]
            assert day in entry.days, "a change of a day that there is"
            assert event.dtstart.value == day
            assert (entry.uid, day) not in changed
            changed.add((entry.uid, day))
            note(entry, day, event)
    return entries


def note(entry: Entry, day: dt.date, event: vobject.base.Component) -> None:
    """Write down what `event` says of `day`."""
    midnight = dt.datetime.combine(day, dt.time())
    entry.summaries[day] = event.summary.value
    entry.descriptions[day] = event.description.value
    entry.reminders[day] = [
        midnight + alarm.trigger.value for alarm in event.contents.get("valarm", [])
    ]


def days_by_id(data: str) -> dict[str, list[dt.date]]:
    """Return the days of each deadline, those of all its entries together, in order."""
    found: dict[str, list[dt.date]] = {}
    for entry in read(data).values():
        found.setdefault(entry.id, []).extend(entry.days)
    return {name: sorted(days) for name, days in found.items()}
