"""The same work for banshi and its peers: a long CSV, and 300 thresholds in each one's own form.

Nothing here is random: the same number of rows gives the same bytes.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

METRICS = 300
"""One threshold a metric: half are most minutes, half are least percents."""
_TARGETS_A_TASK = 4
_SHA256 = "0" * 64
_REGIONS = ("210800", "210802", "210803", "210804", "210811", "210881", "210882")
_HEADER = "metric,value,unit,region,organisation,item,period"


@dataclass(frozen=True, slots=True)
class Work:
    """What all read: the rows, and the thresholds as a registry and as a table."""

    rows: Path
    registry: Path
    thresholds: Path
    violations: int
    """How many rows are beyond their threshold."""


def write(catalogues: Path, folder: Path, rows: int) -> Work:
    """Write the work into `folder`; regions and bodies are copied from the registry `catalogues`.

    Of a hundred rows two are violations.
    """
    folder.mkdir(parents=True)
    registry = folder / "registry"
    (registry / "plans").mkdir(parents=True)
    for name in ("regions.yaml", "organisations.yaml"):
        shutil.copy(catalogues / name, registry)
    (registry / "metrics.yaml").write_text("\n".join(_catalogue()) + "\n", encoding="utf-8")
    (registry / "plans" / "bench.yaml").write_text("\n".join(_plan()) + "\n", encoding="utf-8")
    thresholds = folder / "thresholds.csv"
    lines = [",".join(map(str, (_name(n), *_limit(n)))) for n in range(METRICS)]
    thresholds.write_text("\n".join(["metric,op,limit,unit", *lines]) + "\n", encoding="utf-8")
    file = folder / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(_HEADER + "\n")
        out.writelines(_row(number) for number in range(rows))
    return Work(file, registry, thresholds, sum(map(_violates, range(rows))))


def _name(number: int) -> str:
    return f"service_time_{number:03}" if number % 2 == 0 else f"online_share_{number:03}"


def _limit(number: int) -> tuple[str, int, str]:
    """Return operator, threshold and unit of a metric."""
    if number % 2 == 0:
        return "<=", 10 + number % 20, "minute"
    return ">=", 60 + number % 30, "percent"


def _violates(number: int) -> bool:
    return (number * 7919 + number // METRICS * 31) % 100 < 2  # noqa: PLR2004 - of a hundred


def _row(number: int) -> str:
    metric = number % METRICS
    turn = number // METRICS
    op, limit, unit = _limit(metric)
    # Spread over the range without a random number: the same file every time.
    inside = number * 104_729 % 900 / 100
    beyond = _violates(number)
    value = limit - inside if (op == "<=") != beyond else limit + inside
    if beyond and inside == 0:
        value = limit + 1 if op == "<=" else limit - 1
    region = _REGIONS[turn % len(_REGIONS)]
    window = turn // len(_REGIONS)
    return f"{_name(metric)},{value:.2f},{unit},{region},市营商局,窗口{window},2019-12\n"


def _catalogue() -> Iterator[str]:
    yield "metrics:"
    for number in range(METRICS):
        op, _, unit = _limit(number)
        kind = "办理时间" if op == "<=" else "网办比例"
        yield f"- id: {_name(number)}"
        english = _name(number).replace("_", " ").capitalize()
        yield f"  name: {{zh: {kind}{number:03}, en: {english}}}"
        yield f"  aliases: [第{number:03}项{kind}]"
        yield f"  definition: {{zh: 第{number:03}项的{kind}, en: The figure of item {number:03}}}"
        yield f"  unit: {unit}"
        yield f"  better: {'lower' if op == '<=' else 'higher'}"
        yield f"  statistic: {'max' if op == '<=' else 'share'}"
        yield "  minimum: 0"
        if unit == "percent":
            yield "  maximum: 100"


def _plan() -> Iterator[str]:
    yield "id: bench"
    yield "title: 比较用方案"
    yield "issuers: [营口市人民政府办公室]"
    yield 'jurisdiction: "210800"'
    yield "issued: 2019-07-09"
    yield "status: issued"
    yield f'source: {{name: bench.txt, sha256: "{_SHA256}"}}'
    yield "tasks:"
    for number in range(METRICS):
        if number % _TARGETS_A_TASK == 0:
            task = number // _TARGETS_A_TASK + 1
            yield f'- id: "{task}"'
            yield f"  clause: （{task}）"
            yield f"  title: 第{task}项工作"
            yield "  lead: [市营商局]"
            yield "  deadline: {by: 2019-07-31, text: 7月底前}"
            yield "  targets:"
        op, limit, unit = _limit(number)
        words = f"不超过{limit}分钟" if unit == "minute" else f"达到{limit}%以上"
        yield f"  - {{id: t{number:03}, metric: {_name(number)}, op: '{op}', value: {limit},"
        yield f"     unit: {unit}, evidence: {words}}}"
