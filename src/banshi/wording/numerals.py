"""Numerals in plan language: Arabic, full-width and Chinese, with 万 and 亿, exactly.

>>> read_numeral("一百二十")
Fraction(120, 1)
>>> read_numeral("1.5万")
Fraction(15000, 1)
"""

import re
from fractions import Fraction

WIDE_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

ARABIC = r"[0-9０-９]+(?:[.．][0-9０-９]+)?"
_HAN_SECTION = "[零〇一二两三四五六七八九十百千]"
# A numeral as it stands before a unit; 万 and 亿 belong to it.
NUMERAL = rf"(?:{ARABIC}[万亿]*|{_HAN_SECTION}+(?:[万亿]+{_HAN_SECTION}+)*[万亿]*)"
_ARABIC = re.compile(rf"({ARABIC})([万亿]*)")
_HAN = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")


def read_numeral(text: str) -> Fraction | None:
    """Return the number that `text` writes, or None where it writes none.

    Read are 15, １５, 99.950, 3万, 1.5亿, 十五, 一百二十, 两千, 一万五千 and 半.
    """
    if text == "半":
        return Fraction(1, 2)
    if match := _ARABIC.fullmatch(text):
        value = Fraction(match[1].translate(WIDE_DIGITS))
        for scale in match[2]:
            value *= _MYRIADS[scale]
        return value
    if _HAN.fullmatch(text):
        return _read_han(text)
    return None


def _read_han(text: str) -> Fraction | None:
    total = section = digit = 0
    seen = False
    previous_tens = 0
    for character in text:
        if character in _DIGITS:
            if seen and digit and character != "零":
                return None  # 二三: digits without their tens are no one number
            digit = _DIGITS[character]
            seen = True
        elif character in _TENS:
            if not digit and character != "十":
                return None
            tens = _TENS[character]
            if previous_tens and tens >= previous_tens:
                return None
            section += (digit or 1) * tens
            digit, previous_tens, seen = 0, tens, True
        else:
            section += digit
            if not section and not total:
                return None
            scale = _MYRIADS[character]
            if section and character == "万":
                total += section * scale
            else:  # 亿 scales all before it, and so does a 万 right behind another: 一万万
                total = (total + section) * scale
            section = digit = previous_tens = 0
    return Fraction(total + section + digit) if seen else None


def write_han(value: int) -> str:
    """Return the Chinese numeral of a whole number from 0 up to 999,999,999,999."""
    if value == 0:
        return "零"
    parts: list[str] = []
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, value = divmod(value, scale)
        if section:
            zero = "零" if parts and section < 1000 else ""  # noqa: PLR2004
            parts.append(zero + _write_section(section) + name)
        elif parts and value:
            parts.append("")
    text = "".join(parts)
    return text.removeprefix("一") if text.startswith("一十") else text


def _write_section(value: int) -> str:
    text = ""
    gap = False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return text
