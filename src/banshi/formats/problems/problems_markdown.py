"""Problems of a registry as a table in Markdown."""

from banshi import __version__
from banshi.formats.problems.problems import Problems
from banshi.formats.shared import markdown_text as md
from banshi.messages import mark, say_count, translate
from banshi.position import SEVERITY_WORDS


def render(found: Problems) -> str:
    """Return the problems, and their number as the last line."""
    headers = [translate(mark("problem")), translate(mark("where")), translate(mark("what"))]
    rows = [
        [
            md.cell(translate(SEVERITY_WORDS[problem.severity]), problem.rule),
            md.cell(str(problem.position)),
            md.cell(str(problem.message)),
        ]
        for problem in found.listed
    ]
    name = f"banshi {found.command}"
    parts = [f"<!-- {name} {__version__} -->\n", f"# {name}\n"]
    if rows:
        parts.append(md.table(headers, rows))
    parts.append(f"{say_count('{count} problem', '{count} problems', len(rows))}\n")
    return "\n".join(parts)
