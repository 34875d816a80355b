"""Turns what pydantic says of a tree into problems with a place, in banshi's own words."""

import types
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from banshi.loading.tree import Map, Mark, Seq, place
from banshi.messages import Message, mark, say
from banshi.nearest import Seeker
from banshi.position import Position, Problem

# pydantic's error types, and those that model/ raises, with the rule and the sentence of each.
# The places in the sentences are filled from pydantic's context.
_SENTENCES: dict[str, tuple[str, str]] = {
    "needs_quotes": ("needs-quotes", mark('text must be in quotes here: "{text}"')),
    "text_too_long": ("too-long", mark("longer than {most} characters")),
    "line_break": ("line-break", mark("a text of several lines; write it in one")),
    "too_short": ("empty-list", mark("the list is empty")),
    "too_long": ("too-long", mark("more than {max_length} entries")),
    "dict_type": ("type", mark("expected keys and values")),
    "not_a_number": (
        "not-a-number",
        mark("{text} is no number; write plain digits with one dot, such as 99.95"),
    ),
    "no_such_day": ("no-such-day", mark("there is no day {text}")),
    "not_a_date": ("not-a-date", mark("{text} is no date; write it as 2019-11-30")),
    "not_a_truth_value": ("not-true-or-false", mark("{text} is neither true nor false")),
    "not_a_count": ("not-a-count", mark("{text} is no whole number")),
    "column_without_use": (
        "column-without-use",
        mark("says neither what the column holds nor its metric"),
    ),
    "numerator_and_denominator": (
        "numerator-and-denominator",
        mark("numerator and denominator go together"),
    ),
    "counts_without_share": (
        "numerator-and-denominator",
        mark("numerator and denominator stand on a column of values"),
    ),
    "no_header_no_columns": (
        "no-header",
        mark("header_row: 0 says that there is no header; say in columns what each column holds"),
    ),
    "header_without_row": (
        "no-header",
        mark("header_row: 0 says that there is no header; name the columns by letter or number"),
    ),
    "one_of_two": ("one-of-two", mark("exactly one of {one} and {two} must be given")),
    "one_kind_of_deadline": (
        "one-kind-of-deadline",
        mark("a deadline has exactly one of by, recurrence and rolling: true"),
    ),
    "go_together": ("go-together", mark("{one} and {two} go together")),
    "one_way": ("one-way", mark("exactly one of {ways} must be given")),
    "other_year": ("other-year", mark("{day} is no day of {year}")),
    "no_weekend": ("no-weekend", mark("{day} is neither a Saturday nor a Sunday")),
    "off_and_working": ("off-and-working", mark("{day} is said to be both off and worked")),
    "upper_and_between": ("between", mark("upper and the operator between go together")),
    "upper_below_value": ("between", mark("upper is less than value")),
    "about_is_approximate": ("about", mark("the operator == needs approximate: true")),
    "by_and_by_text": ("by-text", mark("by and by_text go together")),
    "string_type": ("type", mark("expected text")),
    "string_too_short": ("empty-text", mark("the text is empty")),
    "says_nothing": ("empty-text", mark("{text} says nothing; write it out")),
    "string_too_long": ("too-long", mark("longer than {max_length} characters")),
    "tuple_type": ("type", mark("expected a list")),
    "model_type": ("type", mark("expected keys and values")),
    "model_attributes_type": ("type", mark("expected keys and values")),
}


# What a text of a fixed form looks like, by the key that it stands under.
_EXAMPLES = {
    "id": "queue-wait",
    "metric": "queue_wait",
    "code": "210802",
    "name": "plan.txt",
    "sha256": "64 × 0-9a-f",
    "recurrence": "FREQ=MONTHLY;BYMONTHDAY=15,30",
}


def explain(errors: Iterable[Any], tree: Map, file: str, model: type[BaseModel]) -> list[Problem]:
    """Return a problem for each of pydantic's `errors` on `tree`, which stands in `file`."""
    seeker = Seeker()
    return [_problem(error, tree, file, model, seeker) for error in errors]


def _problem(error: Any, tree: Map, file: str, model: type[BaseModel], seeker: Seeker) -> Problem:
    path: Sequence[str | int] = error["loc"]
    kind: str = error["type"]
    context: dict[str, Any] = error.get("ctx") or {}
    if kind == "missing":
        message = say("key {key} is missing", key=str(path[-1]))
        return Problem(Position(file, *locate(tree, path[:-1])), "missing-key", message)
    if kind == "extra_forbidden":
        key = str(path[-1])
        known = keys_at(model, path[:-1])
        message = with_nearest(say("unknown key {key}", key=key), seeker.nearest(key, known))
        return Problem(Position(file, *locate(tree, path, key=True)), "unknown-key", message)
    if kind == "too_short" and isinstance(error["input"], str):
        kind = "string_too_short"  # so pydantic calls it where a function stands before the length
    where = Position(file, *locate(tree, path))
    if kind == "enum":
        given = str(error["input"])
        known = choices_at(model, path)
        wrong = say(
            "{given} is not one of {known}", given=given[:80], known=", ".join(sorted(known))
        )
        return Problem(where, "choice", with_nearest(wrong, seeker.nearest(given, known)))
    if kind == "string_pattern_mismatch":
        example = _EXAMPLES.get(str(path[-1]), str(context.get("pattern")))
        return Problem(
            where, "pattern", say("does not have the form of {example}", example=example)
        )
    if kind in _SENTENCES:
        rule, sentence = _SENTENCES[kind]
        return Problem(where, rule, say(sentence, **{k: str(v) for k, v in context.items()}))
    return Problem(where, "value", say("not accepted: {detail}", detail=str(error["msg"])))


def with_nearest(message: Message, names: Sequence[str]) -> Message:
    """Add to `message` the names that may have been meant, where there are some."""
    if not names:
        return message
    return say("{what}; did you mean {names}?", what=message, names=", ".join(names))


def locate(tree: Map | Seq, path: Sequence[str | int], *, key: bool = False) -> Mark:
    """Return the mark of the value at `path`, or of the deepest known value on the way.

    With `key`, the mark of the last key instead of its value.
    """
    here: Any = tree
    found: Any = tree.mark
    for number, step in enumerate(path):
        if isinstance(here, Map) and isinstance(step, str) and step in here:
            last = number == len(path) - 1
            found = here.marks[step][0 if key and last else 1]
        elif isinstance(here, Seq) and isinstance(step, int) and step < len(here):
            found = here.marks[step]
        else:
            break
        here = here[step]
    return place(found)


def _unwrapped(annotation: Any) -> Any:
    """Return what is left of `annotation` without Annotated and Optional."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in {Union, types.UnionType}:
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation


def _annotation_at(model: type[BaseModel], path: Sequence[str | int]) -> Any:
    here: Any = model
    for step in path:
        here = _unwrapped(here)
        if isinstance(step, int):
            arguments = get_args(here)
            here = arguments[0] if arguments else None
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        elif isinstance(here, type) and issubclass(here, BaseModel):
            here = {f.alias or name: f.annotation for name, f in here.model_fields.items()}.get(
                step
            )
        else:
            return None
    return _unwrapped(here)


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys that `model` knows at `path`."""
    here = _annotation_at(model, path)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [field.alias or name for name, field in here.model_fields.items()]
    return []


def choices_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the words that `model` takes at `path`, where it takes a closed list of them."""
    here = _annotation_at(model, path)
    if isinstance(here, type) and issubclass(here, Enum):
        return [str(member.value) for member in here]
    return []
