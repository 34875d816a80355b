"""banshi check beside other tools on the same work: read a long CSV, join, compare, write.

`python bench/peer_table.py`, or `make bench-peers`. The peers are no dependency of the project:
they are installed into environments of their own, in --venvs FOLDER, which is kept, or in a
temporary one. All must find the same violations. Whole processes, in pairs that alternate.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import peer_data
from timing import BenchError, Command, Paired, compare, peak_mib, require_bytecode, run, seconds

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(__file__).resolve().parent / "peers"
ROWS = (1_000, 100_000)
LIMIT = 0.6
"""How many times as long as the faster of the limiting peers banshi may take."""
_LIMITING = ("soda", "pandera")
_VIOLATED = 1


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool, and which of the environments it is installed in."""

    name: str
    venv: str
    shown: tuple[str, ...]
    """The distributions whose versions are printed."""


ALL = (
    Peer("duckdb", "common", ("duckdb",)),
    Peer("polars", "common", ("polars",)),
    Peer("pandas", "common", ("pandas",)),
    Peer("frictionless", "common", ("frictionless",)),
    Peer("soda", "soda", ("soda-core-duckdb", "duckdb")),
    Peer("pandera", "common", ("pandera", "pandas")),
)
_LISTS = {"common": "requirements.txt", "soda": "requirements-soda.txt"}


def install(folder: Path) -> None:
    """Make the environments that are not there yet.

    Raises:
        BenchError: one cannot be made.
    """
    for name, wanted in _LISTS.items():
        ready = folder / name / "ready"
        if ready.is_file() and ready.read_text(encoding="utf-8") == _wanted(wanted):
            continue
        _progress(f"… installing {wanted}")
        pip = (str(_python(folder, name)), "-m", "pip", "--disable-pip-version-check", "--quiet")
        for words in (
            (sys.executable, "-m", "venv", "--clear", str(folder / name)),
            (*pip, "install", "--compile", "-r", str(PEERS / wanted)),
        ):
            if subprocess.run(words, check=False, stdin=subprocess.DEVNULL).returncode:
                raise BenchError(f"failed: {' '.join(words)}")
        ready.write_text(_wanted(wanted), encoding="utf-8")


def _wanted(file: str) -> str:
    return (PEERS / file).read_text(encoding="utf-8")


def _python(folder: Path, venv: str) -> Path:
    return folder / venv / "bin" / "python"


def versions(folder: Path, peer: Peer) -> str:
    """Return the installed versions of a peer."""
    code = (
        "import sys; from importlib.metadata import version;"
        "print(', '.join(f'{name} {version(name)}' for name in sys.argv[1:]))"
    )
    words = (str(_python(folder, peer.venv)), "-c", code, *peer.shown)
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


def command(folder: Path, peer: Peer, work: peer_data.Work, out: Path) -> Command:
    """Return the process of a peer."""
    script = PEERS / f"with_{peer.name}.py"
    words = (_python(folder, peer.venv), script, work.rows, work.thresholds, out)
    return Command(tuple(map(str, words)))


def own(work: peer_data.Work, out: Path) -> Command:
    """Return the process of banshi: the whole command line, its registry read and validated."""
    script = Path(sys.executable).parent / "banshi"
    words = ("check", str(work.rows), "--registry", str(work.registry), "--as-of", "2019-12-31")
    return Command(
        (str(script), *words, "--output", str(out), "--force", "--quiet"), frozenset({_VIOLATED})
    )


def found(file: Path) -> int:
    """Return how many violations a tool wrote; banshi's CSV lists what is met too."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        return sum(row.get("status", "violated") == "violated" for row in csv.DictReader(text))


def _agree(name: str, one: Command, out: Path, work: peer_data.Work) -> None:
    run(one, ROOT)
    if (count := found(out)) != work.violations:
        raise BenchError(f"{name} found {count} violations of {work.violations}")


def table(folder: Path, files: Path, rows: int, repeat: int) -> list[tuple[Peer, Paired]]:
    """Measure banshi beside every peer on `rows` rows."""
    work = peer_data.write(ROOT / "registry", files / str(rows), rows)
    out = files / f"{rows}.csv"
    banshi = own(work, out)
    _agree("banshi", banshi, out, work)
    measured = []
    for peer in ALL:
        written = files / f"{rows}-{peer.name}.csv"
        theirs = command(folder, peer, work, written)
        _agree(peer.name, theirs, written, work)
        _progress(f"… {rows:,} rows, {peer.name}")
        measured.append((peer, compare(banshi, theirs, ROOT, repeat=repeat, warm=True)))
    return measured


def show(rows: int, measured: list[tuple[Peer, Paired]]) -> bool:
    """Print the table; return whether banshi is within its limit."""
    print(f"\n{rows:,} rows       banshi/peer  limit  seconds (banshi / peer)  peak MiB (same)")
    within = True
    for peer, paired in measured:
        verdict = ""
        if peer.name in _LIMITING:
            ok = paired.ratio <= LIMIT
            within &= ok
            verdict = f"{LIMIT:.2f} {'ok' if ok else 'OVER'}"
        times = f"{seconds(paired.work):.3f} / {seconds(paired.against):.3f}"
        memory = f"{peak_mib(paired.work):.0f} / {peak_mib(paired.against):.0f}"
        print(f"{peer.name:16} {paired.ratio:10.3f}  {verdict:9} {times:>19} {memory:>18}")
    return within


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Measure, print, and return 1 where banshi is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=9, help="pairs a peer (9)")
    parser.add_argument("--rows", type=int, nargs="*", default=ROWS, help="sizes (1000 100000)")
    parser.add_argument("--venvs", type=Path, help="where the peers are, or are installed")
    asked = parser.parse_args()
    try:
        require_bytecode(("banshi", "typer", "pydantic", "yaml"))
        with tempfile.TemporaryDirectory(prefix="banshi-peers-") as name:
            folder = asked.venvs.resolve() if asked.venvs else Path(name) / "venvs"
            install(folder)
            print("; ".join(dict.fromkeys(versions(folder, peer) for peer in ALL)))
            print(f"{asked.repeat} pairs a peer", flush=True)
            within = [
                show(rows, table(folder, Path(name), rows, asked.repeat)) for rows in asked.rows
            ]
    except BenchError as error:
        _progress(f"peers: {error}")
        return 2
    return int(not all(within))


if __name__ == "__main__":
    sys.exit(main())
