"""Opens the registry for a command that needs it without a fault."""

from pathlib import Path

from banshi.cli import output
from banshi.errors import RegistryError
from banshi.loading.load import default_registry, read_registry
from banshi.messages import say_count
from banshi.model.registry import Registry
from banshi.position import Problem, Severity, in_order
from banshi.rules import RULES


def rule_problems(registry: Registry, *, language: bool = True) -> list[Problem]:
    """Return what the rules find in `registry`; those that read its words only with `language`."""
    problems = [problem for rule in RULES for problem in rule.check(registry)]
    if language:
        from banshi.rules.language import LANGUAGE_RULES

        problems += [problem for rule in LANGUAGE_RULES for problem in rule.check(registry)]
    return problems


def open_registry(folder: Path | None, *, language: bool = False) -> Registry:
    """Return the registry in `folder`, or the one that comes with banshi.

    With `language` its words are read again too, even those of the one that comes with banshi.

    Raises:
        RegistryError: it has errors; all of them were written to standard error.
    """
    loaded = read_registry(folder or default_registry())
    # The words of the registry that comes with banshi are proved by its own tests.
    found = rule_problems(loaded.registry, language=language or folder is not None)
    problems = in_order([*loaded.problems, *found])
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        output.problems_to_stderr(errors)
        message = say_count(
            "the registry has {count} error; `banshi validate` shows it",
            "the registry has {count} errors; `banshi validate` shows them",
            len(errors),
        )
        raise RegistryError(str(message), tuple(errors))
    return loaded.registry
