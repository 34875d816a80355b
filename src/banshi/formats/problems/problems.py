"""What validate and trace found, as every format of theirs is given it."""

from collections.abc import Sequence
from typing import Literal

from banshi.position import Problem
from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class Problems:
    """The problems of a run of one of these commands."""

    command: Literal["validate", "trace"]
    listed: Sequence[Problem]
    """Sorted by place."""
    exit_code: int
    """The one that the command ends with."""
    files: tuple[str, ...] = ()
    """The plan files that were looked at and could be read."""
