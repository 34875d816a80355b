"""The formats of the problems of a registry."""
