"""Rows of a history file become values again, or the file is damaged: whoever changed it."""

import re
import sqlite3
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from banshi.history.run import Demand, SeriesKey
from banshi.history.series import RunHead, Said
from banshi.model.outcome import Status
from banshi.model.period import Period, parse_period
from banshi.model.quantity import Unit
from banshi.model.target import Operator

_NUMBER = re.compile(r"-?[0-9]{1,200}(\.[0-9]{1,200}|/[1-9][0-9]{0,199})?", re.ASCII)
# Few texts stand in many rows.
_KEPT = 10_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ALL = """\
SELECT run.as_of, run.turn, run.id, series.target, series.region, series.body, series.item,
  demand.metric, demand.subject, demand.op, demand.value, demand.upper, demand.value_unit,
  demand.whole, demand.unit, demand.due, value.period, value.value, verdict.status, verdict.was,
  verdict.baselined, verdict.threshold, verdict.period, verdict.organisation, verdict.item
FROM value
  JOIN verdict USING (series, run)
  JOIN run ON run.number = value.run
  JOIN series ON series.number = value.series
  JOIN demand ON demand.number = verdict.demand
WHERE run.as_of <= ?
"""


class DamagedError(ValueError):
    """A row holds what banshi never writes."""


def said(connection: sqlite3.Connection, until: str = "9999-12-31") -> Iterator[Said]:
    """Yield every value of every run that judged by the day `until`, or by an earlier one.

    Raises:
        DamagedError: a row holds what banshi never writes.
        sqlite3.Error: the file cannot be read.
    """
    for row in connection.execute(_ALL, (until,)):
        yield _said(row)


def runs(connection: sqlite3.Connection) -> Iterator[tuple[RunHead, str, list[tuple[str, str]]]]:
    """Yield every run, oldest first: head, version of banshi, and its files by name and SHA-256.

    Raises:
        DamagedError: a row holds what banshi never writes.
        sqlite3.Error: the file cannot be read.
    """
    inputs: dict[int, list[tuple[str, str]]] = {}
    for run, name, digest in connection.execute(
        "SELECT run, name, sha256 FROM input ORDER BY run, position"
    ):
        inputs.setdefault(run, []).append((_text(name), _text(digest)))
    for number, as_of, turn, identity, banshi in connection.execute(
        "SELECT number, as_of, turn, id, banshi FROM run ORDER BY as_of, turn"
    ):
        yield _head(as_of, turn, identity), _text(banshi), inputs.get(number, [])


def _said(row: tuple[object, ...]) -> Said:
    demand = _demand(*(_text(part) for part in row[7:16]))
    period, value, status, was, baselined, threshold, counted, organisation, item = row[16:]
    judged = period == counted
    return Said(
        run=_head(*row[:3]),
        series=SeriesKey(*(_text(part) for part in row[3:7])),
        demand=demand,
        period=_period(_text(period)),
        value=_number(_text(value)),
        status=_status(_text(status)) if judged else None,
        was=_status(_text(was)) if judged and was else None,
        baselined=bool(baselined) and judged,
        threshold=_number(_text(threshold)) if judged and threshold else None,
        organisation=_text(organisation),
        item=_text(item),
    )


def _head(as_of: object, turn: object, identity: object) -> RunHead:
    if not isinstance(turn, int) or not _DAY.fullmatch(_text(as_of)):
        raise DamagedError
    return RunHead(_text(as_of), turn, _text(identity))


@lru_cache(maxsize=_KEPT)
def _demand(*parts: str) -> Demand:
    demand = Demand(*parts)
    try:
        Operator(demand.op)
        Unit(demand.value_unit)
        Unit(demand.unit)
    except ValueError:
        raise DamagedError from None
    _number(demand.value)
    if demand.upper:
        _number(demand.upper)
    return demand


@lru_cache(maxsize=_KEPT)
def _period(text: str) -> Period:
    found = parse_period(text)
    if found is None:
        raise DamagedError
    return found


@lru_cache(maxsize=_KEPT)
def _number(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise DamagedError
    return Fraction(text)


@lru_cache(maxsize=_KEPT)
def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise DamagedError from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise DamagedError
    return value
