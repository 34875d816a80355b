"""Data of a size that no city has published yet, made from the registry's own entries.

Nothing here is random: the same registry gives the same bytes.
"""

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

TASKS = 20_000
"""Of four tasks one has a single target and three have two: 35,000 targets."""

# Written without quotes, as people do: Chinese words, and English ones longer than any that YAML
# has a meaning for.
_PLAIN = re.compile(r"[\u3400-\u9fff、]+|[a-z_]{6,}")
_YEAR = 2019
_MONTHS = (8, 9, 10, 11, 12)


def write_registry(registry: Path, folder: Path) -> Path:
    """Write a registry with one plan of 20,000 tasks into `folder`; return the plan's file.

    The catalogues are copies of those of `registry`. The plan is that with the most targets there,
    its tasks and its targets dealt out again and again: so it is as free of problems as that one,
    and its texts, bodies, deadlines and evidence are as long as real ones.
    """
    plan = folder / "plans" / "large.yaml"
    plan.parent.mkdir(parents=True)
    for file in sorted(registry.glob("*.yaml")):
        shutil.copy(file, folder)
    with plan.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in _plan(_largest(registry)))
    return plan


def write_rows(registry: Path, file: Path, rows: int, every: int = 50) -> None:
    """Write `rows` reported values: five months of every service window of every division.

    Of `every` windows one has a month over the limit; all else is met.
    """
    regions = [region["code"] for region in _yaml(registry / "regions.yaml")["regions"]]
    city = [code for code in regions if code.startswith("2108")]
    windows = rows // (len(city) * len(_MONTHS))
    with file.open("w", encoding="utf-8") as out:
        out.write("metric,value,unit,region,organisation,item,period\n")
        for number in range(windows):
            for place, code in enumerate(city):
                for month in _MONTHS:
                    # Spread over the range without a random number: the same file every time.
                    value = (number * 7919 + place * 104729 + month * 1299709) % 1500
                    if (number + place) % every == 0 and month == _MONTHS[number % 5]:
                        value = 2200
                    out.write(
                        f"queue_wait,{value / 100},minute,{code},市营商局,窗口{number},"
                        f"{_YEAR}-{month:02}\n"
                    )


def write_limits(file: Path, limits: int = 300) -> None:
    """Write upper limits by metric: that of `queue_wait`, and others that no row is about."""
    others = (f"metric_{number},15" for number in range(1, limits))
    file.write_text("\n".join(["metric,value", "queue_wait,15", *others, ""]), encoding="utf-8")


def write_metrics(registry: Path, file: Path) -> None:
    """Write a year of monthly figures for every metric, for the region of the largest plan."""
    region = _largest(registry)["jurisdiction"]
    lines = ["metric,value,unit,region,period"]
    for number, metric in enumerate(_yaml(registry / "metrics.yaml")["metrics"]):
        for month in range(1, 13):
            value = (number * 7 + month * 5) % 100
            row = (metric["id"], value, metric["unit"], region, f"{_YEAR}-{month:02}")
            lines.append(",".join(map(str, row)))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_year(registry: Path, file: Path, rows: int = 2000) -> None:
    """Write `rows` reported values for the targets of all plans: the second half of 2020.

    Every metric gets its months in as many places as it takes to come to that number, jurisdictions
    first; of ten places one misses a threshold, and of seven one gets better month by month.
    """
    with file.open("w", encoding="utf-8") as out:
        out.write("指标,数值,单位,地区,部门,事项,期间\n")
        out.writelines(f"{line}\n" for line in islice(_year(registry), rows))


def _year(registry: Path) -> Iterator[str]:
    plans = [_yaml(file) for file in sorted((registry / "plans").glob("*.yaml"))]
    regions = _yaml(registry / "regions.yaml")["regions"]
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for plan in plans:
        for target in _targets(plan):
            subject = target.get("subject", "")
            wanted.setdefault((target["metric"], subject), {**target, "plan": plan})
    for turn in range(len(regions)):
        for number, ((metric, subject), target) in enumerate(wanted.items()):
            jurisdiction = target["plan"]["jurisdiction"]
            places = [
                jurisdiction,
                *(r["code"] for r in regions if r.get("parent") == jurisdiction),
            ]
            if turn >= len(places) or target.get("relative_to") or metric == "visits":
                continue
            unit = {"percent": "%", "item": ""}.get(target["unit"], target["unit"])
            for month in range(7, 13):
                value = _reported(target, (number + turn * 7) % 70, month)
                yield f"{metric},{value},{unit},{places[turn]},,{subject},2020-{month:02}"


def _reported(target: dict[str, Any], kind: int, month: int) -> Decimal:
    """Return a value that meets `target`, or misses it where `kind` says so."""
    limit, step = Decimal(str(target["value"])), Decimal((13 - month) * (kind % 7 == 0) + kind % 3)
    if target["op"] in {"==", "between"}:
        return limit
    below = target["op"] in {"<=", "<"}
    worse = step / 50 if kind % 10 == 0 else Decimal(0)
    share = limit * (1 + worse if below else 1 - worse)
    if target["unit"] in {"item", "stage", "person"}:
        return (share + (worse > 0) * (1 if below else -1)).to_integral_value()
    return (share if worse else limit).quantize(Decimal("0.01"))


def _largest(registry: Path) -> dict[str, Any]:
    """Return the plan with the most targets."""
    plans = [_yaml(file) for file in sorted((registry / "plans").glob("*.yaml"))]
    largest: dict[str, Any] = max(plans, key=lambda plan: len(_targets(plan)))
    return largest


def _targets(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [target for task in plan["tasks"] for target in task.get("targets", ())]


def _yaml(file: Path) -> Any:
    return yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def _plan(plan: dict[str, Any]) -> Iterator[str]:
    for key, value in plan.items():
        if key not in {"tasks", "waived"}:
            yield f"{key}: {_flow('bench' if key == 'id' else value)}"
    tasks = cycle(plan["tasks"])
    targets = cycle(_targets(plan))
    yield "tasks:"
    for number, task in enumerate(islice(tasks, TASKS)):
        yield ""
        yield f'- id: "{number + 1}"'
        yield from _block(task, "  ", without={"id", "targets", "milestones"})
        yield "  targets:"
        for place, target in enumerate(islice(targets, 1 if number % 4 == 0 else 2)):
            yield f"  - id: target-{place + 1}"
            yield from _block(target, "    ", without={"id"})
        if milestones := task.get("milestones"):
            yield "  milestones:"
            for milestone in milestones:
                yield f"  - id: {milestone['id']}"
                yield from _block(milestone, "    ", without={"id"})


def _block(entry: dict[str, Any], indent: str, without: set[str]) -> Iterator[str]:
    for key, value in entry.items():
        if key not in without:
            yield f"{indent}{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    """Return `value` as YAML on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(entry)}' for key, entry in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
