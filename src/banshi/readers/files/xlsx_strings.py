"""Reads the shared strings of a workbook; openpyxl builds a tree of each, which takes longer."""

import io

from banshi.readers.files.xml_walk import walk


class _Strings:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._taking = False
        self._pronounced = 0

    def start(self, tag: str, _attrib: dict[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            # How a text is pronounced stands beside it, in tags of the same name.
            self._pronounced += 1
        self._taking = tag == "t" and not self._pronounced

    def end(self, tag: str) -> None:
        self._taking = False
        if tag == "si":
            # Texts that look like an escape are stored with their first _ escaped; the others are
            # left as they are: a control character is nothing that a cell should hold.
            self.texts.append("".join(self._pieces).replace("_x005F_", "_"))
        elif tag == "rPh":
            self._pronounced -= 1

    def data(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)


def read_strings(part: bytes) -> list[str]:
    """Return the shared strings in the order of their numbers, without their formatting.

    Raises:
        FileFault: the part is no sound XML.
    """
    strings = _Strings()
    walk(io.BytesIO(part), strings)
    return strings.texts
