"""XML as banshi writes it: nothing that XML 1.0 forbids, nothing that would act on a reader."""

import re
from collections.abc import Mapping

from banshi.visible import visible

# What XML acts upon, and what visible() leaves and XML does not have.
_MARKS = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\ufffe": "\\ufffe",
    "\uffff": "\\uffff",
}
_MARKED = re.compile('[&<>"\ufffe\uffff]')


def escape(text: str) -> str:
    r"""Return `text`, on one line, as it may stand between tags and in an attribute.

    >>> escape('a < "b"')
    'a &lt; &quot;b&quot;'
    """
    return _MARKED.sub(lambda match: _MARKS[match.group()], visible(text))


def tag(name: str, attributes: Mapping[str, str | int]) -> str:
    """Return the inside of a tag: its name and attributes."""
    return name + "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
