"""The formats of tasks, of one task, and of the whole registry."""
