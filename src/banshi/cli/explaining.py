"""check --explain-columns: how each column of the files was understood."""

from banshi.cli import output
from banshi.cli.exit_codes import ExitCode
from banshi.cli.reading import Inputs, open_inputs, reading
from banshi.model.registry import Registry
from banshi.position import Severity, in_order
from banshi.readers.explain_columns import explain_columns


def explain(registry: Registry, inputs: Inputs, color: str) -> ExitCode:
    """Print what the columns hold; nothing is checked.

    Raises:
        BadUsageError: an option is not understood, or a file cannot be read.
    """
    from banshi.formats.template import columns_table

    how = reading(registry, inputs)
    notes = []
    problems = []
    for file in open_inputs(inputs.paths):
        found, said = explain_columns(file, registry, how)
        notes += found
        problems += said
    drawn = output.style(color, verbose=False, to_file=False)
    output.deliver(columns_table.render(notes, drawn), None)
    output.problems_to_stderr(in_order(problems))
    faulty = any(problem.severity is Severity.ERROR for problem in problems)
    return ExitCode.WRONG_INPUT if faulty else ExitCode.OK
