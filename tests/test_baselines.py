"""Baselines and selections: what is hidden, what is gone, what is refused."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.formats.check import baseline_json
from banshi.judging.baseline import hide, keys
from banshi.judging.evaluate import evaluate
from banshi.loading.baseline import read_baseline
from banshi.model.baseline import Baseline, BaselineKey
from banshi.model.intake import Intake
from banshi.model.outcome import FINDINGS, Report, Status
from banshi.model.progress import MilestoneStatus
from banshi.model.registry import Registry
from banshi.readers.open_files import open_files
from banshi.readers.read import read_files
from tests.conftest import EXAMPLES, Run, write_csv
from tests.test_schemas import validator
from tests.test_waivers import waivers

DAY = dt.date(2019, 12, 31)
AS_OF = ("--as-of", "2019-12-31", "--plan", "yingkou-2019-26")
HEADER = "metric,value,unit,region,organisation,item,period"
WAIT = "yingkou-2019-26/1/queue-wait"
LISTS = "yingkou-2019-26/2/item-lists"  # by 2019-06-30
MONTHLY = "fushun-2020-draft/req.2/monthly-circular"  # the last day of every month of 2020


def entry(key: str, region: str | None, period: str | None) -> dict[str, str | None]:
    plan, task, target = key.split("/")
    return {
        "plan": plan, "task": task, "target": target, "region": region, "period": period,
        "organisation": None, "item": None,
    }  # fmt: skip


def test_a_baseline_hides_the_findings_of_its_own_run(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    made = run("check", *EXAMPLES, *AS_OF, "--create-baseline", file)
    assert made.code == 1, "making a baseline forgives nothing"
    assert f"{file}: baseline of 11 entries written" in made.err
    assert made.out == run("check", *EXAMPLES, *AS_OF).out
    hidden = run("check", *EXAMPLES, *AS_OF, "--baseline", file)
    assert hidden.code == 0
    assert hidden.last == (
        "12 targets: 5 met, 0 violated, 0 behind, 0 unreported, 1 pending, 6 in the baseline;"
        " 2 milestones: 0 done, 0 overdue, 2 in the baseline"
    )
    assert "11 outcomes are hidden by the baseline" in hidden.err
    assert "no longer found" not in hidden.err
    for gate in (("--strict",), ("--fail-on", "warning")):
        assert run("check", *EXAMPLES, *AS_OF, "--baseline", file, *gate).code == 0
    assert "× violated" not in hidden.out
    verbose = run("check", *EXAMPLES, *AS_OF, "--baseline", file, "-v").out
    assert "× violated" not in verbose
    assert "× overdue" not in hidden.out + verbose
    zh = run("check", *EXAMPLES, *AS_OF, "--baseline", file, "--lang", "zh").last
    assert zh.endswith("；节点共 2 个：完成 0，逾期未完成 0，基线内 2")


def test_json_keeps_what_is_hidden_and_csv_does_not(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    run("check", *EXAMPLES, *AS_OF, "--create-baseline", file)
    plain = json.loads(run("check", *EXAMPLES, *AS_OF, "-f", "json").out)
    hidden = json.loads(run("check", *EXAMPLES, *AS_OF, "-f", "json", "--baseline", file).out)
    validator("check-result.schema.json").validate(hidden)
    assert [o["id"] for o in hidden["outcomes"]] == [o["id"] for o in plain["outcomes"]]
    marked = [o for o in hidden["outcomes"] if o["baselined"]]
    assert {o["status"] for o in marked} == {"violated", "behind", "unreported"}
    assert [(m["status"], m["baselined"]) for m in hidden["milestones"]] == [("overdue", True)] * 2
    assert not any(m["baselined"] for m in plain["milestones"])
    assert (hidden["summary"]["baselined"], hidden["summary"]["targets"]) == (6, 12)
    assert hidden["summary"]["milestones"] == {
        "total": 2, "overdue": 0, "pending": 0, "waived": 0, "done_late": 0, "done": 0,
        "baselined": 2,
    }  # fmt: skip
    assert hidden["summary"]["violated"] == 0
    assert len(marked) == 9
    assert hidden["baseline"]["hidden"] == hidden["baseline"]["entries"] == 11
    assert hidden["baseline"]["fixed"] == []
    assert plain["baseline"] is None
    text = run("check", *EXAMPLES, *AS_OF, "-f", "csv", "--baseline", file).out
    assert {row["status"] for row in csv.DictReader(io.StringIO(text))} == {"met", "pending"}


def test_the_file_is_sorted_satisfies_its_schema_and_is_the_same_bytes(
    run: Run, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    run("check", *EXAMPLES, *AS_OF, "--create-baseline", one)
    run("check", *reversed(EXAMPLES), *AS_OF, "--create-baseline", two, "--lang", "zh")
    assert one.read_bytes() == two.read_bytes()
    document = json.loads(one.read_text(encoding="utf-8"))
    validator("baseline.schema.json").validate(document)
    found = [tuple(value or "" for value in item.values()) for item in document["entries"]]
    assert found == sorted(found)
    assert entry("yingkou-2019-26/8/security-check-time", None, None) in document["entries"], (
        "what nobody reported has neither region nor period"
    )
    assert entry(LISTS, "210800", "2019-06-30") in document["entries"], (
        "a milestone has its due day for a period"
    )


def test_what_is_new_is_shown_and_what_is_gone_is_listed(run: Run, tmp_path: Path) -> None:
    before = write_csv(
        tmp_path,
        "queue_wait,22,minute,站前区,2019-11",
        "queue_wait,22,minute,老边区,2019-11",
        "queue_wait,22,minute,西市区,2019-11",
    )
    file = tmp_path / "baseline.json"
    run("check", before, *AS_OF, "--select", WAIT, "--create-baseline", file)
    after = write_csv(
        tmp_path,
        "queue_wait,30,minute,站前区,2019-11",  # another value of the same period: known
        "queue_wait,12,minute,老边区,2019-11",  # put right
        "queue_wait,22,minute,盖州市,2019-11",  # new
        # 西市区 is not reported at all: neither hidden nor fixed
    )
    result = run("check", after, *AS_OF, "--select", WAIT, "--baseline", file)
    assert result.code == 1
    assert "Gaizhou" in result.out
    assert "Zhanqian" not in result.out
    assert "1 outcome is hidden by the baseline" in result.err
    assert "1 entry is no longer found" in result.err
    assert f"  {WAIT} 210811 2019-11" in result.err
    assert "210803" not in result.err
    quiet = run("check", after, *AS_OF, "--select", WAIT, "--baseline", file, "-q")
    assert quiet.err == ""
    found = json.loads(
        run("check", after, *AS_OF, "--select", WAIT, "--baseline", file, "-f", "json").out
    )
    assert found["baseline"]["fixed"] == [entry(WAIT, "210811", "2019-11")]
    assert found["baseline"]["entries"] == 3


def test_a_newer_period_is_a_new_finding(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    old = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-11")
    run("check", old, *AS_OF, "--create-baseline", file)
    new = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    assert run("check", new, *AS_OF, "--baseline", file).code == 1


def test_another_body_of_the_same_region_is_another_finding(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    one = "queue_wait,22,minute,站前区,市税务局,,2019-12"
    two = "queue_wait,40,minute,站前区,市社保中心,,2019-12"
    run("check", write_csv(tmp_path, one, header=HEADER), *AS_OF, "--create-baseline", file)
    both = write_csv(tmp_path, one, two, header=HEADER)
    result = run("check", both, *AS_OF, "--baseline", file)
    assert result.code == 1
    assert "40 min" in result.out
    assert "22 min" not in result.out


def test_a_target_amiss_in_the_baseline_alone_is_not_counted_as_met(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "baseline.json"
    rows = ["queue_wait,22,minute,站前区,2019-12", "queue_wait,9,minute,老边区,2019-12"]
    metrics = write_csv(tmp_path, *rows)
    run("check", metrics, *AS_OF, "--create-baseline", file)
    result = run("check", metrics, *AS_OF, "--select", WAIT, "--baseline", file)
    assert result.last == ("1 target: 0 met, 0 violated, 0 behind, 0 unreported, 1 in the baseline")


def test_what_is_waived_is_in_no_baseline_and_is_not_gone(run: Run, tmp_path: Path) -> None:
    file, given_waivers = tmp_path / "baseline.json", waivers(tmp_path, {})
    metrics = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    only = (*AS_OF, "--select", WAIT)
    run("check", metrics, *only, "--create-baseline", file)
    both = run("check", metrics, *only, "--baseline", file, "--waivers", given_waivers)
    assert both.code == 0
    assert "- waived" in both.out
    assert "baseline" not in both.err
    run("check", metrics, *only, "--create-baseline", file, "--waivers", given_waivers)
    assert json.loads(file.read_text(encoding="utf-8"))["entries"] == []


def test_an_overdue_milestone_is_known_by_its_due_day_region_and_body(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "baseline.json"
    only = (*AS_OF, "--select", LISTS, "--strict")
    header = "milestone,completed,region,organisation"
    said = write_csv(tmp_path, f"{LISTS},未完成,站前区,市行政审批局", header=header)
    run("check", said, *only, "--create-baseline", file)
    (whole, body) = json.loads(file.read_text(encoding="utf-8"))["entries"]
    assert whole == entry(LISTS, "210800", "2019-06-30")
    assert (body["region"], body["period"], body["item"]) == ("210802", "2019-06-30", None)
    assert body["organisation"], "by id, so that its other names are the same body"
    again = write_csv(tmp_path, f"{LISTS},未完成,站前区,市审批局", header=header)
    known = run("check", again, *only, "--baseline", file)
    assert known.code == 0
    assert known.last.endswith("; 1 milestone: 0 done, 0 overdue, 1 in the baseline")
    assert "no longer found" not in known.err
    other = write_csv(tmp_path, f"{LISTS},未完成,老边区,市审批局", header=header)
    new = run("check", other, *only, "--baseline", file)
    assert new.code == 1, "another region is another finding"
    assert new.last.endswith("; 1 milestone: 0 done, 1 overdue")
    assert "Laobian" in new.out
    assert "no longer found" not in new.err, "of 站前区 nothing was said"
    text = run("check", other, *only, "--baseline", file, "-f", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["status"], row["region"]) for row in rows] == [("overdue", "210811")]


def test_a_milestone_that_was_done_is_gone_from_the_baseline(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    only = (*AS_OF, "--select", LISTS)
    header = "milestone,completed"
    run("check", write_csv(tmp_path, f"{LISTS},未完成", header=header), *only,
        "--create-baseline", file)  # fmt: skip
    done = write_csv(tmp_path, f"{LISTS},2019-12-05", header=header)
    result = run("check", done, *only, "--baseline", file)
    assert result.code == 0
    assert result.last.endswith("; 1 milestone: 0 done, 1 done late, 0 overdue")
    assert f"  {LISTS} 210800 2019-06-30" in result.err
    found = json.loads(run("check", done, *only, "--baseline", file, "-f", "json").out)
    assert found["baseline"]["fixed"] == [entry(LISTS, "210800", "2019-06-30")]
    # A waiver is no repair.
    late = write_csv(tmp_path, f"{LISTS},未完成", header=header)
    paper = waivers(tmp_path, {"target": LISTS, "region": "全市"})
    both = run("check", late, *only, "--baseline", file, "--waivers", paper, "--strict")
    assert both.code == 0
    assert both.last.endswith("0 overdue, 1 waived")
    assert "no longer found" not in both.err


def test_the_due_days_of_a_recurrence_are_findings_of_their_own(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    only = ("--plan", "fushun-2020-draft", "--select", MONTHLY, "--strict")
    header = "milestone,completed,region,period"
    january = f"{MONTHLY},未完成,新抚区,2020-01"
    rows = [january, f"{MONTHLY},2020-01-20,,2020-01"]
    run("check", write_csv(tmp_path, *rows, header=header), *only, "--as-of", "2020-02-20",
        "--create-baseline", file)  # fmt: skip
    assert json.loads(file.read_text(encoding="utf-8"))["entries"] == [
        entry(MONTHLY, "210402", "2020-01-31")
    ]
    rows += [f"{MONTHLY},未完成,新抚区,2020-02", f"{MONTHLY},2020-02-20,,2020-02"]
    command = ("--as-of", "2020-03-20", "--baseline", file)
    both = run("check", write_csv(tmp_path, *rows, header=header), *only, *command)
    assert both.code == 1
    assert both.last.endswith("1 overdue"), "February is new, though January is known"
    assert "2020-02-29" in both.out
    assert "2020-01-31" not in both.out
    later = run("check", write_csv(tmp_path, *rows[1:], header=header), *only, *command)
    assert "no longer found" not in later.err, "February says nothing of January"


def test_a_due_day_that_the_plan_no_longer_has_is_gone(registry: Registry) -> None:
    report = evaluate(registry, Intake(), DAY)
    key = next(o.baseline_key for o in report.milestones if o.id == LISTS)
    old = replace(key, period="2019-05-31")
    for entry_ in (old, replace(old, region="210802"), replace(key, region="210802")):
        use = hide(report, Baseline("b", "", frozenset((key, entry_)))).baseline
        assert use is not None
        assert use.hidden == 1
        assert use.gone == ((entry_,) if entry_.period == "2019-05-31" else ())


def test_a_baseline_is_renewed_in_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    metrics = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-11")
    only = (*AS_OF, "--select", WAIT)
    run("check", metrics, *only, "--create-baseline", file)
    metrics = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    renewed = run("check", metrics, *only, "--baseline", file, "--create-baseline", file)
    assert renewed.code == 1, "it is held against the old one"
    assert json.loads(file.read_text(encoding="utf-8"))["entries"] == [
        entry(WAIT, "210802", "2019-12")
    ]
    assert run("check", metrics, *only, "--baseline", file).code == 0


def test_no_baseline_is_made_from_wrong_input(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    metrics = write_csv(
        tmp_path, "queue_wait,x,minute,站前区,2019-12", "queue_wait,22,minute,老边区,2019-12"
    )
    result = run("check", metrics, *AS_OF, "--create-baseline", file)
    assert result.code == 2
    assert "no baseline is written from wrong input" in result.err
    assert not file.exists()
    run("check", metrics, *AS_OF, "--create-baseline", file, "--ignore-input-errors")
    assert file.exists()


def test_no_foreign_file_is_overwritten(run: Run, tmp_path: Path) -> None:
    metrics = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    before = metrics.read_bytes()
    result = run("check", metrics, *AS_OF, "--create-baseline", metrics)
    assert result.code == 2
    assert result.out == ""
    assert metrics.read_bytes() == before
    other = tmp_path / "other.json"
    other.write_text("{}")
    assert run("check", metrics, *AS_OF, "--create-baseline", other).code == 2
    assert other.read_text() == "{}"
    assert run("check", metrics, *AS_OF, "--create-baseline", other, "--force").code == 1
    assert run("check", metrics, *AS_OF, "--create-baseline", other).code == 1
    assert run("check", metrics, *AS_OF, "--create-baseline", other, "-o", other).code == 2


GOOD: dict[str, Any] = {
    "schema_version": "1",
    "tool": {"name": "banshi", "version": "0.1.0"},
    "command": "baseline",
    "as_of": "2019-12-31",
    "entries": [entry(WAIT, "210802", "2019-12")],
}


def changed(**more: Any) -> str:
    return json.dumps({**GOOD, **more})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is cut off here"),
        (json.dumps(GOOD)[:-1], "the file is cut off here"),
        (json.dumps(GOOD)[:-40], "the file is cut off here"),
        (json.dumps(GOOD) + "}", "not valid JSON from here"),
        ("metric,value\n", "not valid JSON from here"),
        ("[]", "this is no baseline of banshi"),
        ("{}", "this is no baseline of banshi"),
        ("null", "this is no baseline of banshi"),
        ("[" * 100_000, "b.json"),
        ("9" * 5000, "this is no baseline of banshi"),
        (changed(tool={"name": "ruff"}), "this is no baseline of banshi"),
        (changed(schema_version="2"), "of version 2, made by banshi 0.1.0"),
        (changed(schema_version=1), "of version 1"),
        (changed(command="check"), "makes one), but a result of banshi check"),
        (changed(entries={}), "this is no baseline of banshi"),
        (changed(entries=[1]), "entry 1 has no keys"),
        (changed(entries=[{**GOOD["entries"][0], "channel": "x"}]), "unknown key channel"),
        (changed(entries=[GOOD["entries"][0], {"plan": "x"}]), "entry 2: key task is missing"),
        (changed(entries=[{**GOOD["entries"][0], "plan": None}]), "entry 1: plan is no text"),
        (changed(entries=[{**GOOD["entries"][0], "period": 2019}]), "entry 1: period is no text"),
        (changed(entries=[{**GOOD["entries"][0], "region": ""}]), "entry 1: region is no text"),
        ('{"entries": [], "entries": []}', "this is no baseline of banshi"),
        ("\xff", "not valid JSON from here"),
    ],
)
def test_a_file_that_is_no_sound_baseline_hides_nothing(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "b.json"
    file.write_text(text, encoding="utf-8")
    result = run("check", *EXAMPLES, *AS_OF, "--baseline", file)
    assert result.code == 2
    assert result.out == ""
    assert file.as_posix() in result.err
    assert said in result.err
    assert file.read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_bytes(b'{\n"a": "\xb0\xec"}')
    result = run("check", *EXAMPLES, *AS_OF, "--baseline", file)
    assert result.code == 2
    assert f"{file.as_posix()}:2: error [baseline] not UTF-8" in result.err


def test_a_missing_baseline_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run("check", *EXAMPLES, *AS_OF, "--baseline", tmp_path / "none.json").code == 2


def test_the_settings_name_the_baseline(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "known.json"
    run("check", *EXAMPLES, *AS_OF, "--create-baseline", file)
    (tmp_path / "banshi.toml").write_text('baseline = "known.json"\n')
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert run("check", *EXAMPLES, *AS_OF).code == 0


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_baseline_or_problems(data: bytes) -> None:
    loaded = read_baseline(data, "b.json")
    assert (loaded.baseline is None) == bool(loaded.problems)


KEYS = st.builds(
    BaselineKey,
    plan=st.text(min_size=1, max_size=5),
    task=st.text(min_size=1, max_size=5),
    target=st.text(min_size=1, max_size=5),
    region=st.none() | st.text(min_size=1, max_size=5),
    period=st.none() | st.text(min_size=1, max_size=5),
    organisation=st.none() | st.text(min_size=1, max_size=5),
    item=st.none() | st.text(min_size=1, max_size=5),
)


@given(known=st.sets(KEYS))
def test_what_is_written_is_read_again(known: set[BaselineKey]) -> None:
    text = baseline_json.render(known, DAY)
    loaded = read_baseline(text.encode("utf-8", "backslashreplace"), "b.json")
    assert loaded.baseline is not None
    assert loaded.baseline.keys == known


@pytest.fixture(scope="module")
def report(registry: Registry) -> Report:
    return evaluate(registry, read_files(open_files(EXAMPLES), registry), DAY)


@given(data=st.data())
def test_a_baseline_hides_what_it_holds_and_nothing_else(
    report: Report, data: st.DataObject
) -> None:
    amiss = keys(report)
    held = data.draw(st.sets(st.sampled_from(amiss)))
    odd = replace(amiss[0], period="1999-01")
    after = hide(report, Baseline("b", "", frozenset(held | {odd})))
    hidden = {o.baseline_key for o in after.outcomes if o.baselined}
    hidden_milestones = {o.baseline_key for o in after.milestones if o.baselined}
    assert hidden | hidden_milestones == held
    assert tuple(replace(o, baselined=False) for o in after.outcomes) == report.outcomes
    assert tuple(replace(o, baselined=False) for o in after.milestones) == report.milestones
    assert all(o.status in FINDINGS for o in after.outcomes if o.baselined)
    assert all(o.status is MilestoneStatus.OVERDUE for o in after.milestones if o.baselined)
    assert after.baseline is not None
    assert after.baseline.gone == (odd,)
    assert after.baseline.hidden == len(held)
    assert sum(after.tally().values()) + after.in_baseline() == sum(report.tally().values())
    assert after.tally()[Status.MET] == report.tally()[Status.MET]
    counted = sum(after.milestone_tally().values()) + after.milestones_in_baseline()
    assert counted == sum(report.milestone_tally().values())
    assert after.milestone_tally()[MilestoneStatus.DONE] == 0
    assert keys(after) == amiss


# --select, --ignore and a * in --region.


def test_select_and_ignore_go_with_the_other_filters(run: Run) -> None:
    def checked(*arguments: str) -> list[str]:
        found = json.loads(run("check", *EXAMPLES, *AS_OF, "-f", "json", *arguments).out)
        return sorted({o["id"].split("/", 1)[1] for o in found["outcomes"]})

    assert checked("--select", WAIT) == ["1/queue-wait"]
    assert checked("--select", "*/queue-wait", "--select", "*/2/*") == [
        "1/queue-wait", "2/no-visit-items", "2/online-rate", "2/visits",
    ]  # fmt: skip
    assert checked("--select", "*/2/*", "--ignore", "*/visits") == [
        "2/no-visit-items", "2/online-rate",
    ]  # fmt: skip
    assert checked("--select", "*/2/*", "--metric", "visits") == ["2/visits"]
    everything = checked()
    assert checked("--ignore", WAIT) == [name for name in everything if name != "1/queue-wait"]
    assert checked("--ignore", "yingkou-2018-draft/*") == everything, "of a plan not looked at"


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_pattern_that_matches_nothing_is_wrong_usage(run: Run, option: str) -> None:
    result = run("check", *EXAMPLES, *AS_OF, option, "yingkou-2019-26/1/queue-wiat")
    assert result.code == 2
    assert f"{option}: no target" in result.err
    assert f"did you mean {WAIT}" in result.err
    assert run("check", *EXAMPLES, *AS_OF, "--ignore", "*").code == 2
    assert run("check", *EXAMPLES, *AS_OF, "--select", WAIT, "--ignore", WAIT).code == 2


def test_a_star_in_region_names_several(run: Run, tmp_path: Path) -> None:
    def regions(*arguments: str) -> set[str]:
        found = json.loads(run("check", *EXAMPLES, *AS_OF, "-f", "json", *arguments).out)
        return {o["region"]["name"] for o in found["outcomes"] if o["region"]}

    assert regions("--region", "站*") == {"站前区"}
    assert regions("--region", "*边区") == {"老边区"}
    assert regions("--region", "21088*") == {"盖州市", "大石桥市"}
    assert regions("--region", "*") == regions()
    assert run("check", *EXAMPLES, *AS_OF, "--region", "21080?").code == 2, "* alone is special"
    wrong = run("check", *EXAMPLES, *AS_OF, "--region", "站后*")
    assert wrong.code == 2
    assert "--region: no region 站后*" in wrong.err
    bare = tmp_path / "metrics.csv"
    bare.write_text("metric,value,unit,period\nqueue_wait,22,minute,2019-12\n")
    assert run("check", bare, *AS_OF, "--region", "站前区").code == 1
    assert run("check", bare, *AS_OF, "--region", "站前*").code == 2
