"""All values of a measure, a list a leaf: lists merge, so that percentiles take no further pass."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from banshi.measure.tally import Cells, Key

TYPE = "int32"
"""Type of the values: half the room of what could hold any of them."""
LARGEST = (1 << 31) - 1
_SIZE = 4


class KeptValues:
    """The values of the measures that need their order; those that are not whole are let go."""

    def __init__(self, measures: Collection[int]) -> None:
        self._lists: dict[int, dict[Key, list[Any]]] = {number: {} for number in measures}

    def __contains__(self, measure: int) -> bool:
        """Whether all values of a measure are here."""
        return measure in self._lists

    def keep(self, measure: int, key: Key, values: Any, cases: int) -> None:
        """Keep the values of so many cases, an array of Arrow or None where there are none.

        Where some are missing, for they were too large, the measure is let go.
        """
        if measure not in self._lists or not cases:
            return
        if values is None or len(values) != cases:
            del self._lists[measure]
        else:
            self._lists[measure].setdefault(key, []).append(values)

    def ranked(self, measure: int, percent: int, cells: Cells) -> Iterator[tuple[int, int]]:
        """Yield of each cell the value that `percent` of its cases stay within (nearest rank)."""
        import numpy as np

        keys: dict[int, list[Key]] = {}
        for key, places in cells.items():
            for cell in places:
                keys.setdefault(cell, []).append(key)
        lists = self._lists[measure]
        for cell, found in keys.items():
            whole = np.concatenate([_array(v) for key in found for v in lists.get(key, _NONE)])
            rank = -(-percent * len(whole) // 100) - 1
            yield cell, int(np.partition(whole, rank)[rank])

    def clear(self) -> None:
        """Let go of all."""
        self._lists.clear()


_NONE: Sequence[Any] = ()


def _array(values: Any) -> Any:
    """Return an array of Arrow as one of numpy, without a copy."""
    import numpy as np

    # Arrow would import pandas to hand over what lies in its buffers.
    return np.frombuffer(values.buffers()[1], TYPE, len(values), values.offset * _SIZE)
