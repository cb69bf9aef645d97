"""Every page of a PDF with its lines, tables and links."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium

from corpus.pdf.glyphs import read_glyphs
from corpus.pdf.labels import find_label
from corpus.pdf.lines import find_lines
from corpus.pdf.links import find_links
from corpus.pdf.opening import BROKEN, MAX_PAGES, TOO_LONG, Frame, open_pdf
from corpus.pdf.shapes import Shapes
from corpus.pdf.tables import fill, find_grids, part
from models.document import PrintedPage
from models.problems import UnreadableError


def read_pdf(data: bytes) -> tuple[PrintedPage, ...]:
    """Every page of a PDF: its lines, ruled tables and links.

    Raises :class:`UnreadableError`: ``versleuteld`` for a PDF that is locked,
    ``kapotte_pdf`` for one that cannot be opened or has no pages, ``te_groot`` above
    ``MAX_PAGES``. A page that cannot be opened comes out empty and ``drawn``.
    """
    return tuple(iter_pages(data))


def iter_pages(data: bytes) -> Iterator[PrintedPage]:
    """The pages of a PDF one by one; raises as :func:`read_pdf`."""
    document = open_pdf(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableError("te_groot", TOO_LONG)
        if not count:
            raise UnreadableError("kapotte_pdf", BROKEN)
        for index in range(count):
            yield _read_page(document, index)
    finally:
        document.close()


def _read_page(document: pdfium.PdfDocument, index: int) -> PrintedPage:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return PrintedPage(index + 1, 595.0, 842.0, drawn=True)
    try:
        frame = Frame(page)
        glyphs, cut, layer = read_glyphs(page, frame)
        shapes = Shapes(page, frame)
        grids, places = part(find_grids(shapes.rules()), glyphs)
        lines = iter(find_lines(glyphs, index + 1, places, 1 + sum(map(len, grids))))
        return PrintedPage(
            number=index + 1,
            width=round(frame.width, 2),
            height=round(frame.height, 2),
            lines=next(lines),
            tables=tuple(fill(grid, islice(lines, len(grid))) for grid in grids),
            links=tuple(find_links(document, page, frame)),
            drawn=shapes.drawn,
            cut=cut,
            label=find_label(document, index),
            unmapped=layer.unmapped,
            hidden=layer.hidden,
            picture=round(shapes.pictured / max(frame.width * frame.height, 1.0), 3),
        )
    finally:
        page.close()
