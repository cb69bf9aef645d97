"""The ruled tables of a page, and what is printed in their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product, takewhile
from typing import Any, NamedTuple

import numpy as np
from pdfplumber import table as plumber

from corpus.pdf.arrays import Floats, Ints
from corpus.pdf.lines import Glyphs
from models.document import Box, PrintedCell, PrintedLine, PrintedTable

# a full page of tables has 400 rules, which cross in 1,000 places; finding tables takes the square
# of the crossings: this many take seconds
_MAX_PAIRS = 1_000_000
_MAX_CROSSINGS = 6000
# rules that are this near to one another, in points, are one; shorter ones are none
_NEAR = 3.0


Point = tuple[float, float]
# x0, top, x1, bottom
Rectangle = tuple[float, float, float, float]


class Place(NamedTuple):
    """A cell of a table: the row and column of its top left corner, and its box."""

    row: int
    column: int
    box: Box


Grid = list[Place]


def find_grids(rules: Floats) -> tuple[Grid, ...]:
    """The tables that the ruling lines of a page make; ``rules`` as ``Shapes`` gives them.

    A page that has too many to look for one is read without tables.
    """
    if not _enough(rules):
        return ()
    edges = plumber.merge_edges([_edge(*rule) for rule in rules.tolist()], *[_NEAR] * 4)
    edges = [edge for edge in edges if edge["width"] + edge["height"] >= _NEAR]
    across = sum(edge["orientation"] == "h" for edge in edges)
    if across * (len(edges) - across) > _MAX_PAIRS:
        return ()
    crossings = plumber.edges_to_intersections(edges, _NEAR, _NEAR)
    if len(crossings) > _MAX_CROSSINGS:
        return ()
    tables = plumber.cells_to_tables(list(_cells(crossings)))
    return tuple(grid for grid in map(_grid, tables) if _is_table(grid))


def _cells(crossings: dict[Point, dict[str, list[Any]]]) -> Iterator[Rectangle]:
    """The smallest cell to the right of and below each crossing of rules, where there is one.

    The same as pdfplumber finds, which takes ten times as long. ``crossings`` says of each point
    which edges cross there.
    """
    down = {point: {id(edge) for edge in edges["v"]} for point, edges in crossings.items()}
    across = {point: {id(edge) for edge in edges["h"]} for point, edges in crossings.items()}
    column: dict[float, list[Point]] = defaultdict(list)
    row: dict[float, list[Point]] = defaultdict(list)
    for point in sorted(crossings):
        column[point[0]].append(point)
        row[point[1]].append(point)
    for point in sorted(crossings):
        below = _along(point, column[point[0]], down)
        right = _along(point, row[point[1]], across)
        for low, far in product(below, right):
            corner = (far[0], low[1])
            if corner in down and down[corner] & down[far] and across[corner] & across[low]:
                yield (*point, *corner)
                break


def _along(point: Point, line: list[Point], edges: dict[Point, set[int]]) -> list[Point]:
    """The points of a line after this one, as far as an edge leads to them."""
    after = line[bisect_right(line, point) :]
    return list(takewhile(lambda other: edges[other] & edges[point], after))


def _enough(rules: Floats) -> bool:
    """Whether there are rules at three heights and three places across: two rows, two columns."""
    if not len(rules):
        return False
    down = rules[:, 3] - rules[:, 1] > rules[:, 2] - rules[:, 0]
    lefts, tops = rules[down, 0], rules[~down, 1]
    return len(np.unique(np.rint(lefts))) >= 3 and len(np.unique(np.rint(tops))) >= 3


def _edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    """A rule as pdfplumber has it."""
    across = x1 - x0 >= bottom - top
    return {
        "orientation": "h" if across else "v",
        "x0": x0,
        "top": top,
        "x1": x1 if across else x0,
        "bottom": top if across else bottom,
        "width": x1 - x0 if across else 0.0,
        "height": 0.0 if across else bottom - top,
    }


def _grid(cells: list[Rectangle]) -> Grid:
    """The cells of a table with the row and column of their top left corner."""
    tops = _steps(cell[1] for cell in cells)
    lefts = _steps(cell[0] for cell in cells)
    return sorted(
        (Place(_step(tops, cell[1]), _step(lefts, cell[0]), Box(*cell)) for cell in cells),
        key=lambda place: place[:2],
    )


def _steps(values: Iterable[float]) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > 3:
            steps.append(value)
    return steps


def _step(steps: list[float], value: float) -> int:
    return max(index for index, step in enumerate(steps) if step <= value)


def _is_table(grid: Grid) -> bool:
    return max(row for row, _, _ in grid) >= 1 and max(column for _, column, _ in grid) >= 1


def part(grids: Iterable[Grid], glyphs: Glyphs) -> tuple[list[Grid], Ints]:
    """The tables that hold text; and for each glyph in which cell it lies.

    Cells are counted from 1 through all of these tables, in order; 0 is the page around them.
    """
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    place = np.zeros(len(glyphs), np.int64)
    solid = glyphs.code != ord(" ")
    kept: list[Grid] = []
    count = 0
    for grid in grids:
        inside = _cells_at(grid, x, y)
        inside[place > 0] = 0
        if len(np.unique(inside[solid & (inside > 0)])) >= 3:
            place = np.where(inside > 0, inside + count, place)
            kept.append(grid)
            count += len(grid)
    return kept, place


def _cells_at(grid: Grid, x: Floats, y: Floats) -> Ints:
    """The cell, counted from 1, that each point lies in, the first where there are more; else 0."""
    found = np.zeros(len(x), np.int64)
    for number, (_, _, box) in reversed(list(enumerate(grid, 1))):
        found[(box.x0 <= x) & (x < box.x1) & (box.top <= y) & (y < box.bottom)] = number
    return found


def fill(grid: Grid, lines: Iterable[tuple[PrintedLine, ...]]) -> PrintedTable:
    """A table of these cells, each with the lines printed in it."""
    lefts = _steps(box.x0 for _, _, box in grid)
    tops = _steps(box.top for _, _, box in grid)
    cells = [
        PrintedCell(
            row=row,
            column=column,
            lines=printed,
            rows=sum(box.top - 1 <= top < box.bottom - 1 for top in tops) or 1,
            columns=sum(box.x0 - 1 <= left < box.x1 - 1 for left in lefts) or 1,
        )
        for (row, column, box), printed in zip(grid, lines, strict=True)
    ]
    whole = Box(
        round(min(box.x0 for _, _, box in grid), 2),
        round(min(box.top for _, _, box in grid), 2),
        round(max(box.x1 for _, _, box in grid), 2),
        round(max(box.bottom for _, _, box in grid), 2),
    )
    return PrintedTable(whole, tuple(cells), tuple(round(left, 1) for left in lefts))
