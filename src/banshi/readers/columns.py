"""The words in header cells, in English and Chinese, and what each column then holds."""

import re

from banshi.model.quantity import Unit
from banshi.model.registry import fold
from banshi.wording.units import read_unit

# A table of one value a row needs these; a table of milestones needs the other two.
REQUIRED = ("metric", "value")
PROGRESS = ("milestone", "completed")
KEYS = ("metric", "unit", "region", "organisation", "item", "period")
"""What a row may say of its values."""

_WORDS = {
    "metric": "metric indicator 指标 指标名称 考核指标 监测指标 三级指标",
    "value": "value 数值 指标值 实际值 完成值 上报值 填报值 本期值",
    "unit": "unit 单位 计量单位",
    "region": (
        "region 地区 区域 行政区划 县区 区县 县(市)区 县（市）区 各县区 各县(市)区 各县（市）区"
    ),
    "organisation": (
        "organisation organization department 部门 部门名称 填报单位 上报单位 报送单位 管理单位"
        " 责任单位 牵头单位 单位名称 填报部门"
        " 责任部门 牵头部门 主管部门 负责单位"
    ),
    "item": "item 事项 事项名称 对象",
    "period": "period 期间 统计期间 报告期 统计时间 统计周期 月份 月 季度 年度 年份 年",
    "numerator": "numerator 分子",
    "denominator": "denominator 分母",
    "milestone": "milestone 节点 节点名称 工作节点",
    "completed": "completed 完成日期 完成时间 完成情况 实际完成时间",
    # Read by nobody: columns of banshi's own forms, and numbers of rows.
    "aside": (
        "requirement 要求 clause 条款 plan 方案 deliverable 交付成果 due 应完成日期 序号 no no."
    ),
}
HEADERS: dict[str, str] = {fold(w): role for role, words in _WORDS.items() for w in words.split()}
# Where a table has several levels of indicators, the deepest is the metric and the others group it.
_OUTER_LEVELS = tuple(map(fold, ("二级指标", "一级指标")))
_UNIT_BEHIND = re.compile(
    r"(?P<name>.+?)(?:[（(\[【](?:单位[:：])?(?P<unit>[^（()）\[\]【】]+)[）)\]】]|(?P<percent>[%％]))"
)

SPANS = {"月份": "month", "月": "month", "季度": "quarter"}
"""Headers of periods whose cells may hold no more than the number of a month or quarter."""
YEARS = frozenset({"年度", "年份", "年"})
"""Headers that name the year alone: beside a column of months or quarters, the year of those."""

TOTALS = frozenset({"合计", "总计", "小计", "总体", "平均", "total", "sum"})
"""Rows of sums: derived from the others, and no body's own report."""
FOOTNOTES = (
    "注", "备注", "说明", "填表", "填报", "制表", "审核", "审批", "联系", "数据来源", "负责人",
    "单位负责人", "note", "source",
)  # fmt: skip
"""How a remark below a table begins."""


def split_unit(header: str) -> tuple[str, tuple[Unit, int] | None]:
    """Return the name in a header cell and the unit in brackets behind it.

    >>> split_unit("网上可办率（%）")
    ('网上可办率', (<Unit.PERCENT: 'percent'>, 1))
    """
    match = _UNIT_BEHIND.fullmatch(header.strip())
    if match:
        unit = read_unit(match["unit"] or "%")
        if unit:
            return match["name"].strip(), unit
    return header, None


def role_of(header: str) -> str:
    """Return what a column headed `header` holds, or nothing where it is no known word."""
    return HEADERS.get(fold(header), "")


def read_header(cells: list[str]) -> dict[str, int]:
    """Return the index of each known column in a header row; of doubles the first."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        role = role_of(cell) or role_of(split_unit(cell)[0])
        if role and role != "aside":
            found.setdefault(role, index)
    for level in _OUTER_LEVELS:
        if "metric" not in found:
            at = [index for index, cell in enumerate(cells) if fold(cell) == level]
            found.update(dict.fromkeys(("metric",) if at else (), at[0] if at else 0))
    return found


def is_outer_level(header: str) -> bool:
    """Whether a column names a group of indicators."""
    return fold(header) in _OUTER_LEVELS
