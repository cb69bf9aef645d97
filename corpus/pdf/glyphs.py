"""The glyphs of a page, each with its box, as pypdfium2 gives them.

A page has thousands of glyphs, and every call into the library costs more than what it answers:
only the box is asked of each glyph, the rest of a page at once, of each text object or of a few.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from corpus.pdf.arrays import Floats, Ints, insert, starts
from corpus.pdf.calls import (
    ADDRESS,
    DOUBLE,
    FLOAT,
    INT,
    POINTER,
    address_of,
    columns,
    function,
    make,
    rows,
)
from corpus.pdf.layer import TextLayer, look_at_layer
from corpus.pdf.lines import Glyphs, Style
from corpus.pdf.opening import Frame

# a full page has 5,000 glyphs; the rest of a page with more than this is left, and told
MAX_GLYPHS = 60_000

# readers disagree on where a word ends when a line does: every mark of it is a hyphen to us
_HYPHENS = (0xFFFE, 0x00AD, 0x2010, 0x2011, 0x0002)
# bullets as the symbol fonts of word processors number them
_BULLETS = (61623, 61607, 61656, 61558, 61485, 9679, 8226, 9642)
_SPACES = (0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000, 0x9)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_LOST = 0xFFFD


def _plain() -> Ints:
    """For each code of two bytes the character that we read it as."""
    plain = np.arange(0x10000)
    plain[:32] = plain[127:160] = _LOST
    for codes, char in ((_SPACES, " "), (_HYPHENS, "-"), (_BULLETS, "•")):
        plain[list(codes)] = ord(char)
    return plain


_PLAIN = _plain()


_count = function("FPDFText_CountChars", INT, POINTER)
_unicode = function("FPDFText_GetUnicode", ctypes.c_uint, POINTER, INT)
_is_generated = function("FPDFText_IsGenerated", INT, POINTER, INT)
_text_object = function("FPDFText_GetTextObject", ADDRESS, POINTER, INT)
_box = function("FPDFText_GetLooseCharBox", INT, POINTER, INT, POINTER)
_origin = function("FPDFText_GetCharOrigin", INT, POINTER, INT, POINTER, POINTER)
_font_size = function("FPDFText_GetFontSize", DOUBLE, POINTER, INT)
_angle = function("FPDFText_GetCharAngle", FLOAT, POINTER, INT)
_matrix = function("FPDFText_GetMatrix", INT, POINTER, INT, POINTER)
_text = function("FPDFText_GetText", INT, POINTER, INT, INT, POINTER)
_font = function("FPDFTextObj_GetFont", ADDRESS, POINTER)
_font_weight = function("FPDFText_GetFontWeight", INT, POINTER, INT)
_font_info = function(
    "FPDFText_GetFontInfo", ctypes.c_ulong, POINTER, INT, POINTER, ctypes.c_ulong, POINTER
)


def read_glyphs(page: pdfium.PdfPage, frame: Frame) -> tuple[Glyphs, bool, TextLayer]:
    """The glyphs of a page in the order they were put down; whether there are more; what of them.

    The last says how far the page itself knows its characters, see :class:`TextLayer`.
    """
    text = page.get_textpage()
    try:
        address = address_of(text.raw)
        count = _count(address)
        most = max(min(count, MAX_GLYPHS), 0)
        return _read(address, most, frame), count > MAX_GLYPHS, look_at_layer(text.raw, most)
    finally:
        text.close()


@dataclass(frozen=True, slots=True)
class _Strings:
    """The stretches of glyphs that a page's text objects show, in order; an entry for each.

    ``first`` is the place of its first glyph among all that are printed and ``index`` the
    library's own number of it; ``length`` counts its glyphs. ``owner`` is the address of the
    object and ``matrix`` (k, 6) the way from its coordinates to those of the page.
    """

    first: Ints
    index: Ints
    length: Ints
    owner: npt.NDArray[np.uint64]
    matrix: Floats


def _read(text: int, count: int, frame: Frame) -> Glyphs:
    codes, printed = _codes(text, count)
    boxes, given = _boxes(text, printed.tolist())
    if not given.any():
        return Glyphs.none()
    codes, printed, boxes = codes[given], printed[given], boxes[given]
    strings = _strings(text, printed)
    styles, style = _styles(text, strings, frame)
    style = np.repeat(style, strings.length)
    sideways = np.array([each.sideways for each in styles], bool)[style]
    shown = frame.point(*_origins(text, printed, boxes, strings).T)
    left, high, right, low = boxes.T
    one, other = frame.point(left, high), frame.point(right, low)
    return _without_ligatures(
        Glyphs(
            x0=np.minimum(one[0], other[0]),
            x1=np.maximum(one[0], other[0]),
            top=np.minimum(one[1], other[1]),
            bottom=np.maximum(one[1], other[1]),
            base=np.where(sideways, shown[0], shown[1]),
            code=codes,
            style=style,
            styles=styles,
        )
    )


def _codes(text: int, count: int) -> tuple[Ints, Ints]:
    """The characters that are printed, as we read them: their codes and their indices."""
    codes = _unicodes(text, count)
    printed = np.ones(count, bool)
    # the library puts spaces and ends of line between words and lines of itself
    spaces = ((codes == 32) | (codes == 13) | (codes == 10)).nonzero()[0]
    made_up = map(_is_generated, repeat(text), spaces.tolist())
    printed[spaces] = np.fromiter(made_up, np.intc, len(spaces)) == 0
    halves = (codes >= 0xD800) & (codes < 0xE000)
    if halves.any():
        _join(codes, halves)
        printed &= ~((codes >= 0xD800) & (codes < 0xE000))
    at = printed.nonzero()[0]
    codes = codes[at]
    plain = _PLAIN[np.minimum(codes, 0xFFFF)]
    further = codes > 0xFFFF
    plain[further] = np.where(codes[further] <= 0x10FFFF, codes[further], _LOST)
    return plain, at


def _unicodes(text: int, count: int) -> Ints:
    """The codes of the first characters; in one call where each is one unit of the whole text.

    The library leaves characters that it does not know out of the text, and does not say which.
    """
    if count == _count(text):
        units = np.zeros(count + 1, np.uint16)
        whole = _text(text, 0, count, units.ctypes.data) == count + 1
        if whole and not ((units >= 0xD800) & (units < 0xE000)).any():
            return units[:count].astype(np.int64)
    return np.fromiter(map(_unicode, repeat(text), range(count)), np.int64, count)


def _join(codes: Ints, halves: npt.NDArray[np.bool_]) -> None:
    """A character outside the first plane comes in two halves: let the second be the whole.

    Half a character is no text and cannot be written anywhere: the first is left as it is, to be
    dropped, the second without a first is lost.
    """
    first = 0
    for index in halves.nonzero()[0].tolist():
        code = int(codes[index])
        if code < 0xDC00:
            first = code
        else:
            whole = 0x10000 + ((first - 0xD800) << 10) + code - 0xDC00
            codes[index], first = whole if first else _LOST, 0


def _boxes(text: int, printed: Sequence[int]) -> tuple[Floats, Any]:
    """The advance boxes (n, 4): left, high, right, low as the page has them; which are given."""
    boxes = np.zeros((len(printed), 4), np.float32)
    answers = map(_box, repeat(text), printed, rows(boxes))
    given = np.fromiter(answers, bool, len(printed))
    return boxes.astype(np.float64), given


# glyphs of one text object come in dozens: every so many is asked first
_STRIDE = 16


def _strings(text: int, printed: Ints) -> _Strings:
    """The stretches of glyphs with one owner."""
    first, owner = _owners(text, printed)
    matrix = np.zeros((len(first), 6), np.float32)
    make(map(_matrix, repeat(text), printed[first].tolist(), rows(matrix)))
    length = np.diff(first, append=len(printed))
    return _Strings(first, printed[first], length, owner, matrix.astype(np.float64))


def _owners(text: int, printed: Ints) -> tuple[Ints, npt.NDArray[np.uint64]]:
    """Where the glyphs of each text object begin, and its address.

    Between two glyphs of one object all are of that object; where two of different objects are
    not neighbours, the one halfway is asked.
    """
    count = len(printed)
    at = np.append(np.arange(0, count, _STRIDE), count - 1)[:count]
    owner = _asked_owners(text, printed[at])
    while len(before := ((owner[1:] != owner[:-1]) & (at[1:] - at[:-1] > 1)).nonzero()[0]):
        halfway = (at[before] + at[before + 1]) // 2
        at = insert(at, before + 1, halfway)
        owner = insert(owner, before + 1, _asked_owners(text, printed[halfway]))
    first = starts(owner)
    return at[first], owner[first]


def _asked_owners(text: int, indices: Ints) -> npt.NDArray[np.uint64]:
    owners = map(_text_object, repeat(text), indices.tolist())
    return np.fromiter(owners, np.uint64, len(indices))


def _origins(text: int, printed: Ints, boxes: Floats, strings: _Strings) -> Floats:
    """A point on the baseline of each glyph (n, 2), in the page's own coordinates.

    The glyphs of one string that runs straight along the page, or up or down it, share their
    baseline: only of other strings is each asked.
    """
    places = np.repeat(_asked_origins(text, strings.index), strings.length, axis=0)
    unlike = np.repeat(~_straight(boxes, strings), strings.length)
    places[unlike] = _asked_origins(text, printed[unlike])
    return places


def _straight(boxes: Floats, strings: _Strings) -> npt.NDArray[np.bool_]:
    """Whether each string runs straight, and as its matrix says.

    What is written downwards does not: its boxes lie across the direction of the text.
    """
    across, up = np.abs(strings.matrix[:, :2]).T
    steep = across < 1e-4 * up
    low, high = np.minimum.reduceat(boxes, strings.first), np.maximum.reduceat(boxes, strings.first)
    # how far the boxes lie apart across the text, and how high they are together
    apart = np.where(steep, high[:, 0] - low[:, 0], high[:, 3] - low[:, 3])
    together = np.where(steep, high[:, 2] - low[:, 0], high[:, 1] - low[:, 3])
    straight: npt.NDArray[np.bool_] = (steep | (up < 1e-4 * across)) & (apart <= 0.4 * together)
    return straight


def _asked_origins(text: int, indices: Ints) -> Floats:
    places = np.zeros((len(indices), 2))
    make(map(_origin, repeat(text), indices.tolist(), *columns(places)))
    return places


def _styles(text: int, strings: _Strings, frame: Frame) -> tuple[tuple[Style, ...], Ints]:
    """The styles on a page, and which of them each string has."""
    indices = strings.index.tolist()
    fonts = [_font(owner) if owner else 0 for owner in strings.owner.tolist()]
    sizes = map(_font_size, repeat(text), indices)
    slopes = map(tuple, strings.matrix[:, :4].tolist())
    cuts: dict[int, tuple[bool, bool]] = {}
    known: dict[tuple[int, float, tuple[float, ...]], int] = {}
    number: dict[Style, int] = {}
    chosen = []
    for index, setting in zip(indices, zip(fonts, sizes, slopes, strict=True), strict=True):
        style = known.get(setting)
        if style is None:
            font, size, (_, _, c, d) = setting
            if font not in cuts:
                cuts[font] = _weight_and_slant(text, index)
            angle = math.degrees(_angle(text, index)) - frame.turn
            found = _style(size * (math.hypot(c, d) or 1.0), angle, *cuts[font])
            style = known[setting] = number.setdefault(found, len(number))
        chosen.append(style)
    return tuple(number), np.array(chosen, np.int64)


def _style(size: float, angle: float, bold: bool, italic: bool) -> Style:
    # set in a negative size, text is mirrored and no smaller
    return Style(round(abs(size), 1), bold, italic, sideways=45 < angle % 180 < 135)


def _weight_and_slant(text: int, index: int) -> tuple[bool, bool]:
    """Whether the font of a character is bold, and whether it is italic."""
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    _font_info(text, index, ctypes.addressof(name), 128, ctypes.addressof(flags))
    font = name.value.decode("latin-1").lower()
    return (
        _font_weight(text, index) >= 600 or "bold" in font,
        "italic" in font or "oblique" in font or bool(flags.value & 0x40),
    )


def _without_ligatures(glyphs: Glyphs) -> Glyphs:
    """Each ligature as the characters it is read as, which share its width evenly."""
    joined = ((glyphs.code >= min(_LIGATURES)) & (glyphs.code <= max(_LIGATURES))).nonzero()[0]
    if not len(joined):
        return glyphs
    read = [_LIGATURES[code] for code in glyphs.code[joined].tolist()]
    parts = np.ones(len(glyphs), np.int64)
    parts[joined] = [len(chars) for chars in read]
    spread = glyphs.take(np.repeat(np.arange(len(glyphs)), parts))
    start = np.cumsum(parts) - parts
    for at, chars in zip(start[joined].tolist(), read, strict=True):
        spread.code[at : at + len(chars)] = [ord(char) for char in chars]
        steps = np.linspace(spread.x0[at], spread.x1[at], len(chars) + 1)
        spread.x0[at : at + len(chars)], spread.x1[at : at + len(chars)] = steps[:-1], steps[1:]
    return spread
