"""Printed tables over a page break and under several headings; all of it is made up."""

import pytest

from extractors.printedtables import (
    Row,
    TableBlock,
    heading_rows,
    is_caption_again,
    rows_of,
    stitch,
)
from models.document import Box, PrintedCell, PrintedLine, PrintedTable

Texts = list[list[str]]


def cell(row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> PrintedCell:
    edges = tuple(80.0 + 5 * index for index in range(len(text) + 1))
    lines = (PrintedLine(text, 1, 20.0 * row, 20.0 * row + 9, edges, 9.0),) if text else ()
    return PrintedCell(row, column, lines, rows, columns)


def block(texts: Texts, columns: tuple[float, ...] | None = None) -> TableBlock:
    cells = [cell(r, c, text) for r, row in enumerate(texts) for c, text in enumerate(row)]
    lefts = columns or tuple(80.0 + 100 * c for c in range(len(texts[0])))
    return TableBlock(PrintedTable(Box(80, 0, 480, 300), tuple(cells), lefts), cells, 1)


def texts(cells: list[PrintedCell]) -> Texts:
    return [[" ".join(line.text for line in c.lines) for c in row] for row in rows_of(cells)]


HEAD = ["Motie", "Stand van zaken"]


@pytest.mark.parametrize(
    ("above", "below", "whole", "furniture"),
    [
        pytest.param(
            [HEAD, ["Motie-Proefman", "Afgedaan."]],
            [["Motie-Voorbeeld", "Loopt."]],
            [HEAD, ["Motie-Proefman", "Afgedaan."], ["Motie-Voorbeeld", "Loopt."]],
            [],
            id="another row",
        ),
        pytest.param(
            [HEAD, ["Motie-Proefman", "Wordt"]],
            [HEAD, ["", "uitgevoerd."], ["Motie-Voorbeeld", "Loopt."]],
            [HEAD, ["Motie-Proefman", "Wordt uitgevoerd."], ["Motie-Voorbeeld", "Loopt."]],
            HEAD,
            id="heading printed again, row goes on without first cell",
        ),
        pytest.param(
            [HEAD, ["Motie-Proefman", "Loopt."]],
            [["Motie (vervolg)", "Stand van zaken (vervolg)"], ["Motie-Test", "Loopt."]],
            [HEAD, ["Motie-Proefman", "Loopt."], ["Motie-Test", "Loopt."]],
            ["Motie (vervolg)", "Stand van zaken (vervolg)"],
            id="heading again, with a word that it goes on",
        ),
        pytest.param(
            [HEAD],
            [HEAD, ["Motie-Proefman", "Loopt."]],
            [HEAD, ["Motie-Proefman", "Loopt."]],
            HEAD,
            id="nothing but the heading at the foot of the page",
        ),
        pytest.param(
            [HEAD, ["Motie-Proefman over veren en", "De proef loopt"]],
            [["Sluizen", "door tot de zomer."]],
            [HEAD, ["Motie-Proefman over veren en Sluizen", "De proef loopt door tot de zomer."]],
            [],
            id="both cells break off",
        ),
        pytest.param(
            [HEAD, ["Motie-Proefman over het", "Afgedaan."]],
            [["tegengaan van wachten", ""]],
            [HEAD, ["Motie-Proefman over het tegengaan van wachten", "Afgedaan."]],
            [],
            id="only the first cell goes on",
        ),
        pytest.param(
            [HEAD, ["Motie-Proefman over", "De proef loopt."]],
            [["wachten", "Het verslag volgt."]],
            [HEAD, ["Motie-Proefman over wachten", "De proef loopt. Het verslag volgt."]],
            [],
            id="the second cell goes on with another sentence",
        ),
        pytest.param(
            [["Post", "2027"], ["Uitgaven", "10"]],
            [["waarvan lonen", "4"]],
            [["Post", "2027"], ["Uitgaven", "10"], ["waarvan lonen", "4"]],
            [],
            id="numbers under numbers are another row, however the label begins",
        ),
        pytest.param(
            [["Post", "2027"], ["Proefdienst", "10"]],
            [["", "4"]],
            [["Post", "2027"], ["Proefdienst", "10"], ["", "4"]],
            [],
            id="numbers under numbers are another row, also without a label",
        ),
        pytest.param(
            [HEAD, ["Motie-Proefman", "Wordt uitgevoerd"]],
            [["Motie-Test", "Loopt"]],
            [HEAD, ["Motie-Proefman", "Wordt uitgevoerd"], ["Motie-Test", "Loopt"]],
            [],
            id="capitals begin anew, also without stops",
        ),
    ],
)
def test_a_table_over_a_page_break(
    above: Texts, below: Texts, whole: Texts, furniture: list[str]
) -> None:
    first = block(above)
    again = stitch(first, block(below))
    assert again is not None
    assert (texts(first.cells), [line.text for line in again]) == (whole, furniture)


def test_other_columns_are_another_table() -> None:
    first = block([HEAD, ["Motie-Proefman", "Loopt."]])
    assert stitch(first, block([["Post", "2027", "2028"]])) is None
    assert stitch(first, block([HEAD], columns=(80.0, 250.0))) is None
    assert texts(first.cells) == [HEAD, ["Motie-Proefman", "Loopt."]]


def test_a_row_under_a_label_of_several_rows_is_a_row_of_its_own() -> None:
    cells = [cell(0, 0, "Dienst"), cell(0, 1, "Post"), cell(1, 0, "Proefdienst", rows=2),
             cell(1, 1, "Loket"), cell(2, 1, "Register")]  # fmt: skip
    first = TableBlock(PrintedTable(Box(80, 0, 480, 300), tuple(cells), (80.0, 180.0)), cells, 1)
    assert stitch(first, block([["", "Archief"]])) == []
    assert [(c.row, c.column) for c in first.cells][-1] == (3, 1)


def rows(*given: str) -> list[Row]:
    """Cells apart by a bar; ``2x`` before one says it covers two columns, ``2r`` two rows."""
    grid: list[Row] = []
    for number, row in enumerate(given):
        cells, column = [], 0
        for text in row.split("|"):
            bare = text.strip()
            wide, high = (2 if bare.startswith("2x") else 1), (2 if bare.startswith("2r") else 1)
            if bare != "^":
                words = bare[2:].strip() if 2 in (wide, high) else bare
                cells.append(cell(number, column, words, high, wide))
            column += wide
        grid.append(cells)
    return grid


@pytest.mark.parametrize(
    ("table", "count"),
    [
        pytest.param(rows("Post | 2027", "Lonen | 1,5"), 1, id="one heading"),
        pytest.param(rows("Lonen | 1,5", "Huur | 2,0"), 0, id="amounts from the first row on"),
        pytest.param(
            rows("2r Post | 2x Raming", "^ | 2027 | 2028", "Lonen | 1,5 | 2,0"), 2, id="parted"
        ),
        pytest.param(
            rows("2x Uitgaven van de proef", "Post | Bedrag", "Lonen | 1,5"), 2, id="title"
        ),
        pytest.param(
            rows("Post | Raming | Deel", " | x € 1.000 | %", "Lonen | 15 | 2,0"), 2, id="units"
        ),
        pytest.param(
            rows("Motie | Stand", "Motie-Proefman | Loopt", "Motie-Test | Klaar"), 1, id="words"
        ),
        pytest.param(
            rows("Motie | Stand", " | Loopt nog", "Motie-Test | Klaar"), 1, id="a row without label"
        ),
        pytest.param(rows("Post | 2027"), 0, id="one row is no heading"),
    ],
)
def test_how_many_rows_head_the_columns(table: list[Row], count: int) -> None:
    assert heading_rows(table) == count


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("Tabel 1 (vervolg)", True),
        ("Tabel 2. Moties van dit jaar, vervolg", True),
        ("Vervolg tabel 3", True),
        ("(vervolg)", True),
        ("Tabel 1. Moties", False),
        ("In het vervolg van de proef", False),
        ("Tabellen in het vervolgonderzoek", False),
    ],
)
def test_a_caption_that_says_the_table_goes_on(text: str, again: bool) -> None:
    assert is_caption_again(text) is again
