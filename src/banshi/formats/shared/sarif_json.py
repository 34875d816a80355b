"""SARIF 2.1.0 as banshi writes it: what a run, a place and a message look like.

Places are relative to what is checked wherever a path is; a registry that lies elsewhere has a base
of its own. GitHub takes 25,000 results of a run and refuses more.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from banshi import __version__
from banshi.formats.shapes.json_v1 import ProblemEntry
from banshi.formats.shared.json_text import dumps
from banshi.formats.shared.names import DRIVE, absolute, problem_place
from banshi.messages import say_count
from banshi.position import Position
from banshi.visible import json_safe

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST_RESULTS = 25_000
MOST_NOTIFICATIONS = 500
ROOT = "%SRCROOT%"
REGISTRY = "REGISTRY"
STDIN = "<stdin>"
# What SARIF makes a placeholder or a link of, in the text of a message.
_PLACEHOLDER = re.compile(r"\{([0-9]+)\}")
_BRACKET = re.compile(r"[\\\[\]]")

Node = dict[str, Any]


def log(run: Mapping[str, Any], results: Iterable[Node]) -> str:
    """Return a SARIF log of one run as JSON text; each of its results has a line."""
    head = dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [{**run, "results": []}]})
    before, start, after = head.rpartition('"results": [')
    lines = ",\n".join(map(json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode, results))
    return f"{before}{start}\n{json_safe(lines)}\n{after}"


def driver(rules: Sequence[Node]) -> Node:
    """Return the tool with what it checks."""
    return {
        "driver": {
            "name": "banshi",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": list(rules),
        }
    }


def plain(text: str) -> str:
    """Return `text` as a message that is shown as it is: no placeholder, no link.

    What would be a link gets a space: not every viewer knows the backslash of the standard.

    >>> plain("[a](1) {0}")
    '[a] (1) {{0}}'
    """
    return _PLACEHOLDER.sub(r"{{\1}}", text).replace("](", "] (")


def link(text: str, number: int) -> str:
    """Return a link to the related place `number`; GitHub shows no other related places."""
    safe = _BRACKET.sub(r"\\\g<0>", _PLACEHOLDER.sub(r"{{\1}}", text))
    return f"[{safe}]({number})"


def address(file: str, registry: str = "") -> Node:
    """Return where `file` lies: below the folder `registry`, absolute, or relative to the root."""
    if registry and file.startswith(registry):
        return {"uri": _quoted(file.removeprefix(registry)), "uriBaseId": REGISTRY}
    if absolute(file):
        return {"uri": whole(file)}
    while file.startswith("./"):
        file = file.removeprefix("./").lstrip("/")
    return {"uri": _quoted(file), "uriBaseId": ROOT}


def whole(path: str) -> str:
    """Return the file URI of an absolute path."""
    if DRIVE.match(path):
        path = "/" + path.replace("\\", "/")
    return f"file://{_quoted(path)}"


@lru_cache(maxsize=100)  # a run has few files and many findings
def _quoted(path: str) -> str:
    try:  # names that are no UTF-8 keep their bytes
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    return quote(data, safe="/")


def place(position: Position, registry: str = "", number: int | None = None) -> Node:
    """Return a location: a line of a file; of a workbook the cell, since it has no lines.

    With `number` it is one that messages can link to.
    """
    physical: Node = {"artifactLocation": address(position.file, registry)}
    found: Node = {} if number is None else {"id": number}
    found["physicalLocation"] = physical
    if position.sheet:
        found["logicalLocations"] = [{"fullyQualifiedName": cell_name(position)}]
    elif position.line:
        physical["region"] = {"startLine": position.line}
    return found


def cell_name(position: Position) -> str:
    """Return the cell of a workbook without the file: `Sheet1!B7`."""
    return str(Position("", position.line, position.column, position.sheet)).removeprefix(":")


def bases(registry: str) -> Node:
    """Return what relative places are relative to; the root is whatever is checked out."""
    found: Node = {ROOT: {"description": {"text": "The folder that banshi ran in."}}}
    if registry:
        found[REGISTRY] = {"uri": whole(registry), "description": {"text": "The registry."}}
    return found


def invocation(
    code: int, notes: Sequence[str], problems: Sequence[ProblemEntry] = (), *, whole: bool = True
) -> Node:
    """Return how the run ended; `notes` and problems of the input are what it had to say.

    `whole` is whether everything could be looked at.
    """
    said = [*notes]
    if rest := len(problems[MOST_NOTIFICATIONS:]):
        more = say_count("and {count} more like these", "and {count} more like these", rest)
        said.append(str(more))
    return {
        "executionSuccessful": whole,
        "exitCode": code,
        "toolExecutionNotifications": [
            *({"level": "note", "message": {"text": plain(note)}} for note in said),
            *map(_notification, problems[:MOST_NOTIFICATIONS]),
        ],
    }


def _notification(problem: ProblemEntry) -> Node:
    found: Node = {
        "descriptor": {"id": problem["rule"]},
        "level": problem["severity"],
        "message": {"text": plain(problem["message"])},
    }
    if problem["file"] != STDIN:
        found["locations"] = [place(problem_place(problem))]
    return found
