"""Reads what a step wrote as the runner of GitHub Actions does, from its documented rules.

A line that begins with `::` is a command: `::name key=value,key=value::data`. An older form,
`##[name key=value;key=value]data`, may stand anywhere in a line. In the data %25, %0D and %0A are
undone, in a value %3A and %2C too.
"""

from dataclasses import dataclass, field

_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_VALUE = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
KNOWN = {
    "add-mask", "add-matcher", "debug", "echo", "endgroup", "error", "group", "notice",
    "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}  # fmt: skip


@dataclass(frozen=True)
class Command:
    name: str
    data: str
    values: dict[str, str] = field(default_factory=dict)


def _undone(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for written, meant in table:
        text = text.replace(written, meant)
    return text


def command(line: str) -> Command | None:
    """Return the command that the runner sees in `line`; None where it is only text."""
    text = line.lstrip()
    if text.startswith("::") and (end := text.find("::", 2)) >= 0:
        name, _, rest = text[2:end].partition(" ")
        if name in KNOWN:
            pairs = [pair.split("=", 1) for pair in rest.strip().split(",") if pair]
            values = {p[0]: _undone(p[1], _VALUE) for p in pairs if len(p) == 2 and p[1]}
            return Command(name, _undone(text[end + 2 :], _DATA), values)
    start = line.find("##[")
    if start >= 0 and (end := line.find("]", start)) >= 0:
        name = line[start + 3 : end].partition(" ")[0]
        if name in KNOWN:
            return Command(name, line[end + 1 :])
    return None


def commands(output: str) -> list[Command]:
    """Return the commands in what a step wrote."""
    return [found for line in output.split("\n") if (found := command(line))]
