"""JSON Schemas (2020-12) of the YAML files and of the JSON results, made from their types.

Descriptions are the docstrings of types and fields, in the language of the run: editors show them.
"""

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, TypeAdapter
from typing_extensions import is_typeddict

from banshi.messages import translate
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
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        for name, schema in described_schemas(results).items()
    }


def described_schemas(results: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every schema by file name, its fields in the order of the types; see `schemas`."""
    made = {name: _described(model.model_json_schema(), model) for name, model in _FILES.items()}
    for result, kind in results.items():
        schema = TypeAdapter(kind).json_schema(mode="serialization")
        made[f"{result}.schema.json"] = _described(schema, kind)
    return {
        name: {"$schema": DIALECT, "$id": name, **_translated(schema)}
        for name, schema in made.items()
    }


def descriptions(results: Mapping[str, Any]) -> set[str]:
    """Return every description of the schemas, in the language of the run; see `schemas`."""
    return {text for schema in described_schemas(results).values() for text in _within(schema)}


def _within(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for entry in schema:
            yield from _within(entry)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key == "description" and isinstance(value, str):
                yield value
            else:
                yield from _within(value)


def _described(schema: dict[str, Any], model: type) -> dict[str, Any]:
    """Add the docstrings of the fields of `model`, and of the models in it, as descriptions."""
    by_name = {found.__name__: found for found in _models(model)}
    for name, part in [(model.__name__, schema), *schema.get("$defs", {}).items()]:
        if name in by_name:
            docstrings = field_docstrings(by_name[name])
            for key, field in part.get("properties", {}).items():
                if key in docstrings:
                    field.setdefault("description", docstrings[key])
    return schema


def _models(annotation: Any) -> Iterator[type]:
    """Yield the models and typed dictionaries that `annotation` speaks of, their fields' too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation)
    elif is_typeddict(annotation):
        yield annotation
        for kind in get_type_hints(annotation).values():
            yield from _models(kind)
    for argument in get_args(annotation):
        yield from _models(argument)


def field_docstrings(model: type) -> dict[str, str]:
    """Return the texts that stand below the fields of `model` in its source, by name in YAML."""
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
    fields = model.model_fields if issubclass(model, BaseModel) else {}
    return {
        (fields[name].alias or name) if name in fields else name: text
        for name, text in found.items()
    }


def _translated(schema: Any) -> Any:
    """Return `schema` with every description on one line, in the language of the run."""
    if isinstance(schema, list):
        return [_translated(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    # A field may itself be called description: then its value is a schema, and no text.
    return {
        key: translate(" ".join(value.split()))
        if key == "description" and isinstance(value, str)
        else _translated(value)
        for key, value in schema.items()
    }
