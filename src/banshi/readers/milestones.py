"""What a row says of a milestone: which one its name means, and what its state cell says.

Pure pieces for the reader of rows; which due day a row is about is decided in judging.
"""

import datetime as dt
import re
from collections import defaultdict

from banshi.model.registry import Registry, fold
from banshi.values import dataclass

_WIDE = str.maketrans("０１２３４５６７８９－．／（）：", "0123456789-./():")
_DONE = frozenset(
    (
        "已完成",
        "完成",
        "全部完成",
        "已全部完成",
        "已办结",
        "办结",
        "是",
        "√",
        "✓",
        "✔",
        "done",
        "yes",
        "complete",
        "completed",
    )
)
_NOT_DONE = frozenset(
    (
        "未完成",
        "尚未完成",
        "未办结",
        "未启动",
        "未开始",
        "否",
        "×",
        "✗",
        "✘",
        "进行中",
        "推进中",
        "正在推进",
        "正在进行",
        "办理中",
        "notdone",
        "no",
        "pending",
        "inprogress",
        "notstarted",
        "incomplete",
    )
)
_NOTHING = frozenset(("", "-", "--", "—", "——", "–", "/", "无", "n/a"))
# A year of this or the last century: 20190628 is a day, 31415926 is not.
_DAY = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})"
    r"(?:(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})"
    r"|年(?P<zh_month>[0-9]{1,2})月(?P<zh_day>[0-9]{1,2})[日号]"
    r"|(?P<plain_month>[0-9]{2})(?P<plain_day>[0-9]{2}))",
    re.ASCII,
)
# Excel writes a day into CSV as 2019/6/28 0:00.
_MIDNIGHT = re.compile(r"(?<=[0-9])[ T]+0{1,2}:00(?::00(?:\.0+)?)?\s*$", re.ASCII)
# What may stand between a day and the word beside it.
_AROUND = "()[]【】〔〕,，:;；。、."
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class State:
    """What a state cell says: done, and on which day; not done; or nothing."""

    done: bool | None
    """None where the cell says nothing: blank, -, —, / or 无."""
    day: dt.date | None = None
    """The day of completion, where one is written."""


NOTHING = State(None)
"""The state of a cell that says nothing."""


def read_state(text: str) -> State | None:
    """Return what `text` says of a milestone, or None where it is not understood.

    已完成, 是, √, done and the like are done, on a day that is not given; 未完成, 否, 进行中 and no
    are not done; a day (2019-06-28, 2019/6/28, 2019.6.28, 2019年6月28日, 20190628) is done on that
    day, with or without 完成 beside it. A cell that says something against itself
    (未完成（2019-06-28）), a month without a day and a day that does not exist are not understood.

    >>> read_state("已完成（2019年6月28日）")
    State(done=True, day=datetime.date(2019, 6, 28))
    """
    if len(text) > _LONGEST:
        return None
    folded = fold(_MIDNIGHT.sub("", text.translate(_WIDE)))
    if folded in _NOTHING:
        return NOTHING
    if folded.strip(_AROUND) in _DONE:
        return State(done=True)
    if folded.strip(_AROUND) in _NOT_DONE:
        return State(done=False)
    match = _DAY.search(folded)
    if match is None:
        return None
    before = folded[: match.start()].strip(_AROUND).removesuffix("于").strip(_AROUND)
    after = folded[match.end() :].strip(_AROUND)
    words = [word for word in (before, after) if word]
    if len(words) > 1 or not _DONE.issuperset(words):
        return None
    day = _day(match)
    return State(done=True, day=day) if day else None


def _day(match: re.Match[str]) -> dt.date | None:
    month = match["month"] or match["zh_month"] or match["plain_month"]
    day = match["day"] or match["zh_day"] or match["plain_day"]
    try:
        return dt.date(int(match["year"]), int(month), int(day))
    except ValueError:
        return None


class MilestoneNames:
    """Finds the milestones of a registry by what people write for them."""

    def __init__(self, registry: Registry) -> None:
        self._by_name: dict[str, list[str]] = defaultdict(list)
        # By how many slashes an id of that form has.
        self._names: tuple[dict[str, None], ...] = ({}, {}, {})
        for plan, task, _path in registry.tasks():
            for milestone in task.milestones:
                full = f"{plan.id}/{task.id}/{milestone.id}"
                short = f"{task.id}/{milestone.id}"
                for name in dict.fromkeys((full, short, milestone.id, milestone.deliverable)):
                    self._by_name[fold(name)].append(full)
                alone, within_task, within_plan = self._names
                alone |= dict.fromkeys((milestone.id, milestone.deliverable))
                within_task[short] = within_plan[full] = None

    def find(self, text: str) -> list[str]:
        """Return the ids `plan/task/milestone` of all milestones that `text` names, in plan order.

        A name is the full id, `task/milestone`, the milestone's id alone or its deliverable,
        compared without white space and case. More than one hit is a question to ask back: the
        same deliverable, or the same short id, stands in several tasks or plans.
        """
        return list(dict.fromkeys(self._by_name.get(fold(text), ())))

    def names(self, like: str) -> list[str]:
        """Return the names of the form that `like` has, as they are written, for near ones.

        Without a slash, the milestones' own ids and their deliverables; with one,
        `task/milestone`; with more, the full ids. Against a longer form a short id is near to
        nothing, and against several the same milestone would be named several times.
        """
        return list(self._names[min(like.count("/"), len(self._names) - 1)])
