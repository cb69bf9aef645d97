import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.plaintext import compose_plain
from extractors.tabelfeiten import find_contradictions, find_tabelfeiten
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


BUDGET = ["Post", "2027", "2028", "Struc."]


def totals(*rows: list[str], above: str = "Bedragen x € 1 mln.") -> dict[tuple[str, str], str]:
    """The verdict on every total: "klopt 3.5" or "wijkt_af 3.5", by row and column."""
    found = find_tabelfeiten(ruled(above, list(rows)))
    return {(f.rij, f.kolom): f"{f.totaal} {f.berekend}" for f in found if f.totaal}


def test_totals_are_the_sums_of_their_parts_within_rounding() -> None:
    assert totals(
        BUDGET,
        ["Lonen", "17,04", "107,3", "0"],
        ["Huur", "25,5", "49,3", "92,5"],
        ["Reizen", "1,4", "(0,5)", "40,5"],
        ["Totaal*", "44", "156", "133"],
    ) == {
        ("Totaal*", "2027"): "klopt 43.94",
        ("Totaal*", "2028"): "klopt 156.1",
        ("Totaal*", "Struc."): "klopt 133.0",
    }


@pytest.mark.parametrize(
    ("rows", "verdicts"),
    [
        pytest.param(
            [["Post", "2027"], ["Lonen", "1,5"], ["Huur", "2,0"], ["Totaal", "4,5"]],
            ["wijkt_af 3.5"],
            id="another number",
        ),
        pytest.param(
            [["Post", "2027"], ["Lonen", "1,5"], ["Huur", "p.m."], ["Totaal", "4,5"]],
            [],
            id="a part is not known",
        ),
        pytest.param(
            [["Post", "2027"], ["Lonen", "1,5"], ["Huur", "n.v.t."], ["Reis", "-"],
             ["Eten", "2,0"], ["Totaal", "3,5"]],
            ["klopt 3.5"],
            id="no part counts for nothing",
        ),
        pytest.param(
            [["Post", "2027"], ["Lonen", "4"], ["waarvan vast", "3"], ["Huur", "2"],
             ["Totaal", "6"]],
            ["klopt 6"],
            id="a part of a part is not added",
        ),
        pytest.param(
            [["Post", "2027"], ["Lonen", "4"], ["Huur", "2"], ["Subtotaal", "6"], ["Reis", "1"],
             ["Totaal", "7"]],
            ["klopt 6", "klopt 7"],
            id="subtotal",
        ),
        pytest.param(
            [["Post", "2027"], ["Lonen", "4"], ["Huur", "2"], ["Totaal te betalen", "90"]],
            [],
            id="called otherwise than a total: never said to differ",
        ),
        pytest.param(
            [["Post", "2027"], ["Totaal", "6"], ["Lonen", "4"], ["Huur", "2"]],
            ["klopt 6"],
            id="total on top",
        ),
        pytest.param(
            [["Post", "2027"], ["Inkomsten", "9"], ["Uitgaven", "5"], ["Saldo", "4"]],
            ["klopt 4"],
            id="balance",
        ),
        pytest.param(
            [["Post", "Lonen", "Huur", "Totaal"], ["Loket", "4", "2", "6"],
             ["Archief", "1", "20", "31"]],
            ["klopt 6", "wijkt_af 21"],
            id="total column, one row shows that it is one",
        ),
        pytest.param(
            [["Post", "Lonen", "Huur", "Totaal"], ["Loket", "4", "2", "60"],
             ["Archief", "1", "2", "30"]],
            [],
            id="a column called total that adds up nowhere",
        ),
        pytest.param(
            [["Post", "Aandeel in %"], ["Lonen", "40"], ["Huur", "50"], ["Totaal", "45"]],
            [],
            id="percentages do not add up",
        ),
        pytest.param(
            [["Groep", "Aantal veren"], ["Noord", "12"], ["Zuid", "13"], ["Totaal", "26"]],
            ["wijkt_af 25"],
            id="counts are exact",
        ),
        pytest.param(
            [["", "", "2027"], ["1", "Lonen", "12.300"], ["2", "Huur", "4.400"],
             ["3=1+2", "Bruto", "16.800"], ["4", "Korting", "1.200"], ["5", "Reis", "300"],
             ["6=3-4-5", "Netto", "15.300"], ["7 = 6 + 4", "Samen", "20.000"]],
            ["klopt 16700", "klopt 15300", "wijkt_af 16500"],
            id="printed formulas, all rounded to hundreds",
        ),
    ],
)  # fmt: skip
def test_totals(rows: list[list[str]], verdicts: list[str]) -> None:
    assert list(totals(*rows).values()) == verdicts


