"""The column of a table that says by what an outcome is waived."""

from collections.abc import Sequence

from banshi.formats.shapes.gates_v1 import WaiverEntry
from banshi.formats.shared.names import place_name
from banshi.formats.shared.style import Style
from banshi.messages import mark, say, translate
from banshi.position import Position

Row = list[tuple[str, ...]]
"""The cells of a row, each of one or more lines; a line may be empty."""


def with_waivers(
    headers: list[str],
    rows: Sequence[Row],
    waivers: Sequence[WaiverEntry | None],
    style: Style,
) -> tuple[list[str], list[Row]]:
    """Return `headers` and `rows` with a last column for `waivers`, one a row, if there are any."""
    if not any(waivers):
        return headers, list(rows)
    wider = [[*row, _waiver(waiver, style)] for row, waiver in zip(rows, waivers, strict=True)]
    return [*headers, translate(mark("waiver"))], wider


def _waiver(waiver: WaiverEntry | None, style: Style) -> tuple[str, ...]:
    """Return why it is waived, by whom, on what paper and until when, and where that is said."""
    if waiver is None:
        return ()
    return (
        waiver["reason"],
        str(say("{who}, {document}", who=waiver["approved_by"], document=waiver["document"])),
        str(say("until {day}", day=waiver["expires"])),
        place_name(Position(waiver["file"], waiver["line"], waiver["column"]), style),
    )
