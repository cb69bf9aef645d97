"""Tables without ruling lines: rows of short pieces that stand in the same columns.

A table that is missed is read as paragraphs, and its amounts can still be found there; running
text that is taken for a table is torn. So only rows of values make one: three or more that follow
each other, numbers in columns that are aligned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.cells import read_cell
from extractors.columns import cut_at_gaps, same_row, x0, x1
from models.document import Box, PrintedCell, PrintedLine, PrintedTable

_BARE = re.compile(r"\d{1,4}")
_LEAST = 3
# in ems: what is as far apart stands in another column, if there are columns
_GAP = 1.2
_LONGEST = 45
_LONG_LABEL = 30
_MOST_HEADINGS = 4
_MOST_COLUMNS = 40

_Row = list[PrintedLine]
_Column = tuple[float, float]


def find_aligned(
    lines: Sequence[PrintedLine],
) -> tuple[list[PrintedTable], list[PrintedLine]]:
    """The tables among the lines of a page's running text, and the lines that are left."""
    whole: dict[int, PrintedLine] = {}
    rows = _rows(lines, whole)
    tables: list[PrintedTable] = []
    for first, last in _runs(rows):
        columns = _columns([row for row in rows[first:last] if _has_value(row)])
        found = _Aligned(rows, columns, first, last)
        if found.is_table():
            tables.append(found.printed())
    inside = {
        id(whole[id(piece)]) for table in tables for cell in table.cells for piece in cell.lines
    }
    return tables, [line for line in lines if id(line) not in inside]


def _rows(lines: Sequence[PrintedLine], whole: dict[int, PrintedLine]) -> list[_Row]:
    """Pieces that stand beside each other, from left to right.

    ``whole`` is told the line that each piece (by its ``id``) was cut from.
    """
    rows: list[_Row] = []
    for line in sorted(lines, key=lambda line: (line.top, x0(line))):
        pieces = cut_at_gaps(line, _GAP)
        whole.update((id(piece), line) for piece in pieces)
        if rows and all(same_row(piece, line) for piece in rows[-1]):
            rows[-1].extend(pieces)
        else:
            rows.append(pieces)
    return [sorted(row, key=x0) for row in rows]


def _has_value(row: _Row) -> bool:
    """Whether a row has a value beside its first piece, and nothing long beside it."""
    beside = row[1:]
    return any(map(_is_value, beside)) and all(len(piece.text) <= _LONGEST for piece in beside)


def _is_value(piece: PrintedLine) -> bool:
    return read_cell(piece.text) is not None


def _follows(above: _Row, row: _Row) -> bool:
    """Whether a row stands directly under another: at most a line is left open."""
    gap = min(piece.top for piece in row) - max(piece.bottom for piece in above)
    return gap < 1.5 * row[0].size


