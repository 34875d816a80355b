"""The page of the sample data as pictures, by Chromium: `make pictures`.

The first screen in each language goes into docs/pictures for the READMEs; all else (dark, phone,
paper, the whole page) into build/pictures, for looking at.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import EXAMPLES, ROOT

SHOWN = ROOT / "docs" / "pictures"
OTHERS = ROOT / "build" / "pictures"
# A first screen of a README is seen by everybody who loads it.
MOST_BYTES = 150_000
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 780}
VIEWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": DESK},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "device_scale_factor": 2},
    "phone-dark": {"viewport": PHONE, "device_scale_factor": 2, "color_scheme": "dark"},
}


def page(folder: Path, language: str) -> Path:
    """Write the page of the sample data in `language` and return the file."""
    file = folder / f"{language}.html"
    samples = [Path(name).relative_to(ROOT).as_posix() for name in EXAMPLES]
    subprocess.run(
        [
            *(sys.executable, "-m", "banshi", "check", *samples, "--as-of", "2019-12-31"),
            *("--lang", language, "--quiet", "-o", str(file)),
        ],
        cwd=ROOT,
        check=False,  # the sample data holds violations on purpose
    )
    return file


def draw(browser: Browser, file: Path, name: str) -> None:
    """Draw every view of the page `file`."""
    shown = SHOWN / f"page.{name}.png"
    for view, options in VIEWS.items():
        context = browser.new_context(offline=True, **options)
        opened = context.new_page()
        opened.goto(file.as_uri())
        if view == "light":
            opened.screenshot(path=shown)
        opened.screenshot(path=OTHERS / f"{name}-{view}.png")
        opened.screenshot(path=OTHERS / f"{name}-{view}-whole.png", full_page=True)
        if view == "light":
            paper = OTHERS / f"{name}.pdf"
            opened.pdf(path=paper, prefer_css_page_size=True)
            if tool := shutil.which("pdftoppm"):
                subprocess.run(
                    [tool, "-r", "60", "-png", paper, OTHERS / f"{name}-paper"], check=True
                )
        context.close()
    size = shown.stat().st_size
    print(f"{shown.relative_to(ROOT)}: {size:,} bytes")
    if size > MOST_BYTES:
        sys.exit(f"{shown.name} is larger than {MOST_BYTES:,} bytes")


def main() -> None:
    """Draw the page in both languages."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is missing (Debian: chromium)")
    for folder in (SHOWN, OTHERS):
        folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for language in ("en", "zh"):
            draw(browser, page(Path(name), language), language)
        browser.close()


if __name__ == "__main__":
    main()
