"""Printed tables on their way to the text: rows, and a table that goes on over the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.document import PrintedCell, PrintedLine, PrintedTable


@dataclass(slots=True)
class TableBlock:
    """A table on its way to the text; it may run over several pages."""

    table: PrintedTable
    cells: list[PrintedCell]
    page: int


def stitch(above: TableBlock, below: TableBlock) -> list[PrintedLine] | None:
    """Add a table that goes on over the page to its first part; ``None`` where it is another.

    A first row without a first cell goes on in the last row before the page break. Returned are
    the lines of a heading row that is printed again: they are furniture.
    """
    if not _same_columns(above.table, below.table):
        return None
    again: list[PrintedLine] = []
    rows = rows_of(below.cells)
    first_rows = rows_of(above.cells)
    if rows and _row_text(rows[0]) == _row_text(first_rows[0]) and len(first_rows) > 1:
        again = [line for cell in rows[0] for line in cell.lines]
        rows = rows[1:]
    if rows and _goes_on(rows[0]):
        _extend_row(above, rows[0])
        rows = rows[1:]
    base = max(cell.row + cell.rows for cell in above.cells)
    for number, row in enumerate(rows):
        above.cells.extend(replace(cell, row=base + number) for cell in row)
    return again


def _same_columns(one: PrintedTable, other: PrintedTable) -> bool:
    if len(one.columns) != len(other.columns):
        return False
    return all(abs(a - b) < 4 for a, b in zip(one.columns, other.columns, strict=True))


def rows_of(cells: Sequence[PrintedCell]) -> list[list[PrintedCell]]:
    """The cells row by row, each row from left to right."""
    rows: dict[int, list[PrintedCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    return [sorted(rows[row], key=lambda cell: cell.column) for row in sorted(rows)]


def _row_text(row: Sequence[PrintedCell]) -> tuple[str, ...]:
    return tuple(" ".join(line.text for line in cell.lines) for cell in row)


def _goes_on(row: Sequence[PrintedCell]) -> bool:
    return (
        len(row) > 1 and row[0].column == 0 and not row[0].lines and any(cell.lines for cell in row)
    )


def _extend_row(above: TableBlock, row: Sequence[PrintedCell]) -> None:
    last = max(cell.row for cell in above.cells)
    for index, cell in enumerate(above.cells):
        if cell.row == last:
            more = [line for other in row if other.column == cell.column for line in other.lines]
            above.cells[index] = replace(cell, lines=(*cell.lines, *more))
