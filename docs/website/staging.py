"""Turns a page of the repository into one of the site: links, language, lines of Chinese."""

import os
import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from website.pages import FILES, ROOT, Page, counterpart

_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$\n?", re.MULTILINE | re.DOTALL)
# Code on a line is passed over: what looks like a link in it is none.
_CODE_OR_LINK = re.compile(r"`[^`\n]+`|\]\((?P<target>[^)\s]+)\)")
# Signs that stand without white space between them; a line that ends within Chinese gains none.
_CHINESE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…"
_BREAK = re.compile(rf"^(?! {{4}}|[#|>])(.*[{_CHINESE}])\n {{0,3}}(?=[{_CHINESE}])", re.MULTILINE)
_ENGLISH_ONLY = "*本页只有英文。*\n\n"


class BrokenLinkError(Exception):
    """A link of a page leads to nothing that the site has."""


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return `text` with `change` applied to what stands outside its fenced code."""
    parts, at = [], 0
    for fence in _FENCE.finditer(text):
        parts += [change(text[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*parts, change(text[at:])])


def staged(page: Page, language: str, pages: Mapping[str, Page]) -> str:
    """Return the text of `page` as the site in `language` shows it.

    Raises:
        BrokenLinkError: a link leads neither to a page of the site nor to a file that goes with it.
    """
    names = {other.file: name for name, other in pages.items()}
    for file in list(names):  # a page is the same page in either language
        names.setdefault(counterpart(file), names[file])

    def link(match: re.Match[str]) -> str:
        target = match["target"]
        return f"]({_target(target, page, pages, names)})" if target else match[0]

    # Every page of the site has a link to the other language at its head.
    other = re.escape(counterpart(page.file).name)
    text = re.sub(rf"\s*\[[^\]]*\]\({other}\)", "", page.file.read_text(encoding="utf-8"))
    text = outside_code(text, lambda part: _CODE_OR_LINK.sub(link, part))
    if not page.translated:
        return re.sub(r"^(# .*\n)\n?", rf"\1\n{_ENGLISH_ONLY}", text, count=1, flags=re.MULTILINE)
    return outside_code(text, _joined) if language == "zh" else text


def _target(link: str, page: Page, pages: Mapping[str, Page], names: Mapping[Path, str]) -> str:
    """Return where `link` of `page` leads on the site; `names` are the pages by their files."""
    path, _, anchor = link.partition("#")
    if not path or "://" in path:
        return link
    file = Path(os.path.normpath(page.file.parent / path))
    here = posixpath.dirname(page.name) or "."
    if file in names:
        name = names[file]
        # An English page that stands in for a Chinese one does not know the Chinese headings.
        known = anchor and page.translated == pages[name].translated
        return posixpath.relpath(f"{name}.md", here) + (f"#{anchor}" if known else "")
    if (file / "0001-record-decisions.md") in names:  # the folder of the decisions
        return posixpath.relpath(f"{names[file / '0001-record-decisions.md']}.md", here)
    relative = Path(os.path.relpath(file, ROOT))
    if any(relative.match(pattern) for pattern in FILES) and file.is_file():
        return posixpath.relpath(site_path(relative), here)
    raise BrokenLinkError(f"{page.file}: {link} is nothing that the site has")


def site_path(file: Path) -> str:
    """Return where a file that goes with the pages lies on the site; `file` is from the root."""
    return file.as_posix().removeprefix("docs/")


def _joined(text: str) -> str:
    """Return `text` without the line ends within Chinese sentences, which would show as spaces."""
    before = ""
    while before != text:  # lines that follow each other overlap in their match
        before, text = text, _BREAK.sub(r"\1", text)
    return text
