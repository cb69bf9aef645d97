"""Invented papers only, but for the names of organisations in the lexicon."""

from __future__ import annotations

import pytest

from extractors.vorm import find_vorm, named_domein, named_organisaties, read_jaar, read_titel
from extractors.vorm import with_vorm as with_form
from flows.lexicon import load_lexicon
from models.document import Document, Kenmerken, Passage, Span
from models.lists import DocumentSoort, PassageSoort

LEXICON = load_lexicon()
S = DocumentSoort
STAND, STAAT, KNELPUNTEN = (
    S.STAND_VAN_DE_UITVOERING,
    S.STAAT_VAN_DE_UITVOERING,
    S.KNELPUNTENBRIEF,
)


def paper(*blocks: str, **kenmerken: object) -> Document:
    """A paper of blocks; ``# `` before a block makes it a heading."""
    text, passages = "", []
    for block in blocks:
        soort = PassageSoort.KOP if block.startswith("# ") else PassageSoort.ALINEA
        block = block.removeprefix("# ")
        passages.append(Passage(Span(len(text), len(text) + len(block)), soort))
        text += block + "\n\n"
    return Document(
        "lokaal-0",
        text,
        Kenmerken(**kenmerken),  # type: ignore[arg-type]
        "",
        "text/plain",
        tuple(passages),
    )


KNELT = (
    "De wetgever vraagt ons een partnertoets die niemand begrijpt; dat is een groot knelpunt. "
    "Mensen komen in de knel en wij kunnen geen maatwerk bieden. Het dilemma is bekend."
)
DIENST = "Wij voeren de proefvergoeding uit en hielpen dit jaar duizenden mensen aan het loket."


@pytest.mark.parametrize(
    ("titel", "soort"),
    [
        ("Stand van de Uitvoering Voorbeelddienst 2027", STAND),
        ("Stand van Uitvoering DUO 2027", STAND),
        ("Standen van de uitvoering op het proefdomein", STAND),
        ("Jaarplan 2028 en de Stand van de uitvoering 2027", STAND),
        ("Staat van de Uitvoering 2027", STAAT),
        ("UWV Knelpuntenbrief 2027", KNELPUNTEN),
        ("Signalenbrief Voorbeelddienst", KNELPUNTEN),
        ("Jaarverslag 2026 Voorbeelddienst", S.JAARVERSLAG),
        ("Uitvoeringstoets Proefwet", S.UITVOERINGSTOETS),
        # papers about such a paper
        ("Beslisnota bij Stand van de Uitvoering Voorbeelddienst 2027", None),
        ("Kabinetsreactie op de Staat van de Uitvoering 2027", None),
        ("Antwoorden op vragen over de Stand van de uitvoering 2027", None),
        ("Rappel op de reactie op de Staat van de Uitvoering", None),
        ("Motie van het lid Proefman over een jaarverslag 2026 met een top drie", None),
        # the same words about something else
        ("Overzicht van de stand van de uitvoering van diverse moties", None),
        ("De stand van uitvoering van de volgende motie", None),
        ("Een commissie die losstaat van de uitvoeringsorganisatie", None),
        ("Lijst met knelpunten in de gewasbescherming", None),
    ],
)
def test_the_form_a_title_names(titel: str, soort: DocumentSoort | None) -> None:
    assert read_titel(titel) is soort


@pytest.mark.parametrize(
    ("titel", "jaar"),
    [
        ("Stand van de Uitvoering 2027 Voorbeelddienst", 2027),
        ("Stand van de Uitvoering Voorbeelddienst over het jaar 2026", 2026),
        ("Stand van de Uitvoering (2027) over 2026", 2026),
        ("Jaarplan 2028, de Stand van de uitvoering 2027 en de Monitor 2026", 2027),
        ("Stand van de uitvoering juni 2027 en knelpuntenbrieven", 2027),
        ("Knelpuntenbrief 2027", 2027),
        # no year, and years that are no reporting year
        ("Stand van de Uitvoering Voorbeelddienst", None),
        ("Stand van de uitvoering, vergaderjaar 2026-2027", None),
        ("Stand van de uitvoering (Kamerstuk 99001-2027)", None),
    ],
)
def test_the_reporting_year_is_what_the_title_says(titel: str, jaar: int | None) -> None:
    assert read_jaar(titel) == jaar


@pytest.mark.parametrize(
    ("titel", "organisaties", "domein"),
    [
        ("Stand van de Uitvoering CJIB over 2027", ("cjib",), None),
        ("knelpuntenbrieven UWV, de SVB en LCR", ("uwv", "svb", "lcr"), None),
        ("Immigratie- en Naturalisatiedienst (IND)", ("ind",), None),
        ("Stand van de uitvoering Belastingdienst/Toeslagen", ("dienst-toeslagen",), None),
        ("Stand van de uitvoering sociale zekerheid", (), "sociale-zekerheid"),
        ("Standen van het ministerie van Justitie en Veiligheid", (), "jenv"),
        ("Standen van de uitvoering op het VWS-domein", (), "vws"),
        # letters inside another word
        ("Standen van de UWVE en het COAlitieakkoord", (), None),
    ],
)
def test_who_a_title_is_about(
    titel: str, organisaties: tuple[str, ...], domein: str | None
) -> None:
    assert named_organisaties(titel, LEXICON.organisaties) == organisaties
    if not organisaties:
        assert named_domein(titel, LEXICON.ministeries) == domein


