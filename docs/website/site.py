"""Builds the site of both languages: `python -m website.site [FOLDER]`; it lies in FOLDER/site.

Each language is a site of its own for zensical, which knows one language a site; a page that offers
both stands above them.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from website.pages import FILES, ROOT, Page, navigation, pages
from website.staging import site_path, staged

HERE = Path(__file__).parent
NAMES: Mapping[str, str] = {"en": "banshi", "zh": "办事 banshi"}
LANGUAGES: Mapping[str, str] = {"zh": "中文", "en": "English"}
ABOUT: Mapping[str, str] = {
    "en": "Checks reported metrics of Chinese cities against their published plans.",
    "zh": "对照城市公开的行动方案，检查上报的指标。",
}
# The decisions stand in a fold of their own, since there are many.
DECISIONS: Mapping[str, str] = {"en": "Decisions", "zh": "决策记录"}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(Exception):
    """The site was not built; the text is what zensical says."""


def build(folder: Path) -> Path:
    """Build the site below `folder`, anew, and return the folder that it lies in.

    Raises:
        BuildError: a warning or an error of zensical: a page, anchor or file that is not there.
        BrokenLinkError: a link leads to nothing that the site has.
        NoSectionError: a page stands in no section of the navigation.
    """
    site = folder / "site"
    for old in (site, *(folder / language for language in LANGUAGES)):
        shutil.rmtree(old, ignore_errors=True)
    for language in LANGUAGES:
        _stage(folder / language, language)
        config = folder / f"{language}.yml"
        # JSON is YAML; zensical takes no other than these two.
        text = json.dumps(_config(language), ensure_ascii=False, indent=2)
        config.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
        done = subprocess.run(  # noqa: S603 - the program and its arguments are our own
            [*command, "-f", config], capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = _ANSI.sub("", done.stdout + done.stderr)
            raise BuildError(said.partition("Traceback")[0].strip() or said)
    shutil.copy(HERE / "assets" / "index.html", site / "index.html")
    return site


def _stage(folder: Path, language: str) -> None:
    """Write the pages in `language` into `folder`, with the files that they link to."""
    known = pages(language)
    for name, page in known.items():
        target = folder / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(staged(page, language, known), encoding="utf-8")
    for pattern in FILES:
        for file in sorted(ROOT.glob(pattern)):
            target = folder / site_path(file.relative_to(ROOT))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    for asset in ("site.css", "mark.svg"):
        (folder / "assets").mkdir(exist_ok=True)
        shutil.copyfile(HERE / "assets" / asset, folder / "assets" / asset)


def _config(language: str) -> dict[str, Any]:
    """Return zensical's settings; nothing in them is fetched when a page is read."""
    known = pages(language)
    return {
        "site_name": NAMES[language],
        "site_description": ABOUT[language],
        "docs_dir": language,
        "site_dir": f"site/{language}",
        # A folder of pages that opens from a disk too.
        "use_directory_urls": False,
        "nav": [
            _section(language, title[language], names, known) for title, names in _sections(known)
        ],
        "theme": {
            "language": language,
            "custom_dir": str(HERE / "theme"),
            "font": False,
            "favicon": "assets/mark.svg",
            "logo": "assets/mark.svg",
            "features": [
                "content.code.copy",
                "navigation.footer",
                "navigation.sections",
                "navigation.top",
                "search.highlight",
                "toc.follow",
            ],
            "palette": _palette(language),
        },
        "extra": {
            "generator": False,
            "alternate": [
                {"name": name, "lang": other, "link": f"../{other}/"}
                for other, name in LANGUAGES.items()
            ],
        },
        "extra_css": ["assets/site.css"],
        "plugins": ["search"],
        "markdown_extensions": {
            "admonition": {},
            "tables": {},
            "sane_lists": {},
            "pymdownx.highlight": {"pygments_lang_class": True},
            "pymdownx.superfences": {},
            # The anchors are those of GitHub, so that a link holds in both places.
            "toc": {
                "permalink": True,
                "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}},
            },
        },
    }


def _palette(language: str) -> list[dict[str, Any]]:
    dark = {"en": "Dark", "zh": "深色"}[language]
    light = {"en": "Light", "zh": "浅色"}[language]
    return [
        {
            "media": f"(prefers-color-scheme: {scheme})",
            "scheme": {"light": "default", "dark": "slate"}[scheme],
            "toggle": {"icon": icon, "name": name},
        }
        for scheme, icon, name in (("light", "lucide/sun", dark), ("dark", "lucide/moon", light))
    ]


def _sections(known: Mapping[str, Page]) -> list[tuple[Mapping[str, str], list[str]]]:
    return [(title, names) for title, names in navigation(sorted(known)) if names]


def _section(language: str, title: str, names: list[str], known: Mapping[str, Page]) -> Any:
    entries: list[Any] = [
        {_heading(known[name]): f"{name}.md"} for name in names if not name.startswith("adr/")
    ]
    decisions = [{_heading(known[name]): f"{name}.md"} for name in names if name.startswith("adr/")]
    if decisions:
        entries.append({DECISIONS[language]: decisions})
    return {title: entries}


def _heading(page: Page) -> str:
    """Return the title of a page: its first heading, without the signs of code."""
    text = page.file.read_text(encoding="utf-8")
    found = re.search(r"^# (.*)$", text, re.MULTILINE)
    return found[1].replace("`", "") if found else page.name


if __name__ == "__main__":
    built = build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs")
    sys.stdout.write(f"{built}\n")
