"""Small papers, printed here; every name and number in them is made up."""

import itertools
import zlib
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfplumber import table as plumber

from corpus.pdf import read_pdf
from corpus.pdf.arrays import insert, rising
from corpus.pdf.lines import Glyphs, Style, find_lines
from corpus.pdf.tables import _cells, _edge
from models.problems import UnreadableError


def blank(pages: int = 1) -> FPDF:
    pdf = FPDF(unit="pt", format=(595, 842))
    pdf.set_font("Helvetica", size=10)
    for _ in range(pages):
        pdf.add_page()
    return pdf


def printed(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def letter() -> FPDF:
    pdf = blank()
    pdf.text(80, 200, "Met deze brief informeer ik uw Kamer over de proef.")
    pdf.text(80, 214, "Daarmee is de motie-Voorbeeld afgedaan.")
    pdf.set_font("Helvetica", size=6)
    pdf.text(262, 210, "1")
    pdf.set_font("Helvetica", style="B", size=7)
    pdf.text(467, 200, "Ons kenmerk")
    pdf.set_font("Helvetica", size=7)
    pdf.text(467, 210, "99-0001")
    return pdf


def test_a_margin_column_makes_lines_of_its_own() -> None:
    (page,) = read_pdf(printed(letter()))
    assert [line.text for line in page.lines if line.edges[0] < 400] == [
        "Met deze brief informeer ik uw Kamer over de proef.",
        "Daarmee is de motie-Voorbeeld afgedaan.1",
    ]
    assert [line.text for line in page.lines if line.edges[0] > 400] == ["Ons kenmerk", "99-0001"]


def test_each_character_has_its_place() -> None:
    (page,) = read_pdf(printed(letter()))
    for line in page.lines:
        assert len(line.edges) == len(line.text) + 1
        assert list(line.edges) == sorted(line.edges)
        assert 0 <= line.top < line.bottom <= page.height
    first = page.lines[0]
    assert first.edges[0] == pytest.approx(80, abs=0.5)
    assert first.top < 200 < first.bottom
    assert (page.number, page.width, page.height) == (1, 595, 842)


def test_a_raised_number_is_marked_and_bold_is_seen() -> None:
    (page,) = read_pdf(printed(letter()))
    marked = next(line for line in page.lines if line.raised)
    assert [span.of(marked.text) for span in marked.raised] == ["1"]
    assert {line.text for line in page.lines if line.bold} == {"Ons kenmerk"}


def test_a_ruled_table_gives_cells() -> None:
    pdf = blank()
    pdf.set_xy(80, 100)
    rows = (("Onderwerp", "2027", "2028"), ("Proefzaken", "1,5", "2,0"), ("Totaal", "1,5", "2,0"))
    with pdf.table(width=300, col_widths=(2, 1, 1), align="LEFT") as table:
        for row in rows:
            table.row(row)
    (page,) = read_pdf(printed(pdf))
    (found,) = page.tables
    cells = {(c.row, c.column): " ".join(line.text for line in c.lines) for c in found.cells}
    expected = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}
    assert cells == expected
    assert page.lines == ()


def test_a_link_keeps_its_target() -> None:
    pdf = blank()
    pdf.set_xy(80, 100)
    pdf.cell(text="proefsite", link="https://voorbeeld.example/brief")
    (page,) = read_pdf(printed(pdf))
    assert [link.target for link in page.links] == ["https://voorbeeld.example/brief"]


def test_a_link_over_two_lines_covers_the_words_that_carry_it() -> None:
    pdf = blank()
    pdf.text(80, 200, "De dienst schreef daarover een verslag van")
    pdf.text(80, 214, "de proef met het loket, dat u kunt lezen.")
    link = pdf.link(80, 190, 220, 28, "https://voorbeeld.example/verslag")
    quads = [(214, 202, 84, 12), (80, 216, 102, 12)]
    corners = [
        f"{x} {842 - y + high} {x + wide} {842 - y + high} {x} {842 - y} {x + wide} {842 - y}"
        for x, y, wide, high in quads
    ]
    link.quad_points = f"[{' '.join(corners)}]"
    (page,) = read_pdf(printed(pdf))
    assert [(link.box.x0, link.box.bottom, link.target) for link in page.links] == [
        (x, y, "https://voorbeeld.example/verslag") for x, y, _, _ in quads
    ]


