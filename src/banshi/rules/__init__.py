"""Checks across the whole registry, one a file, in the order in which the manual lists them."""

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
