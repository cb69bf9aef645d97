"""The same problem in other words is one cluster; look-alikes stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.clusters import Signal, find_clusters
from models.lists import Thema

QUEUE = "Door een tekort aan artsen wachten aanvragers maanden op een keuring."
QUEUE_AGAIN = "Aanvragers wachten maanden op een keuring door het tekort aan artsen."
SYSTEM = "Het verouderde systeem van het loket laat geen snelle wijziging toe."

STAFF, ICT = Thema.PERSONEEL_EN_CAPACITEIT, Thema.ICT_EN_LEGACY


def signal(number: int, quote: str, thema: Thema | None, jaar: int, wie: str = "Dienst") -> Signal:
    return Signal(f"knelpunt-{number:012x}", quote, thema, wie, jaar)


# two signals, and whether they are one problem
PAIRS = [
    ("other words", signal(1, QUEUE, STAFF, 2024), signal(2, QUEUE_AGAIN, STAFF, 2025), True),
    ("another theme", signal(1, QUEUE, STAFF, 2024), signal(2, QUEUE_AGAIN, ICT, 2025), False),
    ("another problem", signal(1, QUEUE, STAFF, 2024), signal(2, SYSTEM, STAFF, 2025), False),
    ("no theme", signal(1, QUEUE, None, 2024), signal(2, QUEUE, None, 2025), False),
    (
        "any other trouble",
        signal(1, QUEUE, Thema.OVERIG, 2024),
        signal(2, QUEUE, Thema.OVERIG, 2025),
        False,
    ),
]


@pytest.mark.parametrize(("why", "one", "other", "same"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_one_problem_or_two(why: str, one: Signal, other: Signal, same: bool) -> None:
    assert len(find_clusters([one, other])) == (1 if same else 2), why


# the years and organisations of equal signals, and whether the problem drags on
DRAGGING = [
    ("three years on end", [(2023, "A"), (2024, "A"), (2025, "A")], True),
    ("three years with a gap", [(2022, "A"), (2024, "A"), (2025, "A")], False),
    ("two years", [(2024, "A"), (2025, "A")], False),
    ("three organisations in a year", [(2024, "A"), (2024, "B"), (2024, "C")], True),
]


@pytest.mark.parametrize(("why", "reports", "drags"), DRAGGING, ids=[row[0] for row in DRAGGING])
def test_what_drags_on(why: str, reports: list[tuple[int, str]], drags: bool) -> None:
    signals = [signal(n, QUEUE, STAFF, jaar, wie) for n, (jaar, wie) in enumerate(reports)]
    (cluster,) = find_clusters(signals)
    assert cluster.slepend is drags, why
    assert cluster.jaren == tuple(sorted({jaar for jaar, _ in reports}))


def test_a_cluster_keeps_its_name_when_a_later_signal_joins() -> None:
    first = signal(9, QUEUE, STAFF, 2024)
    (alone,) = find_clusters([first])
    (joined,) = find_clusters([signal(1, QUEUE_AGAIN, STAFF, 2025), first])
    assert joined.id == alone.id
    assert joined.leden == (first.id, "knelpunt-000000000001")


@given(
    st.lists(
        st.tuples(
            st.sampled_from([QUEUE, QUEUE_AGAIN, SYSTEM, "de het een", "", "…"]),
            st.sampled_from([None, STAFF, ICT, Thema.OVERIG]),
            st.integers(2020, 2026),
        ),
        max_size=12,
    )
)
def test_every_signal_is_in_exactly_one_cluster(drawn: list[tuple[str, Thema | None, int]]) -> None:
    signals = [signal(n, *one) for n, one in enumerate(drawn)]
    members = [member for cluster in find_clusters(signals) for member in cluster.leden]
    assert sorted(members) == sorted(one.id for one in signals)