def test_a_contradiction_is_a_problem_that_names_what_is_printed_and_what_adds_up() -> None:
    paper = ruled("", [["Post", "2027"], ["Lonen", "1,5"], ["Huur", "2,0"], ["Totaal", "4,5"]])
    (problem,) = find_contradictions(paper, find_tabelfeiten(paper))
    assert (problem.subject, problem.stap, problem.soort) == (
        "lokaal-1",
        "extract",
        "tabel_totaal",
    )
    assert "tabel 1, kolom '2027', rij 'Totaal': gedrukt staat 4,5" in problem.melding
    assert "de delen tellen op tot 3,5" in problem.melding


def test_years_of_the_column_else_of_the_row() -> None:
    paper = ruled("", [["Post", "2026 e.v.", "Struc."], ["Lonen", "1", "2"], ["2030", "3", "4"]])
    assert [
        (f.rij, f.kolom, f.jaar_van, f.jaar_tot, f.structureel) for f in find_tabelfeiten(paper)
    ] == [
        ("Lonen", "2026 e.v.", 2026, None, False),
        ("Lonen", "Struc.", None, None, True),
        ("2030", "2026 e.v.", 2026, None, False),
        ("2030", "Struc.", None, None, True),
    ]
    (one, _) = find_tabelfeiten(ruled("", [["Jaar", "Veren"], ["2029", "12"], ["2030", "14"]]))
    assert (one.rij, one.jaar_van, one.jaar_tot) == ("2029", 2029, 2029)


def test_a_column_of_years_counts_no_euros() -> None:
    paper = ruled(
        "Bedragen x € 1 mln.",
        [["Proef", "Begin", "Kosten"], ["Veren", "2027", "1,5"], ["Sluizen", "2028", "2,0"]],
    )
    assert facts(paper) == [
        ("Veren", "Begin", "2027", "jaar"),
        ("Veren", "Kosten", "1.5", "mln_euro"),
        ("Sluizen", "Begin", "2028", "jaar"),
        ("Sluizen", "Kosten", "2.0", "mln_euro"),
    ]


def test_a_label_that_spans_rows_names_each_and_a_heading_that_spans_columns_heads_each() -> None:
    pieces = [
        ("Dienst", 0, 0, 1, 1), ("Post", 0, 1, 1, 1), ("Raming", 0, 2, 1, 2),
        ("", 1, 0, 1, 1), ("", 1, 1, 1, 1), ("2027", 1, 2, 1, 1), ("2028", 1, 3, 1, 1),
        ("Proefdienst", 2, 0, 2, 1), ("Lonen", 2, 1, 1, 1), ("1,5", 2, 2, 1, 1),
        ("2,0", 2, 3, 1, 1), ("Huur", 3, 1, 1, 1), ("3,5", 3, 2, 1, 1), ("4,0", 3, 3, 1, 1),
    ]  # fmt: skip
    text, cells = "", []
    for piece, row, column, rows, columns in pieces:
        span = Span(len(text), len(text) + len(piece))
        cells.append(Cell(span, row, column, row < 2, columns, rows))
        text += piece + "\t"
    table = Table(Span(0, len(text)), tuple(cells))
    paper = Document("lokaal-1", text, Kenmerken(), "", "text/plain", tables=(table,))
    assert [(rij, kolom, waarde) for rij, kolom, waarde, _ in facts(paper)] == [
        ("Proefdienst Lonen", "Raming 2027", "1.5"),
        ("Proefdienst Lonen", "Raming 2028", "2.0"),
        ("Proefdienst Huur", "Raming 2027", "3.5"),
        ("Proefdienst Huur", "Raming 2028", "4.0"),
    ]


def test_a_number_before_the_label_belongs_to_it() -> None:
    paper = ruled("", [["Nr.", "Motie", "Stand van zaken"], ["1", "Motie-Proefman", "Loopt."]])
    assert facts(paper) == [("1 Motie-Proefman", "Stand van zaken", "Loopt.", "status")]


@given(
    st.lists(st.integers(-99_999, 99_999), min_size=2, max_size=12),
    st.integers(0, 2),
    st.integers(1_000_000, 9_000_000),
)
def test_the_true_total_always_holds_and_one_far_off_never(
    parts: list[int], places: int, off: int
) -> None:
    def printed(value: int) -> str:
        return f"{value / 10**places:.{places}f}".replace(".", ",")

    def verdicts(total: int) -> list[str]:
        rows = [[f"Post {chr(65 + at)}", printed(value)] for at, value in enumerate(parts)]
        return [
            v.split()[0]
            for v in totals(["Post", "2027"], *rows, ["Totaal", printed(total)]).values()
        ]

    assert verdicts(sum(parts)) == ["klopt"]
    assert verdicts(sum(parts) + off) == ["wijkt_af"]


def test_a_table_made_to_be_slow_is_read_in_time() -> None:
    rows = [["Totaal", *(["1"] * 30)] for _ in range(300)]
    paper = ruled("", [["Post", *(f"Totaal {at}" for at in range(30))], *rows])
    begun = time.process_time()
    assert len(find_tabelfeiten(paper)) == 9_000
    assert time.process_time() - begun < 20
