"""JSON Schemas (2020-12) of the YAML files and of the JSON results, made from their types."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter

from banshi.model.catalogue import MetricCatalogue, OrganisationCatalogue, RegionCatalogue
from banshi.model.plan import Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FILES: Mapping[str, type[BaseModel]] = {
    "plan.schema.json": Plan,
    "metrics.schema.json": MetricCatalogue,
    "organisations.schema.json": OrganisationCatalogue,
    "regions.schema.json": RegionCatalogue,
}


def schemas(results: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every schema by file name.

    `results` are the types of the JSON results, by the name of the command that prints them.
    """
    written = {name: _text(model.model_json_schema(), name) for name, model in _FILES.items()}
    for command, kind in results.items():
        name = f"{command}-result.schema.json"
        written[name] = _text(TypeAdapter(kind).json_schema(mode="serialization"), name)
    return written


def _text(schema: dict[str, Any], name: str) -> str:
    body = {"$schema": DIALECT, "$id": name, **schema}
    return json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
