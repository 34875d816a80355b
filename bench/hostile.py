"""The worst files that anybody thought of: any bytes end in time and within memory.

`python bench/hostile.py`, or `make bench-hostile`. Each file goes through `banshi` in a process of
its own. The limits are a start, a second a megabyte (of an archive, unpacked), and 200 MiB more
than the file; exit code 3, a crash, or more than a limit is OVER, and the run ends with 1.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from timing import environment

ROOT = Path(__file__).parent.parent
MB = 1_000_000
HEADER = "metric,value,unit,region,organisation,item,period\n"
START = 1.0
A_MEGABYTE = 1.0
MEMORY = 200
_AS_OF = ("--as-of", "2019-12-31")
_KILLED_AFTER = 300


@dataclass(frozen=True, slots=True)
class Case:
    """One file, and the words of the command that reads it in place of `FILE`."""

    name: str
    suffix: str
    made: Callable[[], bytes]
    words: tuple[str, ...] = ("check", "FILE", *_AS_OF)


def _rows(row: str, size: int = MB, header: str = HEADER) -> bytes:
    """Return about `size` bytes of rows; `{n}` in `row` is the number of each."""
    count = size // len(row.format(n=100_000).encode())
    return (header + "".join(row.format(n=n) for n in range(100_000, 100_000 + count))).encode()


def _text(text: str) -> Callable[[], bytes]:
    return text.encode


def _columns(count: int) -> bytes:
    """Return a table with `count` columns of figures that nobody knows."""
    header = ["地区", "网上可办率", "排队时间", *(f"organ{n}is" for n in range(count))]
    rows = [["站前区", "95%", "1", *["1"] * count] for _ in range(30)]
    return "\n".join(map(",".join, [header, *rows])).encode()


GOOD = "queue_wait,{n},minute,站前区,市营商局,,2019-12\n"
CSV: dict[str, Callable[[], bytes]] = {
    "one huge cell": _text(HEADER + "x" * MB),
    "one huge quoted cell": _text(HEADER + '"' + "x" * MB),
    "500,000 commas": _text(HEADER + "," * 500_000 + "\n"),
    "500,000 columns": _text(",".join(["a"] * 500_000)),
    "40,000 unknown columns": _text(
        ",".join(["地区", "网上可办率", "排队时间", *(f"queue_weit{n}" for n in range(40_000))])
        + "\n"
        + ",".join(["站前区", "95%", "1", *"1" * 40_000])
    ),
    **{
        f"{count:,} unknown columns of figures": partial(_columns, count)
        for count in (1_000, 16_000)
    },
    "unknown metrics": lambda: _rows("queue_wiat_{n},1,minute,站前区,,,2019-12\n"),
    "unknown metrics of many letters": lambda: _rows(
        "{n}" + "等候时间" * 20 + ",1,分钟,站前区,,,2019-12\n"
    ),
    "unknown metrics, as bodies": lambda: _rows(
        "queue_wait,1,minute,站前区,市营商{n}局,,2019-12\n"
    ),
    "unknown in every cell": lambda: _rows("q{n},v{n},u{n},r{n},o{n},i{n},p{n}\n"),
    "unknown milestones": lambda: _rows("公布清单{n},已完成\n", header="节点,完成情况\n"),
    "contradictions": lambda: _rows(GOOD),
    "every second row refused": lambda: _rows(
        "queue_wait,22,minute,站前区,,i{n},2019-12\nqueue_wait,22,minute,某区,,i{n},2019-11\n"
    ),
    "repetitions": lambda: _rows(GOOD.replace("{n}", "15")),
    "no figures": lambda: _rows("queue_wait,,minute,站前区,,,2019-12\n"),
    "converted units": lambda: _rows("queue_wait,0.{n},hour,站前区,,i{n},2019-12\n"),
    "violations, an item each": lambda: _rows("queue_wait,{n},minute,站前区,,i{n},2019-12\n"),
    "digits of 40 places": lambda: _rows("queue_wait," + "9" * 40 + ",minute,站前区,,,2019-12\n"),
    "bounds and words": lambda: _rows(
        "queue_wait,约" + "9" * 60 + "以{n},minute,站前区,,,2019-12\n"
    ),
    "Chinese numerals": lambda: _rows(
        "queue_wait," + "百千万亿" * 20 + "{n},分钟,站前区,,,2019-12\n"
    ),
    "white space": _text(
        HEADER + "queue_wait," + " \u3000" * 60_000 + "x,minute,站前区,,,2019-12\n"
    ),
    "quotes": _text('"' * MB),
    "line ends": _text("\n" * MB),
    "carriage returns": _text("\r" * MB),
    "short rows": lambda: _rows("a{n}\n"),
    "high bytes": lambda: b"\x81\x40" * (MB // 2),
    "UTF-8 cut short": lambda: ("网上可办率," * 60_000).encode()[:-1],
    "nothing but zeros": lambda: bytes(MB),
}
LARGE_CSV: dict[str, Callable[[], bytes]] = {
    "17 MB of unknown metrics": lambda: _rows(
        "queue_wiat_{n},1,minute,站前区,,,2019-12\n", 17 * MB
    ),
    "17 MB of contradictions": lambda: _rows(GOOD, 17 * MB),
    "17 MB of one line": lambda: b"x" * (17 * MB),
}
JSON: dict[str, Callable[[], bytes]] = {
    "nested brackets": _text("[" * MB),
    "nested brackets, in a value": _text('[{"metric": ' + "[" * 500_000 + "]" * 500_000 + "}]"),
    "nested objects": _text('{"a":' * 200_000),
    "a digit a million times": _text('[{"value": ' + "9" * MB + "}]"),
    "a key an object": lambda: json.dumps([{f"k{n}": n} for n in range(60_000)]).encode(),
    "an object of 80,000 keys": lambda: json.dumps([{f"k{n}": n for n in range(80_000)}]).encode(),
    "300,000 empty objects": _text("[" + "{}," * 300_000 + "{}]"),
    "escapes": _text('["' + "\\u4e00" * 160_000 + '"]'),
    "broken lines": _text("{x}\n" * 250_000),
}
YAML: dict[str, Callable[[], bytes]] = {
    "a long list": lambda: ("tables:\n" + "- {region: 营口市}\n" * 45_000).encode(),
    "unknown names": lambda: (
        "tables:\n- columns:\n"
        + "".join(f"  - {{header: h{n}, metric: queue_wiat{n}}}\n" for n in range(25_000))
    ).encode(),
    "unknown headers": lambda: (
        "tables:\n- columns:\n"
        + "".join(f"  - {{header: 指标{n}, metric: queue_wait}}\n" for n in range(22_000))
    ).encode(),
    "unknown keys": lambda: (
        "tables:\n" + "".join(f"- {{regoin{n}: x}}\n" for n in range(50_000))
    ).encode(),
    "many keys": lambda: "".join(f"k{n}: 1\n" for n in range(90_000)).encode(),
    "nested": _text("- " * 500_000 + "x"),
    "flow brackets": _text("[" * MB),
    "a long text": _text("a: '" + "x" * MB),
    "anchors": _text("a: [" + "&a x, " * 160_000 + "]"),
    "commas": _text("a: [" + "," * MB),
}


PLAN = """\
id: p
title: 方案
issuers: [营口市人民政府办公室]
jurisdiction: "210800"
issued: 2019-01-15
status: issued
source: {{name: p.txt, sha256: "{sha256}"}}
tasks:
- id: "1"
  clause: 一
  title: 供电
  lead: [{bodies}]
  deadline: {{by: 2019-06-30, text: 6月底前}}
  targets:
