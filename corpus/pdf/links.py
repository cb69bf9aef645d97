"""The web addresses behind rectangles of a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.opening import Frame
from corpus.pdf.shapes import MAX_OBJECTS
from models.document import PrintedLink


def find_links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame
) -> Iterator[PrintedLink]:
    """The web addresses behind rectangles of the page."""
    position = ctypes.c_int(0)
    link = pdfium_c.FPDF_LINK()
    rect = pdfium_c.FS_RECTF()
    for _ in range(MAX_OBJECTS):
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
