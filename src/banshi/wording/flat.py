"""Text without its white space, where every character still knows its line and column.

Scraped plans break lines inside words and put spaces around figures; phrases are compared without
either.
"""

from bisect import bisect_right
from dataclasses import dataclass


def squeeze(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


@dataclass(frozen=True)
class Flat:
    """A stretch of text without white space."""

    text: str
    offsets: tuple[int, ...]
    """Offset of each character in the original text."""
    line_starts: tuple[int, ...]
    """Offset of the beginning of each line of the original text."""

    def place(self, index: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the character at `index`."""
        offset = self.offsets[min(index, len(self.offsets) - 1)] if self.offsets else 0
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def part(self, start: int, end: int) -> "Flat":
        """Return the characters from `start` up to `end`."""
        return Flat(self.text[start:end], self.offsets[start:end], self.line_starts)

    def find_all(self, phrase: str) -> list[tuple[int, int]]:
        """Return start and end of every place where `phrase` stands."""
        wanted = squeeze(phrase)
        found = []
        start = self.text.find(wanted)
        while start >= 0 and wanted:
            found.append((start, start + len(wanted)))
            start = self.text.find(wanted, start + 1)
        return found


def flatten(text: str) -> Flat:
    """Return `text` without white space."""
    kept = [(index, character) for index, character in enumerate(text) if not character.isspace()]
    starts = [0]
    starts += [index + 1 for index, character in enumerate(text) if character == "\n"]
    return Flat(
        "".join(character for _index, character in kept),
        tuple(index for index, _character in kept),
        tuple(starts),
    )