@pytest.mark.parametrize(
    ("document", "soort", "aanbieding"),
    [
        # title and content
        (paper("# Stand van de Uitvoering 2027", "# Waar de wet knelt", KNELT), STAND, False),
        # another title, the same content
        (
            paper("# Een jaar aan het loket", DIENST, "# Wat goed gaat", DIENST,
                  "# Waar de wet knelt", KNELT, "# Wat wij vragen", KNELT),
            STAND,
            False,
        ),
        # a letter of an organisation with its problems
        (
            paper("Geachte mevrouw Proefman,", "Met deze brief vragen wij aandacht voor een aantal"
                  " knelpunten in de wet.", KNELT, KNELT, "Hoogachtend,"),
            KNELPUNTEN,
            False,
        ),
        # an annual report with a chapter of problems stays an annual report
        (
            paper("# Jaarverslag 2026", "# Bestuursverslag", DIENST, "# Top drie", KNELT,
                  "# Jaarrekening 2026", "De jaarrekening met de baten en lasten."),
            S.JAARVERSLAG,
            False,
        ),
        (
            paper("# Uitvoeringstoets Proefwet", "# Uitvoerbaarheid",
                  "Wij achten het wetsvoorstel uitvoerbaar.", "# Handhaafbaarheid", DIENST),
            S.UITVOERINGSTOETS,
            False,
        ),
        (
            paper("# Staat van de Uitvoering 2027",
                  "In deze Staat van de Uitvoering geven wij een rijksbreed beeld."),
            STAAT,
            False,
        ),
        # letters to the Chamber that bring one along
        (
            paper("De voorzitter van de Tweede Kamer der Staten-Generaal",
                  "Hierbij bied ik uw Kamer het rapport aan.", soort=S.BRIEF,
                  titel="Stand van de Uitvoering DUO 2027"),
            STAND,
            True,
        ),
        (
            paper("Aan de voorzitter van de Tweede Kamer",
                  "Hierbij stuur ik uw Kamer de Stand van de Uitvoering van het CJIB.",
                  titel="Brieven van de dienst"),
            STAND,
            True,
        ),
        # a scan with a title only
        (paper("", soort=S.BIJLAGE, titel="Stand van de Uitvoering RvIG"), STAND, False),
    ],
)  # fmt: skip
def test_the_form_of_a_paper(document: Document, soort: DocumentSoort, aanbieding: bool) -> None:
    found = find_vorm(document, LEXICON)
    assert found is not None
    assert (found.soort, found.aanbieding) == (soort, aanbieding)
    assert 0.6 <= found.score <= 0.99
    assert found.methode.startswith("vorm/")


@pytest.mark.parametrize(
    "document",
    [
        # a motie, whatever it says
        paper("# Stand van de uitvoering 2027", KNELT, KNELT, soort=S.MOTIE),
        paper("# Nota naar aanleiding van het verslag", KNELT, KNELT, soort=S.NOTA),
        # about such a paper
        paper(KNELT, titel="Beslisnota bij Stand van de Uitvoering 2027"),
        # a letter of the cabinet that speaks of problems and of a Stand
        paper("De voorzitter van de Tweede Kamer der Staten-Generaal",
              "In de Stand van de Uitvoering staan knelpunten.", KNELT, soort=S.BRIEF,
              titel="Voortgang proeven"),
        # some problems make no Stand
        paper("# Onderzoek naar de proef", DIENST, KNELT, DIENST),
        paper("De proef loopt."),
    ],
)  # fmt: skip
def test_what_is_no_report_on_execution(document: Document) -> None:
    assert find_vorm(document, LEXICON) is None


def test_organisation_and_year_are_taken_over_where_the_source_said_nothing() -> None:
    found = with_form(paper("# Stand van de Uitvoering CJIB over 2027", KNELT), LEXICON).kenmerken
    assert (found.soort, found.organisatie, found.jaar) == (
        STAND,
        "Centraal Justitieel Incassobureau",
        2027,
    )
    said = paper("# Stand van de Uitvoering CJIB over 2027", organisatie="Proefdienst", jaar=2026)
    kept = with_form(said, LEXICON).kenmerken
    assert (kept.organisatie, kept.jaar) == ("Proefdienst", 2026)


def test_a_letter_that_brings_a_stand_is_a_letter() -> None:
    letter = paper(
        "De voorzitter van de Tweede Kamer der Staten-Generaal",
        "Hierbij bied ik u het rapport aan.",
        soort=STAND,
        titel="Stand van de Uitvoering DUO 2027",
    )
    assert with_form(letter, LEXICON).kenmerken.soort is S.BRIEF


def test_whom_the_text_names_most_where_the_title_is_silent() -> None:
    often = "Het UWV en de SVB werken samen. " * 6 + "Ook het CAK is genoemd."
    found = find_vorm(paper("# Stand van de uitvoering december 2027", often), LEXICON)
    assert found is not None
    assert sorted(found.organisaties) == ["svb", "uwv"]
