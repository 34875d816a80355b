"""What was read, and what is wrong with it: files, repairs, and rows that were refused."""

from collections.abc import Iterable

from banshi.formats.shapes.json_v1 import CheckResult, ProblemEntry
from banshi.messages import mark, translate
from banshi.position import Position
from banshi.values import dataclass

_MOST = 100
_WORDS = {
    "error": mark("Refused: these cells and rows were not judged"),
    "warning": mark("Doubtful"),
    "note": mark("Read with a remark: repaired cells, and what was left out"),
}


@dataclass(frozen=True, slots=True)
class ProblemList:
    """The problems of one severity; `count` in the result, the first of them in `shown`."""

    severity: str
    title: str
    shown: list[tuple[str, ProblemEntry]]
    """Each with where it stands."""
    count: int


class Places:
    """Says where a value stands: by the short name of its file where no other file has it too."""

    def __init__(self, found: CheckResult) -> None:
        names = [
            *(file["name"] for file in found["inputs"]),
            *(read["name"] for read in found["waivers"]),
        ]
        self._short = _short_names(names)

    def of(self, file: str, line: int, column: int = 0, sheet: str | None = None) -> str:
        """Return `sample.csv:80`, or `form.xlsx:Sheet1!B7`."""
        return str(Position(self._short.get(file, file), line, column if sheet else 0, sheet or ""))


def problem_lists(found: CheckResult, places: Places) -> list[ProblemList]:
    """Return the problems of the inputs by severity, worst first."""
    lists = []
    for severity, words in _WORDS.items():
        of_it = [problem for problem in found["problems"] if problem["severity"] == severity]
        if of_it:
            shown = [
                (places.of(p["file"], p["line"], p["column"], p["sheet"]), p) for p in of_it[:_MOST]
            ]
            lists.append(ProblemList(severity, translate(words), shown, len(of_it)))
    return lists


def _short_names(names: Iterable[str]) -> dict[str, str]:
    listed = list(names)
    short = [name.replace("\\", "/").rsplit("/", 1)[-1] for name in listed]
    return {
        name: last if short.count(last) == 1 else name
        for name, last in zip(listed, short, strict=True)
    }
