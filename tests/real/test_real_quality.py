"""How real papers read, page by page; named by file, with no word of theirs."""

from pathlib import Path

import pytest

from corpus.pdf import ocr, read_pdf
from extractors.quality import is_better, page_quality
from tests.scans import needs_tesseract

REAL = Path(__file__).parents[2].parent / "shared" / "data"
GARBLED = "lastig/garble.pdf"
SCANS = (
    "lastig/image.pdf",
    "koop/repository/frbr/officielepublicaties/blg/onopgemaakt/blg-1007826/1/pdf/blg-1007826.pdf",
)

pytestmark = pytest.mark.real


def data_of(name: str) -> bytes:
    file = REAL / name
    if not file.exists():
        pytest.skip(f"{name} is not at {REAL}")
    return file.read_bytes()


def test_every_page_of_a_real_paper_reads() -> None:
    bad = {REAL / name for name in (GARBLED, *SCANS)}
    papers = [file for file in REAL.rglob("*.pdf") if file not in bad]
    if not papers:
        pytest.skip(f"no papers at {REAL}")
    low = [
        (file.name, page.number, quality)
        for file in papers
        for page in read_pdf(file.read_bytes())
        if (quality := page_quality(page)) < 0.98
    ]
    assert low == []


def test_a_paper_in_fonts_without_characters_does_not() -> None:
    pages = read_pdf(data_of(GARBLED))
    assert len(pages) == 11
    assert all(page.unmapped > 0.95 and page_quality(page) < 0.05 for page in pages)


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_does_not(name: str) -> None:
    assert {page_quality(page) for page in read_pdf(data_of(name))} == {0.0}


# the quality of its first page by OCR: a full letter in print, a chart with a few words
@needs_tesseract
@pytest.mark.parametrize(
    ("name", "least", "most"), [(SCANS[0], 0.6, 0.9), (SCANS[1], 0.88, 1), (GARBLED, 0.88, 1)]
)
def test_ocr_reads_them(name: str, least: float, most: float) -> None:
    data = data_of(name)
    page = read_pdf(data)[0]
    found, _ = ocr.ocr_pages(data, [page], 120)
    assert least < page_quality(found[1]) < most
    assert is_better(found[1], page, page_quality(page))
