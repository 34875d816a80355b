"""Soda on DuckDB: a failed-rows check, its rows written by a sampler. ROWS THRESHOLDS OUT.

The command `soda scan` keeps at most a hundred rows; this is the same scan by its Python interface,
without the telemetry that the command sends.
"""

# mypy: ignore-errors
# The peer is installed where this runs, not where types are checked.

import csv
import os
import sys
from pathlib import Path
from typing import Any

rows_file, thresholds_file, out = sys.argv[1:]
# Soda writes a settings file into the home folder.
os.environ["HOME"] = str(Path(out).parent)

import duckdb  # noqa: E402
from soda.sampler.sampler import Sampler  # noqa: E402
from soda.scan import Scan  # noqa: E402

CHECKS_FAILED = 2
CHECKS = """
checks for rows:
  - failed rows:
      name: within
      samples limit: 100000000
      fail query: |
        select r.metric, region, organisation, item, period, value, op, "limit"
        from rows r join thresholds t on r.metric = t.metric
        where case op when '<=' then value > "limit" else value < "limit" end
"""


class Writer(Sampler):
    """Writes all failed rows into a file."""

    def store_sample(self, sample_context: Any) -> None:
        """Write the rows of one check."""
        columns = [column.name for column in sample_context.sample.get_schema().columns]
        with Path(out).open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(columns)
            writer.writerows(sample_context.sample.get_rows())


connection = duckdb.connect()
connection.execute(
    f"""create view rows as select * from read_csv('{rows_file}', header = true, columns = {{
        metric: 'varchar', value: 'double', unit: 'varchar', region: 'varchar',
        organisation: 'varchar', item: 'varchar', period: 'varchar'}})"""  # noqa: S608 - the paths are our own
)
connection.execute(
    f"create view thresholds as select * from read_csv('{thresholds_file}')"  # noqa: S608
)
scan = Scan()
scan.disable_telemetry()
scan.set_data_source_name("duckdb")
scan.add_duckdb_connection(connection)
scan.add_sodacl_yaml_str(CHECKS)
scan.sampler = Writer()
code = scan.execute()
if code != CHECKS_FAILED:
    sys.exit(f"soda ended with {code}: {scan.get_error_logs_text()}")
