"""Plans, regions, bodies and places as tables name them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from banshi.formats.shapes import json_v1 as v1
from banshi.formats.shapes.progress_v1 import Completed, RegionHead
from banshi.formats.shared.style import Style
from banshi.messages import language, say
from banshi.model.catalogue import Region
from banshi.model.plan import Plan, PlanStatus
from banshi.position import Position

DRIVE = re.compile(r"[A-Za-z]:[\\/]")
"""How a whole path begins on Windows."""
_SHOWN_BODIES = 3
# Below this many columns a path would be folded over several lines; its file name says enough.
_WIDE = 170


def plan_name(plan: Plan) -> str:
    """Return the document number of `plan`, or its id, marked where it is a draft."""
    name = plan.document_number or plan.id
    return str(say("{name} (draft)", name=name)) if plan.status is PlanStatus.DRAFT else name


def plan_head_name(plan: v1.PlanHead) -> str:
    """Return the same of a plan in the versioned shape."""
    name = plan["document_number"] or plan["id"]
    return str(say("{name} (draft)", name=name)) if plan["status"] == "draft" else name


def region_head(region: Region | None) -> RegionHead | None:
    """Return `region` in the versioned shape."""
    if region is None:
        return None
    label = region.name.in_language(language())
    return {"code": region.code, "name": region.name.zh, "label": label}


def bodies(names: Sequence[str]) -> list[str]:
    """Return the names of bodies, the first few of a long list."""
    if len(names) <= _SHOWN_BODIES:
        return list(names)
    rest = len(names) - _SHOWN_BODIES + 1
    return [*names[: _SHOWN_BODIES - 1], str(say("and {n} more", n=rest))]


def position_of(place: v1.Reported | Completed) -> Position:
    """Return where a reported value or completion stands."""
    return Position(place["file"], place["line"], place["column"], place["sheet"] or "")


def absolute(file: str) -> bool:
    """Whether `file` is a whole path, of any system."""
    return file.startswith("/") or bool(DRIVE.match(file))


def problem_place(problem: v1.ProblemEntry) -> Position:
    """Return where a problem stands."""
    return Position(problem["file"], problem["line"], problem["column"], problem["sheet"] or "")


def place_name(position: Position, style: Style) -> str:
    """Return where a row stands: the cell of a workbook, else the line."""
    file = position.file if style.width >= _WIDE else position.file.rsplit("/", 1)[-1]
    column = position.column if position.sheet else 0
    return str(replace(position, file=file, column=column))
