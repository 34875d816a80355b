"""What runs of `banshi check --record` leave behind, and what follows from several of them.

`run.py` and `series.py` are pure; `file_head.py`, `tables.py` and `store.py` know the file.
"""
