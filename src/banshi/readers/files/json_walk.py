"""Walks the outer structure of a JSON text, so that every object and key has its true line.

Only values are left to the json module. Its hooks see no places, and its last of two equal keys
wins; here a key that is written twice is refused.
"""

import json
import re
from collections.abc import Iterator

from banshi.messages import Message, say
from banshi.readers.files.file_fault import FileFault

_SPACE = re.compile(r"[ \t\n\r]*")
_SHOWN = 60
Member = tuple[str, object]


def broken(message: Message, line: int) -> FileFault:
    """Return the fault of a text that is no JSON of the expected form at `line`."""
    return FileFault("json", message, line=line)


class Walker:
    """Walks the outer structure of a JSON text and knows the line it is on."""

    def __init__(self, text: str, line: int = 1) -> None:
        self._text = text
        self._at = 0
        self._first_line = self._line = line
        self._counted = 0
        # The hook gets the digits as written; a value that is no text is told by its type.
        self._decoder = json.JSONDecoder(
            parse_float=str, parse_int=str, parse_constant=self._no_number
        )

    @property
    def line(self) -> int:
        """The line of the next character that is no space."""
        self._space()
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def peek(self) -> str:
        """Return the next character that is no space, empty at the end."""
        self._space()
        return self._text[self._at : self._at + 1]

    def take(self, mark: str) -> None:
        """Go past `mark`.

        Raises:
            FileFault: something else stands here.
        """
        if self.peek() != mark:
            found = self.peek() or "-"
            raise broken(say("expected {mark}, found {found}", mark=mark, found=found), self.line)
        self._at += 1

    def finish(self) -> None:
        """Refuse whatever still follows."""
        if self.peek():
            raise broken(say("more text after the end of the JSON value"), self.line)

    def objects(self) -> Iterator[tuple[int, list[Member]]]:
        """Yield line and members of each object of the list that begins here."""
        if self.peek() != "[":
            raise broken(say("expected a list of objects"), self.line)
        self.take("[")
        if self.peek() != "]":
            while True:
                line = self.line
                if self.peek() != "{":
                    raise broken(say("expected an object in the list"), line)
                yield line, self.members()
                if self.peek() != ",":
                    break
                self.take(",")
        self.take("]")

    def members(self) -> list[Member]:
        """Return keys and values of the object that begins here."""
        return [(key, self.value()) for key in self.keys({})]

    def keys(self, seen: dict[str, None]) -> Iterator[str]:
        """Yield each key of the object that begins here and add it to `seen`.

        Whoever goes through them takes the value of each before asking for the next.
        """
        self.take("{")
        if self.peek() != "}":
            while True:
                line = self.line
                if self.peek() != '"':
                    raise broken(say("expected a key in double quotes"), line)
                key = str(self.value())
                if key in seen:
                    message = say("key {key} twice in one object; keep one", key=key[:_SHOWN])
                    raise broken(message, line)
                seen[key] = None
                self.take(":")
                yield key
                if self.peek() != ",":
                    break
                self.take(",")
        self.take("}")

    def value(self) -> object:
        """Return the value that begins here; numbers are the digits that were written."""
        line = self.line
        try:
            found, self._at = self._decoder.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            line = self._first_line + self._text.count("\n", 0, error.pos)
            message = say(
                "no valid JSON from here; look for a quote, comma or bracket that is missing"
            )
            raise broken(message, line) from None
        except RecursionError:
            raise broken(say("nested too deeply"), line) from None
        value: object = found
        return value

    def _space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _no_number(self, text: str) -> object:
        message = say("{text} is no number of JSON; write null where no value is known", text=text)
        raise broken(message, self.line)
