"""Tables from the page to the findings: our own sample, and papers printed here."""

import hashlib
import json
from pathlib import Path

from fpdf import FPDF

from corpus.tables import TABLES
from extractors.tabelfeiten import find_tabelfeiten
from flows.findings_json import findings_json
from flows.read import read
from models.document import Document
from models.findings import Findings, Tabelfeit
from models.lists import PassageSoort
from models.paper import RawFile

PAPERS = Path(__file__).parents[2] / "corpus" / "sample" / "papers"


def document(data: bytes) -> Document:
    return read(
        RawFile(
            key="proef",
            sha256=hashlib.sha256(data).hexdigest(),
            media_type="application/octet-stream",
            bron="lokaal",
            bron_url=None,
            opgehaald_op="2027-03-05T03:00:00Z",
            naam="proef.pdf",
        ),
        data,
    )


def sample(name: str) -> Document:
    return document((PAPERS / f"{name}.pdf").read_bytes())


def blank() -> FPDF:
    pdf = FPDF(unit="pt", format=(595, 842))
    pdf.set_font("Helvetica", size=10)
    pdf.add_page()
    return pdf


def said(facts: tuple[Tabelfeit, ...]) -> list[str]:
    return [
        f"{f.rij} | {f.kolom} | {f.waarde} {f.eenheid}" + (f" {f.totaal}" if f.totaal else "")
        for f in facts
    ]


def test_the_budget_of_the_sample_is_whole_and_its_totals_hold() -> None:
    paper = sample("kst-99200-XV-8")
    facts = find_tabelfeiten(paper)
    assert len(facts) == 9 * 5
    assert said(facts)[-5:] == [
        "Totaal | 2026 | 372.3 mln_euro klopt",
        "Totaal | 2027 | 348.3 mln_euro klopt",
        "Totaal | 2028 | 322.5 mln_euro klopt",
        "Totaal | 2029 | 280.7 mln_euro klopt",
        "Totaal | 2030 | 265.7 mln_euro klopt",
    ]
    assert "Taakstelling | 2027 | -3.5 mln_euro" in said(facts)
    assert all(paper.box(fact.span) for fact in facts)


def test_the_status_table_of_the_sample_is_one_over_two_pages() -> None:
    paper = sample("kst-99001-17")
    (table,) = paper.tables
    facts = find_tabelfeiten(paper)
    assert [fact.rij.split()[0] for fact in facts] == [str(number) for number in range(1, 10)]
    assert {fact.kolom for fact in facts} == {"Stand van zaken"}
    assert {paper.page(fact.span) for fact in facts} == {1, 2}
    # its heading printed again, and the note between, are no part of it
    apart = [p for p in paper.passages if not table.span.covers(p.span)]
    assert any(
        p.soort is PassageSoort.RAND and paper.quote(p.span).startswith("Nr.") for p in apart
    )
    assert any(p.soort is PassageSoort.NOOT and "2025D90044" in paper.quote(p.span) for p in apart)


def test_merged_cells_name_every_row_and_column_they_cover() -> None:
    pdf = blank()
    pdf.set_xy(80, 100)
    pdf.cell(text="Tabel 1. Uitgaven (bedragen x 1 mln. euro)")
    pdf.set_xy(80, 130)
    with pdf.table(width=400, col_widths=(2, 2, 1, 1, 1), num_heading_rows=2, align="LEFT") as grid:
        head = grid.row()
        head.cell("Dienst", rowspan=2)
        head.cell("Post", rowspan=2)
        head.cell("Raming", colspan=2)
        head.cell("Uitkomst")
        for cells in (("2027", "2028", "2027"),):
            grid.row(cells)
        lonen = grid.row()
        lonen.cell("Proefdienst", rowspan=2)
        for text in ("Lonen", "1,5", "2,0", "1,4"):
            lonen.cell(text)
        grid.row(("Huur", "0,5", "(0,5)", "n.v.t."))
        total = grid.row()
        total.cell("Totaal", colspan=2)
        for text in ("2,0", "2,5", "1,4"):
            total.cell(text)
    assert said(find_tabelfeiten(document(bytes(pdf.output())))) == [
        "Proefdienst Lonen | Raming 2027 | 1.5 mln_euro",
        "Proefdienst Lonen | Raming 2028 | 2.0 mln_euro",
        "Proefdienst Lonen | Uitkomst 2027 | 1.4 mln_euro",
        "Proefdienst Huur | Raming 2027 | 0.5 mln_euro",
        "Proefdienst Huur | Raming 2028 | -0.5 mln_euro",
        "Proefdienst Huur | Uitkomst 2027 | n.v.t. nvt",
        "Totaal | Raming 2027 | 2.0 mln_euro klopt",
        "Totaal | Raming 2028 | 2.5 mln_euro wijkt_af",
        "Totaal | Uitkomst 2027 | 1.4 mln_euro klopt",
    ]


def test_amounts_in_columns_without_lines_are_a_table() -> None:
    pdf = blank()
    for number in range(8):
        pdf.text(80, 180 + 12 * number, f"Regel {number} van een brief over veren en sluizen in "
                 "het land, vol tot aan de rand.")  # fmt: skip
    pdf.text(80, 290, "Overzicht van de bedragen in euro")
    rows = (("Post", "2027", "2028"), ("Lonen", "1.500", "2.000"), ("Huur", "500", "-"),
            ("Reizen", "200", "300"), ("Totaal", "2.200", "2.300"))  # fmt: skip
    for number, row in enumerate(rows):
        pdf.text(80, 310 + 13 * number, row[0])
        for column, text in enumerate(row[1:]):
            right = 250 + 60 * column
            pdf.text(right - pdf.get_string_width(text), 310 + 13 * number, text)
    paper = document(bytes(pdf.output()))
    assert said(find_tabelfeiten(paper)) == [
        "Lonen | 2027 | 1500 euro",
        "Lonen | 2028 | 2000 euro",
        "Huur | 2027 | 500 euro",
        "Reizen | 2027 | 200 euro",
        "Reizen | 2028 | 300 euro",
        "Totaal | 2027 | 2200 euro klopt",
        "Totaal | 2028 | 2300 euro klopt",
    ]


def test_a_fact_is_printed_with_its_type_and_its_verdict() -> None:
    paper = sample("kst-99200-XV-8")
    findings = Findings(paper.id, tabelfeiten=find_tabelfeiten(paper))
    made = json.loads(json.dumps(findings_json(paper, findings, "proef.pdf")))
    (table,) = made["tabellen"]
    total = table["feiten"][-5]
    place = {key: total.pop(key) for key in ("tekst", "van", "tot", "pagina", "bbox")}
    assert (place["tekst"], place["pagina"]) == ("372,3", 1)
    assert total == {
        "rij": "Totaal", "kolom": "2026", "waarde": "372.3", "eenheid": "mln_euro",
        "jaar_van": 2026, "jaar_tot": 2026, "structureel": False,
        "totaal": "klopt", "berekend": "372.3",
    }  # fmt: skip
    assert total.keys() <= {field.name for field in TABLES["tabelfeiten"].fields}
