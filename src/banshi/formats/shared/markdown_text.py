"""Markdown as banshi writes it: GitHub-flavoured tables whose cells are nothing but text.

Texts come from plans and from files of others. Whatever Markdown or the pages that show it would
act upon (emphasis, tags, links, mentions, issue numbers, emoji, formulas) stays what was written.
"""

import re
from collections.abc import Iterable, Sequence

from banshi.visible import visible

_ACTIVE = re.compile(r"[\\`*_\[\]~]")
# These by name: a table is cut at its bars before anything else is understood, and not every reader
# knows a backslash before a bracket. GitHub reads no formula where the dollar has a tag around it.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "$": "<span>$</span>"}
_NAMED = re.compile(r"[&<>|$]")
# Where an address, mention, number of an issue or emoji begins. Pages look for these in what they
# have already understood, so that no backslash helps; an empty comment does, and is not shown.
_LINK_MAKING = re.compile(
    r"(?<=@)(?=\w)|(?<=#)(?=[0-9])|(?<=:)(?=//|[\w+\-]+:)|(?<=www)(?=\.)|(?<=GH)(?=-[0-9])",
    re.IGNORECASE,
)
_NOTHING = "<!-- -->"


def escape(text: str) -> str:
    r"""Return `text` as Markdown that shows it as it is, on one line.

    >>> escape("a|b *c* <d>")
    'a&#124;b \\*c\\* &lt;d&gt;'
    """
    parts = _LINK_MAKING.split(visible(text))
    return _NOTHING.join(_NAMED.sub(_entity, _ACTIVE.sub(r"\\\g<0>", part)) for part in parts)


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES[match.group()]


def cell(*lines: str) -> str:
    """Return a cell of the texts that are not empty, each on a line of its own."""
    return "<br>".join(escape(line) for line in lines if line)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of headers, which are texts, and rows of what `cell` returned."""
    drawn = [_row([escape(header) for header in headers]), _row(["---"] * len(headers))]
    return "".join([*drawn, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
