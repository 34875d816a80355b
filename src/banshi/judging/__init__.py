"""Observations held against targets: what counts, and what the verdict is."""
