"""Invented papers only: names, dossiers and numbers do not exist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.passages import compose_pages, compose_text
from extractors.plaintext import compose_plain
from models.document import Box, PrintedCell, PrintedLine, PrintedPage, PrintedTable, Span
from models.lists import PassageSoort

KOP, ALINEA, OPSOMMING = PassageSoort.KOP, PassageSoort.ALINEA, PassageSoort.OPSOMMING
NOOT, TABEL, RAND = PassageSoort.NOOT, PassageSoort.TABEL, PassageSoort.RAND

FULL = 430.0  # right edge of a full line; each character is five points wide


def line(
    text: str,
    top: float,
    page: int = 1,
    left: float = 80.0,
    size: float = 9.0,
    bold: bool = False,
    raised: str = "",
    right: float | None = None,
) -> PrintedLine:
    """One line; ``raised`` is the number of a note, put at the end (of a note: at the front)."""
    text = raised + " " + text if raised and size < 9 else text + raised
    at = 0 if size < 9 else len(text) - len(raised)
    step = ((right - left) if right else 5.0 * len(text)) / len(text)
    return PrintedLine(
        text=text,
        page=page,
        top=top,
        bottom=top + size,
        edges=tuple(left + step * index for index in range(len(text) + 1)),
        size=size,
        bold=bold,
        raised=(Span(at, at + len(raised)),) if raised else (),
    )


def page(number: int, *lines: PrintedLine, tables: tuple[PrintedTable, ...] = ()) -> PrintedPage:
    return PrintedPage(number, 595, 842, lines, tables)


def letter() -> list[PrintedPage]:
    """Two pages in the layout of a department: letterhead, margin column, notes, page numbers."""
    return [
        page(
            1,
            line("> Retouradres Postbus 99 Proefstad", 130, size=6),
            line("De voorzitter van de Tweede Kamer", 150),
            line("Kenmerk", 217, left=467, size=6, bold=True),
            line("VBZ/99-1", 225, left=467, size=6),
            line("Datum 5 maart 2027", 300),
            line("Betreft Proef met de uitvoering", 312),
            line("1. De proef", 360, bold=True),
            line("Het lid Proefman vroeg naar de kosten van", 372, right=FULL),
            line("deze proef in Voorbeeldstad.", 384, raised="1"),
            line("Wij doen twee dingen:", 408),
            line("• een onderzoek in het eerste jaar van de", 420, right=FULL),
            line("proef;", 432, left=98),
            line("• een verslag.", 444),
            line("De Kamer krijgt daarvan een verslag en dat", 468, right=FULL),
            line("Kamerstukken II 2026/27, 99 001, nr. 4", 780, size=6.5, raised="1"),
            line("Pagina 1 van 2", 807, left=467, size=6),
        ),
        page(
            2,
            line("Kenmerk", 152, 2, left=467, size=6, bold=True),
            line("wordt voor de zomer gestuurd.", 152.5, 2),
            line("VBZ/99-1", 164, 2, left=467, size=6),
            line("Hoogachtend,", 200, 2),
            line("Pagina 2 van 2", 807, 2, left=467, size=6),
        ),
    ]


def pieces(pages: list[PrintedPage]) -> list[tuple[PassageSoort, str]]:
    composed = compose_pages(pages)
    return [(passage.soort, passage.span.of(composed.text)) for passage in composed.passages]


def test_a_letter_falls_into_its_passages() -> None:
    assert pieces(letter()) == [
        (RAND, "> Retouradres Postbus 99 Proefstad"),
        (RAND, "De voorzitter van de Tweede Kamer"),
        (RAND, "Kenmerk VBZ/99-1"),
        (RAND, "Datum 5 maart 2027"),
        (KOP, "Betreft Proef met de uitvoering"),
        (KOP, "1. De proef"),
        (
            ALINEA,
            "Het lid Proefman vroeg naar de kosten van deze proef in Voorbeeldstad.",
        ),
        (ALINEA, "Wij doen twee dingen:"),
        (OPSOMMING, "• een onderzoek in het eerste jaar van de proef;"),
        (OPSOMMING, "• een verslag."),
        # the sentence runs on over the page: furniture and note come after it
        (
            ALINEA,
            "De Kamer krijgt daarvan een verslag en dat wordt voor de zomer gestuurd.",
        ),
        (NOOT, "Kamerstukken II 2026/27, 99 001, nr. 4"),
        (RAND, "Pagina 1 van 2"),
        (RAND, "Kenmerk VBZ/99-1"),
        (ALINEA, "Hoogachtend,"),
        (RAND, "Pagina 2 van 2"),
    ]


def test_a_marker_points_at_its_note_and_leaves_the_word_alone() -> None:
    composed = compose_pages(letter())
    (marker,) = composed.markers
    assert composed.text[: marker.span.start].endswith("in Voorbeeldstad.")
    assert len(marker.span) == 0
    assert composed.passages[marker.note].label == "1"
    assert "Voorbeeldstad.1" not in composed.text


def test_every_character_of_the_text_knows_its_place() -> None:
    composed = compose_pages(letter())
    covered = set()
    for printed in composed.lines:
        assert len(printed.edges) == len(printed.span) + 1
        covered.update(range(printed.span.start, printed.span.end))
    bare = {index for index, char in enumerate(composed.text) if char not in " \n"}
    assert bare <= covered


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        # the word stands whole elsewhere in the paper
        ("de arbeidsongeschikt-", "heid van de proef", "de arbeidsongeschiktheid van"),
        # so does this one, with its hyphen
        ("het register voor drone-", "exploitanten is klaar", "drone-exploitanten is"),
        ("de uitvoering van wet-", "en regelgeving", "wet- en regelgeving"),
        ("de aanvraag voor een WIA-", "uitkering telt mee", "WIA-uitkering"),
        ("het gebied Noord-", "Voorbeeldland telt", "Noord-Voorbeeldland"),
        # a web address keeps its hyphens, also on its second line
        (
            "Meer leest u op www.voorbeeld.example/stand-over-",
            "stappen.",
            "www.voorbeeld.example/stand-over-stappen.",
        ),
        (
            "verslag-van-de-proef-met-het-loket-en-hoe-over-",
            "stappen-gaat).",
            "en-hoe-over-stappen-gaat).",
        ),
        # two vowels that would run together
        ("een kwestie van na-", "apen van anderen", "na-apen"),
    ],
)
def test_a_word_broken_at_the_line_end_is_made_whole(first: str, second: str, joined: str) -> None:
    known = line("Over arbeidsongeschiktheid en drone-exploitanten gaat dit stuk.", 100)
    body = [line(first, 120, right=FULL), line(second, 132)]
    assert joined in compose_pages([page(1, known, *body)]).text


def test_a_paper_without_habit_of_hyphenating_keeps_the_hyphen() -> None:
    body = [
        line(f"Regel {n} van deze brief loopt tot de rand van", n * 12.0, right=FULL)
        for n in range(10, 40)
    ]
    body += [line("Wij lezen het tussen-", 480, right=FULL), line("verslag van de proef.", 492)]
    assert "tussen-verslag" in compose_pages([page(1, *body)]).text


def cell(row: int, column: int, text: str, number: int) -> PrintedCell:
    lines = (line(text, 300.0 + 20 * row, number, left=80 + 150.0 * column),) if text else ()
    return PrintedCell(row, column, lines)


def table(number: int, *rows: tuple[str, ...]) -> PrintedTable:
    cells = tuple(
        cell(r, c, text, number) for r, row in enumerate(rows) for c, text in enumerate(row)
    )
    return PrintedTable(Box(80, 300, 380, 400), cells, (80.0, 230.0))


def test_a_table_over_two_pages_is_one() -> None:
    head = ("Motie", "Stand van zaken")
    pages = [
        page(
            1,
            line("Tabel 1 Moties van dit jaar", 280),
            tables=(table(1, head, ("Motie-Proefman", "Wordt")),),
        ),
        page(2, tables=(table(2, head, ("", "uitgevoerd."), ("Motie-Voorbeeld", "Afgedaan.")),)),
    ]
    composed = compose_pages(pages)
    (found,) = composed.tables
    assert found.span.of(composed.text) == (
        "Motie\tStand van zaken\nMotie-Proefman\tWordt uitgevoerd.\nMotie-Voorbeeld\tAfgedaan."
    )
    assert found.title is not None
    assert found.title.of(composed.text) == "Tabel 1 Moties van dit jaar"
    assert [c.heading for c in found.cells] == [True, True, False, False, False, False]
    # the heading row printed again is kept, as furniture
    assert (RAND, "Motie Stand van zaken") in pieces(pages)


def test_no_pages_make_no_text() -> None:
    assert compose_pages([]).text == ""
    assert compose_pages([page(1)]).passages == ()


MARKDOWN = """## Ministerie van Voorbeeldzaken

