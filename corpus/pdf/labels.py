"""What a PDF calls its pages: the number a viewer shows, which need not be the count."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# bytes of UTF-16 with its end: a label is a number with something before it
_MOST_BYTES = 2 * 33


def find_label(document: pdfium.PdfDocument, index: int) -> str | None:
    """The label of a page (``iv``, ``A-3``); ``None`` where the PDF gives none of 32 signs."""
    size = pdfium_c.FPDF_GetPageLabel(document.raw, index, None, 0)
    if not 2 < size <= _MOST_BYTES:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDF_GetPageLabel(document.raw, index, buffer, size)
    label = buffer.raw[: size - 2].decode("utf-16-le", errors="replace")
    return "".join(char for char in label if char.isprintable()).strip() or None
