"""Pages read from their picture by tesseract, in Dutch; the only module that knows pytesseract.

tesseract is a program of its own: it gets a grey picture of bounded size and a bounded time, one
thread, no shell. What it gives (words with a box, lines with a baseline and a size) becomes printed
lines in the coordinates of the page; a character gets its even share of the width of its word.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from time import monotonic
from typing import Any

import pypdfium2 as pdfium
from lxml import etree

from corpus.markup import xml_parser
from corpus.pdf.opening import Frame, open_pdf
from models.document import PrintedLine, PrintedPage

LANGUAGE = "nld"
# dots per inch: what tesseract is made for; A3 fits, on a larger page the dots are larger
_DENSITY = 300
MAX_PIXELS = 20_000_000
# measured: a full page takes 2 to 9 seconds
SECONDS_PER_PAGE = 60.0

# a line that tesseract is less sure of (0 to 1) is a speck, a stamp or handwriting
_LEAST_SURE = 0.3
# a gap between words, in ems, beyond which what follows stands in another column
_COLUMN_GAP = 2.2
# sizes within this share of each other are one size: they are measured, not known
_SAME_SIZE = 0.12
# what tesseract makes of a bullet at the head of a line; none is a word of Dutch
_BULLETS = frozenset("e«»°¢©®*=")

_LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")
_FACT = re.compile(r"(\w+)((?: -?\d+(?:\.\d+)?)+)")
_UNKNOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


@cache
def missing() -> str | None:
    """What must be installed here before pages can be read from their picture; ``None``: nothing.

    Asks tesseract once per process.
    """
    if find_spec("pytesseract") is None:
        return "installeer de extra ocr (pytesseract)"
    import pytesseract

    try:
        languages = pytesseract.get_languages()
    except OSError:
        return "installeer tesseract (tesseract-ocr en tesseract-ocr-nld)"
    if LANGUAGE not in languages:
        return "installeer het Nederlands van tesseract (tesseract-ocr-nld)"
    return None


@cache
def engine() -> str:
    """Which program reads, with its versions; only where nothing is missing."""
    import pytesseract

    found = pytesseract.get_tesseract_version()
    return f"tesseract {found} {LANGUAGE}, pytesseract {version('pytesseract')}"


def ocr_pages(
    data: bytes, pages: Sequence[PrintedPage], seconds: float
) -> tuple[dict[int, PrintedPage], bool]:
    """These pages of a PDF read from their picture, by number; whether the time was enough for all.

    A page comes out with its lines and ``ocr``, without tables; one that tesseract finds no text on
    without lines, one that it fails on or takes longer over than ``SECONDS_PER_PAGE`` not at all.
    After ``seconds`` no page is begun. Raises as :func:`corpus.pdf.opening.open_pdf`.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    end = monotonic() + seconds
    found: dict[int, tuple[PrintedPage, list[_Line]]] = {}
    document = open_pdf(data)
    try:
        for printed in pages:
            left = end - monotonic()
            if left <= 0:
                break
            lines = _look(document, printed, min(left, SECONDS_PER_PAGE))
            if lines is not None:
                found[printed.number] = printed, lines
        else:
            return _printed(found), True
    finally:
        document.close()
    return _printed(found), False


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its left and right edge in points, and how sure it is, 0 to 1."""

    text: str
    x0: float
    x1: float
    sure: float


@dataclass(frozen=True, slots=True)
class _Line:
    """Words of one line and one column; in points."""

    words: tuple[_Word, ...]
    top: float
    bottom: float
    base: float
    size: float

    @property
    def sure(self) -> float:
        return sum(word.sure for word in self.words) / len(self.words)


def _look(document: pdfium.PdfDocument, printed: PrintedPage, seconds: float) -> list[_Line] | None:
    import pytesseract

    try:
        page = document[printed.number - 1]
    except pdfium.PdfiumError:
        return None
    try:
        picture, scale = _picture(page)
    finally:
        page.close()
    try:
        hocr = pytesseract.image_to_pdf_or_hocr(
            picture,
            lang=LANGUAGE,
            extension="hocr",
            timeout=seconds,
            config=f"--dpi {max(70, round(72 * scale))}",
        )
        return list(_lines(etree.fromstring(hocr, xml_parser()), scale))
    except (RuntimeError, OSError, ValueError, etree.XMLSyntaxError):
        # it crashed on this picture, took too long, or gave half an answer
        return None


def _picture(page: pdfium.PdfPage) -> tuple[Any, float]:
    """The page as a grey picture, and its dots per point."""
    frame = Frame(page)
    area = max(frame.width * frame.height, 1.0)
    scale = min(_DENSITY / 72, (MAX_PIXELS / area) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return bitmap.to_pil().copy(), scale
    finally:
        bitmap.close()


def _lines(root: etree._Element, scale: float) -> Iterator[_Line]:
    for element in root.iter("{*}span"):
        if element.get("class") not in _LINES:
            continue
        facts = _facts(element)
        words = [word for child in element if (word := _word(child, scale)) is not None]
        if not words or not {"bbox", "x_size"} <= facts.keys():
            continue
        _, top, _, bottom = (edge / scale for edge in facts["bbox"])
        slope, drop = facts.get("baseline", [0.0, 0.0])
        size = facts["x_size"][0] / scale
        for piece in _pieces(words, size):
            line = _Line(
                tuple(piece),
                top,
                bottom,
                bottom + drop / scale + slope * (piece[0].x0 - words[0].x0),
                size,
            )
            if line.sure >= _LEAST_SURE:
                yield line


def _facts(element: etree._Element) -> dict[str, list[float]]:
    """The figures in a title of hOCR: ``bbox 12 30 99 42; baseline 0.01 -6``."""
    found = _FACT.findall(element.get("title") or "")
    return {name: [float(figure) for figure in figures.split()] for name, figures in found}


def _word(element: etree._Element, scale: float) -> _Word | None:
    text = "".join("".join(map(str, element.itertext())).split())
    # a word beside a bullet or on a ruled line gets a stroke before it
    text = _UNKNOWN.sub("\ufffd", text.lstrip("_") or text)
    facts = _facts(element)
    if not text or not {"bbox", "x_wconf"} <= facts.keys():
        return None
    x0, _, x1, _ = (edge / scale for edge in facts["bbox"])
    return _Word(text, x0, max(x0, x1), min(1.0, max(0.0, facts["x_wconf"][0] / 100)))


def _pieces(words: Sequence[_Word], size: float) -> list[list[_Word]]:
    """The words of a line, cut where a column ends."""
    pieces = [[words[0]]]
    for word in words[1:]:
        if word.x0 - pieces[-1][-1].x1 > _COLUMN_GAP * size and not _is_label(pieces[-1]):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return pieces


def _is_label(words: Sequence[_Word]) -> bool:
    """Bullets and numbers stand further from their text than words from each other."""
    return len(words) == 1 and len(words[0].text) <= 2


def _printed(found: dict[int, tuple[PrintedPage, list[_Line]]]) -> dict[int, PrintedPage]:
    size_of = _sizes([line for _, lines in found.values() for line in lines])
    return {
        number: replace(
            printed,
            lines=tuple(
                _printed_line(line, size_of[line.size], number)
                for row in _rows(lines)
                for line in row
            ),
            tables=(),
            unmapped=0.0,
            hidden=0.0,
            ocr=round(_sure(lines), 3),
        )
        for number, (printed, lines) in found.items()
    }


def _sure(lines: Sequence[_Line]) -> float:
    sure = [word.sure for line in lines for word in line.words]
    return sum(sure) / len(sure) if sure else 0.0


def _sizes(lines: Sequence[_Line]) -> dict[float, float]:
    """For each size measured, the size it is: the usual sizes draw those near them."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += sum(len(word.text) for word in line.words)
    usual: dict[float, float] = {}
    while rest := {size: weight for size, weight in weights.items() if size not in usual}:
        middle = max(rest, key=lambda size: _near(size, rest))
        for size in rest:
            if abs(size - middle) <= _SAME_SIZE * middle:
                usual[size] = round(middle, 1)
    return usual


