"""A waiver in the versioned shape."""

from banshi.formats.shapes.gates_v1 import WaiverEntry
from banshi.model.granted import Granted


def waiver_entry(granted: Granted | None) -> WaiverEntry | None:
    """Return who let something off, why and until when, and where that is said."""
    if granted is None:
        return None
    waiver, position = granted.waiver, granted.position
    return {
        "region": granted.region,
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "document": waiver.document,
        "expires": waiver.expires.isoformat(),
        "file": position.file,
        "line": position.line,
        "column": position.column,
    }
