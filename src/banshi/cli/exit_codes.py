"""How a run ends."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Every exit code of banshi; docs/manual.md lists them."""

    OK = 0
    """Checked, and nothing violated."""
    VIOLATED = 1
    """At least one violation, or what else the gate counts."""
    WRONG_INPUT = 2
    """The command line, the registry or the input is wrong, or there is nothing to check."""
    FAULT = 3
    """A fault of banshi itself."""
    INTERRUPTED = 130
    """Ctrl-C."""
