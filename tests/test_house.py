"""The house: which room may import which, and how long a function may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "banshi"
# docs/architecture.md holds the same table. A room may import what stands below its own line, and
# within a line nobody imports a neighbour.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("__main__",),
    ("cli", "api"),
    ("history", "measure"),
    (
        "loading",
        "rules",
        "readers",
        "judging",
        "deadlines",
        "template",
        "trace",
        "comparing",
        "formats",
        "schema",
    ),
    ("wording", "workdays", "recurrence", "own_json"),
    ("model",),
    ("position",),
    ("messages", "nearest"),
    ("visible",),
    ("errors", "values"),
)
LEVEL = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
# One parameter an option: a command cannot be cut in two.
LONG_BY_NATURE = {"command"}


def room_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[0]


def imported_rooms(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        else:
            names = (
                [node.module]
                if node.module != "banshi"
                else [f"banshi.{alias.name}" for alias in node.names]
            )
        for name in names:
            parts = name.split(".")
            if parts[0] == "banshi" and len(parts) > 1 and parts[1] in LEVEL:
                yield parts[1], node.lineno


def bad_imports(room: str, source: str) -> list[str]:
    """Return the imports of `source`, a module in `room`, that the table forbids."""
    found = []
    for other, line in imported_rooms(ast.parse(source)):
        if other != room and LEVEL[other] <= LEVEL[room]:
            found.append(f"line {line}: {room} may not import {other}")
    return found


MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path) -> None:
    assert room_of(path) in LEVEL, "a new room: add it to the table here and in the docs"
    assert bad_imports(room_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("model", "from banshi.loading.load import load_registry"),
        ("judging", "import banshi.deadlines"),
        ("readers", "def f():\n    from banshi.formats import check_json"),
        ("wording", "from banshi import workdays"),
    ],
)
def test_a_planted_bad_import_is_found(room: str, source: str) -> None:
    assert bad_imports(room, source)


def test_the_docs_hold_the_same_table() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for rooms in LAYERS:
        for room in rooms:
            assert f"`{room}" in text, f"docs/architecture.md does not name {room}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_and_functions_stay_readable(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name not in LONG_BY_NATURE:
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_nothing_below_the_command_line_asks_for_time_or_environment() -> None:
    for path in MODULES:
        if room_of(path) in {"cli", "__main__"}:
            continue
        source = path.read_text(encoding="utf-8")
        for forbidden in ("os.environ", ".today()", ".now(", "isatty", "sys.std"):
            assert forbidden not in source, f"{path}: {forbidden}"
