"""The formats of two plans side by side."""
