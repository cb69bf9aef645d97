"""Links of a paper with what came of following them."""

from __future__ import annotations

from corpus.link_rows import link_rows
from models.lists import LinkStatus
from models.weblink import LinkFound, LinkOutcome
from tests.factories import document, span

TEXT = "Zie de proef en de test, en ook de toets."
S = LinkStatus


def link(word: str, url: str, status: LinkStatus, doel_id: str | None = None) -> LinkFound:
    return LinkFound(span(TEXT, word), word, url, status, doel_id)


def test_rows_say_what_is_known_of_each_link() -> None:
    address = "https://voorbeeld.example/test.pdf"
    unknown = "https://elders.example/"
    known = {
        address: LinkOutcome(address, S.GOED, 200, "application/pdf", "a" * 64, "nu", "toen"),
        "#": LinkOutcome("#", S.DOOD),
    }
    found = list(
        link_rows(
            document("kst-99001-1", TEXT, printed=True),
            (
                link("proef", "#", S.LEEG, "kst-99001-4"),
                link("test", address, S.NIET_GEVOLGD),
                link("toets", unknown, S.NIET_GEVOLGD),
            ),
            known.get,
        )
    )
    assert [(row.tekst, row.status, row.http_status, row.sha256, row.doel_id) for row in found] == [
        ("proef", "leeg", None, None, "kst-99001-4"),
        ("test", "goed", 200, "a" * 64, None),
        ("toets", "niet_gevolgd", None, None, None),
    ]
    assert found[1].gearchiveerd_op == "toen"
    assert {(row.document_id, row.passage_id, row.pagina) for row in found} == {
        ("kst-99001-1", "kst-99001-1-p1", 1)
    }


def test_the_same_link_twice_has_two_ids_that_stay_the_same() -> None:
    links = (
        link("proef", "https://voorbeeld.example/", S.NIET_GEVOLGD),
        link("proef", "https://voorbeeld.example/", S.NIET_GEVOLGD),
    )
    paper = document("kst-99001-1", TEXT)
    first, again = ([row.id for row in link_rows(paper, links, lambda url: None)] for _ in range(2))
    assert first == again
    assert len(set(first)) == 2
