"""What the library offers beyond the single rooms: files read with a registry that is found."""

from pathlib import Path

from banshi.errors import BadUsageError
from banshi.loading.load import load_registry
from banshi.messages import say
from banshi.model.intake import Intake
from banshi.model.registry import Registry, fold
from banshi.readers.open_files import open_files
from banshi.readers.read import read_files
from banshi.readers.understand import Reading


def read_metrics(
    *paths: str | Path, registry: Registry | None = None, region: str | None = None
) -> Intake:
    """Read metrics files from disk.

    `registry` knows the metrics and regions; the default is the one that comes with banshi.
    `region` is the name or code of the region that rows without a region take.

    Raises:
        BadUsageError: a file is missing or cannot be read, or the region is unknown. Faults inside
            the files are `problems` of the intake instead.
    """
    known = registry or load_registry()
    code = None
    if region is not None:
        found = known.region_by_name.get(fold(region))
        if found is None:
            raise BadUsageError(str(say("unknown region {name}", name=region)))
        code = found.code
    jurisdictions = {plan.jurisdiction for plan in known.plans}
    only = next(iter(jurisdictions)) if len(jurisdictions) == 1 else None
    files = open_files([str(path) for path in paths])
    return read_files(files, known, Reading(region=code, jurisdiction=code or only))
