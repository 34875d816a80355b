"""What stands around a table: its titles and the name of its sheet often say place and time once.

Only a table without a column for it takes its region or period from there, only where one reading
is possible, and it is always said.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from banshi.messages import say
from banshi.model.catalogue import Region
from banshi.model.registry import Registry
from banshi.position import Position, Problem, Severity
from banshi.readers.layout import Layout
from banshi.readers.row_cells import Fixed
from banshi.readers.table import Table
from banshi.values import dataclass
from banshi.wording.periods import named_periods, named_years

# Shorter names, such as 站前, may be a part of other words.
_SHORTEST = 3
# Such a text names places that the table is not about: who gets a copy, and what is left out.
_OTHERS = re.compile(
    r"不含|不包括|不计|扣除|剔除|除.{1,20}[外余]|抄送|主送|抄报|呈报|(?:报送?|发)[:：]"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text around a table, and where it stands."""

    text: str
    place: Position


def around(table: Table, layout: Layout) -> list[Said]:
    """Return the texts above the header, and the name of the sheet."""
    texts = [Said(text, table.place(line)) for line, text in layout.titles]
    if table.sheet:
        texts.append(Said(table.sheet, table.place()))
    return texts


def completed(
    fixed: Fixed, layout: Layout, registry: Registry, texts: Sequence[Said]
) -> tuple[Fixed, list[Problem]]:
    """Add to `fixed` the region and period that the texts around name, where they are wanted."""
    notes: list[Problem] = []
    if wants(layout, fixed, "region") and (found := _region(registry, texts)):
        region, said = found
        fixed = replace(fixed, region=region.code)
        notes.append(_taken("region", region.name.zh, said))
    if wants(layout, fixed, "period"):
        periods = {period.text: said for said in texts for period in named_periods(said.text)}
        if len(periods) == 1:
            ((period, said),) = periods.items()
            fixed = replace(fixed, period=period)
            notes.append(_taken("period", period, said))
    return fixed, notes


def wants(layout: Layout, fixed: Fixed, key: str) -> bool:
    """Whether nothing in the table says `key` of its values."""
    return (
        key not in layout.keys
        and not getattr(fixed, key)
        and not all(getattr(measure.role, key) for measure in layout.measures)
    )


def one_year(texts: Sequence[Said]) -> int | None:
    """Return the year that the texts around name, where they name one alone."""
    years = {year for said in texts for year in named_years(said.text)}
    return years.pop() if len(years) == 1 else None


def _region(registry: Registry, texts: Sequence[Said]) -> tuple[Region, Said] | None:
    found: dict[str, Said] = {}
    for said in texts:
        if _OTHERS.search(said.text):
            continue
        for region in registry.regions:
            names = (region.name.zh, *region.aliases)
            if said.text in names or any(
                len(name) >= _SHORTEST and name in said.text for name in names
            ):
                found.setdefault(region.code, said)
    # 营口市站前区 names the district; the city around it is not meant beside it.
    outer = {code for inner in found for code in registry.lineage(inner)[1:]}
    left = [code for code in found if code not in outer]
    return (registry.region_by_code[left[0]], found[left[0]]) if len(left) == 1 else None


def _taken(key: str, value: str, said: Said) -> Problem:
    message = (
        say("no column region; {value} is taken from “{text}”", value=value, text=said.text[:60])
        if key == "region"
        else say(
            "no column period; {value} is taken from “{text}”", value=value, text=said.text[:60]
        )
    )
    return Problem(said.place, "from-title", message, Severity.NOTE)
