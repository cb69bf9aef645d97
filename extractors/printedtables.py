"""Printed tables on their way to the text: rows, headings, and the way over a page break."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.cells import is_year, read_cell
from models.document import PrintedCell, PrintedLine, PrintedTable

_AGAIN = re.compile(r"\s*\(?\bvervolg\b(?: van)?\)?\s*", re.IGNORECASE)
_BARE = re.compile(r"\d{1,2}")
_STOP = (".", "?", "!", ":", ";", ")", "»", "”")
# a cell that ends in one of these is not at its end
_OPEN_END = re.compile(
    r"(?:[,(‒–-]|\b(?:de|het|een|van|en|of|in|op|over|voor|met|bij|door|aan|naar|om|te|tot|uit|dat"
    r"|die|der|den|ten|ter|is|zijn|wordt|worden|als|per|c\.s\.))$",
    re.IGNORECASE,
)
_SHORT = 60
Row = Sequence[PrintedCell]


@dataclass(slots=True)
class TableBlock:
    """A table on its way to the text; it may run over several pages."""

    table: PrintedTable
    cells: list[PrintedCell]
    page: int


def is_caption_again(text: str) -> bool:
    """Whether a line says no more than that a table goes on: "Tabel 1 (vervolg)".

    >>> is_caption_again("Vervolg tabel 1. Moties"), is_caption_again("In het vervolg wordt")
    (True, False)
    """
    named = re.match(
        r"(?:\(?vervolg\)?(?: van)? )?(?:tabel|overzicht|bijlage)\b", text, re.IGNORECASE
    )
    return bool(named and _AGAIN.search(text) and len(text) < 200) or (
        _AGAIN.fullmatch(text) is not None
    )


def stitch(above: TableBlock, below: TableBlock) -> list[PrintedLine] | None:
    """Add a table that goes on over the page to its first part; ``None`` where it is another.

    A first row that goes on where the last row before the page break left off is added to it.
    Returned are the lines of heading rows that are printed again: they are furniture.
    """
    if not _same_columns(above.table, below.table):
        return None
    rows, first_rows = rows_of(below.cells), rows_of(above.cells)
    again = _heads_again(first_rows, rows)
    furniture = [line for row in rows[:again] for cell in row for line in cell.lines]
    rows = rows[again:]
    if rows and _goes_on(_last_row(above.cells), rows[0]):
        _extend_row(above, rows[0])
        rows = rows[1:]
    base = max(cell.row + cell.rows for cell in above.cells)
    for number, row in enumerate(rows):
        above.cells.extend(replace(cell, row=base + number) for cell in row)
    return furniture


def rows_of(cells: Sequence[PrintedCell]) -> list[list[PrintedCell]]:
    """The cells row by row, each row from left to right."""
    rows: dict[int, list[PrintedCell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    return [sorted(rows[row], key=lambda cell: cell.column) for row in sorted(rows)]


def heading_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top head the columns; none where the first row holds amounts."""
    if len(rows) < 2 or _holds_values(rows[0]):
        return 0
    count = 1
    while count < len(rows) - 1 and _heads_too(rows, count):
        count += 1
    return count


def _heads_too(rows: Sequence[Row], index: int) -> bool:
    """Whether a row goes on with the heading above it: under a cell of several rows or columns.

    So does a row of short words without a label, if amounts follow (the units of the columns).
    """
    row, above = rows[index], rows[index - 1]
    filled = [cell for cell in row if cell.lines]
    if not filled or _holds_values(row) or any(len(_text(cell)) > _SHORT for cell in filled):
        return False
    if any(cell.row + cell.rows > row[0].row for cell in above):
        return True
    titled = [cell for cell in above if cell.lines]
    if any(cell.columns > 1 for cell in titled) and (len(titled) > 1 or len(filled) > 1):
        return True
    return filled[0].column > 0 and _holds_values(rows[index + 1])


def _holds_values(row: Row) -> bool:
    """Whether at least half of what stands beside the first column are amounts, no years."""
    texts = [_text(cell) for cell in row if cell.column and cell.lines]
    return bool(texts) and 2 * sum(map(_is_value, texts)) >= len(texts)


def _is_value(text: str) -> bool:
    return read_cell(text) is not None and not is_year(text) and not _BARE.fullmatch(text)


def _text(cell: PrintedCell) -> str:
    return " ".join(line.text for line in cell.lines).strip()


def _same_columns(one: PrintedTable, other: PrintedTable) -> bool:
    if len(one.columns) != len(other.columns):
        return False
    return all(abs(a - b) < 4 for a, b in zip(one.columns, other.columns, strict=True))


def _heads_again(first: Sequence[Row], rows: Sequence[Row]) -> int:
    """How many rows at the top are the heading of the page before, printed again."""
    most = max(1, heading_rows(first))
    count = 0
    for one, other in zip(first[:most], rows, strict=False):
        if not any(cell.lines for cell in one) or _plain(one) != _plain(other):
            break
        count += 1
    return count


def _plain(row: Row) -> list[str]:
    return [_AGAIN.sub("", _text(cell)).casefold() for cell in row]


def _last_row(cells: Sequence[PrintedCell]) -> dict[int, PrintedCell]:
    """The cells that reach into the last row, by column."""
    last = max(cell.row + cell.rows for cell in cells)
    return {cell.column: cell for cell in cells if cell.row + cell.rows == last}


def _goes_on(last: dict[int, PrintedCell], row: Row) -> bool:
    """Whether the first row of a page goes on where the last row of the page before left off.

    It does where its first cell is empty, or where a cell breaks off in the midst of a sentence
    and no cell begins anew. A row of numbers under a row of numbers is another row.
    """
    pairs = [
        (_text(last[cell.column]) if cell.column in last else "", _text(cell))
        for cell in row
        if cell.lines
    ]
    if (
        len(row) < 2
        or not pairs
        or any(read_cell(end) and read_cell(start) for end, start in pairs)
    ):
        return False
    first = last.get(0)
    if row[0].column == 0 and not row[0].lines:
        return first is None or first.rows == 1
    broken = [_breaks_off(end, start) for end, start in pairs]
    return any(broken) and not any(
        _begins_anew(*pair) for pair, off in zip(pairs, broken, strict=True) if not off
    )


def _breaks_off(end: str, start: str) -> bool:
    if not end or not start:
        return False
    return bool(_OPEN_END.search(end)) or (start[0].islower() and not end.endswith(_STOP))


def _begins_anew(end: str, start: str) -> bool:
    return not end or (not start[0].islower() and not end.endswith(_STOP))


def _extend_row(above: TableBlock, row: Row) -> None:
    last = _last_row(above.cells)
    more = {cell.column: cell.lines for cell in row}
    above.cells[:] = [
        replace(cell, lines=(*cell.lines, *more.get(cell.column, ())))
        if last.get(cell.column) is cell
        else cell
        for cell in above.cells
    ]
