"""DuckDB, written by hand: one query with typed columns. ROWS THRESHOLDS OUT."""

# mypy: ignore-errors
# The peer is installed where this runs, not where types are checked.

import sys

import duckdb

rows_file, thresholds_file, out = sys.argv[1:]
duckdb.sql(
    f"""
    copy (
        select r.metric, region, organisation, item, period, value, op, "limit"
        from read_csv('{rows_file}', header = true, columns = {{
            metric: 'varchar', value: 'double', unit: 'varchar', region: 'varchar',
            organisation: 'varchar', item: 'varchar', period: 'varchar'}}) r
        join read_csv('{thresholds_file}') t on r.metric = t.metric
        where case op when '<=' then value > "limit" else value < "limit" end
    ) to '{out}' (header)
    """  # noqa: S608 - the paths are our own
)
