"""Files full of strange names: each near name that is sought goes through all known ones.

What is counted here is the searches; how long such files take is measured by bench/hostile.py.
"""

import difflib
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.messages import say
from banshi.model.registry import Registry
from banshi.nearest import MOST_SOUGHT, Seeker, nearest
from banshi.position import Position, Problem, Severity, in_order
from banshi.readers.cells import CellReader
from banshi.readers.table import CellFault
from banshi.readers.unread import MOST_UNKNOWN
from tests.conftest import SMALL_PLAN, Run
from tests.damage import METRICS
from tests.workbooks import with_rows

COUNT = 4_000
AS_OF = ("--as-of", "2019-12-31")


@pytest.fixture
def sought(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that every name joins once near ones of it are sought."""
    names: list[str] = []
    find = difflib.get_close_matches

    def counted(name: str, known: Sequence[str], *limits: Any) -> list[str]:
        if limits:  # the command line looks for options that resemble one, and gives none
            names.append(name)
        return find(name, known, *limits)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    return names


def metrics(row: str, header: str = "metric,value,unit,region,organisation,item,period") -> str:
    return "\n".join([header, *(row.format(n=n) for n in range(COUNT)), ""])


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (metrics("queue_wait_{n},1,minute,站前区,,,2019-12"), "did you mean queue_wait"),
        (metrics("queue_wait,1,minute,站前{n}区,,,2019-12"), "did you mean 站前区"),
        (metrics("queue_wait,1,minute{n},站前区,,,2019-12"), "did you mean minute"),
        (metrics("queue_wait,1,minute,站前区,市营商{n}局,,2019-12"), "did you mean 市营商局"),
        (metrics("公布清单{n},已完成", "节点,完成情况"), "unknown"),
    ],
    ids=["metrics", "regions", "units", "bodies", "milestones"],
)
def test_strange_names_in_metrics(
    run: Run, tmp_path: Path, sought: list[str], text: str, hint: str
) -> None:
    file = tmp_path / "m.csv"
    file.write_text(text, encoding="utf-8")
    result = run("check", file, *AS_OF, "-f", "json")
    assert hint in result.out + result.err
    assert 1 <= len(sought) <= MOST_SOUGHT


def test_strange_columns(run: Run, tmp_path: Path, sought: list[str]) -> None:
    """A column that is nearly a known one is refused, so each is looked at, or the whole table."""
    file = tmp_path / "m.csv"
    for count in (MOST_UNKNOWN, MOST_UNKNOWN + 1):
        names = [f"甲{n}" for n in range(count)]
        rows = [
            ["地区", "网上可办率", "排队时间（分钟）", *names],
            ["站前区", "95%", "1", *["1"] * count],
        ]
        file.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        result = run("check", file, *AS_OF, "--period", "2019-12")
        more = "more than 1000 columns" in result.err
        assert more == (count > MOST_UNKNOWN), result.err
        assert result.code == (2 if more else 0)
    assert len(sought) <= 2 * MOST_UNKNOWN


def test_columns_without_a_name_are_no_flood(run: Run, tmp_path: Path, sought: list[str]) -> None:
    """So far does the range of a sheet reach in which somebody drew borders."""
    file = tmp_path / "m.csv"
    blank = "," * (2 * MOST_UNKNOWN)
    file.write_text(
        f"地区,网上可办率,排队时间（分钟）{blank}\n站前区,95%,1{blank}\n", encoding="utf-8"
    )
    assert run("check", file, *AS_OF, "--period", "2019-12").code == 0
    assert sought == []


def test_strange_names_in_a_workbook(run: Run, tmp_path: Path, sought: list[str]) -> None:
    rows: list[list[object]] = [
        ["queue_wait" + str(n), 1, "minute", "站前区", "2019-12"] for n in range(COUNT)
    ]
    file = tmp_path / "m.xlsx"
    file.write_bytes(with_rows([["metric", "value", "unit", "region", "period"], *rows]))
    assert run("check", file, *AS_OF).code == 2
    assert 1 <= len(sought) <= MOST_SOUGHT


COLUMNS = "tables:\n- columns:\n" + "".join(
    f"  - {{header: 列{n}, metric: queue_wait{n}, region: 站前{n}区}}\n" for n in range(COUNT)
)
HEADERS = "tables:\n- columns:\n" + "".join(
    f"  - {{header: 指标{n}, metric: queue_wait}}\n" for n in range(COUNT)
)
KEYS = "tables:\n" + "".join(f"- {{regoin{n}: x}}\n" for n in range(COUNT))
CHOICES = "tables:\n- columns:\n" + "".join(
    f"  - {{column: A, holds: valeu{n}}}\n" for n in range(COUNT)
)


@pytest.mark.parametrize(
    "text", [COLUMNS, HEADERS, KEYS, CHOICES], ids=["names", "headers", "keys", "choices"]
)
def test_strange_names_in_a_map(run: Run, tmp_path: Path, sought: list[str], text: str) -> None:
    table, file = tmp_path / "m.csv", tmp_path / "map.yaml"
    table.write_text(METRICS, encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    result = run("check", table, "--map", file, *AS_OF)
    assert result.code == 2
    assert f"{file.as_posix()}:3" in result.err
    # The map's headers are compared with each of the few rows that may be the header.
    rows = len(METRICS.splitlines())
    assert 1 <= len(sought) <= MOST_SOUGHT * (rows + 1)


WAIVER = "{{target: {target}, region: {region}, reason: 甲, approved_by: 乙, document: 丙, "
WAIVER += "expires: 2020-03-31}}\n"


@pytest.mark.parametrize(
    ("target", "region"),
    [("yingkou-2019-26/1/queue-weit{n}", "站前区"), ("yingkou-2019-26/1/queue-wait", "站前{n}区")],
)
def test_strange_names_in_waivers(
    run: Run, tmp_path: Path, sought: list[str], target: str, region: str
) -> None:
    table, file = tmp_path / "m.csv", tmp_path / "w.yaml"
    table.write_text(METRICS, encoding="utf-8")
    entries = [
        WAIVER.format(target=target.format(n=n), region=region.format(n=n)) for n in range(COUNT)
    ]
    file.write_text("waivers:\n" + "".join(f"- {entry}" for entry in entries), encoding="utf-8")
    result = run("check", table, "--waivers", file, *AS_OF)
    assert result.code == 2
    assert "did you mean" in result.err
    assert 1 <= len(sought) <= MOST_SOUGHT


def test_strange_columns_of_waivers(run: Run, tmp_path: Path, sought: list[str]) -> None:
    table, file = tmp_path / "m.csv", tmp_path / "w.csv"
    table.write_text(METRICS, encoding="utf-8")
    file.write_text(",".join(f"reasom{n}" for n in range(COUNT)) + "\n", encoding="utf-8")
    assert run("check", table, "--waivers", file, *AS_OF).code == 2
    assert 1 <= len(sought) <= MOST_SOUGHT


def test_strange_names_in_a_plan(run: Run, small_registry: Path, sought: list[str]) -> None:
    plan = small_registry / "plans" / "small.yaml"
    target = SMALL_PLAN[SMALL_PLAN.index("  - id: reliability") :]
    more = [
        target.replace("reliability", f"r{n}", 1).replace("supply_", f"suply_{n}_")
        for n in range(COUNT // 10)
    ]
    bodies = ", ".join(f"营口供电公司{n}" for n in range(COUNT // 10))
    text = SMALL_PLAN.replace("lead: [营口供电公司]", f"lead: [{bodies}]") + "".join(more)
    plan.write_text(text, encoding="utf-8")
    result = run("validate", small_registry)
    assert result.code == 2
    assert "did you mean supply_reliability" in result.out + result.err
    assert "did you mean 营口供电公司" in result.out + result.err
    assert 2 <= len(sought) <= 2 * MOST_SOUGHT


@given(
    st.text(alphabet="abcB营商 1", max_size=12),
    st.lists(st.text(alphabet="abcB营商 1", max_size=12), max_size=8),
    st.sampled_from([0.5, 0.74, 0.8, 1.0]),
)
def test_no_near_name_is_lost_to_speed(name: str, known: list[str], cutoff: float) -> None:
    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(candidate.casefold(), candidate)
    plain = difflib.get_close_matches(name.casefold(), by_folded, 3, cutoff) if name else []
    assert nearest(name, known, cutoff=cutoff) == [by_folded[found] for found in plain]


def test_a_seeker_grows_tired() -> None:
    seeker = Seeker()
    assert [seeker.nearest("queue_wiat", ["queue_wait"]) for _ in range(MOST_SOUGHT + 1)] == [
        *[["queue_wait"]] * MOST_SOUGHT,
        [],
    ]


def test_a_fault_said_again_grows_no_longer(registry: Registry) -> None:
    """A remembered exception would carry along every frame that it was ever raised through."""
    cells = CellReader(registry)
    depths = []
    for _ in range(4):
        with pytest.raises(CellFault) as caught:
            cells.metric("queue_wiat")
        depths.append(len(list(traceback.walk_tb(caught.tb))))
    assert len(set(depths)) == 1


PLACES = st.builds(
    Position,
    st.sampled_from(["a", "b"]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from(["", "s"]),
)
PROBLEMS = st.builds(
    Problem,
    PLACES,
    st.sampled_from(["unit", "value"]),
    st.sampled_from(["a", "b"]).map(lambda name: say("unknown metric {name}", name=name)),
    st.sampled_from(list(Severity)),
)


@given(st.lists(PROBLEMS), st.randoms())
def test_problems_have_one_order(problems: list[Problem], random: Random) -> None:
    ordered = in_order(problems)
    assert ordered == sorted(problems)
    assert [p.position for p in ordered] == sorted(p.position for p in problems)
    random.shuffle(problems)
    assert in_order(problems) == ordered
