"""Members by printed name and day; all names are invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.leden import Leden, plain_name
from models.register import Persoon, Zetel


def lid(
    key: str,
    voornaam: str,
    achternaam: str,
    *zetels: Zetel,
    tussenvoegsel: str | None = None,
    initialen: str | None = None,
) -> Persoon:
    naam = " ".join(part for part in (voornaam, tussenvoegsel, achternaam) if part)
    return Persoon(key, naam, achternaam, tussenvoegsel, voornaam, None, initialen, zetels)


EARLY, LATE = date(2096, 3, 1), date(2099, 3, 1)
BEFORE = Zetel("VBP", date(2094, 1, 1), date(2097, 12, 31))
SWITCHED = Zetel("DSch", date(2098, 1, 1), None)
ALWAYS = Zetel("LVT", date(2090, 1, 1), None)

ANNA = lid("anna", "Anna", "Test", ALWAYS, tussenvoegsel="van der", initialen="A.B.")
BRAM = lid("bram", "Bram", "Test", BEFORE, tussenvoegsel="van der", initialen="B.")
CAN = lid("can", "Can", "Çelikproef", BEFORE, SWITCHED)
ELS = lid("els", "Els", "Wit-Proef", ALWAYS, tussenvoegsel="De")
OUD = lid("oud", "Oud", "Lid", BEFORE)
LEDEN = Leden([ANNA, BRAM, CAN, ELS, OUD])

# as printed                    day     who
FOUND = [
    ("Anna van der Test", EARLY, "anna"),
    ("Bram van der Test", EARLY, "bram"),
    ("A.B. van der Test", EARLY, "anna"),
    # two members of that name, and later one
    ("Van der Test", EARLY, None),
    ("Van der Test", LATE, "anna"),
    ("Van der Test1", LATE, "anna"),
    ("van der test", LATE, "anna"),
    # the tussenvoegsel belongs to the name
    ("Test", LATE, None),
    ("Celikproef", LATE, "can"),
    ("Çelikproef", EARLY, "can"),
    ("De Wit‑Proef", LATE, "els"),
    # no seat on the day, no member of the register, no name
    ("Lid", LATE, None),
    ("Lid", EARLY, "oud"),
    ("Onbekend", LATE, None),
    ("", LATE, None),
    # the day is not known: every member counts
    ("Van der Test", None, None),
    ("Lid", None, "oud"),
]


@pytest.mark.parametrize(("naam", "op", "who"), FOUND)
def test_a_member_is_found_where_one_fits(naam: str, op: date | None, who: str | None) -> None:
    found = LEDEN.find(naam, op)
    assert (found.id if found else None) == who


def test_among_those_who_signed_a_surname_is_enough() -> None:
    found = LEDEN.find("Van der Test", EARLY, {"bram", "els"})
    assert found is BRAM
    assert LEDEN.find("Van der Test", EARLY, {"anna", "bram"}) is None


# day                  fractie
SEATS = [
    (date(2093, 12, 31), None),
    (date(2094, 1, 1), "VBP"),
    (date(2097, 12, 31), "VBP"),
    (date(2098, 1, 1), "DSch"),
    (date(2100, 1, 1), "DSch"),
]


@pytest.mark.parametrize(("day", "fractie"), SEATS)
def test_the_fractie_is_that_of_the_day(day: date, fractie: str | None) -> None:
    zetel = CAN.zetel_op(day)
    assert (zetel.fractie if zetel else None) == fractie


def test_without_seats_in_the_register_the_name_decides() -> None:
    assert Leden([lid("x", "Eva", "Zonder")]).find("Zonder", LATE) is not None


@given(st.text(max_size=60))
def test_plain_names_stay_what_they_are(naam: str) -> None:
    plain = plain_name(naam)
    assert plain_name(plain) == plain
