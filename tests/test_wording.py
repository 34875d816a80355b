"""The language of plans: every value written in every form reads back as itself."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from banshi.model.quantity import Unit, plain
from banshi.model.registry import Registry
from banshi.model.target import Operator
from banshi.wording.dates import find_dates, read_recurrence
from banshi.wording.figures import find_figures
from banshi.wording.flat import flatten
from banshi.wording.numerals import read_numeral, write_han
from banshi.wording.outline import fold_label, read_outline
from banshi.wording.places import means, says_the_whole
from banshi.wording.quantities import find_quantities
from banshi.wording.tails import annex_tails, read_tail, split_names
from banshi.wording.thresholds import read_threshold

wholes = st.integers(0, 999_999_999_999)
decimals = st.decimals(min_value=0, max_value=10**9, places=3)
WIDE = {ord(str(d)): chr(0xFF10 + d) for d in range(10)} | {ord("."): "．"}


@given(wholes)
def test_every_whole_number_in_chinese_reads_back(value: int) -> None:
    assert read_numeral(write_han(value)) == value


@given(decimals)
def test_arabic_and_full_width_numbers_read_back(value: object) -> None:
    text = plain(value)  # type: ignore[arg-type]
    assert read_numeral(text) == Fraction(text)
    assert read_numeral(text.translate(WIDE)) == Fraction(text)
    assert read_numeral(f"{text}万") == Fraction(text) * 10**4
    assert read_numeral(f"{text}亿") == Fraction(text) * 10**8


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("一百二十", 120),
        ("两千", 2000), ("一万五千", 15000), ("三亿零二百万", 302_000_000), ("零", 0),
        ("半", Fraction(1, 2)), ("1.5万", 15000), ("15亿", 1_500_000_000), ("一万亿", 10**12),
    ],
)  # fmt: skip
def test_numerals(text: str, value: object) -> None:
    assert read_numeral(text) == value


def test_a_row_of_tens_of_thousands_ends_at_once() -> None:
    assert read_threshold("一" + "万" * 29) is None
    assert list(find_figures("一" + "万" * 5000 + "x", 2019)) == []


@pytest.mark.parametrize("text", ["", "第", "二三", "百", "万", "十百", "abc", "1.2.3", "一十百"])
def test_what_is_no_numeral(text: str) -> None:
    assert read_numeral(text) is None


FORMS = {
    Operator.AT_MOST: ["不超过{n}{u}", "{n}{u}以内", "{n}{u}内", "{n}{u}以下", "压缩至{n}{u}",
                       "压减至{n}{u}", "缩短至{n}{u}", "控制在{n}{u}内"],
    Operator.AT_LEAST: ["{n}{u}以上", "不低于{n}{u}", "不少于{n}{u}", "至少{n}{u}", "达到{n}{u}",
                        "提升至{n}{u}", "提高到{n}{u}"],
    Operator.ABOVE: ["超过{n}{u}", "高于{n}{u}"],
    Operator.BELOW: ["不满{n}{u}", "不足{n}{u}", "低于{n}{u}"],
    Operator.ABOUT: ["{n}{u}左右"],
}  # fmt: skip
WORDS = {"分钟": Unit.MINUTE, "个工作日": Unit.WORKDAY, "天": Unit.DAY, "小时": Unit.HOUR,
         "%": Unit.PERCENT, "％": Unit.PERCENT, "项": Unit.ITEM, "个环节": Unit.STAGE,
         "万元": None, "名": Unit.PERSON, "公里": Unit.KILOMETRE}  # fmt: skip


@given(
    st.sampled_from([(op, form) for op, forms in FORMS.items() for form in forms]),
    st.sampled_from(sorted(WORDS)),
    st.integers(1, 99_999),
    st.sampled_from(["arabic", "wide", "han"]),
)
def test_every_threshold_in_every_form_reads_back(
    chosen: tuple[Operator, str], word: str, number: int, script: str
) -> None:
    # 一万零一万元 is not how anybody writes 10,001 times 10,000.
    assume(not (word == "万元" and script == "han" and number >= 10_000))
    operator, form = chosen
    digits = {"arabic": str(number), "wide": str(number).translate(WIDE), "han": write_han(number)}
    phrase = "群众办事" + form.format(n=digits[script], u=word) + "，"
    read = read_threshold(phrase)
    assert read is not None, phrase
    value = number * 10_000 if word == "万元" else number
    assert read.operator is operator, phrase
    assert read.value == value, phrase
    assert (WORDS[word] or Unit.YUAN) in read.units


@pytest.mark.parametrize(
    ("phrase", "operator", "value", "unit"),
    [
        ("百分之九十五以上", ">=", 95, "percent"),
        ("三分之二以上", ">=", Fraction(200, 3), "percent"),
        ("再压减一半以上", ">=", 50, "percent"),
        ("比上年度翻一番", ">=", 200, "percent"),
        ("实现“最多跑一次”", "<=", 1, "item"),
        ("“一次都不用跑”", "<=", 0, "item"),
        ("实现“零成本”", "<=", 0, "yuan"),
        ("当日验收", "<=", 0, "day"),
        ("累计超15亿元", ">", 1_500_000_000, "yuan"),
        ("分别达到95%、85%", ">=", 85, "percent"),
        ("压减至高压4个、低压3个", "<=", 3, "stage"),
        ("7个工作日内书面答复", "<=", 7, "workday"),
        ("1个工作日完成", "<=", 1, "workday"),
        ("提前7天向社会公告", ">=", 7, "day"),
        ("6 个月内办结率不低于 80%", ">=", 80, "percent"),
        ("80%以上涉税事项一次办结", ">=", 80, "percent"),
        ("60项“一件事”事项", ">=", 60, "item"),
        ("至少配置2—3名全科医生", ">=", 2, "person"),
        ("千人口医师3人", ">=", 3, "per_1000"),
    ],
)
def test_thresholds(phrase: str, operator: str, value: object, unit: str) -> None:
    read = read_threshold(phrase)
    assert read is not None
    assert read.operator is not None
    assert (read.operator.value, read.value) == (operator, value)
    assert unit in {u.value for u in read.units}


def test_a_range_without_at_least_is_between() -> None:
    read = read_threshold("每万人口有2—3名全科医生")
    assert read is not None
    assert read.operator is Operator.BETWEEN
    assert [read.value, read.upper] == [2, 3]


def test_better_than_an_average_leaves_the_direction_to_the_metric() -> None:
    read = read_threshold("优于全国平均水平")
    assert read is not None
    assert read.operator is None
    assert read.value == 100


@pytest.mark.parametrize(
    "slogan", ["一网通办", "第一批", "“三个一律”", "一体化", "统一", "进一步", "十九大"]
)
def test_slogans_are_no_figures(slogan: str) -> None:
    assert list(find_figures(slogan, 2019)) == []
    assert read_threshold(slogan) is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("排队时间不超过15分钟。", ["15分钟"]),
        ("6月底前完成，11月底前见效", ["6月底前", "11月底前"]),
        ("每月15日、30日前上报", ["每月15日、30日前"]),
        ("拨打12345，登录95598网站", ["12345", "95598"]),
        ("实施“1230”改革，“三个一律”", ["1230"]),
        ("市县两级各100个，十五个工作日", ["两级", "100个", "十五个工作日"]),
        ("〔2019〕26号", ["2019", "26"]),
        ("99.950%和１５％", ["99.950%", "１５％"]),
    ],
)
def test_figures(text: str, figures: list[str]) -> None:
    assert [figure.text for figure in find_figures(text, 2019)] == figures


@given(
    st.text(alphabet="第一二三十百0123456789.年月日底前内以上下个项%“”、，每季度全", max_size=40)
)
def test_figures_are_where_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for figure in find_figures(text, 2019):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= end
        end = figure.end
    for quantity in find_quantities(text):
        assert quantity.value >= 0


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每月15日、30日前", "FREQ=MONTHLY;BYMONTHDAY=15,30"),
        ("每月末", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每季度", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每年", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
        ("每月末汇总", None),
        ("7月底前", None),
    ],
)
def test_recurrences(text: str, rule: str | None) -> None:
    assert read_recurrence(text) == rule


def test_dates_are_found_in_sentences() -> None:
    found = list(find_dates("2020年6月底前建成,2021年底前推广,每季度通报", 2020))
    assert [(date.day, date.recurrence is not None) for date in found] == [
        (dt.date(2020, 6, 30), False),
        (dt.date(2021, 12, 31), False),
        (None, True),
    ]


PLAN = """某市方案
〔2020〕1号
一、总体要求
不超过1项
二、任务
（一）窗口
1.排队。不超
过 15 分钟。
牵头单位：市甲局、市乙局
责任单位：各县(市、区)、市丙局等市直部门。
完成时限：6月底
2．网办。
三、目标
一是提速。
附件：
\t序号
\t1
\t一、精简
\t精简60%
\t市甲局、市丁局
\t6月底前
\t2
\t
\t再精简
\t
\t年底前
"""


def test_the_outline_is_the_whole_text() -> None:
    clauses = read_outline(PLAN)
    assert [clause.label for clause in clauses] == [
        "header", "一", "二", "二（一）", "二（一）1", "二（一）2", "三", "三一是",
        "附件", "附件1", "附件2",
    ]  # fmt: skip
    assert "".join(clause.text.text for clause in clauses) == "".join(PLAN.split())


def test_places_are_those_of_the_original() -> None:
    clause = next(c for c in read_outline(PLAN) if c.label == "二（一）1")
    ((start, _end),) = clause.text.find_all("不超过15分钟")
    assert clause.text.place(start) == (7, 6)
    assert flatten("").place(0) == (1, 1)


def test_tails() -> None:
    clauses = read_outline(PLAN)
    tail = read_tail(next(c for c in clauses if c.label == "二（一）1").text)
    assert tail is not None
    assert tail.lead == ("市甲局", "市乙局")
    assert tail.responsible == ("各县(市、区)", "市丙局", "市直部门")
    annex = annex_tails(clauses)
    assert annex["附件1"].responsible == annex["附件2"].responsible == ("市甲局", "市丁局")
    assert read_tail(clauses[0].text) is None
    assert split_names("甲、乙，丙等；丁。") == ("甲", "乙", "丙", "丁")


@given(st.text(max_size=300))
def test_any_text_has_an_outline(text: str) -> None:
    clauses = read_outline(text)
    assert "".join(clause.text.text for clause in clauses) == "".join(text.split())


def test_labels_are_compared_without_their_dress() -> None:
    assert fold_label("三(一) 4.") == fold_label("三（一）4")
    assert fold_label("二、一是") == "二一是"


@pytest.mark.parametrize(
    ("word", "ends"),
    [
        ("全市", "市"),
        ("市本级", "市"),
        ("全区", "区"),
        ("区本级", "区"),
        ("全县", "县"),
        ("县本级", "县"),
    ],
)
def test_a_word_for_the_whole_means_places_of_its_kind_alone(
    registry: Registry, word: str, ends: str
) -> None:
    assert says_the_whole(word)
    meant = [region for region in registry.regions if means(word, region)]
    assert meant == [region for region in registry.regions if region.name.zh.endswith(ends)]
    for name in ("营口市", "市", "全", "全市区", ""):
        assert not says_the_whole(name)
        assert not any(means(name, region) for region in registry.regions)
