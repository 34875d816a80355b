"""What a result rests on, as a sheet: plans, files, waivers, baseline, notes and problems."""

from collections.abc import Sequence

from banshi.formats.check.inputs_text import delimiter_word, format_word
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.sheets.sheet_numbers import count, day
from banshi.formats.sheets.sheet_rows import Column, Rows, Value
from banshi.formats.sheets.sheet_table import Sheet, filtered, head, note, print_page, table
from banshi.messages import mark, say_count, translate
from banshi.position import SEVERITY_WORDS, Position, Severity

# The columns that all blocks share; each block gives them its own headers.
_WIDTHS = (
    (14.0, 34.0),
    (14.0, 44.0),
    (10.0, 20.0),
    (10.0, 22.0),
    (10.0, 22.0),
    (10.0, 22.0),
    (10.0, 24.0),
    (10.0, 36.0),
)
_PLAN_STATUS = {"issued": mark("issued"), "draft": mark("draft")}


def write_inputs(
    sheet: Sheet, found: CheckResult, title: str, written: Sequence[tuple[str, Rows]]
) -> None:
    """Write one block below the other; the problems, which may be many, come last.

    `written` are the rows of the other sheets: what had to be cut there is said here.
    """
    head(sheet, translate(mark("What the result rests on")), title)
    sheet.rows.last = 1  # note() leaves a line free
    _run(sheet, found)
    _plans(sheet, found)
    _files(sheet, found)
    _gates(sheet, found)
    _notes(sheet, [*found["notes"], *_cuts(written)])
    first = _problems(sheet, found)
    filtered(sheet, first, len(_WIDTHS))
    print_page(sheet, 1, len(_WIDTHS))
    sheet.sheet.freeze_panes = "A2"


def _block(
    sheet: Sheet, title: str, headers: Sequence[str], rows: Sequence[Sequence[Value]]
) -> int:
    """Write a heading and a table; return the row of its header."""
    note(sheet, title)
    padded = [*headers, *[""] * (len(_WIDTHS) - len(headers))]
    columns = [Column(text, *limits) for text, limits in zip(padded, _WIDTHS, strict=True)]
    first = sheet.rows.last + 1
    table(sheet, columns[: len(headers)], rows, first)
    return first


def _run(sheet: Sheet, found: CheckResult) -> None:
    summary = found["summary"]
    rows: list[list[Value]] = [
        [translate(mark("as of")), day(found["as_of"])],
        [translate(mark("version of banshi")), found["tool"]["version"]],
        [translate(mark("exit code")), count(summary["exit_code"])],
        [translate(mark("targets")), count(summary["targets"])],
        [translate(mark("outcomes")), count(summary["outcomes"])],
        [translate(mark("milestones")), count(summary["milestones"]["total"])],
        [translate(mark("errors in the input")), count(summary["input_errors"])],
        [
            translate(mark("in the baseline")),
            count(summary["baselined"] + summary["milestones"]["baselined"]),
        ],
    ]
    _block(sheet, translate(mark("The run")), [translate(mark("what")), ""], rows)


def _plans(sheet: Sheet, found: CheckResult) -> None:
    headers = (
        mark("plan"),
        mark("title"),
        mark("document"),
        mark("status"),
        mark("issued on"),
        mark("jurisdiction"),
        mark("text"),
        mark("SHA-256 of the text"),
    )
    rows: list[list[Value]] = [
        [
            plan["id"],
            plan["title"],
            plan["document_number"] or "",
            translate(_PLAN_STATUS[plan["status"]]),
            day(plan["issued"]),
            plan["jurisdiction"],
            plan["source"],
            plan["source_sha256"],
        ]
        for plan in found["plans"]
    ]
    _block(sheet, translate(mark("Plans")), [translate(text) for text in headers], rows)


