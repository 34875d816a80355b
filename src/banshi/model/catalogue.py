"""The catalogues that all plans share: metrics, organisations, regions."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from banshi.model.fields import AsTuple, Id, Model, Number, Text, Texts, Truth, Words
from banshi.model.quantity import Unit
from banshi.model.target import Statistic


class Better(StrEnum):
    """In which direction a metric is better."""

    LOWER = "lower"
    HIGHER = "higher"


class Metric(Model):
    """A named measurable with one canonical unit."""

    id: Id
    """Plain English name in the field's terms, with underscores."""
    name: Words
    """Name as printed in tables."""
    aliases: Texts = ()
    """Other names that people type and print; each belongs to one metric only."""
    definition: Words
    """What is measured, with the denominator of a share."""
    unit: Annotated[Unit, Field(strict=False)]
    """Canonical unit of reported values."""
    better: Annotated[Better, Field(strict=False)]
    """Direction in which the metric is better."""
    statistic: Annotated[Statistic, Field(strict=False)]
    """Usual way from cases to one figure."""
    minimum: Number | None = None
    """Smallest possible value in the canonical unit; less is an input error."""
    maximum: Number | None = None
    """Largest possible value in the canonical unit; more is an input error."""
    whole: Truth = False
    """True where only whole numbers are possible."""
    numerator: Texts = ()
    """Names under which tables print the numerator of a share, to be held against the share."""
    denominator: Texts = ()
    """Names under which tables print the denominator of a share."""


class OrganisationKind(StrEnum):
    """What sort of body an organisation is."""

    PARTY = "party"
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    COURT = "court"
    ENTERPRISE = "enterprise"
    GROUP = "group"
    """A group that the plan names as one: 各县（市）区, 市直有关部门."""


class Organisation(Model):
    """A department or body, with the names under which plans print it."""

    id: Id
    """Unique name."""
    name: Words
    """Full name."""
    printed: Texts
    """Names as plans print them; unique within a region."""
    region: Text
    """GB/T 2260 code of the division whose body this is."""
    kind: Annotated[OrganisationKind, Field(strict=False)]
    """What sort of body it is."""
    note: Words | None = None
    """Changes of name or of duties, with their dates."""


class Region(Model):
    """An administrative division (GB/T 2260), or a park or zone that has no code of its own."""

    code: Annotated[Text, StringConstraints(pattern=r"^[0-9]{6}(-[a-z0-9]+)*$")]
    """Six digits of GB/T 2260; a park or zone has its city's code and a slug."""
    name: Words
    """Full name."""
    aliases: Texts = ()
    """Short names."""
    parent: Text | None = None
    """Code of the division that it is part of."""

    @property
    def coded(self) -> bool:
        """Whether it is a division with a code of its own."""
        return "-" not in self.code


class MetricCatalogue(Model):
    """metrics.yaml."""

    metrics: Annotated[tuple[Metric, ...], AsTuple]
    """All metrics that plans may use."""


class OrganisationCatalogue(Model):
    """organisations.yaml."""

    organisations: Annotated[tuple[Organisation, ...], AsTuple]
    """All bodies that plans may name."""


class RegionCatalogue(Model):
    """regions.yaml."""

    regions: Annotated[tuple[Region, ...], AsTuple]
    """All divisions, parks and zones."""
