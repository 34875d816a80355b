"""Lets LibreOffice write a workbook, as a department's own program would."""

import os
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:percentage-style style:name="N1"><number:number number:decimal-places="1"
 number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<style:style style:name="percent" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="hidden" style:family="table"><style:table-properties
 table:display="false"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>"""
_TAIL = "</office:spreadsheet></office:body></office:document>"


def soffice() -> str:
    """Return the path of LibreOffice's command; where it is missing, skip, but never in CI."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: .ci/run must install it")
        pytest.skip("LibreOffice is missing (Debian: libreoffice-calc-nogui)")
    return found


def text(content: str, *, across: int = 1, down: int = 1) -> str:
    """Return a cell of text, merged with its neighbours."""
    merged = ""
    if (across, down) != (1, 1):
        merged = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
    return (
        f'<table:table-cell office:value-type="string"{merged}><text:p>{escape(content)}</text:p>'
        "</table:table-cell>"
    )


def covered() -> str:
    """Return a cell that lies under a merged one."""
    return "<table:covered-table-cell/>"


def number(value: str) -> str:
    """Return a cell with a number."""
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def percent(value: str) -> str:
    """Return a cell with a share of one that is shown in percent."""
    return (
        '<table:table-cell table:style-name="percent" office:value-type="percentage"'
        f' office:value="{value}"/>'
    )


def sheet(name: str, *rows: list[str], hidden: bool = False) -> str:
    """Return a sheet of rows of cells."""
    style = ' table:style-name="hidden"' if hidden else ""
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return f'<table:table table:name="{escape(name)}"{style}>{body}</table:table>'


def write(folder: Path, name: str, *sheets: str) -> Path:
    """Let LibreOffice write the sheets as an .xlsx workbook and return its path."""
    program = soffice()
    source = folder / f"{name}.fods"
    source.write_text(_HEAD + "".join(sheets) + _TAIL, encoding="utf-8")
    profile = folder / "profile"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder / f"{name}.xlsx"
