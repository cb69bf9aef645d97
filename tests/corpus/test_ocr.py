"""Scans of our own sample papers, read by tesseract where it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from rapidfuzz.distance import Levenshtein

from corpus.pdf import ocr, read_pdf
from extractors.passages import compose_pages
from models.document import PrintedPage
from models.lists import PassageSoort
from tests.scans import needs_tesseract, scanned

pytestmark = needs_tesseract

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample" / "papers"
# a letter with a margin column and notes; a report
PAPERS = ("kst-99001-24", "blg-9900101")


class Word(NamedTuple):
    page: int
    text: str
    x0: float
    x1: float
    middle: float


class Read(NamedTuple):
    printed: tuple[PrintedPage, ...]
    seen: tuple[PrintedPage, ...]


@pytest.fixture(scope="module")
def papers() -> dict[str, Read]:
    found = {}
    for name in PAPERS:
        data = (SAMPLE / f"{name}.pdf").read_bytes()
        scan = scanned(data)
        blank = read_pdf(scan)
        assert all(page.drawn and not page.lines for page in blank)
        seen, in_time = ocr.ocr_pages(scan, blank, 300)
        assert in_time
        found[name] = Read(read_pdf(data), tuple(seen.values()))
    return found


def running(pages: tuple[PrintedPage, ...]) -> str:
    """The running text, furniture left out, on one line."""
    composed = compose_pages(pages)
    passages = [one for one in composed.passages if one.soort is not PassageSoort.RAND]
    return " ".join(" ".join(one.span.of(composed.text) for one in passages).split())


def words(pages: tuple[PrintedPage, ...]) -> Iterator[Word]:
    for page in pages:
        for line in page.lines:
            for match in re.finditer(r"\S+", line.text):
                edges = line.edges[match.start()], line.edges[match.end()]
                yield Word(page.number, match[0], *edges, (line.top + line.bottom) / 2)


@pytest.mark.parametrize("name", PAPERS)
def test_at_most_three_in_a_hundred_characters_err(name: str, papers: dict[str, Read]) -> None:
    printed, seen = papers[name]
    truth = running(printed)
    assert len(truth) > 1500
    assert Levenshtein.distance(truth, running(seen)) / len(truth) <= 0.03


@pytest.mark.parametrize("name", PAPERS)
def test_words_lie_where_they_were_printed(name: str, papers: dict[str, Read]) -> None:
    printed, seen = papers[name]
    there = list(words(seen))
    truth = list(words(printed))
    found = [
        word
        for word in truth
        if any(
            (word.page, word.text) == (other.page, other.text)
            and abs(word.x0 - other.x0) < 3
            and abs(word.x1 - other.x1) < 3
            and abs(word.middle - other.middle) < 4
            for other in there
        )
    ]
    assert len(found) >= 0.97 * len(truth) > 250


@pytest.mark.parametrize("name", PAPERS)
def test_every_line_holds_together(name: str, papers: dict[str, Read]) -> None:
    for page in papers[name].seen:
        assert page.ocr is not None
        assert 0.85 < page.ocr <= 1
        for line in page.lines:
            assert len(line.edges) == len(line.text) + 1
            assert list(line.edges) == sorted(line.edges)
            assert 0 <= line.edges[0] < line.edges[-1] <= page.width
            assert 0 <= line.top < line.bottom <= page.height
            assert (line.page, line.text) == (page.number, line.text.strip())


def test_the_margin_column_of_a_letter_stays_out_of_its_sentences(papers: dict[str, Read]) -> None:
    seen = papers["kst-99001-24"].seen
    composed = compose_pages(seen)
    margin = [p for p in composed.passages if "Onze referentie" in p.span.of(composed.text)]
    assert margin
    assert {passage.soort for passage in margin} == {PassageSoort.RAND}
    assert "referentie" not in running(seen)
    sizes = {line.size for page in seen for line in page.lines}
    assert len(sizes) <= 6, "what is set in one size is measured as one"


def test_time_runs_out_by_page_and_by_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = scanned((SAMPLE / "blg-9900101.pdf").read_bytes(), dpi=100)
    pages = read_pdf(scan)
    assert ocr.ocr_pages(scan, pages, 0) == ({}, False)
    monkeypatch.setattr(ocr, "SECONDS_PER_PAGE", 0.05)
    assert ocr.ocr_pages(scan, pages, 60) == ({}, True)
