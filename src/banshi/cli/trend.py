"""banshi trend: what recorded runs say of the same targets over time."""

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import typer

from banshi.cli import options, output, recording, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.errors import BadUsageError
from banshi.formats.shapes.trend_v1 import TrendResult
from banshi.formats.shared.style import Style
from banshi.formats.trend import trend_csv, trend_json
from banshi.history.series import Said
from banshi.messages import mark, say
from banshi.model.registry import Registry, fold
from banshi.nearest import nearest

HELP = mark(
    "Show the values of recorded runs over time, against the threshold.\n\n"
    "HISTORY was written by `banshi check --record`; without it the file that `record` in the"
    " settings names is read. A row has the values of one target, region, body and item over"
    " periods of one length, oldest first. Of a period that several runs spoke of, what the newest"
    " one said counts, and the value before it is shown as corrected.\n\n"
    "Exit codes: 0 shown, whatever the verdicts; 2 wrong input, or nothing to show."
)
_FORMATS = ("table", "json", "csv")


def command(
    record: Annotated[
        Path | None,
        typer.Argument(metavar="HISTORY", help=mark("History of banshi check --record.")),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="PATTERN",
            help=mark("Only these targets (plan/task/target); * is allowed."),
        ),
    ] = None,
    plan: options.Plans = None,
    org: options.Organisation = None,
    metric: Annotated[
        list[str] | None,
        typer.Option("--metric", metavar="NAME", help=mark("Only this metric; * is allowed.")),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="NAME", help=mark("Only this region and those in it.")),
    ] = None,
    format_: options.Format = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
    color: options.Color = "auto",
    verbose: Annotated[
        bool,
        typer.Option(
            "-v", "--verbose", help=mark("Show each value on a line, with the verdict on it.")
        ),
    ] = False,
) -> int:
    """Run the command and return its exit code."""
    chosen = values.choice(output.format_for(format_, output_file), "--format", _FORMATS)
    values.choice(color, "--color", ("auto", "always", "never"))
    if record is None:
        message = say("no history given; name one, or set record in banshi.toml")
        raise BadUsageError(str(message))
    if output_file:
        output.refuse_foreign(output_file, ",".join(trend_csv.HEADER), force=force)
    known = open_registry(registry)
    found = _found(record, known, _filters(known, plan, org, metric, region), target)
    drawn = output.style(color, verbose=verbose, to_file=output_file is not None)
    output.deliver(_render(found, chosen, drawn), output_file, force=True, bom=chosen == "csv")
    return ExitCode.OK


def _found(
    path: Path,
    registry: Registry,
    filters: Sequence[Callable[[Said], bool]],
    patterns: Sequence[str] | None,
) -> TrendResult:
    """Return the series of the history at `path` that pass.

    Raises:
        BadUsageError: the history cannot be read, holds no run, or nothing in it passes.
    """
    recorded = recording.store().read(path)
    if not recorded.runs:
        missing = say("{path}: no run is recorded there", path=str(path))
        raise BadUsageError(str(missing))
    from banshi.history.trend import trend

    targets = _targets(recorded.said, patterns)
    said = [
        one
        for one in recorded.said
        if one.series.target in targets and all(f(one) for f in filters)
    ]
    if not said:
        raise BadUsageError(
            str(say("{path}: no recorded value fits the selection", path=str(path)))
        )
    return trend(str(path), recorded, said, registry)


def _targets(said: Iterable[Said], patterns: Sequence[str] | None) -> frozenset[str]:
    """Return the recorded targets that one of `patterns` names: those of today may be others.

    Raises:
        BadUsageError: a pattern names none.
    """
    known = {one.series.target for one in said}
    if not patterns:
        return frozenset(known)
    found: set[str] = set()
    for pattern in patterns:
        hits = {name for name in known if fnmatchcase(fold(name), fold(pattern))}
        if not hits:
            message = say("--target: no recorded target {name}", name=pattern)
            if near := nearest(pattern, known):
                message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
            raise BadUsageError(str(message))
        found |= hits
    return frozenset(found)


def _filters(
    registry: Registry,
    plans: Sequence[str] | None,
    organisation: str | None,
    metrics: Sequence[str] | None,
    region: str | None,
) -> list[Callable[[Said], bool]]:
    """Return what a recorded value must pass.

    Raises:
        BadUsageError: a filter names nothing in the registry.
    """
    found: list[Callable[[Said], bool]] = []
    if plans or organisation:
        pairs = values.select_tasks(registry, plans=plans, organisation=organisation)
        tasks = {f"{plan.id}/{task.id}" for plan, task in pairs}
        found.append(lambda one: one.series.target.rpartition("/")[0] in tasks)
    if metrics:
        wanted = values.select_metrics(registry, metrics) or frozenset()
        found.append(lambda one: one.demand.metric in wanted)
    if region:
        codes = values.region_codes(registry, region)
        found.append(lambda one: one.series.region in codes)
    return found


def _render(found: TrendResult, chosen: str, style: Style) -> str:
    if chosen == "json":
        return trend_json.render(found)
    if chosen == "csv":
        return trend_csv.render(found)
    from banshi.formats.trend import trend_table  # rich is imported only where it draws

    return trend_table.render(found, style)
