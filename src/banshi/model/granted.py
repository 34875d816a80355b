"""Waivers as a run applies them; most runs have none, and need not know how their files look."""

import datetime as dt
from typing import TYPE_CHECKING

from banshi.position import Position
from banshi.values import dataclass

if TYPE_CHECKING:
    from banshi.model.waiver import Waiver


@dataclass(frozen=True, slots=True)
class Granted:
    """A waiver whose target and region are known, with the place where it stands."""

    waiver: "Waiver"
    region: str | None
    """Code of the region; None for every region."""
    position: Position

    def active(self, as_of: dt.date) -> bool:
        """Whether it still counts on `as_of`; its last day is included."""
        return as_of <= self.waiver.expires

    def covers(self, identifier: str, region: str | None) -> bool:
        """Whether it is for the target or milestone `identifier` in the region of code `region`.

        Where nothing names a region (None: nothing at all was reported), only a waiver for every
        region covers it: that one region may miss a target says nothing of the others.
        """
        return self.waiver.target == identifier and self.region in {None, region}


@dataclass(frozen=True, slots=True)
class WaiversRead:
    """A waivers file that was read."""

    name: str
    sha256: str
    waivers: int
    """How many it holds, ended ones included."""


@dataclass(frozen=True, slots=True)
class Waivers:
    """All waivers of a run, and the files that they came from."""

    granted: tuple[Granted, ...] = ()
    files: tuple[WaiversRead, ...] = ()
