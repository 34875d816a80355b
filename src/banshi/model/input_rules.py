"""The rules of input: the word in brackets in each message about a reported file.

The pages on the rules are made of this table, and FILE_RULES is read off it.
"""

from collections.abc import Mapping
from enum import StrEnum

from banshi.messages import mark
from banshi.values import dataclass


class Effect(StrEnum):
    """What the breach of a rule leads to."""

    FILE = "file"
    """The whole file is refused: exit code 2."""
    MAP = "map"
    """The map file is refused: exit code 2."""
    ERROR = "error"
    """The row is not judged: exit code 2."""
    WARNING = "warning"
    """Shown, and judged all the same."""
    NOTE = "note"
    """Shown with -v."""


@dataclass(frozen=True, slots=True)
class InputRule:
    """One rule; `summary` and `except_` are English sentences marked for translation."""

    effect: Effect
    summary: str
    """What a message of this rule says."""
    except_: str = ""
    """Where the effect is another one."""


INPUT_RULES: Mapping[str, InputRule] = {
    "format": InputRule(
        Effect.FILE,
        mark(
            "no kind of file that is read: an old or encrypted workbook, a PDF, a web page, an"
            " archive; or pyarrow is not installed"
        ),
    ),
    "workbook": InputRule(Effect.FILE, mark("a workbook that is damaged or unsafe")),
    "sheet": InputRule(Effect.FILE, mark("no sheet of the name that --sheet asks for")),
    "json": InputRule(Effect.FILE, mark("no valid JSON, or of another shape")),
    "parquet": InputRule(
        Effect.FILE, mark("a Parquet file that is damaged, or a column that no cell can hold")
    ),
    "too-large": InputRule(Effect.FILE, mark("beyond the limits")),
    "encoding": InputRule(
        Effect.FILE, mark("neither UTF-8 nor GB18030 nor UTF-16 with its mark; damaged; no text")
    ),
    "quoting": InputRule(
        Effect.FILE, mark("a quote that is never closed, or ends in the middle of a cell")
    ),
    "cell-count": InputRule(
        Effect.FILE, mark("a row of a CSV file with more or fewer cells than its header")
    ),
    "header": InputRule(
        Effect.FILE, mark("no row names the columns that are needed, or nothing says the period")
    ),
    "column-name": InputRule(Effect.FILE, mark("a header that is nearly a known one")),
    "duplicate-column": InputRule(Effect.FILE, mark("a column twice")),
    "no-rows": InputRule(
        Effect.FILE,
        mark("nothing below the header"),
        mark("a note of one sheet among others"),
    ),
    "map": InputRule(
        Effect.FILE,
        mark("a column or row that the map names and the table does not have"),
        mark("a warning where a table of the map fits no sheet"),
    ),
    "column": InputRule(Effect.MAP, mark("a column given twice, or neither a letter nor a number")),
    "year": InputRule(
        Effect.ERROR,
        mark("a column of years whose cell is no year, or another one than the period's"),
    ),
    "metric": InputRule(
        Effect.ERROR, mark("unknown metric"), mark("a warning in a row without a figure")
    ),
    "value": InputRule(
        Effect.ERROR,
        mark(
            "no number, a bound, more or less than the metric can be, no whole number, or 无 of a"
            " count"
        ),
    ),
    "unit": InputRule(
        Effect.ERROR,
        mark("no unit, an unknown one, two that disagree, or one that does not convert"),
        mark("a note where a count has none"),
    ),
    "region": InputRule(
        Effect.ERROR,
        mark(
            "unknown region, none, or 全市 of which place; of a milestone, one outside the plan's"
            " jurisdiction"
        ),
    ),
    "period": InputRule(
        Effect.ERROR, mark("no period, one without its year, or one with two readings")
    ),
    "date": InputRule(Effect.ERROR, mark("a time of day, or a number of no day")),
    "excel-error": InputRule(Effect.ERROR, mark("the formula gave #DIV/0! or its like")),
    "formula": InputRule(Effect.ERROR, mark("a formula that was never calculated")),
    "share": InputRule(
        Effect.ERROR, mark("a share that its numerator and denominator do not give")
    ),
    "contradiction": InputRule(
        Effect.ERROR, mark("another row says something else of the same; neither is judged")
    ),
    "milestone": InputRule(Effect.ERROR, mark("unknown milestone, or a name of several")),
    "completed": InputRule(Effect.ERROR, mark("says neither done, nor a day, nor not done")),
    "due-day": InputRule(
        Effect.ERROR,
        mark("which due day of a recurring milestone is meant"),
        mark("a warning where the period has no due day"),
    ),
    "above-header": InputRule(Effect.WARNING, mark("figures above the header, which are not read")),
    "organisation": InputRule(Effect.WARNING, mark("unknown body; the row is judged")),
    "fraction": InputRule(Effect.WARNING, mark("a percentage between 0 and 1, taken as written")),
    "total": InputRule(Effect.WARNING, mark("a row of sums, not read")),
    "extra-column": InputRule(
        Effect.WARNING,
        mark("a column that is not read"),
        mark("a note where it holds no figures"),
    ),
    "future": InputRule(
        Effect.WARNING,
        mark("what is said of a milestone lies after --as-of and does not count"),
    ),
    "waiver-expired": InputRule(
        Effect.WARNING, mark("a waiver that has ended and counts for nothing")
    ),
    "share-part": InputRule(
        Effect.NOTE,
        mark("one of the two counts beside a share is missing, so that it is not worked out again"),
    ),
    "misnamed": InputRule(Effect.NOTE, mark("the name promises another kind of file")),
    "from-title": InputRule(
        Effect.NOTE, mark("region or period is taken from a title or the name of a sheet")
    ),
    "repaired": InputRule(Effect.NOTE, mark("a cell was read in its one plain form")),
    "converted": InputRule(Effect.NOTE, mark("given in another unit, converted exactly")),
    "no-value": InputRule(Effect.NOTE, mark("the cell says that nothing is reported")),
    "repeated": InputRule(Effect.NOTE, mark("the same value once more; counted once")),
    "remark": InputRule(Effect.NOTE, mark("a remark, not read as a row")),
    "header-again": InputRule(Effect.NOTE, mark("the header once more")),
}

FILE_RULES = frozenset(name for name, rule in INPUT_RULES.items() if rule.effect is Effect.FILE)
"""The rules whose breach refuses a whole file."""
