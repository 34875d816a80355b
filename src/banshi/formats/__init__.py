"""Results as text: one file a format, `render(…)`, nothing printed or opened here."""
