"""Damaged files of every kind end in 0, 1 or 2, and nothing of them acts on a reader.

A bounded run of what `make fuzz` does for as long as one likes.
"""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banshi.cli import check
from banshi.cli.open_registry import open_registry
from tests.conftest import ROOT
from tests.damage import KINDS, Kind, files, registry_kind
from tests.fuzz import attack

EXAMPLES = 30


@pytest.fixture(autouse=True)
def _one_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the registry that comes with banshi once: it is the same for every input."""
    monkeypatch.setattr(check, "open_registry", functools.cache(open_registry))


@pytest.mark.parametrize("kind", [*KINDS, registry_kind(ROOT / "registry")], ids=lambda k: k.name)
def test_a_damaged_file(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp(kind.name)

    @settings(max_examples=EXAMPLES)
    @given(files(kind), st.sampled_from(kind.commands))
    def each(data: bytes, command: tuple[str, ...]) -> None:
        attack(kind, command, data, folder)

    each()
