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
from banshi.model.catalogue import MetricCatalogue, OrganisationCatalogue, RegionCatalogue
from banshi.model.plan import Plan
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
        schema = TypeAdapter(kind).json_schema(mode="serialization")
        written[name] = _text(_described(schema, kind), name)
    return written


def descriptions(results: Mapping[str, Any]) -> set[str]:
    """Return every description of the schemas, in the language of the run; `results` as above."""
    return {text for schema in schemas(results).values() for text in _within(json.loads(schema))}


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


def _text(schema: dict[str, Any], name: str) -> str:
    body = {"$schema": DIALECT, "$id": name, **_translated(schema)}
    return json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
