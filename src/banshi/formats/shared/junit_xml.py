"""JUnit XML, as CI systems read it: suites of cases, each passed, skipped, failed or in error.

It satisfies the schema of Ant's JUnit reports, which asks for a time and a host: a run takes no
measured time, and its day is the day that was asked for, so that the same run is the same file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal

from banshi import __version__
from banshi.formats.shared.xml_text import escape, tag
from banshi.values import dataclass

Result = Literal["failure", "error", "skipped"]


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `result` is None where it passed."""

    group: str
    """What readers show it under, from large to small, with dots between."""
    name: str
    result: Result | None = None
    kind: str = ""
    """The stable name of what is wrong."""
    message: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one plan or of the input."""

    name: str
    cases: Sequence[Case]
    properties: Mapping[str, str] = field(default_factory=dict)


def document(command: str, suites: Sequence[Suite], day: str) -> str:
    """Return the suites of `banshi COMMAND` as JUnit XML; `day` is the one that was asked for."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- banshi {command} {__version__} -->",
        "<testsuites>",
    ]
    for number, suite in enumerate(suites):
        lines += _suite(number, suite, day)
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _suite(number: int, suite: Suite, day: str) -> Iterator[str]:
    counts = Counter(case.result for case in suite.cases)
    head: dict[str, str | int] = {
        "package": "banshi",
        "id": number,
        "name": suite.name,
        "timestamp": f"{day}T00:00:00",
        "hostname": "localhost",
        "tests": len(suite.cases),
        "failures": counts["failure"],
        "errors": counts["error"],
        "skipped": counts["skipped"],
        "time": 0,
    }
    yield f"<{tag('testsuite', head)}>"
    yield "<properties>"
    for name, value in suite.properties.items():
        yield f"<{tag('property', {'name': name, 'value': value})}/>"
    yield "</properties>"
    for case in suite.cases:
        yield from _case(case)
    yield "<system-out></system-out>"
    yield "<system-err></system-err>"
    yield "</testsuite>"


def _case(case: Case) -> Iterator[str]:
    head = tag("testcase", {"classname": case.group, "name": case.name, "time": 0})
    if case.result is None:
        yield f"<{head}/>"
        return
    yield f"<{head}>"
    attributes = {"message": case.message}
    if case.result != "skipped":
        attributes["type"] = case.kind
    body = "\n".join(escape(line) for line in case.lines)
    yield f"<{tag(case.result, attributes)}>{body}</{case.result}>"
    yield "</testcase>"
