"""What a paper says became of a motie or toezegging, and of which one."""

from __future__ import annotations

import pytest

from extractors.opvolgingen import find_opvolgingen, judge
from extractors.patterns.opvolgingen import RULES, OpvolgingRule
from extractors.plaintext import compose_plain
from extractors.sentences import find_units, make_nlp
from models.document import Cell, Document, Kenmerken, Passage, Span, Table
from models.findings import MotieVermelding, Opvolging
from models.lists import DocumentSoort, PassageSoort, WieZegt

NLP = make_nlp()


@pytest.mark.parametrize(
    ("sentence", "uitspraak"),
    [
        ("Ik beschouw de motie-Proefman hiermee als afgedaan.", "afgedaan"),
        ("Hiermee wordt de motie-Proefman als afgedaan beschouwd.", "afgedaan"),
        ("Hiermee doe ik de motie van het lid Proefman over veren af.", "afgedaan"),
        ("Hiermee is voldaan aan de motie-Proefman.", "afgedaan"),
        ("Met deze brief geef ik uitvoering aan de motie-Proefman.", "afgedaan"),
        ("Hiermee wordt uitvoering gegeven aan drie toezeggingen en een motie.", "afgedaan"),
        ("Aan de motie is uitvoering gegeven door de veren te tellen.", "uitgevoerd"),
        ("Ik werk aan de uitvoering van de motie-Proefman.", "in_uitvoering"),
        ("De motie zal worden betrokken bij het plan.", "in_uitvoering"),
        ("Daarmee is de motie-Proefman deels uitgevoerd.", "deels"),
        ("Aan de motie-Proefman kan ik geen uitvoering geven.", "niet_uitgevoerd"),
        ("Over de motie-Proefman zal ik uw Kamer in mei informeren.", "later_bericht"),
        ("In uitvoering", "in_uitvoering"),
        ("Afgedaan.", "afgedaan"),
    ],
)
def test_what_is_said(sentence: str, uitspraak: str) -> None:
    judged = judge(sentence)
    assert judged is not None
    assert judged[0] == uitspraak


@pytest.mark.parametrize(
    "sentence",
    [
        "De motie-Proefman verzoekt de regering de veren te laten onderzoeken.",
        "In de motie wordt de regering gevraagd dit uit te voeren.",
        "De motie-Proefman gaat over veren.",
        "De motie doet daar niets aan af.",
    ],
)
def test_what_says_nothing_of_its_fate(sentence: str) -> None:
    assert judge(sentence) is None


def paper(*parts: tuple[PassageSoort, str], soort: DocumentSoort = DocumentSoort.BRIEF) -> Document:
    text, passages = "", []
    for kind, part in parts:
        passages.append(Passage(Span(len(text), len(text) + len(part)), kind))
        text += part + "\n"
    return Document("proef", text, Kenmerken(soort=soort), "", "text/plain", tuple(passages))


def mentions(document: Document, *phrases: str) -> tuple[MotieVermelding, ...]:
    found = []
    for number, phrase in enumerate(phrases):
        at = document.text.index(phrase)
        found.append(
            MotieVermelding(f"v{number}", Span(at, at + len(phrase)), (), None, None, "proef", 1.0)
        )
    return tuple(found)


def said(document: Document, found: tuple[Opvolging, ...]) -> list[tuple[str, str, str | None]]:
    return [(o.van_soort, str(o.uitspraak), o.vermelding_id) for o in found]


def test_target_is_the_motie_named_or_the_one_before() -> None:
    document = paper(
        (
            PassageSoort.ALINEA,
            "De motie-Proefman gaat over veren. Hiermee is aan het verzoek voldaan. "
            "De motie-Voorbeeld beschouw ik als afgedaan.",
        )
    )
    vermeldingen = mentions(document, "motie-Proefman", "motie-Voorbeeld")
    found = find_opvolgingen(document, find_units(document, NLP), vermeldingen, ())
    assert said(document, found) == [
        ("motie", "genoemd", "v0"),
        ("motie", "afgedaan", "v0"),
        ("motie", "afgedaan", "v1"),
    ]
    assert all(o.wie_zegt is WieZegt.KABINET for o in found)


