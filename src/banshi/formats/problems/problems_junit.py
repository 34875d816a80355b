"""Problems of a registry as JUnit XML: a case a file."""

from collections import defaultdict
from collections.abc import Sequence

from banshi.formats.problems.problems import Problems
from banshi.formats.shared.junit_xml import Case, Suite, document
from banshi.messages import say_count
from banshi.position import Problem, Severity

# The schema wants a day. These commands know none, and a clock would make two runs differ.
_NO_DAY = "1970-01-01"


def render(found: Problems) -> str:
    """Return the problems as JUnit XML.

    A file with an error fails; one with warnings alone is skipped, and says them.
    """
    faults: dict[str, list[Problem]] = defaultdict(list)
    for problem in found.listed:
        faults[problem.position.file].append(problem)
    names = sorted({*found.files, *faults})
    cases = [_case(name, faults.get(name, []), found.command) for name in names]
    return document(found.command, [Suite(f"banshi {found.command}", cases)], _NO_DAY)


def _case(name: str, found: Sequence[Problem], command: str) -> Case:
    group = f"banshi.{command}"
    if not found:
        return Case(group, name)
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    message = str(say_count("{count} problem", "{count} problems", len(found)))
    result = "failure" if errors else "skipped"
    rule = (errors or found)[0].rule
    return Case(group, name, result, rule, message, tuple(map(str, found)))  # type: ignore[arg-type]
