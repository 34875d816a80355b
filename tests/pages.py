"""Runs what a page shows: its files are written, its commands run, its results held against it.

A file stands under its name: `name` in backticks, then a block with its content; a block of `diff`
changes the file of that name. Every line of a console block that begins with `$ ` is run. What
follows it is standard output, then standard error. UPDATE_GOLDEN=1 rewrites both.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Run

FILE = r"^`(?P<name>[\w./-]+)`\n\n```(?P<kind>\w+)\n(?P<content>.*?)^```$"
CONSOLE = r"^```console\n(?P<session>.*?)^```$"
_BLOCK = re.compile(f"{FILE}|{CONSOLE}", re.MULTILINE | re.DOTALL)
_LANGUAGES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}


def files_of(text: str) -> list[tuple[str, str]]:
    """Return name and content of the files that stand in `text`."""
    found = re.finditer(FILE, text, re.MULTILINE | re.DOTALL)
    return [(match["name"], match["content"]) for match in found]


def commands_of(text: str) -> list[str]:
    """Return the commands that `text` shows with their results."""
    sessions = re.findall(CONSOLE, text, re.MULTILINE | re.DOTALL)
    return [line for session in sessions for line in session.splitlines() if line[:2] == "$ "]


def holds(run: Run, monkeypatch: pytest.MonkeyPatch, page: Path, language: str) -> None:
    """Assert that `page` shows what its commands print, in `language`, in the current folder."""
    monkeypatch.setenv("LANG", _LANGUAGES[language])
    text = page.read_text(encoding="utf-8")

    def real(block: re.Match[str]) -> str:
        if block["session"] is None:
            _write(Path(block["name"]), block["kind"], block["content"])
            return block[0]
        return f"```console\n{_session(run, block['session'])}```"

    written = _BLOCK.sub(real, text)
    if os.environ.get("UPDATE_GOLDEN"):
        page.write_text(written, encoding="utf-8")
        return
    assert written == text, "UPDATE_GOLDEN=1 writes it, then read it"


def _write(file: Path, kind: str, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if kind == "diff":
        lines = content.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        before = file.read_text(encoding="utf-8")
        assert before.count(old) == 1, (
            f"{file}: what changes stands there {before.count(old)} times"
        )
        content = before.replace(old, new)
    file.write_text(content, encoding="utf-8")


def _session(run: Run, session: str) -> str:
    shown = []
    for command in [line[2:] for line in session.splitlines() if line.startswith("$ ")]:
        program, *arguments = shlex.split(command)
        assert program == "banshi"
        result = run(*arguments)
        assert result.code in {0, 1, 2}, result.err
        shown.append(f"$ {command}\n{_trimmed(result.out)}{_trimmed(result.err)}")
    return "\n".join(shown)


def _trimmed(text: str) -> str:
    """Return `text` as a page shows it: no white space at the end of a line."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())
