"""Problems of a registry as annotations of GitHub Actions."""

from banshi.formats.github_text import Annotation, commands
from banshi.formats.problems import Problems


def render(found: Problems) -> str:
    """Return the problems as workflow commands, ten a kind, errors first."""
    return commands(
        Annotation(problem.severity.value, problem.rule, [str(problem.message)], problem.position)
        for problem in found.listed
    )
