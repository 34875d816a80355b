"""YAML text as plain mappings, lists and texts that know their places.

Built on the event stream of libyaml, which does not recurse: 200,000 nested brackets kill its
composer and leave its events unimpressed. Everything that YAML would decide on its own is refused
with its place: doubled keys, tags, anchors and aliases, merge keys, and plain scalars that YAML
reads as something else than they look (yes, 12:30, 010, 1e3, ~).
"""

import re
from typing import Any, NoReturn

import yaml

from banshi.loading.scalars import PLAIN_VALUE, SUSPICIOUS, reads_as_something_else
from banshi.messages import Message, say, translate
from banshi.model.fields import Bare
from banshi.position import Position, Problem
from banshi.visible import visible

MAX_BYTES = 64_000_000
MAX_DEPTH = 64
MAX_NODES = 5_000_000

Mark = tuple[int, int]
"""Line and column, both from 1."""

# libyaml where it was built in; the pure Python parser gives the same events, more slowly.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WIDE_COLON = re.compile(r"^[ \t]*(?:- )?[A-Za-z_]+：", re.ASCII)


class Map(dict[str, Any]):
    """A mapping with the marks of its keys and values."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: dict[str, tuple[Mark, Mark]] = {}


class Seq(list[Any]):
    """A list with the marks of its items."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: list[Mark] = []


class _Stop(Exception):  # noqa: N818 - no error: what was read so far is kept
    """Reading this file ends here; the reason is among the problems."""


