"""What a page carries besides text: whether anything, and what is drawn with lines."""

from __future__ import annotations

from collections import defaultdict
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.arrays import Floats
from corpus.pdf.calls import ADDRESS, INT, POINTER, address_of, function
from corpus.pdf.opening import Frame
from corpus.pdf.rules import find_rules, shown_boxes

# beyond so many a page is a drawing: nobody looks for rules on it
MAX_OBJECTS = 20_000

_object = function("FPDFPage_GetObject", ADDRESS, POINTER, INT)
_kind = function("FPDFPageObj_GetType", INT, POINTER)


class Shapes:
    """What a page carries besides text: whether anything, its largest picture, its ruling lines.

    ``pictured`` is the area of that picture in square points.
    """

    def __init__(self, page: pdfium.PdfPage, frame: Frame) -> None:
        self._frame = frame
        count = pdfium_c.FPDFPage_CountObjects(page.raw)
        found = range(min(count, MAX_OBJECTS))
        items = list(map(_object, repeat(address_of(page.raw)), found))
        kinds = list(map(_kind, items))
        self.drawn = any(kind != pdfium_c.FPDF_PAGEOBJ_TEXT for kind in kinds)
        of_kind: dict[int, list[int]] = defaultdict(list)
        for item, kind in zip(items, kinds, strict=True):
            of_kind[kind].append(item)
        self._paths = of_kind[pdfium_c.FPDF_PAGEOBJ_PATH] if count <= MAX_OBJECTS else []
        pictures = shown_boxes(of_kind[pdfium_c.FPDF_PAGEOBJ_IMAGE], frame)
        areas = (pictures[:, 2] - pictures[:, 0]) * (pictures[:, 3] - pictures[:, 1])
        self.pictured = float(areas.max(initial=0.0))

    def rules(self) -> Floats:
        """The straight lines across and down the page (n, 4): x0, top, x1 and bottom of each."""
        return find_rules(self._paths, self._frame)
