"""The formats of values over time."""
