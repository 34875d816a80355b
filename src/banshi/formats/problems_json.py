"""Problems of a registry as JSON, for programs."""

from collections.abc import Sequence
from typing import Literal

from banshi import __version__
from banshi.formats import json_v1 as v1
from banshi.formats.json_text import dumps
from banshi.position import Problem


def render(
    problems: Sequence[Problem], exit_code: int, command: Literal["validate", "trace"] = "validate"
) -> str:
    """Return the problems as JSON; `exit_code` is the one that the command ends with."""
    result: v1.ValidateResult = {
        "schema_version": "1",
        "tool": {"name": "banshi", "version": __version__},
        "command": command,
        "exit_code": exit_code,
        "problems": entries(problems),
    }
    return dumps(dict(result))


def entries(problems: Sequence[Problem]) -> list[v1.ProblemEntry]:
    """Return the problems in the versioned shape."""
    return [
        {
            "file": problem.position.file,
            "line": problem.position.line,
            "column": problem.position.column,
            "severity": problem.severity.value,
            "rule": problem.rule,
            "message": str(problem.message),
            "sheet": problem.position.sheet or None,
        }
        for problem in problems
    ]
