"""Checks across the whole registry, one a file, in the order in which the manual lists them."""

from types import ModuleType

from banshi.rules import (
    date_span,
    evidence_length,
    operator_direction,
    references,
    share_parts,
    unique_ids,
    unit_fits_metric,
)

RULES = (
    references,
    unique_ids,
    unit_fits_metric,
    share_parts,
    operator_direction,
    date_span,
    evidence_length,
)


def manual_page(rule: ModuleType) -> tuple[str, ...]:
    """Return the paragraphs of the docstring of `rule`, each on one line; the first sums it up."""
    return tuple(" ".join(text.split()) for text in (rule.__doc__ or "").strip().split("\n\n"))
