"""The headers of long-form tables, in English and Chinese."""

from banshi.model.registry import fold

REQUIRED = ("metric", "value", "period")
HEADERS: dict[str, str] = {
    fold(word): column
    for column, words in {
        "metric": "metric 指标 指标名称",
        "value": "value 数值 指标值 实际值",
        "unit": "unit 单位 计量单位",
        "region": "region 地区 区域 行政区划",
        "organisation": "organisation organization 部门 填报单位 上报单位",
        "item": "item 事项 事项名称",
        "period": "period 期间 统计期间 报告期",
    }.items()
    for word in words.split()
}


def read_header(cells: list[str]) -> dict[str, int]:
    """Return the index of each known column in a header row; of doubles the first."""
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        column = HEADERS.get(fold(cell))
        if column:
            found.setdefault(column, index)
    return found
