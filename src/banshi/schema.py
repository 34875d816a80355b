"""JSON Schemas (2020-12) of the YAML files and of the JSON results, made from their types."""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from banshi.model.calendar import CalendarFile
from banshi.model.catalogue import MetricCatalogue, OrganisationCatalogue, RegionCatalogue
from banshi.model.plan import Plan
from banshi.model.profile import ProfileFile
from banshi.model.table_map import MapFile
from banshi.model.waiver import WaiverFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FILES: Mapping[str, type[BaseModel]] = {
    "plan.schema.json": Plan,
    "metrics.schema.json": MetricCatalogue,
    "organisations.schema.json": OrganisationCatalogue,
    "regions.schema.json": RegionCatalogue,
    "waivers.schema.json": WaiverFile,
    "map.schema.json": MapFile,
    "cases-profile.schema.json": ProfileFile,
    "calendar.schema.json": CalendarFile,
}


def schemas(results: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every schema by file name.

    `results` are the types of the JSON that banshi writes, by the name of their schema.
    """
    written = {
        name: _text(_described(model.model_json_schema(), model), name)
        for name, model in _FILES.items()
    }
    for result, kind in results.items():
        name = f"{result}.schema.json"
        written[name] = _text(TypeAdapter(kind).json_schema(mode="serialization"), name)
    return written


def _described(schema: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """Add the docstrings of the fields of `model`, and of the models in it, as descriptions."""
    by_name = {found.__name__: found for found in _models(model)}
    for name, part in [(model.__name__, schema), *schema.get("$defs", {}).items()]:
        if name in by_name:
            fields = by_name[name].model_fields
            docstrings = {
                fields[field].alias or field: text
                for field, text in field_docstrings(by_name[name]).items()
            }
            for key, field in part.get("properties", {}).items():
                field.setdefault("description", docstrings.get(key, ""))
    return schema


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that `annotation` speaks of, those of their fields included."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation)
    for argument in get_args(annotation):
        yield from _models(argument)


def field_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the texts that stand below the fields of `model` in its source, by field."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    found: dict[str, str] = {}
    before: ast.stmt | None = None
    for statement in body.body if isinstance(body, ast.ClassDef) else ():
        if (
            isinstance(before, ast.AnnAssign)
            and isinstance(before.target, ast.Name)
            and isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
        ):
            found[before.target.id] = inspect.cleandoc(str(statement.value.value))
        before = statement
    return found


def _text(schema: dict[str, Any], name: str) -> str:
    body = {"$schema": DIALECT, "$id": name, **schema}
    return json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
