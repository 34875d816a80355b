"""What banshi says: English sentences with named places in the code, any language at the door.

A sentence is made where the fact is known (`say`) and put into words where it is shown (`str`), so
that the layers below the command line neither know nor ask for a language. English is the key of
the catalogue under locale/, as gettext has it; a test holds that every sentence has its Chinese.
"""

import errno
import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from banshi.values import dataclass
from banshi.visible import visible

LANGUAGES = ("en", "zh")
_LOCALE = Path(__file__).parent / "locale"
_ENGLISH = gettext.NullTranslations()
_active: ContextVar[gettext.NullTranslations] = ContextVar("banshi_catalogue", default=_ENGLISH)
_language: ContextVar[str] = ContextVar("banshi_language", default="en")


def language() -> str:
    """Return the language of the run: one of LANGUAGES."""
    return _language.get()


def mark(sentence: str) -> str:
    """Mark `sentence` for translation and return it unchanged; `translate` looks it up later."""
    return sentence


def mark_count(singular: str, plural: str) -> tuple[str, str]:
    """Mark both forms of a counted sentence for translation and return them unchanged."""
    return singular, plural


def translate(sentence: str) -> str:
    """Return `sentence` in the language of the run."""
    return _active.get().gettext(sentence) if sentence else ""


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak `wanted` ("en" or "zh") inside the block; an unknown language is English."""
    known = _ENGLISH
    if wanted != "en":
        known = gettext.translation("banshi", _LOCALE, [wanted], fallback=True)
    tokens = _active.set(known), _language.set(wanted if wanted in LANGUAGES else "en")
    try:
        yield
    finally:
        _active.reset(tokens[0])
        _language.reset(tokens[1])


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One sentence with the values of its places; `str()` puts it into the language of the run.

    Values that are texts from outside are made visible on the way out.
    """

    sentence: str
    values: tuple[tuple[str, "str | int | Message"], ...] = ()
    plural: str = ""
    count: int = 1

    def __str__(self) -> str:
        values = {
            name: value if isinstance(value, int) else visible(str(value))
            for name, value in self.values
        }
        if self.plural:
            template = _active.get().ngettext(self.sentence, self.plural, self.count)
            values["count"] = self.count
        else:
            template = translate(self.sentence)
        return template.format_map(values)


_SYSTEM = {
    errno.EACCES: mark("permission denied"),
    errno.EPERM: mark("permission denied"),
    errno.ENOENT: mark("no such file or folder"),
    errno.EISDIR: mark("it is a folder"),
    errno.ENOTDIR: mark("a part of the path is no folder"),
    errno.ENOSPC: mark("the disk is full"),
    errno.EDQUOT: mark("the disk quota is used up"),
    errno.EFBIG: mark("the file grows too large"),
    errno.EROFS: mark("the disk is read-only"),
    errno.ENAMETOOLONG: mark("the name is too long"),
}


def why(error: OSError | ValueError) -> Message:
    """Return what the system says of a file, in the language of the run where it is known."""
    known = _SYSTEM.get(getattr(error, "errno", None) or 0)
    return Message(known) if known else say("{detail}", detail=_system_text(error))


def _system_text(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def say(sentence: str, /, **values: "str | int | Message") -> Message:
    """Return the message `sentence`, whose {places} are filled from `values`."""
    return Message(sentence, tuple(sorted(values.items())))


def say_count(
    singular: str, plural: str, count: int, /, **values: "str | int | Message"
) -> Message:
    """Return a message that depends on `count`; {count} is filled in by itself."""
    return Message(singular, tuple(sorted(values.items())), plural, count)