def _near(size: float, weights: dict[float, int]) -> int:
    """How many characters are set in about this size, those of the very size twice."""
    close = 0.5 * _SAME_SIZE * size
    return weights[size] + sum(
        weight for other, weight in weights.items() if abs(other - size) <= close
    )


def _rows(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines from top to bottom, those on one height from left to right."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.base):
        if not rows or line.base - rows[-1][0].base > 0.4 * line.size:
            rows.append([])
        rows[-1].append(line)
    for row in rows:
        row.sort(key=lambda line: line.words[0].x0)
    return rows


def _printed_line(line: _Line, size: float, page: int) -> PrintedLine:
    words = line.words
    if len(words) > 1 and words[0].text in _BULLETS:
        words = (replace(words[0], text="•"), *words[1:])
    text, edges = "", [words[0].x0]
    for word in words:
        if text:
            text += " "
            edges.append(max(word.x0, edges[-1]))
        step = max(word.x1 - edges[-1], 0.0) / len(word.text)
        start = edges[-1]
        edges += [start + step * at for at in range(1, len(word.text) + 1)]
        text += word.text
    return PrintedLine(
        text=text,
        page=page,
        top=round(line.top, 2),
        bottom=round(max(line.bottom, line.top), 2),
        edges=tuple(round(edge, 2) for edge in edges),
        size=size,
    )
