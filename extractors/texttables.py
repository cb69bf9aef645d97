"""Tables in plain text, where nothing but the order of the lines is left of them.

Two kinds are told with certainty: rows of a label and as many numbers as the heading row has
columns; and overviews whose first column names moties or toezeggingen and whose second tells
what became of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.document import Cell, Span, Table

Rows = Sequence[tuple[Span, str]]

_VALUE = re.compile(r"(?:[-‒–−]\s?)?(?:€\s?)?\d[\d.]*(?:,\d+)?%?\*?")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:[-–/](?:(?:19|20)?\d{2}))?")
_UNIT = re.compile(r"bedragen|€|euro|mln|in procenten|aantal", re.IGNORECASE)
_OVERVIEW = re.compile(
    r"(?P<one>Moties?|Toezegging(?:en)?|Onderwerp)(?P<gap>\s+)"
    r"(?P<two>Stand van zaken|Status|Voortgang|Afdoening|Reactie)"
)
_SUBJECT = re.compile(
    r"(?:\d{1,2}[.)]\s*)?(?:(?:Nader )?[Gg]ewijzigde )?(?:[Mm]otie|[Tt]oezegging|De motie)\b"
)
_NOTE = re.compile(r"(?:<sup>)?\d{1,3}(?:</sup>)?\s+[A-Z<\[]")
_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table, the block after it, and its passages: several where notes stand between."""

    table: Table
    last: int
    pieces: tuple[Span, ...]


def find_text_tables(blocks: Sequence[Rows]) -> list[TextTable]:
    """The tables among blocks of lines, in order, disjoint.

    A cell that a note interrupts goes on after it in a second cell of the same row and column.
    """
    found: list[TextTable] = []
    index = 0
    while index < len(blocks):
        table = _numbers(blocks, index) or _overview(blocks, index)
        if table:
            found.append(table)
        index = table.last if table else index + 1
    return found


def _numbers(blocks: Sequence[Rows], first: int) -> TextTable | None:
    """A heading row of columns, then rows of a label and as many values."""
    heads = _pieces(blocks[first][0])
    if len(blocks[first]) == 1 and len(heads) >= 3 and _YEAR.fullmatch(heads[0][1]):
        rows = [_values(row, len(heads)) for row in _run(blocks, first + 1, len(heads))]
        if len(rows) >= _LEAST_ROWS:
            title = _unit_line(blocks, first)
            start = heads[0][0].start
            cells = [Cell(Span(start, start), 0, 0, heading=True)]
            cells += [
                Cell(span, 0, column, heading=True) for column, (span, _) in enumerate(heads, 1)
            ]
            for number, row in enumerate(rows, 1):
                cells += [Cell(span, number, column) for column, span in enumerate(row)]
            whole = Span(start, cells[-1].span.end)
            last = _blocks_until(blocks, first, whole.end)
            return TextTable(Table(whole, tuple(cells), title), last, (whole,))
    return None


def _unit_line(blocks: Sequence[Rows], first: int) -> Span | None:
    """The nearest short line above that names the unit."""
    for block in reversed(blocks[max(0, first - 4) : first]):
        for span, text in reversed(block):
            if _UNIT.search(text) and len(text) < 120:
                return span
    return None


def _run(blocks: Sequence[Rows], first: int, count: int) -> Iterator[tuple[Span, str]]:
    """The lines from a block on that are rows of ``count`` values."""
    for block in blocks[first:]:
        for row in block:
            if not _values(row, count):
                return
            yield row


def _values(row: tuple[Span, str], count: int) -> list[Span]:
    """The cells of a row: the label and its values; empty where it is no such row."""
    pieces = _pieces(row)
    values = pieces[-count:]
    if len(pieces) <= count or not all(_VALUE.fullmatch(text) for _, text in values):
        return []
    label = Span(pieces[0][0].start, pieces[-count - 1][0].end)
    return [label, *(span for span, _ in values)]


def _pieces(row: tuple[Span, str]) -> list[tuple[Span, str]]:
    start = row[0].start
    return [
        (Span(start + match.start(), start + match.end()), match[0])
        for match in re.finditer(r"\S+", row[1])
    ]


def _blocks_until(blocks: Sequence[Rows], first: int, end: int) -> int:
    last = first
    while last < len(blocks) and blocks[last][0][0].start < end:
        last += 1
    return last


def _overview(blocks: Sequence[Rows], first: int) -> TextTable | None:
    """A heading row of subject and state, then blocks that name a subject and tell its state."""
    span, text = blocks[first][0]
    heading = _OVERVIEW.fullmatch(text)
    if heading is None:
        return None
    rows = _Overview(_heading_row(span, heading), first + 1)
    for index, block in enumerate(blocks[first + 1 :], first + 1):
        if _NOTE.match(block[0][1]):
            rows.part()
        elif rows.is_over(block):
            break
        else:
            rows.add(block, index)
    return rows.finish()


def _heading_row(span: Span, match: re.Match[str]) -> list[Cell]:
    one, two = (Span(*match.span(name)).shift(span.start) for name in ("one", "two"))
    return [Cell(one, 0, 0, heading=True), Cell(two, 0, 1, heading=True)]


class _Overview:
    """The rows of an overview on their way to a table; ``last`` is the block after it."""

    def __init__(self, heading: list[Cell], last: int) -> None:
        self.parts = [heading]
        self.row = 0
        self.last = last

    def is_over(self, block: Rows) -> bool:
        """Whether a block belongs to the running text again: a heading of another chapter."""
        return bool(re.match(r"(?:#|\d{1,2}\.\d?\s+[A-Z]|Bijlage\b|Hoogachtend)", block[0][1]))

    def part(self) -> None:
        """A note stands here: what follows is another passage of the same table."""
        if self.parts[-1]:
            self.parts.append([])

    def add(self, block: Rows, index: int) -> None:
        """A block that names a subject begins a row; any other goes on with the state."""
        whole = Span(block[0][0].start, block[-1][0].end)
        cells = self.parts[-1]
        last = cells[-1] if cells else None
        if _SUBJECT.match(block[0][1]):
            self.row += 1
            cells.append(Cell(whole, self.row, 0))
        elif last is not None and last.column == 1 and not last.heading:
            cells[-1] = replace(last, span=Span(last.span.start, whole.end))
        else:
            self.row = max(self.row, 1)
            cells.append(Cell(whole, self.row, 1))
        self.last = index + 1

    def finish(self) -> TextTable | None:
        """The table of the rows so far; nothing where there are none."""
        if not self.row:
            return None
        parts = [part for part in self.parts if part]
        pieces = tuple(Span(part[0].span.start, part[-1].span.end) for part in parts)
        cells = tuple(cell for part in parts for cell in part)
        whole = Span(pieces[0].start, pieces[-1].end)
        return TextTable(Table(whole, cells), self.last, pieces)
