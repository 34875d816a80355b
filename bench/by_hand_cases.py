"""What somebody would write by hand instead of `banshi measure`: one query of DuckDB.

    python bench/by_hand_cases.py cases.csv|cases.parquet workdays.csv

The second file says of every day how many working days there are up to it. The query gives the same
four figures by region and month, and of all regions together; it takes every case to be sound.
"""

import sys

import duckdb

QUERY = """
SELECT region, month, quantile_disc(wait, 0.95) FILTER (channel = '窗口') AS queue_wait,
    avg(days) AS handling_time, max(days) FILTER (item = '低压接电') AS power_connection_time,
    100.0 * count(*) FILTER (channel IN ('网上', '掌上')) / count(*) AS online_filing_rate
FROM (
    SELECT 区县 AS region, 渠道 AS channel, 事项名称 AS item,
        date_trunc('month', 受理时间) AS month,
        epoch(叫号时间) - epoch(取号时间) AS wait, last.ordinal - first.ordinal AS days
    FROM {cases} AS cases
    LEFT JOIN workdays AS first ON first.day = 受理时间::DATE
    LEFT JOIN workdays AS last ON last.day = 办结时间::DATE
)
GROUP BY GROUPING SETS ((region, month), (month))
ORDER BY ALL
"""
_TIMES = ("取号时间", "叫号时间", "受理时间", "办结时间")


def main(cases: str, workdays: str) -> None:
    """Print the figures of the file `cases`."""
    connection = duckdb.connect(config={"preserve_insertion_order": False})
    connection.execute("CREATE TABLE workdays AS SELECT * FROM read_csv(?)", [workdays])
    name = "'" + cases.replace("'", "''") + "'"
    types = ", ".join(f"'{time}': 'TIMESTAMP'" for time in _TIMES)
    table = name if cases.endswith(".parquet") else f"read_csv({name}, types = {{{types}}})"
    for row in connection.execute(QUERY.replace("{cases}", table)).fetchall():
        print(*row, sep=",")


if __name__ == "__main__":
    main(*sys.argv[1:])
