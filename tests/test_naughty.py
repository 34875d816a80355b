"""Every string of the Big List of Naughty Strings through every format that banshi reads.

All of them stand in one file of each format, each as metric, region, organisation and item.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from banshi.visible import json_safe, visible
from tests.conftest import Run
from tests.test_hostile import ALIVE
from tests.workbooks import saved

COLUMNS = ("metric", "value", "unit", "region", "organisation", "item", "period")
AS_OF = ("--as-of", "2019-12-31")
# No workbook can hold these.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# So much of a cell is repeated in a message.
SHOWN = 60

Rows = list[tuple[str, ...]]


def rows(texts: list[str]) -> Rows:
    """Return four rows for each text; no two of them are of one series."""
    found: Rows = []
    for number, text in enumerate(texts):
        one = f"a{number}"
        found += [
            ("queue_wait", "22", "minute", "站前区", text, one, "2019-12"),
            ("queue_wait", "22", "minute", "站前区", one, text, "2019-12"),
            ("queue_wait", "22", "minute", text, "", one, "2019-12"),
            (text, "22", "minute", "站前区", "", one, "2019-12"),
        ]
    return found


def as_csv(table: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([COLUMNS, *table])
    return out.getvalue().encode()


def as_xlsx(table: Rows) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for number, row in enumerate([COLUMNS, *table], 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            cell.data_type = "s"  # openpyxl makes a formula of what begins with =
    return saved(workbook)


def as_objects(table: Rows) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in table]


def as_json(table: Rows) -> bytes:
    return json.dumps(as_objects(table)).encode()


def as_json_lines(table: Rows) -> bytes:
    return b"".join(
        json.dumps(entry, ensure_ascii=False).encode() + b"\n" for entry in as_objects(table)
    )


def as_parquet(table: Rows) -> bytes:
    out = io.BytesIO()
    columns = zip(*table, strict=True)
    parquet.write_table(pa.table(dict(zip(COLUMNS, map(list, columns), strict=True))), out)
    return out.getvalue()


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "json": as_json,
    "jsonl": as_json_lines,
    "parquet": as_parquet,
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_string_stays_text_wherever_it_stands(
    run: Run, tmp_path: Path, shared: Path, suffix: str
) -> None:
    texts = json.loads((shared / "data" / "blns.json").read_text(encoding="utf-8"))
    if suffix == "xlsx":
        texts = [text for text in texts if not NOT_XML.search(text)]
    assert len(texts) > 500
    file = tmp_path / f"m.{suffix}"
    file.write_bytes(FORMATS[suffix](rows(texts)))
    result = run("check", file, *AS_OF, "-f", "json")
    assert result.code == 2
    assert not ALIVE.search(result.out + result.err)
    shown = run("check", file, *AS_OF, "--lang", "zh")
    assert shown.code == 2
    assert not ALIVE.search(shown.out + shown.err)
    said = json.loads(result.out)
    reported = [outcome["reported"] for outcome in said["outcomes"] if outcome["reported"]]
    wanted = {text.strip() for text in texts} - {""}
    assert wanted <= {value["organisation"] for value in reported}
    assert wanted <= {value["item"] for value in reported}
    for rule in ("metric", "region"):
        messages = [p["message"] for p in said["problems"] if p["rule"] == rule]
        assert len(messages) == len(texts)
        for text in wanted:
            beginning = f"unknown {rule} {visible(text[:SHOWN])}"
            assert any(message.startswith(beginning) for message in messages), text


def test_no_character_that_acts_passes_into_json() -> None:
    """What is looked through in no time lets nothing through that the slow way would escape."""
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if code == ord("\n") or character == visible(character):
            assert json_safe(f"甲{character}") == f"甲{character}"
        elif character != "\t":
            assert character not in json_safe(f"甲{character}"), hex(code)
