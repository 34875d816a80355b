"""The nearest known name to a misspelt one."""

from collections.abc import Iterable

# Looking for a near name goes through all known ones: a file full of strange names gets so many.
MOST_SOUGHT = 50


def nearest(name: str, known: Iterable[str], count: int = 3, *, cutoff: float = 0.5) -> list[str]:
    """Return up to `count` of `known` that resemble `name`, best first.

    `cutoff` is how alike they must be, above 0 and up to 1.
    Upper and lower case are taken as the same; an empty or overlong `name` has no near one.
    """
    from difflib import get_close_matches  # most runs look for no near name

    if not name or len(name) > 100:  # noqa: PLR2004 - the comparison is quadratic in the length
        return []
    folded = name.casefold()
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    # Most names are too short or too long, or hold too few of the letters, to be near; to see that
    # takes a small part of the time of comparing them.
    length = len(folded)
    longest = length * (2 / cutoff - 1) + 1
    fair = [
        candidate
        for candidate in by_folded
        if len(candidate) <= longest
        and 2 * sum(map(candidate.__contains__, folded)) / (length + len(candidate)) >= cutoff
    ]
    return [by_folded[m] for m in get_close_matches(folded, fair, count, cutoff)]


class Seeker:
    """Finds the nearest names for the first MOST_SOUGHT strange ones, and none for the rest.

    One is for one file, or for all that is said of one kind of thing.
    """

    def __init__(self) -> None:
        self._left = MOST_SOUGHT

    def nearest(self, name: str, known: Iterable[str]) -> list[str]:
        """Return up to three of `known` that resemble `name`, as the function `nearest` does."""
        if not self._left:
            return []
        self._left -= 1
        return nearest(name, known)
