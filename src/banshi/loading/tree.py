"""YAML text as plain mappings, lists and texts that know their places.

Built on the event stream of libyaml, which does not recurse: 200,000 nested brackets kill its
composer and leave its events unimpressed. Everything that YAML would decide on its own is refused
with its place: doubled keys, tags, anchors and aliases, merge keys, and plain scalars that YAML
reads as something else than they look (yes, 12:30, 010, 1e3, ~).
"""

import re
from collections.abc import Callable
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
    """A mapping with the parser's marks of itself, and of each key and its value."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark
        self.marks: dict[str, tuple[Any, Any]] = {}


class Seq(list[Any]):
    """A list with the parser's marks of itself and of its items."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark
        self.marks: list[Any] = []


def place(mark: Any) -> Mark:
    """Return line and column of one of the parser's marks.

    Marks are kept as they come: most are never asked for.
    """
    return mark.line + 1, mark.column + 1


class _Stop(Exception):  # noqa: N818 - no error: what was read so far is kept
    """Reading this file ends here; the reason is among the problems."""


class _Builder:
    """Turns one file's events into a tree and its problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._documents = 0

    def problem(self, mark: Any, rule: str, message: Message) -> None:
        self.problems.append(Problem(Position(self.file, *place(mark)), rule, message))

    def fault(self, where: Mark, rule: str, message: Message) -> None:
        """Note a problem at a line and column, or at the file as a whole."""
        self.problems.append(Problem(Position(self.file, *where), rule, message))

    def build(self, text: str) -> Any:
        """Return the tree of the first document of `text`.

        Raises:
            _Stop: a limit was reached; the problem is noted.
            yaml.YAMLError: the text is not YAML.
        """
        loader = _PARSER(text)
        try:
            return self._tree(loader.get_event)
        finally:
            loader.dispose()

    def _tree(self, next_event: Callable[[], Any]) -> Any:
        # The innermost open container and, in a mapping, the key that waits for its value; and the
        # same of the containers around it. One loop: every call here is paid a million times.
        root: Any = None
        top: Any = None
        key: str | None = None
        key_mark: Any = None
        around: list[tuple[Any, str | None, Any]] = []
        nodes = 0
        while (kind := type(event := next_event())) is not yaml.StreamEndEvent:
            if kind is yaml.ScalarEvent:
                value: Any = event.value
                # Most scalars are words: nothing about them wants a closer look.
                if (
                    (not event.style and (not value or value[0] in SUSPICIOUS))
                    or event.tag is not None
                    or event.anchor is not None
                    or not value.isprintable()
                ):
                    value = self._scalar(event, event.start_mark)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                top, key, key_mark = around.pop()
                continue
            elif (value := self._other(event, kind)) is None:
                continue
            mark = event.start_mark
            if type(top) is Map:
                if key is None:
                    key, key_mark = self._name(value, mark), mark
                else:
                    self._put(top, key, key_mark, value, mark)
                    key = None
            elif top is None:
                root = value
            else:
                top.append(value)
                top.marks.append(mark)
            nodes += 1
            if nodes > MAX_NODES:
                self._stop(mark, "yaml-size", say("more than {most} values", most=MAX_NODES))
            if not isinstance(value, str):
                around.append((top, key, key_mark))
                top, key = value, None
                if len(around) > MAX_DEPTH:
                    message = say("nested deeper than {most} levels", most=MAX_DEPTH)
                    self._stop(mark, "yaml-depth", message)
        return root

    def _other(self, event: Any, kind: type) -> Any:
        """Return what an event that is neither a scalar nor an end begins, or None."""
        mark = event.start_mark
        if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            self._properties(event, mark)
            return Map(mark) if kind is yaml.MappingStartEvent else Seq(mark)
        if kind is yaml.AliasEvent:
            message = say("aliases are not read; write the value out")
            self.problem(mark, "yaml-alias", message)
            return Bare("")
        if kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                message = say("a second document begins here; keep one a file")
                self._stop(mark, "yaml-documents", message)
        return None

    def _put(self, top: Map, name: str, key_mark: Any, value: Any, mark: Any) -> None:
        if name in top:
            line = place(top.marks[name][0])[0]
            message = say("key {key} stands here again; first in line {line}", key=name, line=line)
            self.problem(key_mark, "yaml-duplicate-key", message)
        else:
            top[name] = value
            top.marks[name] = (key_mark, mark)

    def _stop(self, mark: Any, rule: str, message: Message) -> NoReturn:
        self.problem(mark, rule, message)
        raise _Stop

    def _properties(self, event: Any, mark: Any) -> None:
        if event.anchor is not None:
            self.problem(
                mark, "yaml-anchor", say("anchors are not read: &{name}", name=event.anchor)
            )
        if event.tag is not None:
            self.problem(mark, "yaml-tag", say("tags are not read: {tag}", tag=event.tag))

    def _scalar(self, event: Any, mark: Any) -> str:
        if event.anchor is not None or event.tag is not None:
            self._properties(event, mark)
        text: str = event.value
        if not text.isprintable():
            self._characters(text, mark)
        if not event.style and (not text or text[0] in SUSPICIOUS):
            return self._plain(text, mark)
        return text

    def _plain(self, text: str, mark: Any) -> str:
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

    def _characters(self, text: str, mark: Any) -> None:
        for character in text:
            if character != "\n" and visible(character) != character:
                code = f"U+{ord(character):04X}"
                self.problem(
                    mark, "yaml-character", say("the invisible character {code}", code=code)
                )
                return

    def _name(self, value: Any, mark: Any) -> str:
        """Return `value` as a key."""
        if not isinstance(value, str):
            self.problem(mark, "yaml-key", say("a key must be a plain word"))
            return ""
        if value == "<<":
            self.problem(mark, "yaml-merge", say("merge keys are not read; write the keys out"))
        return str(value)


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
            where = place(mark) if mark else (0, 0)
            detail = translate(error.problem or error.context or "")
            builder.fault(where, "yaml-syntax", say("not valid YAML: {detail}", detail=detail))
        except yaml.YAMLError as error:
            detail = str(error).split("\n", 1)[0]
            builder.fault((0, 0), "yaml-syntax", say("not valid YAML: {detail}", detail=detail))
        else:
            if isinstance(root, Map):
                return root, builder.problems
            builder.fault(
                (0, 0), "yaml-root", say("expected keys and values at the top, found none")
            )
        _wide_colons(text, builder)
    return None, builder.problems


def _wide_colons(text: str, builder: _Builder) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if found := _WIDE_COLON.match(line):
            builder.fault(
                (number, found.end()),
                "yaml-wide-colon",
                say("full-width colon ：; YAML wants : and a space"),
            )


def _decode(data: bytes, builder: _Builder) -> str | None:
    if len(data) > MAX_BYTES:
        builder.fault(
            (0, 0), "yaml-size", say("larger than {most} MB", most=MAX_BYTES // 1_000_000)
        )
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        builder.fault((0, 0), "encoding", say("this is UTF-16; save the file as UTF-8"))
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
        builder.fault((line, 0), "encoding", message)
        return None
    if "\x00" in text:
        before = text[: text.index("\x00")]
        where = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        builder.fault(where, "encoding", say("a NUL character: this is no text file"))
        return None
    return text
