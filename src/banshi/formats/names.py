"""Plans, regions, bodies and places as tables name them."""

from dataclasses import replace

from banshi.formats.style import Style
from banshi.messages import language, say
from banshi.model.catalogue import Region
from banshi.model.plan import Plan, PlanStatus, Task
from banshi.position import Position

_SHOWN_BODIES = 3
# Below this many columns a path would be folded over several lines; its file name says enough.
_WIDE = 170


def plan_name(plan: Plan) -> str:
    """Return the document number of `plan`, or its id, marked where it is a draft."""
    name = plan.document_number or plan.id
    return str(say("{name} (draft)", name=name)) if plan.status is PlanStatus.DRAFT else name


def region_name(region: Region) -> str:
    """Return the name of `region` in the language of the run."""
    return region.name.in_language(language())


def bodies(task: Task) -> list[str]:
    """Return the accountable bodies, the first few of a long list."""
    names = task.accountable
    if len(names) <= _SHOWN_BODIES:
        return list(names)
    rest = len(names) - _SHOWN_BODIES + 1
    return [*names[: _SHOWN_BODIES - 1], str(say("and {n} more", n=rest))]


def place_name(position: Position, style: Style) -> str:
    """Return where a row stands: the cell of a workbook, else the line."""
    file = position.file if style.width >= _WIDE else position.file.rsplit("/", 1)[-1]
    column = position.column if position.sheet else 0
    return str(replace(position, file=file, column=column))