"""
TARGET = (
    "  - {{id: t{n}, metric: {metric}, op: '>=', value: 99, unit: percent, evidence: 达到99%}}\n"
)


def _plan(metric: str, bodies: int, targets: int) -> bytes:
    """Return a plan with so many bodies, and targets whose metrics are called after `metric`."""
    names = ", ".join(["营口供电公司", *(f"营口供电公司{n}" for n in range(bodies))])
    head = PLAN.format(sha256="0" * 64, bodies=names)
    lines = (TARGET.format(n=n, metric=metric.format(n=n)) for n in range(targets))
    return (head + "".join(lines)).encode()


PLANS: dict[str, Callable[[], bytes]] = {
    "unknown metrics": lambda: _plan("suply_reliability{n}", 0, 9_000),
    "unknown bodies": lambda: _plan("supply_reliability", 35_000, 1),
    "9,000 targets": lambda: _plan("supply_reliability", 0, 9_000),
}


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _workbook(rows: str, after: str = "") -> bytes:
    """Return a workbook with one sheet of these rows of XML."""
    from openpyxl import Workbook

    plain = io.BytesIO()
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return _zip({**parts, "xl/worksheets/sheet1.xml": sheet.encode()})


def _cells(row: int, *texts: str) -> str:
    inner = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{inner}</row>'


_TOP = _cells(1, *HEADER.strip().split(","))


def _merged() -> bytes:
    rows = _TOP + "".join(
        _cells(n, "queue_wait", "1", "minute", "站前区", "", "", "2019-12") for n in range(2, 5_000)
    )
    merges = "".join(f'<mergeCell ref="A{n}:G{n + 4_000}"/>' for n in range(2, 900))
    return _workbook(rows, f"<mergeCells>{merges}</mergeCells>")


def _noise() -> str:
    """Return text that no archive can pack well, so that only its size is in the way."""
    from random import Random

    return "".join(f"{Random(n).getrandbits(64):016x}" for n in range(200_000))


def _tags() -> bytes:
    """Return a workbook close to the most tags that a part may have, of cells without a value."""
    return _workbook(_TOP + '<row r="2">' + "<c/>" * 1_900_000 + "</row>", f"<!--{_noise()}-->")


def _rows_at_the_limit() -> bytes:
    return _workbook(
        _TOP
        + "".join(
            _cells(n, f"queue_wiat{n}", "1", "minute", "站前区", "", "", "2019-12")
            for n in range(2, 14_000)
        )
    )


XLSX: dict[str, Callable[[], bytes]] = {
    "a cell in the last place": lambda: _workbook(
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "deeply merged": _merged,
    "tags at the limit": _tags,
    "rows at the limit, unknown metrics": _rows_at_the_limit,
    "40 MB of zeros": lambda: _zip({"xl/workbook.xml": bytes(40 * MB)}),
}


def _parquet_rows() -> bytes:
    """Return half a megabyte that unpacks to two million rows."""
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    count = 2_000_000
    same = {name: ["x"] * count for name in HEADER.strip().split(",")}
    parquet.write_table(pa.table(same), out)
    return out.getvalue()


def cases() -> Iterator[Case]:
    """Yield every file."""
    for name, made in {**CSV, **LARGE_CSV}.items():
        yield Case(name, ".csv", made)
    for name, made in JSON.items():
        yield Case(name, ".jsonl" if "lines" in name else ".json", made)
    for name, made in XLSX.items():
        yield Case(name, ".xlsx", made)
    yield Case("2 million rows in little", ".parquet", _parquet_rows)
    good = str(ROOT / "examples" / "yingkou-2019" / "sample-city.csv")
    for name, made in YAML.items():
        yield Case(f"map: {name}", ".yaml", made, ("check", good, "--map", "FILE", *_AS_OF))
        yield Case(f"waivers: {name}", ".yaml", made, ("check", good, "--waivers", "FILE", *_AS_OF))
        yield Case(f"registry: {name}", ".yaml", made, ("validate", "FILE"))
    for name, made in PLANS.items():
        yield Case(f"plan: {name}", ".yaml", made, ("validate", "FILE"))
    for name, waiver in {
        "targets": "yingkou-2019-26/1/queue-wiat{n},站前区,a,b,c,2020-03-31\n",
        "regions": "yingkou-2019-26/1/queue-wait,站前{n}区,a,b,c,2020-03-31\n",
    }.items():
        yield Case(
            f"waivers: unknown {name}",
            ".csv",
            partial(_rows, waiver, header="target,region,reason,approved_by,document,expires\n"),
            ("check", good, "--waivers", "FILE", *_AS_OF),
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """How one file ended."""

    code: int
    seconds: float
    mebibytes: float
    megabytes: float
    unpacked: float
    """The same of what an archive holds; of other files, their own size."""

    @property
    def over(self) -> str:
        """What of it is over a limit, or nothing."""
        faults = {
            f"exit {self.code}": self.code not in {0, 1, 2},
            "time": self.seconds > START + A_MEGABYTE * self.unpacked,
            "memory": self.mebibytes > MEMORY + self.megabytes,
        }
        return ", ".join(name for name, over in faults.items() if over)


def measure(case: Case, folder: Path) -> Measured:
    """Run the command of a case and measure it."""
    file = folder / f"hostile{case.suffix}"
    data = case.made()
    file.write_bytes(data)
    words = [sys.executable, "-m", "banshi"]
    words += [str(file) if word == "FILE" else word for word in case.words]
    began = time.perf_counter()
    process = subprocess.Popen(
        words,
        cwd=folder,
        env={**environment(), "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_limited,  # noqa: PLW1509 - this process has no other threads
    )
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    sizes = (len(data) / MB, _unpacked(data) / MB)
    return Measured(process.returncode, taken, usage.ru_maxrss / unit, *sizes)


def _unpacked(data: bytes) -> int:
    if not data.startswith(b"PK"):
        return len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _limited() -> None:
    """End a process that would go on for ever."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (_KILLED_AFTER, _KILLED_AFTER))


def main() -> int:
    """Measure every file, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="a part of the names to measure")
    asked = parser.parse_args()
    over = 0
    print(f"{'file':45} {'MB':>6} {'exit':>4} {'seconds':>8} {'MiB':>6}")
    with tempfile.TemporaryDirectory(prefix="banshi-hostile-") as folder:
        for case in cases():
            name = f"{case.suffix} {case.name}"
            if asked.only in name:
                found = measure(case, Path(folder))
                over += bool(found.over)
                print(
                    f"{name:45} {found.megabytes:6.2f} {found.code:4} {found.seconds:8.2f}"
                    f" {found.mebibytes:6.0f} {found.over and 'OVER: ' + found.over}",
                    flush=True,
                )
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
