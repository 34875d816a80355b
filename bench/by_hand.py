"""What somebody would write by hand instead of `banshi check`: DuckDB joins values with limits.

    python bench/by_hand.py rows.csv limits.csv out.csv

It knows only upper limits by metric, no periods and no units, and writes the rows that are over.
"""

import sys

import duckdb

QUERY = """
COPY (
    SELECT rows.*, limits.value AS allowed
    FROM read_csv(?, types = {'value': 'DOUBLE', 'period': 'VARCHAR', 'region': 'VARCHAR'}) AS rows
    JOIN read_csv(?, types = {'value': 'DOUBLE'}) AS limits USING (metric)
    WHERE rows.value > limits.value
) TO '{out}' (HEADER)
"""


def main(rows: str, limits: str, out: str) -> None:
    """Write the rows of the file `rows` that are over their limit in `limits` into `out`."""
    duckdb.execute(QUERY.replace("{out}", out.replace("'", "''")), [rows, limits])


if __name__ == "__main__":
    main(*sys.argv[1:])
