"""Register subjects since 2008, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.onderwerp import read_onderwerp
from models.lists import MotieSoort

M, G, N = MotieSoort.MOTIE, MotieSoort.GEWIJZIGD, MotieSoort.NADER_GEWIJZIGD

# subject, kind, members, subject proper, what it replaces
READ = [
    ("Motie van het lid Proefman over formulieren", M, ("Proefman",), "formulieren", None),
    ("Motie van het lid Proefman c.s. over formulieren", M, ("Proefman",), "formulieren", None),
    (
        "Motie van de leden Van der Test en De Wit-Proef over de wachttijd bij het loket",
        M,
        ("Van der Test", "De Wit-Proef"),
        "de wachttijd bij het loket",
        None,
    ),
    ("Motie-Voorbeeld/Proefman over post", M, ("Voorbeeld", "Proefman"), "post", None),
    ("Motie Voorbeeld / Proefman inzake post", M, ("Voorbeeld", "Proefman"), "post", None),
    ("Motie van Van der Test over post", M, ("Van der Test",), "post", None),
    ("Motie van het lid Anna van der Test over post", M, ("Anna van der Test",), "post", None),
    (
        "Motie van de leden Voorbeeld, Proefman en Van der Test over post",
        M,
        ("Voorbeeld", "Proefman", "Van der Test"),
        "post",
        None,
    ),
    (
        "Gew motie Proefman over post (t.v.v. 99 001, nr. 60)",
        G,
        ("Proefman",),
        "post",
        "kst-99001-60",
    ),
    (
        "Gewijzigde motie van het lid Proefman (t.v.v. 99002-XV, nr. 6) over post",
        G,
        ("Proefman",),
        "post",
        "kst-99002-XV-6",
    ),
    (
        "Nader gewijzigde motie van het lid Proefman over post (tvv 21501-02-998)",
        N,
        ("Proefman",),
        "post",
        "kst-21501-02-998",
    ),
    (
        "Tweede nader gewijzigde motie van het lid Proefman over post",
        N,
        ("Proefman",),
        "post",
        None,
    ),
    (
        "Gewijzigde motie van het lid Proefman over post ter vervanging van nr. 12",
        G,
        ("Proefman",),
        "post",
        "12",
    ),
    ("Motie van het lid Proefman over post (Herdruk)", M, ("Proefman",), "post", None),
    ("Motie van het lid Proefman", M, ("Proefman",), None, None),
    # near misses: no motie in front, and a replacement that is none
    ("Aanbieding van het jaarverslag", M, (), "Aanbieding van het jaarverslag", None),
    (
        "Motie van het lid Proefman over plastic ter vervanging van glas",
        M,
        ("Proefman",),
        "plastic ter vervanging van glas",
        None,
    ),
]


@pytest.mark.parametrize(("text", "soort", "namen", "kern", "vervangt"), READ)
def test_takes_a_subject_apart(
    text: str, soort: MotieSoort, namen: tuple[str, ...], kern: str | None, vervangt: str | None
) -> None:
    read = read_onderwerp(text)
    assert (read.soort, read.namen, read.kern, read.vervangt) == (soort, namen, kern, vervangt)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read = read_onderwerp(text)
    assert read.kern is None or read.kern.strip()