def _runs(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Stretches from one row of values to the last, with at most two others in between."""
    start = last = -1
    for index, row in enumerate(rows):
        if start >= 0 and not _follows(rows[index - 1], row):
            yield start, last + 1
            start = -1
        if not _has_value(row):
            continue
        if start >= 0 and index - last > 3:
            yield start, last + 1
            start = -1
        start = index if start < 0 else start
        last = index
    if start >= 0:
        yield start, last + 1


def _columns(rows: Sequence[_Row]) -> list[_Column]:
    """What the pieces of the rows cover from left to right, overlapping pieces together."""
    columns: list[_Column] = []
    for left, right in sorted((x0(piece), x1(piece)) for row in rows for piece in row):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


@dataclass(slots=True)
class _Aligned:
    """Rows ``first`` up to ``last`` of a page that may be a table."""

    rows: Sequence[_Row]
    columns: list[_Column]
    first: int
    last: int
    values: list[_Row] = field(init=False)
    within: list[list[PrintedLine]] = field(init=False)

    def __post_init__(self) -> None:
        self.values = [row for row in self.rows[self.first : self.last] if _has_value(row)]
        self.within = [[] for _ in self.columns]
        for row in self.values:
            for piece in row:
                at = self._at(piece)
                if len(at) == 1:
                    self.within[at[0]].append(piece)

    def is_table(self) -> bool:
        """Whether the rows are enough, fit the columns, and hold values that are aligned."""
        if len(self.values) < _LEAST or not 2 <= len(self.columns) <= _MOST_COLUMNS:
            return False
        if not all(self._fits(row) for row in self.rows[self.first : self.last]):
            return False
        filled = sum(len(row) for row in self.values)
        if filled < 0.6 * len(self.values) * len(self.columns):
            return False
        beside = range(1, len(self.columns))
        return self._has_labels() and self._has_numbers() and all(map(self._is_straight, beside))

    def _fits(self, row: _Row) -> bool:
        """Each piece in a column of its own; or one piece at the left, a label or a group."""
        if len(row) == 1 and abs(x0(row[0]) - self.columns[0][0]) < 20:
            return len(row[0].text) <= 2 * _LONGEST
        at = [self._at(piece) for piece in row]
        return all(len(one) == 1 for one in at) and len({one[0] for one in at}) == len(at)

    def _at(self, piece: PrintedLine) -> list[int]:
        """The columns a piece stands in or over."""
        return [
            index
            for index, (left, right) in enumerate(self.columns)
            if x0(piece) < right and x1(piece) > left
        ]

    def _has_labels(self) -> bool:
        """Whether the first column holds labels, and not running text that fills its lines."""
        left, right = self.columns[0]
        labels = self.within[0]
        full = [
            piece
            for piece in labels
            if len(piece.text) > _LONG_LABEL and x1(piece) > right - 0.15 * (right - left)
        ]
        return 2 * len(full) < max(len(labels), 1)

    def _has_numbers(self) -> bool:
        """Most of what stands beside the labels are values, and they are not page numbers."""
        beside = self.within[1:]
        values = [[piece for piece in pieces if _is_value(piece)] for pieces in beside]
        if sum(map(len, values)) < 0.6 * sum(map(len, beside)):
            return False
        rich = sum(not _BARE.fullmatch(piece.text) for pieces in values for piece in pieces)
        several = sum(len(pieces) >= _LEAST for pieces in values) > 1
        return several or 3 * rich >= 2 * sum(map(len, values))

    def _is_straight(self, column: int) -> bool:
        """Whether most pieces of a column share their left, their right or their middle."""
        pieces = self.within[column]
        for edge in (x0, x1, lambda piece: (x0(piece) + x1(piece)) / 2):
            places = sorted(map(edge, pieces))
            middle = places[len(places) // 2] if places else 0.0
            if 3 * sum(abs(place - middle) < 2.5 for place in places) >= 2 * len(places):
                return True
        return False

    def printed(self) -> PrintedTable:
        """The table with its headings, every cell of the grid in it."""
        start = self._start()
        first = self._first_heading(start)
        grid = [*_stacked(self._slots(row) for row in self.rows[first:start])]
        body = [self._slots(row) for row in self.rows[start : self._end()]]
        grid += _joined(body)
        cells = [
            PrintedCell(number, column, tuple(lines), columns=columns)
            for number, row in enumerate(grid)
            for column, (columns, lines) in sorted(row.items())
        ]
        pieces = [piece for cell in cells for piece in cell.lines]
        box = Box(
            round(min(map(x0, pieces)), 2),
            round(min(piece.top for piece in pieces), 2),
            round(max(map(x1, pieces)), 2),
            round(max(piece.bottom for piece in pieces), 2),
        )
        return PrintedTable(box, tuple(cells), tuple(round(left, 1) for left, _ in self.columns))

    def _start(self) -> int:
        """Where the first label begins: it may take lines above its values."""
        start = self.first
        while start and self.rows[start][0].text[:1].islower() and self._is_label(start - 1):
            start -= 1
        return start

    def _is_label(self, index: int) -> bool:
        """Whether a row is a line of the label of the row under it."""
        row, below = self.rows[index], self.rows[index + 1]
        at_left = len(row) == 1 and abs(x0(row[0]) - x0(below[0])) < 3
        return at_left and x1(row[0]) < self.columns[1][0] and _near(row, below)

    def _first_heading(self, start: int) -> int:
        """The first of the rows above that head the columns."""
        first = start
        while first and start - first < _MOST_HEADINGS and self._heads(first - 1):
            first -= 1
        return first

    def _heads(self, index: int) -> bool:
        """Whether a row above stands over the columns: short pieces, none over the label alone."""
        row = self.rows[index]
        if not _follows(row, self.rows[index + 1]):
            return False
        at = [self._at(piece) for piece in row]
        short = all(len(piece.text) <= _LONGEST for piece in row)
        apart = all(one and two and one[-1] < two[0] for one, two in pairwise(at))
        return short and all(at) and apart and (len(row) > 1 or at[0][0] > 0)

    def _end(self) -> int:
        """After the last row of values a label may go on."""
        if self.last < len(self.rows):
            row = self.rows[self.last]
            alone = len(row) == 1 and self._at(row[0]) == [0] and row[0].text[:1].islower()
            if alone and _near(self.rows[self.last - 1], row):
                return self.last + 1
        return self.last

    def _slots(self, row: _Row) -> _Slots:
        """The pieces of a row by the column they begin in, empty where there are none."""
        slots: _Slots = {}
        for piece in row:
            at = self._at(piece) or [0]
            single = len(row) == 1 and at[0] == 0
            slots[at[0]] = (1 if single else len(at), [piece])
        covered = {column + by for column, (wide, _) in slots.items() for by in range(wide)}
        for column in range(len(self.columns)):
            if column not in covered:
                slots[column] = (1, [])
        return slots


_Slots = dict[int, tuple[int, list[PrintedLine]]]
"""Of each column that a cell begins in: how many columns it covers, and its lines."""


def _near(above: _Row, row: _Row) -> bool:
    """Whether two rows are lines of one text: no more than the usual space between."""
    gap = min(piece.top for piece in row) - max(piece.bottom for piece in above)
    return gap < 0.6 * row[0].size


def _stacked(rows: Iterator[_Slots]) -> Iterator[_Slots]:
    """Heading rows; those below each other that span no columns are lines of the same cells."""
    held: _Slots = {}
    for row in rows:
        if any(columns > 1 for columns, _ in row.values()):
            yield from [held] if held else []
            held = {}
            yield row
        elif held:
            held = {at: (1, held[at][1] + lines) for at, (_, lines) in row.items()}
        else:
            held = row
    yield from [held] if held else []


def _joined(rows: Sequence[_Slots]) -> list[_Slots]:
    """The rows, a label of several lines in one cell."""
    found: list[_Slots] = []
    before: list[PrintedLine] = []
    for index, row in enumerate(rows):
        label = row[0][1]
        alone = label and not any(lines for at, (_, lines) in row.items() if at)
        following = rows[index + 1][0][1] if index + 1 < len(rows) else []
        if alone and found and label[0].text[:1].islower():
            found[-1][0] = (1, found[-1][0][1] + label)
        elif alone and following and following[0].text[:1].islower():
            before += label
        else:
            found.append({**row, 0: (row[0][0], before + label)})
            before = []
    return found
