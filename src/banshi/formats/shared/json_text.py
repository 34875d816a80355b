"""JSON as banshi writes it: UTF-8, two spaces, no NaN, nothing that a terminal would act upon."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256

from banshi.visible import json_safe


def dumps(value: Mapping[str, object]) -> str:
    """Return `value` as JSON text that ends with a line end."""
    import json  # not at the top: tables and CSV need none

    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return json_safe(text) + "\n"


def dumps_with_digest(value: Mapping[str, object]) -> str:
    """Return `value` as JSON text with a line for each key and for each entry of its lists.

    A last key `digest` has `digest_of(value)`. For large results: Python's fast encoder does not
    indent. Whatever compares such files line by line sees which entries differ.
    """
    parts = _parts(value)
    lines = []
    for key, body in parts:
        text = body
        if not isinstance(body, str):
            text = "[\n    " + ",\n    ".join(body) + "\n  ]"
        lines.append(f"  {key}: {text}")
    lines.append(f'  "digest": "{_digest(parts)}"')
    return json_safe("{\n" + ",\n".join(lines) + "\n}\n")


def digest_of(value: Mapping[str, object]) -> str:
    """Return the SHA-256 of `value` as JSON on one line, in UTF-8.

    Raises:
        ValueError: it holds NaN or an infinite number.
    """
    return _digest(_parts(value))


def _parts(value: Mapping[str, object]) -> list[tuple[str, str | list[str]]]:
    """Return each key and what it holds as JSON on one line; of a list that is not empty, each."""
    return [
        (
            _compact(key),
            list(map(_compact, entry)) if isinstance(entry, list) and entry else _compact(entry),
        )
        for key, entry in value.items()
    ]


def _digest(parts: Sequence[tuple[str, str | list[str]]]) -> str:
    bodies = [
        f"{key}: {body if isinstance(body, str) else '[' + ', '.join(body) + ']'}"
        for key, body in parts
    ]
    line = "{" + ", ".join(bodies) + "}"
    return sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def _compact(value: object) -> str:
    return _encoder()(value)


@cache
def _encoder() -> Callable[[object], str]:
    """Return what writes a value on one line; making it anew for each entry takes a while."""
    import json

    return json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
