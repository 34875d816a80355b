"""Reads a registry: plans/*.yaml, metrics.yaml, organisations.yaml and regions.yaml."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from banshi.errors import RegistryError
from banshi.loading.explain import explain, locate
from banshi.loading.tree import Map, parse
from banshi.messages import say, why
from banshi.model.catalogue import MetricCatalogue, OrganisationCatalogue, RegionCatalogue
from banshi.model.plan import Plan
from banshi.model.registry import Registry, Step
from banshi.position import Position, Problem, in_order

AnyModel = TypeVar("AnyModel", bound=BaseModel)

_CATALOGUES: tuple[tuple[str, type[BaseModel]], ...] = (
    ("metrics", MetricCatalogue),
    ("organisations", OrganisationCatalogue),
    ("regions", RegionCatalogue),
)


def default_registry() -> Path:
    """Return the folder of the registry that comes with banshi."""
    package = Path(__file__).parent.parent
    packed = package / "_registry"
    return packed if packed.is_dir() else package.parent.parent / "registry"


class TreePositions:
    """The place of every value, found by walking the trees that the models were made from."""

    def __init__(self) -> None:
        self._roots: dict[tuple[Step, ...], tuple[str, Map]] = {}

    def add(self, root: tuple[Step, ...], file: str, tree: Map) -> None:
        """Know the values below `root` as those of `tree`, which stands in `file`."""
        self._roots[root] = (file, tree)

    def get(self, path: tuple[Step, ...]) -> Position | None:
        """Return the place of the value at `path`, or of the deepest known value around it."""
        if path[:1] == ("plans",):
            found = self._roots.get(path[:2])
            rest = path[2:]
        else:
            found = self._roots.get(path[:1])
            rest = path
        if found is None:
            return None
        file, tree = found
        return Position(file, *locate(tree, rest))


@dataclass(frozen=True)
class Loaded:
    """What could be read, and all that could not."""

    registry: Registry
    problems: tuple[Problem, ...]


def read_registry(path: Path, extra_plans: Sequence[tuple[str, bytes]] = ()) -> Loaded:
    """Read the registry in folder `path`; faults in its files are problems, never exceptions.

    `extra_plans` are plan files given by name and content; with them the folder's own plans are
    left aside and only its catalogues are read.

    Raises:
        RegistryError: there is no such folder, or it holds nothing of a registry.
    """
    if not path.is_dir():
        raise RegistryError(str(say("no registry folder {path}", path=str(path))))
    with _without_collector():
        return _read_all(path, extra_plans)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the cyclic collector still: it would walk the growing trees again and again.

    Nothing that is read here holds itself, so there is nothing for it to find.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_all(path: Path, extra_plans: Sequence[tuple[str, bytes]]) -> Loaded:
    loader = _Loader()
    for name, model in _CATALOGUES:
        file = path / f"{name}.yaml"
        if file.is_file():
            if (data := _read(file, loader)) is not None:
                loader.catalogue(name, model, _shown(file), data)
        else:
            loader.problems.append(
                Problem(
                    Position(_shown(path)), "missing-file", say("{file} is missing", file=file.name)
                )
            )
    if extra_plans:
        for shown, data in extra_plans:
            loader.plan(shown, data)
    else:
        _read_plans(path / "plans", loader)
    return Loaded(loader.registry(), tuple(in_order(loader.problems)))


def load_registry(path: Path | None = None) -> Registry:
    """Return the registry in folder `path`, by default the one that comes with banshi.

    Raises:
        RegistryError: the folder is missing or a file is faulty; `problems` holds every fault.
    """
    loaded = read_registry(path or default_registry())
    if loaded.problems:
        text = str(say("the registry has {n} errors", n=len(loaded.problems)))
        raise RegistryError("\n".join([text, *map(str, loaded.problems)]), loaded.problems)
    return loaded.registry


def _read_plans(folder: Path, loader: "_Loader") -> None:
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    for file in entries:
        if file.suffix == ".yaml" and file.is_file():
            if (data := _read(file, loader)) is not None:
                loader.plan(_shown(file), data)
        elif not file.name.startswith("."):
            message = say("only files named .yaml are read; rename this one or take it out")
            loader.problems.append(Problem(Position(_shown(file)), "file-name", message))
    if not entries:
        message = say("no plan in {folder}", folder=_shown(folder))
        loader.problems.append(Problem(Position(_shown(folder)), "missing-file", message))


def _shown(path: Path) -> str:
    """Return `path` as it is shown: with forward slashes on every system."""
    return path.as_posix()


def _read(file: Path, loader: "_Loader") -> bytes | None:
    try:
        return file.read_bytes()
    except OSError as error:
        message = say("cannot be read: {detail}", detail=why(error))
        loader.problems.append(Problem(Position(_shown(file)), "unreadable", message))
        return None


class _Loader:
    """Collects models, positions and problems over all files."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._positions = TreePositions()
        self._plans: list[Plan] = []
        self._catalogues: dict[str, tuple[Any, ...]] = {}

    def plan(self, file: str, data: bytes) -> None:
        """Read one plan file."""
        plan, tree = self._model(Plan, file, data)
        if tree is not None and plan is not None:
            self._positions.add(("plans", len(self._plans)), file, tree)
            self._plans.append(plan)

    def catalogue(self, name: str, model: type[BaseModel], file: str, data: bytes) -> None:
        """Read one catalogue file, whose only key is its name."""
        found, tree = self._model(model, file, data)
        if tree is not None and found is not None:
            self._positions.add((name,), file, tree)
            self._catalogues[name] = getattr(found, name)

    def _model(
        self, model: type[AnyModel], file: str, data: bytes
    ) -> tuple[AnyModel | None, Map | None]:
        tree, problems = parse(data, file)
        found = None
        if tree is not None:
            try:
                found = model.model_validate(tree)
            except ValidationError as error:
                # A value that the parser refused already is not reported a second time.
                known = {problem.position for problem in problems}
                said = explain(error.errors(include_url=False), tree, file, model)
                problems += [problem for problem in said if problem.position not in known]
        self.problems += problems
        return (None if problems else found), tree

    def registry(self) -> Registry:
        """Return all that was read without a fault."""
        return Registry(
            plans=tuple(self._plans),
            metrics=self._catalogues.get("metrics", ()),
            organisations=self._catalogues.get("organisations", ()),
            regions=self._catalogues.get("regions", ()),
            places=self._positions,
        )
