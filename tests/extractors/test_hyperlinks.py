"""Invented papers and addresses only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.hyperlinks import find_links, target_id
from extractors.plaintext import compose_plain
from models.citation import FullCitation, Verwijzing
from models.document import Document, Kenmerken, Line, Link, Span
from models.lists import LinkStatus, VerwijzingSoort

L = LinkStatus


def paper(text: str, *links: Link) -> Document:
    composed = compose_plain(text)
    return Document(
        "lokaal-0",
        text,
        Kenmerken(),
        "",
        "text/plain",
        composed.passages,
        links=links or composed.links,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Zie https://voorbeeld.example/standen/2027.",
            [(L.NIET_GEVOLGD, "https://voorbeeld.example/standen/2027")],
        ),
        ("(www.voorbeeld.example)", [(L.NIET_GEVOLGD, "https://www.voorbeeld.example")]),
        # a bracket that belongs to the address
        (
            "Zie https://voorbeeld.example/Proef_(wet), en verder.",
            [(L.NIET_GEVOLGD, "https://voorbeeld.example/Proef_(wet)")],
        ),
        # Markdown: the target printed behind the text is the same link
        (
            "[www.voorbeeld.example](http://www.voorbeeld.example)",
            [(L.NIET_GEVOLGD, "http://www.voorbeeld.example")],
        ),
        # links that lead nowhere
        ("het rapport '[Oordeel 2027](#)'", [(L.LEEG, "#")]),
        ("het rapport [Oordeel 2027]()", [(L.LEEG, "#")]),
        ("het rapport [Oordeel 2027](#_ftn1)", [(L.LEEG, "#_ftn1")]),
        # … unless their text is the address, or the same text works elsewhere
        ("[www.voorbeeld.example](#)", [(L.NIET_GEVOLGD, "https://www.voorbeeld.example")]),
        (
            "[Oordeel](#) en [oordeel](https://voorbeeld.example/o)",
            [
                (L.NIET_GEVOLGD, "https://voorbeeld.example/o"),
                (L.NIET_GEVOLGD, "https://voorbeeld.example/o"),
            ],
        ),
        # cut by a line end
        (
            "Zie https://voorbeeld.example/documenten/2027/\n03/05/stand-van-de-uitvoering",
            [(L.NIET_GEVOLGD, "https://voorbeeld.example/documenten/2027/03/05/stand-van-de-uitvoering")],
        ),
        (
            "https://voorbeeld.example/een-\nlange-naam.pdf",
            [(L.NIET_GEVOLGD, "https://voorbeeld.example/een-lange-naam.pdf")],
        ),
        (
            "https://voorbeeld.example/documenten\n/proef.html\nDe volgende zin.",
            [(L.NIET_GEVOLGD, "https://voorbeeld.example/documenten/proef.html")],
        ),
        # two addresses below each other stay two
        (
            "https://voorbeeld.example/een\nhttps://voorbeeld.example/twee",
            [
                (L.NIET_GEVOLGD, "https://voorbeeld.example/een"),
                (L.NIET_GEVOLGD, "https://voorbeeld.example/twee"),
            ],
        ),
        # what follows is a sentence
        (
            "https://voorbeeld.example/een\nde proef loopt door.",
            [(L.NIET_GEVOLGD, "https://voorbeeld.example/een")],
        ),
        # no links
        ("Schrijf naar proef@voorbeeld.example of bel 070 000.", []),
        ("[1] Proef (2027)", []),
    ],
)  # fmt: skip
def test_the_links_of_a_text(text: str, found: list[tuple[LinkStatus, str]]) -> None:
    assert [(link.status, link.url) for link in find_links(paper(text))] == found


def test_a_link_of_the_source_goes_before_what_is_printed() -> None:
    text = "Zie www.voorbeeld.example en kst-99001-3 en proef@voorbeeld.example"
    links = (
        Link(Span(4, 25), "https://elders.example/echt"),
        Link(Span(29, 40), "kst-99001-3"),
        Link(Span(44, 66), "mailto:proef@voorbeeld.example"),
    )
    assert [(one.status, one.url, one.doel_id) for one in find_links(paper(text, *links))] == [
        (L.NIET_GEVOLGD, "https://elders.example/echt", None),
        (L.KENMERK, "kst-99001-3", "kst-99001-3"),
    ]


def test_a_link_of_a_pdf_that_is_cut_over_lines_is_one_link() -> None:
    text = "https://voorbeeld.example/een- \ntwee"
    target = "https://voorbeeld.example/een-twee"
    links = (Link(Span(0, 30), target), Link(Span(32, 36), target))
    (found,) = find_links(paper(text, *links))
    assert (found.span, found.url) == (Span(0, 36), target)


def test_printed_lines_that_were_joined_by_a_space() -> None:
    text = "Zie https://voorbeeld.example/2027/ 03/proef-een.pdf voor meer."
    at = text.index(" 03")
    whole = replace(
        paper(text),
        lines=(
            Line(Span(0, at), 1, 0.0, 1.0, ()),
            Line(Span(at + 1, len(text)), 1, 1.0, 2.0, ()),
        ),
    )
    assert find_links(whole)[0].url == "https://voorbeeld.example/2027/03/proef-een.pdf"
    assert find_links(paper(text))[0].url == "https://voorbeeld.example/2027/"


def test_an_empty_link_in_a_note_that_cites_one_paper_leads_to_that_paper() -> None:
    text = "[Reactie op de proef](#), Kamerstukken II 2026-2027, 99 001, nr. 4."
    cited = FullCitation(Span(25, 66), VerwijzingSoort.KAMERSTUK, "kst-99001-4", "proef")
    reference = Verwijzing(cited, "kst-99001-4", "proef", 1.0)
    (found,) = find_links(paper(text), [reference])
    assert (found.status, found.doel_id) == (L.LEEG, "kst-99001-4")
    (alone,) = find_links(paper(text))
    assert alone.doel_id is None


@pytest.mark.parametrize(
    ("url", "doel"),
    [
        ("https://zoek.officielebekendmakingen.nl/kst-99001-12.html", "kst-99001-12"),
        ("https://zoek.officielebekendmakingen.nl/blg-9900101.pdf?a=b#p3", "blg-9900101"),
        ("https://www.tweedekamer.nl/detail?id=2027Z00001&did=2027D00002", "tk-2027D00002"),
        (
            "https://open.overheid.nl/documenten/00000000-0000-4000-8000-000000000301/file",
            "ro-00000000-0000-4000-8000-000000000301",
        ),
        ("https://wetten.overheid.nl/BWBR0000001/2027-01-01", "BWBR0000001"),
        ("https://www.rijksoverheid.nl/documenten/2027/01/02/kst", None),
    ],
)
def test_an_address_may_tell_which_paper_it_is(url: str, doel: str | None) -> None:
    assert target_id(url) == doel


@given(st.text(alphabet="htps:/w.x- \n[]()#ab", max_size=120))
def test_any_text_gives_links_that_lie_in_it(text: str) -> None:
    spans = [link.span for link in find_links(Document("x", text, Kenmerken(), "", "text/plain"))]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
