"""PDF into printed pages; the only module that knows pypdfium2 and pdfplumber.

pypdfium2 gives every glyph with its box; pdfplumber is asked only on pages that show the ruling
lines of a table. Coordinates are points from the top left of the page as a viewer shows it.
"""

from __future__ import annotations

import ctypes
import io
import logging
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.glyphs import Glyph, Style, find_lines
from models.document import (
    Box,
    PrintedCell,
    PrintedLink,
    PrintedPage,
    PrintedTable,
)
from models.problems import UnreadableError

# 2,000 full pages take 210 seconds and 840 MB, within what a worker may use (flows/workers.py);
# one of 5,000 would be lost there after all that work
MAX_PAGES = 2000
# a full page has 5,000 glyphs; the rest of a page with more than this is left, and told
MAX_GLYPHS = 60_000
_MAX_OBJECTS = 20_000
# a full page of tables has 400 rules, which cross in 1,000 places; finding tables takes the square
# of the crossings: this many take seconds
_MAX_RULES = 2000
_MAX_CROSSINGS = 6000

_BROKEN = "Deze pdf is beschadigd en kan niet worden gelezen; haal hem opnieuw op bij de bron."
_LOCKED = "Deze pdf is versleuteld; vraag de bron om een open versie."
# behind a password, or by a lock that we do not know
_LOCKS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_TOO_LONG = f"Deze pdf telt meer dan {MAX_PAGES} bladzijden; splits hem en bied de delen aan."

# readers disagree on where a word ends when a line does: every mark of it is a hyphen to us
_HYPHENS = {0xFFFE: "-", 0x00AD: "-", 0x2010: "-", 0x2011: "-", 0x0002: "-"}
# bullets as the symbol fonts of word processors number them
_BULLETS = dict.fromkeys((61623, 61607, 61656, 61558, 61485, 9679, 8226, 9642), "•")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_SPACES = (0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000, 0x9)
_CHARS: dict[int, str] = {
    **dict.fromkeys((*range(32), *range(127, 160)), "�"),
    **dict.fromkeys(_SPACES, " "),
    **_HYPHENS,
    **_BULLETS,
    **_LIGATURES,
}

# the one call made for every glyph whose answer is an address: as a number it can be a key
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium_c.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(data: bytes) -> tuple[PrintedPage, ...]:
    """Every page of a PDF: its lines, ruled tables and links.

    Raises :class:`UnreadableError`: ``versleuteld`` for a PDF that is locked,
    ``kapotte_pdf`` for one that cannot be opened or has no pages, ``te_groot`` above
    ``MAX_PAGES``. A page that cannot be opened comes out empty and ``drawn``.
    """
    return tuple(iter_pages(data))


