"""The formats of deadlines."""