def test_a_link_within_the_paper_is_left_out() -> None:
    pdf = blank(2)
    pdf.set_xy(80, 100)
    pdf.cell(text="zie bladzijde 1", link=pdf.add_link(page=1))
    assert [page.links for page in read_pdf(printed(pdf))] == [(), ()]


def test_a_blank_page_is_told_from_a_drawn_one() -> None:
    pdf = blank(2)
    pdf.rect(50, 50, 200, 200, style="F")
    first, second = read_pdf(printed(pdf))
    assert (first.drawn, first.lines) == (False, ())
    assert (second.drawn, second.lines) == (True, ())


# how the pages of a paper are labelled, and what each is then called
LABELS: list[tuple[bytes, list[str | None]]] = [
    (b"", [None, None, None]),
    (b"/PageLabels<</Nums[0<</S/D>>]>>", ["1", "2", "3"]),
    (b"/PageLabels<</Nums[0<</S/r>>2<</S/D/St 5>>]>>", ["i", "ii", "5"]),
    (b"/PageLabels<</Nums[0<</S/D/P(A-)>>1<</P(  )>>2<</P(bijlage)>>]>>", ["A-1", None, "bijlage"]),
    # none that a person would cite
    (b"/PageLabels<</Nums[0<</S/D/P(%s)>>]>>" % (b"x" * 40), [None, None, None]),
    (b"/PageLabels<</Nums[0<</P<FEFFD83D>>>1<</P<FEFF0007>>>]>>", ["\ufffd", None, None]),
    (b"/PageLabels 5", [None, None, None]),
]


@pytest.mark.parametrize(("labels", "called"), LABELS)
def test_pages_have_the_label_the_pdf_gives_them(labels: bytes, called: list[str | None]) -> None:
    data = printed(blank(3)).replace(b"/Type /Catalog", labels + b"/Type/Catalog")
    assert [page.label for page in read_pdf(data)] == called


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n1 0 obj\n<<>>\n%%EOF", b"%PDF-\xff"])
def test_a_broken_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_pdf(data)
    assert refused.value.soort == "kapotte_pdf"


def test_a_locked_pdf_is_refused() -> None:
    pdf = letter()
    pdf.set_encryption(owner_password="proef", user_password="proef")
    with pytest.raises(UnreadableError) as refused:
        read_pdf(printed(pdf))
    assert refused.value.soort == "versleuteld"


@pytest.mark.parametrize("method", [b"/Standard", b"/Proefslo"])
def test_a_lock_is_told_also_when_it_is_unknown(method: bytes) -> None:
    pdf = letter()
    pdf.set_encryption(owner_password="proef", user_password="proef")
    assert outcome(printed(pdf).replace(b"/Standard", method)) == "versleuteld"


def test_a_paper_locked_against_changes_only_is_read() -> None:
    pdf = letter()
    pdf.set_encryption(owner_password="proef")
    assert outcome(printed(pdf)) == "gelezen"


