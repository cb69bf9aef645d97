"""Invented publications in the layout of the official HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read_html import read_html
from models.document import Document
from models.paper import RawFile
from models.problems import UnreadableError
from tests.office import assert_holds_together

RAW = RawFile("proef", "0123456789abcdef" * 4, "text/html", "proef", None, "2030-01-15T00:00Z")
META = """<meta name="DC.identifier" scheme="OVERHEIDop.ParlID" content="kst-99001-7"/>
<meta name="OVERHEIDop.ondernummer" content="7"/>
<meta name="OVERHEIDop.dossiernummer" content="99001"/>
<meta name="OVERHEIDop.documenttitel" content="Motie van het lid Voorbeeld over
   loketten"/>
<meta name="OVERHEIDop.dossiertitel" content="Proef met loketten"/>
<meta name="OVERHEIDop.vergaderjaar" content="2029-2030"/>
<meta name="DC.creator" content="Tweede Kamer der Staten-Generaal"/>
<meta name="DCTERMS.issued" content="2030-01-15"/>"""
HEAD = """<h1 class="dossiertitel"><a id="d1" name="d1"></a><span class="dossiernummer">
   99 001
   </span> Proef met loketten
</h1><div class="stuk"><h1 class="stuktitel"><span class="stuknummer">Nr. 7
   </span> MOTIE VAN HET LID VOORBEELD
</h1>"""


def page(inside: str, meta: str = META, around: str = "") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html
  PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>{meta}<script src="a.js"></script></head><body>
<div id="kopregel"></div>{around}<div id="broodtekst">{HEAD}{inside}</div></div></body></html>"""


def read(inside: str, **extra: str) -> Document:
    return read_html(page(inside, **extra).encode(), RAW)


def running(document: Document) -> list[tuple[str, int, str | None, str]]:
    """The passages after the numbers and titles."""
    return [
        (passage.soort.value, passage.level, passage.label, document.quote(passage.span))
        for passage in document.passages[4:]
    ]


def test_a_motie_in_passages() -> None:
    document = read(
        '<p class="kamerstukdatum">Voorgesteld <span class="datum">15 januari 2030</span></p>'
        '<div class="algemeen"><p>De\n   Kamer,</p><div class="alineagroep"><p>A</p><p>B</p></div>'
        "</div>"
    )
    assert [(p.soort.value, p.level, document.quote(p.span)) for p in document.passages] == [
        ("rand", 0, "99 001"),
        ("kop", 1, "Proef met loketten"),
        ("rand", 0, "Nr. 7"),
        ("kop", 2, "MOTIE VAN HET LID VOORBEELD"),
        ("alinea", 0, "Voorgesteld 15 januari 2030"),
        ("alinea", 0, "De Kamer,"),
        ("alinea", 0, "A"),
        ("alinea", 0, "B"),
    ]
    kenmerken = document.kenmerken
    assert (document.id, document.pages, document.problems) == ("kst-99001-7", 0, ())
    assert (kenmerken.kop, kenmerken.datum) == ("MOTIE VAN HET LID VOORBEELD", date(2030, 1, 15))
    assert (kenmerken.kamer, kenmerken.vergaderjaar) == (2, "2029-2030")
    assert (kenmerken.dossier_id, kenmerken.ondernummer) == ("99001", "7")
    assert kenmerken.titel == "Motie van het lid Voorbeeld over loketten"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("m<sup>2</sup> en CO<sub>2</sub>", "m2 en CO2"),
        ("een <strong class='vet'>vet</strong>\n woord", "een vet woord"),
        ("een<!-- opmerking -->&#160;woord", "een woord"),
        ("een<br/>regel", "een regel"),
        ("&eacute;&eacute;n&nbsp;loket <b>&euro;</b>&onbekend;", "één loket €&onbekend;"),
        ("wel<del>niet</del><ins>ook</ins>", "welook"),
        ('zicht<span style="display: none">verborgen</span>baar', "zichtbaar"),
        ("de wet (\n <a href='kst-99001-3.html'>\n 99 001\n </a>\n , nr. 3)",
         "de wet (99 001, nr. 3)"),
    ],
)  # fmt: skip
def test_text_of_a_paragraph(inside: str, text: str) -> None:
    ((_, _, _, found),) = running(read(f"<p>{inside}</p>"))
    assert found == text


