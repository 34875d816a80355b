"""Checks that read the words of the plans a second time; apart, since reading takes its time."""

from banshi.rules.language import deadline_text, double_entry

LANGUAGE_RULES = (deadline_text, double_entry)
