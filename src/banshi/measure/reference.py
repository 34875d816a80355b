"""The engine in plain Python: slow and short; the others agree with it to the last digit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from banshi.measure.calendar import Calendar
from banshi.measure.fates import Case, Judge, nearest_rank
from banshi.measure.files import CaseFile
from banshi.measure.job import FIRST_FAULT, Fate, Job, Way
from banshi.measure.levels import COLUMNS
from banshi.measure.rows import cases
from banshi.measure.tally import Cells, Key, Leaf, LeafTally, Measured, Progress, Tally
from banshi.measure.times import seconds


class Reference:
    """Goes through the cases one by one, and keeps them where order or doubles want it."""

    def __init__(
        self,
        job: Job,
        files: Sequence[CaseFile],
        days: Calendar | None,
        tell: Progress | None = None,
    ) -> None:
        self._job = job
        self._files = files
        self._judge = Judge(job, days)
        self._values: list[dict[Key, Counter[int]]] = [{} for _ in job.measures]
        self._words: list[dict[Key, set[str]]] = [{} for _ in job.measures]
        self._doubled: set[str] = set()
        self._tell = tell

    def tally(self) -> Tally:
        """Count the cases, and add up their values."""
        out = Tally({})
        for case in self._once(out):
            self._take(case, out)
        return out

    def _once(self, out: Tally) -> Iterable[Case]:
        """Yield each case once; those whose number stands for different things not at all."""
        every = self._every()
        if not self._job.identified:
            for case in every:
                out.rows += 1
                yield case
            return
        found: dict[str, tuple[Case, int]] = {}
        for case in every:
            out.rows += 1
            name = str(case["id"])
            if not name:
                out.unnumbered += 1
            elif name in found:
                first, times = found[name]
                found[name] = (first, times + 1)
                if _content(first) != _content(case):
                    self._doubled.add(name)
            else:
                found[name] = (case, 1)
        for name, (case, times) in found.items():
            if name in self._doubled:
                out.contradictory += times
            else:
                out.repeated += times - 1
                yield case

    def _every(self) -> Iterator[Case]:
        sizes = [file.path.stat().st_size for file in self._files]
        for number, file in enumerate(self._files):
            before = sum(sizes[:number])

            def tell(done: int, before: int = before) -> None:
                if self._tell:
                    self._tell(before + done, sum(sizes))

            for _row, case in cases(file, self._job, tell):
                yield case

    def _take(self, case: Case, out: Tally) -> None:
        job, judge = self._job, self._judge
        months = {column: judge.month(column, case) for column in job.dates}
        leaf = _leaf(case, job.apart, tuple(months.values()))
        tally = out.leaves.get(leaf)
        if tally is None:
            tally = out.leaves[leaf] = LeafTally([Measured() for _ in job.measures])
        tally.cases += 1
        faulty = overdue = False
        for number, measure, into in zip(count(), job.measures, tally.measures, strict=False):
            fate, value = judge.fate(measure, case)
            into.fates[fate] += 1
            faulty = faulty or fate >= FIRST_FAULT
            if fate is Fate.MEASURED:
                into.total += value if measure.summed else 0
                if measure.highest:
                    into.highest = value if into.highest is None else max(value, into.highest)
                key = Key(*leaf[:3], months[measure.dated] or 0)
                if measure.ordered:
                    self._values[number].setdefault(key, Counter())[value] += 1
                elif measure.way is Way.DISTINCT:
                    self._words[number].setdefault(key, set()).add(str(case[measure.column]))
            elif fate is Fate.OPEN:
                overdue = overdue or judge.overdue(number, case)
            elif fate is Fate.NO_CALENDAR and measure.interval:
                low, high = judge.beyond(measure.interval, case)
                into.lowest_day = low if into.lowest_day is None else min(low, into.lowest_day)
                into.highest_day = high if into.highest_day is None else max(high, into.highest_day)
        tally.faulty += faulty
        tally.overdue += overdue

    def ranked(self, number: int, percent: int, cells: Cells) -> dict[int, int]:
        """Return for each cell the value that `percent` of its cases stay within."""
        merged: dict[int, Counter[int]] = {}
        for key, counts in self._values[number].items():
            for cell in cells.get(key, ()):
                merged.setdefault(cell, Counter()).update(counts)
        found = {}
        for cell, counts in merged.items():
            values = sorted(counts)
            found[cell] = nearest_rank(values, [counts[value] for value in values], percent)
        return found

    def distinct(self, number: int, cells: Cells) -> dict[int, int]:
        """Return for each cell how many different words the column holds."""
        merged: dict[int, set[str]] = {}
        for key, words in self._words[number].items():
            for cell in cells.get(key, ()):
                merged.setdefault(cell, set()).update(words)
        return {cell: len(words) for cell, words in merged.items()}

    def doubled(self) -> frozenset[str]:
        """Return the case numbers that stand for different things."""
        return frozenset(self._doubled)

    def close(self) -> None:
        """Let go of all that was kept."""
        self._values.clear()
        self._words.clear()


def _content(case: Case) -> dict[str, str | int]:
    """Return what a case says: a time is the same in whatever form it is written."""
    return {
        column: value if isinstance(value, int) else _or_itself(seconds(value), value)
        for column, value in case.items()
    }


def _or_itself(time: int | None, text: str) -> str | int:
    return text if time is None else time


def _leaf(case: Case, apart: Sequence[str], months: tuple[int | None, ...]) -> Leaf:
    region, organisation, item = (
        str(case[column]) if column in apart else "" for column in COLUMNS
    )
    return Leaf(region, organisation, item, months)
