"""Reads a profile of cases, and a calendar that goes with it."""

from pathlib import Path

from banshi.loading.one_file import Place, read_one
from banshi.model.calendar import CalendarFile
from banshi.model.profile import ProfileFile
from banshi.position import Problem


def read_profile(path: Path) -> tuple[ProfileFile | None, Place, list[Problem]]:
    """Return what a profile says, where each value of it stands, and what is wrong with it.

    Raises:
        BadUsageError: the file cannot be read.
    """
    return read_one(path, ProfileFile)


def read_calendar(path: Path) -> tuple[CalendarFile | None, Place, list[Problem]]:
    """Return what a calendar file says, where each value of it stands, and what is wrong with it.

    Raises:
        BadUsageError: the file cannot be read.
    """
    return read_one(path, CalendarFile)
