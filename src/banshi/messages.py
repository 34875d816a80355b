"""What banshi says: English sentences with named places in the code, any language at the door.

A sentence is made where the fact is known (`say`) and put into words where it is shown (`str`), so
that the layers below the command line neither know nor ask for a language. English is the key of
the catalogue under locale/, as gettext has it; a test holds that every sentence has its Chinese.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from banshi.visible import visible

LANGUAGES = ("en", "zh")
_LOCALE = Path(__file__).parent / "locale"
_active: ContextVar[gettext.NullTranslations] = ContextVar(
    "banshi_language", default=gettext.NullTranslations()
)


def mark(sentence: str) -> str:
    """Mark `sentence` for translation and return it unchanged; `translate` looks it up later."""
    return sentence


def translate(sentence: str) -> str:
    """Return `sentence` in the language of the run."""
    return _active.get().gettext(sentence) if sentence else ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` ("en" or "zh") inside the block; an unknown language is English."""
    known = gettext.NullTranslations()
    if language != "en":
        known = gettext.translation("banshi", _LOCALE, [language], fallback=True)
    token = _active.set(known)
    try:
        yield
    finally:
        _active.reset(token)


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


def say(sentence: str, /, **values: "str | int | Message") -> Message:
    """Return the message `sentence`, whose {places} are filled from `values`."""
    return Message(sentence, tuple(sorted(values.items())))


def say_count(singular: str, plural: str, count: int, /, **values: "str | int | Message") -> Message:
    """Return a message that depends on `count`; {count} is filled in by itself."""
    return Message(singular, tuple(sorted(values.items())), plural, count)
