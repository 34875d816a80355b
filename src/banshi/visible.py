"""Makes text safe to show: whatever could act on a terminal becomes a visible escape.

Registry and metrics files come from others. An ESC sequence, a carriage return or a right-to-left
override in a region name could repaint a verdict (CWE-150), so every text that came from outside
passes `visible` before it is shown.
"""

import re
from functools import cache

# C0 and DEL, C1, bidi embeddings, overrides and isolates, invisible joiners and marks, line and
# paragraph separators, the byte order mark, interlinear annotations, what XML does not have, lone
# surrogates, tags.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e01ef]"
)


_LATIN = 0xFF
_BASIC_PLANE = 0xFFFF


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code <= _LATIN:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"


def visible(text: str) -> str:
    r"""Return `text` with every control, bidi and invisible character written as an escape.

    >>> visible("a\x1b[31m")
    'a\\x1b[31m'
    """
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_escape, text)


@cache
def _unsafe_in_json() -> re.Pattern[str]:
    """Return the same without line ends and tabs, which stand between the tokens of JSON."""
    return re.compile(_UNSAFE.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f", 1))


def json_safe(text: str) -> str:
    r"""Return JSON `text` with the same characters as \u escapes, which read back as themselves.

    Such characters can only stand inside JSON strings; line ends between tokens stay.
    """

    def escape(match: re.Match[str]) -> str:
        code = ord(match.group())
        if code > _BASIC_PLANE:
            code -= 0x10000
            return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
        return f"\\u{code:04x}"

    return text if _harmless(text) else _unsafe_in_json().sub(escape, text)


def _harmless(text: str) -> bool:
    """Whether `text` holds no such character, as far as can be told in no time.

    All of them are not printable to Python, but for the selectors of variants: those begin with
    one of two sequences of bytes.
    """
    if not text.replace("\n", "").isprintable():
        return False
    data = text.encode()
    return b"\xef\xb8" not in data and b"\xf3\xa0" not in data
