"""Floors on the real register; ``python -m bench.keten --misses`` prints what is not right."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.keten import Result, measure

DATA = Path(__file__).parents[2].parent / "shared" / "data"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DATA / "odata").is_dir(), reason=f"geen echte stukken in {DATA}"),
]

# how many right of how many at least; a share below the floor fails
FLOORS = {
    "subject: what is replaced, of those that say a number": (5_200, 0.999),
    "heading: what is replaced": (170, 0.995),
    "replaced and here: joined": (4_700, 0.997),
    "joined: members, order, title all agree": (4_700, 0.998),
    "signature: a persoon_id": (4_200, 0.98),
    "signature: initials as in the metadata": (1_000, 0.999),
    "read aloud: linked to its paper": (43, 1.0),
}


@pytest.fixture(scope="module")
def result() -> Result:
    return measure(DATA)


@pytest.mark.parametrize(("what", "least", "floor"), [(w, *f) for w, f in FLOORS.items()])
def test_no_figure_falls_below_its_floor(
    result: Result, what: str, least: int, floor: float
) -> None:
    score = result.scores[what]
    assert score.total >= least
    assert score.ratio >= floor, score.misses


def test_every_motie_of_the_register_has_an_opinion_or_a_reason(result: Result) -> None:
    counts = result.counts["kabinetsappreciatie"]
    assert sum(counts.values()) == 55_693
    assert counts["ontbreekt: niet_bijgehouden"] == 26_104
    assert counts["ontbreekt: gewijzigde_motie"] == 5_136
    assert counts["ontbreekt: niet_gegeven"] == 1_039


def test_every_motie_read_aloud_is_found(result: Result) -> None:
    counts = result.counts["moties read aloud"]
    assert counts["found"] == counts["gehoord de beraadslaging"] == 44
