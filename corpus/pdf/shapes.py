"""What a page carries besides text: whether anything, and its ruling lines."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.opening import Frame
from models.document import Box

MAX_OBJECTS = 20_000
# a full page of tables has 400 rules, which cross in 1,000 places; finding tables takes the square
# of the crossings: this many take seconds
_MAX_RULES = 2000
_MAX_CROSSINGS = 6000


class Shapes:
    """What a page carries besides text: whether anything, its largest picture, its ruling lines.

    ``pictured`` is the area of that picture in square points.
    """

    def __init__(self, page: pdfium.PdfPage, frame: Frame) -> None:
        self.drawn = False
        self.pictured = 0.0
        self.across: list[Box] = []
        self.down: list[Box] = []
        count = pdfium_c.FPDFPage_CountObjects(page.raw)
        self._crowded = count > MAX_OBJECTS
        for index in range(min(count, MAX_OBJECTS)):
            self._look(pdfium_c.FPDFPage_GetObject(page.raw, index), frame)

    def _look(self, item: Any, frame: Frame) -> None:
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            return
        self.drawn = True
        if kind not in (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE):
            return
        bounds = [ctypes.c_float() for _ in range(4)]
        if pdfium_c.FPDFPageObj_GetBounds(item, *(ctypes.byref(bound) for bound in bounds)):
            box = frame.box(*(bound.value for bound in bounds))
            if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self.pictured = max(self.pictured, (box.x1 - box.x0) * (box.bottom - box.top))
            else:
                self._measure(box)

    def _measure(self, box: Box) -> None:
        wide, tall = box.x1 - box.x0, box.bottom - box.top
        if wide > 12 and tall < 3:
            self.across.append(box)
        elif tall > 6 and wide < 3:
            self.down.append(box)
        elif wide > 20 and tall > 8:
            # a drawn rectangle rules on all four sides
            self.across.extend((replace(box, bottom=box.top), replace(box, top=box.bottom)))
            self.down.extend((replace(box, x1=box.x0), replace(box, x0=box.x1)))

    def ruled(self) -> bool:
        """Whether there are enough lines for a table of two rows and two columns.

        Not on a page that has too many to look for one: it is read without tables.
        """
        if self._crowded or len(self.across) + len(self.down) > _MAX_RULES:
            return False
        rows = {round(box.top) for box in self.across}
        columns = {round(box.x0) for box in self.down}
        if len(rows) * len(columns) > _MAX_CROSSINGS:
            return False
        return len(self.across) >= 3 and len(self.down) >= 2
