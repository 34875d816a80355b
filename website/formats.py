"""The pages on formats: the fields of every schema, as tables."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from banshi.cli.schema import RESULTS
from banshi.schema import schemas
from website.markdown import cell, note, page, table, words

FILES = ("plan", "metrics", "organisations", "regions", "waivers", "map")


def files_page() -> str:
    """Return the page on the YAML files that people write, in the language of the run."""
    return page(
        note(),
        words("# Files that people write", "# 手写的文件"),
        words(
            "Fields of the YAML files, with their JSON Schemas. An editor that knows a schema"
            " completes and checks while one writes: name it in the first line, as the files of the"
            " registry do. [Write a plan](../write-a-plan.md) begins with an example.",
            "各 YAML 文件的字段，及其 JSON Schema。编辑器读取 schema 后，可以边写边补全、校验：像方案库中的"
            "文件那样，在第一行写明 schema 即可；`banshi schema --lang zh --out schemas` 生成带中文说明的"
            " schema。示例见[编写方案](../write-a-plan.zh-CN.md)。",
        ),
        *_tables(FILES),
    )


def results_page() -> str:
    """Return the page on the JSON that banshi writes, in the language of the run."""
    return page(
        note(),
        words("# Results for programs", "# 供程序读取的结果"),
        words(
            "Fields of the JSON results (`-f json`) and of baselines, with their JSON Schemas. Every"
            " field is always there, fields are only ever added, and decimals are strings, with the"
            " digits as written. `schema_version` changes if ever a field changes its meaning.",
            "JSON 结果（`-f json`）和基线的字段，及其 JSON Schema。每个字段始终存在，今后只增不减；小数一律为"
            "字符串，保留原有位数。字段含义若有变化，`schema_version` 随之改变。",
        ),
        *_tables(tuple(RESULTS)),
    )


def _tables(names: Sequence[str]) -> Iterator[str]:
    written = schemas(RESULTS)
    shown: set[str] = set()  # a type that several schemas share has its table once
    for name in names:
        schema = json.loads(written[f"{name}.schema.json"])
        yield f"## {name}"
        said = cell(schema.get("description", ""))
        link = f"[{name}.schema.json](../../schemas/{name}.schema.json)"
        yield f"{said} {words('Schema:', 'Schema：')} {link}"
        yield _fields(schema)
        for kind, part in schema.get("$defs", {}).items():
            if kind not in shown:
                shown.add(kind)
                yield f"### {kind}"
                yield cell(part.get("description", ""))
                yield _fields(part) if "properties" in part else _values(part)


def _fields(schema: dict[str, Any]) -> str:
    needed = schema.get("required", ())
    rows = [
        (
            f"`{key}`",
            _kind(field),
            words("yes", "是") if key in needed else "",
            cell(field.get("description", "")),
        )
        for key, field in schema["properties"].items()
    ]
    # In a result every field is always there: the column would say the same in every row.
    if all(row[2] for row in rows):
        rows = [(row[0], row[1], row[3]) for row in rows]  # type: ignore[misc]
        return table((words("field", "字段"), words("type", "类型"), words("meaning", "含义")), rows)
    return table(
        (
            words("field", "字段"),
            words("type", "类型"),
            words("needed", "必填"),
            words("meaning", "含义"),
        ),
        rows,
    )


def _values(schema: dict[str, Any]) -> str:
    values = " ".join(f"`{value}`" for value in schema["enum"])
    return f"{words('One of:', '取值：')} {values}"


def _kind(field: dict[str, Any]) -> str:
    """Return the type of a field in words; a type with a table of its own is a link."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return words(" or ", "或").join(dict.fromkeys(_kind(kind) for kind in field["anyOf"]))
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return words(f"list of {_kind(field['items'])}", f"列表：{_kind(field['items'])}")
    names = {
        "string": words("text", "文字"),
        "integer": words("whole number", "整数"),
        "number": words("number", "数字"),
        "boolean": "true / false",
        "null": "null",
    }
    if field.get("format") == "date":
        return words("day", "日期")
    return names[field["type"]]
