"""Invented texts of Word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read_docx import read_docx
from corpus.replay.word import word
from models.document import Document
from models.paper import RawFile
from models.problems import UnreadableError
from tests.office import assert_holds_together, docx, marker, note, p, packed, rels, run

RAW = RawFile("proef", "0123456789abcdef" * 4, "docx", "proef", None, "2030-01-15T00:00Z")
STYLES = """<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Kop1"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Eigen"/><w:basedOn w:val="Kop1"/>
</w:style><w:style w:type="paragraph" w:styleId="Rond"><w:basedOn w:val="Rond"/></w:style>
<w:style w:type="paragraph" w:styleId="Punt"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>
</w:style><w:style w:type="character" w:styleId="Weg"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="AllesWeg"><w:rPr><w:vanish/></w:rPr></w:style>"""


def level(depth: int, how: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{how}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}'
    f"{level(1, 'lowerLetter', '%1.%2)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", chr(0xF0B7))}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "upperRoman", "%1")}'
    f"{level(1, 'decimal', '%1.%2')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def read(body: str, relations: dict[str, tuple[str, str]] | None = None, **parts: str) -> Document:
    return read_docx(docx(body, relations, **parts), RAW)


def passages(document: Document) -> list[tuple[str, int, str | None, str]]:
    return [
        (passage.soort.value, passage.level, passage.label, document.quote(passage.span))
        for passage in document.passages
    ]


def styled(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def item(num_id: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num_id}"/></w:numPr>'


def test_headings_and_paragraphs() -> None:
    document = read(
        p("Begin", styled("Kop1")) + p("Eigen kop", styled("Eigen")) + p("Dieper", styled("Kop2"))
        + p("Los", '<w:outlineLvl w:val="2"/>')
        + p("Plat", styled("Kop1") + '<w:outlineLvl w:val="9"/>')
        + p("Het loket", styled("Rond")) + p(" ") + "<w:sdt><w:sdtContent>" + p("Slot")
        + "</w:sdtContent></w:sdt>",
        styles=STYLES, numbering=NUMBERING,
    )  # fmt: skip
    assert passages(document) == [
        ("kop", 1, None, "Begin"),
        ("kop", 1, None, "Eigen kop"),
        ("kop", 2, None, "I.1 Dieper"),
        ("kop", 3, None, "Los"),
        ("alinea", 0, None, "Plat"),
        ("alinea", 0, None, "Het loket"),
        ("alinea", 0, None, "Slot"),
    ]
    assert (document.id, document.pages, document.problems) == ("", 0, ())


VANISH = "<w:vanish/>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("een") + "<w:r><w:tab/></w:r>" + run("twee") + "<w:r><w:br/></w:r>" + run("drie"),
         "een twee drie"),
        (run("dienst") + "<w:r><w:softHyphen/></w:r>" + run("verlening"), "dienstverlening"),
        (run("jaar") + "<w:r><w:noBreakHyphen/></w:r>" + run("plan"), "jaar-plan"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO2"),
        (run("wel ") + f"<w:ins>{run('ook ')}</w:ins><w:del><w:r><w:delText>niet</w:delText>"
         f"{run('x')}</w:r></w:del>" + run("zo"), "wel ook zo"),
        (f"<w:moveFrom>{run('weg')}</w:moveFrom><w:moveTo>{run('hier')}</w:moveTo>", "hier"),
        (run("zicht") + run("geheim", VANISH) + run("baar"), "zichtbaar"),
        (run("zicht") + run("geheim", '<w:rStyle w:val="Weg"/>') + run("baar"), "zichtbaar"),
        (run("wel", '<w:vanish w:val="0"/>'), "wel"),
        (run("a") + '<w:r><w:sym w:char="2022"/><w:sym w:char="F0A7"/></w:r>' + run("b"), "a•b"),
        ('<w:smartTag><w:customXml>' + run("in") + "</w:customXml></w:smartTag>", "in"),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(inside: str, text: str) -> None:
    assert read(p(inside), styles=STYLES).text == text


def test_what_is_deleted_or_hidden_as_a_whole() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("weg") + "</w:tc></w:tr>"
    document = read(
        p("een ", gone) + p("zin") + p("verborgen", styled("AllesWeg")) + f"<w:tbl>{row}</w:tbl>"
        + p("slot", gone),
        styles=STYLES,
    )  # fmt: skip
    assert passages(document) == [("alinea", 0, None, "een zin"), ("alinea", 0, None, "slot")]


def field(instruction: str, result: str) -> str:
    def step(name: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{name}"/></w:r>'

    asked = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{step('begin')}{asked}{step('separate')}{run(result)}{step('end')}"


def test_notes_with_every_marker() -> None:
    mark = f'<w:bookmarkStart w:id="0" w:name="_Ref1"/>{marker("footnote", 2)}'
    mark += '<w:bookmarkEnd w:id="0"/>'
    own = '<w:r><w:footnoteReference w:id="5" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    document = read(
        p(run("Het loket") + mark + run(" sluit.") + marker("endnote", 2))
        + p(run("Weer") + field(r" NOTEREF _Ref1 \h ", "1") + run(" en")
            + f'<w:fldSimple w:instr="NOTEREF _Ref1">{run("1")}</w:fldSimple>' + own + run(".")),
        footnotes='<w:footnote w:id="0" w:type="separator">' + p("x") + "</w:footnote>"
        + note("footnote", 2, " Zie nr. 3.") + note("footnote", 5, "Ster."),
        endnotes=note("endnote", 2, "Slot."),
    )  # fmt: skip
    assert passages(document) == [
        ("alinea", 0, None, "Het loket sluit."),
        ("noot", 0, "1", "Zie nr. 3."),
        ("noot", 0, "i", "Slot."),
        ("alinea", 0, None, "Weer en."),
        ("noot", 0, "*", "Ster."),
    ]
    assert [mark.note for mark in document.markers] == [1, 2, 1, 1, 4]
    before = [document.text[: mark.span.start] for mark in document.markers]
    ends = ("Het loket", "sluit.", "Weer", "Weer en", "Weer en")
    assert [text.endswith(end) for text, end in zip(before, ends, strict=True)] == [True] * 5


def test_lists_keep_their_labels_apart() -> None:
    document = read(
        p("een", item(1)) + p("diep", item(1, 1)) + p("nog dieper", item(1, 1)) + p("twee", item(1))
        + p("weer diep", item(1, 1)) + p("stip", styled("Punt"))
        + p("geen", styled("Punt") + item(0))
        + p("vijf", item(4)) + p("zes", item(4)) + p("onbekend", item(9)),
        styles=STYLES, numbering=NUMBERING,
    )  # fmt: skip
    assert passages(document) == [
        ("opsomming", 1, "1.", "een"),
        ("opsomming", 2, "1.a)", "diep"),
        ("opsomming", 2, "1.b)", "nog dieper"),
        ("opsomming", 1, "2.", "twee"),
        ("opsomming", 2, "2.a)", "weer diep"),
        ("opsomming", 1, "•", "stip"),
        ("alinea", 0, None, "geen"),
        ("opsomming", 1, "5.", "vijf"),
        ("opsomming", 1, "6.", "zes"),
        ("alinea", 0, None, "onbekend"),
    ]


def cell(inside: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inside}</w:tc>"


def test_a_table_with_spans() -> None:
    restart, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = read(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell(p("Loket"), '<w:gridSpan w:val="2"/>') + cell(p("Stand")) + "</w:tr><w:tr>"
        + cell(p("Proefdam"), restart) + cell(p("open") + p("laat")) + cell(p("2")) + "</w:tr>"
        + "<w:sdt><w:sdtContent><w:tr>" + cell(p(" "), on)
        + cell("<w:tbl><w:tr>" + cell(p("dicht")) + cell(p("x")) + "</w:tr></w:tbl>" + p(" "))
        + cell(p("3")) + "</w:tr></w:sdtContent></w:sdt></w:tbl>"
        + "<w:tbl><w:tr>" + cell(p(" ")) + "</w:tr></w:tbl>"
    )  # fmt: skip
    (table,) = document.tables
    assert passages(document) == [
        ("tabel", 0, None, "Loket\tStand\nProefdam\topen laat\t2\ndicht x\t3")
    ]
    assert [
        (document.quote(c.span), c.row, c.column, c.heading, c.columns, c.rows) for c in table.cells
    ] == [
        ("Loket", 0, 0, True, 2, 1),
        ("Stand", 0, 2, True, 1, 1),
        ("Proefdam", 1, 0, False, 1, 2),
        ("open laat", 1, 1, False, 1, 1),
        ("2", 1, 2, False, 1, 1),
        ("dicht x", 2, 1, False, 1, 1),
        ("3", 2, 2, False, 1, 1),
    ]


def test_links() -> None:
    document = read(
        p(run("Zie ") + f'<w:hyperlink r:id="h1">{run("het loket")}</w:hyperlink>' + run(" en ")
          + field(' HYPERLINK "https://loket.example/b" ', "hier") + run(", niet ")
          + f'<w:hyperlink w:anchor="kop">{run("boven")}</w:hyperlink>' + run(" of ")
          + f'<w:hyperlink r:id="h2">{run("script")}</w:hyperlink>'),
        {"h1": ("hyperlink", "https://loket.example/a"), "h2": ("hyperlink", "javascript:x")},
    )  # fmt: skip
    assert [(document.quote(link.span), link.target) for link in document.links] == [
        ("het loket", "https://loket.example/a"),
        ("hier", "https://loket.example/b"),
    ]
    assert document.text == "Zie het loket en hier, niet boven of script"


def test_a_link_in_a_note() -> None:
    link = f'<w:hyperlink r:id="h1">{run("het loket")}</w:hyperlink>'
    document = read(
        p(run("A") + marker("footnote", 1)),
        {"h1": ("hyperlink", "https://loket.example/a")},
        footnotes=f'<w:footnote w:id="1">{p(run("Zie ") + link)}</w:footnote>',
    )
    (found,) = document.links
    assert (document.quote(found.span), found.target) == ("het loket", "https://loket.example/a")


def test_a_field_that_never_ends_swallows_no_text() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF</w:instrText></w:r>'
    document = read(p(run("een") + begin + run("instructie")) + p("twee") + p("drie"))
    assert document.text == "een\ntwee\ndrie"


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{p('kader')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    document = read(p(run("een ") + f"<w:r>{both}</w:r>" + run("zin")) + p("twee"))
    assert [text for *_, text in passages(document)] == ["een zin", "kader", "twee"]


def test_furniture_once_each() -> None:
    document = read(
        p("A") + p("Kantlijn", '<w:framePr w:w="100"/>') + p("B"),
        header1=p("Boven"), header2=p("Boven"), footer1=p("Onder"),
    )  # fmt: skip
    assert passages(document) == [
        ("rand", 0, None, "Boven"),
        ("alinea", 0, None, "A"),
        ("rand", 0, None, "Kantlijn"),
        ("alinea", 0, None, "B"),
        ("rand", 0, None, "Onder"),
    ]


def test_the_strict_form_reads_the_same() -> None:
    body = p("A", styled("Kop1"))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    text = (
        f'<w:document xmlns:w="{strict}"><w:body>{body}</w:body></w:document>',
        f'<w:styles xmlns:w="{strict}">{STYLES}</w:styles>',
    )
    parts: dict[str, str | bytes] = {
        "word/document.xml": text[0],
        "word/styles.xml": text[1],
        "word/_rels/document.xml.rels": rels({}),
    }
    assert passages(read_docx(packed(parts), RAW)) == [("kop", 1, None, "A")]


def test_the_word_file_of_the_sample() -> None:
    assert passages(read_docx(word("Fictief stuk"), RAW)) == [("alinea", 0, None, "Fictief stuk")]


@pytest.mark.parametrize(
    ("parts", "soort"),
    [
        ({"word/document.xml": "<a"}, "kapotte_docx"),
        ({"word/styles.xml": "<a/>"}, "kapotte_docx"),
        ({"word/document.xml": "<a/>", "word/styles.xml": "geen"}, "kapotte_docx"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}, "onveilige_xml"),
    ],
)
def test_refused_in_one_clear_line(parts: dict[str, str | bytes], soort: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_docx(packed(parts), RAW)
    assert refused.value.soort == soort
    assert "\n" not in str(refused.value)


def test_an_empty_text_is_a_problem() -> None:
    (problem,) = read("").problems
    assert problem.soort == "leeg"


TAGS = [
    *("w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:ins", "w:del", "w:drawing", "w:tab"),
    *("w:txbxContent", 'w:hyperlink r:id="h1"', 'w:footnoteReference w:id="1"', "w:sdtContent"),
    *('w:fldChar w:fldCharType="begin"', 'w:fldChar w:fldCharType="separate"', "w:instrText"),
    *('w:fldChar w:fldCharType="end"', "mc:AlternateContent", "mc:Choice", "w:pPr", "w:rPr"),
    *('w:pStyle w:val="Kop2"', 'w:pStyle w:val="Punt"', 'w:fldSimple w:instr="HYPERLINK a:b"'),
]
TREES = st.recursive(
    st.one_of(
        st.sampled_from(["woord", " ", "1.", "(", ".", ""]).map(run),
        st.sampled_from(["woord", " een "]).map(p),
        st.just(p("zin", "<w:rPr><w:del/></w:rPr>")),
    ),
    lambda inside: st.tuples(st.sampled_from(TAGS), st.lists(inside, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    ),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=6))
def test_whatever_the_markup_spans_lie_in_the_text_in_order(trees: list[str]) -> None:
    document = read(
        "".join(trees),
        {"h1": ("hyperlink", "https://loket.example/a")},
        styles=STYLES,
        numbering=NUMBERING,
        footnotes=f'<w:footnote w:id="1">{p("noot")}{"".join(trees)}</w:footnote>',
    )
    assert_holds_together(document)
