"""A form as CSV, to be filled in: values and milestones in one table."""

from banshi.formats.shared import csv_text
from banshi.formats.template.template_words import (
    COLUMNS,
    body_name,
    milestone_words,
    plan_name,
    row_words,
)
from banshi.messages import language
from banshi.model.form import Form
from banshi.model.registry import Registry


def render(form: Form, registry: Registry) -> str:
    """Return the form as CSV text; a milestone is a row whose metric is its id."""
    between = "；" if language() == "zh" else "; "
    rows = []
    for row in form.rows:
        words = row_words(row, form, registry)
        rows.append(
            [
                words.metric,
                "",
                words.unit,
                words.region,
                words.organisation,
                words.item,
                words.period,
                between.join(words.requirement),
                between.join(words.clause),
                between.join(words.plan),
            ]
        )
    for entry in form.milestones:
        period = entry.period.text if entry.period else ""
        body = body_name(entry.body, registry)
        what = (milestone_words(entry), entry.task.clause, plan_name(entry.plan))
        rows.append([entry.id, "", "", "", body, "", period, *what])
    return csv_text.dumps(COLUMNS[language()], rows)
