"""`banshi check --record`: whole runs, once each, or a file that was left as it is."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banshi.history
from banshi.errors import BanshiError
from banshi.history import file_head, store, tables
from banshi.history.run import Run, run_of
from tests.conftest import EXAMPLES, write_csv
from tests.conftest import Run as Banshi
from tests.recorded import made, recording
from tests.test_hostile import NASTY

AS_OF = ("--as-of", "2019-12-31")
PLAN = ("--plan", "yingkou-2019-26")
WAIT = "yingkou-2019-26/1/queue-wait"


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WAIT", 0.2)
    monkeypatch.setattr(file_head, "WAIT", 0.2)


def rows(path: Path, table: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608 - of this file


def ids(path: Path) -> list[str]:
    return [head.id for head, _banshi, _inputs in store.read(path).runs]


def result(run: Banshi, *arguments: str | Path) -> Any:
    return json.loads(run("check", *arguments, "-f", "json").out)


# What is recorded


def test_a_run_is_recorded_with_all_that_it_found(run: Banshi, history: Path) -> None:
    plain = run("check", *EXAMPLES, *AS_OF)
    recorded = run("check", *EXAMPLES, *AS_OF, "--record", history)
    assert (recorded.code, recorded.out) == (1, plain.out)
    assert recorded.err == f"{plain.err}{history}: this run is recorded\n"
    found = result(run, *EXAMPLES, *AS_OF)
    read = store.read(history)
    ((head, banshi, inputs),) = read.runs
    assert (head.as_of, banshi) == ("2019-12-31", found["tool"]["version"])
    assert inputs == [(one["name"], one["sha256"]) for one in found["inputs"]]
    verdicts = [(o["status"], o["was"] or "") for o in found["outcomes"]]
    assert sorted(row[3:5] for row in rows(history, "verdict")) == sorted(verdicts)
    values = [
        (o["id"], one["period"], one["converted"])
        for o in found["outcomes"]
        for one in [*o["superseded"], *([o["reported"]] if o["reported"] else [])]
    ]
    said = [(one.series.target, one.period.text, str(one.value)) for one in read.said]
    assert len(said) == len(values) > 100
    assert {(a, b) for a, b, _ in said} == {(a, b) for a, b, _ in values}
    with closing(sqlite3.connect(history)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x62736872,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert history.read_bytes()[68:72] == b"bshr"


def test_digits_are_kept_as_they_are(run: Banshi, history: Path, tmp_path: Path) -> None:
    digits = "99.9499999999999999999999999999"
    file = write_csv(
        tmp_path,
        f"online_rate,{digits},percent,站前区,2019-12",
        "queue_wait,0.25,hour,站前区,2019-12",
    )
    run("check", file, *AS_OF, *PLAN, "--record", history)
    assert {row[3] for row in rows(history, "value")} == {digits, "15"}, "in the target's unit"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_twice_is_one_run(run: Banshi, history: Path, language: str) -> None:
    assert run("check", *EXAMPLES, *AS_OF, "--record", history).code == 1
    before = history.read_bytes()
    again = run("check", *reversed(EXAMPLES), *AS_OF, "--record", history, "--lang", language)
    assert again.code == 1
    assert history.read_bytes() == before
    said = {"en": "this run was recorded before", "zh": "本次核对此前已有记录"}[language]
    assert said in again.err
    assert run("check", *EXAMPLES, *AS_OF, "--record", history, "-q").err == ""


def test_neither_names_nor_places_of_files_make_a_run(
    run: Banshi, history: Path, tmp_path: Path
) -> None:
    run("check", *EXAMPLES, *AS_OF, "--record", history)
    copies = [shutil.copy(name, tmp_path / f"{n}.csv") for n, name in enumerate(EXAMPLES)]
    run("check", *copies, *AS_OF, "--record", history, "--strict", "-v")
    assert len(ids(history)) == 1


def test_whatever_changes_what_is_found_makes_another_run(
    run: Banshi, history: Path, tmp_path: Path
) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        f"waivers:\n- target: {WAIT}\n  region: 站前区\n  reason: 改造\n  approved_by: 市营商局\n"
        "  document: 一号\n  expires: 2020-03-31\n",
        encoding="utf-8",
    )
    baseline = tmp_path / "baseline.json"
    run("check", *EXAMPLES, *AS_OF, "--create-baseline", baseline)
    for number, arguments in enumerate(
        [
            (*EXAMPLES, *AS_OF),
            (*EXAMPLES, "--as-of", "2019-12-30"),
            (*EXAMPLES, "--as-of", "2020-01-05"),
            (*EXAMPLES, "--as-of", "2020-01-06"),
            (EXAMPLES[0], *AS_OF),
            (*EXAMPLES, *AS_OF, "--select", "*/queue-wait"),
            (*EXAMPLES, *AS_OF, "--region", "站前区"),
            (*EXAMPLES, *AS_OF, "--waivers", waivers),
            (*EXAMPLES, *AS_OF, "--baseline", baseline),
        ],
        1,
    ):
        assert "this run is recorded" in run("check", *arguments, "--record", history).err
        assert len(ids(history)) == number
    statuses = rows(history, "verdict")
    assert ("waived", "violated") in {row[3:5] for row in statuses}
    assert {row[5] for row in statuses} == {0, 1}, "what the baseline hides is marked"


def test_an_option_that_changes_nothing_makes_no_run(run: Banshi, history: Path) -> None:
    run("check", *EXAMPLES, *AS_OF, *PLAN, "--record", history)
    run("check", *EXAMPLES, *AS_OF, *PLAN, "--record", history, "--task", "*")
    assert len(ids(history)) == 1


def test_what_is_recorded_again_counts_as_the_newest_of_its_day(
    run: Banshi, history: Path, tmp_path: Path
) -> None:
    def check(value: str) -> str:
        file = write_csv(tmp_path, f"online_rate,{value},percent,站前区,2019-12")
        run("check", file, *AS_OF, "--record", history)
        return file.read_text(encoding="utf-8")

    for value in ("98", "99", "98"):
        check(value)
    assert len(ids(history)) == 2
    (series,) = json.loads(run("trend", history, "-f", "json").out)["series"]
    assert [point["value"] for point in series["points"]] == ["98"]
    assert [c["value"] for c in series["points"][0]["corrected"]] == ["99"]


def test_nothing_is_recorded_from_wrong_input(run: Banshi, history: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,12,minute,站前区,2019-12", "queue_wiat,1,,站前区,2019")
    wrong = run("check", file, *AS_OF, "--record", history)
    assert wrong.code == 2
    assert f"{history}: nothing is recorded from wrong input" in wrong.err
    assert not history.exists()
    run("check", *EXAMPLES, *AS_OF, "--record", history)
    before = history.read_bytes()
    assert run("check", file, *AS_OF, "--record", history).code == 2
    assert history.read_bytes() == before
    assert run("check", file, *AS_OF, "--record", history, "--ignore-input-errors").code == 0
    assert len(ids(history)) == 2


def test_the_setting_names_the_file_for_both_commands(
    run: Banshi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "banshi.toml").write_text('record = "h.sqlite"\n', encoding="utf-8")
    assert run("trend").code == 2
    run("check", *EXAMPLES, *AS_OF)
    assert run("trend").code == 0
    (tmp_path / "banshi.toml").unlink()
    assert "no history given" in run("trend").err


def test_an_ordinary_run_imports_no_sqlite() -> None:
    """Asked of what needs it: where coverage is measured, SQLite itself is there from the start."""
    code = (
        "import sys; from banshi.cli.main import main;"
        f"main(['check', *{EXAMPLES}, '--as-of', '2019-12-31']);"
        "sys.exit(any(name.startswith('banshi.history') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env=os.environ
    )
    assert done.returncode == 0


def test_a_python_without_sqlite_says_so(
    run: Banshi, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "banshi.history.store")
    monkeypatch.delattr(banshi.history, "store")
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    for arguments in (("check", *EXAMPLES, *AS_OF, "--record", history), ("trend", history)):
        done = run(*arguments)
        assert done.code == 2
        assert "built without SQLite" in done.err


# What earlier runs say of a new one


def test_a_result_has_what_earlier_runs_judged(run: Banshi, history: Path, tmp_path: Path) -> None:
    def month(period: str, value: str, day: str, *rest: str) -> Any:
        file = write_csv(tmp_path, f"online_rate,{value},percent,站前区,{period}", *rest)
        return result(run, file, "--as-of", day, "--record", history, *PLAN)["outcomes"]

    def past(outcomes: Any) -> list[tuple[str, str, str, str]]:
        (found,) = [o for o in outcomes if o["reported"]]
        return [tuple(one.values()) for one in found["history"]]

    assert past(month("2019-09", "90", "2019-09-30")) == []
    assert past(month("2019-10", "95", "2019-10-31")) == [("2019-09", "90", "behind", "2019-09-30")]
    # 2019-10 is said again, and 2019-09 is corrected without being judged again.
    again = ("online_rate,95,percent,站前区,2019-10", "online_rate,91,percent,站前区,2019-09")
    assert past(month("2019-11", "97", "2019-11-30", *again)) == []
    assert past(month("2019-12", "99", "2019-12-31")) == [
        ("2019-10", "95", "behind", "2019-10-31"),
        ("2019-11", "97", "behind", "2019-11-30"),
    ]
    # Neither later runs nor periods of another length say anything of an earlier day.
    assert past(month("2019-10", "95", "2019-10-31")) == [("2019-09", "90", "behind", "2019-09-30")]
    assert past(month("2019-Q3", "93", "2019-10-31")) == []


def test_saved_results_have_the_past_too(run: Banshi, history: Path, tmp_path: Path) -> None:
    run("check", *EXAMPLES, "--as-of", "2019-11-30", "--record", history)
    saved = tmp_path / "r.json"
    late = write_csv(tmp_path, "online_rate,100,percent,站前区,2019-12")
    made = run("check", late, *AS_OF, "--record", history, "--report", f"json={saved}")
    assert run("report", saved).out == made.out
    outcomes = json.loads(saved.read_text(encoding="utf-8"))["outcomes"]
    (past,) = [o["history"] for o in outcomes if o["reported"]]
    assert past == [{"period": "2019-11", "value": "99", "status": "behind", "as_of": "2019-11-30"}]
    assert result(run, late, *AS_OF)["outcomes"][0]["history"] == []


# Files that are no history, and those that cannot be written


def damaged(history: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    store.append(history, made("a", outcomes=50))
    with closing(sqlite3.connect(history)) as connection, connection:
        change(connection)


def executed(*statements: str) -> Callable[[sqlite3.Connection], object]:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)

    return change


def text_file(path: Path) -> None:
    path.write_text("my own notes", encoding="utf-8")


def one_byte(path: Path) -> None:
    path.write_bytes(b"S")


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (x)")


def other_application(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA application_id = 1196444487")
        connection.execute("CREATE TABLE run (x)")


def cut_off(size: int) -> Callable[[Path], None]:
    def cut(path: Path) -> None:
        store.append(path, made("a", outcomes=500))
        path.write_bytes(path.read_bytes()[:size])

    return cut


def overwritten(path: Path) -> None:
    store.append(path, made("a", outcomes=500))
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(4096) + data[8192:])


def overwritten_at(old: bytes, new: bytes) -> Callable[[Path], None]:
    def overwrite(path: Path) -> None:
        store.append(path, made("a", outcomes=50))
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new, 1))

    return overwrite


def with_statements(*statements: str) -> Callable[[Path], None]:
    return lambda path: damaged(path, executed(*statements))


NO_HISTORY: dict[str, tuple[Callable[[Path], None], str]] = {
    "text": (text_file, "this is no history"),
    "one byte": (one_byte, "cut off"),
    "another database": (other_database, "a database of another program"),
    "of another application": (other_application, "a database of another program"),
    "cut in the head": (cut_off(60), "cut off"),
    "cut in a page": (cut_off(5000), "damaged"),
    "cut between pages": (cut_off(8192), "damaged"),
    "overwritten": (overwritten, "damaged"),
    "newer": (with_statements("PRAGMA user_version = 2"), "a newer banshi wrote this history"),
    "a trigger": (
        with_statements("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END"),
        "damaged",
    ),
    "a table more": (with_statements("CREATE TABLE mine (x)"), "damaged"),
    "a table less": (with_statements("DROP TABLE value"), "damaged"),
    "an orphan": (with_statements("DELETE FROM run"), "damaged"),
    "no number": (with_statements("UPDATE value SET value = 'many'"), "damaged"),
    "by zero": (with_statements("UPDATE value SET value = '1/0'"), "damaged"),
    "a blob": (with_statements("UPDATE value SET value = x'00'"), "damaged"),
    "no name": (overwritten_at(b"sqlite_autoindex_run_1", b"sqlite_autoindex_run_\xfd"), "damaged"),
    "an index astray": (overwritten_at(b"supply_reliability>", b"supply_reliabilitx>"), "damaged"),
    "no text": (with_statements("UPDATE series SET item = CAST(x'ff' AS TEXT)"), "damaged"),
    "no period": (with_statements("UPDATE value SET period = '2019-13'"), "damaged"),
    "no verdict": (with_statements("UPDATE verdict SET status = 'fine'"), "damaged"),
    "no operator": (with_statements("UPDATE demand SET op = '!='"), "damaged"),
    "no unit": (with_statements("UPDATE demand SET unit = 'pint'"), "damaged"),
    "no day": (with_statements("UPDATE run SET as_of = '0'"), "damaged"),
    "neither": (with_statements("UPDATE verdict SET baselined = 2"), "damaged"),
    "a null": (
        with_statements(
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'name TEXT NOT NULL', 'name TEXT')",
        ),
        "damaged",
    ),
}


@pytest.mark.usefixtures("short_wait")
@pytest.mark.parametrize("kind", NO_HISTORY)
def test_what_is_no_history_is_named_and_left_as_it_is(
    run: Banshi, history: Path, kind: str
) -> None:
    make, said = NO_HISTORY[kind]
    make(history)
    before = {path.name: path.read_bytes() for path in history.parent.iterdir()}
    for arguments in (
        ("check", "missing.csv", *AS_OF, "--record", history),
        ("trend", history),
        ("trend", history, "--lang", "zh"),
    ):
        done = run(*arguments)
        assert (done.code, done.out) == (2, "")
        assert str(history) in done.err
        assert "missing.csv" not in done.err, "it is refused before anything is read"
        assert said in done.err or "zh" in arguments
    assert {path.name: path.read_bytes() for path in history.parent.iterdir()} == before


@pytest.mark.usefixtures("short_wait")
@pytest.mark.parametrize(
    "kind", ["text", "another database", "newer", "a trigger", "an index astray"]
)
def test_what_became_no_history_during_the_run_is_left_as_it_is(history: Path, kind: str) -> None:
    NO_HISTORY[kind][0](history)
    before = history.read_bytes()
    with pytest.raises(BanshiError):
        store.append(history, made("b"))
    assert history.read_bytes() == before


@pytest.mark.usefixtures("short_wait")
def test_a_history_that_is_locked_is_named(run: Banshi, history: Path, tmp_path: Path) -> None:
    store.append(history, made("a"))
    before = history.read_bytes()
    out = tmp_path / "r.json"
    with closing(sqlite3.connect(history, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for arguments in (
            ("check", *EXAMPLES, *AS_OF, "--record", history, "-o", out),
            ("trend", history),
        ):
            done = run(*arguments)
            assert done.code == 2
            assert "another program holds the history" in done.err
        other.execute("ROLLBACK")
    assert history.read_bytes() == before
    assert not out.exists()
    assert run("check", *EXAMPLES, *AS_OF, "--record", history).code == 1


@pytest.mark.parametrize("error", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY])
def test_a_result_is_not_lost_where_it_cannot_be_recorded(
    run: Banshi, history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    store.append(history, made("a"))
    before = history.read_bytes()
    whole = tables.insert

    def fail(connection: sqlite3.Connection, one: Run) -> bool:
        whole(connection, one)
        failed = sqlite3.OperationalError("planted")
        failed.sqlite_errorcode = error
        raise failed

    monkeypatch.setattr(tables, "insert", fail)
    out = tmp_path / "r.json"
    done = run("check", *EXAMPLES, *AS_OF, "--record", history, "-o", out)
    assert done.code == 2
    assert f"{history}: this run was not recorded" in done.err
    assert json.loads(out.read_text(encoding="utf-8"))["outcomes"]
    assert history.read_bytes() == before
    assert ids(history) == ["a"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--record", "none/h.sqlite"), "no such file or folder"),
        (("--record", "folder"), "is not a file"),
        (("--record", "r.json", "-o", "./r.json"), "can hold one result"),
        (("--record", "r.json", "--create-baseline", "r.json"), "can hold one result"),
    ],
)
def test_a_place_that_cannot_be_is_refused_before_anything_is_read(
    run: Banshi,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    done = run("check", "missing.csv", *AS_OF, *arguments)
    assert done.code == 2
    assert said in done.err
    assert "missing.csv" not in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system knows no users")
def test_a_history_that_may_not_be_written_is_known_before_the_work(
    run: Banshi, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append(history, made("a"))
    before = history.read_bytes()
    history.chmod(0o444)
    if os.geteuid() == 0:  # root may write all the same: open it as a stranger would
        connect = sqlite3.connect
        monkeypatch.setattr(
            sqlite3,
            "connect",
            lambda place, **how: connect(f"file:{place}?mode=ro", uri=True, **how),
        )
    done = run("check", "missing.csv", *AS_OF, "--record", history)
    assert done.code == 2
    assert "cannot be written: permission denied" in done.err
    assert history.read_bytes() == before
    assert run("trend", history).code == 0


def test_an_empty_file_becomes_a_history(run: Banshi, history: Path) -> None:
    history.touch()
    assert "no run is recorded there" in run("trend", history).err
    assert history.read_bytes() == b""
    assert run("check", *EXAMPLES, *AS_OF, "--record", history).code == 1
    assert len(ids(history)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", [":memory:", "file:h?mode=memory", "历史 #1%41.sqlite", "-x"])
def test_a_name_is_a_name(
    run: Banshi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", *EXAMPLES, *AS_OF, f"--record={name}").code == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert run("trend", f"./{name}").code == 0


# Several at once, and a kill in the middle


@pytest.mark.parametrize("attempt", range(4))
def test_commands_at_once_lose_and_double_nothing(history: Path, attempt: int) -> None:
    days = [f"2019-12-{day:02}" for day in (28, 29, 30, 30)]
    processes = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "banshi", "check", *EXAMPLES, *PLAN),
                *("--as-of", day, "--record", history),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for day in days
    ]
    said = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [1] * 4, said
    assert sum("this run is recorded" in one for one in said) == 3, (attempt, said)
    assert [head.as_of for head, *_ in store.read(history).runs] == days[:3]
    assert len(rows(history, "verdict")) % 3 == 0


def test_processes_that_never_stop_lose_and_double_nothing(history: Path) -> None:
    processes = [recording(history, name, runs=20, outcomes=20) for name in "abab"]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(ids(history)) == sorted(f"{name}{n}" for name in "ab" for n in range(20))
    assert len(rows(history, "verdict")) == len(rows(history, "value")) == 2 * 20 * 20
    turns = [row[2] for row in rows(history, "run")]
    assert len(set(turns)) == 40


@pytest.mark.parametrize("before", [0, 3])
@pytest.mark.parametrize(("stop", "pages"), [("create", 100), ("insert", 100), ("insert", 1)])
def test_a_kill_inside_the_transaction_leaves_whole_runs(
    run: Banshi, history: Path, stop: str, pages: int, before: int
) -> None:
    for number in range(before if stop == "insert" else 0):
        store.append(history, made(f"old{number}", outcomes=30))
    old = [f"old{number}" for number in range(before if stop == "insert" else 0)]
    whole = history.read_bytes() if old else b""
    process = recording(history, "new", outcomes=2000, stop=stop, pages=pages)
    assert process.stdout
    assert process.stdout.readline() == "inside\n"
    process.kill()
    process.communicate()
    assert history.with_name("history.sqlite-journal").exists(), "it died in the middle"
    if old:  # with one page of memory a part of the run stands in the file already
        assert (history.read_bytes() != whole) is (pages == 1)
    assert ids(history) == old
    assert run("check", *EXAMPLES, *AS_OF, "--record", history).code == 1
    assert len(ids(history)) == len(old) + 1
    with closing(sqlite3.connect(history)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_kill_while_the_tables_are_written_leaves_an_empty_history(
    run: Banshi, history: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.sqlite"
    store.append(other, made("a"))
    process = recording(history, "new", stop="create", pages=1)
    assert process.stdout
    assert process.stdout.readline() == "inside\n"
    process.kill()
    process.communicate()
    # The first page had arrived, the others had not; the journal says that there were none before.
    history.write_bytes(other.read_bytes()[:4096])
    shown = run("trend", history)
    assert (shown.code, "no run is recorded there" in shown.err) == (2, True)
    assert run("check", *EXAMPLES, *AS_OF, "--record", history).code == 1
    assert len(ids(history)) == 1


def test_a_history_that_is_just_being_made_is_waited_for(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, journal = tmp_path / "other.sqlite", tmp_path / "history.sqlite-journal"
    store.append(other, made("a"))
    history.write_bytes(bytes(4096))
    journal.touch()

    def finished(_seconds: float) -> None:
        shutil.copy(other, history)
        journal.unlink()

    monkeypatch.setattr(time, "sleep", finished)
    assert file_head.holds_history(history)


def test_kills_at_any_moment_leave_whole_runs(history: Path) -> None:
    done = 0
    for attempt in range(12):
        process = recording(history, f"{attempt}-", runs=500, outcomes=200)
        assert process.stdout
        for _ in range(attempt % 4 + 1):
            process.stdout.readline()
        process.kill()
        rest, _ = process.communicate()
        done += attempt % 4 + 1 + rest.count("\n")
        found = store.read(history)
        # Of each killed process one more may be there than it could still say.
        assert done <= len(found.runs) <= done + attempt + 1
        assert len(found.said) == 200 * len(found.runs)


# Pieces


texts = st.text(max_size=20) | st.sampled_from(NASTY)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abcde"), texts), max_size=8))
def test_any_text_reads_back(tmp_path_factory: pytest.TempPathFactory, said: list[Any]) -> None:
    path = tmp_path_factory.mktemp("any") / "h.sqlite"
    kept: dict[str, str] = {}
    for identity, text in said:
        clean = text.encode("utf-8", "backslashreplace").decode()
        assert store.append(path, made(identity, text=clean)) is (identity not in kept)
        kept.setdefault(identity, clean)
    found = store.read(path)
    assert {one.run.id: one.organisation for one in found.said} == kept
    assert {one.run.id: one.series.item for one in found.said} == kept


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "h.sqlite"
    for number in range(3):
        store.append(path, made(f"{number}", outcomes=20, text="事项"))
    return path


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(0, 120) | st.integers(0, 100_000), st.integers(0, 255)), max_size=5
    ),
    st.none() | st.integers(0, 100_000),
)
def test_any_damage_is_found_or_harmless(
    tmp_path_factory: pytest.TempPathFactory,
    whole: Path,
    changes: list[tuple[int, int]],
    cut: int | None,
) -> None:
    damaged = bytearray(whole.read_bytes())
    for place, byte in changes:
        damaged[place % len(damaged)] = byte
    path = tmp_path_factory.mktemp("damaged") / "h.sqlite"
    path.write_bytes(damaged if cut is None else damaged[: cut % len(damaged)])
    before = path.read_bytes()
    with suppress(BanshiError):
        assert len(store.read(path).runs) in {0, 3}
    assert path.read_bytes() == before


@given(st.binary(max_size=200))
def test_any_bytes_are_left_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "h.sqlite"
    for content in (data, b"SQLite format 3\x00" + data):
        path.write_bytes(content)
        with pytest.raises(BanshiError) if content else nullcontext():
            store.append(path, made("a"))
        assert not content or path.read_bytes() == content


def test_lone_surrogates_become_escapes(run: Banshi, tmp_path: Path, history: Path) -> None:
    file = tmp_path / "m.json"
    row = {"metric": "queue_wait", "value": 22, "unit": "minute", "region": "站前区"}
    row |= {"period": "2019-12", "item": "\ud800", "organisation": "\udfff"}
    file.write_text(json.dumps([row]), encoding="utf-8")
    done = run("check", file, *AS_OF, "--record", history, "--ignore-input-errors")
    assert done.code in {0, 1, 2}
    if done.code != 2:
        assert {row[9] for row in rows(history, "verdict")} >= {"\\ud800"}


def test_the_identity_covers_what_is_recorded(run: Banshi) -> None:
    found = result(run, *EXAMPLES, *AS_OF)
    one = run_of(found)
    assert len(one.id) == 64
    found["outcomes"].reverse()
    found["inputs"].reverse()
    found["language"], found["notes"] = "zh", ["…"]
    assert run_of(found).id == one.id
    for change in (
        {"status": "behind"},
        {"baselined": True},
        {"metric": "visits"},
        {"reported": None},
    ):
        (first, *rest) = found["outcomes"]
        found["outcomes"] = [{**first, **change}, *rest]
        assert run_of(found).id != one.id, change
        found["outcomes"] = [first, *rest]
    assert run_of(found).id == one.id
