"""Waivers: faulty files, a file a fault (tests/waivers/bad); what they cover and what not."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banshi.judging.evaluate import evaluate
from banshi.judging.waive import find, waive
from banshi.loading.waivers import WaiverSource, from_rows, from_yaml, read_waivers
from banshi.model.granted import Granted
from banshi.model.outcome import FINDINGS, Report, Status
from banshi.model.registry import Registry
from banshi.position import Severity
from banshi.readers.open_files import open_files
from banshi.readers.read import read_files
from tests.conftest import EXAMPLES, ROOT, Run, write_csv
from tests.golden import compare
from tests.test_hostile import ALIVE, NASTY

BAD = Path(__file__).parent / "waivers" / "bad"
CASES = sorted(path for path in BAD.iterdir() if path.suffix in {".yaml", ".csv"})
DAY = dt.date(2019, 12, 31)
AS_OF = ("--as-of", "2019-12-31", "--plan", "yingkou-2019-26")
TARGET = "yingkou-2019-26/1/queue-wait"
LISTS = "yingkou-2019-26/2/item-lists"  # a milestone, by 2019-06-30
HEADER = "目标,地区,理由,批准人,依据文件,有效期至"
SAYS = {
    "target": TARGET,
    "region": "站前区",
    "reason": "大厅改造",
    "approved_by": "市营商局",
    "document": "营商办〔2019〕8号",
    "expires": "2020-03-31",
}


def waivers(folder: Path, *entries: dict[str, str], name: str = "waivers.yaml") -> Path:
    """Write a waivers file; each entry gives what differs from SAYS, None leaves a key out."""
    lines = ["waivers:"]
    for entry in entries:
        filled = {**SAYS, **entry}
        bare = {"expires"}
        said = [
            f"{key}: {value if key in bare else json.dumps(value, ensure_ascii=False)}"
            for key, value in filled.items()
            if value
        ]
        lines += [f"- {said[0]}", *(f"  {line}" for line in said[1:])]
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def outcomes(text: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(text)["outcomes"]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_bad_files(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.parent)
    most = ("--max-waiver-days", "366", "--ignore-input-errors", "--exit-zero")
    result = run("check", *EXAMPLES, *AS_OF, "--waivers", case.name, *most)
    assert result.code == 2
    assert result.out == ""
    compare(result.err, case.with_suffix(".errors"))


def test_no_expectation_is_left_over() -> None:
    names = [path.stem for path in CASES]
    assert sorted(path.stem for path in BAD.glob("*.errors")) == sorted(names)
    assert len(set(names)) == len(names) > 20


def test_the_faults_of_all_files_come_in_one_run(run: Run, tmp_path: Path) -> None:
    one = waivers(tmp_path, {"region": "占前区"}, name="a.yaml")
    two = waivers(
        tmp_path, {"approved_by": ""}, {"document": "", "region": "老边区"}, name="b.yaml"
    )
    result = run("check", *EXAMPLES, *AS_OF, "--waivers", one, "--waivers", two)
    assert result.code == 2
    assert f"{one.as_posix()}:3:11: error [waiver-region]" in result.err
    assert "did you mean 站前区" in result.err
    assert f"{two.as_posix()}:2:3: error [missing-key] key approved_by is missing" in result.err
    assert f"{two.as_posix()}:7:3: error [missing-key] key document is missing" in result.err
    assert "the waivers have 3 errors" in result.err


def test_the_same_waiver_in_two_files_is_an_error(run: Run, tmp_path: Path) -> None:
    one, two = waivers(tmp_path, {}, name="a.yaml"), waivers(tmp_path, {}, name="b.yaml")
    result = run("check", *EXAMPLES, *AS_OF, "--waivers", one, "--waivers", two)
    assert result.code == 2
    assert f"{two.as_posix()}:2:3: error [waiver-twice]" in result.err
    assert f"{one.as_posix()}:2:3" in result.err


def test_a_waiver_ends_with_its_last_day(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    today = waivers(tmp_path, {"expires": "2019-12-31"}, name="today.yaml")
    result = run("check", file, *AS_OF, "--waivers", today)
    assert result.code == 0
    assert "1 waived" in result.last
    assert f"note: {today.as_posix()}:2:3: the waiver of {TARGET} for 站前区 ends" in result.err
    yesterday = waivers(tmp_path, {"expires": "2019-12-30"}, name="yesterday.yaml")
    result = run("check", file, *AS_OF, "--waivers", yesterday)
    assert result.code == 1
    assert "1 violated" in result.last
    assert f"{yesterday.as_posix()}:2:3: warning [waiver-expired]" in result.err
    found = json.loads(run("check", file, *AS_OF, "--waivers", yesterday, "-f", "json").out)
    assert [p["rule"] for p in found["problems"]] == ["waiver-expired"]
    assert found["summary"]["input_errors"] == 0
    assert found["outcomes"][0]["waiver"] is None


@pytest.mark.parametrize(("expires", "said"), [("2020-01-14", True), ("2020-01-15", False)])
def test_the_end_is_announced_a_fortnight_before(
    run: Run, tmp_path: Path, expires: str, said: bool
) -> None:
    file = waivers(tmp_path, {"expires": expires})
    err = run("check", *EXAMPLES, *AS_OF, "--waivers", file).err
    assert ("ends on" in err) is said
    assert "ends on" not in run("check", *EXAMPLES, *AS_OF, "--waivers", file, "-q").err


def test_a_waived_outcome_says_who_why_until_when_and_what_it_was(run: Run, tmp_path: Path) -> None:
    file = waivers(tmp_path, {})
    table = run("check", *EXAMPLES, *AS_OF, "--waivers", file, "--region", "站前区")
    assert table.code == 0
    for part in ("- waived", "(× violated)", "大厅改造", "市营商局, 营商办〔2019〕8号"):
        assert part in table.out
    assert "until 2020-03-31" in table.out
    assert f"{file.as_posix()}:2" in table.out
    zh = run("check", *EXAMPLES, *AS_OF, "--waivers", file, "--lang", "zh").out
    assert "有效期至 2020-03-31" in zh
    found = outcomes(run("check", *EXAMPLES, *AS_OF, "--waivers", file, "-f", "json").out)
    (waived,) = [o for o in found if o["status"] == "waived"]
    assert isinstance(waived["gap"], dict)
    assert (waived["severity"], waived["was"]) == ("note", "violated")
    assert (waived["gap"]["value"], waived["gap"]["percent"]) == ("7", "140/3")
    assert waived["waiver"] == {
        "region": "210802",
        "reason": "大厅改造",
        "approved_by": "市营商局",
        "document": "营商办〔2019〕8号",
        "expires": "2020-03-31",
        "file": file.as_posix(),
        "line": 2,
        "column": 3,
    }
    text = run("check", *EXAMPLES, *AS_OF, "--waivers", file, "-f", "csv").out
    (row,) = [row for row in csv.DictReader(io.StringIO(text)) if row["status"] == "waived"]
    assert (row["was"], row["approved_by"], row["expires"]) == (
        "violated",
        "市营商局",
        "2020-03-31",
    )
    assert (row["waiver_file"], row["waiver_line"]) == (file.as_posix(), "2")


def test_the_files_are_named_with_their_sum(run: Run, tmp_path: Path) -> None:
    file = waivers(tmp_path, {}, {"region": "老边区"})
    (read,) = json.loads(run("check", *EXAMPLES, *AS_OF, "--waivers", file, "-f", "json").out)[
        "waivers"
    ]
    assert (read["name"], read["waivers"], len(read["sha256"])) == (file.as_posix(), 2, 64)


def test_what_is_not_reported_or_behind_can_be_waived(run: Run, tmp_path: Path) -> None:
    entries = [
        {"target": "yingkou-2019-26/2/online-rate", "region": "*"},
        {"target": "yingkou-2019-26/8/security-check-time", "region": "*"},
    ]
    file = waivers(tmp_path, *entries)
    found = outcomes(run("check", *EXAMPLES, *AS_OF, "--waivers", file, "-f", "json").out)
    assert sorted(str(o["was"]) for o in found if o["waiver"]) == ["behind", "behind", "unreported"]
    last = run("check", *EXAMPLES, *AS_OF, "--waivers", file).last
    assert last.endswith("1 pending, 2 waived; 2 milestones: 0 done, 2 overdue")


def test_nothing_reported_anywhere_takes_a_waiver_for_every_region(
    run: Run, tmp_path: Path
) -> None:
    target = {"target": "yingkou-2019-26/8/security-check-time"}
    for region, waived in (("营口市", False), ("*", True)):
        file = waivers(tmp_path, {**target, "region": region})
        last = run("check", *EXAMPLES, *AS_OF, "--waivers", file).last
        assert ("1 waived" in last) is waived


@pytest.mark.parametrize("region", ["营口市", "210800", "*", "全市", "市本级"])
def test_an_overdue_milestone_is_waived(run: Run, tmp_path: Path, region: str) -> None:
    file = waivers(tmp_path, {"target": LISTS, "region": region})
    metrics = write_csv(tmp_path, "queue_wait,1,minute,站前区,2019-12")
    command = ("check", metrics, *AS_OF, "--select", LISTS, "--select", TARGET)
    assert run(*command, "--strict").code == 1
    table = run(*command, "--strict", "--waivers", file)
    assert table.code == 0
    assert table.last.endswith("; 1 milestone: 0 done, 0 overdue, 1 waived")
    for part in ("- waived", "(× overdue)", "大厅改造", "市营商局, 营商办〔2019〕8号",
                 "until 2020-03-31", "waivers.yaml:2"):  # fmt: skip
        assert part in table.out
    (found,) = json.loads(run(*command, "--waivers", file, "-f", "json").out)["milestones"]
    assert (found["status"], found["severity"], found["was"]) == ("waived", "note", "overdue")
    assert found["waiver"] == {
        "region": None if region == "*" else "210800",
        "reason": "大厅改造",
        "approved_by": "市营商局",
        "document": "营商办〔2019〕8号",
        "expires": "2020-03-31",
        "file": file.as_posix(),
        "line": 2,
        "column": 3,
    }
    text = run(*command, "--waivers", file, "-f", "csv").out
    (_met, row) = csv.DictReader(io.StringIO(text))
    assert [row[name] for name in (
        "status", "milestone", "region", "by", "was", "waiver_reason", "approved_by", "document",
        "expires", "waiver_file", "waiver_line",
    )] == [
        "waived", "item-lists", "210800", "2019-06-30", "overdue", "大厅改造", "市营商局",
        "营商办〔2019〕8号", "2020-03-31", file.as_posix(), "2",
    ]  # fmt: skip


def test_a_milestone_is_waived_before_its_day_and_never_once_it_is_done(
    run: Run, tmp_path: Path
) -> None:
    file = waivers(tmp_path, {"target": LISTS, "region": "全市", "expires": "2019-12-31"})
    header = "milestone,completed,period"
    none_yet = write_csv(tmp_path, f"{LISTS},未完成,2019-05", header=header)
    command = ("--plan", "yingkou-2019-26", "--select", LISTS, "--waivers", file, "-f", "json")

    def told(day: str) -> list[tuple[str, str | None]]:
        text = run("check", none_yet, "--as-of", day, *command).out
        return [(m["status"], m["was"]) for m in json.loads(text)["milestones"]]

    assert told("2019-06-30") == [("waived", "pending")]
    assert told("2019-12-31") == [("waived", "overdue")]
    assert told("2020-01-01") == [("overdue", None)]
    write_csv(tmp_path, f"{LISTS},2019-12-01,", header=header)
    assert told("2019-12-31") == [("done_late", None)]
    err = run("check", none_yet, *AS_OF, "--select", LISTS, "--waivers", file).err
    assert "note: 1 waiver is not needed" in err


def test_a_region_of_a_milestone_is_waived_alone(run: Run, tmp_path: Path) -> None:
    metrics = write_csv(
        tmp_path,
        f"{LISTS},未完成,站前区",
        f"{LISTS},未完成,老边区",
        header="milestone,completed,region",
    )
    file = waivers(tmp_path, {"target": LISTS, "region": "站前区"})
    text = run("check", metrics, *AS_OF, "--select", LISTS, "--waivers", file, "-f", "json").out
    assert {m["region"]["name"]: m["status"] for m in json.loads(text)["milestones"]} == {
        "营口市": "overdue", "站前区": "waived", "老边区": "overdue",
    }  # fmt: skip


def test_days_that_are_waived_after_and_before_are_two_rows(run: Run, tmp_path: Path) -> None:
    monthly = "fushun-2020-draft/req.2/monthly-circular"
    metrics = write_csv(
        tmp_path, f"{monthly},2020-01-20,2020-01", header="milestone,completed,period"
    )
    file = waivers(tmp_path, {"target": monthly, "region": "抚顺市", "expires": "2020-12-31"})
    only = ("--as-of", "2020-06-15", "--select", monthly, "--waivers", file)
    table = run("check", metrics, *only).out
    assert table.count("(× overdue)") == table.count("(… not yet due)") == 1
    assert "2020-02-29 …" in table
    assert "2020-05-31 (4)" in table
    assert "2020-12-31 (7)" in table


@pytest.mark.parametrize("word", ["全市", "市本级"])
def test_a_word_for_the_jurisdiction_is_the_jurisdiction(
    run: Run, tmp_path: Path, word: str
) -> None:
    share = {"target": "yingkou-2019-26/2/online-rate"}
    named, said = (waivers(tmp_path, {**share, "region": r}, name=f"{r}.yaml")
                   for r in ("营口市", word))  # fmt: skip

    def regions(file: Path) -> list[str]:
        found = json.loads(run("check", *EXAMPLES, *AS_OF, "--waivers", file, "-f", "json").out)
        waived = [o for o in found["outcomes"] if o["waiver"]]
        assert {o["waiver"]["region"] for o in waived} == {"210800"}
        return [o["region"]["name"] for o in waived]

    assert regions(said) == regions(named) == ["营口市"]


def test_no_gate_counts_what_is_waived(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12")
    given = waivers(tmp_path, {})
    only = ("--select", TARGET, "--waivers", given)
    for gate in ((), ("--fail-on", "warning"), ("--strict",)):
        assert run("check", file, *AS_OF, *only[:2], *gate).code == 1
        assert run("check", file, *AS_OF, *only, *gate).code == 0


def test_no_waivers_shows_all(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = waivers(tmp_path, {})
    (tmp_path / "banshi.toml").write_text('waivers = "waivers.yaml"\n')
    monkeypatch.chdir(tmp_path)
    plain = run("check", *EXAMPLES, *AS_OF, "--no-waivers")
    assert "note: no waivers are applied" in plain.err
    assert "waived" not in plain.out
    assert "waived" in run("check", *EXAMPLES, *AS_OF).out, "the settings name the file"
    monkeypatch.setenv("BANSHI_WAIVERS", str(given))
    assert run("check", *EXAMPLES, *AS_OF, "--no-waivers").out == plain.out
    given.write_text("not: waivers\n")
    assert run("check", *EXAMPLES, *AS_OF, "--no-waivers", "--waivers", given).out == plain.out
    assert run("check", *EXAMPLES, *AS_OF).code == 2


def test_a_waiver_may_not_last_too_long(run: Run, tmp_path: Path) -> None:
    given = waivers(tmp_path, {"expires": "2020-03-30"})
    command = ("check", *EXAMPLES, *AS_OF, "--waivers", given, "--max-waiver-days")
    assert run(*command, "90").code == 1
    result = run(*command, "89")
    assert result.code == 2
    assert f"{given.as_posix()}:7:12: error [waiver-expires] ends 90 days after" in result.err
    assert "write 90" in run(*command, "ninety").err


def test_what_covers_nothing_of_this_run_is_a_note(run: Run, tmp_path: Path) -> None:
    given = waivers(
        tmp_path,
        {"region": "西市区"},
        {"target": "yingkou-2020-14/1/no-such", "region": "*"},
    )
    assert run("check", *EXAMPLES, *AS_OF, "--waivers", given).code == 2
    given = waivers(
        tmp_path,
        {"region": "西市区"},
        {"target": "yingkou-2018-draft/11/visits", "region": "*"},
        {"target": LISTS, "region": "站前区"},  # no row of 站前区 speaks of it
    )
    result = run("check", *EXAMPLES, *AS_OF, "--waivers", given)
    assert result.code == 1
    assert "note: 1 waiver is not needed" in result.err
    said = f"2 waivers are for what this run does not judge (first: {given.as_posix()}:8:3)"
    assert said in result.err
    assert "waived" not in result.out


def test_a_renewed_waiver_stands_beside_the_old_one(run: Run, tmp_path: Path) -> None:
    given = waivers(tmp_path, {"expires": "2019-12-30"}, {"expires": "2020-03-31"})
    result = run("check", *EXAMPLES, *AS_OF, "--waivers", given)
    assert result.code == 1
    assert "1 waived" not in result.last, "another division fails the target all the same"
    assert "- waived" in result.out
    assert "waiver-expired" in result.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("name", "mark"), [("w.csv", ","), ("w", "\t"), ("w.yaml", ";")])
def test_a_table_says_the_same_as_yaml(
    run: Run, tmp_path: Path, encoding: str, name: str, mark: str
) -> None:
    file = tmp_path / name
    row = mark.join(SAYS.values()).replace("2020-03-31", "2020/3/31")
    file.write_bytes(f"{HEADER.replace(',', mark)}\n{row}\n".encode(encoding))
    table = outcomes(run("check", *EXAMPLES, *AS_OF, "--waivers", file, "-f", "json").out)
    yaml = waivers(tmp_path, {})
    tree = outcomes(run("check", *EXAMPLES, *AS_OF, "--waivers", yaml, "-f", "json").out)
    for outcome in (*table, *tree):
        if isinstance(outcome["waiver"], dict):
            for key in ("file", "line", "column"):
                del outcome["waiver"][key]
    assert table == tree


def test_a_missing_file_is_named_with_its_neighbour(run: Run, tmp_path: Path) -> None:
    waivers(tmp_path, {})
    result = run("check", *EXAMPLES, *AS_OF, "--waivers", tmp_path / "waiver.yaml")
    assert result.code == 2
    assert "did you mean waivers.yaml?" in result.err


def test_a_files_waivers_may_be_none(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text("waivers: []\n")
    assert run("check", *EXAMPLES, *AS_OF, "--waivers", file).code == 1
    table = tmp_path / "waivers.csv"
    table.write_text(f"{HEADER}\n", encoding="utf-8")
    assert run("check", *EXAMPLES, *AS_OF, "--waivers", table).code == 1


# The pieces.


@pytest.fixture(scope="module")
def report(registry: Registry) -> Report:
    intake = read_files(open_files(EXAMPLES), registry)
    return evaluate(registry, intake, DAY)


def granted(registry: Registry, *entries: dict[str, str]) -> list[Granted]:
    rows = [[*SAYS], *([*{**SAYS, **entry}.values()] for entry in entries)]
    loaded = read_waivers([from_rows(enumerate(rows, 1), "w.csv")], registry, DAY)
    assert not loaded.problems, [str(problem) for problem in loaded.problems]
    return list(loaded.waivers)


def test_find(registry: Registry) -> None:
    old, one, other, milestone = granted(
        registry,
        {"expires": "2019-12-30"},
        {},
        {"region": "210811"},
        {"target": LISTS, "region": "*"},
    )
    known = [old, one, other, milestone]
    assert find(known, TARGET, "210802", DAY) is one
    assert find(known, TARGET, "210802", dt.date(2019, 12, 30)) is old
    assert find(known, TARGET, "210802", dt.date(2020, 3, 31)) is one
    assert find(known, TARGET, "210802", dt.date(2020, 4, 1)) is None
    assert find(known, TARGET, "210811", DAY) is other
    assert find(known, TARGET, "210800", DAY) is None
    assert find(known, TARGET, None, DAY) is None
    assert find(known, LISTS, None, DAY) is milestone
    assert find(known, LISTS, "210800", DAY) is milestone


@st.composite
def some_waivers(draw: st.DrawFn) -> list[dict[str, str]]:
    registry = _registry()
    targets = [f"{p.id}/{t.id}/{x.id}" for p, t, _ in registry.tasks() for x in t.targets]
    divisions = ["*", "营口市", "站前区", "老边区", "盖州市", "大石桥市"]
    chosen = draw(st.sets(st.tuples(st.sampled_from(targets), st.sampled_from(divisions))))
    days = st.dates(dt.date(2019, 12, 1), dt.date(2020, 1, 31))
    return [
        {"target": target, "region": region, "expires": draw(days).isoformat()}
        for target, region in sorted(chosen)
    ]


def _registry() -> Registry:
    from banshi.loading.load import load_registry

    if not hasattr(_registry, "known"):
        _registry.__dict__["known"] = load_registry(ROOT / "registry")
    known: Registry = _registry.__dict__["known"]
    return known


@given(entries=some_waivers())
def test_a_waiver_turns_no_other_outcome(
    registry: Registry, report: Report, entries: list[dict[str, str]]
) -> None:
    rows = [[*SAYS], *([*{**SAYS, **entry}.values()] for entry in entries)]
    loaded = read_waivers([from_rows(enumerate(rows, 1), "w.csv")], registry, DAY)
    known = list(loaded.waivers) if not loaded.problems else []
    after = waive(report, known)
    undone = []
    for outcome in after.outcomes:
        if outcome.waiver is None:
            undone.append(outcome)
            continue
        assert outcome.status is Status.WAIVED
        assert outcome.severity is Severity.NOTE
        assert outcome.was in FINDINGS
        assert outcome.waiver.waiver.target == outcome.id
        assert outcome.waiver.region in {None, outcome.region and outcome.region.code}
        assert outcome.waiver.waiver.expires >= DAY
        severity = next(
            o.severity
            for o in report.outcomes
            if (o.id, o.region, o.observation) == (outcome.id, outcome.region, outcome.observation)
        )
        undone.append(
            replace(outcome, status=outcome.was, severity=severity, waiver=None, was=None)
        )
    assert sorted(undone, key=lambda o: o.sort_key) == list(report.outcomes)
    assert [o.sort_key for o in after.outcomes] == sorted(o.sort_key for o in after.outcomes)
    ended = [w for w in known if w.waiver.expires < DAY]
    assert len([p for p in after.problems if p.rule == "waiver-expired"]) == len(ended)


@given(data=st.binary(max_size=300))
def test_any_bytes_are_problems_and_never_an_exception(registry: Registry, data: bytes) -> None:
    source = from_yaml(b"waivers:\n- " + data, "w.yaml")
    loaded = read_waivers([source], registry, DAY)
    assert loaded.problems or not loaded.waivers or source.tree is not None


@given(rows=st.lists(st.lists(st.sampled_from([*SAYS, *SAYS.values(), "*", "", "x"]), max_size=7)))
def test_any_rows_are_problems_and_never_an_exception(
    registry: Registry, rows: list[list[str]]
) -> None:
    given_rows = [[*SAYS], *rows]
    for lines in (rows, given_rows):
        loaded = read_waivers([from_rows(enumerate(lines, 1), "w.csv")], registry, DAY)
        for waiver in loaded.waivers:
            assert waiver.waiver.approved_by


def test_an_unreadable_source_waives_nothing(registry: Registry) -> None:
    loaded = read_waivers([WaiverSource("w", None)], registry, DAY)
    assert (loaded.waivers, loaded.problems, loaded.counts) == ((), (), (0,))


def test_nasty_texts_of_a_waiver_stay_text(run: Run, tmp_path: Path) -> None:
    for nasty in (text for text in NASTY if any(map(str.isalnum, text))):
        file = tmp_path / "w.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            writer.writerow(SAYS)
            told = {"reason": nasty, "approved_by": nasty, "document": nasty}
            writer.writerow({**SAYS, **told}.values())
        for extra in ((), ("-f", "csv"), ("-f", "json"), ("-v", "--lang", "zh")):
            result = run("check", *EXAMPLES, *AS_OF, "--waivers", file, *extra)
            assert result.code in {1, 2}
            assert not ALIVE.search(result.out + result.err)
            rows = list(csv.DictReader(io.StringIO(result.out))) if "csv" in extra else []
            assert not [r for r in rows if r["waiver_reason"].startswith(tuple("=+-@＝"))]
