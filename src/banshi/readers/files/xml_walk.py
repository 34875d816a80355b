"""Goes through a part of XML tag by tag, without building a tree: memory stays flat."""

from typing import IO, Protocol

from banshi.messages import say
from banshi.readers.files.zip_guard import damaged

_CHUNK = 1 << 16


class Visitor(Protocol):
    """What is told of the tags of a part, by their names without namespace."""

    def start(self, tag: str, attrib: dict[str, str], /) -> None:
        """Take a tag that opens."""

    def end(self, tag: str, /) -> None:
        """Take a tag that closes."""

    def data(self, text: str, /) -> None:
        """Take a piece of text."""


def walk(part: IO[bytes], visitor: Visitor) -> None:
    """Tell `visitor` of every tag of `part`, in order.

    Raises:
        FileFault: the part is no sound XML, or declares a document type.
    """
    # Not through defusedxml, whose parser calls four functions in Python for each tag: what it
    # forbids is forbidden here too, since without a document type there are no entities.
    from xml.parsers import expat

    names: dict[str, str] = {}

    def start(tag: str, attrib: dict[str, str]) -> None:
        local = names.get(tag)
        if local is None:
            local = names[tag] = tag[tag.rfind("}") + 1 :]
        visitor.start(local, attrib)

    def end(tag: str) -> None:
        visitor.end(names[tag])

    def refuse(*_declaration: object) -> None:
        raise damaged(say("a part of it declares a document type"))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = visitor.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise damaged(say("a part of it is no sound XML")) from None
    except (LookupError, ValueError):
        # An unknown encoding is a LookupError, a number that is none a ValueError.
        raise damaged(say("a part of it cannot be read")) from None
