"""The web addresses behind rectangles of a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.opening import Frame
from corpus.pdf.shapes import MAX_OBJECTS
from models.document import Box, PrintedLink


def find_links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame
) -> Iterator[PrintedLink]:
    """The web addresses behind rectangles of the page; links within the paper are left out.

    A link that runs over lines gives a rectangle for each of them, where the PDF tells them.
    """
    return islice(_links(document, page, frame), MAX_OBJECTS)


def _links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame
) -> Iterator[PrintedLink]:
    position = ctypes.c_int(0)
    link = pdfium_c.FPDF_LINK()
    for _ in range(MAX_OBJECTS):
        if not pdfium_c.FPDFLink_Enumerate(page.raw, position, link):
            return
        if target := _target(document, link):
            yield from (PrintedLink(box, target) for box in _boxes(link, frame))


def _boxes(link: Any, frame: Frame) -> Iterator[Box]:
    """Where the text of a link stands."""
    quad, rect = pdfium_c.FS_QUADPOINTSF(), pdfium_c.FS_RECTF()
    count = pdfium_c.FPDFLink_CountQuadPoints(link)
    for index in range(count):
        if pdfium_c.FPDFLink_GetQuadPoints(link, index, quad):
            # programs put the corners in any order
            across = (quad.x1, quad.x2, quad.x3, quad.x4)
            up = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield frame.box(min(across), min(up), max(across), max(up))
    if not count and pdfium_c.FPDFLink_GetAnnotRect(link, rect):
        yield frame.box(rect.left, rect.bottom, rect.right, rect.top)


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
