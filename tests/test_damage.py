"""Damaged files of every kind end in 0, 1 or 2, and nothing of them acts on a reader.

A bounded run of what `make fuzz` does for as long as one likes.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banshi.cli import check
from tests.conftest import ROOT, Run
from tests.damage import KINDS, Kind, files, registry_kinds
from tests.fuzz import attack, open_registry_quickly

EXAMPLES = 30


@pytest.fixture(autouse=True)
def _one_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the registry that comes with banshi once: it is the same for every input."""
    monkeypatch.setattr(check, "open_registry", open_registry_quickly)


@pytest.mark.parametrize("kind", [*KINDS, *registry_kinds(ROOT / "registry")], ids=lambda k: k.name)
def test_a_damaged_file(kind: Kind, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp(kind.name)

    @settings(max_examples=EXAMPLES)
    @given(files(kind), st.sampled_from(kind.commands))
    def each(data: bytes, command: tuple[str, ...]) -> None:
        attack(kind, command, data, folder)

    each()


def test_a_damaged_registry_is_read_though_a_sound_one_was(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept for speed must not hide the file that was damaged: it did once."""
    monkeypatch.chdir(tmp_path)
    for kind in registry_kinds(ROOT / "registry"):
        (check_it,) = [c for c in kind.commands if c[0] == "check" and "-v" not in c]
        kind.lay(tmp_path, kind.good[0])
        assert run(*check_it).code == 1, kind.name
        kind.lay(tmp_path, b"- " + kind.good[0])
        result = run(*check_it)
        assert result.code == 2, kind.name
        assert kind.file in result.err
