"""The verdicts as the page shows them: a mark, a word and a class of the stylesheet each."""

from collections.abc import Iterable, Mapping, Sequence

from banshi.formats.shared.words import MILESTONE_WORDS, STATUS_WORDS
from banshi.messages import mark, translate
from banshi.model.outcome import Status
from banshi.model.progress import MilestoneStatus
from banshi.values import dataclass

BASELINED = "baselined"
"""What a target or milestone is that is amiss only where the baseline hides it."""
ORDER = ("violated", "behind", "unreported", BASELINED, "pending", "waived", "met")
"""The verdicts on targets, worst first, as targets are counted by them."""
MILESTONE_ORDER = ("overdue", BASELINED, "pending", "waived", "done_late", "done")
"""The same on milestones."""
AMISS = ("violated", "behind", "unreported")
"""The verdicts under which something has to be done about a target."""
# Classes of one letter: a page has thousands of them.
_CLASSES = {
    "violated": "v",
    "behind": "b",
    "unreported": "u",
    "pending": "p",
    "waived": "w",
    "met": "m",
    BASELINED: "k",
    "overdue": "v",
    "done_late": "l",
    "done": "m",
}
_BASELINED_WORDS = mark("= in the baseline")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one verdict is shown."""

    name: str
    """As in the JSON result: `violated`."""
    css: str
    """Class of the stylesheet, which gives it its colour."""
    glyph: str
    """The mark that tells it apart without colour: `×`."""
    word: str
    """In the language of the run."""


def verdict(name: str) -> Verdict:
    """Return how the verdict `name`, on a target or on a milestone, is shown."""
    if name == BASELINED:
        words = _BASELINED_WORDS
    elif name in set(Status):
        words = STATUS_WORDS[Status(name)]
    else:
        words = MILESTONE_WORDS[MilestoneStatus(name)]
    glyph, _space, word = translate(words).partition(" ")
    return Verdict(name, _CLASSES[name], glyph, word)


def worst(names: Iterable[str], order: Sequence[str]) -> str:
    """Return the verdict of `names` that stands first in `order`."""
    return min(names, key=order.index)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: a verdict, its count, and where it lies on a bar of 100 units."""

    verdict: Verdict
    count: int
    x: float
    width: float


def parts(counts: Mapping[str, int], order: Sequence[str], full: int) -> list[Part]:
    """Return the bar of `counts`, a part a verdict that occurs, on a scale where `full` is 100."""
    found, x = [], 0.0
    for name in order:
        if count := counts.get(name, 0):
            width = round(100 * count / full, 2)
            found.append(Part(verdict(name), count, round(x, 2), width))
            x += width
    return found
