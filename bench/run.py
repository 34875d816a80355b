"""How long banshi takes, each time as a multiple of a peer's time; 1 where a limit is passed.

`make bench` runs it; README.md says what each row means.
"""

import argparse
import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import generate
import workdays
from timing import BenchError, Command, Paired, compare, peak_mib, require_bytecode, run, seconds

import cases
from banshi.formats import CHECK
from banshi.measure.calendar import calendar
from banshi.measure.job import day_of

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = ROOT / "registry"
BY_HAND = ROOT / "bench" / "by_hand.py"
CASES_BY_HAND = Path(__file__).with_name("by_hand_cases.py")
# The plans' texts are not part of the project; without them the row that reads them is left out.
SOURCES = Path(os.environ.get("BANSHI_SHARED", ROOT.parent / "shared")) / "sources"
BIN = Path(sys.executable).parent  # not resolved: the environment's own folder
OURS = ("banshi", "typer", "pydantic", "yaml", "rich")
PEERS = ("check_jsonschema", "jsonschema", "ruamel.yaml")
SHOWN = ("banshi", "typer", "pydantic", "PyYAML", "rich", "check-jsonschema")
# The rows of the large metrics file.
ROWS = 1_000_000
# Those of the file that only `--large` reads, and how many windows there have one over the limit.
LARGEST, OVER_EVERY = 10_000_000, 500
BASELINE = """\
import typer, rich.table, yaml
from pydantic import BaseModel
class Row(BaseModel):
    metric: str
    value: float
    region: str
    period: str
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of work, what it is held against, and how many times as long it may take."""

    work: str
    against: str
    limit: float
    commands: tuple[Command, Command]
    large: bool = False
    """Takes minutes: repeated less often, without a run to warm up, and its memory is shown."""


def rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of the table; what they read is written into `folder` first."""
    schema = folder / "schemas" / "plan.schema.json"
    run(_banshi("schema", "--out", str(schema.parent)), folder)
    large = folder / "large"
    plan = generate.write_registry(REGISTRY, large)
    metrics = _metrics(folder)
    typer = _python("import typer")
    check = _banshi("check", *metrics, "--as-of", "2019-12-31", codes=frozenset({0, 1}))
    peer = _command("check-jsonschema", "--schemafile", str(schema))
    show = _banshi("--version")

    def schema_of(*files: str) -> Command:
        return Command((*peer.words, *files))

    yield Row("banshi --version", "import typer", 1.3, (show, typer))
    yield Row("banshi --help", "import typer", 1.3, (_banshi("--help"), typer))
    imports = "import typer, rich, pydantic, yaml"
    yield Row("banshi check, examples", imports, 1.8, (check, _python(BASELINE)))
    yield Row("the same", "check-jsonschema, the registry", 0.4, (check, _peer_on_registry(schema)))
    for count in (ROWS // 10, ROWS):
        rows = folder / f"rows-{count}.csv"
        generate.write_rows(REGISTRY, rows, count)
        checked = _banshi("check", str(rows), "--as-of", "2019-12-31", codes=frozenset({1}))
        name = f"banshi check, {count:,} rows"
        limit = 8 if count == ROWS else 14
        yield Row(name, "csv module, the same file", limit, (checked, _reading(rows)), large=True)
    yield _reports(folder)
    yield _measured(folder, ROWS, "csv", 3)
    whole = _banshi("validate", str(large))
    size = f"banshi validate, {generate.TASKS:,} tasks"
    against = "check-jsonschema, the same file"
    yield Row(size, against, 0.1, (whole, schema_of(str(plan))), large=True)
    yield Row("banshi validate, five plans", "banshi --version", 4, (_banshi("validate"), show))
    pairs = folder / "pairs.npy"
    workdays.write_pairs(pairs)
    size = f"workdays, {workdays.PAIRS:,} pairs"
    yield Row(size, "numpy.busday_count", workdays.LIMIT, workdays.commands(pairs))
    if SOURCES.is_dir():
        trace = _banshi("trace", "--source", str(SOURCES))
        yield Row("banshi trace, five plans", "banshi --version", 8, (trace, show))


def large_rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of the table that take minutes, with files of hundreds of megabytes."""
    file, limits = folder / "largest.csv", folder / "limits.csv"
    generate.write_rows(REGISTRY, file, LARGEST, OVER_EVERY)
    generate.write_limits(limits)
    checked = _banshi("check", str(file), "--as-of", "2019-12-31", codes=frozenset({1}))
    words = (str(BY_HAND), str(file), str(limits), str(folder / "over.csv"))
    by_hand = Command((sys.executable, *words))
    yield Row(f"check, {LARGEST:,} rows", "DuckDB by hand", 2, (checked, by_hand), large=True)
    file.unlink()
    yield _measured(folder, 10_000_000, "csv", 1.6)
    yield _measured(folder, 100_000_000, "parquet", 1.2, "--memory", "1GB")


def _measured(folder: Path, count: int, form: str, limit: float, *options: str) -> Row:
    """Return the row of four metrics by region and month, of so many cases."""
    file, profile = folder / f"cases.{form}", folder / "cases.yaml"
    cases.write_cases(file, count)
    profile.write_text(cases.PROFILE, encoding="utf-8")
    days = calendar()
    ordinals = folder / "workdays.csv"
    lines = (f"{day_of(days.first + n)},{o}" for n, o in enumerate(days.ordinals))
    ordinals.write_text("\n".join(["day,ordinal", *lines]), encoding="utf-8")
    out = ("-o", str(folder / "measured.csv"), "--force", "--quiet")
    words = ("measure", str(file), "--profile", str(profile), "--as-of", cases.AS_OF)
    by_hand = Command((sys.executable, str(CASES_BY_HAND), str(file), str(ordinals)))
    name = f"measure, {count:,} {form}"
    work = _banshi(*words, *out, *options)
    return Row(name, "DuckDB by hand", limit, (work, by_hand), large=True)


