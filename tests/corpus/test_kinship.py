"""Which Zaken a changed row touches, by what rows say of each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from corpus.kinship import SCHEMA, TEMPORARY, Kinship

ZAAK = {
    "Id": "z1",
    "ZaakActor": [{"Id": "a1"}],
    "Besluit": [
        {
            "Id": "b1",
            "Agendapunt_Id": "p1",
            "Agendapunt": {"Id": "p1", "Activiteit": {"Id": "v1"}},
            "Stemming": [{"Id": "s1"}],
        }
    ],
}
BESLUIT = {"Id": "b2", "Zaak": [{"Id": "z1"}, {"Id": "z2"}], "Agendapunt_Id": "p2"}
AGENDAPUNT = {"Id": "p2", "Activiteit_Id": "v2"}
STEMMING = {"Id": "s2", "Besluit_Id": "b2"}


@pytest.fixture
def kinship() -> Iterator[Kinship]:
    with closing(sqlite3.connect(":memory:")) as conn:
        for statement in (*SCHEMA, *TEMPORARY):
            conn.execute(statement)
        kin = Kinship(conn)
        kin.take("Zaak", ZAAK)
        kin.take("Besluit", BESLUIT)
        kin.take("Agendapunt", AGENDAPUNT)
        kin.take("Stemming", STEMMING)
        list(kin.touched(10))
        yield kin


# a row that changes, and the Zaken that are made of it
CHANGED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("Zaak", {"Id": "z9"}, ["z9"]),
    ("ZaakActor", {"Id": "a1"}, ["z1"]),
    ("ZaakActor", {"Id": "a9", "Zaak_Id": "z5"}, ["z5"]),
    ("Stemming", {"Id": "s1", "Verwijderd": True}, ["z1"]),
    ("Stemming", {"Id": "s2", "Besluit_Id": "b2"}, ["z1", "z2"]),
    ("Agendapunt", {"Id": "p1"}, ["z1"]),
    ("Activiteit", {"Id": "v1"}, ["z1"]),
    ("Activiteit", {"Id": "v2"}, ["z1", "z2"]),
    # moved from one Zaak to another: both
    ("Besluit", {"Id": "b2", "Zaak": [{"Id": "z3"}]}, ["z1", "z2", "z3"]),
    ("Document", {"Id": "d1", "Zaak": [{"Id": "z2"}]}, ["z2"]),
    ("Activiteit", {"Id": "v9"}, []),
]


@pytest.mark.parametrize(("entity", "row", "zaken"), CHANGED)
def test_a_changed_row_touches_the_zaken_it_is_a_part_of(
    kinship: Kinship, entity: str, row: dict[str, Any], zaken: list[str]
) -> None:
    kinship.take(entity, row)
    assert [one for chunk in kinship.touched(1) for one in chunk] == zaken


def test_a_zaak_is_made_of_every_row_below_it_that_is_there(kinship: Kinship) -> None:
    assert kinship.made_of(["z1"]) == {
        "Zaak": {"z1"},
        "Besluit": {"b2"},
        "Agendapunt": {"p2"},
        "Stemming": {"s2"},
    }
    assert kinship.made_of(["z2"]).keys() == {"Besluit", "Agendapunt", "Stemming"}


def test_what_a_row_no_longer_says_is_forgotten(kinship: Kinship) -> None:
    kinship.take("Besluit", {"Id": "b2", "Zaak": []})
    assert kinship.made_of(["z1"]) == {"Zaak": {"z1"}}
