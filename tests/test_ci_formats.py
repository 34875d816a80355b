"""Markdown, JUnit, SARIF and annotations of GitHub: read back by programs of others."""

import io
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from junitparser import JUnitXml
from lxml import etree

from banshi.formats import CHECK, PROBLEMS
from banshi.formats.shared import sarif_json
from banshi.formats.shared.github_text import Annotation, inert
from banshi.formats.shared.github_text import commands as written
from banshi.formats.shared.xml_text import escape
from banshi.position import Position
from banshi.visible import visible
from tests.actions_runner import command, commands
from tests.conftest import EXAMPLES, ROOT, Run, write_csv
from tests.test_hostile import ALIVE, NASTY, naughty, table_with
from tests.test_markdown import read

AS_OF = ("--as-of", "2019-12-31")
PLAN = ("--plan", "yingkou-2019-26")
FULL = "metric,value,unit,region,organisation,item,period"


def check(run: Run, format_: str, *files: str | Path, extra: Sequence[str | Path] = ()) -> str:
    result = run("check", *(files or EXAMPLES), *AS_OF, *PLAN, "-f", format_, *extra)
    assert result.code in {0, 1, 2}, result.err
    return result.out


# Markdown


def test_markdown_shows_every_row_and_the_tally_last(run: Run) -> None:
    text = check(run, "markdown")
    assert text.startswith("<!-- banshi check ")
    table = run("check", *EXAMPLES, *AS_OF, *PLAN)
    assert text.rstrip("\n").rsplit("\n", 1)[-1] == table.last
    page = read(text)
    verdicts = [row[0] for row in page.rows]
    assert verdicts.count("× violated") == table.out.count("× violated")
    assert verdicts.count("? unreported") == table.out.count("? unreported")
    assert page.tags <= {"h1", "table", "thead", "tbody", "tr", "th", "td", "br", "p"}


def test_markdown_has_the_rows_that_a_table_cuts(run: Run, tmp_path: Path) -> None:
    rows = [f"queue_wait,22,minute,站前区,,item {n},2019-12" for n in range(600)]
    file = write_csv(tmp_path, *rows, header=FULL)
    assert "more rows; -f csv" in run("check", file, *AS_OF, *PLAN).out
    assert check(run, "markdown", file).count("× violated") == 600


def test_compare_and_validate_in_markdown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    both = ("yingkou-2019-26", "yingkou-2020-14")
    text = run("compare", *both, "-f", "markdown").out
    rows = json.loads(run("compare", *both, "-f", "json").out)["comparisons"]
    assert len(read(text).rows) == 1 + len(rows)
    assert text.rstrip("\n").rsplit("\n", 1)[-1] == run("compare", *both).last
    monkeypatch.chdir(ROOT / "tests" / "registry" / "bad")
    problems = read(run("validate", "numbers.yaml", "-f", "markdown").out).rows[1:]
    assert len(problems) == 6
    assert problems[0][0] == "erroryaml-implicit"


# JUnit


@pytest.fixture
def junit_schema(shared: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared / "data" / "JUnit.xsd"))


def suites_of(text: str, schema: etree.XMLSchema | None = None) -> Any:
    """Return the suites, after a check of the schema and of every count."""
    tree = etree.fromstring(text.encode())
    if schema is not None:
        schema.assertValid(tree)
    for suite in tree.findall("testsuite"):
        for count, path in (
            ("tests", "testcase"),
            ("failures", "testcase/failure"),
            ("errors", "testcase/error"),
            ("skipped", "testcase/skipped"),
        ):
            assert int(suite.get(count, "")) == len(suite.findall(path)), count
    return JUnitXml.fromstring(text.encode())


def test_junit_says_what_the_json_says(run: Run, junit_schema: etree.XMLSchema) -> None:
    found = json.loads(check(run, "json"))
    suites = list(suites_of(check(run, "junit"), junit_schema))
    assert [suite.name for suite in suites] == [
        "营委办发〔2019〕26号 营口市第二批“办事难”问题专项整治工作方案",
        "input files",
    ]
    (plan, files) = suites
    entries = [*found["outcomes"], *found["milestones"]]
    assert plan.tests == len(entries)
    statuses = [entry["status"] for entry in entries]
    assert plan.failures == statuses.count("violated")
    assert plan.skipped == sum(
        statuses.count(s) for s in ("behind", "unreported", "pending", "overdue")
    )
    assert (files.tests, files.errors) == (2, 0)
    names = [(case.classname, case.name) for case in plan]
    assert len(set(names)) == len(names)
    case = next(case for case in plan if "Zhanqian" in case.name and "Queueing" in case.name)
    (failure,) = case.result
    assert failure.type == "violated"
    assert "22 min (+7 min, +46.7%), required ≤ 15 min" in failure.message
    assert "排队（号）时间不超过15分钟" in failure.text
    assert "sample-divisions.csv:18" in failure.text
    skipped = next(case for case in plan if case.is_skipped)
    assert skipped.result[0].message


