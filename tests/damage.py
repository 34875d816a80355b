"""Good files of every kind that banshi reads, and strategies that damage them."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from hypothesis import strategies as st
from pyarrow import parquet

from tests.conftest import SMALL_PLAN
from tests.workbooks import packed, with_rows

METRICS = """\
指标,数值,单位,地区,部门,事项,期间
网上可办率,95.8%,,营口市,,,2019-08
排队时间,22,分钟,站前区,市营商局,发票,2019-08
到现场次数,1,次,盖州市,市税务局,,2019-Q3
supply_reliability,99.949,percent,营口市,,,2019-H1
"""
MAP = """\
tables:
- sheet: 汇总*
  header_row: 1
  period: 2019-12
  columns:
  - {column: A, holds: region}
  - {header: 排队时间, metric: queue_wait, unit: minute}
- region: 营口市
  columns:
  - {header: 数值, holds: value}
  - {header: 备注, holds: nothing}
"""
WAIVERS = """\
waivers:
- target: yingkou-2019-26/1/queue-wait
  region: 站前区
  reason: 大厅改造
  approved_by: 市营商局
  document: 营商办〔2019〕8号
  expires: 2020-03-31
"""
WAIVER_TABLE = """\
目标,地区,理由,批准人,依据文件,有效期至
yingkou-2019-26/1/queue-wait,站前区,大厅改造,市营商局,营商办〔2019〕8号,2020-03-31
"""
BASELINE = """\
{"schema_version": "1", "tool": {"name": "banshi", "version": "0.1.0"}, "as_of": "2019-12-31",
 "violations": [{"plan": "yingkou-2019-26", "task": "1", "target": "queue-wait",
 "region": "210802", "period": "2019-12"}]}
"""
_TABLE = [line.split(",") for line in METRICS.splitlines()]
_OBJECTS = [dict(zip(_TABLE[0], row, strict=True)) for row in _TABLE[1:]]
_WIDE: list[list[object]] = [
    ["营口市2019年8月政务服务情况表"],
    ["地区", "网上可办率（%）", "排队时间（分钟）", "备注"],
    ["站前区", 95.8, 22, "无"],
    ["西市区", 0.958, "—", "1,234"],
    ["合计", "", "", ""],
    ["注：示例数据"],
]
# What may stand anywhere and means something to one reader or another.
TOKENS = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        *("\x00", "\x1b[31m", "\r", "\n", "\r\n", "\u2028", "\ufeff", "\u202e", "\ud800", "\u3000"),
        *(
            ",",
            ";",
            "\t",
            '"',
            '""',
            "'",
            ":",
            "：",
            "- ",
            "[",
            "]",
            "{",
            "}",
            "|",
            ">",
            "&a ",
            "*a",
        ),
        *("<", "/>", "<!DOCTYPE x>", "&amp;", "&#0;", "!!python/name:x ", "<<: ", "%", "％", "万"),
        *("0", "-1", "1e400", "NaN", "Infinity", "9" * 40, "０", "٣", "²", "½", "〇", "零", "亿亿"),
        *("0000-00", "9999-12", "43678", "2019年2月30日", "上半年", "00/00/0000", "三季度"),
        *(
            "null",
            "true",
            "~",
            "no",
            "12:30",
            "百分之",
            "百分之一百零一",
            "分之",
            "=1+1",
            "#DIV/0!",
        ),
        *("营口市", "全市", "*", "?", "[!a]", "合计", "注", "指标", "数值", "queue_wait", "header"),
    )
)


_WORD = re.compile(rb"""[^\s:,;\[\]{}"'<>]+""")