def _reports(folder: Path) -> Row:
    """Return the row of every format at once: what they cost beside the check is 1.5 of it."""
    observations = folder / "observations.csv"
    generate.write_rows(REGISTRY, observations, 10_000)
    words = ("check", str(observations), "--as-of", "2019-12-31")
    files = [f"--report={name}={folder / f'report.{name}'}" for name in CHECK]
    codes = frozenset({1})
    alone, all_formats = _banshi(*words, codes=codes), _banshi(*words, *files, codes=codes)
    return Row(f"banshi check, {len(files)} reports", "the check alone", 2.5, (all_formats, alone))


def _peer_on_registry(plan_schema: Path) -> Command:
    """Return check-jsonschema on every file of the registry: a run a schema, since it takes one."""
    script = _command("check-jsonschema").words[0]
    runs = []
    for name in ("plan", "metrics", "organisations", "regions"):
        schema = plan_schema.with_name(f"{name}.schema.json")
        found = REGISTRY.glob("plans/*.yaml" if name == "plan" else f"{name}.yaml")
        runs.append(shlex.join([script, "--schemafile", str(schema), *map(str, sorted(found))]))
    return Command(("sh", "-c", " && ".join(runs)))


def _command(name: str, *words: str, codes: frozenset[int] = frozenset({0})) -> Command:
    """Return the console script `name` of the environment that runs this file.

    Raises:
        BenchError: it is missing, or another interpreter would run it.
    """
    script = BIN / name
    if not script.is_file() or str(BIN) not in script.read_text(encoding="utf-8"):
        raise BenchError(f"{script} is missing or not of this environment; run `make venv`")
    return Command((str(script), *words), codes)


def _banshi(*words: str, codes: frozenset[int] = frozenset({0})) -> Command:
    return _command("banshi", *words, codes=codes)


def _python(code: str) -> Command:
    return Command((sys.executable, "-c", code))


def _reading(file: Path) -> Command:
    """Return what only reads `file` with Python's csv module, strictly."""
    code = (
        "import csv, collections\n"
        f"with open({str(file)!r}, encoding='utf-8', newline='') as text:\n"
        "    collections.deque(csv.reader(text, strict=True), maxlen=0)"
    )
    return _python(code)


def _metrics(folder: Path) -> list[str]:
    """Return the sample data's files, or a made-up one where the samples are not at hand."""
    samples = sorted((ROOT / "examples" / "yingkou-2019").glob("*.csv"))
    if not samples:
        samples = [folder / "metrics.csv"]
        generate.write_metrics(REGISTRY, samples[0])
    return [str(file) for file in samples]


def _table(measured: list[tuple[Row, Paired]]) -> Iterator[str]:
    yield f"{'work':29} {'against':33} {'ratio':>6} {'limit':>6} {'seconds':>15}"
    for row, paired in measured:
        times = f"{seconds(paired.work):.3f} / {seconds(paired.against):.3f}"
        verdict = "ok" if paired.ratio <= row.limit else "OVER"
        yield (
            f"{row.work:29} {row.against:33} {paired.ratio:6.3f} {row.limit:6.2f} {times:>15}"
            f" {verdict}"
        )
    yield "seconds: median of the work / of what it is held against"
    for row, paired in measured:
        if row.large:
            own, peer = peak_mib(paired.work), peak_mib(paired.against)
            yield f"peak memory of {row.work}: {own:.0f} MiB; of {row.against}: {peer:.0f} MiB"


def _about(repeat: int, repeat_large: int) -> str:
    peers = ", ".join(f"{name} {version(name)}" for name in SHOWN)
    python = f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores"
    return f"{python}; {peers}\n{repeat} pairs a row, {repeat_large} for the large file"


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def main() -> int:
    """Measure every row, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=_positive, default=15, help="pairs a row (15)")
    parser.add_argument("--only", default="", help="only the rows whose work has this in its name")
    parser.add_argument(
        "--repeat-large", type=_positive, default=1, help="pairs for the large file (1)"
    )
    parser.add_argument(
        "--large", action="store_true", help="the rows with files of hundreds of megabytes instead"
    )
    asked = parser.parse_args()
    try:
        require_bytecode((*OURS, *PEERS))
        print(_about(asked.repeat, asked.repeat_large), flush=True)
        measured = []
        with tempfile.TemporaryDirectory(prefix="banshi-bench-") as name:
            for row in (large_rows if asked.large else rows)(Path(name)):
                if asked.only not in row.work:
                    continue
                _progress(f"… {row.work} against {row.against}")
                times = asked.repeat_large if row.large else asked.repeat
                paired = compare(*row.commands, ROOT, repeat=times, warm=not row.large)
                measured.append((row, paired))
    except BenchError as error:
        _progress(f"bench: {error}")
        return 2
    print("\n".join(_table(measured)))
    return int(any(paired.ratio > row.limit for row, paired in measured))


if __name__ == "__main__":
    sys.exit(main())
