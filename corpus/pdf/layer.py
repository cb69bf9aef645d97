"""What a page says of its own text layer: whether its characters are known, whether it is shown."""

from __future__ import annotations

from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

# so many glyphs, spread over the page, stand for all: each costs three calls (3 microseconds)
_SAMPLE = 60


class TextLayer(NamedTuple):
    """Shares of the characters of a page, 0 to 1.

    ``unmapped`` are in a font (Type 3 or other) that does not say which characters its glyphs
    are: what is read for them is the number of the glyph. ``hidden`` are not shown: the text that
    somebody's OCR laid under a scan.
    """

    unmapped: float = 0.0
    hidden: float = 0.0


def look_at_layer(text: Any, count: int) -> TextLayer:
    """How the first ``count`` characters of a text page are set, by a sample of them."""
    step = max(1, count // _SAMPLE)
    seen = unmapped = hidden = 0
    for index in range(0, count, step):
        if pdfium_c.FPDFText_IsGenerated(text, index):
            continue
        seen += 1
        unmapped += pdfium_c.FPDFText_HasUnicodeMapError(text, index) == 1
        hidden += _is_hidden(text, index)
    return TextLayer(round(unmapped / seen, 2), round(hidden / seen, 2)) if seen else TextLayer()


def _is_hidden(text: Any, index: int) -> bool:
    owner = pdfium_c.FPDFText_GetTextObject(text, index)
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(owner) if owner else None
    return bool(mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
