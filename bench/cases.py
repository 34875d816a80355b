"""Records of cases for the benchmarks, made by DuckDB: regular, in any number, the same each time.

python bench/cases.py 10000000 cases.csv|cases.parquet
"""

import sys
from pathlib import Path

import duckdb

PROFILE = """\
columns:
  region: 区县
  item: 事项名称
  channel: 渠道
  queued_at: 取号时间
  called_at: 叫号时间
  accepted_at: 受理时间
  completed_at: 办结时间
month_of: accepted_at
metrics:
  queue_wait: {from: queued_at, to: called_at, statistic: p95, where: {channel: 窗口}}
  handling_time: {from: accepted_at, to: completed_at, statistic: mean}
  power_connection_time:
    {from: accepted_at, to: completed_at, statistic: max, where: {item: 低压接电}}
  online_filing_rate:
    share: {column: channel, in: [网上, 掌上]}
"""
AS_OF = "2020-06-30"
_QUERY = """
WITH numbers AS (
    SELECT i, hash(i) AS a, hash(i * 7 + 1) AS b, hash(i * 13 + 5) AS c, hash(i * 17 + 3) AS d
    FROM range({count}) AS numbers(i)
), parts AS (
    SELECT i,
        ['站前区', '西市区', '鲅鱼圈区', '老边区', '盖州市', '大石桥市'][1 + (a % 6)::INTEGER]
            AS region,
        ['不动产登记', '社保登记', '企业开办', '低压接电'][1 + ((a >> 8) % 4)::INTEGER]
            AS item,
        ['窗口', '窗口', '网上', '掌上'][1 + ((a >> 16) % 4)::INTEGER] AS channel,
        TIMESTAMP '2019-01-02 08:30:00'
            + to_seconds(((b % 360) * 86400 + (b >> 20) % 28800)::BIGINT) AS queued,
        (c % 900 + d % 300)::BIGINT AS wait,
        ((d >> 20) % 12)::INTEGER AS days,
        (d >> 30) % 50 > 0 AS done
    FROM numbers
)
SELECT 'C' || lpad(i::VARCHAR, 9, '0') AS 办件编号, region AS 区县, item AS 事项名称,
    channel AS 渠道,
    CASE WHEN channel = '窗口' THEN queued END AS 取号时间,
    CASE WHEN channel = '窗口' THEN queued + to_seconds(wait) END AS 叫号时间,
    queued + to_seconds(wait + 60) AS 受理时间,
    CASE WHEN done THEN queued + to_seconds(wait + 3660) + to_days(days) END AS 办结时间
FROM parts
"""


def write_cases(file: Path, count: int) -> None:
    """Write so many cases into `file`: Parquet or CSV, as its name ends."""
    form = "PARQUET, COMPRESSION zstd" if file.suffix == ".parquet" else "CSV, HEADER"
    name = str(file).replace("'", "''")
    connection = duckdb.connect(config={"preserve_insertion_order": False})
    connection.execute(f"COPY ({_QUERY.format(count=count)}) TO '{name}' (FORMAT {form})")


if __name__ == "__main__":
    write_cases(Path(sys.argv[2]), int(sys.argv[1]))
