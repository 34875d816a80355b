"""pandera: a schema on the merged table, its failure cases written. ROWS THRESHOLDS OUT."""

# mypy: ignore-errors
# The peer is installed where this runs, not where types are checked.

import sys

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

KEPT = ["metric", "region", "organisation", "item", "period", "value", "op", "limit"]


def within(table: pd.DataFrame) -> pd.Series:
    """Whether each row is within its threshold."""
    value, limit = table["value"], table["limit"]
    return ((table["op"] == "<=") & (value <= limit)) | ((table["op"] == ">=") & (value >= limit))


SCHEMA = pa.DataFrameSchema(
    {
        "metric": pa.Column(str),
        "value": pa.Column(float),
        "region": pa.Column(str),
        "op": pa.Column(str, pa.Check.isin(["<=", ">="])),
        "limit": pa.Column(float, coerce=True),
    },
    checks=pa.Check(within, name="within"),
)

rows_file, thresholds_file, out = sys.argv[1:]
rows = pd.read_csv(rows_file, dtype={"region": str, "period": str})
joined = rows.merge(pd.read_csv(thresholds_file), on="metric", suffixes=("", "_of_limit"))
places = []
try:
    SCHEMA.validate(joined, lazy=True)
except SchemaErrors as found:
    cases = found.failure_cases
    if set(cases["check"]) != {"within"}:
        raise
    places = sorted(set(cases["index"].astype(int)))
joined.loc[places, KEPT].to_csv(out, index=False)
