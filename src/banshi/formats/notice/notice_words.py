"""The words of a letter: what a template may name, in the language of the result."""

import datetime as dt
from collections.abc import Mapping

from banshi.formats.notice.notices import KINDS, Letter
from banshi.formats.shapes.json_v1 import PlanHead
from banshi.messages import mark, say, say_count, translate
from banshi.values import dataclass
from banshi.visible import visible

_COUNTED = {
    "violated": mark("{n} not as required"),
    "overdue": mark("{n} not done in time"),
    "unreported": mark("{n} not reported"),
}
_MONTHS = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)


@dataclass(frozen=True, slots=True)
class Sending:
    """What the sender of the letters decides."""

    date: dt.date
    reply_by: dt.date
    within: int
    """Working days between the two."""
    sender: str = ""


def long_day(day: dt.date) -> str:
    """Return a day as letters write it: 31 December 2019, 2019年12月31日."""
    text = say(
        "{day} {month} {year}",
        day=day.day,
        month=translate(_MONTHS[day.month - 1]),
        year=day.year,
    )
    return str(text)


def context(letter: Letter, sending: Sending, as_of: dt.date) -> dict[str, object]:
    """Return what a template may name; docs/letters.md says what each is."""
    counts = {kind: sum(item.kind == kind for item in letter.items) for kind in KINDS}
    return {
        "title": translate(mark("Letter on items to be put right by a set day")),
        "organisation": letter.organisation,
        "opening": _opening(letter, counts, as_of),
        "request": _request(sending),
        "sender": visible(sending.sender),
        "date": long_day(sending.date),
        "reply_by": long_day(sending.reply_by),
        "reply_within": sending.within,
        "as_of": long_day(as_of),
        "plans": [_plan(plan) for plan in letter.plans],
        "counts": {"all": len(letter.items), **counts},
        "items": list(letter.items),
    }


def _opening(letter: Letter, counts: Mapping[str, int], as_of: dt.date) -> str:
    comma = translate(mark(", "))
    parts = [
        translate(_COUNTED[kind]).replace("{n}", str(count))
        for kind, count in counts.items()
        if count
    ]
    said = say_count(
        "What was reported up to {day} was held against {plans}. {count} item that you lead is not"
        " as it should be: {parts}.",
        "What was reported up to {day} was held against {plans}. {count} items that you lead are"
        " not as they should be: {parts}.",
        len(letter.items),
        day=long_day(as_of),
        plans=translate(mark(" and ")).join(_plan(plan) for plan in letter.plans),
        parts=comma.join(parts),
    )
    return str(said)


def _plan(plan: PlanHead) -> str:
    number = plan["document_number"]
    if number is None:
        return str(say("“{title}”", title=plan["title"]))
    return str(say("“{title}” ({document})", title=plan["title"], document=number))


def _request(sending: Sending) -> str:
    said = say_count(
        "Please answer in writing by {day} ({count} working day after the date of this letter):"
        " why, what is being done, and by when it will be put right. Where a figure is wrong or the"
        " work is done by now, please enclose the proof.",
        "Please answer in writing by {day} ({count} working days after the date of this letter):"
        " why, what is being done, and by when it will be put right. Where a figure is wrong or the"
        " work is done by now, please enclose the proof.",
        sending.within,
        day=long_day(sending.reply_by),
    )
    return str(said)
