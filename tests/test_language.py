"""Every sentence in both languages, and consoles that know no Unicode."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from banshi.messages import LANGUAGES, say, say_count, speaking, translate
from tests.catalogue import sentences, translations, untranslated
from tests.conftest import EXAMPLES, ROOT, Run, write_csv

PLACES = re.compile(r"\{(\w+)\}")
HAN = re.compile(r"[\u4e00-\u9fff]")
PLAN = ("--plan", "yingkou-2019-26")
COMMANDS = ("check", "due", "validate", "tasks", "show", "export", "schema")


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else [str(part) for part in (text or ())]  # type: ignore[attr-defined]


def test_every_sentence_has_its_chinese() -> None:
    assert untranslated() == []
    in_code = {str(message.id) for message in sentences() if message.id}
    in_catalogue = {str(message.id) for message in translations() if message.id}
    assert in_code - in_catalogue == set(), "run `make messages`"
    assert in_catalogue - in_code == set(), "run `make messages`"


def test_translations_keep_their_places_and_fit_a_gbk_console() -> None:
    for message in translations():
        if not message.id:
            continue
        wanted = set(PLACES.findall(forms(message.id)[-1]))
        for text in forms(message.string):
            assert set(PLACES.findall(text)) == wanted, message.id
            text.encode("gbk")
        for text in forms(message.id):
            text.encode("gbk")


def test_help_of_every_command_speaks_chinese(run: Run) -> None:
    for command in ("", *COMMANDS):
        shown = run(*filter(None, (command, "--help", "--lang", "zh"))).out
        for english in ("Usage", "Options", "Arguments", "Commands", "Show "):
            assert english not in shown, f"{command}: {english}"
        for line in shown.splitlines():
            assert HAN.search(line) or not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", line), line


def test_chinese_throughout(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    result = run("check", *EXAMPLES, *PLAN, "--as-of", "2019-12-31", "-v")
    assert result.last == (
        "指标要求共 12 项：达标 5，违反 4，滞后 1，未报 1，待报 1；"
        "节点共 2 个：完成 0，逾期未完成 2"
    )
    for word in ("排队等候时间", "≤ 15 分钟", "站前区", "违反"):
        assert word in result.out
    english = re.compile(r"\b(violated|behind|unreported|required|reported|due|lead|note|met)\b")
    assert not english.search(result.out)
    assert "is not read" not in result.err
    assert run("check", *EXAMPLES, "--as-of", "2019-12-31", "--lang", "en").out.startswith(
        "banshi check"
    )


def test_faults_speak_chinese(run: Run, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wiat,1_000,minutte,营口是,2019-13")
    result = run("check", file, "--lang", "zh")
    assert result.code == 2
    for line in result.err.splitlines():
        assert HAN.search(line.split("]", 1)[-1]), line
    for arguments in (("chekc",), ("check", "--as-off"), ("check",), ("due", "--month", "x")):
        err = (
            run(*arguments, "--lang", "zh").err
            if arguments != ("chekc",)
            else run("--lang", "zh", *arguments).err
        )
        assert HAN.search(err), arguments


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_TW.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "BANSHI_LANG": "zh"}, True),
        ({"LANG": "zh_CN.UTF-8", "BANSHI_LANG": "en"}, False),
        ({}, False),
    ],
)
def test_the_language_follows_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], chinese: bool
) -> None:
    monkeypatch.delenv("LANG")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert bool(HAN.search(run("--help").out)) is chinese


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8", "cp1252"])
def test_no_console_makes_it_crash(encoding: str, tmp_path: Path) -> None:
    file = write_csv(tmp_path, "queue_wait,22,minute,站前区,2019-12", "😀,1,minute,站前区,2019-12")
    for language in LANGUAGES:
        done = subprocess.run(
            [sys.executable, "-m", "banshi", "check", file, *EXAMPLES, "--lang", language],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
            cwd=ROOT,
        )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        if encoding == "gbk" and language == "zh":
            assert "违反" in done.stdout.decode("gbk")


def test_messages_are_put_into_words_where_they_are_shown() -> None:
    message = say("no file {path}", path="a\x1b[31m")
    assert str(message) == "no file a\\x1b[31m"
    with speaking("zh"):
        assert HAN.search(str(message))
        assert HAN.search(str(say_count("{count} task", "{count} tasks", 2)))
    assert str(say_count("{count} task", "{count} tasks", 1)) == "1 task"
    assert translate("") == ""
    with speaking("fr"):
        assert str(message).startswith("no file")
