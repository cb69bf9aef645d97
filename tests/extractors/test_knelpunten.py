"""What is a signal of execution, of which kind and theme, and what is not."""

from __future__ import annotations

import pytest

from extractors.knelpunten import find_knelpunten
from extractors.patterns.knelpunten import RULES
from extractors.rules import Rule
from extractors.sentences import find_units, make_nlp
from models.document import Document, Kenmerken, Passage, Span
from models.findings import Knelpunt
from models.lexicon import Lexicon, Naam
from models.lists import DocumentSoort, PassageSoort

NLP = make_nlp()
LEXICON = Lexicon(wetten=(Naam("BWBR9999999", "Veerwet 2099", ("Vw 2099",)),))


def signals(
    text: str,
    soort: DocumentSoort = DocumentSoort.STAND_VAN_DE_UITVOERING,
    passage: PassageSoort = PassageSoort.ALINEA,
) -> tuple[Knelpunt, ...]:
    passages = (Passage(Span(0, len(text)), passage),)
    document = Document("proef", text, Kenmerken(soort=soort), "", "text/plain", passages)
    return find_knelpunten(document, find_units(document, NLP), LEXICON)


@pytest.mark.parametrize(
    ("sentence", "soort", "thema"),
    [
        ("Het verouderde systeem kan de wijziging niet aan.", "knelpunt", "ict_en_legacy"),
        ("Er is een groot tekort aan keurmeesters.", "knelpunt", "personeel_en_capaciteit"),
        ("De wachttijden voor een afspraak zijn opgelopen tot een half jaar.", "knelpunt",
         "wachttijden_en_achterstanden"),
        ("Door een tekort aan artsen lopen de wachttijden op tot een jaar.", "knelpunt",
         "personeel_en_capaciteit"),
        ("De gegevens mogen niet worden gedeeld met de gemeente.", "knelpunt",
         "gegevensdeling_privacy"),
        ("Ouderen vallen door de samenloop van twee toeslagen tussen wal en schip.", "knelpunt",
         "samenloop_en_stapeling"),
        ("Er is spanning tussen snelheid en zorgvuldigheid bij de veren.", "dilemma", "overig"),
        ("Wij pleiten voor een eenvoudiger aanvraag voor een veerpas.", "oplossing", None),
        ("De achterstanden bij de veren zijn bijna geheel ingelopen.", "bevorderend", None),
    ],
)  # fmt: skip
def test_signals(sentence: str, soort: str, thema: str | None) -> None:
    (found,) = signals(sentence)
    assert (str(found.soort), found.thema) == (soort, thema)


@pytest.mark.parametrize(
    "sentence",
    [
        "Er zijn bij deze regeling geen problemen en ook geen knelpunten.",
        "Wij werken eraan om wachttijden die zijn opgelopen te voorkomen.",
        "Het overzicht van knelpunten staat in de bijlage.",
        "Ik informeer u over de opgelopen wachttijden van maanden.",
        "Is er een tekort aan keurmeesters bij de dienst?",
        "De aanvraag wordt binnen zes weken behandeld.",
        "Als er een tekort aan keurmeesters is, wordt dat gemeld.",
    ],
)
def test_no_signals(sentence: str) -> None:
    assert signals(sentence) == ()


def test_a_heading_is_a_signal_only_if_it_asserts() -> None:
    assert signals("Tekort aan keurmeesters en schippers", passage=PassageSoort.KOP) == ()
    assert signals("Er is een tekort aan keurmeesters", passage=PassageSoort.KOP)


def test_in_a_motie_only_the_considerations() -> None:
    motie = DocumentSoort.MOTIE
    assert signals("overwegende dat er een tekort aan keurmeesters is;", motie)
    assert not signals("verzoekt de regering het tekort aan keurmeesters te tellen;", motie)
    assert not signals("Er is een tekort aan keurmeesters.", DocumentSoort.HANDELINGEN)


def test_the_fields() -> None:
    text = (
        "De ingewikkelde regels van de Veerwet 2099 leiden in de praktijk tot veel fouten "
        "en schulden bij ouderen."
    )
    (found,) = signals(text)
    assert found.thema == "complexe_wetgeving"
    assert found.gevolg == "hard gevolg"
    assert found.wetten == ("Veerwet 2099",)
    assert (found.doelgroep, found.ernst) == ("ouderen", 3)
    assert found.id.startswith("knelpunt-")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_near_miss(rule: Rule) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)