NOTES = """<p>Het loket<a class="nootnum supernote-click-ID-1" href="#ID-1">1</a> sluit.</p>
<p>Weer<sup><a class="nootnum" href="#ID-1">1</a></sup> en<a class="nootnum" href="#weg">9</a>.</p>
<div id="noten"><hr/><div class="voet noot snp-mouseoffset" id="supernote-note-ID-1">
<h5 class="note-close"><a class="note-close" href="#close-ID-1">X</a> Noot</h5>
<sup><span class="nootnum"><a id="ID-1" name="ID-1"></a>1</span></sup>
<p>Zie <a href="kst-99001-3.html">99 001, nr. 3</a>.</p><p>Bijlage.</p></div>
<div class="voet noot" id="supernote-note-n2"><sup><span class="nootnum">2</span></sup>
<p>Los.</p></div></div>"""


def test_a_note_follows_what_cites_it_and_keeps_every_marker() -> None:
    document = read(NOTES)
    assert running(document) == [
        ("alinea", 0, None, "Het loket sluit."),
        ("noot", 0, "1", "Zie 99 001, nr. 3. Bijlage."),
        ("alinea", 0, None, "Weer en."),
        ("noot", 0, "2", "Los."),
    ]
    first, second = document.markers
    assert first.note == second.note == 5
    assert document.text[: first.span.start].endswith("Het loket")
    assert document.text[: second.span.start].endswith("Weer")
    (link,) = document.links
    assert (document.quote(link.span), link.target) == ("99 001, nr. 3", "kst-99001-3")


def test_lists_keep_their_labels_apart() -> None:
    document = read(
        '<p>Punten:</p><ul class="expliciet"><li class="li"><p class="labeled"><span class="ol">1. '
        '</span>een</p><p>nog eens</p><ul class="expliciet"><li><p class="labeled">'
        '<span class="ol">a) </span>diep</p></li></ul></li></ul>'
        '<ol type="a" start="3"><li>drie</li><li><p>vier</p></li></ol><ul><li>stip</li></ul>'
    )
    assert running(document) == [
        ("alinea", 0, None, "Punten:"),
        ("opsomming", 1, "1.", "een"),
        ("opsomming", 1, None, "nog eens"),
        ("opsomming", 2, "a)", "diep"),
        ("opsomming", 1, "c.", "drie"),
        ("opsomming", 1, "d.", "vier"),
        ("opsomming", 1, None, "stip"),
    ]


def test_headings_have_the_levels_of_the_xml() -> None:
    document = read(
        '<h2 class="divisiekop1">1 Begin</h2><p class="tussenkop_vet">Vet</p>'
        '<p class="tussenkop_cur">Schuin</p><h3 class="divisiekop2">Dieper</h3>'
        '<div class="vraag"><h2 class="stuktitel no-toc">Vraag 1</h2><p>Is het open?</p></div>'
    )
    assert [(soort, level, text) for soort, level, _, text in running(document)] == [
        ("kop", 3, "1 Begin"),
        ("kop", 3, "Vet"),
        ("kop", 4, "Schuin"),
        ("kop", 4, "Dieper"),
        ("kop", 3, "Vraag 1"),
        ("alinea", 0, "Is het open?"),
    ]


TABLE = """<table><caption>Tabel 1</caption><thead><tr><th colspan="2">Loket</th><th>Stand</th></tr>
</thead><tbody><tr><td rowspan="2">Proefdam</td><td><p>open</p><p>laat</p></td><td>2</td></tr>
<tr><td>dicht<table><tr><td>x</td><td>y</td></tr></table></td><td></td></tr></tbody></table>
<table><tr><td> </td></tr></table>"""


def test_a_table_with_spans() -> None:
    document = read(TABLE)
    assert running(document) == [
        ("kop", 3, None, "Tabel 1"),
        ("tabel", 0, None, "Loket\tStand\nProefdam\topen laat\t2\ndicht x y\t"),
    ]
    (table,) = document.tables
    assert table.title is not None
    assert document.quote(table.title) == "Tabel 1"
    assert [
        (document.quote(c.span), c.row, c.column, c.heading, c.columns, c.rows) for c in table.cells
    ] == [
        ("Loket", 0, 0, True, 2, 1),
        ("Stand", 0, 2, True, 1, 1),
        ("Proefdam", 1, 0, False, 1, 2),
        ("open laat", 1, 1, False, 1, 1),
        ("2", 1, 2, False, 1, 1),
        ("dicht x y", 2, 1, False, 1, 1),
        ("", 2, 2, False, 1, 1),
    ]


