"""The ruled tables of a page, and what is printed in their cells."""

from __future__ import annotations

import io
import logging
from typing import Any

import pdfplumber

from corpus.pdf.lines import Glyph, find_lines
from corpus.pdf.opening import Frame
from models.document import Box, PrintedCell, PrintedTable

logging.getLogger("pdfminer").setLevel(logging.ERROR)


class Tables:
    """pdfplumber, opened only when a page shows ruling lines."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def find(self, index: int, frame: Frame) -> tuple[list[tuple[int, int, Box]], ...]:
        """The tables of a page: of each the cells as row, column and box.

        pdfplumber breaks in many ways on damaged papers; the page is then read without tables.
        """
        try:
            if self._pdf is None:
                self._pdf = pdfplumber.open(io.BytesIO(self._data))
            page = self._pdf.pages[index]
            found = [_grid(table) for table in page.find_tables()]
            high = float(page.mediabox[3])
            page.close()
        except Exception:
            # every class of error occurs here, KeyError and RecursionError among them
            return ()
        # pdfplumber measures x from the origin and y from the top of the media box
        dx, dy = (0.0, 0.0) if frame.turn else (frame.left, high - frame.high)
        return tuple(
            [
                (row, column, Box(box[0] - dx, box[1] - dy, box[2] - dx, box[3] - dy))
                for row, column, box in grid
            ]
            for grid in found
            if _is_table(grid)
        )


def _grid(table: Any) -> list[tuple[int, int, tuple[float, float, float, float]]]:
    """The cells of a pdfplumber table with the row and column of their top left corner."""
    tops = _steps(cell[1] for cell in table.cells)
    lefts = _steps(cell[0] for cell in table.cells)
    cells = [(_step(tops, cell[1]), _step(lefts, cell[0]), cell) for cell in table.cells]
    return sorted(cells)


def _steps(values: Any) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > 3:
            steps.append(value)
    return steps


def _step(steps: list[float], value: float) -> int:
    return max(index for index, step in enumerate(steps) if step <= value)


def _is_table(grid: list[tuple[int, int, Any]]) -> bool:
    return max(row for row, _, _ in grid) >= 1 and max(column for _, column, _ in grid) >= 1


def fill(
    tables: tuple[list[tuple[int, int, Box]], ...], glyphs: list[Glyph], page: int
) -> tuple[tuple[PrintedTable, ...], list[Glyph]]:
    """Each cell with the lines printed in it; and the glyphs that lie in no cell."""
    printed = []
    for grid in tables:
        inside: list[list[Glyph]] = [[] for _ in grid]
        rest: list[Glyph] = []
        for glyph in glyphs:
            at = _cell_at(grid, (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
            (rest if at is None else inside[at]).append(glyph)
        if sum(any(glyph.char != " " for glyph in cell) for cell in inside) < 3:
            continue
        glyphs = rest
        printed.append(_table(grid, inside, page))
    return tuple(printed), glyphs


def _cell_at(grid: list[tuple[int, int, Box]], x: float, y: float) -> int | None:
    for index, (_, _, box) in enumerate(grid):
        if box.x0 <= x < box.x1 and box.top <= y < box.bottom:
            return index
    return None


def _table(grid: list[tuple[int, int, Box]], inside: list[list[Glyph]], page: int) -> PrintedTable:
    lefts = _steps(box.x0 for _, _, box in grid)
    tops = _steps(box.top for _, _, box in grid)
    cells = [
        PrintedCell(
            row=row,
            column=column,
            lines=find_lines(glyphs, page),
            rows=sum(box.top - 1 <= top < box.bottom - 1 for top in tops) or 1,
            columns=sum(box.x0 - 1 <= left < box.x1 - 1 for left in lefts) or 1,
        )
        for (row, column, box), glyphs in zip(grid, inside, strict=True)
    ]
    whole = Box(
        round(min(box.x0 for _, _, box in grid), 2),
        round(min(box.top for _, _, box in grid), 2),
        round(max(box.x1 for _, _, box in grid), 2),
        round(max(box.bottom for _, _, box in grid), 2),
    )
    return PrintedTable(whole, tuple(cells), tuple(round(left, 1) for left in lefts))
