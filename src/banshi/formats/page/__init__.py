"""The page of a check: a module and a template a part, one stylesheet and one script."""
