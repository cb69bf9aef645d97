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
    (
        "Gewijzigde motie van het lid Proefman c.s. t.v.v. over post bezorgen 99001-592",
        G,
        ("Proefman",),
        "post bezorgen",
        "kst-99001-592",
    ),
    ("Motie van het lid Proefman over post (Herdruk)", M, ("Proefman",), "post", None),
    ("Motie van het lid Proefman", M, ("Proefman",), None, None),
    # slips of the pen before the names
    (
        "Motie van de leden lid Proefman en Voorbeeld over post",
        M,
        ("Proefman", "Voorbeeld"),
        "post",
        None,
    ),
    ("Gewijzigde motie va het lid Proefman over post", G, ("Proefman",), "post", None),
    ("Gewijzigde motie van het lid motie Proefman over post", G, ("Proefman",), "post", None),
    (
        "Motie van van de lelden Proefman en Tester over post",
        M,
        ("Proefman", "Tester"),
        "post",
        None,
    ),
    ("Gew motieProefman c.s. over post", G, ("Proefman",), "post", None),
    (
        "Motie van de bijzondere gedelegeerde Proefman c.s. over post",
        M,
        ("Proefman",),
        "post",
        None,
    ),
    # nobody is named: all of it is the subject
    ("Gew. motie over post (t.v.v. 99001, nr. 2)", G, (), "Gew. motie over post", "kst-99001-2"),
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


# as the clerk wrote it in a subject of a changed motie              what it replaces
SPELLINGS = [
    ("(t.v.v. 99001, nr, 8)", "kst-99001-8"),
    ("(t.v.v. 99001 , nr. 8)", "kst-99001-8"),
    ("(t.v.v. 99001. nr. 8)", "kst-99001-8"),
    ("(t.v.v. 99 200 XVI, 8)", "kst-99200-XVI-8"),
    ("(t.v.v. 99200 VI. nr. 42)", "kst-99200-VI-42"),
    ("(t.v.v. 99200-XV1-92)", "kst-99200-XVI-92"),
    ("(t.v.v. 99200-x-9)", "kst-99200-X-9"),
    ("(t.v.v. 99600-L-16)", "kst-99600-L-16"),
    ("(t.v.v. 99002-A , nr. 42)", "kst-99002-A-42"),
    ("(t.v.v. nr. 99001, nr. 282)", "kst-99001-282"),
    ("(t.v.v. nr. 21501-20-573)", "kst-21501-20-573"),
    ("(t.v.v. nr. 99 001, nr. 271)", "kst-99001-271"),
    ("(tvv Kamerstuknr. 99200-VI, nr. 125)", "kst-99200-VI-125"),
    ("(t.v.v. kamerstuknummer 99001, nr. 166)", "kst-99001-166"),
    ("(t.v.v. 99001-(R2181)-11)", "kst-99001-11"),
    ("(t.v.v. 99001, nr. ??, was nr. 66)", "kst-99001-66"),
    ("(t.v.v. 99001, H)", "kst-99001-H"),
    ("(ter vervaning van 99001-124)", "kst-99001-124"),
    ("(ter vervanging van die gedrukt onder 99001, nr. 93)", "kst-99001-93"),
    ("ter vervanging van glas (t.v.v. 99001-93)", "kst-99001-93"),
    # without saying so: a changed motie with a number between brackets
    ("(99001-XIV-25)", "kst-99001-XIV-25"),
    ("(99001, nr. 157)", "kst-99001-157"),
    ("(99001, nr. 22 )", "kst-99001-22"),
    ("(t.a.v. 99001, nr. 17)", "kst-99001-17"),
    ("(t.t.v. 99001, nr. 501)", "kst-99001-501"),
    # the dossier is left out, or cannot be: only the number says something
    ("(t.v.v. die gedrukt onder nr. 10)", "10"),
    ("(t.v.v. 999001-XVI, nr. 63)", "63"),
    ("(t.v.v. )", None),
    ("(99001)", None),
]


@pytest.mark.parametrize(("said", "vervangt"), SPELLINGS)
def test_what_is_replaced_in_every_spelling(said: str, vervangt: str | None) -> None:
    read = read_onderwerp(f"Gewijzigde motie van het lid Proefman {said} over sneller bezorgen")
    assert (read.vervangt, read.soort) == (vervangt, G)
    read = read_onderwerp(f"Nader gewijzigde motie van het lid Proefman over bezorgen {said}")
    assert (read.vervangt, read.soort) == (vervangt, N)


def test_a_number_between_brackets_replaces_nothing_in_a_first_motie() -> None:
    text = "Motie van het lid Proefman over uitvoering van de motie-Tester (99001, nr. 25)"
    assert (read_onderwerp(text).vervangt, read_onderwerp(text).soort) == (None, M)


def test_a_motie_that_replaces_one_is_a_changed_one() -> None:
    read = read_onderwerp("Motie van het lid Proefman over post (tvv 99001, nr. 120)")
    assert (read.soort, read.vervangt) == (G, "kst-99001-120")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read = read_onderwerp(text)
    assert read.kern is None or read.kern.strip()
