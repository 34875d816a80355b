"""Metrics files, a file a fault: tests/metrics/bad/NAME.csv and its .errors; then the pieces."""

import io
import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from banshi.api import read_metrics
from banshi.model.intake import Intake
from banshi.model.quantity import Unit
from banshi.model.registry import Registry
from banshi.readers.files.encoding import detect
from banshi.readers.read import read_files as read_sources
from banshi.readers.source import Source
from banshi.readers.understand import Reading
from banshi.wording.units import UNIT_WORDS, read_unit
from tests.conftest import ROOT, Run
from tests.golden import compare

METRICS = Path(__file__).parent / "metrics"
CASES = sorted((METRICS / "bad").glob("*.csv"))
ROW = "queue_wait,15,minute,营口市,2019-12"
HEADER = "metric,value,unit,region,period"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_bad_files(run: Run, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.parent)
    result = run("check", case.name, "--as-of", "2019-12-31", "--plan", "yingkou-2019-26", "-v")
    assert result.code == 2
    compare(result.err, case.with_suffix(".errors"))


def test_no_expectation_is_left_over() -> None:
    names = {path.stem for path in CASES}
    assert {path.stem for path in (METRICS / "bad").glob("*.errors")} == names
    assert len(names) > 20


def read_files(
    files: list[tuple[str, bytes]], registry: Registry, reading: Reading | None = None
) -> Intake:
    return read_sources([Source(*file) for file in files], registry, reading)


def read_one(registry: Registry, text: str | bytes, reading: Reading | None = None) -> list[str]:
    data = text if isinstance(text, bytes) else f"{HEADER}\n{text}\n".encode()
    intake = read_files([("m.csv", data)], registry, reading)
    return [f"{p.position.line}:{p.position.column} {p.rule}" for p in intake.problems]


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("95", "percent", "95"),
        ("95%", "", "95"),
        ("９５％", "", "95"),
        ("95.80 %", "%", "95.80"),
        ("95", "％", "95"),
    ],
)
def test_percent_in_every_dress(registry: Registry, cell: str, unit: str, value: str) -> None:
    data = f"{HEADER}\nonline_rate,{cell},{unit},营口市,2019-12\n".encode()
    (observation,) = read_files([("m.csv", data)], registry).observations
    assert (observation.value, observation.unit) == (Decimal(value), Unit.PERCENT)
    assert str(observation.value) == value


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("online_rate,0.95,,营口市,2019-12", "2:3 unit"),
        ("online_rate,0.95,percent,营口市,2019-12", "2:2 fraction"),
        ("online_rate,101,percent,营口市,2019-12", "2:2 value"),
        ("queue_wait,-1,minute,营口市,2019-12", "2:2 value"),
        ("visits,1.5,item,营口市,2019-12", "2:2 value"),
        ("handling_time,5,day,营口市,2019-12", "2:3 unit"),
        ("queue_wait,15分钟,hour,营口市,2019-12", "2:3 unit"),
        ("queue_wait,15,percent,营口市,2019-12", "2:3 unit"),
        ("queue_wait,１５,minute,营口市,2019-12", "2:2 repaired"),
        ("queue_wait,0.5,hour,营口市,2019-12", "2:3 converted"),
        (",15,minute,营口市,2019-12", "2:1 metric"),
        ("queue_wait,15,minute,营口市,", "2:5 period"),
        ("queue_wait,15,minute,,2019-12", "2:4 region"),
        ("queue_wait,15,minute,全市,2019-12", "2:4 region"),
    ],
)
def test_cells_that_are_not_understood(registry: Registry, row: str, problem: str) -> None:
    assert read_one(registry, row) == [problem]


def test_days_and_workdays_are_told_apart_in_words(registry: Registry) -> None:
    data = f"{HEADER}\nhandling_time,5,天,营口市,2019-12\n".encode()
    (problem,) = read_files([("m.csv", data)], registry).problems
    assert "never convert into each other" in str(problem.message)


def test_names_are_compared_without_case_and_spaces(registry: Registry) -> None:
    for name in ("Queue_Wait", " queue_wait ", "排队 等候时间", "queue_minutes", "排队时间"):
        data = f'{HEADER}\n"{name}",15,MINUTE,yingkou,2019-12\n'.encode()
        (observation,) = read_files([("m.csv", data)], registry).observations
        assert observation.metric == "queue_wait"


def test_look_alike_characters_are_named(registry: Registry) -> None:
    rows = ["⽹上可办率,99,%,营口市,2019-12", "queue\u200b_wait,1,minute,营口市,2019-12"]
    data = "\n".join([HEADER, *rows]).encode()
    first, second = (str(p.message) for p in read_files([("m.csv", data)], registry).problems)
    assert "U+2F79" in first
    assert "did you mean 网上可办率?" in first
    assert "U+200B" in second