def test_only_the_paper_is_read() -> None:
    document = read("<p>A</p>", around="<nav><ul><li>Home</li></ul></nav><p>Zoek op de site</p>")
    assert running(document) == [("alinea", 0, None, "A")]
    assert read(
        "<p>A</p><script>x</script><form>y</form><nav>z</nav>"
    ).text.endswith("VOORBEELD\nA")  # fmt: skip


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("stb-2030-1.html", "stb-2030-1"),
        ("/kst-99001-3.html", "kst-99001-3"),
        ("https://loket.example/a", "https://loket.example/a"),
        ("#d1", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_where_links_lead(href: str, target: str | None) -> None:
    links = read(f'<p>Zie <a href="{href}">hier</a>.</p>').links
    assert [link.target for link in links] == ([target] if target else [])


NO_PAPER = [
    "<html><head><title>404 Niet gevonden</title></head><body><h1>Niet gevonden</h1></body></html>",
    '<html><head><meta name="DCTERMS.title" content="Brief"/></head><body><main><p>Rijk</p></main>',
    page("<p>A</p>", meta='<meta name="DC.identifier" content="iets anders"/>'),
    f'<html><head>{META}</head><body><p id="fout404">Deze pagina bestaat niet</p></body></html>',
    "<html></html>",
    "<p>",
    "",
    "\0",
]


@pytest.mark.parametrize("text", NO_PAPER)
def test_any_other_page_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="geen officiële publicatie") as refused:
        read_html(text.encode(), RAW)
    assert refused.value.soort == "onbekend_formaat"
    assert "\n" not in str(refused.value)


def test_too_deep_is_refused() -> None:
    with pytest.raises(UnreadableError) as refused:
        read("<div>" * 150 + "diep" + "</div>" * 150)
    assert refused.value.soort == "onbekend_formaat"


def test_an_entity_is_never_filled_in() -> None:
    text = page("<p>een &x; twee</p>").replace(
        "<!DOCTYPE html", '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]', 1
    )
    document = read_html(text.encode(), RAW)
    assert document.text.endswith("een &x; twee")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_bytes_decide_the_character_set(encoding: str) -> None:
    for declared in ("utf-8", "iso-8859-1", "us-ascii"):
        text = page("<p>één €</p>").replace('encoding="utf-8"', f'encoding="{declared}"')
        assert read_html(text.encode(encoding), RAW).text.endswith("één €")


def test_html_that_is_not_well_formed_reads_the_same() -> None:
    loose = page("<p>een<br>twee<p>drie&nbsp;vier<ul><li>a<li>b</ul>")
    assert running(read_html(loose.encode(), RAW)) == [
        ("alinea", 0, None, "een twee"),
        ("alinea", 0, None, "drie vier"),
        ("opsomming", 1, None, "a"),
        ("opsomming", 1, None, "b"),
    ]


def test_an_empty_paper_is_a_problem() -> None:
    bare = f'<html><head>{META}</head><body><div id="broodtekst"></div></body></html>'
    (problem,) = read_html(bare.encode(), replace(RAW, id="kst-99001-7")).problems
    assert problem.soort == "leeg"


TAGS = [
    *("p", "div", "ul", "ol", "li", "span", "a", "table", "tr", "td", "h2", "sup", "b", "br"),
    *('div class="noot" id="n1"', 'a class="nootnum" href="#n1"', 'span class="ol"'),
    *('a href="kst-99001-3.html"', 'span class="nootnum" id="n2"', "caption", "del"),
]
TREES = st.recursive(
    st.sampled_from(["woord", " ", "\n ", "1.", "(", ".", ""]),
    lambda inside: st.tuples(st.sampled_from(TAGS), st.lists(inside, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0].split()[0]}>"
    ),
    max_leaves=25,
)


@given(st.lists(TREES, max_size=6))
def test_whatever_the_markup_spans_lie_in_the_text_in_order(trees: list[str]) -> None:
    assert_holds_together(read("".join(trees)))
