"""Evidence is at most 30 characters: the shortest phrase that carries the figure.

Whole sentences of a plan are never copied into the registry; thirty characters always suffice to
find the place.
"""

from collections.abc import Iterator

from banshi.messages import say
from banshi.model.registry import Registry
from banshi.position import Problem

ID = "evidence-length"

MOST = 30


def check(registry: Registry) -> Iterator[Problem]:
    """Yield a problem for every evidence phrase that is too long."""
    for _plan, task, path in registry.tasks():
        phrases = [
            *(("targets", n, target.evidence) for n, target in enumerate(task.targets)),
            *(("milestones", n, entry.evidence) for n, entry in enumerate(task.milestones)),
        ]
        for kind, number, phrase in phrases:
            if len(phrase) > MOST:
                message = say(
                    "evidence of {length} characters; {most} at most",
                    length=len(phrase),
                    most=MOST,
                )
                yield Problem(registry.position(*path, kind, number, "evidence"), ID, message)