def test_moties_at_large_have_no_target_and_are_only_told_when_settled() -> None:
    document = paper(
        (
            PassageSoort.ALINEA,
            "Hiermee wordt uitvoering gegeven aan drie toezeggingen en een motie. "
            "Wij gaan uitwerken hoe moties worden betrokken.",
        )
    )
    found = find_opvolgingen(document, find_units(document, NLP), (), ())
    assert sorted(said(document, found), key=str) == [
        ("motie", "afgedaan", None),
        ("toezegging", "afgedaan", None),
    ]


def test_in_a_verslag_the_chamber_speaks() -> None:
    document = paper(
        (PassageSoort.ALINEA, "De motie-Proefman is niet uitgevoerd, vinden deze leden."),
        soort=DocumentSoort.VERSLAG,
    )
    (found,) = find_opvolgingen(
        document, find_units(document, NLP), mentions(document, "motie-Proefman"), ()
    )
    assert found.wie_zegt is WieZegt.KAMER


def test_rows_of_a_status_table() -> None:
    rows = [["Motie", "Stand van zaken"], ["Motie-Proefman over veren", "Afgedaan"],
            ["Motie-Voorbeeld over sluizen", "De Kamer wordt in mei geïnformeerd."]]  # fmt: skip
    text = "\n".join("\t".join(row) for row in rows)
    cells = tuple(
        Cell(Span(text.index(cell), text.index(cell) + len(cell)), r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    )
    whole = Span(0, len(text))
    document = Document(
        "proef",
        text,
        Kenmerken(soort=DocumentSoort.BRIEF),
        "",
        "text/plain",
        (Passage(whole, PassageSoort.TABEL),),
        tables=(Table(whole, cells),),
    )
    vermeldingen = mentions(document, "Motie-Proefman over veren", "Motie-Voorbeeld over sluizen")
    found = find_opvolgingen(document, find_units(document, NLP), vermeldingen, ())
    told = [o for o in found if o.uitspraak != "genoemd"]
    assert said(document, tuple(told)) == [
        ("motie", "afgedaan", "v0"),
        ("motie", "later_bericht", "v1"),
    ]


def test_a_status_that_a_note_interrupts_is_judged_as_a_whole() -> None:
    text = (
        "Motie Stand van zaken\n\nMotie-Proefman over veren\n\nHet onderzoek loopt en\n\n"
        "1 Kamerstukken II 2026/27, 99 001, nr. 4\n\nde motie is daarmee afgedaan.\n\n"
        "Motie-Voorbeeld over sluizen\n\nDe Kamer wordt in mei geïnformeerd.\n"
    )
    made = compose_plain(text)
    kenmerken = Kenmerken(soort=DocumentSoort.BRIEF)
    document = Document(
        "proef", text, kenmerken, "", "text/plain", made.passages, tables=made.tables
    )
    vermeldingen = mentions(document, "Motie-Proefman over veren", "Motie-Voorbeeld over sluizen")
    found = find_opvolgingen(document, find_units(document, NLP), vermeldingen, ())
    told = {(o.vermelding_id, o.uitspraak) for o in found if o.uitspraak != "genoemd"}
    assert told == {("v0", "afgedaan"), ("v1", "later_bericht")}


def test_a_printed_list_of_two_columns() -> None:
    document = paper(
        (PassageSoort.ALINEA, "Motie Stand van zaken"),
        (PassageSoort.ALINEA, "Gewijzigde motie-Proefman over veren"),
        (PassageSoort.ALINEA, "De veren zijn oud. Per brief zal de Kamer worden geïnformeerd."),
        (PassageSoort.ALINEA, "Motie-Voorbeeld over sluizen"),
        (PassageSoort.ALINEA, "Er is een telling uitgevoerd."),
    )
    vermeldingen = mentions(document, "motie-Proefman over veren", "Motie-Voorbeeld over sluizen")
    found = find_opvolgingen(document, find_units(document, NLP), vermeldingen, ())
    told = [o for o in found if o.uitspraak != "genoemd"]
    assert said(document, tuple(told)) == [
        ("motie", "later_bericht", "v0"),
        ("motie", "uitgevoerd", "v1"),
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_near_miss(rule: OpvolgingRule) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)
