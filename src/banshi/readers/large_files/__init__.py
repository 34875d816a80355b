"""Large text files, gone through in two passes without keeping the rows that are met."""
