"""polars: a lazy query, run on its streaming engine. ROWS THRESHOLDS OUT."""

# mypy: ignore-errors
# The peer is installed where this runs, not where types are checked.

import sys

import polars as pl

KEPT = ["metric", "region", "organisation", "item", "period", "value", "op", "limit"]

rows_file, thresholds_file, out = sys.argv[1:]
rows = pl.scan_csv(rows_file, schema_overrides={"region": pl.String, "period": pl.String})
most, least = pl.col("op") == "<=", pl.col("op") == ">="
met = (most & (pl.col("value") <= pl.col("limit"))) | (least & (pl.col("value") >= pl.col("limit")))
violations = rows.join(pl.scan_csv(thresholds_file), on="metric").filter(~met).select(KEPT)
violations.collect(engine="streaming").write_csv(out)
