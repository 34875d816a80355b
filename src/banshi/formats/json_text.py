"""JSON as banshi writes it: UTF-8, two spaces, no NaN, nothing that a terminal would act upon."""

import json
from collections.abc import Mapping

from banshi.visible import json_safe


def dumps(value: Mapping[str, object]) -> str:
    """Return `value` as JSON text that ends with a line end."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return json_safe(text) + "\n"
