"""pandas: merge rows and thresholds, compare, write the violations. ROWS THRESHOLDS OUT."""

# mypy: ignore-errors
# The peer is installed where this runs, not where types are checked.

import sys

import pandas as pd

KEPT = ["metric", "region", "organisation", "item", "period", "value", "op", "limit"]

rows_file, thresholds_file, out = sys.argv[1:]
rows = pd.read_csv(rows_file, dtype={"region": str, "period": str})
joined = rows.merge(pd.read_csv(thresholds_file), on="metric", suffixes=("", "_of_limit"))
value, limit = joined["value"], joined["limit"]
met = ((joined["op"] == "<=") & (value <= limit)) | ((joined["op"] == ">=") & (value >= limit))
joined.loc[~met, KEPT].to_csv(out, index=False)
