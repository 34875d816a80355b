"""Everything that was transcribed, by id and by name."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from banshi.model.catalogue import Metric, Organisation, Region
from banshi.model.plan import Plan, Task
from banshi.position import Position

Step = str | int
"""A key or an index on the way from the registry to a value."""


class Places(Protocol):
    """Knows where the values of a registry stand; positions live beside the models, not in them."""

    def get(self, path: tuple[Step, ...]) -> Position | None:
        """Return the place of the value at `path`, or of the nearest value around it."""


class _Nowhere:
    """The places of a registry that was not read from files."""

    def get(self, path: tuple[Step, ...]) -> Position | None:  # noqa: ARG002
        return None


def fold(name: str) -> str:
    """Return the form in which names are compared: NFC, without white space, caseless.

    Look-alikes such as the Kangxi radical ⽹ for 网 stay different on purpose: they are suggested
    to the user, never taken for the same.
    """
    return "".join(unicodedata.normalize("NFC", name).split()).casefold()


@dataclass(frozen=True)
class Registry:
    """Plans and catalogues. Positions stand beside the models, under the path to each value."""

    plans: tuple[Plan, ...] = ()
    metrics: tuple[Metric, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    regions: tuple[Region, ...] = ()
    places: Places = field(default=_Nowhere(), compare=False, repr=False)

    def position(self, *path: Step) -> Position:
        """Return where the value at `path` stands, or the nearest value around it.

        A path begins with `plans`, `metrics`, `organisations` or `regions` and an index.
        """
        return self.places.get(path) or Position("registry")

    def tasks(self) -> Iterator[tuple[Plan, Task, tuple[Step, ...]]]:
        """Yield every task with its plan and its path."""
        for p, plan in enumerate(self.plans):
            for t, task in enumerate(plan.tasks):
                yield plan, task, ("plans", p, "tasks", t)

    @cached_property
    def metric_by_id(self) -> dict[str, Metric]:
        """Metrics by id."""
        return {metric.id: metric for metric in self.metrics}

    @cached_property
    def metric_by_name(self) -> dict[str, Metric]:
        """Metrics by every folded id, name and alias."""
        return {fold(name): metric for metric in self.metrics for name in metric_names(metric)}

    @cached_property
    def region_by_code(self) -> dict[str, Region]:
        """Regions by code."""
        return {region.code: region for region in self.regions}

    @cached_property
    def region_by_name(self) -> dict[str, Region]:
        """Regions by every folded code, name and alias."""
        return {fold(name): region for region in self.regions for name in region_names(region)}

    @cached_property
    def _organisation_by_name(self) -> dict[tuple[str, str], Organisation]:
        return {
            (organisation.region, fold(name)): organisation
            for organisation in self.organisations
            for name in organisation_names(organisation)
        }

    def lineage(self, code: str) -> list[str]:
        """Return `code` and the codes of the divisions that it is part of, nearest first."""
        chain: list[str] = []
        step: str | None = code
        while step is not None and step not in chain:
            chain.append(step)
            region = self.region_by_code.get(step)
            step = region.parent if region else None
        return chain

    @cached_property
    def _lineages(self) -> dict[str, frozenset[str]]:
        return {region.code: frozenset(self.lineage(region.code)) for region in self.regions}

    def within(self, code: str, around: str) -> bool:
        """Whether region `code` is `around` or a part of it."""
        return around in self._lineages.get(code, ())

    def divisions(self, code: str) -> list[Region]:
        """Return the coded divisions directly below `code`, by code."""
        below = (region for region in self.regions if region.parent == code and region.coded)
        return sorted(below, key=lambda region: region.code)

    def organisation(self, printed: str, jurisdiction: str) -> Organisation | None:
        """Return the body that a plan of `jurisdiction` prints as `printed`, or None.

        The same words name other bodies in other cities: the plan's own division is asked first,
        then the divisions around it.
        """
        for code in self.lineage(jurisdiction):
            found = self._organisation_by_name.get((code, fold(printed)))
            if found:
                return found
        return None

    @cached_property
    def _organisations_by_any_name(self) -> dict[str, list[Organisation]]:
        found: dict[str, list[Organisation]] = {}
        for organisation in self.organisations:
            for name in {fold(name) for name in organisation_names(organisation)}:
                found.setdefault(name, []).append(organisation)
        return found

    def organisations_named(self, name: str) -> list[Organisation]:
        """Return every body with the id, name or printed name `name`, in any region."""
        return list(self._organisations_by_any_name.get(fold(name), ()))


def metric_names(metric: Metric) -> Iterable[str]:
    """Return the id, names and aliases of `metric`."""
    return (metric.id, metric.name.zh, metric.name.en, *metric.aliases)


def region_names(region: Region) -> Iterable[str]:
    """Return the code, names and aliases of `region`."""
    return (region.code, region.name.zh, region.name.en, *region.aliases)


def organisation_names(organisation: Organisation) -> Iterable[str]:
    """Return the id, names and printed names of `organisation`."""
    return (organisation.id, organisation.name.zh, organisation.name.en, *organisation.printed)
