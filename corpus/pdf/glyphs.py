"""The glyphs of a page, each with its box, as pypdfium2 gives them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.layer import TextLayer, look_at_layer
from corpus.pdf.lines import Glyph, Style
from corpus.pdf.opening import Frame

# a full page has 5,000 glyphs; the rest of a page with more than this is left, and told
MAX_GLYPHS = 60_000

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


def read_glyphs(page: pdfium.PdfPage, frame: Frame) -> tuple[list[Glyph], bool, TextLayer]:
    """The glyphs of a page in the order they were put down; whether there are more; what of them.

    The last says how far the page itself knows its characters, see :class:`TextLayer`.
    """
    text = page.get_textpage()
    try:
        count = pdfium_c.FPDFText_CountChars(text.raw)
        most = min(count, MAX_GLYPHS)
        layer = look_at_layer(text.raw, most)
        return list(_glyphs(text.raw, most, frame)), count > MAX_GLYPHS, layer
    finally:
        text.close()


def _glyphs(text: Any, count: int, frame: Frame) -> Iterator[Glyph]:
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
    rect: Any, x: float, y: float, frame: Frame, style: Style
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


def _style(text: Any, index: int, frame: Frame) -> Style:
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
