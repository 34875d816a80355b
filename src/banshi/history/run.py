"""What is recorded of one check, taken from its result in the versioned shape; and its identity."""

import json
from dataclasses import astuple
from hashlib import sha256

from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.model.registry import fold
from banshi.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class SeriesKey:
    """What values of several runs are about: they differ in their period alone."""

    target: str
    """`plan/task/target`."""
    region: str
    """Code of the region; empty where there is none, as with what follows."""
    body: str
    """Id of the reporting body where the catalogue knows it, else its folded name."""
    item: str
    """The matter, folded."""


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """What the registry of the run demanded; texts, empty where absent, as in the result."""

    metric: str
    subject: str
    op: str
    value: str
    upper: str
    value_unit: str
    """Unit of `value` and `upper`."""
    whole: str
    """What a relative threshold is a share of: a metric, or a basis."""
    unit: str
    """Unit of the values and of the threshold that they were held against."""
    by: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one series, with the values that the run knew of it."""

    series: SeriesKey
    demand: Demand
    status: str
    was: str
    """The verdict without the waiver."""
    baselined: bool
    threshold: str
    """The limit in the demand's unit."""
    period: str
    """The period whose value counted; empty where there is none."""
    values: tuple[tuple[str, str], ...]
    """Every value by its period, in the demand's unit; the one that counted is among them."""
    organisation: str
    """The reporting body as printed."""
    item: str
    """The matter as printed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One check."""

    id: str
    """SHA-256 over all that decides what is recorded: the same twice is one run."""
    as_of: str
    banshi: str
    """The version that checked."""
    inputs: tuple[tuple[str, str], ...]
    """Name and SHA-256 of each metrics file, in the order given."""
    verdicts: tuple[Verdict, ...]


def run_of(result: CheckResult) -> Run:
    """Return what is recorded of `result`, which must have every outcome.

    The identity covers the day, what the files hold and every verdict with the demand it rests on.
    So another registry, selection, waiver or map makes another run where it changes what is
    recorded, and only there. Order and names of the files, the language, and how bodies and items
    are printed make none.
    """
    inputs = tuple((_storable(one["name"]), one["sha256"]) for one in result["inputs"])
    verdicts = tuple(_verdict(entry) for entry in result["outcomes"])
    facts = {
        "as_of": result["as_of"],
        "inputs": sorted(digest for _name, digest in inputs),
        "verdicts": sorted(_facts(verdict) for verdict in verdicts),
    }
    identity = sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return Run(identity, result["as_of"], result["tool"]["version"], inputs, verdicts)


def series_of(entry: OutcomeEntry) -> SeriesKey:
    """Return the series that `entry` is the verdict on."""
    reported, region = entry["reported"], entry["region"]
    return SeriesKey(
        target=entry["id"],
        region=region["code"] if region else "",
        body=_storable((reported and reported["body"]) or ""),
        item=_storable(fold((reported and reported["item"]) or "")),
    )


def _verdict(entry: OutcomeEntry) -> Verdict:
    required, reported = entry["required"], entry["reported"]
    known = [*entry["superseded"], *([reported] if reported else [])]
    values = {one["period"]: one["converted"] for one in known if one["converted"] is not None}
    period = reported["period"] if reported else ""
    return Verdict(
        series=series_of(entry),
        demand=Demand(
            metric=entry["metric"],
            subject=_storable(entry["subject"] or ""),
            op=required["op"],
            value=required["value"],
            upper=required["upper"] or "",
            value_unit=required["unit"],
            whole=required["relative_to"] or "",
            unit=entry["unit"],
            by=entry["by"] or "",
        ),
        status=entry["status"],
        was=entry["was"] or "",
        baselined=entry["baselined"],
        threshold=required["threshold"] or "",
        period=period if period in values else "",
        values=tuple(sorted(values.items())),
        organisation=_storable((reported and reported["organisation"]) or ""),
        item=_storable((reported and reported["item"]) or ""),
    )


def _facts(verdict: Verdict) -> list[object]:
    """Return what of `verdict` is the same whatever the order of the files."""
    return [
        astuple(verdict.series),
        astuple(verdict.demand),
        verdict.status,
        verdict.was,
        verdict.baselined,
        verdict.threshold,
        verdict.period,
        verdict.values,
    ]


def _storable(text: str) -> str:
    """Return `text` with lone surrogates, which JSON may hold and UTF-8 cannot, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
