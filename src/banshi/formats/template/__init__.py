"""The form that a body fills in, and how a filled-in table was understood."""
