"""Search over passages: word forms, exact counts, filters, and queries that make no sense."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.rows import rows
from corpus.search import Indexer, Searcher
from tests import factories


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    path = tmp_path_factory.mktemp("zoek") / "zoek"
    papers, register, links = factories.small_world()
    stream = rows(papers, register, links, factories.LEXICON, factories.state())
    with Indexer(path) as indexer:
        for _ in indexer.passing(stream):
            pass
    return Searcher(path)


# what a visitor types                     how many passages
QUERIES = [
    ("loket", 6),
    ("loketten", 6),
    ("wachttijd", 1),
    ("Wachttijden", 1),
    ("loket evaluatie", 0),
    ('"het loket"', 6),
    ('"loket het"', 0),
    ("loket -brief", 5),
    ("de", 12),
    ("99 001", 0),
    ("proefwoord", 0),
]  # fmt: skip


@pytest.mark.parametrize(("query", "total"), QUERIES)
def test_counts_are_exact(searcher: Searcher, query: str, total: int) -> None:
    found = searcher.search(query, limit=100)
    assert found.total == len(found.hits) == total


def test_counts_do_not_depend_on_the_page(searcher: Searcher) -> None:
    whole = searcher.search("loket", limit=100)
    pages = [searcher.search("loket", limit=3, offset=n) for n in (0, 3, 6)]
    assert {page.total for page in pages} == {whole.total}
    assert [hit.id for page in pages for hit in page.hits] == [hit.id for hit in whole.hits]


def test_filters_apply_before_the_limit(searcher: Searcher) -> None:
    found = searcher.search("loket", filters={"soort": "brief"}, limit=1)
    assert found.total == 3
    assert found.hits[0].document_id == "kst-99001-9"
    assert searcher.search("loket", filters={"ministerie": "Ministerie van Niets"}).total == 0
    assert searcher.search("loket", filters={"soort": "", "onbekend": "x"}).total == 6


def test_newest_papers_first(searcher: Searcher) -> None:
    days = [hit.datum for hit in searcher.search("loket", newest=True).hits]
    assert days == sorted(days, reverse=True, key=str)


def test_a_snippet_is_safe_and_marks_the_words(searcher: Searcher) -> None:
    (hit,) = searcher.search("evaluatie").hits
    assert "<b>evaluatie</b>" in hit.snippet
    assert "&lt;b&gt;" in hit.snippet, "what the paper writes is text, never a tag"
    assert (hit.pagina, hit.titel, hit.soort) == (1, "Brief over het loket", "brief")


@pytest.mark.parametrize(
    "query", ["", "  ", '"', "((", "-", "a:b", "*", "[1 TO", "AND", "\\", "^5"]
)
def test_nonsense_is_no_error(searcher: Searcher, query: str) -> None:
    searcher.search(query)


def test_no_words_is_told(searcher: Searcher) -> None:
    assert searcher.search("()").melding == "Geef een of meer zoekwoorden."


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(max_size=40))
def test_no_query_is_an_error(searcher: Searcher, query: str) -> None:
    found = searcher.search(query)
    assert found.total >= len(found.hits)


def test_an_index_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="open the directory"):
        Searcher(tmp_path / "niets")
