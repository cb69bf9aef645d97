"""Typed cells of tables: amounts with their unit, and what a status table says of each row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from models.document import Cell, Document, Table
from models.findings import Tabelfeit

_NUMBER = re.compile(
    r"(?:€\s*)?(?P<minus>[-‒–−]\s*)?(?:€\s*)?(?P<whole>\d{1,3}(?:[.\s]\d{3})+|\d+)"
    r"(?:,(?P<part>\d{1,4}))?(?:,-)?\s*(?P<percent>%)?(?P<note>\*{0,3})"
)
_STATUS_HEADING = re.compile(
    r"stand van zaken|status|afdoening|voortgang|reactie|uitvoering van de motie", re.IGNORECASE
)
_UNITS = (
    ("mln_euro", re.compile(r"(?:€|euro|eur).{0,20}\b(?:mln|miljoen)|\bmln\.?\s*(?:€|euro)", re.I)),
    ("mln_euro", re.compile(r"x\s*(?:€\s*)?1\.000\.000|x\s*(?:€\s*)?1\s*mln", re.I)),
    ("dzd_euro", re.compile(r"x\s*(?:€\s*)?1\.?000\b|(?:€|euro).{0,12}\bduizend", re.I)),
    ("procent", re.compile(r"%|procent|percentage", re.I)),
    ("euro", re.compile(r"€|\beuro\b|\bbedrag(?:en)?\b", re.I)),
)


def read_number(text: str) -> str | None:
    """A Dutch number with a decimal point, or ``None`` where the text is something else.

    >>> read_number("1.234,5"), read_number("‒ 9,9"), read_number("€ 40"), read_number("2 tot 3")
    ('1234.5', '-9.9', '40', None)
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    whole = re.sub(r"\D", "", match["whole"])
    part = f".{match['part']}" if match["part"] else ""
    return f"{'-' if match['minus'] else ''}{whole}{part}"


def find_tabelfeiten(document: Document) -> tuple[Tabelfeit, ...]:
    """The facts of every table of a document, in order of their place.

    A cell with a number is a fact under its row and column heading; so is a cell of text in a
    column whose heading speaks of status. A row whose first cell is missing goes on with the row
    before, also across the page break that split the table.
    """
    facts: list[Tabelfeit] = []
    carried = _Carried()
    for index, table in enumerate(document.tables):
        facts.extend(_read_table(document, index, table, carried))
    return tuple(sorted(facts, key=lambda fact: (fact.span, fact.kolom)))


@dataclass(slots=True)
class _Carried:
    """What a table that was split hands on: its headings and the row it ended in."""

    headings: dict[int, str] = field(default_factory=dict)
    row: str = ""


def _read_table(
    document: Document, index: int, table: Table, carried: _Carried
) -> Iterator[Tabelfeit]:
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    if any(cell.heading for cell in table.cells):
        carried.headings, carried.row = _headings(document, table), ""
    first = min((column for column in carried.headings if column), default=1)
    around = _around(document, table)
    for row in sorted(rows):
        cells = sorted(rows[row], key=lambda cell: cell.column)
        if cells[0].heading:
            continue
        labels = [cell for cell in cells if not cell.column or cell.column < first]
        carried.row = _label(document, labels) or carried.row
        for cell in cells[len(labels) :]:
            yield from _fact(document, index, cell, carried, around)


def _label(document: Document, cells: list[Cell]) -> str:
    """What a row is called: its first cells, up to the first column with a heading."""
    return _flat(" ".join(document.quote(cell.span) for cell in cells))


def _headings(document: Document, table: Table) -> dict[int, str]:
    """The text above each column; rows of headings are read from top to bottom."""
    found: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        text = _flat(document.quote(cell.span))
        if cell.heading and text:
            for column in range(cell.column, cell.column + cell.columns):
                found[column].append(text)
    return {column: " ".join(texts) for column, texts in found.items()}


def _around(document: Document, table: Table) -> str:
    """The title of a table and the passages above it: where its unit is said."""
    title = document.quote(table.title) if table.title else ""
    near = document.text[max(0, table.span.start - 300) : table.span.start]
    return f"{title} {near}"


def _fact(
    document: Document, index: int, cell: Cell, carried: _Carried, around: str
) -> Iterator[Tabelfeit]:
    row, column = carried.row, carried.headings.get(cell.column, "")
    text = _flat(document.quote(cell.span))
    number = read_number(text)
    if number is not None:
        yield Tabelfeit(index, cell.span, row, column, number, _unit(text, column, row, around))
    elif text and _STATUS_HEADING.search(column):
        yield Tabelfeit(index, cell.span, row, column, text, "status")


def _unit(*said: str) -> str | None:
    """The unit said nearest: in the cell, its column, its row, or above the table."""
    for text in said:
        for unit, pattern in _UNITS:
            if pattern.search(text):
                return unit
    return None


def _flat(text: str) -> str:
    return " ".join(text.split())
