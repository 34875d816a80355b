"""Packs the parts of an office file: the same parts, the same bytes, whatever the clock says."""

import io
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CREATOR = "banshi"
"""Whom the files of banshi name as their maker, by which cli/output.py knows them."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def repack(data: bytes, change: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """Return the zip archive `data` without the times of its entries.

    `change` has what is done to a part, by its name.
    """
    changes = change or {}
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, changes.get(name, bytes)(source.read(name)))
    return out.getvalue()
