"""What is told of the pages of a paper; every page is made up."""

import pytest

from extractors.quality import (
    is_better,
    needs_ocr,
    page_problems,
    page_quality,
)
from models.document import Box, PrintedCell, PrintedLine, PrintedPage, PrintedTable
from tests.extractors.test_readability import DUTCH, moved


def page(text: str = "", number: int = 1, **known: object) -> PrintedPage:
    lines = tuple(line(row, number) for row in text.split("\n") if row)
    return PrintedPage(number, 595, 842, lines, **known)  # type: ignore[arg-type]


def line(text: str, number: int = 1) -> PrintedLine:
    edges = tuple(70.0 + 5 * at for at in range(len(text) + 1))
    return PrintedLine(text, number, 100, 112, edges, 10)


IN_TABLE = PrintedTable(Box(70, 90, 200, 120), (PrintedCell(0, 0, (line("12,5"),)),))
SCAN = {"drawn": True, "picture": 1.0}


@pytest.mark.parametrize(
    ("what", "printed", "quality", "soort"),
    [
        ("text", page(DUTCH), 1.0, None),
        ("nothing", page(), 1.0, None),
        ("a table alone", page(tables=(IN_TABLE,)), 1.0, None),
        ("a picture without text", page(**SCAN), 0.0, "geen_tekstlaag"),
        ("shifted characters", page(moved(DUTCH, 1)), 0.0, "onleesbaar"),
        ("figures in a font that says nothing", page("12 34 56", unmapped=1.0), 0.0, "onleesbaar"),
        ("language in a font that says nothing", page(DUTCH, unmapped=1.0), 1.0, None),
        ("sure OCR", page(DUTCH, ocr=0.93), 0.93, None),
        ("unsure OCR", page(DUTCH, ocr=0.62), 0.62, "slechte_ocr"),
        ("OCR of another, good", page(DUTCH, hidden=1.0, **SCAN), 1.0, None),
        (
            "OCR of another, poor",
            page(DUTCH[:160] + ".,-_'' ;'-_,.; '_;.-' " * 4, hidden=1.0, **SCAN),
            0.7,
            "slechte_ocr",
        ),
        ("accents read wrongly", page("De coÃ¶rdinatie van de proef."), 0.6, "tekenschade"),
        ("a letter lost", page(DUTCH + " Zij be\ufffdindigt dit."), 0.95, "tekenschade"),
        ("too much text", page(DUTCH, cut=True), 1.0, "te_groot"),
        ("a scan with a stamp", page("Kamerstuk 99 001, nr. 7", **SCAN), 1.0, "geen_tekstlaag"),
        ("a picture beside text", page(DUTCH * 2, drawn=True, picture=0.4), 1.0, None),
    ],
)
def test_every_kind_of_page_is_known(
    what: str, printed: PrintedPage, quality: float, soort: str | None
) -> None:
    found = page_quality(printed)
    assert found == pytest.approx(quality, abs=0.12)
    problems = page_problems("brief.pdf", [printed], [found])
    assert [problem.soort for problem in problems] == ([soort] if soort else [])
    assert all(problem.melding.startswith("Pagina 1 ") for problem in problems)


def told(*pages: PrintedPage, tried: tuple[int, ...] = (), advice: str = "doe iets") -> list[str]:
    problems = page_problems(
        "brief.pdf", pages, [page_quality(one) for one in pages], tried, advice
    )
    return [problem.melding for problem in problems]


def test_pages_are_named_together_and_what_ocr_did_is_told() -> None:
    scans = [page(number=number, **SCAN) for number in (1, 2, 3, 5, 7, 8)]
    assert told(*scans) == ["Pagina's 1-3, 5, 7-8 zonder tekstlaag (scan): doe iets."]
    (both,) = told(*scans, tried=(1, 2))
    assert both.startswith("Pagina's 3, 5, 7-8 zonder tekstlaag (scan): doe iets. Pagina's 1-2 ")
    assert "ook OCR" in both


def test_a_cover_is_no_scan_but_a_paper_of_stamped_pages_is() -> None:
    cover = page("Stand van de uitvoering 2027", 1, **SCAN)
    inside = [page(DUTCH * 2, number) for number in (2, 3)]
    assert told(cover, *inside) == []
    stamped = [page("Kamerstuk 99 001, nr. 7", number, **SCAN) for number in (1, 2, 3)]
    assert told(*stamped) == ["Pagina's 1-3 zonder tekstlaag (scan): doe iets."]
    assert all(needs_ocr(one, 1.0) for one in (cover, *stamped))


@pytest.mark.parametrize(
    ("was", "read", "better"),
    [
        (page(**SCAN), page(DUTCH, ocr=0.9), True),
        # a photo
        (page(**SCAN), page(ocr=0.0), False),
        (page(**SCAN), page("i , ;_ _' ~e", ocr=0.4), False),
        (page(moved(DUTCH, 1)), page(DUTCH, ocr=0.7), True),
        (page("Kamerstuk 99 001, nr. 7", **SCAN), page(DUTCH, ocr=0.9), True),
        # a cover: OCR reads what is there already
        (page("Stand 2027", **SCAN), page("Stand 2027", ocr=0.95), False),
    ],
)
def test_ocr_goes_before_what_it_betters(was: PrintedPage, read: PrintedPage, better: bool) -> None:
    assert needs_ocr(was, page_quality(was))
    assert is_better(read, was, page_quality(was)) == better
