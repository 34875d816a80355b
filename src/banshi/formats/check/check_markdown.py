"""A check in Markdown: the violation table for a pull request, an issue, a wiki or a summary."""

from banshi import __version__
from banshi.formats.check import check_rows, inputs_text, milestone_rows
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.formats.shared import markdown_text as md
from banshi.formats.shared.names import plan_head_name
from banshi.formats.shared.style import Style
from banshi.messages import mark, translate

_STYLE = Style()


def render(found: CheckResult) -> str:
    """Return what the table of a check shows, every row of it, and the tally as the last line."""
    plans = [[md.cell(plan_head_name(p)), md.cell(p["title"])] for p in found["plans"]]
    files = [[md.cell(line)] for line in inputs_text.lines(found["inputs"])]
    parts = [
        f"<!-- banshi check {__version__} -->\n",
        f"# {md.escape(check_rows.title(found))}\n",
        md.table([translate(mark("plan")), translate(mark("title"))], plans),
        md.table([translate(mark("read"))], files),
    ]
    milestones = milestone_rows.milestones(found, check_rows.plan_names(found), _STYLE)
    for shown in (check_rows.targets(found, _STYLE), milestones):
        if shown.rows:
            rows = [[md.cell(*lines) for lines in row] for row in shown.rows]
            parts.append(md.table(shown.headers, rows))
    parts.append(md.escape(check_rows.tally_line(found)) + "\n")
    return "\n".join(parts)
