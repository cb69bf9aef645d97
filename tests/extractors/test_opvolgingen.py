"""What a paper says became of a motie or toezegging, and of which one."""

from __future__ import annotations

from dataclasses import replace

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
        ("Afgedaan. Het formulier is in mei verzonden.", "afgedaan"),
        ("Aan de motie-Proefman over veren is voldaan.", "afgedaan"),
        ("De motie-Proefman over veren is inmiddels uitgevoerd.", "uitgevoerd"),
        ("De motie-Proefman c.s. over veren (99 001, nr. 18) is uitgevoerd.", "uitgevoerd"),
        ("Ik heb de motie-Proefman in mei uitgevoerd.", "uitgevoerd"),
        ("Wat de motie-Proefman vroeg: dit is uitgevoerd.", "uitgevoerd"),
        ("De motie-Proefman over veren voer ik niet uit.", "niet_uitgevoerd"),
        ("Uw Kamer ontvangt hierover in het najaar bericht.", "later_bericht"),
        ("De motie-Proefman is in voorbereiding.", "in_uitvoering"),
        ("Er is begonnen met de uitvoering van de motie-Proefman.", "in_uitvoering"),
        # what was carried out is a step, not the motie
        ("Er is een telling uitgevoerd bij drie diensten.", "in_uitvoering"),
        ("Voor de motie-Proefman is een onderzoek afgerond.", "in_uitvoering"),
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
        "Op welke wijze is de motie-Proefman uitgevoerd?",
        "Met de motie-Proefman wordt per uitvoeringsdienst een keuze gegeven.",
        "De motie-Proefman is deels door de uitvoeringsorganisaties gehoord.",
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


def table(*rows: tuple[str, str]) -> Document:
    """A letter that is one status table, its head included."""
    lines = [("Motie of toezegging", "Stand van zaken"), *rows]
    text, cells = "", []
    for number, row in enumerate(lines):
        for column, cell in enumerate(row):
            cells.append(Cell(Span(len(text), len(text) + len(cell)), number, column, number == 0))
            text += cell + ("\t" if column == 0 else "\n")
    whole = Span(0, len(text) - 1)
    return Document(
        "proef",
        text,
        Kenmerken(soort=DocumentSoort.BRIEF),
        "",
        "text/plain",
        (Passage(whole, PassageSoort.TABEL),),
        tables=(Table(whole, tuple(cells)),),
    )


def rows_of(document: Document, *vermeldingen: MotieVermelding) -> tuple[Opvolging, ...]:
    return find_opvolgingen(document, find_units(document, NLP), vermeldingen, ())


def test_a_row_of_a_status_table_says_one_thing_of_its_motie() -> None:
    document = table(
        ("Motie-Proefman over veren", "Afgedaan"),
        ("Motie-Voorbeeld over sluizen", "De sluis is oud. De Kamer wordt in mei geïnformeerd."),
        ("Motie-Proefman over inkt", "Er is toegezegd hierover te schrijven."),
    )
    found = rows_of(
        document,
        *mentions(
            document,
            "Motie-Proefman over veren",
            "Motie-Voorbeeld over sluizen",
            "Motie-Proefman over inkt",
        ),
    )
    assert said(document, found) == [
        ("motie", "afgedaan", "v0"),
        ("motie", "later_bericht", "v1"),
        ("motie", "genoemd", "v2"),
    ]
    assert [document.quote(o.span) for o in found][1].startswith("De sluis is oud. De Kamer")
    assert {o.methode.split("/")[0] for o in found} == {"statustabel"}


def test_a_row_takes_the_number_that_its_status_gives_of_the_same_members() -> None:
    document = table(
        ("Motie-Anna Proefman over veren", "Met de motie-Proefman is gekozen."),
        ("Motie-Voorbeeld over sluizen", "Naast de motie-Proefman is dit uitgevoerd."),
    )
    first, own, second, other = (
        replace(v, namen=namen, nummer=nummer)
        for v, namen, nummer in zip(
            mentions(
                document,
                "Motie-Anna Proefman over veren",
                "motie-Proefman is gekozen",
                "Motie-Voorbeeld over sluizen",
                "motie-Proefman is dit",
            ),
            (("Anna Proefman",), ("Proefman",), ("Voorbeeld",), ("Proefman",)),
            (None, "kst-99001-4", None, "kst-99001-4"),
            strict=True,
        )
    )
    found = rows_of(document, first, own, second, other)
    assert sorted((o.vermelding_id, o.doel_id) for o in found) == [
        ("v0", "kst-99001-4"),
        ("v2", None),
        ("v3", "kst-99001-4"),
    ]


LONG = "De diensten hebben samen een werkwijze gemaakt die overal in het land wordt ingezet en "


def test_a_text_under_several_moties_is_marked_as_copied() -> None:
    document = table(
        ("Motie-Proefman over veren", LONG + "die elk jaar door ons wordt bekeken."),
        ("Motie-Voorbeeld over sluizen", LONG + "die dus elk jaar door ons wordt bekeken."),
        ("Motie-Inkt over inkt", "Een heel andere tekst over de inkt, die wordt onderzocht door de "
         "dienst die daar in het hele land over gaat en die er verstand van heeft."),
        ("Motie-Komma over komma's", "In uitvoering"),
        ("Motie-Punt over punten", "In uitvoering"),
    )  # fmt: skip
    names = ("Proefman over veren", "Voorbeeld over sluizen", "Inkt over inkt",
             "Komma over komma", "Punt over punten")  # fmt: skip
    found = rows_of(document, *mentions(document, *names))
    first = found[0].id
    assert [o.gelijk_aan for o in found] == [first, first, None, None, None]


def test_one_sentence_on_two_moties_is_no_copy() -> None:
    document = paper((PassageSoort.ALINEA, f"Voor motie-Proefman en motie-Inkt geldt: {LONG}meer."))
    found = rows_of(document, *mentions(document, "motie-Proefman", "motie-Inkt"))
    assert [o.gelijk_aan for o in found] == [None, None]
    assert len(found) == 2


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
        ("motie", "in_uitvoering", "v1"),
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_near_miss(rule: OpvolgingRule) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)
