"""Files are told apart by what they are, whatever they are called."""

import gzip
import io
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from banshi.messages import Message
from banshi.readers.files.sniff import KINDS, kind_of, misnamed
from tests.workbooks import packed, with_rows

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HTML = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><table><tr><td>指标</td></tr></table>"
)
XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)


def parquet_bytes() -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table({"a": [1]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (with_rows([["a"]]), "m.xlsx", "xlsx"),
        (with_rows([["a"]]), "m.csv", "xlsx"),
        (with_rows([["a"]])[:512], "m.xls", "xlsx"),
        (parquet_bytes(), "m.csv", "parquet"),
        ("指标,数值\n".encode(), "m.xlsx", "csv"),
        ("指标,数值\n".encode("gbk"), "m.csv", "csv"),
        ("指标,数值\n".encode("utf-16"), "m.csv", "csv"),
        (b"PAR1,value\n", "m.csv", "csv"),
        (b"BM,value\n", "m.csv", "csv"),
        (b"PK,value\n", "m.csv", "csv"),
        (b"", "m.csv", "csv"),
        ("[指标],[数值]\n".encode(), "m.csv", "csv"),
        (b"{metric},value\n", "m.csv", "csv"),
        (b"metric,value\n", "m.json", "csv"),
        (b'[{"a": 1}]', "m.json", "json"),
        (b'\xef\xbb\xbf \n[\n{"a": 1}]', "m.csv", "json"),
        (b"[1, 2]", "m", "json"),
        (b"[]", "m.json", "json"),
        (b"{metric: 1}", "m.json", "json"),
        ('[{"a": 1}]'.encode("utf-16"), "m.json", "json"),
        (b'{"observations": [{"a": 1}]}', "m.json", "json"),
        (b'{\n"observations": [{"a": 1}]}', "m.jsonl", "json"),
        (b'{"a": 1}\n{"a": 2}\n', "m.txt", "jsonl"),
        (b'{"a": 1}\n{"a": 2}\n', "m.json", "jsonl"),
        (b'{"a": 1}\n', "m.jsonl", "jsonl"),
        (b'{"a": 1}\n', "m.json", "json"),
        (b'{"a": }\n{"a": 1}\n', "m.jsonl", "jsonl"),
        (b'{"a":' * 30_000, "m.json", "json"),
    ],
)
def test_kinds_that_are_read(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind
    if "observations" not in name and len(data) > 4096:
        assert kind_of(data[:4096], name) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (COMPOUND + "Workbook".encode("utf-16-le"), "an old workbook (.xls or .et); open"),
        (COMPOUND, "or one with a password"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "take the password off"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "a Word document"),
        (COMPOUND + "PowerPoint Document".encode("utf-16-le"), "a PowerPoint document"),
        (HTML.encode(), "a web page"),
        (b"\n <!DOCTYPE html><p>", "a web page"),
        (b"<table><tr><td>1</td></tr></table>", "a web page"),
        (HTML.encode("utf-16"), "a web page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web page"),
        (b'<?xml version="1.0"?><html>', "a web page"),
        (XML_2003.encode(), "XML workbook of Excel 2003"),
        (XML_2003.encode("utf-16"), "XML workbook of Excel 2003"),
        (b"<?xml version='1.0'?><x/>", "an XML file"),
        (packed({"mimetype": b"x", "content.xml": b""}), "OpenDocument"),
        (packed({"[Content_Types].xml": b"", "word/document.xml": b""}), "a Word document"),
        (
            packed({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
            "a PowerPoint document",
        ),
        (packed({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), ".xlsb"),
        (packed({"OFD.xml": b""}), "OFD"),
        (packed({"a.csv": b"x"}), "unpack it"),
        (packed({}), "unpack it"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"{\\rtf1\\ansi", "a Word document"),
        (gzip.compress(b"x", mtime=0), "gzip"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"RIFF\x00\x00\x00\x00WEBP", "a picture"),
        (b"PARE\x00\x00", "encrypted Parquet"),
    ],
)
@pytest.mark.parametrize("name", ["m.xlsx", "m.csv", "m.xls", "m.json"])
def test_kinds_that_are_refused(data: bytes, words: str, name: str) -> None:
    found = kind_of(data, name)
    assert isinstance(found, Message)
    assert words in str(found)


def test_documents_inside_a_workbook_do_not_mislead() -> None:
    inner = packed({"[Content_Types].xml": b"", "word/document.xml": b""})
    data = packed(
        {"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/embeddings/a.docx": inner}
    )
    assert kind_of(data + inner, "m.xlsx") == "xlsx"


def test_a_name_that_promises_something_else_is_noted() -> None:
    assert "called .csv, read as what it is: a workbook" in str(misnamed("xlsx", "m.CSV"))
    assert "called .xls" in str(misnamed("xlsx", "m.xls"))
    for kind, name in (
        ("xlsx", "m.xlsx"), ("csv", "m.txt"), ("csv", "m"), ("csv", "m.2019"), ("jsonl", "m.json"),
        ("csv", "-"), ("json", "m.dat"),
    ):  # fmt: skip
        assert misnamed(kind, name) is None, name


@given(st.binary(max_size=200), st.sampled_from(["m.csv", "m.json", "m.jsonl", "m.xlsx", "m"]))
def test_any_bytes_are_of_some_kind(data: bytes, name: str) -> None:
    found = kind_of(data, name)
    assert isinstance(found, Message) or found in KINDS


def test_a_tag_in_a_cell_is_text() -> None:
    assert kind_of(b'[{"0": ""}, {"0": "<HTML"}]', "m") == "json"
    assert kind_of(b"metric,value\n<html>,1\n", "m.csv") == "csv"


@given(st.lists(st.dictionaries(st.text(min_size=1), st.text(), min_size=1), min_size=2))
def test_json_is_told_from_lines(objects: list[dict[str, str]]) -> None:
    assert kind_of(json.dumps(objects).encode(), "m") == "json"
    assert kind_of("\n".join(map(json.dumps, objects)).encode(), "m") == "jsonl"
