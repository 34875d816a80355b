"""Problems of a registry, as validate and trace write them: in which format, and where to."""

from importlib import import_module
from pathlib import Path

from banshi.cli import github, output, values
from banshi.formats import PROBLEMS
from banshi.formats.problems.problems import Problems


def wanted(format_: str | None, output_file: Path | None) -> str:
    """Return the format that is asked for, or annotations where GitHub Actions runs this.

    Raises:
        BadUsageError: there is no such format.
    """
    if github.wanted(format_, output_file):
        return "github"
    return values.choice(output.format_for(format_, output_file), "--format", tuple(PROBLEMS))


def write(found: Problems, chosen: str, output_file: Path | None) -> None:
    """Write `found` in the format `chosen`.

    Raises:
        OutputError: the file cannot be written.
    """
    text = _render(found, chosen)
    if chosen == "table" and output_file is None:
        text = github.disarmed(text)
    output.deliver(text, output_file, force=True, bom=chosen == "csv")
    if chosen == "github" and output_file is None:
        github.summarise(lambda: _render(found, "markdown"))


def _render(found: Problems, chosen: str) -> str:
    text: str = import_module(f"banshi.formats.{PROBLEMS[chosen]}").render(found)
    return text
