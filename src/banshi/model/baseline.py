"""Baselines: what was known to be amiss on the day the baseline was made, by key."""

from banshi.values import dataclass


@dataclass(frozen=True, slots=True)
class BaselineKey:
    """Names one finding, so that the same finding of a later run is known again.

    The verdict and the value are no part of it: another value for the same period is the same
    finding. A newer period is another one.
    """

    plan: str
    task: str
    target: str
    """Id of the target, or of the milestone."""
    region: str | None
    """Code of the region; None where nothing was reported for any."""
    period: str | None
    """The period of the value that counted, None where nothing was reported; of a milestone, its
    due day as ISO 8601 writes it."""
    organisation: str | None
    """The reporting body, by id where the catalogue knows it: several report for one region."""
    item: str | None
    """What the value is about, folded: one body reports on several."""

    @property
    def id(self) -> str:
        """`plan/task/target`."""
        return f"{self.plan}/{self.task}/{self.target}"

    @property
    def sort_key(self) -> tuple[str, ...]:
        """By id, then by region, period, body and item; what is absent comes first."""
        rest = (self.region, self.period, self.organisation, self.item)
        return (self.plan, self.task, self.target, *(part or "" for part in rest))

    def __str__(self) -> str:
        parts = (self.id, self.region, self.period, self.organisation, self.item)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline file that was read."""

    name: str
    sha256: str
    keys: frozenset[BaselineKey]


@dataclass(frozen=True, slots=True)
class BaselineUse:
    """What a baseline did in one run."""

    baseline: Baseline
    hidden: int
    """How many outcomes it hides."""
    gone: tuple[BaselineKey, ...]
    """Entries that the run judged and did not find, sorted; judging/baseline.py says when."""
