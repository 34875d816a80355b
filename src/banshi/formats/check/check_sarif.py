"""A check as SARIF 2.1.0: a rule a target or milestone, a result a finding.

Where each result stands: docs/adr/0024-findings-for-programs.md.
"""

from collections.abc import Iterator
from hashlib import sha256

from banshi.formats.check.check_rows import tally_line
from banshi.formats.check.findings import AnyFinding, findings, waived, worst_first
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.shared import markdown_text as md
from banshi.formats.shared import sarif_json as sarif
from banshi.formats.shared.names import absolute
from banshi.formats.shared.sarif_json import Node
from banshi.messages import say_count
from banshi.position import Position


def render(found: CheckResult) -> str:
    """Return what is amiss, waived or in the baseline as a SARIF log; GitHub's limit is kept."""
    shown = [f for f in findings(found) if f.found]
    listed = worst_first([*(f for f in shown if f.amiss), *(f for f in shown if not f.amiss)])
    notes = [*found["notes"]]
    if rest := len(listed[sarif.MOST_RESULTS :]):
        cut = say_count(
            "{count} finding more than {most} was left out",
            "{count} findings more than {most} were left out",
            rest,
            most=sarif.MOST_RESULTS,
        )
        notes.append(str(cut))
        listed = listed[: sarif.MOST_RESULTS]
    registry = _registry(listed)
    rules = {finding.id: number for number, finding in enumerate(_first(listed))}
    code = found["summary"]["exit_code"]
    problems = [p for p in found["problems"] if p["severity"] != "note"]
    return sarif.log(
        {
            "tool": sarif.driver([_rule(finding) for finding in _first(listed)]),
            "invocations": [sarif.invocation(code, notes, problems, whole=code in {0, 1})],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": sarif.bases(registry),
            "artifacts": [
                {
                    "location": sarif.address(file["name"]),
                    "hashes": {"sha-256": file["sha256"]},
                    "roles": ["analysisTarget"],
                }
                for file in found["inputs"]
                if file["name"] != sarif.STDIN
            ],
            "properties": {"asOf": found["as_of"], "tally": tally_line(found)},
        },
        [_result(f, rules[f.id], registry, compared=found["baseline"] is not None) for f in listed],
    )


def _first(listed: list[AnyFinding]) -> Iterator[AnyFinding]:
    """Yield one finding of each id."""
    seen: set[str] = set()
    for finding in listed:
        if finding.id not in seen:
            seen.add(finding.id)
            yield finding


def _registry(listed: list[AnyFinding]) -> str:
    """Return the folder of a registry that lies outside of what is checked; else nothing."""
    for finding in listed:
        file = finding.target.file
        if absolute(file) and "/plans/" in file:
            return file.rsplit("/plans/", 1)[0] + "/"
    return ""


def _rule(finding: AnyFinding) -> Node:
    full = f"{finding.name}: “{finding.evidence}”"
    return {
        "id": finding.id,
        "shortDescription": {"text": sarif.plain(finding.name)},
        "fullDescription": {"text": sarif.plain(full)},
        "help": {
            "text": sarif.plain("\n".join(finding.demand)),
            "markdown": "\n\n".join(map(md.escape, finding.demand)),
        },
        "properties": {"tags": [finding.plan], "clause": finding.clause},
    }


def _result(finding: AnyFinding, rule: int, registry: str, *, compared: bool) -> Node:
    row = finding.row if finding.row and finding.row.file != sarif.STDIN else None
    inside = not absolute(finding.target.file)
    first, other = (finding.target, row) if inside or row is None else (row, finding.target)
    text = sarif.plain(f"{finding.name}: {finding.sentence}")
    if other:
        text += f" ({sarif.link(str(other), 1)})"
    series = sha256("\0".join((finding.id, *finding.key)).encode("utf-8", "surrogatepass"))
    result: Node = {
        "ruleId": finding.id,
        "ruleIndex": rule,
        "kind": "fail",
        "level": finding.grade,
        "message": {"text": text},
        "locations": [sarif.place(first, registry)],
        # GitHub knows a result again by the second alone, and would take the findings of all
        # regions, which stand on one line, for the same.
        "partialFingerprints": {
            "banshi/v1": series.hexdigest(),
            "primaryLocationLineHash": series.hexdigest(),
        },
    }
    if other:
        result["relatedLocations"] = [sarif.place(other, registry, 1)]
    if waiver := finding.waiver:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": waived(waiver),
                "location": sarif.place(Position(waiver["file"], waiver["line"]), registry),
            }
        ]
    if compared:
        result["baselineState"] = "unchanged" if finding.baselined else "new"
    result["properties"] = {"verdict": finding.status, **finding.figures}
    return result
