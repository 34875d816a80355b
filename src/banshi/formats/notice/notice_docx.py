"""A letter as .docx, from the template that comes with banshi or from one of the user's."""

import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Any
from zipfile import ZipFile

from banshi.errors import BadUsageError
from banshi.formats.notice.notices import Item
from banshi.formats.shared.packing import CREATOR, repack
from banshi.messages import Message, say
from banshi.nearest import nearest

_UNKNOWN = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")
# A letter of an office has one page of text and perhaps a picture.
_MOST_UNPACKED = 50_000_000
_MOST_PARTS = 2_000


def require() -> None:
    """Refuse where the libraries for .docx are missing.

    Raises:
        BadUsageError: they are.
    """
    try:
        import docxtpl  # noqa: F401
    except ImportError:
        message = say(
            "a letter as .docx needs docxtpl: pip install 'banshi[docx]'; --md needs nothing"
        )
        raise BadUsageError(str(message)) from None


def render(values: Mapping[str, object], date: dt.date, template: bytes, name: str) -> bytes:
    """Return a letter; the same values in the same template give the same bytes.

    `values` are those of `notice_words.context`, `date` is the day of the letter, and `name` is how
    messages call the template. The template's own code runs in a sandbox, and values are text in
    it, never code.

    Raises:
        BadUsageError: the template is no .docx, or its placeholders are not understood.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    _refuse_unsafe(template, name)
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    written = io.BytesIO()
    try:
        made: Any = DocxTemplate(io.BytesIO(template))
        made.render(dict(values), environment)
        core = made.docx.core_properties
        core.author, core.last_modified_by, core.title = CREATOR, "", str(values["title"])
        moment = dt.datetime.combine(date, dt.time())
        core.created = core.modified = moment
        made.save(written)
    except TemplateError as error:
        raise _refused(name, _fault(error, values)) from None
    except Exception as error:  # noqa: BLE001 - the libraries raise anything at a broken file
        detail = say("it is no .docx that can be filled in ({detail})", detail=str(error)[:200])
        raise _refused(name, detail) from None
    return repack(written.getvalue())


def _refuse_unsafe(template: bytes, name: str) -> None:
    """Refuse what would unpack without bound.

    Raises:
        BadUsageError: it is no archive, or one that is far too large for a letter.
    """
    try:
        with ZipFile(io.BytesIO(template)) as archive:
            entries = archive.infolist()
    except Exception:  # noqa: BLE001 - whatever is wrong with an archive
        raise _refused(name, say("it is no .docx file")) from None
    if len(entries) > _MOST_PARTS or sum(e.file_size for e in entries) > _MOST_UNPACKED:
        raise _refused(name, say("it is far too large for a letter"))


def _fault(error: Any, values: Mapping[str, object]) -> Message:
    """Return what is wrong with a placeholder."""
    found = _UNKNOWN.search(str(error))
    if found is None:
        return say("a placeholder is not understood: {detail}", detail=str(error)[:200])
    name = found[1] or found[2]
    message = say("no placeholder {name}", name=name)
    known = [*values, *(f"item.{field}" for field in Item.__slots__)]
    if near := nearest(name, known):
        message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
    return message


def _refused(name: str, message: Message) -> BadUsageError:
    return BadUsageError(str(say("{place}: {message}", place=name, message=message)))