def _files(sheet: Sheet, found: CheckResult) -> None:
    headers = (
        mark("file"),
        mark("sheets"),
        mark("rows"),
        mark("format"),
        mark("encoding"),
        mark("delimiter"),
        mark("sheets not read"),
        "SHA-256",
    )
    rows: list[list[Value]] = [
        [
            file["name"],
            "、".join(file["sheets"]),
            count(file["rows"]),
            format_word(file["format"]),
            file["encoding"],
            delimiter_word(file["delimiter"]),
            "、".join(file["unread_sheets"]),
            file["sha256"],
        ]
        for file in found["inputs"]
    ]
    _block(sheet, translate(mark("Files")), [translate(text) for text in headers], rows)


def _gates(sheet: Sheet, found: CheckResult) -> None:
    """Write the waivers files and the baseline, and what the baseline holds and is gone."""
    rows: list[list[Value]] = [
        [read["name"], translate(mark("waivers")), count(read["waivers"]), "", "", "", "", sha]
        for read in found["waivers"]
        if (sha := read["sha256"])
    ]
    held = found["baseline"]
    if held:
        hidden = str(say_count("hides {count} outcome", "hides {count} outcomes", held["hidden"]))
        entries, sha = count(held["entries"]), held["sha256"]
        kind = translate(mark("baseline"))
        rows.append([held["name"], kind, entries, hidden, "", "", "", sha])
    headers = (mark("file"), mark("what"), mark("entries"), "", "", "", "", "SHA-256")
    if rows:
        said = [translate(text) for text in headers]
        _block(sheet, translate(mark("Waivers and baseline")), said, rows)
    if held and held["fixed"]:
        gone: list[list[Value]] = [
            [
                f"{key['plan']}/{key['task']}/{key['target']}",
                key["region"] or "",
                key["period"] or "",
                key["organisation"] or "",
                key["item"] or "",
            ]
            for key in held["fixed"]
        ]
        names = ("id", mark("region"), mark("period"), mark("organisation"), mark("item"))
        title = translate(mark("In the baseline and no longer found"))
        _block(sheet, title, [translate(text) for text in names], gone)


def _cuts(written: Sequence[tuple[str, Rows]]) -> list[str]:
    """Return what a workbook could not hold, by sheet."""
    found = []
    for name, rows in written:
        if rows.left_out:
            said = say_count(
                "{sheet}: {count} row more than a sheet can have; -f json and -f csv have all",
                "{sheet}: {count} rows more than a sheet can have; -f json and -f csv have all",
                rows.left_out,
                sheet=name,
            )
            found.append(str(said))
        if rows.cut:
            said = say_count(
                "{sheet}: the text of {count} cell is cut, marked by a final …",
                "{sheet}: the texts of {count} cells are cut, marked by a final …",
                rows.cut,
                sheet=name,
            )
            found.append(str(said))
    return found


def _notes(sheet: Sheet, notes: Sequence[str]) -> None:
    """Write the notes, each across all columns."""
    if not notes:
        return
    note(sheet, translate(mark("Notes")))
    across = sum(sheet.widths.values())
    for text in notes:
        row = sheet.rows.last + 1
        names = [sheet.look.text] * len(_WIDTHS)
        widths = [across, *[1000.0] * (len(_WIDTHS) - 1)]
        sheet.rows.line(row, [text, *[""] * (len(_WIDTHS) - 1)], names, widths)
        sheet.sheet.merged_cells.add(f"A{row}:H{row}")


def _problems(sheet: Sheet, found: CheckResult) -> int:
    headers = (
        mark("severity"),
        mark("problem"),
        mark("rule"),
        mark("file"),
        mark("sheet"),
        mark("row"),
        mark("column"),
        mark("place"),
    )
    rows: list[list[Value]] = [
        [
            translate(SEVERITY_WORDS[Severity(problem["severity"])]),
            problem["message"],
            problem["rule"],
            problem["file"],
            problem["sheet"] or "",
            count(problem["line"]) if problem["line"] else "",
            count(problem["column"]) if problem["column"] else "",
            str(
                Position(
                    problem["file"], problem["line"], problem["column"], problem["sheet"] or ""
                )
            ),
        ]
        for problem in found["problems"]
    ]
    title = translate(mark("Refused, doubtful and repaired in the input"))
    return _block(sheet, title, [translate(text) for text in headers], rows)
