"""Outcomes at rest: present means done, a broken file counts as absent."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.shelf import digest, document_shelf, findings_shelf
from models.citation import BackCitation, FullCitation, ShortCitation, Verwijzing
from models.document import Document, Edges, Kenmerken, Line, Passage, Span
from models.findings import Findings
from models.lists import PassageSoort, VerwijzingSoort
from models.problems import Problem

DOCUMENT = Document(
    id="kst-99001-1",
    text="De Kamer,",
    kenmerken=Kenmerken(kop="MOTIE VAN HET LID VOORBEELD"),
    made_from="0" * 64,
    media_type="application/xml",
    passages=(Passage(Span(0, 9), PassageSoort.ALINEA),),
)
PRINTED = replace(
    DOCUMENT,
    lines=(
        Line(Span(0, 2), 1, 60.5, 72.25, Edges.of([80, 85.33, 90.01])),
        # a part of the edges of a longer line
        Line(Span(3, 9), 2, 60.5, 72.25, Edges.of(70.01 + 5.55 * n for n in range(20))[8:15]),
    ),
)
PROBLEM = Problem("leeg.pdf", "read", "leeg", "Het bestand is leeg; lever het opnieuw aan.")
CITATIONS = (
    FullCitation(Span(0, 2), VerwijzingSoort.KAMERSTUK, "kst-99001-1", "kamerstuk.lang"),
    ShortCitation(Span(3, 5), "24", "kamerstuk.kort"),
    BackCitation(Span(6, 8), "terug.voornoemd"),
)


@pytest.mark.parametrize(
    "outcome", [DOCUMENT, PRINTED, PROBLEM], ids=["a document", "a printed one", "a problem"]
)
def test_what_is_put_comes_back(tmp_path: Path, outcome: Document | Problem) -> None:
    shelf = document_shelf(tmp_path)
    assert digest("a") not in shelf
    shelf.put(digest("a"), outcome)
    assert digest("a") in shelf
    assert shelf.get(digest("a")) == outcome


def test_each_kind_of_citation_comes_back_as_itself(tmp_path: Path) -> None:
    findings = Findings(
        "kst-99001-1",
        verwijzingen=tuple(Verwijzing(one, None, "test", 0.5) for one in CITATIONS),
    )
    shelf = findings_shelf(tmp_path)
    shelf.put("ab", findings)
    assert shelf.get("ab") == findings


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 999, "content": null}', b"\xff"])
def test_what_this_version_cannot_read_counts_as_absent(tmp_path: Path, content: bytes) -> None:
    shelf = document_shelf(tmp_path)
    shelf.put("ab", DOCUMENT)
    next(tmp_path.rglob("ab.json")).write_bytes(content)
    assert shelf.get("ab") is None


@pytest.mark.parametrize("edges", ["[80.0,85.33,90.01]", '"80,85"', '"1 99999999999"', "null"])
def test_edges_in_another_form_count_as_absent(tmp_path: Path, edges: str) -> None:
    shelf = document_shelf(tmp_path)
    shelf.put("ab", PRINTED)
    file = next(tmp_path.rglob("ab.json"))
    file.write_text(file.read_text().replace('"8000 533 468"', edges))
    assert shelf.get("ab") is None


def test_only_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    shelf = document_shelf(tmp_path)
    shelf.put("b1", DOCUMENT)
    assert shelf.missing(["a1", "b1", "c1"]) == ["a1", "c1"]


def test_a_key_depends_on_where_its_parts_end() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
