"""The words of plans: pure functions from text to values."""
