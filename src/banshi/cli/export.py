"""banshi export: the whole registry, resolved."""

from banshi.cli import options, output, values
from banshi.cli.exit_codes import ExitCode
from banshi.cli.open_registry import open_registry
from banshi.formats.tasks import export_json
from banshi.messages import mark

HELP = mark("Print the whole registry, resolved, as JSON.")


def command(
    format_: options.Format = None,
    output_file: options.Output = None,
    force: options.Force = False,
    registry: options.RegistryFolder = None,
    lang: options.Language = None,  # noqa: ARG001 - read before anything is parsed
) -> int:
    """Run the command and return its exit code."""
    values.choice(format_ or "json", "--format", ("json",))
    known = open_registry(registry)
    output.deliver(export_json.render(known), output_file, force=force)
    return ExitCode.OK
