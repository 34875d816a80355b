"""A run that is cut short, by Ctrl-C, by the system or by a full disk, leaves nothing half done."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from banshi.cli import reading
from banshi.cli.progress import Tell
from banshi.messages import Message
from tests.conftest import EXAMPLES, Run

HEADER = "metric,value,unit,region,organisation,item,period\n"
AS_OF = ("--as-of", "2019-12-31")
# More than is read at once, and more than a pipe holds.
LARGE = 5_000_000
NO_SIGNALS = pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")


def large() -> bytes:
    row = "queue_wait,1,minute,站前区,,窗口{n:07},2019-12\n"
    return (HEADER + "".join(row.format(n=n) for n in range(LARGE // len(row)))).encode()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@contextmanager
def half_read(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `banshi check - WORDS` and yield it when it has read a part of its input and wants more.

    Its temporary files are made in `folder / "temporary"`.
    """
    (folder / "temporary").mkdir()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BANSHI")}
    process = subprocess.Popen(
        [sys.executable, "-m", "banshi", "check", "-", *AS_OF, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env={**kept, "TMPDIR": str(folder / "temporary")},
        # A shell's background job, such as a process of the tests may be, is born deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    try:
        assert process.stdin
        process.stdin.write(large())  # returns once all is read but what the pipe holds
        process.stdin.flush()
        yield process
    finally:
        process.kill()
        process.communicate()


@NO_SIGNALS
@pytest.mark.parametrize(("lang", "word"), [("en", "interrupted"), ("zh", "已中断")])
def test_ctrl_c_while_a_large_file_is_read(tmp_path: Path, lang: str, word: str) -> None:
    with half_read(tmp_path, "-o", "result.json", "--lang", lang) as process:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130
    assert out == b""
    assert err.decode().splitlines() == [word]
    assert names(tmp_path) == {"temporary"}
    assert names(tmp_path / "temporary") == set()


@NO_SIGNALS
def test_the_system_ends_it_while_a_large_file_is_read(tmp_path: Path) -> None:
    with half_read(tmp_path, "-o", "result.json") as process:
        process.terminate()
        out, err = process.communicate()
    assert process.returncode == -signal.SIGTERM
    assert (out, err) == (b"", b"")
    assert names(tmp_path) == {"temporary"}
    assert names(tmp_path / "temporary") == set()


@pytest.mark.parametrize("at", [1, 2, 3])
def test_ctrl_c_in_either_pass_through_a_large_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """The progress is told after every piece of the first pass and of the second."""
    file, out = tmp_path / "m.csv", tmp_path / "result.json"
    file.write_bytes(large())
    assert run("check", *EXAMPLES, *AS_OF, "-o", out).code == 1
    before = out.read_bytes()
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        told += 1
        if told == at:
            raise KeyboardInterrupt
        assert done <= total

    @contextmanager
    def progress(_what: Message) -> Iterator[Tell]:
        yield tell

    monkeypatch.setattr(reading, "progress", progress)
    result = run("check", file, *AS_OF, "-o", out)
    assert (result.code, result.out, result.err) == (130, "", "interrupted\n")
    assert told == at
    assert names(tmp_path) == {"m.csv", "result.json"}
    assert out.read_bytes() == before


@pytest.mark.parametrize("step", ["chmod", "replace"])
def test_ctrl_c_while_the_result_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out = tmp_path / "result.json"
    assert run("check", *EXAMPLES, *AS_OF, "-o", out).code == 1
    before = out.read_bytes()

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, step, interrupted)
    result = run("check", *EXAMPLES, "--as-of", "2019-11-30", "-o", out)
    assert (result.code, result.err) == (130, "interrupted\n")
    assert names(tmp_path) == {"result.json"}
    assert out.read_bytes() == before


def limited(folder: Path, *words: str, most: int, **streams: int | bytes) -> tuple[int, str]:
    """Run `banshi WORDS` where no file may grow beyond `most` bytes; return exit code and errors.

    To a program that is a disk that is full after so many bytes.
    """
    import resource

    # Coverage would want to write a file as well.
    kept = {n: t for n, t in os.environ.items() if not n.startswith(("BANSHI", "COV"))}
    done = subprocess.run(
        [sys.executable, "-m", "banshi", *words],
        cwd=folder,
        env={**kept, "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"},
        stderr=subprocess.PIPE,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        **streams,  # type: ignore[call-overload]
    )
    return done.returncode, done.stderr.decode()


@NO_SIGNALS
@pytest.mark.parametrize("format_", ["json", "csv", "table"])
def test_a_disk_that_fills_up_while_the_result_is_written(
    run: Run, tmp_path: Path, format_: str
) -> None:
    out = tmp_path / "result.json"
    arguments = ("check", *EXAMPLES, "-o", str(out), "-f", format_, "--as-of")
    assert run(*arguments, "2019-12-30").code == 1
    before = out.read_bytes()
    code, err = limited(tmp_path, *arguments, "2019-12-31", most=len(before) // 2)
    assert code == 2
    assert err.splitlines()[-1] == f"banshi: {out} cannot be written: the file grows too large"
    assert "Traceback" not in err
    assert names(tmp_path) == {"result.json"}
    assert out.read_bytes() == before


@NO_SIGNALS
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_fills_up_while_standard_output_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unbuffered: str
) -> None:
    """Without a buffer, Python takes the part that went through for the whole."""
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    with (tmp_path / "out.txt").open("wb") as out:
        arguments = ("check", *EXAMPLES, *AS_OF, "-f", "json", "-q")
        code, err = limited(tmp_path, *arguments, most=1_000, stdout=out.fileno())
    assert code == 2
    assert err == "banshi: the file grows too large\n"


@NO_SIGNALS
def test_a_disk_that_fills_up_while_standard_input_is_kept(tmp_path: Path) -> None:
    code, err = limited(tmp_path, "check", "-", *AS_OF, most=1_000_000, input=large())
    assert code == 2
    assert "the file grows too large" in err
    assert "Traceback" not in err
    assert names(tmp_path) == set()


def test_without_a_buffer_the_result_is_the_same() -> None:
    words = [sys.executable, "-m", "banshi", "check", *EXAMPLES, *AS_OF, "--lang", "zh"]
    outputs = [
        subprocess.run(
            words,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=subprocess.PIPE,
            check=False,
        ).stdout
        for unbuffered in ("", "1")
    ]
    assert outputs[0]
    assert outputs[0] == outputs[1]
