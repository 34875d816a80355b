"""Problems of a registry as JSON, for programs."""

from collections.abc import Sequence

from banshi import __version__
from banshi.formats.problems.problems import Problems
from banshi.formats.shapes import json_v1 as v1
from banshi.formats.shared.json_text import dumps
from banshi.position import Problem


def render(found: Problems) -> str:
    """Return the problems as JSON."""
    result: v1.ValidateResult = {
        "schema_version": "1",
        "tool": {"name": "banshi", "version": __version__},
        "command": found.command,
        "exit_code": found.exit_code,
        "problems": entries(found.listed),
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