> Retouradres Postbus 99 Proefstad

De voorzitter van de Tweede Kamer

**Onze referentie**
2027-0001

Datum 5 maart 2027
Betreft Proef met de uitvoering

### 1. Inleiding

De proef loopt goed<sup>1</sup>. Zie [de site](https://voorbeeld.example).

---

<sup>1</sup> Kamerstukken II 2026/27, 99 001, nr. 4.

**Datum**
5-3-2027

- het eerste punt
- het tweede punt

De Minister van Voorbeeldzaken,

C. Proef
"""


def test_markdown_falls_into_its_passages() -> None:
    composed = compose_plain(MARKDOWN)
    assert composed.text == MARKDOWN
    assert [(p.soort, p.span.of(MARKDOWN).split("\n")[0]) for p in composed.passages] == [
        (RAND, "## Ministerie van Voorbeeldzaken"),
        (RAND, "> Retouradres Postbus 99 Proefstad"),
        (RAND, "De voorzitter van de Tweede Kamer"),
        (RAND, "**Onze referentie**"),
        (RAND, "Datum 5 maart 2027"),
        (KOP, "Betreft Proef met de uitvoering"),
        (KOP, "### 1. Inleiding"),
        (ALINEA, "De proef loopt goed<sup>1</sup>. Zie [de site](https://voorbeeld.example)."),
        (RAND, "---"),
        (NOOT, "<sup>1</sup> Kamerstukken II 2026/27, 99 001, nr. 4."),
        (RAND, "**Datum**"),
        (OPSOMMING, "- het eerste punt"),
        (OPSOMMING, "- het tweede punt"),
        (ALINEA, "De Minister van Voorbeeldzaken,"),
        (ALINEA, "C. Proef"),
    ]
    (marker,) = composed.markers
    assert marker.span.of(MARKDOWN) == "<sup>1</sup>"
    assert [(link.span.of(MARKDOWN), link.target) for link in composed.links] == [
        ("de site", "https://voorbeeld.example")
    ]


OVERVIEW = """Motie Stand van zaken

Motie-Proefman over een proef
met de uitvoering

Er is een proef gedaan.

Motie-Voorbeeld c.s. over een verslag

Het verslag komt

1 Kamerstukken II 2026/27, 99 001, nr. 4

voor de zomer.
"""
BUDGET = """Verdeling (bedragen x € mln.)

2027 2028 2029 Struc

Proefzaken 1,5 2,0 2,0 0

Overige zaken (incl. proeven) 10,0 ‒ 1,0 0,5 0,5
"""


def test_an_overview_of_moties_becomes_rows() -> None:
    composed = compose_plain(OVERVIEW)
    (found,) = composed.tables
    assert [(c.row, c.column, c.span.of(OVERVIEW).replace("\n", " ")) for c in found.cells] == [
        (0, 0, "Motie"),
        (0, 1, "Stand van zaken"),
        (1, 0, "Motie-Proefman over een proef met de uitvoering"),
        (1, 1, "Er is een proef gedaan."),
        (2, 0, "Motie-Voorbeeld c.s. over een verslag"),
        (2, 1, "Het verslag komt"),
        # the row goes on after the note, which stays a passage of its own
        (2, 1, "voor de zomer."),
    ]
    assert [(p.soort, p.span.of(OVERVIEW)[:14]) for p in composed.passages] == [
        (TABEL, "Motie Stand va"),
        (NOOT, "1 Kamerstukken"),
        (TABEL, "voor de zomer."),
    ]


def test_rows_of_numbers_become_a_table() -> None:
    (found,) = compose_plain(BUDGET.replace("‒ 1,0", "-1,0")).tables
    assert max(c.row for c in found.cells) == 2
    assert max(c.column for c in found.cells) == 4
    # years in a sentence are no heading row
    assert compose_plain("In 2027 en 2028\n\nProefzaken 1,5 2,0").tables == ()


@given(st.text(alphabet="ab A.1\n#*•-<>sup/()| \t\u00e9", max_size=300))
def test_passages_of_any_text_are_in_order_and_disjoint(text: str) -> None:
    last = 0
    for passage in compose_text(text):
        assert last <= passage.span.start < passage.span.end <= len(text)
        last = passage.span.end


@given(
    st.lists(
        st.tuples(
            st.text(alphabet="abc DE.-1•", min_size=1).filter(str.strip),
            st.integers(0, 820),
            st.integers(0, 500),
            st.sampled_from([6.5, 9.0, 14.0]),
            st.integers(1, 3),
        ),
        max_size=25,
    )
)
def test_passages_of_any_lines_keep_every_word(
    rows: list[tuple[str, int, int, float, int]],
) -> None:
    pages = [
        page(
            n,
            *(
                line(text.strip(), top, n, left, size)
                for text, top, left, size, at in rows
                if at == n
            ),
        )
        for n in (1, 2, 3)
    ]
    composed = compose_pages(pages)
    last = 0
    for passage in composed.passages:
        assert last <= passage.span.start < passage.span.end <= len(composed.text)
        last = passage.span.end
    starts = [printed.span for printed in composed.lines]
    assert starts == sorted(starts)
    letters = sorted(c for p in pages for ln in p.lines for c in ln.text if c.isalpha())
    assert sorted(c for c in composed.text if c.isalpha()) == letters
