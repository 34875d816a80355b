"""Data of a size that no city has published yet, made from the real catalogues.

Nothing here is random: the same catalogues give the same bytes.
"""

import datetime as dt
import json
import re
import shutil
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TASKS = 20_000
"""Of four tasks one has a single target and three have two: 35,000 targets."""

_YEAR = 2019
_EVIDENCE_NAME = 16
_PLAIN = re.compile(r"[\u3400-\u9fff（）、]+")
_HEADER = """\
id: bench-{year}
title: 基准测试用工作方案
issuers: [{issuer}]
jurisdiction: "{jurisdiction}"
issued: {year}-01-10
status: issued
source:
  name: none.txt
  sha256: "{digest}"
tasks:
"""


@dataclass(frozen=True, slots=True)
class Catalogues:
    """What a plan may name: the metrics, and the bodies of the city that has most of them."""

    metrics: tuple[dict[str, Any], ...]
    jurisdiction: str
    bodies: tuple[str, ...]


def read_catalogues(registry: Path) -> Catalogues:
    """Return the catalogues of the folder `registry`."""
    metrics = _yaml(registry / "metrics.yaml")["metrics"]
    organisations = _yaml(registry / "organisations.yaml")["organisations"]
    ((region, _),) = Counter(body["region"] for body in organisations).most_common(1)
    bodies = tuple(body["printed"][0] for body in organisations if body["region"] == region)
    return Catalogues(tuple(metrics), region, bodies)


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def write_registry(catalogues: Path, folder: Path) -> Path:
    """Write a registry with one plan of 20,000 tasks into `folder`; return the plan's file.

    The catalogues are copies of those in the folder `catalogues`.
    """
    plan = folder / "plans" / "large.yaml"
    plan.parent.mkdir(parents=True)
    for file in sorted(catalogues.glob("*.yaml")):
        shutil.copy(file, folder)
    known = read_catalogues(catalogues)
    with plan.open("w", encoding="utf-8") as out:
        header = _HEADER.format(
            year=_YEAR,
            issuer=_scalar(known.bodies[0]),
            jurisdiction=known.jurisdiction,
            digest="0" * 64,
        )
        out.write(header)
        for number in range(TASKS):
            out.writelines(f"{line}\n" for line in _task(number, known))
    return plan


def _task(number: int, known: Catalogues) -> Iterator[str]:
    yield ""
    yield f'- id: "{number + 1}"'
    yield f"  clause: 二（{number + 1}）"
    yield f"  title: 提升第{number + 1}项政务服务质量"
    yield f"  lead: [{_body(known, number)}]"
    responsible = ", ".join(_body(known, number + step) for step in range(1, 3 + number % 6))
    yield f"  responsible: [{responsible}]"
    month = number % 12 + 1
    yield f"  deadline: {_deadline(number, month)}"
    if number % 25 == 0:
        yield "  note: {zh: 原文没有写明口径, en: The clause does not say how it is counted}"
    yield "  targets:"
    for step in range(1 if number % 4 == 0 else 2):
        yield from _target(2 * number + step, month, known)
    if number % 10 == 0:
        yield "  milestones:"
        yield "  - id: list"
        yield "    deliverable: 高频事项清单"
        yield f'    evidence: "{month}月底前编制形成"'
        yield f"    by: {_last_day(month)}"


def _target(number: int, month: int, known: Catalogues) -> Iterator[str]:
    metric = known.metrics[number % len(known.metrics)]
    lower = metric["better"] == "lower"
    value = 50 + number % 50 if metric["unit"] == "percent" else 1 + number % 30
    name = metric["name"]["zh"][:_EVIDENCE_NAME]
    phrase = f"{name}{'不超过' if lower else '达到'}{value}"
    yield f"  - id: target-{number % 2 + 1}"
    yield f"    metric: {metric['id']}"
    yield f'    op: "{"<=" if lower else ">="}"'
    yield f"    value: {value}"
    yield f"    unit: {metric['unit']}"
    yield f"    evidence: {_scalar(phrase)}"
    if number % 5 == 0:
        yield f"    by: {_last_day(month)}"
        yield f'    by_text: "{month}月底前"'
    if number % 7 == 0:
        yield "    level: all"
    if number % 9 == 0:
        yield "    note: {zh: 原文没有写明层级, en: The clause does not name the level}"


def _deadline(number: int, month: int) -> str:
    if number % 20 == 0:
        return "{rolling: true, text: 长期坚持}"
    if number % 20 == 1:
        return "{recurrence: FREQ=MONTHLY, text: 每月}"
    return f"{{by: {_last_day(month)}, text: {month}月底前}}"


def _body(known: Catalogues, number: int) -> str:
    return _scalar(known.bodies[number % len(known.bodies)])


def _last_day(month: int) -> dt.date:
    return dt.date(_YEAR, month, monthrange(_YEAR, month)[1])


def _scalar(text: str) -> str:
    """Return `text` as YAML: bare as a person would write it, in quotes where it must be."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def write_metrics(catalogues: Path, file: Path) -> None:
    """Write a year of monthly figures for every metric of the catalogues, for their own city."""
    known = read_catalogues(catalogues)
    lines = ["metric,value,unit,region,period"]
    for number, metric in enumerate(known.metrics):
        for month in range(1, 13):
            value = (number * 7 + month * 5) % 100
            row = f"{metric['id']},{value},{metric['unit']},{known.jurisdiction},{_YEAR}-{month:02}"
            lines.append(row)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
