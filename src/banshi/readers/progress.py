"""Rows about milestones: in a table of their own, or among the rows of metrics."""

from collections.abc import Sequence
from functools import partial

from banshi.messages import say
from banshi.model.intake import Completion
from banshi.model.period import Period
from banshi.readers.cells import CellReader
from banshi.readers.milestones import State, read_state
from banshi.readers.row_cells import RowCells
from banshi.readers.table import CellFault

_SHOWN = 60


class ProgressReader:
    """Takes the rows of a table that are about milestones.

    Such a row names a milestone in its column `milestone`, or where others name a metric; whether
    it is done stands in its column `completed`, or where others have a value. Region and period may
    be blank: a milestone is the whole jurisdiction's, and most have one due day.
    """

    def __init__(self, row: RowCells, cells: CellReader) -> None:
        self._row = row
        self._cells = cells
        layout = row.layout
        self._own_table = layout.progress
        self._state = layout.keys.get("completed", -1)
        if not self._own_table:
            named = "metric" in layout.keys and len(layout.measures) == 1
            self._state = layout.measures[0].column if named else -1

    def takes(self, line: int, cells: Sequence[str]) -> bool:
        """Whether the row is about a milestone; what it says is collected."""
        if self._state < 0:
            return False
        key = "milestone" if self._own_table else "metric"
        name = self._row.text(cells, key)
        found = self._cells.milestones(name)
        if not found and not self._own_table:
            return False
        try:
            self._row.check(line, self._row.column(key))
            milestone = self._one(name, found)
        except CellFault as fault:
            self._row.problem(line, self._row.column(key), fault)
            return True
        try:
            self._row.check(line, self._state + 1)
            state = _state(cells[self._state].strip())
        except CellFault as fault:
            self._row.problem(line, self._state + 1, fault)
            return True
        self._collect(line, cells, milestone, state)
        return True

    def period(self, cells: Sequence[str], text: str) -> tuple[Period, bool]:
        """Return the period that `text` names, in the year that stands in a column of its own.

        Raises:
            CellFault: it names none.
        """
        if "year" in self._row.layout.keys:
            return self._cells.period_of(self._row.text(cells, "year"), text)
        return self._cells.period(text)

    def _one(self, name: str, found: list[str]) -> str:
        if len(found) == 1:
            return found[0]
        if found:
            message = say(
                "{name} is the name of several milestones; write which: {ids}",
                name=name[:_SHOWN],
                ids=", ".join(found),
            )
            raise CellFault("milestone", message)
        message = say("unknown milestone {name}", name=name[:_SHOWN] or "-")
        names = partial(self._cells.milestone_names, name)
        raise CellFault("milestone", self._cells.unknown(message, name, names))

    def _collect(self, line: int, cells: Sequence[str], milestone: str, state: State) -> None:
        if state.done is None:
            message = say("nothing is said of the milestone here")
            self._row.note(line, self._state + 1, "no-value", message)
            return
        region = period = None
        faulty = False
        for key in ("region", "period"):
            text = self._row.text(cells, key)
            if not text:
                continue
            try:
                self._row.check(line, self._row.column(key))
                if key == "region":
                    region = self._cells.region(text)
                else:
                    period, unusual = self.period(cells, text)
                    if unusual:
                        self._row.repaired(line, self._row.column(key), text, period.text)
            except CellFault as fault:
                self._row.problem(line, self._row.column(key), fault)
                faulty = True
        if faulty:
            return
        self._row.out.completions.append(
            Completion(
                milestone=milestone,
                done=state.done,
                day=state.day,
                position=self._row.table.place(line, self._state + 1),
                region=region,
                organisation=self._row.text(cells, "organisation") or None,
                period=period,
            )
        )


def _state(text: str) -> State:
    found = read_state(text)
    if found is None:
        message = say(
            "{text} does not say whether it is done; write the day (2019-06-28), 已完成 or 未完成",
            text=text[:_SHOWN],
        )
        raise CellFault("completed", message)
    return found