class _Builder:
    """Turns one file's events into a tree and its problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._nodes = 0
        self._open: list[Map | Seq] = []
        # For each open mapping the key that waits for its value; None where a key comes next.
        self._keys: list[tuple[str, Mark] | None] = []

    def problem(self, mark: Mark, rule: str, message: Message) -> None:
        self.problems.append(Problem(Position(self.file, *mark), rule, message))

    def build(self, text: str) -> Any:
        """Return the tree of the first document of `text`.

        Raises:
            _Stop: a limit was reached; the problem is noted.
            yaml.YAMLError: the text is not YAML.
        """
        root: Any = None
        documents = 0
        event: Any
        for event in yaml.parse(text, Loader=_PARSER):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                start = event.start_mark
                mark = (start.line + 1, start.column + 1)
                value: Any = self._scalar(event, mark)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._open.pop()
                self._keys.pop()
                continue
            else:
                start = event.start_mark
                mark = (start.line + 1, start.column + 1)
                if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                    self._properties(event, mark)
                    value = Map(mark) if kind is yaml.MappingStartEvent else Seq(mark)
                elif kind is yaml.AliasEvent:
                    message = say("aliases are not read; write the value out")
                    self.problem(mark, "yaml-alias", message)
                    value = Bare("")
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        message = say("a second document begins here; keep one a file")
                        self._stop(mark, "yaml-documents", message)
                    continue
                else:
                    continue
            if not self._open:
                root = value
            self._attach(value, mark)
        return root

    def _attach(self, value: Any, mark: Mark) -> None:
        """Put `value` where the events have got to, and open it if it holds others."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(mark, "yaml-size", say("more than {most} values", most=MAX_NODES))
        if self._open:
            top = self._open[-1]
            if isinstance(top, Seq):
                top.append(value)
                top.marks.append(mark)
            elif (key := self._keys[-1]) is None:
                self._keys[-1] = self._key(value, mark)
            else:
                self._put(top, key, value, mark)
                self._keys[-1] = None
        if not isinstance(value, str):
            self._open.append(value)
            self._keys.append(None)
            if len(self._open) > MAX_DEPTH:
                message = say("nested deeper than {most} levels", most=MAX_DEPTH)
                self._stop(mark, "yaml-depth", message)

    def _stop(self, mark: Mark, rule: str, message: Message) -> NoReturn:
        self.problem(mark, rule, message)
        raise _Stop

    def _properties(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            self.problem(
                mark, "yaml-anchor", say("anchors are not read: &{name}", name=event.anchor)
            )
        if event.tag is not None:
            self.problem(mark, "yaml-tag", say("tags are not read: {tag}", tag=event.tag))

    def _scalar(self, event: Any, mark: Mark) -> str:
        if event.anchor is not None or event.tag is not None:
            self._properties(event, mark)
        text: str = event.value
        if not text.isprintable():
            self._characters(text, mark)
        if not event.style and (not text or text[0] in SUSPICIOUS):
            return self._plain(text, mark)
        return text

    def _plain(self, text: str, mark: Mark) -> str:
        if PLAIN_VALUE.fullmatch(text):
            return Bare(text)
        if not text:
            self.problem(mark, "yaml-empty", say("no value; leave the key out or write one"))
            return Bare(text)
        if reads_as_something_else(text):
            self.problem(
                mark,
                "yaml-implicit",
                say(
                    "plain {text} is read in different ways by YAML readers;"
                    " write a plain decimal number, or put text in quotes",
                    text=text,
                ),
            )
            return Bare(text)
        return text

    def _characters(self, text: str, mark: Mark) -> None:
        for character in text:
            if character != "\n" and visible(character) != character:
                code = f"U+{ord(character):04X}"
                self.problem(
                    mark, "yaml-character", say("the invisible character {code}", code=code)
                )
                return

    def _key(self, value: Any, mark: Mark) -> tuple[str, Mark]:
        if not isinstance(value, str):
            self.problem(mark, "yaml-key", say("a key must be a plain word"))
            return "", mark
        if value == "<<":
            self.problem(mark, "yaml-merge", say("merge keys are not read; write the keys out"))
        return str(value), mark

    def _put(self, top: Map, key: tuple[str, Mark], value: Any, mark: Mark) -> None:
        name, key_mark = key
        if name in top:
            first = top.marks[name][0][0]
            self.problem(
                key_mark,
                "yaml-duplicate-key",
                say("key {key} stands here again; first in line {line}", key=name, line=first),
            )
            return
        top[name] = value
        top.marks[name] = (key_mark, mark)


def parse(data: bytes, file: str) -> tuple[Map | None, list[Problem]]:
    """Return the mapping that the YAML `data` holds, and what is wrong with it.

    All scalars are text; `Bare` where YAML would read a number, a date or a truth value. None
    where there is no mapping to work with. Never raises for anything that `data` holds.
    """
    builder = _Builder(file)
    text = _decode(data, builder)
    root: Any = None
    if text is not None:
        try:
            root = builder.build(text)
        except _Stop:
            return None, builder.problems
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            detail = translate(error.problem or error.context or "")
            builder.problem(place, "yaml-syntax", say("not valid YAML: {detail}", detail=detail))
        except yaml.YAMLError as error:
            detail = str(error).split("\n", 1)[0]
            builder.problem((0, 0), "yaml-syntax", say("not valid YAML: {detail}", detail=detail))
        else:
            if isinstance(root, Map):
                return root, builder.problems
            builder.problem(
                (0, 0), "yaml-root", say("expected keys and values at the top, found none")
            )
        _wide_colons(text, builder)
    return None, builder.problems


def _wide_colons(text: str, builder: _Builder) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if found := _WIDE_COLON.match(line):
            builder.problem(
                (number, found.end()),
                "yaml-wide-colon",
                say("full-width colon ：; YAML wants : and a space"),
            )


def _decode(data: bytes, builder: _Builder) -> str | None:
    if len(data) > MAX_BYTES:
        builder.problem(
            (0, 0), "yaml-size", say("larger than {most} MB", most=MAX_BYTES // 1_000_000)
        )
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        builder.problem((0, 0), "encoding", say("this is UTF-16; save the file as UTF-8"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            message = say("not UTF-8; save the file as UTF-8")
        else:
            message = say("not UTF-8; it looks like GBK or GB18030: save the file as UTF-8")
        builder.problem((line, 0), "encoding", message)
        return None
    if "\x00" in text:
        before = text[: text.index("\x00")]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        builder.problem(place, "encoding", say("a NUL character: this is no text file"))
        return None
    return text
