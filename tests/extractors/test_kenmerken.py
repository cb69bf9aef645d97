"""Invented papers only: names, dossiers and numbers do not exist."""

from datetime import date

import pytest

from extractors.kenmerken import find_kenmerken, read_date
from models.document import Kenmerken, Ondertekenaar, Passage, Span
from models.lists import DocumentSoort, PassageSoort

K, A, R = PassageSoort.KOP, PassageSoort.ALINEA, PassageSoort.RAND
Piece = tuple[PassageSoort, str]


def find(*pieces: Piece) -> tuple[str | None, Kenmerken]:
    text, passages = "", []
    for soort, piece in pieces:
        passages.append(Passage(Span(len(text), len(text) + len(piece)), soort))
        text += piece + "\n"
    return find_kenmerken(text, passages)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Den Haag, 5 maart 2027", date(2027, 3, 5)),
        ("Datum 5-3-2027", date(2027, 3, 5)),
        ("(ontvangen 12 Augustus 2026)", date(2026, 8, 12)),
        # no such day; a year alone; a paper number
        ("31 februari 2027", None),
        ("maart 2027", None),
        ("2027-0000044", None),
    ],
)
def test_dutch_dates(text: str, found: date | None) -> None:
    assert read_date(text) == found


def test_a_letter() -> None:
    mark, found = find(
        (R, "Ministerie van Voorbeeldzaken en Proeven Proefstraat 8 2500 AA Den Haag"),
        (R, "De voorzitter van de Tweede Kamer der Staten-Generaal"),
        (R, "Datum 5 maart 2027"),
        (K, "Betreft Proef met\nde uitvoering"),
        (A, "In het stuk kst-99001-4 staat meer. Zie 1 april 2026."),
        (A, "Hoogachtend,"),
        (A, "De Minister van Voorbeeldzaken\nen Proeven,"),
        (A, "C. Proef"),
        (A, "De Staatssecretaris van Voorbeeldzaken, D.E. van der Test"),
    )
    # a number in the running text is that of another paper
    assert mark is None
    assert found == Kenmerken(
        soort=DocumentSoort.BRIEF,
        titel="Proef met de uitvoering",
        datum=date(2027, 3, 5),
        kamer=2,
        ministerie="Voorbeeldzaken en Proeven",
        ondertekenaars=(
            Ondertekenaar("Minister van Voorbeeldzaken en Proeven", "C. Proef"),
            Ondertekenaar("Staatssecretaris van Voorbeeldzaken", "D.E. van der Test"),
        ),
    )


def test_a_kamerstuk() -> None:
    mark, found = find(
        (R, "Tweede Kamer der Staten-Generaal"),
        (R, "Vergaderjaar 2026–2027"),
        (R, "99 001"),
        (R, "Nr. 14"),
        (K, "Proeven in de uitvoering"),
        (K, "MOTIE VAN HET LID PROEFMAN"),
        (A, "Voorgesteld 6 juli 2027"),
        (R, "kst-99001-14 ISSN 0921 - 7371"),
        (R, "Tweede Kamer, vergaderjaar 2026–2027, 99 001, nr. 14"),
    )
    assert mark == "kst-99001-14"
    assert found == Kenmerken(
        soort=DocumentSoort.MOTIE,
        kop="MOTIE VAN HET LID PROEFMAN",
        datum=date(2027, 7, 6),
        kamer=2,
        vergaderjaar="2026-2027",
        dossier_id="99001",
        dossier_titel="Proeven in de uitvoering",
        ondernummer="14",
    )


def test_the_number_of_a_kamerstuk_without_colophon_comes_from_its_foot() -> None:
    mark, found = find(
        (K, "Proeven in de uitvoering"),
        (K, "BRIEF VAN DE MINISTER VAN VOORBEELDZAKEN"),
        (R, "Eerste Kamer, vergaderjaar 2026–2027, 99 002 XV, B"),
    )
    assert mark == "kst-99002-XV-B"
    assert (found.soort, found.dossier_id, found.ondernummer) == (
        DocumentSoort.BRIEF,
        "99002-XV",
        "B",
    )


def test_an_aanhangsel() -> None:
    question = "Vragen van het lid Proefman (PVV) over een proef (ingezonden 5 juli 2026)."
    mark, found = find(
        (R, "Tweede Kamer der Staten-Generaal"),
        (R, "Vergaderjaar 2026–2027"),
        (R, "Aanhangsel van de Handelingen"),
        (K, question),
        (K, "Antwoord van Minister Van der Test (Proefzaken) (ontvangen 12 augustus 2026)."),
        (K, "Vraag 1"),
        (R, "ah-tk-20262027-99 ISSN 0921 - 7398"),
    )
    assert mark == "ah-tk-20262027-99"
    assert found == Kenmerken(
        soort=DocumentSoort.ANTWOORD_KAMERVRAGEN,
        titel=question,
        datum=date(2026, 8, 12),
        kamer=2,
        vergaderjaar="2026-2027",
        ondernummer="99",
        ministerie="Proefzaken",
        ondertekenaars=(Ondertekenaar("Minister (Proefzaken)", "Van der Test"),),
    )


@pytest.mark.parametrize(
    ("head", "soort"),
    [
        ("GEWIJZIGDE MOTIE VAN DE LEDEN PROEFMAN EN VOORBEELD", DocumentSoort.MOTIE),
        ("Nota naar aanleiding van het verslag", DocumentSoort.NOTA),
        ("MEMORIE VAN TOELICHTING", DocumentSoort.NOTA),
        ("VERSLAG VAN EEN SCHRIFTELIJK OVERLEG", DocumentSoort.VERSLAG),
        ("VOORSTEL VAN WET", DocumentSoort.WETSVOORSTEL),
        ("Stand van de uitvoering 2027", DocumentSoort.STAND_VAN_DE_UITVOERING),
        ("Staat van de Uitvoering", DocumentSoort.STAAT_VAN_DE_UITVOERING),
        ("Knelpuntenbrief 2027", DocumentSoort.KNELPUNTENBRIEF),
        ("Uitvoeringstoets Wet proef", DocumentSoort.UITVOERINGSTOETS),
        ("Jaarverslag 2026", DocumentSoort.JAARVERSLAG),
        # words that only speak of such a paper
        ("Proeven met een verslag over de motie van gisteren", DocumentSoort.OVERIG),
        ("Over de Stand van de uitvoering wordt nagedacht", DocumentSoort.OVERIG),
    ],
)
def test_the_heading_tells_the_kind(head: str, soort: DocumentSoort) -> None:
    assert find((K, head))[1].soort is soort


@pytest.mark.parametrize(
    ("head", "organisatie", "jaar"),
    [
        ("Stand van de uitvoering Proefdienst 2027", "Proefdienst", 2027),
        ("Stand van de uitvoering 2027", None, 2027),
        ("Stand van de uitvoering van het Voorbeeldbureau", "Voorbeeldbureau", None),
    ],
)
def test_a_stand_names_its_organisation_and_year(
    head: str, organisatie: str | None, jaar: int | None
) -> None:
    found = find((K, head))[1]
    assert (found.organisatie, found.jaar) == (organisatie, jaar)


def test_a_text_that_says_nothing_stays_unknown() -> None:
    assert find((A, "De proef loopt.")) == (None, Kenmerken())
