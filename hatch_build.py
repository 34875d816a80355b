"""Compiles the translations at build time, so that .mo files stay out of git."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Write a .mo file beside every .po file below `root` and return their paths.

    A banshi that runs meanwhile finds the old file or the new one, never half of one.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for source in sorted((root / "src" / "banshi" / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        with source.open("rb") as text:
            catalogue = read_po(text)
        temporary = target.with_suffix(f".{os.getpid()}")
        with temporary.open("wb") as binary:
            write_mo(binary, catalogue)
        temporary.replace(target)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatchling finds the hook by this name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files of the build are collected."""
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
