"""One letter to two Chambers; all papers are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.ledger import Ledger
from extractors.sameness import (
    WITHIN,
    find_afschrift,
    fingerprint,
    is_copied,
    same_letter,
    with_afschrift,
)
from models.document import Document, Kenmerken
from models.lists import DocumentSoort
from models.sameness import Fingerprint
from tests.factories import document

DAY = date(2027, 3, 5)
BODY = "\n\n".join(
    f"De {word} proef laat zien dat de Voorbeelddienst zijn werk goed kan doen. "
    f"Daarom gaat het kabinet met de {word} proef door tot de evaluatie is gedaan."
    for word in ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde")
)


def letter(
    doc_id: str,
    text: str = BODY,
    kamer: int | None = 2,
    day: date | None = DAY,
    soort: DocumentSoort = DocumentSoort.BRIEF,
) -> Document:
    return document(doc_id, text, Kenmerken(soort=soort, kamer=kamer, datum=day))


def prints(one: Document) -> Fingerprint:
    made = fingerprint(one)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        # the same words in both Chambers
        (letter("kst-99001-3"), letter("kst-99001-B", kamer=1), "beide Kamers"),
        (letter("kst-99001-3"), letter("kst-99001-B", kamer=1, day=DAY + WITHIN), "beide Kamers"),
        # other lines, numbers of notes and a covering note make no difference
        (
            letter("kst-99001-3"),
            letter(
                "kst-99001-B",
                "Bijgevoegd ontvangt u een afschrift.\n\n" + BODY.replace(" zijn", "\nzijn1"),
                kamer=1,
            ),
            "beide Kamers",
        ),
        # one sentence of twelve was changed on the way
        (
            letter("kst-99001-3"),
            letter("kst-99001-B", BODY.replace("Daarom", "Dus", 1), kamer=1),
            "beide Kamers",
        ),
        # the same paper at two sources
        (letter("kst-99001-3"), letter("ro-00000000-0000-4000-8000-000000000301"), "zelfde tekst"),
        (letter("kst-99001-3"), letter("tk-2027D00001", kamer=None), "zelfde tekst"),
        # two numbers within one Chamber, another week, no day, other words
        (letter("kst-99001-3"), letter("kst-99002-3"), None),
        (letter("kst-99001-3"), letter("kst-99001-B", kamer=1, day=DAY + timedelta(8)), None),
        (letter("kst-99001-3"), letter("kst-99001-B", kamer=1, day=None), None),
        (letter("kst-99001-3"), letter("kst-99001-B", BODY.replace("proef", "toets"), 1), None),
        (letter("kst-99001-3"), letter("kst-99001-B", BODY + "\n\n" + BODY.upper() + " Meer "
                                       + BODY.replace("proef", "toets"), 1), None),
        # a paper is not a copy of itself
        (letter("kst-99001-3"), letter("kst-99001-3", kamer=1), None),
    ],
)  # fmt: skip
def test_whether_two_papers_are_one(one: Document, other: Document, reason: str | None) -> None:
    assert same_letter(prints(one), prints(other)) == reason
    assert same_letter(prints(other), prints(one)) == reason


@pytest.mark.parametrize(
    "one",
    [
        letter("kst-99001-3", soort=DocumentSoort.MOTIE),
        letter("kst-99001-3", soort=DocumentSoort.VERSLAG),
        letter("kst-99001-3", "Te kort om te herkennen, deze brief van één zin."),
    ],
)
def test_what_is_never_compared(one: Document) -> None:
    assert fingerprint(one) is None


NOTE = (
    "De voorzitter van de Eerste Kamer\n\n"
    "Heden heb ik de voorzitter van de Tweede Kamer der Staten-Generaal een brief gestuurd. "
    "Bijgevoegd ontvangt u een afschrift van de\nbrief ‘Voortgang van de proeven’."
)


def test_a_covering_note_names_the_letter_it_copies() -> None:
    found = find_afschrift(letter("kst-99001-B", NOTE))
    assert found is not None
    assert (found.titel, found.van, found.aan, found.met_brief) == (
        "Voortgang van de proeven",
        2,
        1,
        False,
    )
    assert found.span.of(NOTE).startswith("Bijgevoegd ontvangt u")
    sent_on = Kenmerken(datum=DAY)
    assert is_copied(found, sent_on, Kenmerken(titel="Voortgang van de proeven", datum=DAY))
    assert not is_copied(found, sent_on, Kenmerken(titel="Andere proeven", datum=DAY))
    late = Kenmerken(titel="Voortgang van de proeven", datum=DAY + timedelta(8))
    assert not is_copied(found, sent_on, late)


@pytest.mark.parametrize(
    ("text", "kamer"),
    [
        (NOTE + "\n\n" + BODY * 4, 3),
        # the paper does not say who got the copy
        (NOTE.partition("\n\n")[2] + "\n\n" + BODY * 4, 2),
        # the note alone, and a letter without a note
        (NOTE, 1),
        (BODY * 4, 1),
    ],
)
def test_a_letter_with_its_note_is_for_both_chambers(text: str, kamer: int) -> None:
    assert with_afschrift(letter("kst-99001-B", text, kamer=1)).kenmerken.kamer == kamer


@pytest.mark.parametrize(
    "text",
    [
        "De burger ontvangt een afschrift van de beschikking.",
        "Bijgevoegd ontvangt u het rapport. Een afschrift van de brief volgt niet.",
    ],
)
def test_other_copies_are_no_note(text: str) -> None:
    assert find_afschrift(letter("kst-99001-B", text)) is None


def test_only_papers_that_share_words_are_looked_up(tmp_path: Path) -> None:
    held = prints(letter("kst-99001-3"))
    with Ledger(tmp_path / "kamerspoor.db") as ledger:
        ledger.put_fingerprint(held)
        ledger.put_fingerprint(prints(letter("kst-99001-4", BODY.replace("proef", "toets"))))
        ledger.put_fingerprint(prints(letter("kst-99001-5", day=DAY + timedelta(60))))
        copy = prints(letter("kst-99001-B", kamer=1))
        assert ledger.resembling(copy, WITHIN) == ["kst-99001-3"]
        assert ledger.resembling(held, WITHIN) == []
        assert ledger.resembling(replace(copy, datum=None), WITHIN) == []
        # put again with other words, it is no longer found by the old ones
        ledger.put_fingerprint(prints(letter("kst-99001-3", BODY.replace("proef", "test"))))
        assert ledger.resembling(copy, WITHIN) == []
