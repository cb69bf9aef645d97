"""Search over passages: word forms, exact counts, filters, and queries that make no sense."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.rows import rows
from corpus.search import Indexer, Searcher
from models.links import Links
from models.paper import Paper
from models.register import Register
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


# --- an index that goes on from another


def index(path: Path, papers: list[Paper], onto: Path | None = None, *leaving: str) -> Searcher:
    stream = rows(papers, Register(), NO_LINKS, factories.LEXICON, factories.state())
    with Indexer(path, onto, leaving) as indexer:
        for _ in indexer.passing(stream):
            pass
    return Searcher(path)


NO_LINKS = Links((), {}, {}, {})
BRUG = factories.paper("kst-99001-1", "De brug is dicht.")
BUS = factories.paper("kst-99001-2", "De bus rijdt.")


def test_an_index_goes_on_from_another_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    old = index(tmp_path / "oud", [BRUG, BUS])
    kept = {file.name: file.read_bytes() for file in (tmp_path / "oud").iterdir()}
    opened = factories.paper("kst-99001-1", "De brug is open.")
    new = index(tmp_path / "nieuw", [opened], tmp_path / "oud", "kst-99001-1")
    assert [old.search(word).total for word in ("dicht", "open", "bus")] == [1, 0, 1]
    assert [new.search(word).total for word in ("dicht", "open", "bus")] == [0, 1, 1]
    assert new.passages == 2
    assert {file.name: file.read_bytes() for file in (tmp_path / "oud").iterdir()} == kept
    shutil.rmtree(tmp_path / "oud")
    assert Searcher(tmp_path / "nieuw").search("bus").hits[0].document_id == "kst-99001-2"


def test_files_that_never_change_are_shared(tmp_path: Path) -> None:
    index(tmp_path / "oud", [BRUG, BUS])
    index(tmp_path / "nieuw", [], tmp_path / "oud")
    inodes = [
        {file.stat().st_ino for file in (tmp_path / name).glob("*.store")}
        for name in ("oud", "nieuw")
    ]
    assert inodes[0] == inodes[1] != set()


def test_a_disk_without_hard_links_gets_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError("Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    index(tmp_path / "oud", [BRUG])
    assert index(tmp_path / "nieuw", [BUS], tmp_path / "oud").passages == 2


def test_many_nights_do_not_pile_up_files(tmp_path: Path) -> None:
    index(tmp_path / "0", [BRUG])
    for night in range(1, 25):
        paper = factories.paper(f"kst-99001-{night % 3}", f"Nacht {night}.")
        here = index(tmp_path / str(night), [paper], tmp_path / str(night - 1), paper.document.id)
        assert here.search("nacht").total == min(night, 3)
    assert len(list((tmp_path / "24").glob("*.store"))) < 12
