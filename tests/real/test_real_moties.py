"""Floors on the official XML beside the checkout; ``python bench/moties.py`` prints the misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.moties import Result, measure
from corpus.read_xml import read_xml
from extractors.moties import find_moties
from models.paper import RawFile

DATA = Path(__file__).parents[2].parent / "shared" / "data"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DATA / "moties").is_dir(), reason=f"geen echte stukken in {DATA}"),
]

FLOORS = {
    "identifier": 1.0,
    "identifier without metadata": 1.0,
    "one motie": 0.998,
    "indieners exact, in order": 0.995,
    "indieners against the record (surnames)": 0.995,
    "at least one verzoek": 0.998,
    "soort against the subject": 0.995,
    "vervangt_id against the heading": 0.995,
    "vervangt_id against the subject": 0.995,
}


@pytest.fixture(scope="module")
def result() -> Result:
    return measure(DATA)


@pytest.mark.parametrize(("what", "floor"), FLOORS.items())
def test_no_figure_falls_below_its_floor(result: Result, what: str, floor: float) -> None:
    score = result.scores[what]
    assert score.total > 500
    assert score.ratio >= floor, score.misses


def test_few_rows_of_the_gold_are_left_out(result: Result) -> None:
    assert len(result.left_out) <= 10


def test_moties_read_aloud_get_their_members_and_number() -> None:
    found = [
        motie
        for path in sorted((DATA / "handelingen").glob("*.xml"))
        for motie in find_moties(
            read_xml(path.read_bytes(), RawFile("h", "0" * 64, "application/xml", "h", None, ""))
        )
    ]
    assert len(found) == 44
    assert sum(motie.nummer is not None for motie in found) == 43
    assert sum(bool(motie.indieners) for motie in found) == 43
