"""Problems of a registry as SARIF 2.1.0: a rule a rule, a result a problem."""

from hashlib import sha256

from banshi.formats.problems.problems import Problems
from banshi.formats.shared import sarif_json as sarif
from banshi.formats.shared.sarif_json import Node
from banshi.messages import say_count
from banshi.position import Problem, Severity


def render(found: Problems) -> str:
    """Return the problems as a SARIF log, errors first."""
    order = list(Severity)
    listed = sorted(found.listed, key=lambda problem: order.index(problem.severity))
    notes = []
    if rest := len(listed[sarif.MOST_RESULTS :]):
        notes.append(
            str(
                say_count(
                    "{count} finding more than {most} was left out",
                    "{count} findings more than {most} were left out",
                    rest,
                    most=sarif.MOST_RESULTS,
                )
            )
        )
        listed = listed[: sarif.MOST_RESULTS]
    names = list(dict.fromkeys(problem.rule for problem in listed))
    seen: dict[tuple[str, ...], int] = {}
    return sarif.log(
        {
            "tool": sarif.driver([{"id": name} for name in names]),
            "invocations": [sarif.invocation(found.exit_code, notes)],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": sarif.bases(""),
        },
        [_result(problem, names.index(problem.rule), seen) for problem in listed],
    )


def _result(problem: Problem, rule: int, seen: dict[tuple[str, ...], int]) -> Node:
    position = problem.position
    # Lines move when something is written above; the same problem twice in a file is counted.
    key = (position.file, problem.rule, str(problem.message))
    seen[key] = seen.get(key, 0) + 1
    text = "\0".join((*key, str(seen[key])))
    mark = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    result: Node = {
        "ruleId": problem.rule,
        "ruleIndex": rule,
        "level": problem.severity.value,
        "message": {"text": sarif.plain(str(problem.message))},
        "partialFingerprints": {"banshi/v1": mark, "primaryLocationLineHash": mark},
    }
    if position.file != sarif.STDIN:
        place = sarif.place(position)
        if position.line and position.column:
            place["physicalLocation"]["region"]["startColumn"] = position.column
        result["locations"] = [place]
    return result
