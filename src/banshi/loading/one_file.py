"""Reads a YAML file that stands alone: a map, a profile of cases, a calendar."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from banshi.errors import BadUsageError
from banshi.loading.explain import explain, locate
from banshi.loading.tree import parse
from banshi.messages import say, why
from banshi.model.registry import Step
from banshi.position import Position, Problem

AnyModel = TypeVar("AnyModel", bound=BaseModel)
Place = Callable[[tuple[Step, ...]], Position]


def read_one(path: Path, model: type[AnyModel]) -> tuple[AnyModel | None, Place, list[Problem]]:
    """Return what a file says, where each value of it stands, and what is wrong with it.

    Raises:
        BadUsageError: the file cannot be read.
    """
    file = path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        message = say("{path} cannot be read: {detail}", path=file, detail=why(error))
        raise BadUsageError(str(message)) from None
    tree, problems = parse(data, file)
    if tree is None:
        return None, lambda _path: Position(file), problems

    def place(steps: tuple[Step, ...]) -> Position:
        return Position(file, *locate(tree, steps))

    try:
        found = model.model_validate(tree)
    except ValidationError as error:
        known = {problem.position for problem in problems}
        said = explain(error.errors(include_url=False), tree, file, model)
        return None, place, problems + [p for p in said if p.position not in known]
    return (None if problems else found), place, problems
