"""What tesseract answers made into lines of a page; it is stood in for, so it need not be there."""

import sys
from types import SimpleNamespace

import pytest
from fpdf import FPDF

from corpus.pdf import ocr, read_pdf
from models.document import PrintedLine, PrintedPage

SCALE = 300 / 72


def scan(wide: float = 595, tall: float = 842) -> bytes:
    made = FPDF(unit="pt", format=(wide, tall))
    made.add_page()
    made.rect(50, 50, wide - 100, tall - 100, style="F")
    return bytes(made.output())


class Tesseract:
    """Answers what it is given; remembers the pictures and bounds it was asked with."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.asked: list[tuple[int, int]] = []
        self.bounds: list[float] = []

    def read(self, picture: object, *, timeout: float, lang: str, **_: object) -> bytes:
        assert lang == "nld"
        self.asked.append(picture.size)  # type: ignore[attr-defined]
        self.bounds.append(timeout)
        return self.answer


def answered(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, data: bytes
) -> tuple[dict[int, PrintedPage], Tesseract]:
    tesseract = Tesseract(answer)
    stand_in = SimpleNamespace(image_to_pdf_or_hocr=tesseract.read)
    monkeypatch.setitem(sys.modules, "pytesseract", stand_in)
    found, in_time = ocr.ocr_pages(data, read_pdf(data), 45)
    assert in_time
    return found, tesseract


def hocr(*lines: tuple[float, float, float, list[tuple[str, float, float, int]]]) -> bytes:
    """Lines as tesseract gives them: top, base and size in points, words with x0, x1, certainty."""
    made = []
    for top, base, size, words in lines:
        x0, x1, low = words[0][1], max(word[2] for word in words), base + 0.2 * size
        boxed = "".join(
            f"<span class='ocrx_word' title='bbox {round(left * SCALE)} {round(top * SCALE)} "
            f"{round(right * SCALE)} {round(base * SCALE)}; x_wconf {sure}'>{text}</span>"
            for text, left, right, sure in words
        )
        made.append(
            f"<span class='ocr_line' title='bbox {round(x0 * SCALE)} {round(top * SCALE)} "
            f"{round(x1 * SCALE)} {round(low * SCALE)}; baseline 0 {round(-0.2 * size * SCALE)}; "
            f"x_size {size * SCALE:.3f}; x_descenders 2; x_ascenders 3'>{boxed}</span>"
        )
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{''.join(made)}</body></html>"
    return page.encode()


def lines_of(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> tuple[PrintedLine, ...]:
    found, _ = answered(monkeypatch, answer, scan())
    return found[1].lines


def test_words_become_a_line_with_edges_in_points(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [("de", 80, 92, 96), ("proef", 96, 126, 90)]
    found, _ = answered(monkeypatch, hocr((100, 110, 10, words)), scan())
    (line,) = found[1].lines
    assert line.text == "de proef"
    # a character has its share of its word, a space what is between
    assert line.edges == pytest.approx([80, 86, 92, 96, 102, 108, 114, 120, 126], abs=0.3)
    assert (line.top, line.bottom) == pytest.approx((100, 112), abs=0.3)
    assert line.size == pytest.approx(10, abs=0.1)
    assert found[1].ocr == pytest.approx(0.93)


def test_columns_are_cut_and_read_from_left_to_right(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = hocr(
        (120, 130.6, 10, [("tweede", 80, 120, 95), ("Kenmerk", 460, 510, 95)]),
        # a margin that hangs half a point higher, and comes first
        (100, 109.5, 10, [("Datum", 460, 500, 95)]),
        (100, 110.0, 10, [("eerste", 80, 110, 95), ("regel", 114, 140, 95)]),
        # a number stands far from its text
        (140, 150.0, 10, [("1.", 80, 86, 95), ("punt", 118, 140, 95)]),
    )
    assert [line.text for line in lines_of(monkeypatch, answer)] == [
        "eerste regel", "Datum", "tweede", "Kenmerk", "1. punt",
    ]  # fmt: skip


def test_what_is_set_in_one_size_gets_one_size(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = [10, 10.3, 9.7, 10.6, 10, 14, 14.3, 7.1, 7]
    words = [(f"woord{at}", 80.0, 120.0, 95) for at in range(len(measured))]
    answer = hocr(
        *((100 + 20 * at, 110 + 20 * at, size, [words[at]]) for at, size in enumerate(measured))
    )
    sizes = [line.size for line in lines_of(monkeypatch, answer)]
    assert len(set(sizes[:5])) == len(set(sizes[5:7])) == len(set(sizes[7:])) == 1
    assert sizes[7] < sizes[0] < sizes[5]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        # a bullet is taken for a letter, with a stroke before the word
        ([("e", 80, 84, 60), ("_Het", 98, 112, 42)], ["• Het"]),
        ([("«", 80, 84, 60), ("loket", 98, 120, 90)], ["• loket"]),
        # a speck, a stamp, handwriting
        ([("Jd", 80, 90, 12), ("Á", 96, 99, 30)], []),
        # sure of the line, not of the word
        ([("de", 80, 90, 96), ("CO2-uitstoot", 94, 140, 0)], ["de CO2-uitstoot"]),
        ([("e", 80, 84, 60)], ["e"]),
        ([("____", 80, 120, 60)], ["____"]),
    ],
)
def test_what_tesseract_often_takes_for_something_else(
    words: list[tuple[str, float, float, int]], read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = lines_of(monkeypatch, hocr((100, 110, 10, words)))
    assert [line.text for line in found] == read


@pytest.mark.parametrize("side", [300, 842, 14_000])
def test_no_page_makes_too_large_a_picture(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found, tesseract = answered(monkeypatch, hocr(), scan(side, side))
    assert (found[1].lines, found[1].ocr) == ((), 0.0)
    ((wide, tall),) = tesseract.asked
    assert wide * tall <= 1.01 * ocr.MAX_PIXELS
    assert wide == pytest.approx(min(side * SCALE, ocr.MAX_PIXELS**0.5), rel=0.01)
    assert tesseract.bounds == [pytest.approx(45, abs=5)]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><body><span class='ocr_line'/></body></html>",
        b"<html><span class='ocr_line' title='bbox 0 0'><span title='bbox x'>a</span></span>"
        b"</html>",
        b"<html><span class='ocr_line' title='bbox 0 0 9; x_size 8'>"
        b"<span title='bbox 0 0 1 1; x_wconf 90'>a</span></span></html>",
        b"<html><span class='ocr_line' title='bbox 0 0 9 9; x_size 8'>"
        b"<span title='bbox 0 0 1; x_wconf -'>a</span></span></html>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///dev/null'>]><html>&b;</html>",
    ],
)
def test_half_an_answer_is_no_answer(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = answered(monkeypatch, answer, scan())
    assert [page.lines for page in found.values()] in ([], [()])


@pytest.mark.parametrize("error", [RuntimeError("Tesseract process timeout"), OSError("weg")])
def test_a_page_that_tesseract_fails_on_is_left_as_it_was(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setitem(sys.modules, "pytesseract", SimpleNamespace(image_to_pdf_or_hocr=fail))
    assert ocr.ocr_pages(scan(), read_pdf(scan()), 45) == ({}, True)
