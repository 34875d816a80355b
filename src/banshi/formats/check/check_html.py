"""The page of a check: one file without network that can be read, printed and sent on.

It is made of the templates in page/ from the versioned result alone. What nobody would read on
a page of 10,000 verdicts is cut, and the page says by how much.
"""

from banshi.formats.page import (
    deadlines,
    findings,
    matrix,
    milestones,
    scorecards,
    template,
    trends,
)
from banshi.formats.page.facts import Facts
from banshi.formats.page.inputs import Places, problem_lists
from banshi.formats.shapes.json_v1 import CheckResult
from banshi.messages import language


def render(found: CheckResult) -> str:
    """Return the page as HTML: the same result gives the same bytes."""
    facts, places = Facts(found), Places(found)
    style, script = template.part("page.css"), template.part("page.js")
    # The anchors come first: the matrix links to them.
    sections = findings.sections(facts)
    return template.render(
        "page.html.j2",
        found=found,
        facts=facts,
        spoken="zh-CN" if language() == "zh" else "en",
        policy=template.policy(style, script),
        style=template.raw(style),
        script=template.raw(script),
        tiles=scorecards.tiles(facts),
        milestone_tiles=scorecards.milestone_tiles(facts),
        whole_bar=scorecards.whole_bar(facts),
        plans=scorecards.of_plans(facts),
        bodies=scorecards.of_bodies(facts),
        regions=scorecards.of_regions(facts),
        worst_of=scorecards.worst_of,
        sections=sections,
        is_cut=any(section.shown < section.count for section in sections),
        furthest=findings.furthest(sections),
        legend=matrix.legend(facts),
        matrices=matrix.matrices(facts),
        milestones=milestones.milestones(facts),
        deadlines=deadlines.deadlines(facts),
        trends=trends.trends(facts),
        problems=problem_lists(found, places),
        places=places,
    )
