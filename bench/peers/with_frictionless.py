"""frictionless: a check of our own on every row; the errors of its report. ROWS THRESHOLDS OUT."""

# mypy: ignore-errors
# The peer is installed where this runs, not where types are checked.

import csv
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import attrs
from frictionless import Check, Checklist, Resource, Schema, errors, fields

rows_file, thresholds_file, out = sys.argv[1:]
with Path(thresholds_file).open(encoding="utf-8", newline="") as text:
    LIMITS = {row["metric"]: (row["op"], Decimal(row["limit"])) for row in csv.DictReader(text)}
TEXTS = ("metric", "unit", "region", "organisation", "item", "period")


@attrs.define(kw_only=True)
class Within(Check):
    """Every value within the threshold of its metric."""

    type = "within"
    Errors: ClassVar = [errors.RowConstraintError]

    def validate_row(self, row: Any) -> Iterator[Any]:
        """Yield an error for a row beyond its threshold."""
        op, limit = LIMITS[row["metric"]]
        if not (row["value"] <= limit if op == "<=" else row["value"] >= limit):
            yield errors.RowConstraintError.from_row(row, note=f"{op} {limit}")


SCHEMA = Schema(
    fields=[
        fields.StringField(name="metric"),
        fields.NumberField(name="value"),
        *(fields.StringField(name=name) for name in TEXTS[1:]),
    ]
)
place = Path(rows_file)
resource = Resource(path=place.name, basepath=str(place.parent), schema=SCHEMA)
report = resource.validate(Checklist(checks=[Within()]), limit_errors=1_000_000)
with Path(out).open("w", encoding="utf-8", newline="") as text:
    writer = csv.writer(text)
    writer.writerow(["row", *("metric", "value", *TEXTS[1:]), "limit"])
    for error in report.task.errors:
        writer.writerow([error.row_number, *error.cells, error.note])
