"""Papers in the layouts of Parliament and of departments, printed here; all of it is made up.

Each is judged by the running text that comes out: whole sentences, in the order a reader takes.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from fpdf import FPDF

from corpus.pdf import read_pdf
from extractors.composed import Composed
from extractors.passages import compose_pages
from models.lists import PassageSoort

KOP, ALINEA, NOOT, RAND = (
    PassageSoort.KOP,
    PassageSoort.ALINEA,
    PassageSoort.NOOT,
    PassageSoort.RAND,
)
A4 = (595.0, 842.0)


def story(subject: str, sentences: int) -> str:
    """Running text in which each sentence can be told from the others."""
    return " ".join(
        f"Zin {n} over {subject} telt mee voor het verslag van deze proef in Voorbeeldstad."
        for n in range(1, sentences + 1)
    )


class Sheet:
    """Pages on which text is set in columns, as a typesetter does it."""

    def __init__(self, shape: tuple[float, float] = A4) -> None:
        self.pdf = FPDF(unit="pt", format=shape)
        self.pdf.set_auto_page_break(False)

    def page(self) -> None:
        self.pdf.add_page()

    def put(self, x: float, y: float, text: str, size: float = 9.0, style: str = "") -> None:
        self.pdf.set_font("Helvetica", style=style, size=size)
        self.pdf.text(x, y, text)

    def wrap(self, text: str, width: float, size: float = 9.0, style: str = "") -> list[str]:
        self.pdf.set_font("Helvetica", style=style, size=size)
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.pdf.get_string_width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def flow(
        self,
        text: str,
        places: Iterable[tuple[float, float, float, float]],
        size: float = 9.0,
        style: str = "",
    ) -> None:
        """Set a text in the places (left, top, width, bottom), one after the other."""
        rest = text
        for left, top, width, bottom in places:
            lines = self.wrap(rest, width, size, style)
            room = int((bottom - top) / (1.2 * size))
            for index, line in enumerate(lines[:room]):
                self.put(left, top + size + 1.2 * size * index, line, size, style)
            rest = " ".join(lines[room:])
            if not rest:
                return
        raise AssertionError("de tekst past niet")

    def read(self) -> Composed:
        return compose_pages(read_pdf(bytes(self.pdf.output())))


def parts(composed: Composed, *soorten: PassageSoort) -> list[str]:
    return [p.span.of(composed.text) for p in composed.passages if p.soort in soorten]


def handelingen() -> Composed:
    """Two pages in two narrow columns, a running head, a heading over both, speakers in bold."""
    sheet = Sheet()
    columns = ((57.0, 240.0), (311.0, 240.0))
    for number in (1, 2):
        sheet.page()
        sheet.put(57, 40, "Proefkamer", 8)
        sheet.put(300, 40, "99e vergadering, dinsdag 5 maart 2030", 8)
        sheet.put(500, 810, f"99-1-{number}", 8)
        if number == 1:
            sheet.put(57, 90, "Debat over de proef met de uitvoering in Voorbeeldstad", 16, "B")
            tops = (110.0, 110.0)
            first = story("de opening", 25)
            sheet.flow(first, [(x, tops[i], w, 400) for i, (x, w) in enumerate(columns)])
            sheet.put(57, 430, "Termijn van de zijde van de Proefkamer en het kabinet", 13, "B")
            sheet.put(57, 460, "Mevrouw Voorbeeld (Proefpartij):", 9, "B")
            second = story("de inbreng", 40)
            pages = [(57.0, 470.0, 240.0, 780.0), (311.0, 450.0, 240.0, 780.0)]
            lines = sheet.wrap(second, 240.0)
            room = sum(int((bottom - top) / 10.8) for _, top, _, bottom in pages)
            sheet.flow(" ".join(lines[:room]), pages)
            left_over = " ".join(lines[room:])
        else:
            sheet.flow(left_over, [(57.0, 70.0, 240.0, 180.0), (311.0, 70.0, 240.0, 180.0)])
    return sheet.read()


def test_a_report_of_a_debate_is_read_column_by_column() -> None:
    composed = handelingen()
    assert parts(composed, ALINEA) == [story("de opening", 25), story("de inbreng", 40)]
    assert parts(composed, KOP) == [
        "Debat over de proef met de uitvoering in Voorbeeldstad",
        "Termijn van de zijde van de Proefkamer en het kabinet",
        "Mevrouw Voorbeeld (Proefpartij):",
    ]
    assert sorted(set(parts(composed, RAND))) == [
        "99-1-1",
        "99-1-2",
        "99e vergadering, dinsdag 5 maart 2030",
        "Proefkamer",
    ]


@pytest.mark.parametrize(
    ("shape", "left", "width", "gap", "count"),
    [
        (A4, 60.0, 225.0, 24.0, 2),
        (A4, 57.0, 240.0, 12.0, 2),
        (A4, 50.0, 155.0, 15.0, 3),
        ((842.0, 595.0), 50.0, 230.0, 20.0, 3),
        ((842.0, 595.0), 60.0, 350.0, 20.0, 2),
    ],
    ids=["twee", "twee-nauw", "drie", "liggend-drie", "liggend-twee"],
)
def test_columns_are_read_one_after_the_other(
    shape: tuple[float, float], left: float, width: float, gap: float, count: int
) -> None:
    sheet = Sheet(shape)
    sheet.page()
    places = [(left + n * (width + gap), 80.0, width, 330.0) for n in range(count)]
    lines = sheet.wrap(story("de kolommen", 60), width)
    full = int(250 / 10.8) * count
    text = " ".join(lines[:full])
    sheet.flow(text, places)
    assert parts(sheet.read(), ALINEA, KOP) == [text]


def test_a_box_beside_the_text_keeps_its_text_together() -> None:
    sheet = Sheet()
    sheet.page()
    sheet.flow(story("de inleiding", 12), [(70, 80, 450, 300)])
    # the text runs around a box at the right
    sheet.flow(story("het verloop", 16), [(70, 310, 280, 480), (70, 480, 450, 700)])
    sheet.put(370, 325, "Wat is een proef?", 9, "B")
    sheet.flow(story("het kader", 5), [(370, 335, 150, 480)], size=8.0)
    composed = sheet.read()
    assert story("de inleiding", 12) in parts(composed, ALINEA)
    assert story("het verloop", 16) in parts(composed, ALINEA)
    assert story("het kader", 5) in parts(composed, ALINEA)


@pytest.mark.parametrize("columns", [[(70.0, 450.0)], [(60.0, 225.0), (309.0, 225.0)]])
def test_a_box_within_a_sentence_comes_after_it(columns: list[tuple[float, float]]) -> None:
    sheet = Sheet()
    sheet.page()
    (left, width), *others = columns
    places = [(left, 80.0, width, 200.0), (left, 300.0, width, 400.0)]
    places += [(x, 80.0, w, 400.0) for x, w in others]
    lines = sheet.wrap(story("het verloop", 60), width)
    text = " ".join(lines[: sum(int((bottom - top) / 10.8) for _, top, _, bottom in places)])
    sheet.flow(text, places)
    sheet.put(left + 8, 215, "Kader 1: wat is een proef?", 8, "B")
    sheet.flow(story("het kader", 3), [(left + 8, 220, width - 16, 290)], size=7.5)
    assert parts(sheet.read(), ALINEA) == [text, story("het kader", 3)]


def test_left_and_right_pages_have_their_own_margins_and_heads() -> None:
    sheet = Sheet()
    texts = []
    for number, subject in enumerate(("geld", "werk", "tijd", "zorg", "weg", "wijk"), 1):
        sheet.page()
        left = 60.0 if number % 2 else 110.0
        head = "Jaarverslag van de Proefdienst" if number % 2 else "Stand van de uitvoering"
        sheet.put(left, 40, head, 8)
        sheet.put(left if number % 2 else left + 400, 815, str(number), 8)
        texts.append(story(subject, 24))
        sheet.flow(texts[-1], [(left, 80, 420, 760)])
        # a note in the outer margin, in small print
        sheet.put(left + 428 if not number % 2 else 12, 200, "let op", 6)
    composed = sheet.read()
    assert parts(composed, ALINEA, KOP) == texts
    assert {"Jaarverslag van de Proefdienst", "Stand van de uitvoering", "let op"} <= set(
        parts(composed, RAND)
    )


REFERENCES = (
    ("Onze referentie", "2030-0000099"),
    ("Uw brief van", "1 maart 2030"),
    ("Bijlagen", "2"),
    ("Contactpersoon", "A. Proef"),
)


@pytest.mark.parametrize(
    ("margin", "left", "size"), [(462.0, 80.0, 6.5), (40.0, 160.0, 6.5), (40.0, 160.0, 9.0)]
)
def test_the_margin_column_of_a_letter_stays_out_of_the_text(
    margin: float, left: float, size: float
) -> None:
    sheet = Sheet()
    lines = sheet.wrap(story("de brief", 40), 370)
    for number in (1, 2):
        sheet.page()
        top = 90.0
        if number == 1:
            sheet.put(left, 130, "> Retouradres Postbus 99 1234 AB Proefstad", 6.5)
            sheet.put(left, 150, "De voorzitter van de Tweede Kamer der Staten-Generaal")
            sheet.put(left, 161, "Postbus 99")
            sheet.put(left, 230, "Datum 5 maart 2030")
            sheet.put(left, 242, "Betreft De proef met de uitvoering")
            top = 280.0
        for index, (label, value) in enumerate(REFERENCES if number == 1 else REFERENCES[:1]):
            sheet.put(margin, 300 + 30 * index, label, size, "B")
            sheet.put(margin, 310 + 30 * index, value, size)
        sheet.flow(" ".join(lines[: 20 * number][-20:]), [(left, top, 370, 600)])
        sheet.put(margin, 800, f"Pagina {number} van 2", 6.5)
    composed = sheet.read()
    assert parts(composed, ALINEA) == [" ".join(lines[:40])]
    assert parts(composed, KOP) == ["Betreft De proef met de uitvoering"]


def test_the_references_above_a_letter_of_the_old_style_are_furniture() -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(80, 100, "Aan de voorzitter van de Tweede Kamer der Staten-Generaal")
    sheet.put(80, 111, "Postbus 99")
    row = (("Datum", "5 maart 2030"), ("Ons kenmerk", "VBZ/99"), ("Uw brief", "1 maart"))
    for index, (label, value) in enumerate(row):
        sheet.put(80 + 140 * index, 200, label, 7, "B")
        sheet.put(80 + 140 * index, 212, value)
    sheet.put(80, 240, "Onderwerp: De proef met de uitvoering")
    sheet.put(80, 270, "Geachte voorzitter,")
    sheet.flow(story("de brief", 12), [(80, 285, 400, 700)])
    composed = sheet.read()
    assert parts(composed, ALINEA) == ["Geachte voorzitter,", story("de brief", 12)]
    assert parts(composed, KOP) == ["Onderwerp: De proef met de uitvoering"]


def test_a_table_without_rules_is_read_by_its_rows() -> None:
    sheet = Sheet()
    sheet.page()
    sheet.flow(story("de tabel", 8), [(80, 80, 420, 300)])
    rows = [(f"Onderdeel {n} van de proef", f"{n},5", f"{n + 1},0") for n in range(1, 9)]
    for index, row in enumerate(rows):
        for x, text in zip((80, 330, 440), row, strict=True):
            sheet.put(x, 300 + 12 * index, text)
    composed = sheet.read()
    assert len(parts(composed, ALINEA)) == 1
    assert parts(composed, PassageSoort.TABEL) == ["\n".join("\t".join(row) for row in rows)]


BOXES = (
    (80, "Maatwerk in de|dienst van de|proefgemeente"),
    (240, "Een verslag per|jaar over de|uitvoering"),
    (400, "Meer tijd voor|wie dat nodig|heeft"),
)


@pytest.mark.parametrize("shift", [0, 5])
def test_the_texts_of_an_infographic_are_each_read_by_themselves(shift: int) -> None:
    sheet = Sheet()
    sheet.page()
    lines = sheet.wrap(story("het beeld", 14), 440)
    sheet.flow(" ".join(lines[:8]), [(80, 80, 440, 200)])
    for index, (x, text) in enumerate(BOXES):
        for row, piece in enumerate(text.split("|")):
            sheet.put(x, 220 + 12 * row + shift * index, piece, 10)
    sheet.flow(" ".join(lines[8:]), [(80, 280, 440, 500)])
    boxes = [text.replace("|", " ") for _, text in BOXES]
    # the sentence around them stays whole
    assert parts(sheet.read(), ALINEA) == [story("het beeld", 14), *boxes]


def test_a_table_across_two_columns_stands_between_them() -> None:
    sheet = Sheet()
    sheet.page()
    first, second = story("het eerste deel", 20), story("het tweede deel", 20)
    sheet.flow(first, [(57, 80, 235, 230), (309, 80, 235, 330)])
    pdf = sheet.pdf
    pdf.set_font("Helvetica", size=9)
    pdf.set_xy(57, 350)
    with pdf.table(width=487, col_widths=(2, 1), align="LEFT") as table:
        for row in (("Onderdeel", "Bedrag"), ("Proef", "1,5"), ("Verslag", "2,0")):
            table.row(row)
    sheet.flow(second, [(57, 450, 235, 600), (309, 450, 235, 700)])
    composed = sheet.read()
    rest = [p for p in composed.passages if p.soort is not RAND]
    assert [p.soort.value for p in rest] == ["alinea", "tabel", "alinea"]
    assert [rest[0].span.of(composed.text), rest[2].span.of(composed.text)] == [first, second]


def test_the_notes_of_two_columns_stay_out_of_the_text() -> None:
    sheet = Sheet()
    sheet.page()
    lines = sheet.wrap(story("de noten", 30), 235)
    text = " ".join(lines[:40])
    sheet.flow(text, [(57, 80, 235, 296.5), (309, 80, 235, 296.5)])
    sheet.put(57, 320, "1 Kamerstukken II 2029/30, 99 001, nr. 4", 7)
    sheet.put(309, 320, "2 Kamerstukken II 2029/30, 99 001, nr. 5", 7)
    composed = sheet.read()
    assert parts(composed, ALINEA) == [text]
    assert parts(composed, NOOT) == [f"Kamerstukken II 2029/30, 99 001, nr. {n}" for n in (4, 5)]


def test_a_paper_of_one_page_has_its_foot_and_its_number_out_of_the_text() -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(80, 50, "h-tk-20982099-3-1", 7)
    sheet.flow(story("de opening", 12), [(80, 80, 420, 400)])
    sheet.put(80, 800, "Proefkamer, opening van de vergadering", 7)
    sheet.put(500, 800, "1", 7)
    composed = sheet.read()
    assert parts(composed, ALINEA) == [story("de opening", 12)]
    assert set(parts(composed, PassageSoort.RAND)) == {
        "h-tk-20982099-3-1",
        "Proefkamer, opening van de vergadering",
        "1",
    }
