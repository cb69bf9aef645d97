"""What a visitor opens, and what must be on it."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.rows import rows
from corpus.site import make_site
from corpus.site.pages import address_of, table_of
from corpus.site.words import datum, getal, highlight, safe_url
from corpus.tables import TABLES
from corpus.views import VIEWS
from flows.publish import publish
from models.links import DocumentAlias
from tests import factories

PAPERS, REGISTER, LINKS = factories.small_world()
# one of them a scan
PAPERS[2] = replace(PAPERS[2], document=replace(PAPERS[2].document, ocr_pages=(1,)))
LINKS = replace(
    LINKS,
    document_aliassen=(DocumentAlias("tk-2029D00009", "kst-99001-9", "Zelfde nummer."),),
    vervangen={"blg-990001": "kst-99001-9"},
)
PROMISE = PAPERS[1].findings.toezeggingen[0].id
PROBLEM = PAPERS[2].findings.knelpunten[0].id


# the pdf of the letter calls its first page so
PAPERS = [
    replace(paper, document=replace(paper.document, page_labels=("iv",)))
    if paper.document.id == "kst-99001-9"
    else paper
    for paper in PAPERS
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    release = publish(
        tmp_path_factory.mktemp("data"),
        rows(PAPERS, REGISTER, LINKS, factories.LEXICON, factories.state()),
    )
    site = make_site(release.path)
    yield site
    site.get_database("kamer").close()
    site.executor.shutdown()


def get(site: Any, path: str) -> Any:
    async def visit() -> Any:
        await site.invoke_startup()
        return await site.client.get(path)

    return asyncio.run(visit())


def text(site: Any, path: str) -> str:
    answer = get(site, path)
    assert answer.status_code == 200, (path, answer.text)
    found: str = answer.text
    return found


# the page, and what a visitor must be able to read there
PAGES = [
    ("/", ["Wat is gevraagd", "Moties waarover niets is gevonden", "Brief over het loket"]),
    ("/motie/kst-99001-3", ["Motie van het lid Voorbeeld c.s. over het loket", "Aangenomen".lower(),
                            "verzoekt de regering het loket &#39;s avonds te openen",
                            "overwegende dat het loket te vroeg sluit", "De Wit-Proef (Testgroep)",
                            "90 zetels voor, 50 tegen", "8 maart 2029", "Proefpartij",
                            "Van het verzoek staan 0 van de 5 woorden",
                            "bij vergissing, niet geteld", "afgedaan (kabinet)",
                            "Daarmee beschouw ik de motie als afgedaan.", "#page=1",
                            "Kabinet zegt", "Kamer legde vast", "Bewijs", "Oordeel Kamer"]),
    ("/motie/kst-99001-4", ["Niets gevonden over wat ervan kwam",
                            "1 × brief (tot en met 1 mei 2029)",
                            "alleen het register kent haar", "Misschien ook bedoeld",
                            "Twee moties passen even goed."]),
    (f"/toezegging/{PROMISE}", ["de Minister van Proefzaken", "uiterlijk 30 juni 2029",
                                "proefregel", "0,90", "termijn loopt af",
                                "pagina 1</a> (daarop staat iv)"]),
    ("/toezegging/toezegging-tz1", ["De Minister zegt toe de brug te tellen.", "Openstaand",
                                    "geen genoemd", "TZ202903-001"]),
    (f"/knelpunt/{PROBLEM}", ["Door verouderde systemen", "Proefdienst", "ICT en legacy",
                              "STAND VAN DE UITVOERING 2028", "Niets gevonden"]),
    ("/document/kst-99001-9", ['<mark class="toezegging">', '<mark class="opvolging">',
                               f"/toezegging/{PROMISE}", "Ministerie van Proefzaken", "pagina 1"]),
    ("/document/blg-990001", ["Met OCR gelezen", "1 pagina: vergelijk citaten met het beeld"]),
    ("/zoek", ["passages"]),
    ("/zoek?q=wachttijd", ["1 passage", "<b>wachttijden</b>", "toezeggingen (1)",
                           "/document/kst-99001-9?deel=1#kst-99001-9-p4"]),
    ("/zoek?q=99+001,+nr.+3", ["Dit nummer is", "/motie/kst-99001-3"]),
    ("/zoek?q=zaak-2029Z00003", ["/motie/kst-99001-3"]),
    ("/zoek?q=2029Z00004", ["/motie/kst-99001-4"]),
    ("/zoek?q=loket&soort=brief&volgorde=nieuwste", ["3 passages"]),
    ("/zoek?q=proefwoord", ["Niets gevonden in"]),
    ("/kamer", ["Moties, met drie statussen die nooit samenvallen", "moties zonder opvolging"]),
    ("/kamer/moties", ["2 rijen", "/motie/kst-99001-3", "status kamer", "aangenomen"]),
    ("/kamer/moties?_search=loketten", ["1 rij", "/motie/kst-99001-3"]),
    ("/kamer/moties?status_kamer=aangenomen", ["2 rijen"]),
    ("/kamer/moties?_kolommen=alle", ["kst-99001-3", "dossier titel"]),
    ("/kamer/moties/kst-99001-3", ["Naar de leesbare bladzijde", "zetels voor"]),
    ("/kamer/toezeggingen?_search=wachttijd", ["1 rij"]),
    ("/kamer/moties_zonder_opvolging", ["gezocht in 1 stukken", "/motie/kst-99001-4"]),
    ("/kamer?sql=select+count(*)+from+moties", ["1 rijen"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "expected"), PAGES, ids=[path for path, _ in PAGES])
def test_a_page_holds_what_a_visitor_came_for(site: Any, path: str, expected: list[str]) -> None:
    page = text(site, path)
    for words in expected:
        assert words in page, words


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_every_table_and_view_opens(site: Any, name: str) -> None:
    page = text(site, f"/kamer/{name}")
    assert (TABLES[name].description if name in TABLES else VIEWS[name].description)[:40] in (
        page.replace("&#39;", "'")
    )


@pytest.mark.parametrize("path", [path for path, _ in PAGES])
def test_a_page_is_accessible_and_asks_nothing_of_others(site: Any, path: str) -> None:
    page = text(site, path)
    assert '<html lang="nl">' in page
    assert page.count("<h1>") == 1
    assert 'href="#inhoud"' in page
    assert "<script" not in page
    assert " style=" not in page
    assert not re.search(r"<(?:img|link|iframe)[^>]*https?://(?!localhost/)", page)
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", page):
        named = re.search(r'aria-label=|type="hidden"', control) or re.search(
            r'id="([^"]+)"', control
        )
        labelled = named and (named.lastindex is None or f'for="{named[1]}"' in page)
        inside = re.search(r"<label>[^<]*" + re.escape(control), page)
        assert labelled or inside, control


@pytest.mark.parametrize("path", ["/", "/motie/kst-99001-3", "/kamer/moties", "/motie/weg"])
def test_headers_close_the_door(site: Any, path: str) -> None:
    headers = get(site, path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/document/kst-99001-9", "/zoek?q=evaluatie", f"/toezegging/{PROMISE}", "/kamer/passages"],
)
def test_what_a_paper_says_is_text_never_markup(site: Any, path: str) -> None:
    page = text(site, path)
    assert "<b>evaluatie</b> van" not in page.replace("<b>evaluatie</b>&lt;", "")
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize(
    "q", ['"><script>alert(1)</script>', "'", "((", "%00", "a" * 2000, "\u202e"]
)
def test_no_query_breaks_a_page(site: Any, q: str) -> None:
    from urllib.parse import quote

    for path in (f"/zoek?q={quote(q)}", f"/kamer/moties?_search={quote(q)}"):
        answer = get(site, path)
        assert answer.status_code == 200, path
        assert "<script>" not in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999", "500"])
def test_no_page_number_breaks_a_page(site: Any, page: str) -> None:
    assert get(site, f"/zoek?q=loket&pagina={page}").status_code == 200
    assert get(site, f"/document/kst-99001-9?deel={page}").status_code == 200


def test_what_is_not_there_is_told(site: Any) -> None:
    for path in ("/motie/weg", "/toezegging/weg", "/knelpunt/weg", "/document/weg"):
        answer = get(site, path)
        assert answer.status_code == 404
        assert "Deze uitgave kent geen" in answer.text


def test_an_old_identifier_leads_to_the_motie(site: Any) -> None:
    answer = get(site, "/motie/zaak-2029Z00003")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/motie/kst-99001-3"


def test_another_identifier_leads_to_the_paper(site: Any) -> None:
    answer = get(site, "/document/tk-2029D00009")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/document/kst-99001-9"


def test_export_is_whole(site: Any) -> None:
    assert len(get(site, "/kamer/moties.json?_shape=array").json()) == 2
    assert get(site, "/kamer/moties.csv?_stream=1").text.count("\n") >= 3
    assert get(site, "/kamer.db").content.startswith(b"SQLite format 3")


def test_nobody_can_write(site: Any) -> None:
    assert get(site, "/kamer?sql=delete+from+moties").status_code == 400


@pytest.mark.parametrize(
    ("table", "column", "value", "page"),
    [
        ("moties", "id", "kst-99001-3", "/motie/kst-99001-3"),
        ("motie_vermeldingen", "motie_id", "kst-99001-3", "/motie/kst-99001-3"),
        ("toezeggingen_verlopen", "id", "toezegging-1", "/toezegging/toezegging-1"),
        ("passages", "document_id", "blg-1", "/document/blg-1"),
        ("passages", "id", "blg-1-p2", None),
        ("moties", "id", "a/b?c", "/motie/a%2Fb%3Fc"),
    ],
)
def test_cells_lead_to_pages(table: str, column: str, value: str, page: str | None) -> None:
    assert address_of(table, column, value) == page


# quotes in a text                                              what a visitor sees
MARKS = [
    ("aap noot", ["noot"], 'aap <mark class="k"><a href="/x" title="k">noot</a></mark>'),
    ("aap noot", ["mies"], "aap noot"),
    ("aap <i>", [], "aap &lt;i&gt;"),
    ("aap noot mies", ["aap noot", "noot mies"],
     '<mark class="k"><a href="/x" title="k">aap noot</a></mark> mies'),
    ("aap", [""], "aap"),
]  # fmt: skip


@pytest.mark.parametrize(("whole", "quotes", "seen"), MARKS)
def test_quotes_are_marked(whole: str, quotes: list[str], seen: str) -> None:
    assert highlight(whole, [(quote, "k", "/x") for quote in quotes]) == seen


def test_words_read_as_dutch() -> None:
    assert datum("2029-03-01") == "1 maart 2029"
    assert datum(None) == "datum onbekend"
    assert (getal(1234567), getal(0), getal(None), getal(1.5)) == ("1.234.567", "0", "", "1,5")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://proef.example/a", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, safe: bool) -> None:
    assert (safe_url(url) is not None) is safe


def test_the_static_files_are_ours(site: Any) -> None:
    css = text(site, "/static/site.css")
    assert "http" not in css
    assert Path("corpus/site/static/site.css").is_file() or css


def test_a_table_is_shown_cell_by_cell_with_the_quotes_marked() -> None:
    cells = table_of("Motie\tStand\nKortere <b>\tAfgedaan", [("Afgedaan", "opvolging", "/motie/x")])
    assert [[str(cell) for cell in row] for row in cells] == [
        ["Motie", "Stand"],
        [
            "Kortere &lt;b&gt;",
            '<mark class="opvolging"><a href="/motie/x" title="opvolging">Afgedaan</a></mark>',
        ],
    ]
