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
# Runs that say again what was said before are left out, unless they judged it: nothing follows from
# them, and most of a history is such rows, since a file often has all months so far.
_SAID = """\
SELECT * FROM (
  SELECT value.series, value.run, verdict.demand, value.period, value.value,
    value.period = verdict.period AS judged, verdict.status, verdict.was, verdict.baselined,
    verdict.threshold, verdict.organisation, verdict.item,
    lead(value.value) OVER (
      PARTITION BY value.series, value.period, demand.unit ORDER BY run.as_of, run.turn
    ) AS next
  FROM value
    JOIN verdict USING (series, run)
    JOIN run ON run.number = value.run
    JOIN demand ON demand.number = verdict.demand
  WHERE run.as_of <= ?
) WHERE judged OR next IS NOT value
"""


class DamagedError(ValueError):
    """A row holds what banshi never writes."""


def said(connection: sqlite3.Connection, until: str = "9999-12-31") -> Iterator[Said]:
    """Yield what follows from every run that judged by the day `until`, or by an earlier one.

    That is each value that counted, and the last time that a value was said before another one.

    Raises:
        DamagedError: a row holds what banshi never writes.
        sqlite3.Error: the file cannot be read.
    """
    heads = {number: head for number, head, _banshi in _heads(connection)}
    series = {
        number: SeriesKey(*map(_text, parts))
        for number, *parts in connection.execute(
            "SELECT number, target, region, body, item FROM series"
        )
    }
    demands = {
        number: _demand(*map(_text, parts))
        for number, *parts in connection.execute(
            "SELECT number, metric, subject, op, value, upper, value_unit, whole, unit, due"
            " FROM demand"
        )
    }
    for row in connection.execute(_SAID, (until,)):
        key, run, demand, period, value, judged, status, was, baselined, threshold = row[:10]
        yield Said(
            run=heads[run],
            series=series[key],
            demand=demands[demand],
            period=_period(_text(period)),
            value=_number(_text(value)),
            status=_status(_text(status)) if judged else None,
            was=_status(_text(was)) if judged and was else None,
            baselined=bool(judged and baselined),
            threshold=_number(_text(threshold)) if judged and threshold else None,
            organisation=_text(row[10]),
            item=_text(row[11]),
        )


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
    for number, head, banshi in _heads(connection):
        yield head, banshi, inputs.get(number, [])


def _heads(connection: sqlite3.Connection) -> Iterator[tuple[int, RunHead, str]]:
    for number, as_of, turn, identity, banshi in connection.execute(
        "SELECT number, as_of, turn, id, banshi FROM run ORDER BY as_of, turn"
    ):
        if not isinstance(turn, int) or not _DAY.fullmatch(_text(as_of)):
            raise DamagedError
        yield number, RunHead(_text(as_of), turn, _text(identity)), _text(banshi)


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
