"""Workbooks for the tests: honest ones by openpyxl, hostile ones by hand."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_rows(rows: Sequence[Sequence[object]], formats: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook of one sheet, as openpyxl writes it."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "表1"
    for row in rows:
        sheet.append(list(row))
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    return saved(workbook)


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def strings_xml(*texts: str, count: int | None = None) -> str:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{MAIN}" count="{count or len(texts)}" uniqueCount="1">{items}</sst>'


def styles_xml(formats: Sequence[int], codes: Mapping[int, str] | None = None) -> str:
    written = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        for number, code in (codes or {}).items()
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in formats)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{written}</numFmts>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>"
    )


def parts(
    *sheets: str,
    strings: str | None = None,
    styles: str | None = None,
    properties: str = "",
    states: Sequence[str] = (),
) -> dict[str, bytes]:
    """Return the parts of a workbook whose sheets are given as XML and are called S1, S2, …."""
    overrides = [("/xl/workbook.xml", "sheet.main")]
    relations = []
    texts = {}
    for number, sheet in enumerate(sheets, 1):
        texts[f"xl/worksheets/sheet{number}.xml"] = sheet
        overrides.append((f"/xl/worksheets/sheet{number}.xml", "worksheet"))
        relations.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
    for name, kind, text in (
        ("sharedStrings", "sharedStrings", strings),
        ("styles", "styles", styles),
    ):
        if text is not None:
            texts[f"xl/{name}.xml"] = text
            overrides.append((f"/xl/{name}.xml", kind))
            relations.append((f"rId{kind}", kind, f"{name}.xml"))
    listed = "".join(
        f'<sheet name="S{number}" sheetId="{number}" r:id="rId{number}"'
        f' state="{states[number - 1] if states else "visible"}"/>'
        for number in range(1, len(sheets) + 1)
    )
    texts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets>'
        "</workbook>"
    )
    texts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for key, kind, target in relations
        )
        + "</Relationships>"
    )
    texts["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="{name}" ContentType="{TYPES}.{kind}+xml"/>'
            for name, kind in overrides
        )
        + "</Types>"
    )
    return {name: text.encode() for name, text in texts.items()}


def packed(content: Mapping[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """Return a zip archive of parts; `more` are added as they are, doubles included."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*content.items(), *more):
            archive.writestr(name, data)
    return out.getvalue()


def by_hand(*sheets: str, **more: object) -> bytes:
    return packed(parts(*sheets, **more))  # type: ignore[arg-type]  # the names are those of parts
