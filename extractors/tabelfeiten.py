"""Typed cells of tables: amounts with their unit, and what a status table says of each row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.cells import CellValue, is_year, read_cell, read_unit, read_years
from extractors.totals import Numbers, Place, check_totals
from models.document import Cell, Document, Span, Table
from models.findings import Tabelfeit
from models.lists import Eenheid, Totaal
from models.problems import Problem

_STATUS_HEADING = re.compile(
    r"stand van zaken|status|afdoening|voortgang|reactie|uitvoering van de motie", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{2}")
_DASH = re.compile(r"[-‒–—−./]*")
# percentages, years and days do not add up
_ADDS_UP = frozenset(
    (None, Eenheid.EURO, Eenheid.DZD_EURO, Eenheid.MLN_EURO, Eenheid.MLD_EURO, Eenheid.AANTAL)
)


def find_tabelfeiten(document: Document) -> tuple[Tabelfeit, ...]:
    """The facts of every table of a document, in order of their place.

    A cell with a value is a fact under its row and column heading; so is a cell of text in a
    column whose heading speaks of status. A row without a first cell is called after the row
    before. Totals carry the verdict on their sum.
    """
    facts: list[Tabelfeit] = []
    for index, table in enumerate(document.tables):
        facts.extend(_facts(index, _Grid(document, table)))
    return tuple(sorted(facts, key=lambda fact: (fact.span, fact.kolom)))


def find_contradictions(document: Document, facts: tuple[Tabelfeit, ...]) -> tuple[Problem, ...]:
    """A problem for each printed total that is not the sum of its parts."""
    return tuple(
        Problem(document.id, "extract", "tabel_totaal", _contradiction(document, fact))
        for fact in facts
        if fact.totaal is Totaal.WIJKT_AF
    )


def _contradiction(document: Document, fact: Tabelfeit) -> str:
    title = document.tables[fact.table].title
    named = f" ({_flat(document.quote(title))[:100]})" if title else ""
    printed, computed = (one.replace(".", ",") for one in (fact.waarde, fact.berekend or ""))
    return (
        f"tabel {fact.table + 1}{named}, kolom {fact.kolom!r}, rij {fact.rij!r}: gedrukt staat "
        f"{printed}, de delen tellen op tot {computed}; leg het stuk ernaast"
    )


@dataclass(slots=True)
class _Grid:
    """A table as rows and columns: what every cell of it says and is called."""

    document: Document
    table: Table
    texts: dict[Place, str] = field(default_factory=dict)
    spans: dict[Place, Span] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    first: int = 1

    def __post_init__(self) -> None:
        heads: dict[int, list[str]] = defaultdict(list)
        body: list[Cell] = []
        for cell in self.table.cells:
            text = _flat(self.document.quote(cell.span))
            if not cell.heading:
                body.append(cell)
                place = cell.row, cell.column
                # a cell that a note interrupts comes in two
                self.texts[place] = " ".join(filter(None, (self.texts.get(place), text)))
                self.spans.setdefault(place, cell.span)
            elif text:
                for column in range(cell.column, cell.column + cell.columns):
                    heads[column].append(text)
        self.headings = {column: " ".join(texts) for column, texts in heads.items()}
        self.first = self._first_value(body)
        self._call_rows(body)

    def _first_value(self, body: list[Cell]) -> int:
        """The first column that is not part of what a row is called.

        Columns without a heading name the row too, and the column after one of bare numbers or
        one whose cells each span several rows.
        """
        first = min((column for column in self.headings if column), default=1)
        if first == 1 and _STATUS_HEADING.search(self.headings.get(1, "")) is None:
            spans = any(cell.column == 0 and cell.rows > 1 for cell in body)
            if (spans or not self._has_words(0)) and self._has_words(1):
                return 2
        return first

    def _has_words(self, column: int) -> bool:
        texts = [text for (_, at), text in self.texts.items() if at == column and text]
        return 2 * sum(bool(_WORD.search(text)) for text in texts) > len(texts)

    def _call_rows(self, body: list[Cell]) -> None:
        """What each row is called: its first cells; one that spans rows is said of each."""
        called: dict[int, dict[int, str]] = defaultdict(dict)
        for cell in body:
            if cell.column < self.first:
                for row in range(cell.row, cell.row + cell.rows):
                    called[row][cell.column] = self.texts[cell.row, cell.column]
        last = ""
        for row in sorted({row for row, _ in self.texts}):
            label = " ".join(filter(None, (text for _, text in sorted(called[row].items()))))
            last = self.labels[row] = label or last

    def values(self) -> Iterator[tuple[Place, CellValue]]:
        """The cells that say something typed, with their unit."""
        title = self.document.quote(self.table.title) if self.table.title else ""
        start = self.table.span.start
        around = f"{title} {self.document.text[max(0, start - 300) : start]}"
        unit = read_unit(around)
        years = self._columns_of_years()
        for place, text in self.texts.items():
            if place[1] < self.first or not text:
                continue
            row, column = self.labels[place[0]], self.headings.get(place[1], "")
            value = read_cell(text, f"{column} {row} {around}")
            if value is None:
                if _STATUS_HEADING.search(column):
                    yield place, CellValue(text, Eenheid.STATUS)
            elif value.number is not None and place[1] in years:
                yield place, CellValue(value.waarde, Eenheid.JAAR)
            elif value.eenheid is None:
                yield place, replace(value, eenheid=read_unit(text, column, row) or unit)
            else:
                yield place, value

    def _columns_of_years(self) -> set[int]:
        """The columns that hold years and nothing else."""
        found: dict[int, list[str]] = defaultdict(list)
        for (_, column), text in self.texts.items():
            if text:
                found[column].append(text)
        return {column for column, texts in found.items() if all(map(is_year, texts))}

    def unknown(self, values: dict[Place, CellValue]) -> frozenset[Place]:
        """The cells that say something no number can be read from."""
        return frozenset(
            place
            for place, text in self.texts.items()
            if not _DASH.fullmatch(text)
            and (place not in values or values[place].eenheid is Eenheid.PM)
        )


def _facts(index: int, grid: _Grid) -> Iterator[Tabelfeit]:
    values = dict(grid.values())
    verdicts = {
        place: verdict
        for numbers in _addable(grid, values)
        for place, verdict in check_totals(numbers).items()
    }
    for (row, column), value in values.items():
        heading, label = grid.headings.get(column, ""), grid.labels[row]
        years = read_years(heading)
        if years.van is None and not years.structureel and is_year(label):
            years = read_years(label)
        verdict = verdicts.get((row, column))
        yield Tabelfeit(
            table=index,
            span=grid.spans[row, column],
            rij=label,
            kolom=heading,
            waarde=value.waarde,
            eenheid=value.eenheid,
            jaar_van=years.van,
            jaar_tot=years.tot,
            structureel=years.structureel,
            totaal=verdict.totaal if verdict else None,
            berekend=f"{verdict.berekend:f}" if verdict else None,
        )


def _addable(grid: _Grid, values: dict[Place, CellValue]) -> Iterator[Numbers]:
    """The numbers of a table that may be added, those of one unit together."""
    units = {value.eenheid for value in values.values() if value.number is not None}
    for unit in sorted(units & _ADDS_UP, key=str):
        numbers = {
            place: value.number
            for place, value in values.items()
            if value.number is not None and value.eenheid is unit
        }
        columns = sorted({column for _, column in numbers})
        unknown = {place for place in grid.unknown(values) if place[1] in columns}
        rows = sorted({row for row, _ in (*numbers, *unknown)})
        yield Numbers(
            numbers,
            frozenset(unknown),
            {row: grid.labels[row] for row in rows},
            {column: grid.headings.get(column, "") for column in columns},
            exact=unit is Eenheid.AANTAL,
        )


def _flat(text: str) -> str:
    return " ".join(text.split())
