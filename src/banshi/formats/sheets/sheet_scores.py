"""The scorecards and the matrix of a result, as sheets of a workbook."""

from collections.abc import Mapping, Sequence

from banshi.formats.check.check_rows import metric_name, tally_line
from banshi.formats.check.scores import (
    AMISS,
    BASELINED,
    Card,
    MatrixRow,
    all_card,
    lead_cards,
    matrix,
    plan_cards,
    verdict_of,
)
from banshi.formats.shapes.json_v1 import CheckResult, OutcomeEntry
from banshi.formats.shared.names import plan_head_name
from banshi.formats.shared.words import STATUS_WORDS
from banshi.formats.sheets.sheet_numbers import day, share, tally
from banshi.formats.sheets.sheet_rows import Column, Value
from banshi.formats.sheets.sheet_table import (
    BASELINE_SIGN,
    HEADER_ROW,
    Sheet,
    filtered,
    head,
    note,
    print_page,
    sign_of,
    table,
)
from banshi.messages import mark, say, translate
from banshi.model.outcome import Status
from banshi.position import column_letters

# The columns of counts: of targets, then of milestones. They add up to the total before them.
_TARGETS = (
    ("met", mark("met")),
    ("violated", mark("violated")),
    ("behind", mark("behind")),
    ("unreported", mark("unreported")),
    ("pending", mark("pending")),
    ("waived", mark("waived")),
    (BASELINED, mark("in the baseline")),
)
_MILESTONES = (
    ("done", mark("done")),
    ("done_late", mark("done late")),
    ("overdue", mark("overdue")),
    ("pending", mark("not yet due")),
    ("waived", mark("milestones waived")),
    (BASELINED, mark("milestones in the baseline")),
)
# The number of the column with the share of targets that are met.
_SHARE = 3 + len(_TARGETS) + 1
_FIRST_REGION = 6
_REGION_MOST = 18.0


def write_cards(sheet: Sheet, found: CheckResult) -> None:
    """Write a line a plan, which add up to the summary, and below one a lead organisation."""
    from openpyxl.formatting.rule import DataBarRule

    head(sheet, translate(mark("Scorecards")), tally_line(found))
    plans = {plan["id"]: plan_head_name(plan) for plan in found["plans"]}
    whole = translate(mark("the whole plan"))
    cards = [_card(card, plans[card.plan], whole) for card in plan_cards(found)]
    cards.append(_card(all_card(found), translate(mark("all plans")), ""))
    nobody = translate(mark("none named"))
    leads = [_card(c, plans[c.plan], c.organisation or nobody) for c in lead_cards(found)]
    columns = _columns()
    table(sheet, columns, cards, HEADER_ROW)
    note(sheet, translate(mark("What several organisations lead counts for each of them.")))
    second = sheet.rows.last + 1
    table(sheet, columns, leads, second)
    filtered(sheet, second, len(columns))
    print_page(sheet, HEADER_ROW, len(columns))
    share_met = column_letters(_SHARE)
    bar = DataBarRule("num", 0, "num", 1, color="FF7FC4AF", minLength=0)  # type: ignore[no-untyped-call]
    sheet.sheet.conditional_formatting.add(
        f"{share_met}{HEADER_ROW + 1}:{share_met}{sheet.rows.last}", bar
    )
    sheet.sheet.freeze_panes = f"C{HEADER_ROW + 1}"


def _columns() -> list[Column]:
    return [
        Column(translate(mark("plan")), 18.0, 38.0),
        Column(translate(mark("lead organisation")), 16.0, 30.0),
        Column(translate(mark("targets")), 8.0, 12.0, centred=True),
        *(Column(translate(word), 8.0, 12.0, centred=True) for _key, word in _TARGETS),
        Column(translate(mark("share met")), 12.0, 12.0, centred=True),
        Column(translate(mark("milestones")), 8.0, 12.0, centred=True),
        *(Column(translate(word), 8.0, 12.0, centred=True) for _key, word in _MILESTONES),
    ]


def _card(card: Card, plan: str, organisation: str) -> list[Value]:
    return [
        plan,
        organisation,
        tally(card.total),
        *(tally(card.targets[key]) for key, _word in _TARGETS),
        share(card.targets["met"], card.total),
        tally(sum(card.milestones.values())),
        *(tally(card.milestones[key]) for key, _word in _MILESTONES),
    ]


def write_matrix(sheet: Sheet, found: CheckResult) -> None:
    """Write the targets down and the regions across, with the verdict and value of each pair."""
    legend = [f"{translate(word)}" for word in STATUS_WORDS.values()]
    legend.append(f"{BASELINE_SIGN} {translate(mark('in the baseline'))}")
    head(sheet, translate(mark("Regions and targets")), "   ".join(legend))
    plans = {plan["id"]: plan_head_name(plan) for plan in found["plans"]}
    regions, rows = matrix(found)
    anywhere = translate(mark("no region named"))
    columns = [
        Column(translate(mark("plan")), 12.0, 20.0),
        Column(translate(mark("clause")), 8.0, 13.0, centred=True),
        Column(translate(mark("metric")), 16.0, 30.0),
        Column(translate(mark("required")), 10.0, 24.0),
        Column(translate(mark("due")), 12.0, 14.0, centred=True),
        *(
            Column(region["label"] if region else anywhere, 10.0, _REGION_MOST, centred=True)
            for region in regions
        ),
    ]
    codes = [region["code"] if region else "" for region in regions]
    table(sheet, columns, [_targets(row, plans, codes) for row in rows], HEADER_ROW)
    filtered(sheet, HEADER_ROW, len(columns))
    print_page(sheet, HEADER_ROW, len(columns))
    sheet.colour(column_letters(_FIRST_REGION), HEADER_ROW + 1, column_letters(len(columns)))
    sheet.sheet.freeze_panes = f"{column_letters(_FIRST_REGION)}{HEADER_ROW + 1}"


def _targets(row: MatrixRow, plans: Mapping[str, str], codes: Sequence[str]) -> list[Value]:
    target = row.target
    return [
        plans[target["plan"]],
        target["clause"],
        metric_name(target),
        target["required"]["text"],
        day(target["by"]) or str(say("from issue")),
        *(_cell(row.cells.get(code, ())) for code in codes),
    ]


def _cell(entries: Sequence[OutcomeEntry]) -> str:
    """Return the sign and value of the worst of the entries, and how many of them are like it.

    Of several that are not amiss no single value is told: it would stand for all.
    """
    if not entries:
        return ""
    worst = verdict_of(entries[0])
    reported = entries[0]["reported"]
    parts = [sign_of(worst)]
    if reported is None and worst != BASELINED:
        parts = [translate(STATUS_WORDS[Status(worst)])]
    elif reported and (len(entries) == 1 or worst in AMISS):
        parts.append(reported["text"])
    if len(entries) > 1:
        alike = sum(verdict_of(entry) == worst for entry in entries)
        parts.append(str(say("({n} of {all})", n=alike, all=len(entries))))
    return " ".join(parts)
