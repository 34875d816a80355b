"""The engine over Ibis: the cases are judged, and counted by leaf, where they lie."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

import ibis

from banshi.measure.calendar import Calendar
from banshi.measure.columns import Dialect, Expr, day_table
from banshi.measure.expressions import Judging
from banshi.measure.job import FIRST_FAULT, Fate, Job, Way
from banshi.measure.kept_values import LARGEST, TYPE, KeptValues
from banshi.measure.levels import COLUMNS
from banshi.measure.packing import Packing
from banshi.measure.tally import Cells, Leaf, LeafTally, Measured, Tally
from banshi.measure.times import BLANK

_MONTHS = 12 * 2200
_numbers = count()


class ThroughIbis:
    """Counts cases by one expression; `cases` is their table, as `canonical` makes it.

    The backend gives whole numbers alone: how many cases there are of each leaf and set of fates,
    with the sum and the highest of their values. Where order matters it gives all values of each
    leaf beside these, in the same pass; where memory does not suffice for that (`full` are the
    exceptions that say so), or values are too large to be kept, it is asked once more (`ranked`).
    """

    def __init__(
        self,
        backend: Any,
        cases: Expr,
        job: Job,
        days: Calendar | None,
        dialect: Dialect | None = None,
        full: tuple[type[Exception], ...] = (),
    ) -> None:
        self._backend = backend
        self._job = job
        self._judging = Judging(job, days, dialect)
        self._cases = cases
        self._days = days
        self._full = full
        self._prefix = f"banshi{next(_numbers)}"
        self._judged: Expr = None
        self._doubled: frozenset[str] = frozenset()
        self._values = KeptValues(())
        self.asked = 0
        """How many questions were asked of the backend."""
        self.questions = (
            1 + job.identified + sum(measure.way is Way.DISTINCT for measure in job.measures)
        )
        """How many there will be, where nothing is amiss."""

    def tally(self) -> Tally:
        """Count the cases, and add up their values."""
        out = Tally({})
        once = self._once(out)
        judging = self._judging
        days = self._table("days", day_table(self._days, judging.months))
        timed = self._step("timed", judging.timed(once))
        dated = self._step("dated", judging.with_days(timed, days))
        self._judged = self._step("judged", judging.judged(dated))
        ordered = [n for n, measure in enumerate(self._job.measures) if measure.ordered]
        try:
            self._count(out, ordered)
        except self._full:
            if not ordered:
                raise
            self._count(out, [])
        cases = sum(tally.cases for tally in out.leaves.values())
        out.rows = cases + out.unnumbered + out.repeated + out.contradictory
        self._years(out)
        return out

    def _count(self, out: Tally, ordered: Sequence[int]) -> None:
        """Take in all leaves; of the measures `ordered` all values are kept."""
        out.leaves.clear()
        keys, packing = self._grouping()
        grouped = self._judged.group_by(**keys).aggregate(**self._sums(), **self._lists(ordered))
        self.asked += 1
        self._values = KeptValues(ordered)
        for batch in self._answer(grouped).to_batches():
            lists = {number: batch.column(f"values{number}") for number in ordered}
            plain = batch.select([n for n in batch.schema.names if not n.startswith("values")])
            for place, row in enumerate(plain.to_pylist()):
                leaf, values = self._take(row, packing, out)
                for number, column in lists.items():
                    key = leaf.key(self._job.place(number))
                    self._values.keep(number, key, column[place].values, values[number])

    def _rows(self, expression: Expr) -> Iterable[Mapping[str, Any]]:
        self.asked += 1
        for batch in self._answer(expression).to_batches():
            yield from batch.to_pylist()

    def _answer(self, expression: Expr) -> Any:
        """Return what the backend says, as a table of Arrow."""
        return self._backend.to_pyarrow(expression)

    def _step(self, name: str, expression: Expr) -> Expr:
        """Return a view of an expression: Ibis takes seconds over one that holds all the others."""
        return self._backend.create_view(self._called(name), expression)

    def _table(self, _name: str, rows: Any) -> Expr:
        """Return a table of Arrow as one of the backend."""
        return ibis.memtable(rows)

    def _called(self, name: str) -> str:
        """Return a name that no other run of this process has in the backend."""
        return f"{self._prefix}_{name}"

    def _once(self, out: Tally) -> Expr:
        """Return each case once; those whose number stands for different things not at all."""
        cases = self._step("cases", self._cases)
        if not self._job.identified:
            return cases
        name = self._judging.word(cases, "id")
        names = cases.group_by(name=name).aggregate(n=cases.count())
        self.asked += 1
        found = self._answer(names.filter((names.n > 1) | (names.name == "")))
        counts = dict(zip(found["name"].to_pylist(), found["n"].to_pylist(), strict=True))
        out.unnumbered = counts.pop("", 0)
        named = cases.filter(name != "") if out.unnumbered else cases
        if not counts:
            return named
        several = self._table("several", found.select(["name"]))
        key = self._judging.word(named, "id")
        doubles = named.semi_join(several, key == several.name)
        single = named.anti_join(several, key == several.name)
        return single.union(self._resolved(doubles, out))

    def _resolved(self, doubles: Expr, out: Tally) -> Expr:
        """Return each of the doubled cases once, where all rows of it say the same."""
        content = self._judging.content(doubles)
        differs = ibis.or_(*(column.min() != column.max() for column in content))
        kept = {name: doubles[name].max() for name in doubles.columns}
        groups = doubles.group_by(name=self._judging.word(doubles, "id")).aggregate(
            n=doubles.count(), differs=differs, **kept
        )
        same = groups.filter(~groups.differs)
        different = groups.filter(groups.differs)
        (counts,) = self._rows(
            groups.aggregate(
                repeated=(groups.n - 1).sum(where=~groups.differs),
                contradictory=groups.n.sum(where=groups.differs),
            )
        )
        out.repeated = int(counts["repeated"] or 0)
        out.contradictory = int(counts["contradictory"] or 0)
        self._doubled = frozenset(row["name"] for row in self._rows(different.select("name")))
        return same.select(*doubles.columns)

    def _grouping(self) -> tuple[dict[str, Expr], Packing]:
        """Return what tells leaves and sets of fates apart, as few columns as hold it."""
        table = self._judged
        packing = Packing()
        for column in self._job.dates:  # 0 is none
            packing.add((self._judging.month(table, column) + 1).fill_null(0), _MONTHS + 1)
        packing.add(table.overdue.cast("int64"), 2)
        for number in range(len(self._job.measures)):
            packing.add(table[f"fate{number}"].cast("int64"), len(Fate))
        keys = {name: self._judging.written(table, name) for name in self._job.apart}
        return keys | packing.columns(), packing

    def _sums(self) -> dict[str, Expr]:
        """Return what is added up of the cases: of each measure what its figure needs."""
        table = self._judged
        found = {"n": table.count()}
        for number, measure in enumerate(self._job.measures):
            value = table[f"value{number}"]
            if measure.way is Way.SUM:  # millionths of many cases pass 64 bits
                found[f"sum{number}"] = value.cast("decimal(38, 0)").sum()
            elif measure.summed:
                found[f"sum{number}"] = value.sum()
            elif measure.highest:
                found[f"max{number}"] = value.max()
        return found

    def _lists(self, ordered: Iterable[int]) -> dict[str, Expr]:
        table = self._judged
        found = {}
        for number in ordered:
            value = table[f"value{number}"]
            small = ibis.ifelse(value.between(0, LARGEST), value, None).cast(TYPE)
            found[f"values{number}"] = small.collect(where=small.notnull())
        return found

    def _take(self, row: Mapping[str, Any], packing: Packing, out: Tally) -> tuple[Leaf, list[int]]:
        """Take in one row of the grouping; return its leaf, and how many of each are measured."""
        job = self._job
        parts = packing.parts(row)
        months = tuple(
            part - 1 if part else None for _, part in zip(job.dates, parts, strict=False)
        )
        overdue = next(parts)
        region, organisation, item = (row.get(name, "").strip(BLANK) for name in COLUMNS)
        leaf = Leaf(region, organisation, item, months)
        tally = out.leaves.get(leaf)
        if tally is None:
            tally = out.leaves[leaf] = LeafTally([Measured() for _ in job.measures])
        cases = row["n"]
        tally.cases += cases
        tally.overdue += cases if overdue else 0
        faulty = False
        measured = []
        for number, into, fate in zip(count(), tally.measures, parts, strict=False):
            faulty = faulty or fate >= FIRST_FAULT
            found = Measured()
            found.fates[fate] = cases
            found.total = int(row.get(f"sum{number}") or 0)
            found.highest = row.get(f"max{number}")
            into.add(found)
            measured.append(found.measured)
        tally.faulty += cases if faulty else 0
        return leaf, measured

    def _years(self, out: Tally) -> None:
        """Look up the first and last day of cases beyond the calendar, where there are any."""
        for number, measure in enumerate(self._job.measures):
            beyond = [t for t in out.leaves.values() if t.measures[number].fates[Fate.NO_CALENDAR]]
            if not beyond or measure.interval is None:
                continue
            table = self._judged
            table = table.filter(table[f"fate{number}"] == int(Fate.NO_CALENDAR))
            days = [self._judging.day(table, name) for name in self._job.named(measure.interval)]
            (found,) = self._rows(
                table.aggregate(
                    low=ibis.least(*(d.min() for d in days)),
                    high=ibis.greatest(*(d.max() for d in days)),
                )
            )
            for tally in beyond:
                tally.measures[number].lowest_day = found["low"]
                tally.measures[number].highest_day = found["high"]

    def _with_cells(self, number: int, cells: Cells, column: Expr) -> Expr:
        """Return how often each value of a measure stands in each cell."""
        import pyarrow as pa

        table = self._judged
        table = table.filter(table[f"fate{number}"] == int(Fate.MEASURED))
        keys = {name: self._judging.word(table, name) for name in self._job.apart}
        keys["month"] = self._judging.month(table, self._job.measures[number].dated)
        counted = table.group_by(**keys, value=column(table)).aggregate(n=table.count())
        rows = [(key._asdict(), cell) for key, places in cells.items() for cell in places]
        arrays = {
            name: pa.array([key[name] for key, _ in rows], pa.string()) for name in self._job.apart
        }
        arrays["month"] = pa.array([key["month"] for key, _ in rows], pa.int64())
        arrays["cell"] = pa.array([cell for _, cell in rows], pa.int64())
        places = self._table(f"places{number}", pa.table(arrays))
        joined = counted.inner_join(places, [*self._job.apart, "month"])
        return joined.group_by("cell", "value").aggregate(n=joined.n.sum())

    def ranked(self, number: int, percent: int, cells: Cells) -> dict[int, int]:
        """Return for each cell the value that `percent` of its cases stay within."""
        if number in self._values:
            return dict(self._values.ranked(number, percent, cells))
        counts = self._with_cells(number, cells, lambda table: table[f"value{number}"])
        before = ibis.window(group_by=counts.cell, order_by=counts.value, preceding=(None, 0))
        whole = ibis.window(group_by=counts.cell)
        sums = counts.mutate(upto=counts.n.sum().over(before), all=counts.n.sum().over(whole))
        reached = sums.filter(sums.upto * 100 >= sums["all"] * percent)
        first = reached.group_by("cell").aggregate(value=reached.value.min())
        return {row["cell"]: int(row["value"]) for row in self._rows(first)}

    def distinct(self, number: int, cells: Cells) -> dict[int, int]:
        """Return for each cell how many different words the column holds."""
        column = self._job.measures[number].column
        counts = self._with_cells(number, cells, lambda table: self._judging.word(table, column))
        found = counts.group_by("cell").aggregate(n=counts.count())
        return {row["cell"]: int(row["n"]) for row in self._rows(found)}

    def doubled(self) -> frozenset[str]:
        """Return the case numbers that stand for different things."""
        return self._doubled

    def close(self) -> None:
        """Let go of the backend, and of all that was kept."""
        self._values.clear()
        self._backend.disconnect()
