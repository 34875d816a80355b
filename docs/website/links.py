"""Finds links that lead nowhere, in the pages as GitHub shows them and in the built site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from website.staging import outside_code

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.*?) *#*$", re.MULTILINE)
# What a browser fetches by itself, by tag and attribute.
_FETCHED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src")}


def dead_links(page: Path) -> list[str]:
    """Return the links of the Markdown file `page` to files and headings that are not there."""
    dead = []
    for link in _links(page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = page.parent / unquote(path) if path else page
        if not target.exists() or (
            anchor and target.suffix == ".md" and unquote(anchor) not in anchors(target)
        ):
            dead.append(link)
    return dead


def _links(text: str) -> Iterator[str]:
    found: list[str] = []

    def note(part: str) -> str:
        found.extend(_LINK.findall(re.sub(r"`[^`\n]*`", "", part)))
        return part

    outside_code(text, note)
    yield from (link for link in found if not urlsplit(link).scheme)


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of the Markdown file `page`, as GitHub makes them."""
    known: set[str] = set()

    def note(part: str) -> str:
        for heading in _HEADING.findall(part):
            anchor = base = _anchor(heading)
            again = 0
            while anchor in known:
                again += 1
                anchor = f"{base}-{again}"
            known.add(anchor)
        return part

    outside_code(page.read_text(encoding="utf-8"), note)
    return known


def _anchor(heading: str) -> str:
    shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.replace("`", ""))
    return re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")


@dataclass
class _Seen(HTMLParser):
    """What a page of the site has and what it asks for."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id":
                self.ids.add(value)
            if (tag, name) in _FETCHED:
                self.fetched.append(value)
            if name in {"href", "src"}:
                self.links.append(value)


def faults_of_site(site: Path) -> list[str]:
    """Return what is wrong with the built pages in `site`, each with the page that it is in.

    That is a link or an anchor that leads nowhere within the site, and anything that a browser
    would fetch from elsewhere.
    """
    pages: dict[Path, _Seen] = {}
    for file in sorted(site.rglob("*.html")):
        pages[file] = _Seen()
        pages[file].feed(file.read_text(encoding="utf-8"))
    return [
        f"{file.relative_to(site)}: {fault}"
        for file, seen in pages.items()
        # The page of errors may be shown anywhere, so that its links cannot be relative.
        if file.name != "404.html"
        for fault in (*_dead(file, seen, pages), *_remote(seen))
    ]


def _dead(file: Path, seen: _Seen, pages: dict[Path, _Seen]) -> Iterator[str]:
    for link in seen.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        path = unquote(parts.path)
        target = (file.parent / path).resolve() if path else file
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            yield f"{link} is not there"
        elif parts.fragment and unquote(parts.fragment) not in pages[target].ids:
            yield f"{link} has no such place"


def _remote(seen: _Seen) -> Iterator[str]:
    for link in seen.fetched:
        if urlsplit(link).scheme not in {"", "data"} or urlsplit(link).netloc:
            yield f"{link} is fetched from elsewhere"
