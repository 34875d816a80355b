"""The engine over Ibis: the cases are judged, and counted by leaf, where they lie."""

from collections.abc import Iterable, Mapping
from typing import Any

import ibis

from banshi.measure.calendar import Calendar
from banshi.measure.columns import Expr, day_table
from banshi.measure.expressions import Judging
from banshi.measure.job import FIRST_FAULT, Fate, Interval, Job, Way
from banshi.measure.tally import Cells, Leaf, LeafTally, Measured, Tally

_FATES = len(Fate)
_PER_CODE = 16
"""So many fates stand in one whole number."""
_NAMES = ("region", "organisation", "item")


class ThroughIbis:
    """Counts cases by one expression; `cases` is their table, as `canonical` makes it.

    The backend gives whole numbers alone: how many cases there are of each leaf and set of fates,
    with the sum and the highest of their values.
    """

    def __init__(self, backend: Any, cases: Expr, job: Job, days: Calendar | None) -> None:
        self._backend = backend
        self._job = job
        self._judging = Judging(job, days)
        self._cases = cases
        self._days = day_table(days, self._judging.months)
        self._judged: Expr = None
        self._doubled: frozenset[str] = frozenset()
        self.asked = 0
        """How many questions were asked of the backend."""
        lookups = [m for m in job.measures if m.ordered or m.way is Way.DISTINCT]
        self.questions = 1 + 2 * job.identified + len(lookups)
        """How many there will be, where nothing is amiss."""

    def tally(self) -> Tally:
        """Count the cases, and add up their values."""
        out = Tally({})
        once = self._once(out)
        judging = self._judging
        dated = self._step("dated", judging.with_days(once, self._days))
        self._judged = self._step("judged", judging.judged(dated))
        for row in self._rows(self._by_leaf(self._judged)):
            self._take(row, out)
        if not self._job.identified:  # then nothing else was counted
            out.rows = sum(tally.cases for tally in out.leaves.values())
        self._years(out)
        return out

    def _rows(self, expression: Expr) -> Iterable[Mapping[str, Any]]:
        self.asked += 1
        for batch in self._backend.to_pyarrow(expression).to_batches():
            yield from batch.to_pylist()

    def _step(self, name: str, expression: Expr) -> Expr:
        """Return a view of an expression: Ibis takes seconds over one that holds all the others."""
        return self._backend.create_view(name, expression)

    def _once(self, out: Tally) -> Expr:
        """Return each case once; those whose number stands for different things not at all."""
        cases = self._step("cases", self._cases)
        if not self._job.identified:
            return cases
        name = self._judging.word(cases, "id")
        (counts,) = self._rows(cases.aggregate(n=cases.count(), no=(name == "").sum()))
        out.rows, out.unnumbered = counts["n"], counts["no"] or 0
        named = cases.filter(name != "")
        names = named.group_by(name=self._judging.word(named, "id")).aggregate(n=named.count())
        many = names.filter(names.n > 1).select("name")
        self.asked += 1
        found = self._backend.to_pyarrow(many)
        if not found.num_rows:
            return named
        several = ibis.memtable(found)
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

    def _keys(self, table: Expr) -> dict[str, Expr]:
        return {name: self._judging.word(table, name) for name in _NAMES}

    def _by_leaf(self, table: Expr) -> Expr:
        """Return how many cases there are of each leaf and set of fates, with their values."""
        measures = range(len(self._job.measures))
        keys = self._keys(table)
        keys |= {
            f"month{n}": self._judging.month(table, column)
            for n, column in enumerate(self._job.dates)
        }
        for first in range(0, len(measures), _PER_CODE):
            code: Expr = ibis.literal(0, "int64")
            for number in reversed(measures[first : first + _PER_CODE]):
                code = code * _FATES + table[f"fate{number}"].cast("int64")
            keys[f"code{first}"] = code
        values = {f"sum{n}": self._sum(table, n) for n in measures}
        values |= {f"max{n}": table[f"value{n}"].max() for n in measures}
        return table.group_by(**keys, overdue=table.overdue).aggregate(n=table.count(), **values)

    def _sum(self, table: Expr, number: int) -> Expr:
        value = table[f"value{number}"]
        if self._job.measures[number].way is Way.SUM:  # millionths of many cases pass 64 bits
            value = value.cast("decimal(38, 0)")
        return value.sum()

    def _take(self, row: Mapping[str, Any], out: Tally) -> None:
        months = tuple(row[f"month{n}"] for n in range(len(self._job.dates)))
        leaf = Leaf(row["region"], row["organisation"], row["item"], months)
        tally = out.leaves.get(leaf)
        if tally is None:
            tally = out.leaves[leaf] = LeafTally([Measured() for _ in self._job.measures])
        cases = row["n"]
        tally.cases += cases
        tally.overdue += cases if row["overdue"] else 0
        faulty = False
        code = 0
        for number, into in enumerate(tally.measures):
            if number % _PER_CODE == 0:
                code = row[f"code{number}"]
            code, fate = divmod(code, _FATES)
            faulty = faulty or fate >= FIRST_FAULT
            found = Measured()
            found.fates[fate] = cases
            found.total = int(row[f"sum{number}"] or 0)
            found.highest = row[f"max{number}"]
            into.add(found)
        tally.faulty += cases if faulty else 0

    def _years(self, out: Tally) -> None:
        """Look up the first and last day of cases beyond the calendar, where there are any."""
        for number, measure in enumerate(self._job.measures):
            beyond = [t for t in out.leaves.values() if t.measures[number].fates[Fate.NO_CALENDAR]]
            if not beyond or measure.interval is None:
                continue
            table = self._judged
            table = table.filter(table[f"fate{number}"] == int(Fate.NO_CALENDAR))
            days = [self._judging.day(table, name) for name in self._named(measure.interval)]
            (found,) = self._rows(
                table.aggregate(
                    low=ibis.least(*(d.min() for d in days)),
                    high=ibis.greatest(*(d.max() for d in days)),
                )
            )
            for tally in beyond:
                tally.measures[number].lowest_day = found["low"]
                tally.measures[number].highest_day = found["high"]

    def _named(self, interval: Interval) -> list[str]:
        named = [interval.start, interval.end]
        if interval.paused:
            named += [column for pause in self._job.pauses for column in pause]
        return named

    def _with_cells(self, number: int, cells: Cells, column: Expr) -> Expr:
        """Return how often each value of a measure stands in each cell."""
        import pyarrow as pa

        table = self._judged
        table = table.filter(table[f"fate{number}"] == int(Fate.MEASURED))
        keys = self._keys(table)
        keys["month"] = self._judging.month(table, self._job.measures[number].dated)
        counted = table.group_by(**keys, value=column(table)).aggregate(n=table.count())
        rows = [(*key, cell) for key, places in cells.items() for cell in places]
        names = (*_NAMES, "month", "cell")
        kinds = (pa.string(), pa.string(), pa.string(), pa.int64(), pa.int64())
        arrays = [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(kinds)]
        places = ibis.memtable(pa.table(dict(zip(names, arrays, strict=True))))
        joined = counted.inner_join(places, [*_NAMES, "month"])
        return joined.group_by("cell", "value").aggregate(n=joined.n.sum())

    def ranked(self, number: int, percent: int, cells: Cells) -> dict[int, int]:
        """Return for each cell the value that `percent` of its cases stay within."""
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
        """Let go of the backend."""
        self._backend.disconnect()