def _parquet(columns: dict[str, object]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


def _lines(objects: list[dict[str, str]]) -> bytes:
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in objects).encode()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, good ones of it, and the commands that read one from `input` in a folder."""

    name: str
    file: str
    good: tuple[bytes, ...]
    commands: tuple[tuple[str, ...], ...]
    zipped: bool = False
    extra: dict[str, bytes] = field(default_factory=dict)
    """What else lies in the folder."""

    def lay(self, folder: Path, data: bytes) -> None:
        """Write `data` where the commands look for it."""
        for name, content in {**self.extra, self.file: data}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


_AS_OF = ("--as-of", "2019-12-31")
_BESIDE = {"m.csv": METRICS.encode()}


def _check(file: str) -> tuple[tuple[str, ...], ...]:
    plain = ("check", file, *_AS_OF)
    ways = ((), ("-v",), ("-f", "json"), ("-f", "csv", "--lang", "zh"), ("--explain-columns",))
    return (
        *((*plain, *way) for way in ways),
        (*plain, "--region", "站前区", "--period", "2019-12"),
    )


def _with(*options: str) -> tuple[tuple[str, ...], ...]:
    plain = ("check", "m.csv", *_AS_OF, *options)
    return (plain, (*plain, "-f", "json"), (*plain, "-v", "--lang", "zh"))


KINDS = (
    Kind(
        "csv",
        "input.csv",
        (
            METRICS.encode(),
            METRICS.encode("gb18030"),
            METRICS.encode("utf-16"),
            METRICS.replace(",", "\t").encode("utf-8-sig"),
            "\n".join(",".join(map(str, row)) for row in _WIDE).encode(),
            "节点,完成情况\n公布清单,已完成（2019年6月28日）\n".encode(),
        ),
        _check("input.csv"),
    ),
    Kind(
        "json",
        "input.json",
        (json.dumps(_OBJECTS).encode(), json.dumps({"observations": _OBJECTS}, indent=1).encode()),
        _check("input.json"),
    ),
    Kind("jsonl", "input.jsonl", (_lines(_OBJECTS),), _check("input.jsonl")),
    Kind(
        "xlsx",
        "input.xlsx",
        (with_rows(_TABLE), with_rows(_WIDE, {"B4": "0.0%"})),
        _check("input.xlsx"),
        zipped=True,
    ),
    Kind(
        "parquet",
        "input.parquet",
        (
            _parquet({name: [row[n] for row in _TABLE[1:]] for n, name in enumerate(_TABLE[0])}),
            _parquet({"metric": ["queue_wait"] * 3, "value": [15.0, None, 1e300]}),
        ),
        _check("input.parquet"),
    ),
    Kind("map", "map.yaml", (MAP.encode(),), _with("--map", "map.yaml"), extra=_BESIDE),
    Kind("waivers", "w.yaml", (WAIVERS.encode(),), _with("--waivers", "w.yaml"), extra=_BESIDE),
    Kind(
        "waiver-table",
        "w.csv",
        (WAIVER_TABLE.encode(), WAIVER_TABLE.encode("gb18030")),
        _with("--waivers", "w.csv"),
        extra=_BESIDE,
    ),
    Kind("baseline", "b.json", (BASELINE.encode(),), _with("--baseline", "b.json"), extra=_BESIDE),
    Kind(
        "settings",
        "banshi.toml",
        (b'as-of = "2019-12-31"\nregion = "\xe7\xab\x99\xe5\x89\x8d\xe5\x8c\xba"\nlang = "en"\n',),
        (("check", "m.csv"), ("tasks",), ("due", "--as-of", "2019-07-01")),
        extra=_BESIDE,
    ),
)
"""All kinds but the registry, whose files lie in a folder; see `registry_kinds`."""


_READING = (
    ("validate", "r"),
    ("check", "m.csv", *_AS_OF, "--registry", "r"),
    ("check", "m.csv", *_AS_OF, "--registry", "r", "-v", "-f", "json", "--lang", "zh"),
    ("due", "--registry", "r", *_AS_OF),
    ("tasks", "--registry", "r", "-f", "csv"),
    ("show", "1", "--registry", "r"),
    ("trace", "--registry", "r"),
    ("export", "--registry", "r"),
    ("compare", "*", "*", "--registry", "r", "-v"),
    ("template", "--registry", "r", "--period", "2019"),
    ("template", "--registry", "r", "--period", "2019", "-o", "form.xlsx", "--force"),
)
"""The commands that read the registry in the folder `r`."""


def registry_kinds(registry: Path) -> list[Kind]:
    """Return the kinds of the files of a registry: a plan, and each catalogue of `registry`.

    The rest of the registry that each lies in is sound.
    """
    plan = SMALL_PLAN.encode()
    catalogues = {
        name: (registry / f"{name}.yaml").read_bytes()
        for name in ("metrics", "organisations", "regions")
    }
    sound = {f"r/{name}.yaml": data for name, data in catalogues.items()}
    sound |= {"r/plans/p.yaml": plan, **_BESIDE}
    others = sorted((registry / "plans").glob("*.yaml"))
    plans = (plan, *(other.read_bytes() for other in others))
    return [
        Kind("plan", "r/plans/p.yaml", plans, _READING, extra=sound),
        *(
            Kind(name, f"r/{name}.yaml", (data,), _READING, extra=sound)
            for name, data in catalogues.items()
        ),
    ]


def _flip(draw: st.DrawFn, data: bytearray) -> None:
    at = draw(st.integers(0, len(data) - 1))
    data[at] ^= draw(st.integers(1, 255))


def _cut(draw: st.DrawFn, data: bytearray) -> None:
    at = draw(st.integers(0, len(data) - 1))
    del data[at : at + draw(st.integers(1, 40))]


def _repeat(draw: st.DrawFn, data: bytearray) -> None:
    at = draw(st.integers(0, len(data) - 1))
    piece = data[at : at + draw(st.integers(1, 40))]
    data[at:at] = piece * draw(st.integers(1, 20))


def _insert(draw: st.DrawFn, data: bytearray) -> None:
    at = draw(st.integers(0, len(data)))
    data[at : at + draw(st.integers(0, 3))] = draw(
        st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6))
    )


def _end(draw: st.DrawFn, data: bytearray) -> None:
    del data[draw(st.integers(0, len(data))) :]


def _move(draw: st.DrawFn, data: bytearray) -> None:
    at, length = draw(st.integers(0, len(data) - 1)), draw(st.integers(1, 60))
    piece = data[at : at + length]
    del data[at : at + length]
    to = draw(st.integers(0, len(data)))
    data[to:to] = piece


def _exchange(draw: st.DrawFn, data: bytearray) -> None:
    """Put another word in the place of a word: what is left can still be read, and is wrong."""
    words = list(_WORD.finditer(data))
    if words:
        place = draw(st.sampled_from(words))
        other = st.sampled_from(words).map(re.Match[bytes].group)
        data[slice(*place.span())] = draw(st.one_of(other, st.sampled_from(TOKENS)))


_WAYS: tuple[Callable[[st.DrawFn, bytearray], None], ...] = (
    _exchange,
    _exchange,
    _exchange,
    _insert,
    _flip,
    _cut,
    _repeat,
    _move,
    _end,
)


@st.composite
def damaged(draw: st.DrawFn, good: bytes) -> bytes:
    """Draw what is left of `good` after a few accidents: bytes flipped, cut, repeated, moved."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 5))):
        if data:
            draw(st.sampled_from(_WAYS))(draw, data)
    return bytes(data)


@st.composite
def damaged_archive(draw: st.DrawFn, good: bytes) -> bytes:
    """Draw a zip archive that is sound, with one of its parts damaged."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    return packed({**parts, name: draw(damaged(parts[name]))})


@st.composite
def files(draw: st.DrawFn, kind: Kind) -> bytes:
    """Draw a file of a kind: any bytes, some behind a good beginning, or a damaged good one."""
    good = draw(st.sampled_from(kind.good))
    way = draw(st.sampled_from(("damaged",) * 6 + ("any", "behind", "archive", "archive")))
    if way == "any":
        return draw(st.binary(max_size=300))
    if way == "behind":
        begin, _, _ = good.partition(b"\n")
        return begin + b"\n" + draw(st.binary(max_size=300))
    if way == "archive" and kind.zipped:
        return draw(damaged_archive(good))
    return draw(damaged(good))
