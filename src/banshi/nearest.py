"""The nearest known name to a misspelt one."""

from collections.abc import Iterable
from difflib import get_close_matches

# Looking for a near name goes through all known ones: a file full of strange names gets so many.
MOST_SOUGHT = 50


def nearest(name: str, known: Iterable[str], count: int = 3, *, cutoff: float = 0.5) -> list[str]:
    """Return up to `count` of `known` that resemble `name`, best first.

    `cutoff` is how alike they must be, from 0 to 1.
    Upper and lower case are taken as the same; an overlong `name` has no near one.
    """
    if len(name) > 100:  # noqa: PLR2004 - the comparison is quadratic in the length
        return []
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    return [by_folded[m] for m in get_close_matches(name.casefold(), by_folded, count, cutoff)]
