"""Settings from [tool.banshi] in pyproject.toml, or from banshi.toml, whichever is nearest."""

import os
from dataclasses import field
from pathlib import Path
from typing import Any

from banshi.errors import BadUsageError
from banshi.messages import say
from banshi.nearest import nearest
from banshi.values import dataclass

# Every option that can be set, by its name on the command line. A test holds this against the
# commands.
OPTIONS = (
    "as-of",
    "baseline",
    "by",
    "calendar",
    "color",
    "create-baseline",
    "date",
    "docx",
    "engine",
    "exit-zero",
    "explain-columns",
    "fail-on",
    "force",
    "format",
    "ignore",
    "ignore-input-errors",
    "lang",
    "map",
    "master",
    "max-rejects",
    "max-waiver-days",
    "md",
    "memory",
    "metric",
    "metrics",
    "no-waivers",
    "org",
    "output",
    "period",
    "plan",
    "profile",
    "quiet",
    "record",
    "region",
    "registry",
    "rejects",
    "reply-within",
    "report",
    "select",
    "sender",
    "sheet",
    "strict",
    "target",
    "task",
    "temp-dir",
    "template",
    "verbose",
    "waivers",
    "with-done",
    "with-drafts",
    "within",
)
_PATHS = (
    "baseline",
    "calendar",
    "create-baseline",
    "map",
    "metrics",
    "output",
    "profile",
    "record",
    "registry",
    "rejects",
    "temp-dir",
    "template",
    "waivers",
)
# Options that may be given several times; one value may stand without a list around it.
_LISTS = (
    "ignore",
    "metric",
    "metrics",
    "plan",
    "report",
    "select",
    "sheet",
    "target",
    "task",
    "waivers",
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings found, by option name with underscores, and the file that they came from."""

    values: dict[str, Any] = field(default_factory=dict)
    file: Path | None = None


def find_config(folder: Path) -> Config:
    """Return the settings of the nearest configuration file in `folder` or above it.

    Paths in it are relative to the file; they are returned as seen from `folder`, so that results
    do not hang on where the project lies on a machine.

    Raises:
        BadUsageError: the file is not valid TOML or has an unknown key.
    """
    for place in (folder, *folder.parents):
        own = place / "banshi.toml"
        if own.is_file():
            return Config(_checked(_parsed(own), own, folder), own)
        project = place / "pyproject.toml"
        if project.is_file() and b"tool.banshi" in project.read_bytes():
            tool = _parsed(project).get("tool")
            table = tool.get("banshi") if isinstance(tool, dict) else None
            if isinstance(table, dict):
                return Config(_checked(table, project, folder), project)
    return Config()


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib  # only where there are settings to read

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        message = say("{file} is no valid TOML: {detail}", file=str(file), detail=str(error))
        raise BadUsageError(str(message)) from None


def _checked(table: dict[str, Any], file: Path, folder: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("_", "-")
        if name not in OPTIONS:
            message = say("{file}: unknown setting {name}", file=str(file), name=key)
            if near := nearest(name, OPTIONS):
                message = say("{what}; did you mean {names}?", what=message, names=", ".join(near))
            raise BadUsageError(str(message))
        listed = [value] if name in _LISTS and not isinstance(value, list) else value
        setting = _beside(listed, file, folder) if name in _PATHS else listed
        values[name.replace("-", "_")] = setting
    return values


def _beside(value: Any, file: Path, folder: Path) -> Any:
    """Return the path `value`, which is relative to `file`, as seen from `folder`."""
    if isinstance(value, list):
        return [_beside(entry, file, folder) for entry in value]
    if Path(str(value)).is_absolute():
        return str(value)
    # The file stands in the folder or above it, so that no other drive can be meant.
    return os.path.relpath(file.parent / str(value), folder)
