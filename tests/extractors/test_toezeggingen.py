"""What is a promise of the cabinet, and what only sounds like one."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.patterns.toezeggingen import RULES
from extractors.sentences import find_units, make_nlp
from extractors.toezeggingen import find_toezeggingen
from extractors.token_rules import TokenRule
from models.document import Document, Kenmerken, Ondertekenaar, Passage, Span
from models.findings import Toezegging
from models.lists import DocumentSoort, Herkomst, PassageSoort

NLP = make_nlp()
DATUM = date(2099, 2, 16)


def letter(
    text: str, soort: DocumentSoort = DocumentSoort.BRIEF, heading: str = ""
) -> tuple[Document, tuple[Toezegging, ...]]:
    whole = f"{heading}\n{text}"
    passages = [Passage(Span(len(heading) + 1, len(whole)), PassageSoort.ALINEA)]
    if heading:
        passages.insert(0, Passage(Span(0, len(heading)), PassageSoort.KOP))
    kenmerken = Kenmerken(
        soort=soort,
        datum=DATUM,
        ministerie="Ministerie van Veren",
        ondertekenaars=(Ondertekenaar("De Minister van Veren", "A. Voorbeeld"),),
    )
    document = Document("proef", whole, kenmerken, "", "text/plain", tuple(passages))
    return document, find_toezeggingen(document, find_units(document, NLP))


@pytest.mark.parametrize(
    ("sentence", "hardheid"),
    [
        ("Ik stuur uw Kamer dit najaar een voorstel.", "hard"),
        ("Voor de zomer zal ik uw Kamer informeren over de veren.", "hard"),
        ("Het kabinet komt in het eerste kwartaal met een besluit.", "hard"),
        ("Dat zeg ik uw Kamer graag toe.", "hard"),
        ("Uw Kamer ontvangt voor de zomer een brief over de bruggen.", "hard"),
        ("Na het onderzoek wordt de Kamer geïnformeerd over de pontjes.", "hard"),
        ("Per brief zal de Kamer worden geïnformeerd over de inzet.", "hard"),
        ("De uitkomsten van het onderzoek zal ik met uw Kamer delen.", "hard"),
        ("De minister van Veren zal uw Kamer in mei nader informeren.", "hard"),
        ("Ik zal dit punt bespreken met de vereniging van veerlieden.", "hard"),
        ("Ik streef ernaar het voorstel in mei in te dienen.", "zacht"),
        ("Ik ben voornemens de regeling te wijzigen.", "zacht"),
        ("Ik verwacht uw Kamer dit najaar te informeren.", "zacht"),
        ("Naar verwachting zal ik uw Kamer in juni informeren.", "zacht"),
    ],
)
def test_promises(sentence: str, hardheid: str) -> None:
    document, found = letter(sentence)
    assert [(document.quote(t.span), str(t.hardheid)) for t in found] == [(sentence, hardheid)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Hiermee heb ik voldaan aan mijn toezegging.",
        "Met deze brief informeer ik uw Kamer over de veren.",
        "Hierbij stuur ik uw Kamer het rapport.",
        "Uw Kamer is hierover geïnformeerd op 3 mei.",
        "De motie verzoekt de regering de Kamer voor de zomer te informeren.",
        "De leden van de fractie van Proef vragen of ik de Kamer zal informeren.",
        "Wanneer zal de minister de Kamer informeren?",
        "Het kabinet is niet voornemens de regeling te wijzigen.",
        "Dat kan ik niet toezeggen.",
        "De veerdienst zal de tarieven in mei aanpassen.",
        "Het kabinet hecht aan goede veren.",
        "“Ik zal uw Kamer informeren”, zei mijn voorganger.",
        "Ik laat het oordeel over de motie aan de Kamer.",
        "De gemeente stuurt dit jaar een voorstel.",
    ],
)
def test_no_promises(sentence: str) -> None:
    assert letter(sentence)[1] == ()


def test_the_fields() -> None:
    text = "Indien nodig zal ik uw Kamer jaarlijks, uiterlijk 1 juli, informeren."
    document, (found,) = letter(text)
    assert document.quote(found.inhoud) == text[:-1]
    assert (found.bewindspersoon, found.ministerie) == (
        "De Minister van Veren",
        "Ministerie van Veren",
    )
    assert (found.aan, found.gedaan_op, found.herkomst) == ("Tweede Kamer", DATUM, Herkomst.BRIEF)
    assert found.terugkerend == "jaarlijks"
    assert found.termijn is not None
    assert document.quote(found.termijn.span) == "uiterlijk 1 juli"
    assert (found.termijn.van, found.termijn.tot) == (DATUM, date(2099, 7, 1))
    assert found.voorwaarde is not None
    assert document.quote(found.voorwaarde).startswith("Indien nodig")
    assert found.id.startswith("toezegging-")


def test_of_two_terms_the_one_for_the_chamber() -> None:
    text = "Op 26 september is er overleg en ik zal uw Kamer in november informeren."
    document, (found,) = letter(text)
    assert found.termijn is not None
    assert document.quote(found.termijn.span) == "in november"


def test_others_are_named() -> None:
    _, (found,) = letter("De Eerste Kamer zal in mei worden geïnformeerd.")
    assert found.aan == "Eerste Kamer"
    _, (found,) = letter("De staatssecretaris van Bruggen zal uw Kamer in mei informeren.")
    assert found.bewindspersoon == "staatssecretaris van Bruggen"


def test_in_a_debate_only_ministers_promise() -> None:
    said = "Daarover zal ik de Kamer in mei informeren."
    debate = DocumentSoort.HANDELINGEN
    _, (found,) = letter(said, debate, "Minister Voorbeeld:")
    assert (found.bewindspersoon, found.herkomst) == ("Minister Voorbeeld", Herkomst.HANDELINGEN)
    assert letter(said, debate, "De heer Proefman (PROEF):")[1] == ()


@pytest.mark.parametrize("soort", [DocumentSoort.MOTIE, DocumentSoort.STAND_VAN_DE_UITVOERING])
def test_no_promises_where_others_speak(soort: DocumentSoort) -> None:
    assert letter("Voor de zomer zal ik uw Kamer informeren.", soort)[1] == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_near_miss(rule: TokenRule) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)
