"""The page on the rules, made of their docstrings and of the tables in the code."""

from collections.abc import Iterator

from banshi import trace
from banshi.messages import translate
from banshi.model.input_rules import INPUT_RULES, Effect
from banshi.rules import RULES, manual_page
from banshi.rules.language import LANGUAGE_RULES
from website.markdown import cell, note, page, prose, table, words


def rules_page() -> str:
    """Return the page in the language of the run."""
    return page(
        note(),
        words("# Rules", "# 规则"),
        words(
            "The word in brackets in each message: `metrics.csv:7: error [unit] …`. What the words"
            " of a plan mean, and how a verdict comes about, is told in"
            " [What the words mean](../semantics.md).",
            "每条信息中方括号里的词：`metrics.csv:7: 错误 [unit] …`。方案用语的含义和判定方法见"
            "[词语含义与判定规则](../semantics.zh-CN.md)。",
        ),
        *_of_input(),
        *_of_the_registry(),
        *_of_the_proof(),
    )


def _of_input() -> Iterator[str]:
    yield words("## Rules of input", "## 输入规则")
    yield words(
        "What `banshi check` says of the files that were reported, and `banshi due --metrics` too."
        " [Metrics files](../metrics-files.md) shows what is read and how.",
        "`banshi check` 和 `banshi due --metrics` 对上报文件给出的信息。可读取的内容和读法见"
        "[指标文件](../metrics-files.zh-CN.md)。",
    )
    rule, meaning = words("rule", "规则"), words("what it says", "含义")
    for effect, heading, lead in _effects():
        rows = [
            (f"`[{name}]`", cell(translate(entry.summary)), cell(translate(entry.except_)))
            for name, entry in INPUT_RULES.items()
            if entry.effect is effect
        ]
        yield f"### {heading}"
        yield lead
        if any(row[2] for row in rows):
            yield table((rule, meaning, words("but", "例外")), rows)
        else:
            yield table((rule, meaning), [row[:2] for row in rows])


def _effects() -> Iterator[tuple[Effect, str, str]]:
    """Yield each effect with its heading and what it leads to."""
    yield (
        Effect.FILE,
        words("The file is refused", "拒收整个文件"),
        words(
            "Nothing of the file is judged. Exit code 2, even with `--ignore-input-errors`.",
            "该文件全部不予判定。退出码为 2，加 `--ignore-input-errors` 也是如此。",
        ),
    )
    yield (
        Effect.MAP,
        words("The map is refused", "拒收映射文件"),
        words(
            "A fault of the file that `--map` names. Exit code 2.",
            "`--map` 所指文件有误。退出码为 2。",
        ),
    )
    yield (
        Effect.ERROR,
        words("The row is not judged", "该行不予判定"),
        words("The other rows are. Exit code 2.", "其余各行照常判定。退出码为 2。"),
    )
    yield (
        Effect.WARNING,
        words("Warnings", "警告"),
        words("Shown; the exit code stays as it is.", "予以显示，不影响退出码。"),
    )
    yield (
        Effect.NOTE,
        words("Notes", "提示"),
        words("Counted, and shown with `-v`.", "只报条数，加 `-v` 逐条显示。"),
    )


def _of_the_registry() -> Iterator[str]:
    yield words("## Rules of the registry", "## 方案库规则")
    yield words(
        "What `banshi validate` holds plans and catalogues against. Breaking one is an error where"
        " nothing else is said. Further rules, of the YAML files themselves (`unknown-key`,"
        " `yaml-duplicate-key`, `not-a-number` and the like), say in each message what to write"
        " instead.",
        "`banshi validate` 据以检查方案和目录。未另作说明的，违反即为错误。另有针对 YAML 文件本身的"
        "规则（`unknown-key`、`yaml-duplicate-key`、`not-a-number` 等），信息中已写明应如何改。",
    )
    for module in (*RULES, *LANGUAGE_RULES):
        yield f"### {module.ID}"
        yield from (prose(translate(text)) for text in manual_page(module))


def _of_the_proof() -> Iterator[str]:
    yield words("## Rules of the proof", "## 核验规则")
    yield words(
        "What `banshi trace` finds open between a transcription and the text of its plan. Exit"
        " code 1.",
        "`banshi trace` 对照方案原文核验转写时发现的问题。退出码为 1。",
    )
    rows = [(f"`[{name}]`", cell(translate(text))) for name, text in trace.RULES.items()]
    yield table((words("rule", "规则"), words("what is open", "问题")), rows)
