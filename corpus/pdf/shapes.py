"""What a page carries besides text: whether anything, and its ruling lines."""

from __future__ import annotations

from itertools import repeat

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.pdf.calls import ADDRESS, INT, POINTER, address_of, columns, function, make, rows
from corpus.pdf.opening import Frame

# beyond so many a page is a drawing: nobody looks for rules on it
MAX_OBJECTS = 20_000
# a rectangle is drawn in five pieces, a grid in some hundreds, a map in many thousands
_MAX_PIECES = 20_000
# so far off the straight a rule may be, and so long it is at least, in points
_SLANT = 0.1
_SHORTEST = 1.0

_object = function("FPDFPage_GetObject", ADDRESS, POINTER, INT)
_kind = function("FPDFPageObj_GetType", INT, POINTER)
_matrix = function("FPDFPageObj_GetMatrix", INT, POINTER, POINTER)
_count = function("FPDFPath_CountSegments", INT, POINTER)
_piece = function("FPDFPath_GetPathSegment", ADDRESS, POINTER, INT)
_point = function("FPDFPathSegment_GetPoint", INT, POINTER, POINTER, POINTER)
_piece_kind = function("FPDFPathSegment_GetType", INT, POINTER)
_closes = function("FPDFPathSegment_GetClose", INT, POINTER)

Boxes = npt.NDArray[np.float64]


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

    def rules(self) -> Boxes:
        """The straight strokes across and down the page (n, 4): x0, top, x1 and bottom of each."""
        lines = self._shown(self._strokes())
        wide, tall = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
        straight = (np.minimum(wide, tall) <= _SLANT) & (np.maximum(wide, tall) >= _SHORTEST)
        return lines[straight & np.isfinite(lines).all(axis=1)]

    def _shown(self, boxes: Boxes) -> Boxes:
        """Boxes between two corners of the page's own: x0, top, x1 and bottom as shown."""
        one = self._frame.point(boxes[:, 0], boxes[:, 1])
        other = self._frame.point(boxes[:, 2], boxes[:, 3])
        low, high = np.minimum(one, other), np.maximum(one, other)
        return np.column_stack((*low, *high))

    def _strokes(self) -> Boxes:
        """From where to where each straight piece of each path runs, in the page's own points."""
        counts = self._counts()
        path = np.repeat(np.arange(len(counts)), counts)
        pieces = [
            piece
            for item, count in zip(self._paths, counts, strict=True)
            for piece in map(_piece, repeat(item), range(count))
        ]
        points = self._points(pieces, path)
        kinds = np.fromiter(map(_piece_kind, pieces), np.intc, len(pieces))
        closes = np.flatnonzero(np.fromiter(map(_closes, pieces), np.intc, len(pieces)))
        begins = np.maximum.accumulate(
            np.where(kinds == pdfium_c.FPDF_SEGMENT_MOVETO, np.arange(len(pieces)), 0)
        )
        drawn = np.flatnonzero(kinds == pdfium_c.FPDF_SEGMENT_LINETO)
        start = np.concatenate((drawn - 1, closes))
        end = np.concatenate((drawn, begins[closes]))
        same = (start >= 0) & (path[start] == path[end])
        return np.column_stack((points[start[same]], points[end[same]]))

    def _counts(self) -> list[int]:
        """Of how many pieces each path is made; 0 once there are too many to look at."""
        counts = []
        left = _MAX_PIECES
        for count in map(_count, self._paths):
            counts.append(max(count, 0) if count <= left else 0)
            left -= counts[-1]
        return counts

    def _points(self, pieces: list[int], path: npt.NDArray[np.int64]) -> Boxes:
        """Where each piece ends (n, 2), in the page's own points."""
        matrices = np.zeros((len(self._paths), 6), np.float32)
        make(map(_matrix, self._paths, rows(matrices)))
        a, b, c, d, e, f = matrices.astype(np.float64)[path].T
        ends = np.zeros((len(pieces), 2), np.float32)
        make(map(_point, pieces, *columns(ends)))
        x, y = ends.astype(np.float64).T
        return np.column_stack((a * x + c * y + e, b * x + d * y + f))
