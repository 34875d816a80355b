"""Rows that were refused: each may be a newer value than one that was understood."""

from collections.abc import Iterable

from banshi.model.intake import Observation, RefusedRow

# Of a row whose period could not be read nothing is newer.
_NO_PERIOD = float("inf")


class Refusals:
    """The newest refused row of each metric and region."""

    def __init__(self, rows: Iterable[RefusedRow]) -> None:
        self._newest: dict[tuple[str, str | None], float] = {}
        for row in rows:
            if row.metric is not None:  # a row of no known metric is a newer value of none
                key = (row.metric, row.region)
                end = row.period.end.toordinal() if row.period else _NO_PERIOD
                self._newest[key] = max(end, self._newest.get(key, end))

    def outdate(self, observation: Observation) -> bool:
        """Whether a row may be a newer value than `observation`, which then does not count.

        A row whose region could not be read may be about any.
        """
        if not self._newest:
            return False
        end = observation.period.end.toordinal()
        return any(
            self._newest.get((observation.metric, region), end) > end
            for region in (observation.region, None)
        )
