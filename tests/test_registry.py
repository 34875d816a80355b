"""The transcription held against the plan's own text, read here in the simplest way."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from banshi.model.plan import Plan, Task
from banshi.model.registry import Registry

PLAN = "yingkou-2019-26"


@pytest.fixture(scope="module")
def plan(registry: Registry) -> Plan:
    return next(plan for plan in registry.plans if plan.id == PLAN)


@pytest.fixture(scope="module")
def text(shared: Path, plan: Plan) -> str:
    data = (shared / "sources" / plan.source.name).read_bytes()
    assert sha256(data).hexdigest() == plan.source.sha256
    return "".join(data.decode().split())


def section(text: str, plan: Plan, task: Task) -> str:
    """Return the plan's text from the heading of `task` to that of the next one."""
    titles = ["".join(other.title.split()) + "。" for other in plan.tasks]
    number = plan.tasks.index(task)
    start = text.index(titles[number])
    end = text.index(titles[number + 1]) if number + 1 < len(titles) else text.index("三、保障措施")
    return text[start:end]


def test_counts(plan: Plan) -> None:
    assert len(plan.tasks) == 15
    assert sum(len(task.targets) for task in plan.tasks) == 12
    assert sum(len(task.milestones) for task in plan.tasks) == 2


def test_the_tails_are_transcribed_whole(plan: Plan, text: str) -> None:
    for task in plan.tasks:
        clause = section(text, plan, task)
        tail = clause[
            clause.rindex("责任单位：") if not task.lead else clause.rindex("牵头单位：") :
        ]
        lead = re.search(r"牵头单位：(.+?)责任单位：", tail)
        assert (lead[1].split("、") if lead else []) == list(task.lead), task.id
        responsible = re.search(r"责任单位：(.+?)完成时限：", tail)
        assert responsible
        assert re.split("[、，]", responsible[1]) == list(task.responsible), task.id
        deadline = re.search(r"完成时限：(.+?底前?)", tail)
        assert deadline
        assert task.deadline
        assert deadline[1] == task.deadline.text, task.id


def test_every_phrase_stands_once_in_its_clause(plan: Plan, text: str) -> None:
    for task in plan.tasks:
        clause = section(text, plan, task)
        phrases = [target.evidence for target in task.targets]
        phrases += [milestone.evidence for milestone in task.milestones]
        for phrase in phrases:
            assert clause.count("".join(phrase.split())) == 1, phrase
        for target in task.targets:
            assert not target.by_text or target.by_text in clause


def test_every_digit_and_percentage_is_accounted_for(plan: Plan, text: str) -> None:
    """Arabic figures of the whole text: evidence, deadlines, dates of targets, or waived."""
    left = text
    covered: list[str] = []
    for task in plan.tasks:
        covered += [target.evidence for target in task.targets]
        covered += [target.by_text for target in task.targets if target.by_text]
        covered += [milestone.evidence for milestone in task.milestones]
        covered += [task.deadline.text] if task.deadline else []
    covered += [figure.figure for figure in plan.waived]
    for phrase in sorted({"".join(phrase.split()) for phrase in covered}, key=len, reverse=True):
        left = left.replace(phrase, "◇")
    assert re.findall(r".{0,8}[0-9０-９%％]+.{0,8}", left) == []


def test_the_figures_of_the_evidence_are_the_values(plan: Plan) -> None:
    for task in plan.tasks:
        for target in task.targets:
            figures = re.findall(r"[0-9.]+", re.sub(r"[0-9]+月底前|6 个月内", "", target.evidence))
            expected = [] if target.metric == "visits" else [str(target.value)]
            assert figures == expected, target.id


def test_the_catalogues_name_what_people_type(registry: Registry) -> None:
    for alias, metric in {
        "queue_minutes": "queue_wait",
        "queue_time": "queue_wait",
        "排队时间": "queue_wait",
        "网办率": "online_rate",
        "网上可办率": "online_rate",
        "handling_days": "handling_time",
    }.items():
        assert registry.metric_by_name[alias].id == metric
    for metric_id in ("power_connection_time", "supply_reliability"):
        assert metric_id in registry.metric_by_id


def test_divisions_have_their_codes(registry: Registry) -> None:
    """GB/T 2260, as docs/semantics.md lists them."""
    yingkou = {region.code: region.name.zh for region in registry.divisions("210800")}
    assert yingkou == {
        "210802": "站前区", "210803": "西市区", "210804": "鲅鱼圈区",
        "210811": "老边区", "210881": "盖州市", "210882": "大石桥市",
    }  # fmt: skip
    fushun = {region.code: region.name.zh for region in registry.divisions("210400")}
    assert fushun == {
        "210402": "新抚区", "210403": "东洲区", "210404": "望花区", "210411": "顺城区",
        "210421": "抚顺县", "210422": "新宾满族自治县", "210423": "清原满族自治县",
    }  # fmt: skip
    zone = registry.region_by_name["自贸区营口片区"]
    assert not zone.coded
    assert zone.parent == "210800"


def test_no_sentence_of_a_plan_is_copied(registry: Registry) -> None:
    for plan in registry.plans:
        for task in plan.tasks:
            for text in (task.title, *(m.deliverable for m in task.milestones)):
                assert len(text) <= 60, text
        assert max(Counter(len(f.figure) for f in plan.waived)) <= 40