@pytest.mark.parametrize(("pages", "what"), [(3, "gelezen"), (4, "te_groot")])
def test_a_pdf_of_too_many_pages_is_refused(
    pages: int, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.pdf.pages.MAX_PAGES", 3)
    assert outcome(printed(blank(pages))) == what


def test_a_page_of_too_much_text_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.pdf.glyphs.MAX_GLYPHS", 8)
    (page,) = read_pdf(printed(letter()))
    assert (page.cut, [line.text for line in page.lines]) == (True, ["Met deze"])


def one_page(content: bytes, page: bytes = b"", font: bytes = b"", filters: int = 1) -> bytes:
    """A PDF written by hand: one page with this content, packed so many times."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R" + (page or b"/MediaBox[0 0 595 842]") + b"/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream"
        % (len(content), b"/FlateDecode" * filters, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(font), font),
    ]
    bodies = [b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(objects, 1)]
    return b"%PDF-1.4\n" + b"".join(bodies) + b"trailer<</Root 1 0 R>>\n%%EOF"


WORD = b"BT /F1 10 Tf 80 700 Td (Proef) Tj ET\n"
GRID = b"".join(b"50 %d m 550 %d l S %d 50 m %d 750 l S\n" % (4 * (n,)) for n in range(60, 560, 3))


@pytest.mark.parametrize(
    ("page", "content"),
    [
        (b"/MediaBox[0 0 0 0]", WORD),
        (b"/MediaBox[0 0 1000000000 1000000000]", WORD),
        (b"/MediaBox[-3e38 -3e38 3e38 3e38]", WORD),
        (b"/MediaBox[0 0 1e99 -1e99]/UserUnit 1e99", WORD),
        (b"", b"BT /F1 -10 Tf -1 0 0 -1 80 700 Tm (Proef) Tj ET"),
        (b"", b"q " * 100_000 + WORD),
        (b"", b"100 100 300 200 re S\n" * 25_000 + WORD),
        (b"", GRID + WORD),
    ],
    ids=["nul", "enorm", "grenzeloos", "onzin", "omgekeerd", "diep", "rechthoeken", "raster"],
)
def test_an_absurd_page_is_read_and_soon(page: bytes, content: bytes) -> None:
    (read,) = read_pdf(one_page(content, page))
    assert [line.text for line in read.lines] == ["Proef"]
    assert read.tables == ()


# how high above and how deep below the line a font says it goes, in thousandths of its size
@pytest.mark.parametrize(("high", "deep"), [(700, -200), (0, 0), (9000, -9000), (-200, 700)])
def test_a_line_is_as_high_as_its_letters_whatever_the_font_says(high: int, deep: int) -> None:
    claim = (
        b"7 0 obj<</Type/FontDescriptor/FontName/Proef/Flags 32/FontBBox[0 %d 1000 %d]"
        b"/Ascent %d/Descent %d/StemV 80>>endobj trailer" % (deep, high, high, deep)
    )
    font = b"/BaseFont/Proef/FontDescriptor 7 0 R/FirstChar 32/Widths[%s]" % (b"500 " * 95)
    data = one_page(WORD).replace(b"/BaseFont/Helvetica", font).replace(b"trailer", claim)
    (page,) = read_pdf(data)
    (line,) = page.lines
    # ten points high, on a baseline 142 points from the top
    assert 142 - 12 <= line.top <= 142 - 7
    assert 142 + 2 <= line.bottom <= 142 + 7


CELLS = {(0, 0): "Een", (0, 1): "1,5", (1, 0): "Twee", (1, 1): "2,0"}
WORDS = b"".join(
    b"BT /F1 10 Tf %d %d Td (%s) Tj ET\n" % (110 + 100 * column, 710 - 30 * row, text.encode())
    for (row, column), text in CELLS.items()
)
LINES = [(100, y, 300, y) for y in (670, 700, 730)] + [(x, 670, x, 730) for x in (100, 200, 300)]
ONE_STROKE = b"".join(b"%d %d m %d %d l " % line for line in LINES) + b"S\n"
EACH_LINE = b"".join(b"%d %d m %d %d l S\n" % line for line in LINES)
THIN_BOXES = b"".join(
    b"%d %d %d %d re f\n" % (x0, y0, max(x1 - x0, 1), max(y1 - y0, 1)) for x0, y0, x1, y1 in LINES
)
BOXES = b"".join(b"%d %d 100 30 re S\n" % (x, y) for x in (100, 200) for y in (670, 700))
CLOSED = b"100 670 m 300 670 l 300 730 l 100 730 l h S 100 700 m 300 700 l S 200 670 m 200 730 l S "
SLANTED = ONE_STROKE.replace(b"300 700 l", b"300 705 l")


@pytest.mark.parametrize(
    ("rules", "cells"),
    [
        (EACH_LINE, CELLS),
        (ONE_STROKE, CELLS),
        (THIN_BOXES, CELLS),
        (BOXES, CELLS),
        (CLOSED, CELLS),
        # no row ends at a line that is not straight
        (SLANTED, {}),
        (b"100 670 200 60 re S\n", {}),
    ],
    ids=["lijnen", "een streek", "dunne vlakken", "vlakken", "gesloten", "schuin", "kader"],
)
@pytest.mark.parametrize(
    ("page", "turn"),
    [
        (b"/MediaBox[0 0 595 842]", b"1 0 0 1 0 0"),
        (b"/MediaBox[50 30 645 872]", b"1 0 0 1 50 30"),
        (b"/MediaBox[0 0 842 595]/Rotate 90", b"0 1 -1 0 842 0"),
        (b"/MediaBox[0 0 595 842]/Rotate 180", b"-1 0 0 -1 595 842"),
        (b"/MediaBox[0 0 842 595]/Rotate 270", b"0 -1 1 0 0 595"),
        (b"/MediaBox[0 0 842 842]/CropBox[100 0 695 842]", b"1 0 0 1 100 0"),
    ],
    ids=["recht", "verschoven", "kwart", "half", "driekwart", "uitsnede"],
)
def test_a_table_is_read_however_it_is_drawn_and_turned(
    rules: bytes, cells: dict[tuple[int, int], str], page: bytes, turn: bytes
) -> None:
    (read,) = read_pdf(one_page(turn + b" cm\n" + rules + WORDS, page))
    assert (read.width, read.height) == (595, 842)
    assert {
        (cell.row, cell.column): " ".join(line.text for line in cell.lines)
        for table in read.tables
        for cell in table.cells
    } == cells
    for table in read.tables:
        box = table.box
        assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((100, 112, 300, 172), abs=1)
    assert {line.text for line in read.lines} == (set() if cells else set(CELLS.values()))


RULES = st.lists(
    st.tuples(st.booleans(), *[st.integers(0, 6)] * 3).map(
        lambda rule: (
            (rule[1] * 20, rule[2] * 20, (rule[1] + 1 + rule[3]) * 20, rule[2] * 20)
            if rule[0]
            else (rule[1] * 20, rule[2] * 20, rule[1] * 20, (rule[2] + 1 + rule[3]) * 20)
        )
    ),
    min_size=6,
    max_size=40,
)


@given(RULES)
def test_the_cells_are_those_of_pdfplumber(rules: list[tuple[int, int, int, int]]) -> None:
    edges = plumber.merge_edges([_edge(*rule) for rule in rules], 3, 3, 3, 3)
    crossings = plumber.edges_to_intersections(edges, 3, 3)
    assert list(_cells(crossings)) == plumber.intersections_to_cells(crossings)


def test_text_up_the_page_is_a_line_of_its_own() -> None:
    pdf = letter()
    with pdf.rotation(90, 40, 400):
        pdf.text(40, 400, "Langs de rand")
    (page,) = read_pdf(printed(pdf))
    (line,) = [line for line in page.lines if line.text == "Langs de rand"]
    assert 25 < line.edges[0] <= line.edges[-1] < 45
    assert line.bottom - line.top > 40


def test_text_aslant_keeps_its_characters_in_place() -> None:
    pdf = blank()
    with pdf.rotation(20, 100, 400):
        pdf.text(100, 400, "Proef")
    (page,) = read_pdf(printed(pdf))
    across = sorted(page.lines, key=lambda line: line.edges[0])
    assert "".join(line.text for line in across) == "Proef"
    assert [line.bottom for line in across] == sorted(
        (line.bottom for line in across), reverse=True
    )


@pytest.mark.parametrize(
    ("code", "read"),
    [
        (b"D83DDE00", "\U0001f600roef"),
        # half a character could not be written anywhere
        (b"D83D", "roef"),
        (b"DE00", "\ufffdroef"),
    ],
)
def test_no_half_characters_come_out(code: bytes, read: str) -> None:
    font = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfchar <50> <%s> endbfchar endcmap" % code
    )
    (page,) = read_pdf(one_page(WORD, font=font))
    assert [line.text for line in page.lines] == [read]


def test_the_characters_of_a_ligature_share_its_width() -> None:
    font = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfchar <50> <FB03> endbfchar endcmap"
    )
    (page,) = read_pdf(one_page(WORD, font=font))
    (line,) = page.lines
    assert line.text == "ffiroef"
    steps = [high - low for low, high in pairwise(line.edges)]
    assert steps[0] == pytest.approx(steps[1], abs=0.02)
    assert steps[1] == pytest.approx(steps[2], abs=0.02)
    assert min(steps) > 1.5


_LETTER = printed(letter())


def outcome(data: bytes) -> str:
    try:
        read_pdf(data)
    except UnreadableError as error:
        return error.soort
    return "gelezen"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(_LETTER)), st.binary(max_size=40))
def test_a_damaged_pdf_is_read_or_refused(at: int, junk: bytes) -> None:
    for data in (_LETTER[:at] + junk, _LETTER[:at] + junk + _LETTER[at + len(junk) :]):
        assert outcome(data) in ("gelezen", "kapotte_pdf", "versleuteld")


PLAIN = Style(10.0, False, False)


def glyphs(text: str, x: float, gaps: dict[int, float], base: float = 100.0) -> Glyphs:
    """Characters five points wide, with extra room before some of them."""
    left = x + np.arange(len(text)) * 5.0
    for index, room in gaps.items():
        left[index:] += room
    bases = np.full(len(text), base)
    codes = np.array([ord(char) for char in text])
    styles = np.zeros(len(text), int)
    return Glyphs(left, left + 5, bases - 8, bases + 2, bases, codes, styles, (PLAIN,))


@pytest.mark.parametrize(
    ("text", "gaps", "read"),
    [
        # room for a space that was not printed, and room that is only uneven setting
        ("eenmotie", {3: 2.8}, ["een motie"]),
        ("Infrastructuur", {3: 1.2}, ["Infrastructuur"]),
        ("brief.De", {6: 1.6}, ["brief. De"]),
        # a printed space counts, however narrow the room around it
        ("of een", {2: -4.0}, ["of een"]),
        # a gap of some ems ends the column, but not between a number and its item
        ("nr. 2Proef", {5: 40.0}, ["nr. 2 Proef"]),
        ("langetekstkantlijn", {10: 40.0}, ["langetekst", "kantlijn"]),
        ("1.Proef", {2: 30.0}, ["1. Proef"]),
    ],
)
def test_words_are_told_by_the_gaps(text: str, gaps: dict[int, float], read: list[str]) -> None:
    (lines,) = find_lines(glyphs(text, 80, gaps), 1)
    assert [line.text for line in lines] == read


def test_bold_that_is_printed_twice_is_read_once() -> None:
    twice = glyphs("PPrrooeeff", 80, {index: -4.8 if index % 2 else 0 for index in range(10)})
    (lines,) = find_lines(twice, 1)
    assert [line.text for line in lines] == ["Proef"]


CHARS = st.lists(
    st.tuples(
        st.sampled_from("ab .A1é"),
        st.floats(0, 600, width=16),
        st.floats(0, 20, width=16),
        st.sampled_from([100.0, 100.2, 97.0, 112.0]),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=60,
)
SETTINGS = (PLAIN, Style(6.5, False, False), Style(10, True, False), Style(9, False, True, True))


@given(CHARS)
def test_no_character_is_lost_and_each_has_its_place(
    chars: list[tuple[str, float, float, float, int, int]],
) -> None:
    columns = zip(*chars, strict=True) if chars else [[]] * 6
    text, x0, wide, base, style, places = (np.array(list(column)) for column in columns)
    codes = np.array([ord(char) for char in text.tolist()], int)
    made = Glyphs(x0, x0 + wide, base - 8, base + 2, base, codes, style.astype(int), SETTINGS)
    found = find_lines(made, 1, places.astype(int), 3)
    for place, lines in enumerate(found):
        here = Counter(char for char in text[places == place].tolist() if char != " ")
        read = Counter("".join(line.text for line in lines).replace(" ", ""))
        # what stands twice in one place is printed twice to look bold
        assert set(read) == set(here)
        assert read <= here
    for line in itertools.chain(*found):
        assert len(line.edges) == len(line.text) + 1
        assert list(line.edges) == sorted(line.edges)
        assert line.text.rstrip() == line.text
        assert all(span.end <= len(line.text) for span in line.raised)


@given(st.lists(st.integers(-9, 9)), st.lists(st.integers(0, 9)))
def test_insert_puts_in_what_numpy_would(values: list[int], before: list[int]) -> None:
    at = np.array(sorted(min(index, len(values)) for index in before), int)
    new = np.arange(len(at)) + 100
    numbers = np.array(values, int)
    assert insert(numbers, at, new).tolist() == np.insert(numbers, at, new).tolist()


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 9))))
def test_rising_is_the_highest_of_the_line_so_far(values: list[tuple[int, float]]) -> None:
    values.sort(key=lambda value: value[0])
    line, height = np.array([v[0] for v in values], int), np.array([v[1] for v in values])
    expected = [
        max(other[1] for other in values[: index + 1] if other[0] == value[0])
        for index, value in enumerate(values)
    ]
    assert rising(height, line).tolist() == expected
