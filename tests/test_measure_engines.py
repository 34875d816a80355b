"""All engines give the same whole numbers, whatever the cases hold: shuffled, split, doubled."""

import csv
import io
import random
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from banshi.loading.load import load_registry
from banshi.loading.profile import read_profile
from banshi.measure import duck
from banshi.measure.calendar import calendar
from banshi.measure.compile import compile_job
from banshi.measure.files import CaseFile, CaseFiles
from banshi.measure.job import FIRST_FAULT, Fate
from banshi.measure.levels import LEVELS
from banshi.measure.reference import Reference
from banshi.measure.rejects import Reject, rejects
from banshi.measure.result import Plan, Result, run
from banshi.model.period import parse_period
from tests.conftest import ROOT

PROFILE = """\
columns:
  id: 编号
  region: 地区
  organisation: 部门
  item: 事项
  channel: 渠道
  fee: 费用
  queued: 取号
  called: 叫号
  accepted: 受理
  completed: 办结
  paused: 补正起
  resumed: 补正止
  heard: 听证起
  decided: 听证止
pauses:
- {from: paused, to: resumed}
- {from: heard, to: decided}
metrics:
  queue_wait: {from: queued, to: called, statistic: p90, where: {channel: [窗口, 甲]}}
  handling_time:
    {from: accepted, to: completed, statistic: mean, pauses: true, limit: {value: 3, unit: workday}}
  power_connection_time: {from: accepted, to: completed, statistic: median}
  seal_set_price: {sum: fee}
  online_filing_rate: {share: {column: channel, in: [网上, 掌上]}, month_of: accepted}
  backlog_clearance_rate:
    share: {from: accepted, to: completed, within: {value: 1, unit: month}, pauses: true}
  no_visit_items: {distinct: item, month_of: accepted}
  citywide_processing_items: {count: true}
month_of: completed
"""
HEADER = [
    "编号",
    "地区",
    "部门",
    "事项",
    "渠道",
    "费用",
    "取号",
    "叫号",
    "受理",
    "办结",
    "补正起",
    "补正止",
    "听证起",
    "听证止",
]
REGISTRY = load_registry(ROOT / "registry")
AS_OF = date(2019, 12, 31)

clocks = st.sampled_from(["", " 9:05", " 09:05:59", "T23:59:59", " 00:00:00.9", " 24:00", " 9:60"])
days = st.dates(date(2019, 1, 25), date(2020, 1, 5))
forms = st.sampled_from(["%Y-%m-%d", "%Y/%m/%d"])
times = st.one_of(
    st.builds(lambda d, f, c: d.strftime(f) + c, days, forms, clocks),
    st.builds(lambda d, c: f" {d.year}-{d.month}-{d.day}{c}\t", days, clocks),
    st.sampled_from(
        ["", "", "2019-02-30", "昨天", "2019-1/5", "1969-12-31", "infinity", "2019-01-05+08"]
    ),
)
words = st.sampled_from(
    ["", "甲", " 甲 ", "乙", "'; drop table x", '"', "=1+1", "x,y", "甲\n乙", "🏛"]
)
case = st.tuples(
    st.sampled_from(["", *"123456789"]),
    st.sampled_from(["站前区", "210802", " 西市区", "营口市", "站前", "没有区", ""]),
    words,
    words,
    st.sampled_from(["网上", "窗口", "掌上 ", ""]),
    st.sampled_from(["", "0", "1.5", "-2", "+0.000001", "1e3", "１", "999999999999.999999"]),
    *[times] * 8,
)  # fmt: skip
tables = st.lists(case, min_size=1, max_size=30)


def text_of(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def plan_of(folder: Path, text: str, by: Sequence[str], period: str = "") -> tuple[Plan, CaseFiles]:
    file = folder / "profile.yaml"
    file.write_text(text, encoding="utf-8")
    said, place, problems = read_profile(file)
    assert said, problems
    asked = parse_period(period)
    job, region, unknown = compile_job(
        said, REGISTRY, place, as_of=AS_OF, period=asked, by=tuple(by)
    )
    assert not unknown, unknown
    return Plan(job, REGISTRY, tuple(by), region, "", calendar()), CaseFiles(said, job)


def both(plan: Plan, files: Sequence[CaseFile]) -> tuple[Result, list[Reject]]:
    """Return what the reference finds, where DuckDB finds the same."""
    reference = Reference(plan.job, files, plan.calendar)
    expected = run(plan, reference)
    with duck.engine(plan.job, files, plan.calendar) as engine:
        found = run(plan, engine)
        doubled = engine.doubled()
    assert found == expected
    assert doubled == reference.doubled()
    return expected, list(rejects(plan, files, doubled))


@settings(max_examples=15)
@given(
    tables,
    st.lists(st.sampled_from(LEVELS), unique=True),
    st.sampled_from(["2019", "2019-H1", ""]),
    st.randoms(),
)
def test_the_engines_agree(
    rows: list[tuple[str, ...]],
    by: list[str],
    period: str,
    random_: random.Random,
) -> None:
    by = [*by, "month"] if not period and not {"month", "quarter", "year"} & set(by) else by
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan, opener = plan_of(folder, PROFILE, by, period)
        with opener:
            whole = folder / "whole.csv"
            whole.write_text(text_of(rows), encoding="utf-8")
            result, listed = both(plan, [f for f in [opener.open(whole)] if f])
            adds_up(result, listed, len(rows))

            order = list(range(len(HEADER)))
            random_.shuffle(order)
            shuffled = random_.sample(rows, len(rows))
            half = len(rows) // 2
            paths = [folder / "one.csv", folder / "two.csv"]
            paths[0].write_text(text_of(shuffled[:half]), encoding="utf-8")
            turned = [[row[n] for n in order] for row in shuffled[half:]]
            turned_text = text_of(turned, [HEADER[n] for n in order])
            encoding = "gb18030" if random_.random() < 0.5 else "utf-8-sig"
            paths[1].write_bytes(turned_text.encode(encoding))
            files = [file for file in map(opener.open, paths) if file]
            assert len(files) == 2, opener.problems
            assert both(plan, files)[0] == result


def adds_up(result: Result, listed: list[Reject], rows: int) -> None:
    """Nothing is lost: every number of cases is the sum of what became of them."""
    counted = result.counted
    assert counted.rows == rows
    lost = counted.unnumbered + counted.contradictory + counted.unknown_region
    assert counted.rows == counted.judged + counted.repeated + lost
    for metric, fates in counted.fates.items():
        assert sum(fates) == counted.judged
        faults = {(r.file, r.case) for r in listed if r.metric == metric}
        assert len(faults) == sum(fates[FIRST_FAULT:])
    everywhere = [r for r in listed if not r.metric]
    assert len(everywhere) >= lost - counted.unknown_region
    assert counted.fates["handling_time"][Fate.OPEN] >= counted.overdue
