"""Compares text with a file beside the test data; UPDATE_GOLDEN=1 rewrites the file instead."""

import os
from pathlib import Path


def compare(actual: str, expected: Path) -> None:
    """Fail where `actual` is not the whole text of `expected`."""
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(actual, encoding="utf-8")
    assert expected.is_file(), f"{expected} is missing; UPDATE_GOLDEN=1 writes it, then read it"
    assert actual == expected.read_text(encoding="utf-8"), f"differs from {expected.name}"