def iter_pages(data: bytes) -> Iterator[PrintedPage]:
    """The pages of a PDF one by one; raises as :func:`read_pdf`."""
    document = _open(data)
    tables = _Tables(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableError("te_groot", _TOO_LONG)
        if not count:
            raise UnreadableError("kapotte_pdf", _BROKEN)
        for index in range(count):
            yield _read_page(document, index, tables)
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in _LOCKS or "password" in str(error).lower():
            raise UnreadableError("versleuteld", _LOCKED) from error
        raise UnreadableError("kapotte_pdf", _BROKEN) from error


def _read_page(document: pdfium.PdfDocument, index: int, tables: _Tables) -> PrintedPage:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return PrintedPage(index + 1, 595.0, 842.0, drawn=True)
    try:
        frame = _Frame(page)
        glyphs, cut = _glyphs(page, frame)
        shapes = _Shapes(page, frame)
        found = tables.find(index, frame) if shapes.ruled() else ()
        printed, rest = _fill(found, glyphs, index + 1)
        return PrintedPage(
            number=index + 1,
            width=round(frame.width, 2),
            height=round(frame.height, 2),
            lines=find_lines(rest, index + 1),
            tables=printed,
            links=tuple(_links(document, page, frame)),
            drawn=shapes.drawn,
            cut=cut,
        )
    finally:
        page.close()


class _Frame:
    """The way from a page's own coordinates to points from the top left as it is shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        # the crop and media box of a page may be inherited: this is the one that is shown
        self.left, self.low, self.right, self.high = page.get_bbox()
        self.turn = page.get_rotation() % 360
        wide, tall = self.right - self.left, self.high - self.low
        self.width, self.height = (tall, wide) if self.turn in (90, 270) else (wide, tall)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page's own coordinates is shown: x, and y from the top."""
        if self.turn == 90:
            return y - self.low, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.low
        if self.turn == 270:
            return self.high - y, self.right - x
        return x - self.left, self.high - y

    def box(self, left: float, low: float, right: float, high: float) -> Box:
        """Where a rectangle of the page's own coordinates is shown."""
        one, other = self.point(left, low), self.point(right, high)
        x0, x1 = sorted((one[0], other[0]))
        top, bottom = sorted((one[1], other[1]))
        return Box(x0, top, x1, bottom)


def _glyphs(page: pdfium.PdfPage, frame: _Frame) -> tuple[list[Glyph], bool]:
    """The printed glyphs of a page in the order they were put down; whether there are more."""
    text = page.get_textpage()
    try:
        count = pdfium_c.FPDFText_CountChars(text.raw)
        return list(_read_glyphs(text.raw, min(count, MAX_GLYPHS), frame)), count > MAX_GLYPHS
    finally:
        text.close()


def _read_glyphs(text: Any, count: int, frame: _Frame) -> Iterator[Glyph]:
    code_of, box_of, origin_of = (
        pdfium_c.FPDFText_GetUnicode,
        pdfium_c.FPDFText_GetLooseCharBox,
        pdfium_c.FPDFText_GetCharOrigin,
    )
    address = ctypes.cast(text, ctypes.c_void_p)
    rect, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_rect, at_x, at_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    styles: dict[int, Style] = {}
    half = 0
    for index in range(count):
        code = code_of(text, index)
        if 0xD800 <= code < 0xE000:
            half, code = _joined(half, code)
            if not code:
                continue
        if code in (32, 13, 10) and pdfium_c.FPDFText_IsGenerated(text, index):
            continue
        if not box_of(text, index, at_rect) or not origin_of(text, index, at_x, at_y):
            continue
        owner = _text_object(address, index) or 0
        style = styles.get(owner)
        if style is None:
            style = styles[owner] = _style(text, index, frame)
        x0, top, x1, bottom, base = _placed(rect, x.value, y.value, frame, style)
        for char in _CHARS.get(code) or chr(code):
            yield Glyph(x0, x1, top, bottom, base, char, style)


def _joined(half: int, code: int) -> tuple[int, int]:
    """A character outside the first plane comes in two halves: the first half, the whole.

    Half a character is no text and cannot be written anywhere.
    """
    if code < 0xDC00:
        return code, 0
    return 0, 0x10000 + ((half - 0xD800) << 10) + code - 0xDC00 if half else 0xFFFD


def _placed(
    rect: Any, x: float, y: float, frame: _Frame, style: Style
) -> tuple[float, float, float, float, float]:
    """The advance box and the baseline (of sideways text: the x it runs along)."""
    if frame.turn == 0 and not style.sideways:
        return (
            rect.left - frame.left,
            frame.high - rect.top,
            rect.right - frame.left,
            frame.high - rect.bottom,
            frame.high - y,
        )
    box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
    shown = frame.point(x, y)
    return box.x0, box.top, box.x1, box.bottom, shown[0] if style.sideways else shown[1]


def _style(text: Any, index: int, frame: _Frame) -> Style:
    matrix = pdfium_c.FS_MATRIX()
    scale = 1.0
    if pdfium_c.FPDFText_GetMatrix(text, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(text, index, name, 128, flags)
    font = name.value.decode("latin-1").lower()
    angle = math.degrees(pdfium_c.FPDFText_GetCharAngle(text, index)) - frame.turn
    return Style(
        # set in a negative size, text is mirrored and no smaller
        size=round(abs(pdfium_c.FPDFText_GetFontSize(text, index)) * scale, 1),
        bold=pdfium_c.FPDFText_GetFontWeight(text, index) >= 600 or "bold" in font,
        italic="italic" in font or "oblique" in font or bool(flags.value & 0x40),
        sideways=45 < angle % 180 < 135,
    )


class _Shapes:
    """What a page carries besides text: whether anything, and its ruling lines."""

    def __init__(self, page: pdfium.PdfPage, frame: _Frame) -> None:
        self.drawn = False
        self.across: list[Box] = []
        self.down: list[Box] = []
        count = pdfium_c.FPDFPage_CountObjects(page.raw)
        self._crowded = count > _MAX_OBJECTS
        for index in range(min(count, _MAX_OBJECTS)):
            self._look(pdfium_c.FPDFPage_GetObject(page.raw, index), frame)

    def _look(self, item: Any, frame: _Frame) -> None:
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            return
        self.drawn = True
        if kind != pdfium_c.FPDF_PAGEOBJ_PATH:
            return
        bounds = [ctypes.c_float() for _ in range(4)]
        if pdfium_c.FPDFPageObj_GetBounds(item, *(ctypes.byref(bound) for bound in bounds)):
            self._measure(frame.box(*(bound.value for bound in bounds)))

    def _measure(self, box: Box) -> None:
        wide, tall = box.x1 - box.x0, box.bottom - box.top
        if wide > 12 and tall < 3:
            self.across.append(box)
        elif tall > 6 and wide < 3:
            self.down.append(box)
        elif wide > 20 and tall > 8:
            # a drawn rectangle rules on all four sides
            self.across.extend((replace(box, bottom=box.top), replace(box, top=box.bottom)))
            self.down.extend((replace(box, x1=box.x0), replace(box, x0=box.x1)))

    def ruled(self) -> bool:
        """Whether there are enough lines for a table of two rows and two columns.

        Not on a page that has too many to look for one: it is read without tables.
        """
        if self._crowded or len(self.across) + len(self.down) > _MAX_RULES:
            return False
        rows = {round(box.top) for box in self.across}
        columns = {round(box.x0) for box in self.down}
        if len(rows) * len(columns) > _MAX_CROSSINGS:
            return False
        return len(self.across) >= 3 and len(self.down) >= 2


class _Tables:
    """pdfplumber, opened only when a page shows ruling lines."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def find(self, index: int, frame: _Frame) -> tuple[list[tuple[int, int, Box]], ...]:
        """The tables of a page: of each the cells as row, column and box.

        pdfplumber breaks in many ways on damaged papers; the page is then read without tables.
        """
        try:
            if self._pdf is None:
                self._pdf = pdfplumber.open(io.BytesIO(self._data))
            page = self._pdf.pages[index]
            found = [_grid(table) for table in page.find_tables()]
            high = float(page.mediabox[3])
            page.close()
        except Exception:
            # every class of error occurs here, KeyError and RecursionError among them
            return ()
        # pdfplumber measures x from the origin and y from the top of the media box
        dx, dy = (0.0, 0.0) if frame.turn else (frame.left, high - frame.high)
        return tuple(
            [
                (row, column, Box(box[0] - dx, box[1] - dy, box[2] - dx, box[3] - dy))
                for row, column, box in grid
            ]
            for grid in found
            if _is_table(grid)
        )


def _grid(table: Any) -> list[tuple[int, int, tuple[float, float, float, float]]]:
    """The cells of a pdfplumber table with the row and column of their top left corner."""
    tops = _steps(cell[1] for cell in table.cells)
    lefts = _steps(cell[0] for cell in table.cells)
    cells = [(_step(tops, cell[1]), _step(lefts, cell[0]), cell) for cell in table.cells]
    return sorted(cells)


def _steps(values: Any) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > 3:
            steps.append(value)
    return steps


def _step(steps: list[float], value: float) -> int:
    return max(index for index, step in enumerate(steps) if step <= value)


def _is_table(grid: list[tuple[int, int, Any]]) -> bool:
    return max(row for row, _, _ in grid) >= 1 and max(column for _, column, _ in grid) >= 1


def _fill(
    tables: tuple[list[tuple[int, int, Box]], ...], glyphs: list[Glyph], page: int
) -> tuple[tuple[PrintedTable, ...], list[Glyph]]:
    """Each cell with the lines printed in it; and the glyphs that lie in no cell."""
    printed = []
    for grid in tables:
        inside: list[list[Glyph]] = [[] for _ in grid]
        rest: list[Glyph] = []
        for glyph in glyphs:
            at = _cell_at(grid, (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
            (rest if at is None else inside[at]).append(glyph)
        if sum(any(glyph.char != " " for glyph in cell) for cell in inside) < 3:
            continue
        glyphs = rest
        printed.append(_table(grid, inside, page))
    return tuple(printed), glyphs


def _cell_at(grid: list[tuple[int, int, Box]], x: float, y: float) -> int | None:
    for index, (_, _, box) in enumerate(grid):
        if box.x0 <= x < box.x1 and box.top <= y < box.bottom:
            return index
    return None


def _table(grid: list[tuple[int, int, Box]], inside: list[list[Glyph]], page: int) -> PrintedTable:
    lefts = _steps(box.x0 for _, _, box in grid)
    tops = _steps(box.top for _, _, box in grid)
    cells = [
        PrintedCell(
            row=row,
            column=column,
            lines=find_lines(glyphs, page),
            rows=sum(box.top - 1 <= top < box.bottom - 1 for top in tops) or 1,
            columns=sum(box.x0 - 1 <= left < box.x1 - 1 for left in lefts) or 1,
        )
        for (row, column, box), glyphs in zip(grid, inside, strict=True)
    ]
    whole = Box(
        round(min(box.x0 for _, _, box in grid), 2),
        round(min(box.top for _, _, box in grid), 2),
        round(max(box.x1 for _, _, box in grid), 2),
        round(max(box.bottom for _, _, box in grid), 2),
    )
    return PrintedTable(whole, tuple(cells), tuple(round(left, 1) for left in lefts))


def _links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: _Frame
) -> Iterator[PrintedLink]:
    """The web addresses behind rectangles of the page."""
    position = ctypes.c_int(0)
    link = pdfium_c.FPDF_LINK()
    rect = pdfium_c.FS_RECTF()
    for _ in range(_MAX_OBJECTS):
        if not pdfium_c.FPDFLink_Enumerate(page.raw, position, link):
            return
        target = _target(document, link)
        if target and pdfium_c.FPDFLink_GetAnnotRect(link, rect):
            yield PrintedLink(frame.box(rect.left, rect.bottom, rect.right, rect.top), target)


def _target(document: pdfium.PdfDocument, link: Any) -> str | None:
    action = pdfium_c.FPDFLink_GetAction(link)
    if not action or pdfium_c.FPDFAction_GetType(action) != pdfium_c.PDFACTION_URI:
        return None
    size = pdfium_c.FPDFAction_GetURIPath(document.raw, action, None, 0)
    if not 1 < size < 4096:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDFAction_GetURIPath(document.raw, action, buffer, size)
    return buffer.value.decode("utf-8", errors="replace")
