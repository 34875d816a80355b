"""What waivers claim, held against the registry and against each other."""

import datetime as dt
from collections.abc import Iterator

from banshi.loading.explain import with_nearest
from banshi.loading.tree import Map, place
from banshi.messages import Message, say
from banshi.model.catalogue import Region
from banshi.model.plan import Plan
from banshi.model.registry import Registry, fold, region_names
from banshi.model.target import Level, Target
from banshi.model.waiver import EVERY_REGION
from banshi.nearest import Seeker
from banshi.position import Position, Problem
from banshi.values import dataclass
from banshi.wording.places import means, says_the_whole


@dataclass(frozen=True, slots=True)
class Claim:
    """Which target is let off in which region until when, and where that is said."""

    target: str
    region: str | None
    """Code of the region; None for every region."""
    expires: dt.date
    position: Position


class Claims:
    """Takes the entries of all files one by one; `problems` collects what is wrong with them."""

    def __init__(self, registry: Registry, as_of: dt.date, most_days: int | None) -> None:
        self.problems: list[Problem] = []
        self._registry = registry
        self._as_of = as_of
        self._most_days = most_days
        self._taken: list[Claim] = []
        self._seeker = Seeker()
        # A milestone has no level: whoever the plan binds may have to deliver it.
        self._known: dict[str, tuple[Plan, Target | None]] = {}
        for plan, task, _path in registry.tasks():
            for target in task.targets:
                self._known[f"{plan.id}/{task.id}/{target.id}"] = (plan, target)
            for milestone in task.milestones:
                self._known[f"{plan.id}/{task.id}/{milestone.id}"] = (plan, None)

    def take(self, entry: Map, sound: set[str], position: Position) -> Claim | None:
        """Check the fields of `entry` whose names are `sound`: texts of the right form.

        Returns:
            What it claims, or None where a field is missing or wrong.
        """
        faults = len(self.problems)
        target = region = expires = None
        if "target" in sound:
            target = self._target(entry, position)
        if "region" in sound:
            region = self._region(entry, self._known.get(target or ""), position)
        if "expires" in sound:
            expires = self._expires(entry, position)
        if not (target and region and expires) or len(self.problems) > faults:
            return None
        code = None if region == EVERY_REGION else region
        claim = Claim(target, code, expires, position)
        self._taken.append(claim)
        return claim

    def doubles(self) -> Iterator[Problem]:
        """Yield a problem for each claim that stands beside an earlier one on the same day.

        Which of the two papers lets the target off would be a guess. One that has ended on the day
        asked for stands beside none: it was renewed.
        """
        first: dict[str, list[Claim]] = {}
        for claim in self._taken:
            if claim.expires < self._as_of:
                continue
            earlier = first.setdefault(claim.target, [])
            for other in earlier:
                if None in {claim.region, other.region} or claim.region == other.region:
                    message = say(
                        "a second waiver of {target} at the same time and for the same region;"
                        " the first is at {place}",
                        target=claim.target,
                        place=str(other.position),
                    )
                    yield Problem(claim.position, "waiver-twice", message)
                    break
            earlier.append(claim)

    def _fault(self, entry: Map, key: str, position: Position, message: Message) -> None:
        here = Position(position.file, *place(entry.marks[key][1]))
        self.problems.append(Problem(here, f"waiver-{key}", message))

    def _target(self, entry: Map, position: Position) -> str | None:
        name = str(entry["target"])
        if name in self._known:
            return name
        message = say("no target or milestone {name}", name=name)
        near = self._seeker.nearest(name, self._known)
        self._fault(entry, "target", position, with_nearest(message, near))
        return None

    def _region(
        self, entry: Map, known: tuple[Plan, Target | None] | None, position: Position
    ) -> str | None:
        name = str(entry["region"])
        if name == EVERY_REGION:
            return name
        if says_the_whole(name):
            # Of a target that no plan has, it is said already that there is none.
            region = self._whole(entry, name, known[0], position) if known else None
        else:
            region = self._named(entry, name, position)
        if region is None:
            return None
        if known and (outside := self._outside(region.code, name, *known)):
            self._fault(entry, "region", position, outside)
            return None
        return region.code

    def _named(self, entry: Map, name: str, position: Position) -> Region | None:
        region = self._registry.region_by_name.get(fold(name))
        if region is None:
            names = [known for region in self._registry.regions for known in region_names(region)]
            near = self._seeker.nearest(name, names)
            message = with_nearest(say("unknown region {name}", name=name), near)
            self._fault(entry, "region", position, message)
        return region

    def _whole(self, entry: Map, name: str, plan: Plan, position: Position) -> Region | None:
        """Return the jurisdiction of `plan`, where `name` (全市, 市本级) can mean it."""
        region = self._registry.region_by_code[plan.jurisdiction]
        if means(name, region):
            return region
        message = say(
            "{name} is not {place}, which {plan} binds; write its name",
            name=name,
            place=region.name.zh,
            plan=plan.id,
        )
        self._fault(entry, "region", position, message)
        return None

    def _outside(self, code: str, name: str, plan: Plan, target: Target | None) -> Message | None:
        """Say why no verdict on `target` can ever be about the region, where that is so."""
        if not self._registry.within(code, plan.jurisdiction):
            inside = [self._registry.region_by_code[plan.jurisdiction].name.zh]
            inside += [region.name.zh for region in self._registry.divisions(plan.jurisdiction)]
            return say(
                "{name} is outside the jurisdiction of {plan}: {inside}",
                name=name,
                plan=plan.id,
                inside="、".join(inside),
            )
        whole = code == plan.jurisdiction
        if target and target.level is Level.CITY and not whole:
            return say("{name}: the target speaks of the whole jurisdiction alone", name=name)
        if target and target.level is Level.COUNTY and whole:
            return say("{name}: the target speaks of the parts of the jurisdiction", name=name)
        return None

    def _expires(self, entry: Map, position: Position) -> dt.date | None:
        day = dt.date.fromisoformat(entry["expires"])
        days = (day - self._as_of).days
        if self._most_days is not None and days > self._most_days:
            message = say(
                "ends {days} days after {as_of}; a waiver may last {most} days at most",
                days=days,
                as_of=self._as_of.isoformat(),
                most=self._most_days,
            )
            self._fault(entry, "expires", position, message)
            return None
        return day
