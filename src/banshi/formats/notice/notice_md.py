"""A letter as Markdown."""

import datetime as dt

from banshi import __version__
from banshi.formats.notice.notice_words import Sending, context
from banshi.formats.notice.notices import Item, Letter
from banshi.formats.shared.markdown_text import cell, escape, table
from banshi.messages import mark, say, translate

HEADERS = (
    mark("no."),
    mark("plan and clause"),
    mark("what is required"),
    mark("what was reported"),
    mark("gap"),
    mark("source of the data"),
    mark("due"),
)
"""The columns of the table, here and in the template."""


def render(letter: Letter, sending: Sending, as_of: dt.date) -> str:
    """Return the letter; the comment on its first line says who made it."""
    said = {name: str(value) for name, value in context(letter, sending, as_of).items()}
    parts = [
        f"<!-- banshi {__version__} -->",
        f"# {escape(said['title'])}",
        escape(str(say("To {organisation}:", organisation=letter.organisation))),
        escape(said["opening"]),
        table(
            [translate(header) for header in HEADERS],
            [_row(item, several=len(letter.plans) > 1) for item in letter.items],
        ),
        escape(said["request"]),
        cell(said["sender"], said["date"]),
    ]
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def _row(item: Item, *, several: bool) -> list[str]:
    return [
        str(item.number),
        cell(item.plan if several else "", item.clause),
        cell(item.subject, item.required, shared(item)),
        cell(item.kind_text, item.where, item.said),
        cell(item.gap),
        cell(item.source),
        cell(item.due),
    ]


def shared(item: Item) -> str:
    """Return with whom the item is led, in brackets; nothing where it is led alone."""
    return str(say("(together with {names})", names=item.shared)) if item.shared else ""
