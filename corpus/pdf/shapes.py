"""What a page carries besides text: whether anything, and what is drawn with lines."""

from __future__ import annotations

from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.arrays import Floats
from corpus.pdf.calls import ADDRESS, INT, POINTER, address_of, function
from corpus.pdf.opening import Frame
from corpus.pdf.rules import find_rules

# beyond so many a page is a drawing: nobody looks for rules on it
MAX_OBJECTS = 20_000

_object = function("FPDFPage_GetObject", ADDRESS, POINTER, INT)
_kind = function("FPDFPageObj_GetType", INT, POINTER)


class Shapes:
    """What a page carries besides text: whether anything, and its ruling lines."""

    def __init__(self, page: pdfium.PdfPage, frame: Frame) -> None:
        self._frame = frame
        count = pdfium_c.FPDFPage_CountObjects(page.raw)
        found = range(min(count, MAX_OBJECTS))
        items = list(map(_object, repeat(address_of(page.raw)), found))
        kinds = list(map(_kind, items))
        self.drawn = any(kind != pdfium_c.FPDF_PAGEOBJ_TEXT for kind in kinds)
        self._paths = [
            item
            for item, kind in zip(items, kinds, strict=True)
            if kind == pdfium_c.FPDF_PAGEOBJ_PATH and count <= MAX_OBJECTS
        ]

    def rules(self) -> Floats:
        """The straight lines across and down the page (n, 4): x0, top, x1 and bottom of each."""
        return find_rules(self._paths, self._frame)
