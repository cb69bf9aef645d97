import pytest

from extractors.cells import read_number
from extractors.plaintext import compose_plain
from extractors.tabelfeiten import find_tabelfeiten
from models.document import Cell, Document, Kenmerken, Span, Table


def document(text: str) -> Document:
    """The tables of a plain text."""
    tables = compose_plain(text).tables
    return Document("lokaal-1", text, Kenmerken(), "", "text/plain", tables=tables)


def ruled(above: str, rows: list[list[str]]) -> Document:
    """A table with tabs and line feeds, its first row the heading."""
    text = above + "\n"
    start, cells = len(text), []
    for number, row in enumerate(rows):
        for column, piece in enumerate(row):
            cells.append(Cell(Span(len(text), len(text) + len(piece)), number, column, number == 0))
            text += piece + ("\t" if column < len(row) - 1 else "\n")
    table = Table(Span(start, len(text) - 1), tuple(cells))
    return Document("lokaal-1", text, Kenmerken(), "", "text/plain", tables=(table,))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("‒ 9,9", "-9.9"),
        ("-3", "-3"),
        ("€ 40", "40"),
        ("€ 1.250.000,-", "1250000"),
        ("12 %", "12"),
        ("144*", "144"),
        ("0", "0"),
        # not one number
        ("2 tot 3", None),
        ("2027-2031", None),
        ("n.v.t.", None),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_dutch_numbers(text: str, number: str | None) -> None:
    assert read_number(text) == number


def facts(paper: Document) -> list[tuple[str, str, str, str | None]]:
    return [(f.rij, f.kolom, f.waarde, f.eenheid) for f in find_tabelfeiten(paper)]


def test_amounts_take_their_unit_from_the_line_above() -> None:
    text = (
        "Verdeling (bedragen x € mln.)\n\n2027 2028 Struc\n\nProef 1,5 2,0 0\n\nTotaal 1,5 2,0 0\n"
    )
    assert facts(document(text)) == [
        ("Proef", "2027", "1.5", "mln_euro"),
        ("Proef", "2028", "2.0", "mln_euro"),
        ("Proef", "Struc", "0", "mln_euro"),
        ("Totaal", "2027", "1.5", "mln_euro"),
        ("Totaal", "2028", "2.0", "mln_euro"),
        ("Totaal", "Struc", "0", "mln_euro"),
    ]


def test_a_unit_in_the_cell_goes_before_the_one_above() -> None:
    paper = ruled("Bedragen x € 1.000", [["Post", "Raming", "Aandeel"], ["Proef", "1.200", "12%"]])
    assert facts(paper) == [
        ("Proef", "Raming", "1200", "dzd_euro"),
        ("Proef", "Aandeel", "12", "procent"),
    ]


def test_a_state_is_a_fact_but_other_text_is_not() -> None:
    paper = ruled(
        "",
        [
            ["Motie", "Stand van zaken", "Indiener"],
            ["Motie-Proefman over een proef", "Is uitgevoerd.", "Proefman"],
        ],
    )
    assert facts(paper) == [
        ("Motie-Proefman over een proef", "Stand van zaken", "Is uitgevoerd.", "status")
    ]


def test_a_cell_that_a_note_interrupts_is_one_fact() -> None:
    text = (
        "Motie Stand van zaken\n\nMotie-Proefman over een proef\n\nHet verslag komt\n\n"
        "1 Kamerstukken II 2026/27, 99 001, nr. 4\n\nvoor de zomer.\n\n"
        "Motie-Voorbeeld over een verslag\n\nIs uitgevoerd.\n"
    )
    assert [(rij, waarde) for rij, _, waarde, _ in facts(document(text))] == [
        ("Motie-Proefman over een proef", "Het verslag komt voor de zomer."),
        ("Motie-Voorbeeld over een verslag", "Is uitgevoerd."),
    ]


def test_columns_without_heading_name_the_row() -> None:
    paper = ruled("", [["", "", "Geen proef"], ["4=1+2", "Inkomen", "26.800"]])
    assert facts(paper) == [("4=1+2 Inkomen", "Geen proef", "26800", None)]


def test_every_fact_points_at_its_cell() -> None:
    paper = ruled("", [["Post", "2027"], ["Proef", "1,5"]])
    (fact,) = find_tabelfeiten(paper)
    assert paper.quote(fact.span) == "1,5"
    assert fact.table == 0
