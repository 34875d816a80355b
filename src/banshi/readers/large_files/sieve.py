"""Reads large tables of one value a row without keeping the rows that are met.

Two passes. The first looks at every row and remembers which series need a closer look: a value
beyond its limits, a fault, a repair, the same period reported twice. The second hands all rows of
those series to the ordinary reader, and of the others keeps one row for each kind (metric, unit,
region, period, item where it matters) with how many it stands for. A series that is told from
another by 64 bits of a hash is at worst looked at more closely than it needed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import compress
from operator import and_, attrgetter, itemgetter, le, not_, xor
from typing import IO

from banshi.model.intake import Observation, RefusedRow
from banshi.model.quantity import parse_number, scaled
from banshi.model.registry import fold
from banshi.readers.checks import agreed_unit, check_range, check_unit
from banshi.readers.large_files.kinds import NOT_PLAIN, OTHERS, Kind, Sieved, code, mixed
from banshi.readers.large_files.scanned import Progress, Scanned, looked_up
from banshi.readers.settles import Settles
from banshi.readers.table import CellFault, Row

_time = attrgetter("time")
_low = attrgetter("low")
_high = attrgetter("high")
_BYTES_A_ROW = 40
_BITS_A_ROW = 64
_SMALLEST, _LARGEST = 20, 29


class Sieve:
    """Goes through large tables; one sieve for all files of a run, whose rows may be of one series.

    `size` is the number of bytes of all its tables.
    """

    def __init__(self, settles: Settles, size: int, progress: Progress | None = None) -> None:
        self._settles = settles
        self.tell = progress or (lambda _bytes: None)
        bits = max(_SMALLEST, min(_LARGEST, (size // _BYTES_A_ROW * _BITS_A_ROW).bit_length()))
        # One bit a row seen, by a hash of its series and period: a set bit may be a repeated row.
        self._seen = bytearray(1 << (bits - 3))
        self._mask = (1 << bits) - 1
        self._suspects: set[int] = set()
        self._places: dict[tuple[str, str], int] = {}
        self._hit: set[tuple[str, str | None]] = set()
        self._kinds: list[Kind] = []
        self._numbers: dict[str, Decimal] = {}

    def know(self, observations: Sequence[Observation], refused: Sequence[RefusedRow]) -> None:
        """Look closer at the series of rows that were read elsewhere."""
        for observation in observations:
            metric, region, body, item = observation.series
            self._suspects.add(self._place(metric, region) ^ code(body) ^ code(item))
        self._hit |= {(row.metric, row.region) for row in refused if row.metric}

    def scan(self, table: Sieved, store: IO[bytes]) -> Scanned:
        """Go through a table for the first time; `store` keeps what the second pass needs of it.

        Raises:
            TableFault: the table breaks off.
        """
        scanned = Scanned(table, partial(self._built, table), self.tell, store)
        self._kinds = scanned.kinds
        for piece in scanned.pieces():
            kinds, bodies, series = scanned.series(piece)
            texts = list(map(itemgetter(scanned.value), piece.rows))
            failing = self._suspect(kinds, self._values(texts), series)
            scanned.note(piece, kinds, series)
            if scanned.unknown:
                rows = zip(bodies, series, strict=True)
                self._suspects |= {number for body, number in rows if body in scanned.unknown}
            for number in failing:
                self._may_be_refused(table, kinds[number], texts[number])
        return scanned

    def _suspect(
        self, kinds: Sequence[Kind], values: Sequence[Decimal], series: Sequence[int]
    ) -> list[int]:
        """Note the series of rows that are not met, and of rows whose like was seen before.

        Return the numbers of the rows that are not met.
        """
        above = map(le, map(_low, kinds), values)
        met = list(map(and_, above, map(le, values, map(_high, kinds))))
        if any(kind.bounds for kind in set(kinds)):
            rows = zip(met, kinds, values, strict=True)
            met = [holds and kind.hold(value) for holds, kind, value in rows]
        suspects, seen, mask = self._suspects, self._seen, self._mask
        slots = map(xor, series, map(_time, kinds))
        for number, slot in compress(zip(series, slots, strict=True), met):
            byte, bit = (slot & mask) >> 3, 1 << (slot & 7)
            if seen[byte] & bit:
                suspects.add(number)
            else:
                seen[byte] |= bit
        failing = [row for row, holds in enumerate(met) if not holds]
        suspects.update(map(series.__getitem__, failing))
        return failing

    def collect(self, scanned: Scanned) -> Iterator[tuple[Row, int]]:
        """Yield each row that must be read, from a second pass, and how many it stands for."""
        hit = {
            place
            for (metric, region), place in self._places.items()
            if (metric, region) in self._hit or (metric, None) in self._hit
        }
        kept = {kind.number for kind in scanned.kinds if kind.place in hit}
        kinds_seen: list[Kind] = []
        for series, kinds, rows in scanned.noted():
            closer = list(map(self._suspects.__contains__, series))
            if kept:
                closer = [c or kind in kept for c, kind in zip(closer, kinds, strict=True)]
            for row in rows([number for number, look in enumerate(closer) if look]):
                yield row, 1
            counted = Counter(compress(kinds, map(not_, closer)))
            for number, count in counted.items():
                kind = scanned.kinds[number]
                kind.rows += count
                if kind.first is None:
                    at = next(n for n, k in enumerate(kinds) if k == number and not closer[n])
                    (kind.first,) = rows([at])
                    kinds_seen.append(kind)
        for kind in kinds_seen:
            if kind.first:
                yield kind.first, kind.rows

    def _values(self, texts: list[str]) -> list[Decimal]:
        """Return the plain numbers that cells write; NOT_PLAIN for all else."""
        return looked_up(self._numbers, texts, texts, _plain)

    def _may_be_refused(self, table: Sieved, kind: Kind, text: str) -> None:
        """Remember a cell that will be refused: an older value must not pass in its place."""
        metric = kind.metric
        if metric is None:
            return
        try:
            figure = table.cells.figure(text.strip(), metric)
            if figure:
                unit, scale = agreed_unit(metric, figure.unit, kind.unit)
                check_unit(metric, unit)
                check_range(metric, scaled(figure.value, scale), unit)
        except CellFault:
            self._hit.add((metric.id, kind.region))

    def _place(self, metric: str, region: str) -> int:
        """Return the number of a metric in a region."""
        return self._places.setdefault((metric, region), code(f"{metric} {region}"))

    def _built(self, table: Sieved, cells: Sequence[str], outer: Kind | None) -> Kind:
        """Return the kind of a row, or of its item where the item has limits of its own."""
        if outer is None:
            return self._kind(table, cells)
        item = fold(table.text(cells, "item"))
        item = item if not item or item in outer.subjects else OTHERS
        if item not in outer.items:
            outer.items[item] = self._kind(table, cells, of_item=True)
        return outer.items[item]

    def _kind(self, table: Sieved, cells: Sequence[str], *, of_item: bool = False) -> Kind:
        """Look up what a row is about, and between which values such rows are met."""
        kind = Kind(len(self._kinds))
        self._kinds.append(kind)
        read, text = table.cells, table.text
        try:
            metric = kind.metric = read.metric(text(cells, "metric"))
            kind.region = read.region(text(cells, "region"))
            period, repaired = read.period(text(cells, "period"))
            behind = read.unit_behind(text(cells, "metric"))
            said = read.unit(text(cells, "unit")), behind, table.layout.measures[0].role.unit
            kind.unit = agreed_unit(metric, *said)
            unit, scale = kind.unit
            check_unit(metric, unit)
        except CellFault:
            if kind.metric:
                self._hit.add((kind.metric.id, kind.region))
            return kind
        kind.place = self._place(metric.id, kind.region)
        kind.time = mixed(period.end.toordinal() << 16 | period.days)
        if repaired or scale != 1 or unit is not metric.unit:  # such rows are spoken of one by one
            return kind
        if not of_item and "item" in table.layout.keys:
            kind.subjects = self._settles.subjects(metric.id)
        about = text(cells, "item") or None
        bounds = self._settles.bounds(metric.id, metric.unit, kind.region, period, about)
        if bounds:
            kind.limit(bounds, metric)
        return kind


def _plain(text: str) -> Decimal:
    value = parse_number(text)
    return NOT_PLAIN if value is None else value
