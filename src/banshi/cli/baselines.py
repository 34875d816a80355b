"""Opens and writes baselines, and says what one hides and what is no longer found."""

from pathlib import Path

from banshi.cli import output
from banshi.errors import BadUsageError
from banshi.judging.baseline import keys
from banshi.messages import say, say_count
from banshi.model.baseline import Baseline
from banshi.model.outcome import Report
from banshi.readers.open_files import open_files

_MOST_LISTED = 50


def load(path: Path) -> Baseline:
    """Return the baseline in the file at `path`.

    Raises:
        BadUsageError: it cannot be read or is none; what is wrong was written to standard error.
    """
    from banshi.loading.baseline import read_baseline  # most runs have none

    (file,) = open_files([str(path)])
    loaded = read_baseline(file.data(), file.name)
    if loaded.baseline is None:
        output.problems_to_stderr(loaded.problems)
        message = say("the baseline {path} cannot be used: nothing was checked", path=file.name)
        raise BadUsageError(str(message))
    return loaded.baseline


def write(path: Path, report: Report, *, quiet: bool) -> None:
    """Write all that is amiss in `report` to `path`, whole or not at all.

    refuse_foreign() was asked before.

    Raises:
        OutputError: the file cannot be written.
    """
    from banshi.formats.check import baseline_json

    known = keys(report)
    output.deliver(baseline_json.render(known, report.as_of), path, force=True)
    if not quiet:
        output.to_stderr(
            say_count(
                "{path}: baseline of {count} entry written",
                "{path}: baseline of {count} entries written",
                len(known),
                path=str(path),
            )
        )


def tell(report: Report) -> None:
    """Write to standard error what the baseline hides, and what of it is no longer found."""
    use = report.baseline
    if use is None:
        return
    name = use.baseline.name
    if use.hidden:
        output.to_stderr(
            say_count(
                "{path}: {count} outcome is hidden by the baseline",
                "{path}: {count} outcomes are hidden by the baseline",
                use.hidden,
                path=name,
            )
        )
    if use.gone:
        output.to_stderr(
            say_count(
                "{path}: {count} entry is no longer found; --create-baseline takes it out",
                "{path}: {count} entries are no longer found; --create-baseline takes them out",
                len(use.gone),
                path=name,
            )
        )
    for key in use.gone[:_MOST_LISTED]:
        output.to_stderr(f"  {key}")
    if (rest := len(use.gone) - _MOST_LISTED) > 0:
        output.to_stderr(
            say_count("and {count} more like these", "and {count} more like these", rest)
        )