def test_line_numbers_are_true_behind_quoted_line_ends(registry: Registry) -> None:
    text = f'{HEADER},remark\n{ROW},"one\ntwo\nthree"\n\nqueue_wiat,1,minute,营口市,2019-12,x\n'
    problems = read_one(registry, text.encode())
    assert "6:1 metric" in problems


def test_headers_in_chinese_and_in_any_order(registry: Registry) -> None:
    text = (
        "期间,备注,数值,指标,地区,单位,部门,事项\n2019-12,x,15,排队时间,站前区,分钟,市税务局,发票\n"
    )
    intake = read_files([("m.csv", text.encode("gb18030"))], registry)
    (observation,) = intake.observations
    assert (observation.organisation, observation.item) == ("市税务局", "发票")
    assert intake.files[0].encoding == "gb18030"


def test_rows_said_twice_and_rows_that_contradict(registry: Registry) -> None:
    other = ROW.replace("15", "16")
    same = read_files([("a.csv", f"{HEADER}\n{ROW}\n{ROW}\n".encode())], registry)
    assert len(same.observations) == 1
    assert not same.faulty
    converted = "queue_wait,0.25,hour,营口市,2019-12"
    files = [
        ("a.csv", f"{HEADER}\n{ROW}\n".encode()),
        ("b.csv", f"{HEADER}\n{converted}\n".encode()),
    ]
    assert not read_files(files, registry).faulty
    files[1] = ("b.csv", f"{HEADER}\n{other}\n".encode())
    intake = read_files(files, registry)
    assert intake.observations == ()
    (problem,) = intake.problems
    assert str(problem).startswith("b.csv:2:2: error")
    assert "a.csv:2:2" in str(problem)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("指标".encode(), "utf-8"),
        ("指标".encode("utf-8-sig"), "utf-8-sig"),
        ("指标,数值".encode("gbk"), "gb18030"),
        ("指标".encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + "指标".encode("utf-16-be"), "utf-16-be"),
        (b"metric,value", "utf-8"),
    ],
)
def test_the_encoding_is_found_and_named(data: bytes, encoding: str) -> None:
    found = detect(io.BytesIO(data))
    assert found.fault is None
    assert found.shown == encoding
    assert found.sha256 == sha256(data).hexdigest()


@pytest.mark.parametrize(
    "data",
    [
        ("排队等候时间，" * 20).encode()[:-1],
        "指标,".encode("utf-16-le"),
        "\ufeff指标".encode()[:-1],
        "網上可辦率".encode("big5"),
        b"\xff\xfe\x00",
        b"\x81",
    ],
)
def test_what_only_looks_like_gb18030_is_refused(data: bytes) -> None:
    assert detect(io.BytesIO(data)).fault is not None


def test_unit_words() -> None:
    assert read_unit("工作日") == (Unit.WORKDAY, 1)
    assert read_unit("天") == (Unit.DAY, 1)
    assert read_unit("万元") == (Unit.YUAN, 10_000)
    assert read_unit(" Working Days ") == (Unit.WORKDAY, 1)
    assert read_unit("工作小时") is None
    assert {unit for unit, _scale in UNIT_WORDS.values()} == set(Unit)
    for unit in Unit:
        assert read_unit(unit.value) == (unit, 1)


def test_read_metrics_from_disk(registry: Registry, tmp_path: Path) -> None:
    from banshi.errors import BadUsageError

    file = tmp_path / "m.csv"
    file.write_text(f"{HEADER}\n{ROW.replace('营口市', '')}\n", encoding="utf-8")
    assert read_metrics(file, registry=registry, region="站前区").observations[0].region == "210802"
    with pytest.raises(BadUsageError, match="unknown region"):
        read_metrics(file, registry=registry, region="nowhere")
    with pytest.raises(BadUsageError, match="no file"):
        read_metrics(tmp_path / "none.csv", registry=registry)


def test_the_input_is_described(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_bytes(f"{HEADER}\n{ROW}\n".encode("utf-8-sig"))
    (described,) = json.loads(run("check", file, "-f", "json").out)["inputs"]
    assert described["rows"] == 1
    assert described["encoding"] == "utf-8-sig"
    assert len(described["sha256"]) == 64


def test_the_library_does_what_its_page_says() -> None:
    from datetime import date

    import banshi

    known = banshi.load_registry()
    sample = ROOT / "examples" / "yingkou-2019" / "sample-divisions.csv"
    intake = banshi.read_metrics(sample)
    report = banshi.evaluate(known, intake, as_of=date(2019, 12, 31))
    assert {o.metric.id for o in report.select(banshi.Status.VIOLATED)} >= {"queue_wait", "visits"}
    assert banshi.due(
        known, date(2019, 11, 1), [banshi.Span(date(2019, 11, 30), date(2019, 11, 30))]
    )
    for name in banshi.__all__:
        assert getattr(banshi, name)
    with pytest.raises(AttributeError):
        _ = banshi.nothing