def test_junit_says_faulty_input_and_what_is_not_done(
    run: Run, tmp_path: Path, junit_schema: etree.XMLSchema
) -> None:
    file = write_csv(tmp_path, "queue_wait,many,minute,站前区,2019-12")
    done = tmp_path / "done.csv"
    plan = json.loads(check(run, "json"))["milestones"][0]
    done.write_text(
        f"milestone,completed,region,period\n{plan['id']},未完成,营口市,2019-12\n",
        encoding="utf-8",
    )
    text = check(run, "junit", file, done)
    (plan, files) = suites_of(text, junit_schema)
    (failed,) = [case for case in plan if case.result and not case.is_skipped]
    assert failed.result[0].type == "overdue"
    (wrong, right) = list(files)
    assert "[value]" in wrong.result[0].text
    assert right.result == []


def test_what_is_let_off_is_skipped_with_its_reason(
    run: Run, tmp_path: Path, junit_schema: etree.XMLSchema
) -> None:
    waivers, baseline = waived_and_baselined(run, tmp_path)
    extra = ("--waivers", waivers, "--baseline", baseline)
    (plan, _files) = suites_of(check(run, "junit", extra=extra), junit_schema)
    assert plan.failures == 0
    reasons = [case.result[0].message for case in plan if case.is_skipped]
    assert any("in the baseline: " in reason for reason in reasons)
    texts = [case.result[0].text for case in plan if case.is_skipped]
    assert any("waived until 2020-03-31: 大厅改造" in text for text in texts)


def test_a_violation_of_a_draft_fails_in_the_report(
    run: Run, junit_schema: etree.XMLSchema
) -> None:
    draft = ("--plan", "yingkou-2018-draft")
    found = run("check", *EXAMPLES, *AS_OF, *draft, "-f", "junit")
    assert found.code == 0
    assert next(iter(suites_of(found.out, junit_schema))).failures == 1


def waived_and_baselined(run: Run, folder: Path) -> tuple[Path, Path]:
    """Return a waiver for one finding and a baseline that holds them all."""
    waivers, baseline = folder / "waivers.yaml", folder / "baseline.json"
    waivers.write_text(
        "waivers:\n- {target: yingkou-2019-26/1/queue-wait, region: 站前区, reason: 大厅改造,"
        " approved_by: 市营商局, document: 营营商发〔2019〕5号, expires: 2020-03-31}\n",
        encoding="utf-8",
    )
    made = run("check", *EXAMPLES, *AS_OF, *PLAN, "--create-baseline", baseline)
    assert made.code == 1
    return waivers, baseline


def test_problems_as_junit(run: Run, tmp_path: Path, junit_schema: etree.XMLSchema) -> None:
    folder = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", folder)
    (clean,) = suites_of(run("validate", folder, "-f", "junit").out, junit_schema)
    assert (clean.tests, clean.failures) == (5, 0)
    bad = ROOT / "tests" / "registry" / "bad" / "numbers.yaml"
    (wrong,) = suites_of(run("validate", bad, "-f", "junit").out, junit_schema)
    assert (wrong.tests, wrong.failures) == (1, 1)
    (traced,) = suites_of(run("trace", *PLAN, "-f", "junit").out, junit_schema)
    assert (traced.tests, traced.failures) == (1, 0)


