"""Names of files that are made from data: safe on every system, and no two alike."""

import re
from collections.abc import Sequence

from banshi.visible import visible

MAX_BYTES = 120
# Separators, what Windows does not allow, and the backslash of a character made visible.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)


def file_names(names: Sequence[str], tail: str) -> list[str]:
    """Return a file name for each of `names`, with `tail` (-2019-12-31.docx) behind it.

    A name is at most MAX_BYTES long in UTF-8, with its tail; names that would be alike, for systems
    that do not tell upper from lower case too, get a number.
    """
    used: set[str] = set()
    found = []
    for name in names:
        clean = _clean(name)
        number = 1
        chosen = _fitted(clean, tail)
        while chosen.casefold() in used:
            number += 1
            chosen = _fitted(clean, f"-{number}{tail}")
        used.add(chosen.casefold())
        found.append(chosen)
    return found


def _clean(name: str) -> str:
    """Return `name` without what a system or a shell could take for something else."""
    text = _NOT_IN_NAMES.sub("_", visible(name)).strip(" .")
    # A leading dash would be an option, a leading dot hides the file.
    text = re.sub(r"^[-~]", "_", text)
    return _RESERVED.sub(r"\1_", text, count=1) if _RESERVED.match(text) else text or "_"


def _fitted(name: str, tail: str) -> str:
    room = MAX_BYTES - len(tail.encode())
    cut = name.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return cut.rstrip(" .") + tail
