"""The ruling lines of a page, from what is drawn on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, repeat

import numpy as np
import pypdfium2.raw as pdfium_c

from corpus.pdf.arrays import Flags, Floats, Ints
from corpus.pdf.calls import ADDRESS, INT, POINTER, columns, function, make, rows
from corpus.pdf.opening import Frame

# a rectangle is drawn in five pieces, a grid in some hundreds, a map in many thousands
_MAX_PIECES = 20_000
_LINE, _RECTANGLE = 2, 5
# two of these make no table
_FEWEST = 3
# so thin, in points, a rectangle is a line
_THIN = 2.0
# so far off the straight a rule may be, and so long it is at least
_SLANT = 0.1
_SHORTEST = 1.0

_bounds = function("FPDFPageObj_GetBounds", INT, POINTER, POINTER, POINTER, POINTER, POINTER)
_matrix = function("FPDFPageObj_GetMatrix", INT, POINTER, POINTER)
_count = function("FPDFPath_CountSegments", INT, POINTER)
_piece = function("FPDFPath_GetPathSegment", ADDRESS, POINTER, INT)
_point = function("FPDFPathSegment_GetPoint", INT, POINTER, POINTER, POINTER)
_kind = function("FPDFPathSegment_GetType", INT, POINTER)
_closes = function("FPDFPathSegment_GetClose", INT, POINTER)


def find_rules(paths: Sequence[int], frame: Frame) -> Floats:
    """The straight lines across and down a page (n, 4): x0, top, x1 and bottom of each.

    ``paths`` are the addresses of what is drawn on it. Most are lines, or rectangles so thin that
    they are; of others each side is a line, and each straight piece.
    """
    if not paths:
        return np.zeros((0, 4))
    counts = _counts(paths)
    plain = np.isin(counts, (_LINE, _RECTANGLE))
    if len(paths) < _FEWEST and plain.all():
        return np.zeros((0, 4))
    boxes = shown_boxes(paths, frame)
    thin = plain & (np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) < _THIN)
    rest = list(compress(paths, ~thin))
    lines = np.concatenate((_middles(boxes[thin]), _shown(_strokes(rest, counts[~thin]), frame)))
    return lines[_straight(lines)]


def _counts(paths: Sequence[int]) -> Ints:
    """Of how many pieces each path is made; 0 once there are too many to look at."""
    counts = np.fromiter(map(_count, paths), np.int64, len(paths)).clip(min=0)
    counts[np.cumsum(counts) > _MAX_PIECES] = 0
    return counts


def shown_boxes(items: Sequence[int], frame: Frame) -> Floats:
    """The box around each object (n, 4): x0, top, x1 and bottom as it is shown."""
    bounds = np.zeros((len(items), 4), np.float32)
    make(map(_bounds, items, *columns(bounds)))
    return _shown(bounds.astype(np.float64), frame)


def _shown(lines: Floats, frame: Frame) -> Floats:
    """Lines from one point to another of the page's own: x0, top, x1 and bottom as shown."""
    one, other = frame.point(lines[:, 0], lines[:, 1]), frame.point(lines[:, 2], lines[:, 3])
    return np.column_stack((*np.minimum(one, other), *np.maximum(one, other)))


def _middles(boxes: Floats) -> Floats:
    """The line through the middle of each thin box, along it."""
    x0, top, x1, bottom = boxes.T
    across = x1 - x0 >= bottom - top
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return np.column_stack(
        (
            np.where(across, x0, x),
            np.where(across, y, top),
            np.where(across, x1, x),
            np.where(across, y, bottom),
        )
    )


def _straight(lines: Floats) -> Flags:
    """Which lines run across or down the page, and are long enough to be seen."""
    wide, tall = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    straight = (np.minimum(wide, tall) <= _SLANT) & (np.maximum(wide, tall) >= _SHORTEST)
    found: Flags = straight & np.isfinite(lines).all(axis=1)
    return found


def _strokes(paths: Sequence[int], counts: Ints) -> Floats:
    """From where to where each straight piece of each path runs, in the page's own points."""
    path = np.repeat(np.arange(len(paths)), counts)
    pieces = [
        piece
        for item, count in zip(paths, counts.tolist(), strict=True)
        for piece in map(_piece, repeat(item), range(count))
    ]
    points = _points(paths, pieces, path)
    kinds = np.fromiter(map(_kind, pieces), np.intc, len(pieces))
    closes = np.flatnonzero(np.fromiter(map(_closes, pieces), np.intc, len(pieces)))
    moves = np.where(kinds == pdfium_c.FPDF_SEGMENT_MOVETO, np.arange(len(pieces)), 0)
    drawn = np.flatnonzero(kinds == pdfium_c.FPDF_SEGMENT_LINETO)
    start = np.concatenate((drawn - 1, closes))
    end = np.concatenate((drawn, np.maximum.accumulate(moves)[closes]))
    same = (start >= 0) & (path[start] == path[end])
    return np.column_stack((points[start[same]], points[end[same]]))


def _points(paths: Sequence[int], pieces: Sequence[int], path: Ints) -> Floats:
    """Where each piece, of that ``path``, ends (n, 2), in the page's own points."""
    matrices = np.zeros((len(paths), 6), np.float32)
    make(map(_matrix, paths, rows(matrices)))
    a, b, c, d, e, f = matrices.astype(np.float64)[path].T
    ends = np.zeros((len(pieces), 2), np.float32)
    make(map(_point, pieces, *columns(ends)))
    x, y = ends.astype(np.float64).T
    return np.column_stack((a * x + c * y + e, b * x + d * y + f))