@given(st.text())
def test_any_text_stands_in_xml(text: str) -> None:
    tree = etree.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>'.encode())
    shown = visible(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    assert tree.get("b") == shown
    assert (tree.text or "") == shown


# SARIF


@pytest.fixture
def sarif_schema(shared: Path) -> Any:
    schema = json.loads((shared / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def run_of(text: str, schema: Any = None) -> dict[str, Any]:
    log = json.loads(text)
    if schema is not None:
        schema.validate(log)
    (only,) = log["runs"]
    rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in only["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    assert isinstance(only, dict)
    return only


LINK = re.compile(r"\[((?:\\.|[^\\\[\]])*)\]\(([^()]*)\)", re.DOTALL)


def meant(text: str) -> str:
    """Return a message as a viewer shows it: links as their words, doubled braces undone."""
    parts = []
    end = 0
    for found in LINK.finditer(text):
        assert found[2] == "1", "a link that banshi did not make"
        parts += [text[end : found.start()], re.sub(r"\\(.)", r"\1", found[1])]
        end = found.end()
    whole = "".join([*parts, text[end:]])
    assert not re.search(r"(?<!\{)\{[0-9]+\}(?!\})", whole), "a placeholder"
    return re.sub(r"\{\{([0-9]+)\}\}", r"{\1}", whole)


def test_sarif_has_what_is_amiss(
    run: Run, sarif_schema: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    inside = ("--registry", "registry")
    found = json.loads(check(run, "json", extra=inside))
    only = run_of(check(run, "sarif", extra=inside), sarif_schema)
    amiss = [e for e in [*found["outcomes"], *found["milestones"]] if e["status"] in
             {"violated", "behind", "unreported", "overdue"}]  # fmt: skip
    assert len(only["results"]) == len(amiss)
    assert [r["level"] for r in only["results"]].count("error") == found["summary"]["violated"] + 1
    levels = [result["level"] for result in only["results"]]
    assert levels == sorted(levels, key=("error", "warning", "note").index), "worst first"
    assert only["columnKind"] == "unicodeCodePoints"
    (ran,) = only["invocations"]
    assert (ran["exitCode"], ran["executionSuccessful"]) == (1, True)
    result = next(r for r in only["results"] if r["ruleId"] == "yingkou-2019-26/1/queue-wait")
    assert result["properties"] == {
        "verdict": "violated",
        "required": "≤ 15 min",
        "reported": "22 min",
        "gap": "+7 min, +46.7%",
    }
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "registry/plans/yingkou-2019-26.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    line = (ROOT / "registry/plans/yingkou-2019-26.yaml").read_text(encoding="utf-8").splitlines()
    assert "queue-wait" in line[place["region"]["startLine"] - 1]
    (row,) = result["relatedLocations"]
    assert row["physicalLocation"]["region"] == {"startLine": 18}
    assert unquote(row["physicalLocation"]["artifactLocation"]["uri"]).endswith("divisions.csv")
    assert "](1)" in result["message"]["text"]
    rule = only["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert "排队（号）时间不超过15分钟" in rule["help"]["text"]


def test_a_registry_elsewhere_leaves_the_row_as_the_place(run: Run, sarif_schema: Any) -> None:
    only = run_of(check(run, "sarif"), sarif_schema)
    base = only["originalUriBaseIds"]["REGISTRY"]["uri"]
    assert base == (ROOT / "registry").as_uri() + "/"
    result = next(r for r in only["results"] if r["ruleId"] == "yingkou-2019-26/1/queue-wait")
    row = result["locations"][0]["physicalLocation"]
    assert row["artifactLocation"]["uri"] == Path(EXAMPLES[1]).as_uri()
    assert row["region"] == {"startLine": 18}
    (target,) = result["relatedLocations"]
    assert target["physicalLocation"]["artifactLocation"] == {
        "uri": "plans/yingkou-2019-26.yaml",
        "uriBaseId": "REGISTRY",
    }
    missing = next(r for r in only["results"] if r["properties"]["verdict"] == "unreported")
    place = missing["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uriBaseId"] == "REGISTRY"


def test_what_is_let_off_is_suppressed_or_unchanged(
    run: Run, tmp_path: Path, sarif_schema: Any
) -> None:
    waivers, baseline = waived_and_baselined(run, tmp_path)
    assert all("baselineState" not in r for r in run_of(check(run, "sarif"))["results"])
    extra = ("--waivers", waivers, "--baseline", baseline)
    only = run_of(check(run, "sarif", extra=extra), sarif_schema)
    (waived,) = [r for r in only["results"] if "suppressions" in r]
    (said,) = waived["suppressions"]
    assert said["kind"] == "external"
    assert "大厅改造" in said["justification"]
    assert said["location"]["physicalLocation"]["region"]["startLine"] == 2
    states = [r["baselineState"] for r in only["results"]]
    assert states.count("new") == 1
    assert set(states) == {"new", "unchanged"}


def test_a_finding_keeps_its_fingerprint(run: Run, tmp_path: Path) -> None:
    def prints(*rows: str, lang: str = "en") -> dict[str, str]:
        file = write_csv(tmp_path, *rows)
        results = run_of(check(run, "sarif", file, extra=("--lang", lang)))["results"]
        mine = [r for r in results if r["ruleId"].endswith("queue-wait")]
        return {
            re.split("[:：]", meant(r["message"]["text"]), maxsplit=2)[1].strip(): r[
                "partialFingerprints"
            ]["primaryLocationLineHash"]
            for r in mine
            if r["properties"]["verdict"] == "violated"
        }

    first = prints("queue_wait,22,minute,站前区,2019-12", "queue_wait,23,minute,西市区,2019-12")
    assert len(set(first.values())) == 2
    later = prints("queue_wait,40,minute,西市区,2019-11", "queue_wait,30,minute,站前区,2019-11")
    assert sorted(later.values()) == sorted(first.values())
    chinese = prints("queue_wait,22,minute,站前区,2019-12", lang="zh")
    assert set(chinese.values()) < set(first.values())


def test_more_results_than_github_takes_are_left_out_and_counted(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run_of(check(run, "sarif"))["results"]
    monkeypatch.setattr(sarif_json, "MOST_RESULTS", 3)
    only = run_of(check(run, "sarif"))
    assert only["results"] == whole[:3]
    notes = [n["message"]["text"] for n in only["invocations"][0]["toolExecutionNotifications"]]
    assert any(f"{len(whole) - 3} findings more than 3 were left out" in note for note in notes)


def test_faulty_input_is_a_notification(run: Run, tmp_path: Path, sarif_schema: Any) -> None:
    file = write_csv(tmp_path, "queue_wait,many,minute,站前区,2019-12")
    (ran,) = run_of(check(run, "sarif", file), sarif_schema)["invocations"]
    assert (ran["exitCode"], ran["executionSuccessful"]) == (2, False)
    (fault,) = [n for n in ran["toolExecutionNotifications"] if n["level"] == "error"]
    assert fault["descriptor"] == {"id": "value"}
    assert fault["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_problems_as_sarif(run: Run, sarif_schema: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "tests" / "registry" / "bad")
    only = run_of(run("validate", "numbers.yaml", "-f", "sarif").out, sarif_schema)
    first = only["results"][0]
    assert first["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 11,
        "startColumn": 31,
    }
    prints = [r["partialFingerprints"]["banshi/v1"] for r in only["results"]]
    assert len(set(prints)) == 6
    assert run_of(run("trace", *PLAN, "-f", "sarif").out, sarif_schema)["results"] == []


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("指标 表.csv", "%E6%8C%87%E6%A0%87%20%E8%A1%A8.csv"),
        ("./a/b.csv", "a/b.csv"),
        ("c:d.csv", "c%3Ad.csv"),
        ("100%.csv", "100%25.csv"),
        ("a?b#c.csv", "a%3Fb%23c.csv"),
        ("\udcff.csv", "%FF.csv"),
    ],
)
def test_addresses_are_escaped(file: str, uri: str) -> None:
    assert sarif_json.address(file) == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_whole_addresses() -> None:
    assert sarif_json.address("/a b/c") == {"uri": "file:///a%20b/c"}
    assert sarif_json.address("C:\\a\\b") == {"uri": "file:///C%3A/a/b"}
    assert sarif_json.address("/r/plans/x", "/r/")["uriBaseId"] == "REGISTRY"


@given(st.text() | st.text(alphabet="[](){}\\01a"))
@example("[[a](1)")
@example("\\[a](1) {{0}}")
def test_no_text_becomes_a_link_or_placeholder(text: str) -> None:
    assert meant(sarif_json.plain(text)) == text.replace("](", "] (")
    linked = sarif_json.link(text, 1)
    assert meant(f"x {linked}") == f"x {text}"


# Annotations


def test_annotations_say_what_is_amiss_and_where(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    files = [Path(name).relative_to(ROOT) for name in EXAMPLES]
    text = check(run, "github", *files)
    found = commands(text)
    assert found.pop(0).name == "debug"
    assert [c.name for c in found] == ["error"] * 5 + ["warning"] * 4 + ["notice"] * 2
    queue = next(c for c in found if "Queueing" in c.values["title"])
    assert queue.values == {
        "file": "examples/yingkou-2019/sample-divisions.csv",
        "line": "18",
        "title": "Queueing time ≤ 15 min",
    }
    assert "22 min (+7 min, +46.7%), required ≤ 15 min" in queue.data.split("\n")[0]
    assert text.endswith("\n" + run("check", *EXAMPLES, *AS_OF, *PLAN).last + "\n")
    inside = commands(check(run, "github", *files, extra=("--registry", "registry")))
    assert all("line" in c.values for c in inside[1:])
    missing = next(c for c in inside if c.name == "notice")
    assert missing.values["file"] == "registry/plans/yingkou-2019-26.yaml"


def test_ten_annotations_of_a_kind_worst_first(run: Run, tmp_path: Path) -> None:
    rows = [f"queue_wait,{16 + n},minute,站前区,,item {n},2019-12" for n in range(25)]
    text = check(run, "github", write_csv(tmp_path, *rows, "x,1,,站前区,,,2019-12", header=FULL))
    errors = [c for c in commands(text) if c.name == "error"]
    assert len(errors) == 10
    assert errors[0].values["title"] == "input: metric"
    assert "40 min" in errors[1].data
    assert "and 16 more errors: GitHub shows ten a step" in text.splitlines()


def test_a_problem_of_a_whole_file_stands_at_its_first_line(run: Run, tmp_path: Path) -> None:
    empty = write_csv(tmp_path, header="a,b")
    found = commands(check(run, "github", empty))[1]
    assert found.values["title"].startswith("input: ")
    assert int(found.values["line"]) >= 1
    missing = commands(run("validate", tmp_path, "-f", "github").out)[1:]
    assert {c.values["line"] for c in missing} == {"1"}


def test_what_is_let_off_is_not_annotated(run: Run, tmp_path: Path) -> None:
    waivers, baseline = waived_and_baselined(run, tmp_path)
    text = check(run, "github", extra=("--waivers", waivers, "--baseline", baseline))
    assert [c.name for c in commands(text)] == ["debug"]
    assert "in the baseline" in text


def test_problems_as_annotations(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "tests" / "registry" / "bad")
    found = commands(run("validate", "numbers.yaml", "-f", "github").out)[1:]
    assert len(found) == 6
    assert found[0].values == {
        "file": "numbers.yaml", "line": "11", "col": "31", "title": "yaml-implicit",
    }  # fmt: skip


@given(st.text().map(str.strip).filter(bool), st.text(), st.text(min_size=1))
@example("50%25,%2C:%3A", "%0A%25 %0D\n::error::x", "a%3A,b")
def test_any_annotation_is_read_back(title: str, message: str, file: str) -> None:
    made = [("error", lambda: Annotation(title, [message, "x"], Position(file, 3)))]
    text = written("check", made)
    expected = {"file": visible(file), "line": "3", "title": visible(title)}
    if file == "<stdin>":
        expected = {"title": visible(title)}
    assert text.count("\n") == 2
    read_back = command(text.splitlines()[1])
    assert read_back is not None
    assert read_back.data == f"{visible(message)}\nx"
    assert read_back.values == expected


@given(st.text(alphabet="#[]: \nadd-maskerror\u3000"))
def test_disarmed_text_holds_no_command(text: str) -> None:
    assert commands(inert(text)) == []
    assert inert(text).replace(" ", "") == text.replace(" ", "")


def test_commands_in_a_file_are_disarmed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack = ["::add-mask::22", "##[error]owned", "::stop-commands::x", " ::error::owned"]
    rows = [f"queue_wait,22,minute,站前区,{text},{text},2019-12" for text in attack]
    rows += [f"{text},22,minute,站前区,,,2019-12" for text in attack]
    file = write_csv(tmp_path, *rows, header=FULL)
    plain = run("check", file, *AS_OF, *PLAN, "-v")
    assert commands(plain.out) or commands(plain.err), "the attack is none"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for extra in (("-f", "table"), ("-f", "table", "-v"), ()):
        result = run("check", file, *AS_OF, *PLAN, *extra)
        for found in [*commands(result.out), *commands(result.err)]:
            assert found.name in {"error", "warning", "notice", "debug"}
            assert found.values.get("title") or found.data.startswith("banshi check "), found


# Every format


@pytest.mark.parametrize("kind", ["nasty", "blns"])
def test_hostile_texts_stay_texts(
    run: Run, tmp_path: Path, shared: Path, kind: str, junit_schema: etree.XMLSchema
) -> None:
    texts = NASTY if kind == "nasty" else naughty(shared)
    file = tmp_path / "指标,:%表.csv"
    file.write_bytes(table_with(texts))
    wanted = {visible(text.strip()) for text in texts} - {""}

    page = read(check(run, "markdown", file))
    shown = {cell for row in page.rows for cell in row}
    text = "\n".join(shown)
    assert all(want in text for want in wanted)

    xml = check(run, "junit", file)
    assert not ALIVE.search(xml)
    (plan, _files) = suites_of(xml, junit_schema)
    names = "\n".join(case.name for case in plan)
    assert all(" ".join(want.replace("\ufffe", "\\ufffe").split()) in " ".join(names.split())
               for want in wanted)  # fmt: skip

    raw = check(run, "sarif", file)
    assert not ALIVE.search(raw)
    messages = "\n".join(visible(meant(r["message"]["text"])) for r in run_of(raw)["results"])
    assert all(want.replace("](", "] (") in messages for want in wanted)

    output = check(run, "github", file)
    assert not ALIVE.search(output)
    assert len(commands(output)) == len(output.splitlines()) - output.count("more ") - 1
    for found in commands(output):
        if "file" in found.values:
            assert found.values["file"] == file.as_posix()


def test_hostile_registries_stay_texts(
    run: Run, small_registry: Path, tmp_path: Path, junit_schema: etree.XMLSchema
) -> None:
    plan = small_registry / "plans" / "small.yaml"
    text = plan.read_text(encoding="utf-8")
    metrics = write_csv(tmp_path, "supply_reliability,99,percent,营口市,2019-12")
    for nasty in ["\x1b[31m]]>\ufffe", "a\n::error::x ##[error]y", "[a](b) {0} x|y<b>&amp;"]:
        quoted = json.dumps(nasty)
        plan.write_text(text.replace("title: 测试方案", f"title: {quoted}"), encoding="utf-8")
        for format_ in sorted(set(CHECK) - {"xlsx"}):  # no text: test_check_xlsx.py
            result = run("check", metrics, *AS_OF, "--registry", small_registry, "-f", format_)
            assert result.code in {0, 1, 2}
            assert not ALIVE.search(result.out)
            if format_ == "junit" and result.out:
                suites_of(result.out, junit_schema)
            if format_ == "github":
                assert all(
                    c.name in {"error", "warning", "notice", "debug"} for c in commands(result.out)
                )
        for format_ in sorted(PROBLEMS):
            assert not ALIVE.search(run("validate", small_registry, "-f", format_).out)


@pytest.mark.parametrize(
    ("format_", "suffix"),
    [
        ("markdown", "md"),
        ("junit", "xml"),
        ("sarif", "sarif"),
        ("csv", "csv"),
        ("github", "txt"),
    ],
)
def test_the_suffix_names_the_format_and_own_files_are_known(
    run: Run, tmp_path: Path, format_: str, suffix: str
) -> None:
    for command_ in (("check", *EXAMPLES, *AS_OF), ("validate",)):
        file = tmp_path / f"{command_[0]}.{suffix}"
        asked = ("-f", format_) if format_ == "github" else ()
        assert run(*command_, "-o", file, *asked).code in {0, 1}
        first = file.read_bytes()
        assert run(*command_, "-o", file, *asked).code in {0, 1}, "its own file"
        assert file.read_bytes() == first
        assert run(*command_, "-f", format_).out == first.decode("utf-8-sig")
        file.write_text("<!-- mine -->\n", encoding="utf-8")
        assert run(*command_, "-o", file, *asked).code == 2, "a foreign file"


def test_a_cell_of_a_workbook_is_named(run: Run, tmp_path: Path, sarif_schema: Any) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "十二月"
    sheet.append(["metric", "value", "unit", "region", "period"])
    sheet.append(["queue_wait", 22, "minute", "站前区", "2019-12"])
    file = tmp_path / "form.xlsx"
    book.save(file)
    result = run_of(check(run, "sarif", file), sarif_schema)["results"][0]
    (place,) = result["locations"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "十二月!B2"}]
    assert "region" not in place["physicalLocation"]
    found = commands(check(run, "github", file))[1]
    assert found.values["line"] == "2"
    assert "form.xlsx:十二月!B2" in found.data


def test_problems_of_a_csv_result_have_a_cell_a_column(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import csv

    monkeypatch.chdir(ROOT / "tests" / "registry" / "bad")
    rows = list(csv.reader(io.StringIO(run("validate", "numbers.yaml", "-f", "csv").out)))
    assert {len(row) for row in rows} == {6}
