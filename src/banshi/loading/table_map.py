"""Reads a map file."""

from pathlib import Path

from banshi.loading.one_file import Place, read_one
from banshi.model.table_map import MapFile
from banshi.position import Problem


def read_map(path: Path) -> tuple[MapFile | None, Place, list[Problem]]:
    """Return what a map file says, where each value of it stands, and what is wrong with it.

    Raises:
        BadUsageError: the file cannot be read.
    """
    return read_one(path, MapFile)
