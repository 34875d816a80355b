"""Problems of a registry as annotations of GitHub Actions."""

from functools import partial

from banshi.formats.problems.problems import Problems
from banshi.formats.shared.github_text import Annotation, commands
from banshi.position import Problem


def render(found: Problems) -> str:
    """Return the problems as workflow commands, ten a kind, errors first."""
    annotations = ((p.severity.value, partial(_annotation, p)) for p in found.listed)
    return commands(found.command, annotations)


def _annotation(problem: Problem) -> Annotation:
    return Annotation(problem.rule, [str(problem.message)], problem.position)
