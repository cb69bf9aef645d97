"""A PDF opened, or a clear word on why it cannot be; and the frame a page is shown in."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from models.document import Box
from models.problems import UnreadableError

# 1,000 full pages take 17 seconds and 230 MB to become a Document at rest (bench/long_pdf.py):
# twice as many are well within what a worker may use (flows/workers.py)
MAX_PAGES = 2000

BROKEN = "Deze pdf is beschadigd en kan niet worden gelezen; haal hem opnieuw op bij de bron."
_LOCKED = "Deze pdf is versleuteld; vraag de bron om een open versie."
# behind a password, or by a lock that we do not know
_LOCKS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
TOO_LONG = f"Deze pdf telt meer dan {MAX_PAGES} bladzijden; splits hem en bied de delen aan."


Number = TypeVar("Number", float, npt.NDArray[np.float64])


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The PDF in ``data``; raises :class:`UnreadableError` (``versleuteld``, ``kapotte_pdf``)."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in _LOCKS or "password" in str(error).lower():
            raise UnreadableError("versleuteld", _LOCKED) from error
        raise UnreadableError("kapotte_pdf", BROKEN) from error


class Frame:
    """The way from a page's own coordinates to points from the top left as it is shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        # the crop and media box of a page may be inherited: this is the one that is shown
        self.left, self.low, self.right, self.high = page.get_bbox()
        self.turn = page.get_rotation() % 360
        wide, tall = self.right - self.left, self.high - self.low
        self.width, self.height = (tall, wide) if self.turn in (90, 270) else (wide, tall)

    def point(self, x: Number, y: Number) -> tuple[Number, Number]:
        """Where a point of the page's own coordinates is shown: x, and y from the top.

        Or where points are, given as arrays of their coordinates.
        """
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
