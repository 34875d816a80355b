"""The formats of a check: made from its result, which read_result.py reads back."""
