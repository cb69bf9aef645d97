"""Invented texts in OpenDocument, the official ones in the layout of the official odt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read_odt import read_odt
from models.document import Document
from models.paper import RawFile
from models.problems import UnreadableError
from tests.office import ODF, assert_holds_together, odt, packed

RAW = RawFile("proef", "0123456789abcdef" * 4, "odt", "proef", None, "2030-01-15T00:00Z")


def read(body: str, **parts: str) -> Document:
    return read_odt(odt(body, **parts), RAW)


def passages(document: Document) -> list[tuple[str, int, str | None, str]]:
    return [
        (passage.soort.value, passage.level, passage.label, document.quote(passage.span))
        for passage in document.passages
    ]


def test_headings_and_paragraphs() -> None:
    document = read(
        '<text:h text:outline-level="2">1<text:tab/>Begin</text:h><text:p>Het\n loket</text:p>'
        "<text:p/><text:section><text:p>Slot</text:p></text:section>"
    )
    assert passages(document) == [
        ("kop", 2, None, "1 Begin"),
        ("alinea", 0, None, "Het loket"),
        ("alinea", 0, None, "Slot"),
    ]
    assert (document.id, document.pages, document.problems) == ("", 0, ())


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("een<text:s text:c='3'/>twee<text:tab/>drie<text:line-break/>vier", "een twee drie vier"),
        ("dienst<text:soft-page-break/>verlening", "dienstverlening"),
        ("een <text:span>vet</text:span> woord", "een vet woord"),
        ("wel<text:change-start/>ook<text:change-end/>", "welook"),
        ("zicht<text:span text:style-name='weg'>geheim</text:span>baar", "zichtbaar"),
        ("zicht<text:span text:style-name='ook_weg'>geheim</text:span>baar", "zichtbaar"),
        ("a<text:hidden-text text:is-hidden='true'>geheim</text:hidden-text>b", "ab"),
        ("a<office:annotation><text:p>opmerking</text:p></office:annotation>b", "ab"),
        ("a<text:ruby><text:ruby-base>b</text:ruby-base><text:ruby-text>x</text:ruby-text>"
         "</text:ruby>", "ab"),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(inside: str, text: str) -> None:
    hidden = (
        '<style:style style:family="text" style:name="weg"><style:text-properties '
        'text:display="none"/></style:style><style:style style:family="text" '
        'style:name="ook_weg" style:parent-style-name="weg"/>'
    )
    assert read(f"<text:p>{inside}</text:p>", automatic=hidden).text == text


def test_deleted_and_hidden_text_is_no_text() -> None:
    document = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>geschrapt</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:p>A</text:p>"
        '<text:section text:display="none"><text:p>verborgen</text:p></text:section>'
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>verborgen</text:p>'
    )
    assert document.text == "A"


def test_notes_with_every_marker() -> None:
    document = read(
        '<text:p>Het loket<text:note text:id="ftn1"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Zie nr. 3.</text:p><text:p>Bijlage.</text:p></text:note-body>"
        '</text:note> sluit.</text:p><text:p>Weer<text:note-ref text:ref-name="ftn1">1'
        "</text:note-ref>.</text:p>"
    )
    assert passages(document) == [
        ("alinea", 0, None, "Het loket sluit."),
        ("noot", 0, "1", "Zie nr. 3. Bijlage."),
        ("alinea", 0, None, "Weer."),
    ]
    first, second = document.markers
    assert first.note == second.note == 1
    assert document.text[: first.span.start].endswith("Het loket")
    assert document.text[: second.span.start].endswith("Weer")


LISTS = """<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
</text:list-style><text:list-style style:name="B">
<text:list-level-style-bullet text:level="1" text:bullet-char="–"/></text:list-style>"""


def test_lists_keep_their_labels_apart() -> None:
    document = read(
        '<text:list text:style-name="L"><text:list-item><text:p>een</text:p>'
        "<text:p>nog eens</text:p><text:list><text:list-item><text:p>diep</text:p></text:list-item>"
        "</text:list>"
        "</text:list-item><text:list-item><text:p>twee</text:p></text:list-item></text:list>"
        '<text:p>Tussen</text:p><text:list text:style-name="L" text:continue-numbering="true">'
        "<text:list-item><text:p>drie</text:p></text:list-item>"
        '<text:list-item text:start-value="7"><text:p>zeven</text:p></text:list-item>'
        '</text:list><text:list text:style-name="B">'
        "<text:list-item><text:p>stip</text:p></text:list-item></text:list>",
        automatic=LISTS,
    )
    assert passages(document) == [
        ("opsomming", 1, "1.", "een"),
        ("opsomming", 1, None, "nog eens"),
        ("opsomming", 2, "a)", "diep"),
        ("opsomming", 1, "2.", "twee"),
        ("alinea", 0, None, "Tussen"),
        ("opsomming", 1, "3.", "drie"),
        ("opsomming", 1, "7.", "zeven"),
        ("opsomming", 1, "–", "stip"),
    ]


def cell(inside: str, look: str = "") -> str:
    return f"<table:table-cell {look}><text:p>{inside}</text:p></table:table-cell>"


def test_a_table_with_spans() -> None:
    wide, high = 'table:number-columns-spanned="2"', 'table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    document = read(
        "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
        f"{cell('Loket', wide)}{covered}{cell('Stand')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('Proefdam', high)}{cell('open</text:p><text:p>laat')}{cell('2')}"
        f"</table:table-row><table:table-row>{covered}{cell('dicht')}{cell('3')}</table:table-row>"
        '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'
        f"</table:table><table:table><table:table-row>{cell('')}</table:table-row></table:table>"
    )
    (table,) = document.tables
    assert passages(document) == [
        ("tabel", 0, None, "Loket\tStand\nProefdam\topen laat\t2\ndicht\t3")
    ]
    assert [
        (document.quote(c.span), c.row, c.column, c.heading, c.columns, c.rows) for c in table.cells
    ] == [
        ("Loket", 0, 0, True, 2, 1),
        ("Stand", 0, 2, True, 1, 1),
        ("Proefdam", 1, 0, False, 1, 2),
        ("open laat", 1, 1, False, 1, 1),
        ("2", 1, 2, False, 1, 1),
        ("dicht", 2, 1, False, 1, 1),
        ("3", 2, 2, False, 1, 1),
    ]


def test_links() -> None:
    document = read(
        '<text:p>Zie <text:a xlink:href="https://loket.example/a">het loket</text:a> en '
        '<text:a xlink:href="#kop">boven</text:a>.</text:p>'
    )
    (link,) = document.links
    assert (document.quote(link.span), link.target) == ("het loket", "https://loket.example/a")


def test_a_text_box_follows_its_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>kader</text:p></draw:text-box></draw:frame>"
    document = read(f"<text:p>een {box}zin</text:p><text:p>twee</text:p>")
    assert [text for *_, text in passages(document)] == ["een zin", "kader", "twee"]


def test_headers_and_footers_are_furniture_once_each() -> None:
    edge = "<style:{0}><text:p>{1}<text:page-number>1</text:page-number></text:p></style:{0}>"
    master = "".join(
        f"<style:master-page>{edge.format('header', 'Boven')}{edge.format('footer', 'Onder')}"
        "</style:master-page>"
        for _ in range(2)
    )
    assert passages(read("<text:p>A</text:p>", master=master)) == [
        ("rand", 0, None, "Boven"),
        ("alinea", 0, None, "A"),
        ("rand", 0, None, "Onder"),
    ]


META = "".join(
    f'<meta:user-defined meta:name="{name}">{value}</meta:user-defined>'
    for name, value in (
        ("OVERHEIDop.ParlID/DC.identifier", "kst-99001-7"),
        ("OVERHEIDop.ondernummer", "7"),
        ("OVERHEIDop.dossiernummer", "99001"),
        ("OVERHEIDop.vergaderjaar", "2029-2030"),
    )
)


def test_an_official_paper_reads_as_its_xml() -> None:
    document = read(
        '<draw:frame text:anchor-type="page"><draw:text-box><text:p>kst-99001-7</text:p>'
        '</draw:text-box></draw:frame><table:table table:name="parlementair.kop"><table:table-row>'
        f"{cell('Tweede Kamer der Staten-Generaal')}{cell('2')}</table:table-row></table:table>"
        '<text:h text:outline-level="1">99 001<text:tab/>Proef met loketten</text:h>'
        '<text:h text:outline-level="1">Nr. 7\n <text:tab/>MOTIE VAN HET LID VOORBEELD</text:h>'
        "<text:p>Vragen van het lid Voorbeeld over loketten (ingezonden 2 januari 2030).</text:p>"
        "<text:p>Vraag 1</text:p><text:p>De Kamer,</text:p>",
        meta=META,
    )
    assert passages(document) == [
        ("rand", 0, None, "kst-99001-7"),
        ("rand", 0, None, "Tweede Kamer der Staten-Generaal"),
        ("rand", 0, None, "2"),
        ("rand", 0, None, "99 001"),
        ("kop", 1, None, "Proef met loketten"),
        ("rand", 0, None, "Nr. 7"),
        ("kop", 2, None, "MOTIE VAN HET LID VOORBEELD"),
        ("kop", 2, None, "Vragen van het lid Voorbeeld over loketten (ingezonden 2 januari 2030)."),
        ("kop", 3, None, "Vraag 1"),
        ("alinea", 0, None, "De Kamer,"),
    ]
    kenmerken = document.kenmerken
    assert (document.id, kenmerken.kop) == ("kst-99001-7", "MOTIE VAN HET LID VOORBEELD")
    assert (kenmerken.dossier_id, kenmerken.ondernummer) == ("99001", "7")


SHEET = (
    f"<office:document-content {ODF}><office:body><office:spreadsheet/></office:body>"
    "</office:document-content>"
)


@pytest.mark.parametrize(
    ("parts", "soort"),
    [
        ({"content.xml": SHEET}, "onbekend_formaat"),
        ({"content.xml": "<text>A</text>"}, "onbekend_formaat"),
        ({"mimetype": "x"}, "onbekend_formaat"),
        ({"content.xml": "<a", "mimetype": "x"}, "kapotte_odt"),
        ({"content.xml": "x", "META-INF/manifest.xml": "<a><encryption-data/></a>"}, "versleuteld"),
    ],
)
def test_refused_in_one_clear_line(parts: dict[str, str | bytes], soort: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_odt(packed(parts), RAW)
    assert refused.value.soort == soort
    assert "\n" not in str(refused.value)


def test_an_empty_text_is_a_problem() -> None:
    (problem,) = read("").problems
    assert problem.soort == "leeg"


TAGS = [
    *("text:p", "text:h", "text:span", "text:list", "text:list-item", "text:section"),
    *("table:table", "table:table-row", "table:table-cell", "draw:frame", "draw:text-box"),
    *('text:note text:id="n1"', "text:note-body", 'text:note-ref text:ref-name="n1"'),
    *('text:a xlink:href="https://loket.example"', "text:tab", 'text:list text:style-name="L"'),
]
TREES = st.recursive(
    st.sampled_from(["woord", " ", "\n ", "1.", "(", ".", ""]),
    lambda inside: st.tuples(st.sampled_from(TAGS), st.lists(inside, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    ),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=6), st.booleans())
def test_whatever_the_markup_spans_lie_in_the_text_in_order(
    trees: list[str], official: bool
) -> None:
    assert_holds_together(read("".join(trees), automatic=LISTS, meta=META if official else ""))
