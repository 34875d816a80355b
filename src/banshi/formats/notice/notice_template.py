"""The letter that users start from: a .docx in which placeholders stand for what a result says.

It is made here, so that the form can be read and changed like all else; `banshi notice
--write-template` gives it to those who want their own. Page, fonts and sizes follow GB/T 9704-2012,
the form of official papers; where its fonts are missing, programs take the named substitutes.
"""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from banshi.formats.notice.notice_md import HEADERS
from banshi.formats.shared.packing import repack
from banshi.messages import language, mark, translate

# Fonts of the title and of the text, and what common machines have in their place.
_FONTS = {"zh": ("方正小标宋简体", "仿宋_GB2312"), "en": ("Times New Roman", "Times New Roman")}
_SUBSTITUTES = {"方正小标宋简体": "华文中宋", "仿宋_GB2312": "仿宋"}
_LATIN = "Times New Roman"
# Sizes in points: title, text, cells of the table, and the distance of lines of text.
_SIZES = {"zh": (22.0, 16.0, 10.0, 28.0), "en": (16.0, 12.0, 9.0, 18.0)}
# Millimetres: the page, its margins (top, right, bottom, left), and the columns of the table.
_PAGE = (210.0, 297.0)
_MARGINS = (37.0, 26.0, 35.0, 28.0)
_COLUMNS = (10.0, 18.0, 35.0, 28.0, 17.0, 25.0, 23.0)
# What stands free at the sides of a cell, in twentieths of a point.
_CELL_MARGIN = 57
# A line a paragraph, as docxtpl reads them: {%p … %} goes with the paragraph that it stands in.
_CELLS = (
    ("{{ item.number }}",),
    ("{%p if plans|length > 1 %}", "{{ item.plan }}", "{%p endif %}", "{{ item.clause }}"),
    (
        "{{ item.subject }}",
        "{%p if item.required %}",
        "{{ item.required }}",
        "{%p endif %}",
        "{%p if item.shared %}",
        mark("(together with {{ item.shared }})"),
        "{%p endif %}",
    ),
    (
        "{{ item.kind_text }}",
        "{%p if item.where %}",
        "{{ item.where }}",
        "{%p endif %}",
        "{%p if item.said %}",
        "{{ item.said }}",
        "{%p endif %}",
    ),
    ("{{ item.gap }}",),
    ("{{ item.source }}",),
    ("{{ item.due }}",),
)
_CENTRED = frozenset({0, 1, 4, 6})
_MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - office files have no time zones


def template() -> bytes:
    """Return the template in the language of the run; always the same bytes."""
    from docx import Document

    document: Any = Document()
    _page(document)
    _styles(document)
    _text(document)
    core = document.core_properties
    # Nobody's: from the moment that it is written it is the user's, who changes it.
    core.author, core.comments, core.title = "", "", "{{ title }}"
    core.created = core.modified = _MADE
    _without_thumbnail(document)
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue(), {"word/fontTable.xml": _with_substitutes()})


def _page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in _PAGE)
    top, right, bottom, left = (Mm(side) for side in _MARGINS)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = Mm(25)


def _styles(document: Any) -> None:
    title_font, text_font = _FONTS[language()]
    title, text, cell, line = _SIZES[language()]
    _fonts(document.styles["Normal"], text_font, text)
    heading = _style(document, "banshi title", title_font, title, title * 1.6)
    heading.paragraph_format.alignment = 1
    heading.paragraph_format.keep_with_next = True
    body = _style(document, "banshi text", text_font, text, line)
    body.paragraph_format.alignment = 3 if language() == "zh" else 0
    _style(document, "banshi cell", text_font, cell, cell * 1.35)


def _style(document: Any, name: str, font: str, size: float, line: float) -> Any:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _fonts(style, font, size)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(line)
    return style


def _fonts(style: Any, font: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = _LATIN, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _text(document: Any) -> None:
    from docx.shared import Pt

    size = _SIZES[language()][1]
    document.add_paragraph("{{ title }}", "banshi title")
    document.add_paragraph("", "banshi text")
    to = document.add_paragraph(translate(mark("To {{ organisation }}:")), "banshi text")
    if language() != "zh":  # paragraphs that no indent tells apart
        to.paragraph_format.space_after = Pt(size / 2)
    opening = _indented(document.add_paragraph("{{ opening }}", "banshi text"))
    opening.paragraph_format.space_after = Pt(size / 2)
    _table(document)
    document.add_paragraph("", "banshi text")
    request = _indented(document.add_paragraph("{{ request }}", "banshi text"))
    request.paragraph_format.keep_together = True
    lines = [
        document.add_paragraph(text, "banshi text") for text in ("", "{{ sender }}", "{{ date }}")
    ]
    for paragraph in (request, *lines[:-1]):
        paragraph.paragraph_format.keep_with_next = True
    for paragraph in lines:
        paragraph.paragraph_format.alignment = 2
        # Four characters from the margin, as official papers are signed.
        paragraph.paragraph_format.right_indent = Pt(4 * size)
    _footer(document)


def _indented(paragraph: Any) -> Any:
    """Indent the first line by two characters where Chinese is written."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    if language() == "zh":
        paragraph.paragraph_format.first_line_indent = Pt(2 * _SIZES["zh"][1])
        paragraph.paragraph_format.element.pPr.ind.set(qn("w:firstLineChars"), "200")
    return paragraph


def _table(document: Any) -> None:
    from docx.shared import Mm

    table = document.add_table(rows=4, cols=len(HEADERS))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    table.alignment = 1
    _narrow_margins(table)
    # Some programs go by the columns, some by the cells.
    for column, wide in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(wide)
    _filled(table.rows[0].cells, [(translate(header),) for header in HEADERS], bold=True)
    # docxtpl puts a row for each item in the place of the three.
    _filled(table.rows[1].cells, [("{%tr for item in items %}",)])
    _filled(table.rows[2].cells, [tuple(map(translate, cell)) for cell in _CELLS])
    _filled(table.rows[3].cells, [("{%tr endfor %}",)])
    for row in table.rows:
        _marked(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001 - there is no other way
    _marked(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001


def _filled(cells: Any, texts: list[tuple[str, ...]], *, bold: bool = False) -> None:
    from docx.shared import Mm

    for number, (cell, wide) in enumerate(zip(cells, _COLUMNS, strict=True)):
        cell.width = Mm(wide)
        cell.vertical_alignment = 1
        lines = texts[number] if number < len(texts) else ("",)
        for at, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.style = "banshi cell"
            paragraph.add_run(line).bold = bold or None
            if bold or number in _CENTRED:
                paragraph.paragraph_format.alignment = 1


def _narrow_margins(table: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for name in ("w:left", "w:right"):
        side = OxmlElement(name)
        side.set(qn("w:w"), str(_CELL_MARGIN))
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    # Word wants it before the look of the table, which comes last.
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # noqa: SLF001


def _marked(element: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    element.append(OxmlElement(name))


def _footer(document: Any) -> None:
    """Write the number of the page between two dashes, as official papers have it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = "banshi cell"
    paragraph.paragraph_format.alignment = 1
    paragraph.add_run("— ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)  # noqa: SLF001 - there is no other way
    paragraph.add_run(" —")


def _without_thumbnail(document: Any) -> None:
    """Drop the picture of an empty page that the library brings along."""
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _with_substitutes() -> Callable[[bytes], bytes]:
    """Return what adds the substitutes of fonts to the table of fonts."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in _SUBSTITUTES.items()
    )
    return lambda part: part.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())
