"""A page as a picture, with places on it marked as with a yellow marker."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable

import pypdfium2 as pdfium
from PIL import Image, ImageChops

from corpus.pdf.opening import BROKEN, open_pdf
from models.document import Box
from models.problems import UnreadableError

# pixels to a point: 144 to the inch, an A4 of 1190 by 1684
_SCALE = 2.0
# a page may be of any size, its picture may not
MAX_PIXELS = 4_000_000
_MAX_SIDE = 8_000
_YELLOW = (255, 232, 64)


def draw_page(data: bytes, page: int, boxes: Iterable[Box]) -> bytes:
    """A PNG of a page (counted from 1) of the PDF in ``data`` as a viewer shows it, boxes marked.

    The picture has two pixels to a point, fewer where that would make more than about
    ``MAX_PIXELS``. Ink under a mark stays as dark as it is: the mark colours the paper.

    Raises :class:`UnreadableError` as :func:`corpus.pdf.read_pdf`, and ``kapotte_pdf`` where the
    page is not there or cannot be opened.
    """
    document = open_pdf(data)
    try:
        if not 1 <= page <= len(document):
            raise UnreadableError("kapotte_pdf", BROKEN)
        picture, scale = _drawn(document, page)
    finally:
        document.close()
    for box in boxes:
        _mark(picture, box, scale)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _drawn(document: pdfium.PdfDocument, number: int) -> tuple[Image.Image, float]:
    """The page in colour, and how many pixels there are to a point."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise UnreadableError("kapotte_pdf", BROKEN) from error
    try:
        scale = _scale(*page.get_size())
        bitmap = page.render(scale=scale, rev_byteorder=True)
        return bitmap.to_pil().convert("RGB"), scale
    finally:
        page.close()


def _scale(width: float, height: float) -> float:
    longest, area = max(width, height, 1.0), max(width * height, 1.0)
    return min(_SCALE, _MAX_SIDE / longest, math.sqrt(MAX_PIXELS / area))


def _mark(picture: Image.Image, box: Box, scale: float) -> None:
    """Colour the paper within ``box``, as far as it lies on the page."""
    x0, top = max(math.floor(box.x0 * scale), 0), max(math.floor(box.top * scale), 0)
    x1 = min(math.ceil(box.x1 * scale), picture.width)
    bottom = min(math.ceil(box.bottom * scale), picture.height)
    if x0 < x1 and top < bottom:
        under = picture.crop((x0, top, x1, bottom))
        yellow = Image.new("RGB", under.size, _YELLOW)
        picture.paste(ImageChops.multiply(under, yellow), (x0, top))
