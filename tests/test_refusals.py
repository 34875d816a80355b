"""A refused row may be a newer value than one that was understood."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from banshi.judging.refusals import Refusals
from banshi.model.intake import Observation, RefusedRow
from banshi.model.period import Period, parse_period
from banshi.model.quantity import Unit
from banshi.position import Position

METRICS = st.sampled_from(["visits", "queue_wait"])
REGIONS = st.sampled_from(["210802", "210803"])
PERIODS = st.sampled_from(["2019-11", "2019-12", "2019-Q4", "2020", "9999-12"]).map(parse_period)


def outdates(row: RefusedRow, observation: Observation) -> bool:
    """Say of one row what `Refusals` says of all."""
    return (
        row.metric == observation.metric
        and row.region in {None, observation.region}
        and (row.period is None or row.period.end > observation.period.end)
    )


@given(
    st.lists(st.builds(RefusedRow, st.none() | METRICS, st.none() | REGIONS, st.none() | PERIODS)),
    METRICS,
    REGIONS,
    PERIODS,
)
def test_any_of_the_rows_outdates(
    rows: list[RefusedRow], metric: str, region: str, period: Period
) -> None:
    observation = Observation(
        metric=metric,
        value=Decimal(1),
        unit=Unit.ITEM,
        region=region,
        period=period,
        position=Position("m.csv", 2),
    )
    assert Refusals(rows).outdate(observation) == any(outdates(r, observation) for r in rows)
