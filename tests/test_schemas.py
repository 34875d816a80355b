"""The published schemas: they follow the types, and the files in the tree satisfy them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from banshi.cli.schema import RESULTS
from banshi.schema import DIALECT, schemas
from tests.conftest import EXAMPLES, ROOT, Run

SCHEMAS = ROOT / "schemas"


def validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_schemas_in_the_tree_are_those_of_the_types() -> None:
    written = schemas(RESULTS)
    in_tree = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")}
    assert in_tree == written, "a type has changed: run `make schemas`"


def test_a_changed_type_is_noticed() -> None:
    from banshi.formats.shapes import json_v1

    before = schemas(RESULTS)
    changed = {**RESULTS, "due-result": json_v1.ValidateResult}
    assert schemas(changed) != before


def test_every_value_of_the_files_is_described() -> None:
    for name in ("plan", "metrics", "regions", "waivers", "map", "cases-profile", "calendar"):
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert schema["$schema"] == DIALECT
        for model in [schema, *schema["$defs"].values()]:
            for key, field in model.get("properties", {}).items():
                described = field
                if "description" not in field and "$ref" in field:
                    described = schema["$defs"][field["$ref"].rsplit("/", 1)[1]]
                assert described.get("description"), f"{name}: {key}"
            if "properties" in model:
                assert model["additionalProperties"] is False


def as_yaml_readers_see_it(path: Path) -> Any:
    """Return what a JSON Schema validator gets of a YAML file: dates as text."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return json.loads(json.dumps(data, default=str))


def test_the_registry_satisfies_its_schemas() -> None:
    registry = ROOT / "registry"
    for name in ("metrics", "organisations", "regions"):
        validator(f"{name}.schema.json").validate(as_yaml_readers_see_it(registry / f"{name}.yaml"))
    for plan in (registry / "plans").glob("*.yaml"):
        validator("plan.schema.json").validate(as_yaml_readers_see_it(plan))


def test_editors_are_told_which_schema() -> None:
    for path in (ROOT / "registry").rglob("*.yaml"):
        line = path.read_text(encoding="utf-8").splitlines()[0]
        assert line.startswith("# yaml-language-server: $schema=")
        assert (path.parent / line.split("=", 1)[1]).resolve().is_file()


def test_json_results_satisfy_their_schemas(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = run("check", *EXAMPLES, "--as-of", "2019-12-31", "-f", "json").out
    validator("check-result.schema.json").validate(json.loads(checked))
    due = run("due", "--month", "11", "-f", "json").out
    validator("due-result.schema.json").validate(json.loads(due))
    monkeypatch.chdir(ROOT / "tests" / "registry" / "bad")
    problems = run("validate", "numbers.yaml", "-f", "json").out
    validator("validate-result.schema.json").validate(json.loads(problems))


def test_schema_prints_one_or_writes_all(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("schema").out)["title"] == "Plan"
    assert json.loads(run("schema", "check-result").out)["title"] == "CheckFile"
    assert run("schema", "--out", tmp_path / "new" / "folder").code == 0
    assert len(list((tmp_path / "new" / "folder").iterdir())) == 14
    wrong = run("schema", "plans")
    assert wrong.code == 2
    assert "did you mean plan?" in wrong.err
    (tmp_path / "file").touch()
    assert run("schema", "--out", tmp_path / "file").code == 2
