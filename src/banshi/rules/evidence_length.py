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
        for kind, entries in (("targets", task.targets), ("milestones", task.milestones)):
            for number, entry in enumerate(entries):
                if len(entry.evidence) > MOST:
                    message = say(
                        "evidence of {length} characters; {most} at most",
                        length=len(entry.evidence),
                        most=MOST,
                    )
                    where = registry.position(*path, kind, number, "evidence")
                    yield Problem(where, ID, message)
