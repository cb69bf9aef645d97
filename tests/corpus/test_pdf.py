"""Small papers, printed here; every name and number in them is made up."""

import zlib

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.pdf import read_pdf
from corpus.pdf.lines import Glyph, Style, find_lines
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


def test_a_page_that_breaks_the_finding_of_tables_is_read_without() -> None:
    pdf = blank()
    pdf.text(80, 200, "Proef")
    for y in (600, 620, 640):
        pdf.rect(80, y, 300, 20)
    # a name without a value, which only one of the two libraries bears
    data = printed(pdf).replace(b"/Type /Page\n", b"/Type/Page/A")
    (page,) = read_pdf(data)
    assert ([line.text for line in page.lines], page.tables) == (["Proef"], ())


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


def glyphs(text: str, x: float, gaps: dict[int, float], base: float = 100.0) -> list[Glyph]:
    """Characters five points wide, with extra room before some of them."""
    made = []
    for index, char in enumerate(text):
        x += gaps.get(index, 0.0)
        made.append(Glyph(x, x + 5, base - 8, base + 2, base, char, PLAIN))
        x += 5
    return made


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
    assert [line.text for line in find_lines(glyphs(text, 80, gaps), 1)] == read
