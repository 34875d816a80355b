"""Reads any number of metrics files into one intake, and holds their rows against each other."""

import stat
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from banshi.errors import BadUsageError
from banshi.messages import say, why
from banshi.model.intake import Intake, Observation, RefusedRow
from banshi.model.quantity import convert
from banshi.model.registry import Registry
from banshi.nearest import nearest
from banshi.position import Problem, Severity
from banshi.readers import csv_file


def read_files(
    files: Sequence[tuple[str, bytes]],
    registry: Registry,
    *,
    region: str | None = None,
    jurisdiction: str | None = None,
) -> Intake:
    """Read metrics files, given by name and content, into one intake.

    `region` is the code that rows without a region take, `jurisdiction` the one that 全市 names.
    Rows that say the same thing twice are noted and kept once; rows that contradict each other are
    errors that name both places, and neither is kept.
    """
    intakes = [
        csv_file.read(data, name, registry, region=region, jurisdiction=jurisdiction)
        for name, data in files
    ]
    observations, problems, contradicted = _unrepeated(
        [observation for intake in intakes for observation in intake.observations], registry
    )
    problems += [problem for intake in intakes for problem in intake.problems]
    read = tuple(file for intake in intakes for file in intake.files)
    refused = [row for intake in intakes for row in intake.refused] + contradicted
    return Intake(tuple(observations), tuple(sorted(problems)), read, tuple(refused))


def open_files(paths: Sequence[str]) -> list[tuple[str, bytes]]:
    """Return name and content of each file.

    Raises:
        BadUsageError: a path is missing, a folder, or cannot be read.
    """
    found = []
    for name in paths:
        path = Path(name)
        try:
            if stat.S_ISCHR(path.stat().st_mode):
                raise BadUsageError(str(say("{path} is not a file", path=name)))
            found.append((path.as_posix(), path.read_bytes()))
        except IsADirectoryError:
            raise BadUsageError(
                str(say("{path} is a folder; name the files in it", path=name))
            ) from None
        except FileNotFoundError:
            near = nearest(path.name, (entry.name for entry in _siblings(path)))
            message = say("no file {path}", path=name)
            if near:
                message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
            raise BadUsageError(str(message)) from None
        except (OSError, ValueError) as error:
            message = say("{path} cannot be read: {detail}", path=name, detail=why(error))
            raise BadUsageError(str(message)) from None
    return found


def _siblings(path: Path) -> list[Path]:
    return sorted(path.parent.iterdir()) if path.parent.is_dir() else []


def _unrepeated(
    observations: Sequence[Observation], registry: Registry
) -> tuple[list[Observation], list[Problem], list[RefusedRow]]:
    first: dict[object, Observation] = {}
    contradicted: set[object] = set()
    problems: list[Problem] = []
    for observation in observations:
        key = (observation.series, observation.period.end, observation.period.days)
        earlier = first.setdefault(key, observation)
        if earlier is observation:
            continue
        values = {"metric": observation.metric, "place": str(earlier.position)}
        if _exact(earlier, registry) == _exact(observation, registry):
            message = say("says the same as {place}; counted once", place=str(earlier.position))
            problems.append(Problem(observation.position, "repeated", message, Severity.NOTE))
        else:
            contradicted.add(key)
            message = say("contradicts {place} on {metric}; neither row is judged", **values)
            problems.append(Problem(observation.position, "contradiction", message))
    kept = [observation for key, observation in first.items() if key not in contradicted]
    refused = [
        RefusedRow(observation.metric, observation.region, observation.period)
        for key, observation in first.items()
        if key in contradicted
    ]
    return kept, problems, refused


def _exact(observation: Observation, registry: Registry) -> Fraction:
    unit = registry.metric_by_id[observation.metric].unit
    return Fraction(convert(observation.value, observation.unit, unit))
