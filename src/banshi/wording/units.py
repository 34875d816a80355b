"""The words for units, in plans and in reports, with what each stands for."""

from banshi.model.quantity import Unit

_WORDS: dict[Unit, str] = {
    Unit.PERCENT: "percent pct % ％ 百分比",
    Unit.MINUTE: "minute minutes min 分钟 分",
    Unit.HOUR: "hour hours h 小时",
    Unit.DAY: "day days 天 日 自然日 日历日",
    Unit.WORKDAY: "workday workdays working_day working_days 工作日 个工作日",
    Unit.MONTH: "month months 月 个月",
    Unit.YEAR: "year years 年",
    Unit.ITEM: "item items count 项 个 件 种 家 处 所 次",
    Unit.STAGE: "stage stages step steps 环节 个环节",
    Unit.PERSON: "person persons people 人 名",
    Unit.YUAN: "yuan cny 元",
    Unit.USD: "usd 美元",
    Unit.KILOWATT: "kilowatt kilowatts kw 千瓦",
    Unit.KILOMETRE: "kilometre kilometres km 公里 千米",
    Unit.PER_1000: "per_1000 ‰ 千分比",
    Unit.PER_10000: "per_10000 ‱ 万分比",
}
_SCALED = {
    "万元": (Unit.YUAN, 10_000),
    "亿元": (Unit.YUAN, 100_000_000),
    "万美元": (Unit.USD, 10_000),
    "亿美元": (Unit.USD, 100_000_000),
    "万千瓦": (Unit.KILOWATT, 10_000),
    "万人": (Unit.PERSON, 10_000),
}
UNIT_WORDS: dict[str, tuple[Unit, int]] = {
    **{word: (unit, 1) for unit, words in _WORDS.items() for word in words.split()},
    **_SCALED,
}


def read_unit(text: str) -> tuple[Unit, int] | None:
    """Return the unit that `text` names and how many of it one of them is, or None.

    >>> read_unit("万元")
    (<Unit.YUAN: 'yuan'>, 10000)
    """
    return UNIT_WORDS.get("".join(text.split()).casefold().replace("workingday", "working_day"))
