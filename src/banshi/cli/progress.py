"""A bar on standard error, where the work lasts and somebody watches."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from banshi.messages import Message

Tell = Callable[[int, int], None]
"""Takes how much is done, and how much there is to do."""

# Shorter work is over before anybody wonders.
_QUIET_SECONDS = 1.0


@contextmanager
def progress(what: Message) -> Iterator[Tell | None]:
    """Yield what is to be told of the work's progress; None where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(str(what))
    try:
        yield bar.tell
    finally:
        bar.stop()


class _Bar:
    def __init__(self, what: str) -> None:
        self._what = what
        self._began = time.monotonic()
        self._drawn: Any = None
        self._task: Any = None

    def tell(self, done: int, total: int) -> None:
        if time.monotonic() - self._began < _QUIET_SECONDS:
            return
        if self._drawn is None:
            self._draw(total)
        self._drawn.update(self._task, completed=done)

    def _draw(self, total: int) -> None:
        # Only here, where there is something to draw: rich takes long to import.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._drawn = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,  # nothing of it stays on the screen
        )
        self._drawn.start()
        self._task = self._drawn.add_task(self._what, total=total)

    def stop(self) -> None:
        if self._drawn:
            self._drawn.stop()
