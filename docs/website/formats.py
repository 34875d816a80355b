"""The pages on formats: the fields of every schema, as tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from banshi.cli.schema import RESULTS
from banshi.formats.check import check_csv
from banshi.formats.compare import compare_csv
from banshi.formats.due import due_csv
from banshi.formats.problems import problems_csv
from banshi.formats.tasks import tasks_csv
from banshi.schema import described_schemas
from website.markdown import cell, note, page, table, words

_COLUMNS = {
    "check": check_csv.HEADER,
    "due": due_csv.HEADER,
    "compare": compare_csv.HEADER,
    "tasks": tasks_csv.HEADER,
    "validate": problems_csv.HEADER,
    "trace": problems_csv.HEADER,
}
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
            "各 YAML 文件的字段，及其 JSON Schema。编辑器读取 schema 后，可以边写边补全、校验："
            "像方案库中的文件那样，在第一行写明 schema 即可；"
            "`banshi schema --lang zh --out schemas` 生成带中文说明的 schema。"
            "示例见[编写方案](../write-a-plan.zh-CN.md)。",
        ),
        *_tables(FILES),
    )


def results_page() -> str:
    """Return the page on the JSON that banshi writes, in the language of the run."""
    return page(
        note(),
        words("# Results for programs", "# 供程序读取的结果"),
        words(
            "Fields of the JSON results (`-f json`) and of baselines, with their JSON Schemas."
            " Every field is always there, fields are only ever added, and decimals are strings,"
            " with the digits as written. `schema_version` names the shape.",
            "JSON 结果（`-f json`）和基线的字段，及其 JSON Schema。每个字段始终存在，今后只增不减；"
            "小数一律为字符串，保留原有位数。`schema_version` 为结构的版本。",
        ),
        *_tables(tuple(RESULTS)),
        "## CSV",
        words(
            "The columns of `-f csv`, in this order.",
            "`-f csv` 的各列，依次为：",
        ),
        table(
            (words("command", "命令"), words("columns", "列")),
            [(f"`banshi {name}`", _codes(columns)) for name, columns in _COLUMNS.items()],
        ),
    )


def _tables(names: Sequence[str]) -> Iterator[str]:
    made = described_schemas(RESULTS)
    shown: set[str] = set()  # a type that several schemas share has its table once
    for name in names:
        schema = made[f"{name}.schema.json"]
        kinds = schema.get("$defs", {})
        yield f"## {name}"
        link = f"[{name}.schema.json](../../schemas/{name}.schema.json)"
        yield f"{cell(schema['description'])} {words('Schema: ', 'Schema：')}{link}"
        yield _fields(schema, kinds)
        for kind in _in_order(schema, kinds):
            if kind not in shown:
                shown.add(kind)
                yield f"### {kind}"
                yield cell(kinds[kind]["description"])
                yield (
                    _fields(kinds[kind], kinds)
                    if "properties" in kinds[kind]
                    else _values(kinds[kind])
                )


def _in_order(schema: dict[str, Any], kinds: dict[str, Any]) -> list[str]:
    """Return the types that `schema` speaks of in the order in which a reader meets them."""
    met: list[str] = []
    waiting = [schema]
    while waiting:
        for kind in _references(waiting.pop(0).get("properties", {})):
            if kind not in met:
                met.append(kind)
                waiting.append(kinds[kind])
    return met


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rsplit("/", 1)[1]
        part = list(part.values())
    if isinstance(part, list):
        for entry in part:
            yield from _references(entry)


def _fields(schema: dict[str, Any], kinds: dict[str, Any]) -> str:
    needed = schema.get("required", ())
    head = [words("field", "字段"), words("type", "类型"), words("meaning", "含义")]
    rows = [
        [f"`{key}`", _kind(field), cell(field.get("description") or _of_kind(field, kinds))]
        for key, field in schema["properties"].items()
    ]
    # In a result every field is always there: the column would say the same in every row.
    if set(needed) != set(schema["properties"]):
        head.insert(2, words("needed", "必填"))
        for key, row in zip(schema["properties"], rows, strict=True):
            row.insert(2, words("yes", "是") if key in needed else "")
    return table(head, rows)


def _of_kind(field: dict[str, Any], kinds: dict[str, Any]) -> str:
    """Return what is said of the one type that `field` speaks of; its own words stand before."""
    names = list(_references(field))
    return str(kinds[names[0]]["description"]) if len(names) == 1 else ""


def _values(schema: dict[str, Any]) -> str:
    return f"{words('One of:', '取值：')} {_codes(schema['enum'])}"


def _codes(names: Iterable[str]) -> str:
    return " ".join(f"`{name}`" for name in names)


def _kind(field: dict[str, Any]) -> str:
    """Return the type of a field in words; a type with a table of its own is a link."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        return words(" or ", " 或 ").join(dict.fromkeys(_kind(kind) for kind in field["anyOf"]))
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return _codes(field["enum"])
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
