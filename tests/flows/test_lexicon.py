"""The lists of names are whole, say where they come from, and contradict nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest

from flows.lexicon import load_lexicon
from models.lexicon import Naam

LEXICON = load_lexicon()
LISTS = {
    "ministeries": LEXICON.ministeries,
    "organisaties": LEXICON.organisaties,
    "fracties": LEXICON.fracties,
    "wetten": LEXICON.wetten,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_name_has_an_id_of_its_own_and_a_source(name: str) -> None:
    rows = LISTS[name]
    assert len(rows) >= 20
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.naam and row.bron for row in rows)
    assert all(row.naam not in row.aliassen for row in rows)


def test_laws_carry_their_bwb_number_and_no_abbreviation_twice() -> None:
    assert all(re.fullmatch(r"BWBR\d{7}", wet.id) for wet in LEXICON.wetten)
    spellings = [spelling for wet in LEXICON.wetten for spelling in (wet.naam, *wet.aliassen)]
    assert len(set(spellings)) == len(spellings)


def valid(rows: tuple[Naam, ...], day: date) -> list[Naam]:
    return [
        row for row in rows if (row.geldig_van or date.min) <= day <= (row.geldig_tot or date.max)
    ]


@pytest.mark.parametrize("year", range(2008, 2027))
def test_on_any_day_an_abbreviation_names_one_ministry(year: int) -> None:
    rows = valid(LEXICON.ministeries, date(year, 12, 31))
    aliases = [alias for row in rows for alias in row.aliassen]
    assert len(set(aliases)) == len(aliases)


def test_one_fractie_gave_way_to_another() -> None:
    before = {row.id for row in valid(LEXICON.fracties, date(2023, 12, 5))}
    after = {row.id for row in valid(LEXICON.fracties, date(2023, 12, 6))}
    assert {"pvda", "groenlinks"} <= before
    assert "groenlinks-pvda" in after - before
    assert not {"pvda", "groenlinks"} & after
