"""Notes and what points at them, on pages made up here."""

from __future__ import annotations

import re

import pytest

from extractors.composed import Composed
from extractors.passages import compose_pages
from models.document import Box, PrintedCell, PrintedLine, PrintedPage, PrintedTable, Span
from models.lists import PassageSoort


def line(
    text: str, top: float, page: int = 1, size: float = 9.0, bold: bool = False
) -> PrintedLine:
    """A line of characters of five points; what stands between braces is raised: ``proef{1}``."""
    plain, raised, at = "", [], 0
    for match in re.finditer(r"\{([^}]*)\}|[^{]+", text):
        piece = match[1] if match[1] is not None else match[0]
        if match[1] is not None:
            raised.append(Span(at, at + len(piece)))
        plain, at = plain + piece, at + len(piece)
    edges = tuple(80.0 + 5 * index for index in range(len(plain) + 1))
    return PrintedLine(plain, page, top, top + size, edges, size, bold, False, tuple(raised))


def text(rows: list[str], page: int = 1) -> list[PrintedLine]:
    return [line(row, 100 + 24.0 * index, page) for index, row in enumerate(rows)]


def notes(rows: list[str], page: int = 1) -> list[PrintedLine]:
    return [line(row, 700 + 8.0 * index, page, size=6.5) for index, row in enumerate(rows)]


def compose(*pages: tuple[list[str], list[str]]) -> Composed:
    """Pages of text lines and lines of notes."""
    return compose_pages(
        [
            PrintedPage(number, 595, 842, (*text(body, number), *notes(small, number)))
            for number, (body, small) in enumerate(pages, 1)
        ]
    )


def marked(composed: Composed) -> list[tuple[str, str]]:
    """Of each marker the word before it and the note it points at."""
    return [
        (
            composed.text[: marker.span.start].split()[-1],
            composed.passages[marker.note].span.of(composed.text),
        )
        for marker in composed.markers
    ]


ONE = "De proef in Voorbeeldstad loopt nu al langer dan een jaar door"


def test_one_note_may_have_several_markers_also_on_a_later_page() -> None:
    composed = compose(
        (
            [f"{ONE}.{{1}}", "Zie ook Proefman{1} hierover.{2}"],
            ["{1} Eerste brief.", "{2} Tweede."],
        ),
        ([f"{ONE} nog.{{3}}"], ["{3} Derde brief."]),
        ([f"{ONE} zo.{{2}}"], []),
    )
    assert marked(composed) == [
        ("door.", "Eerste brief."),
        ("Proefman", "Eerste brief."),
        ("hierover.", "Tweede."),
        ("nog.", "Derde brief."),
        ("zo.", "Tweede."),
    ]
    assert not re.search(r"\d", composed.text)


def test_a_note_runs_on_over_the_page() -> None:
    composed = compose(
        ([f"{ONE}.{{1}}"], ["{1} Zie de brief over de proef, de uitvoering en"]),
        ([f"{ONE} nog.{{2}}"], ["de kosten daarvan.", "{2} Derde brief."]),
    )
    assert marked(composed) == [
        ("door.", "Zie de brief over de proef, de uitvoering en de kosten daarvan."),
        ("nog.", "Derde brief."),
    ]


def test_a_note_may_fill_the_foot_of_the_next_page() -> None:
    composed = compose(
        ([f"{ONE}.{{1}}"], ["{1} Zie de brief over de proef, de uitvoering en"]),
        ([f"{ONE} nog."], ["de kosten daarvan."]),
    )
    assert marked(composed) == [
        ("door.", "Zie de brief over de proef, de uitvoering en de kosten daarvan.")
    ]


def test_notes_with_a_plain_number_are_counted() -> None:
    small = ["1 Kamerstukken II 2029/30,", "99 001, nr. 4 van dit jaar", "2 Tweede brief."]
    composed = compose(([f"{ONE}.{{1}}", "En verder.{2}"], small))
    assert marked(composed) == [
        ("door.", "Kamerstukken II 2029/30, 99 001, nr. 4 van dit jaar"),
        ("verder.", "Tweede brief."),
    ]


def test_numbers_that_begin_anew_point_at_the_note_of_their_own_page() -> None:
    composed = compose(
        ([f"{ONE}.{{1}}"], ["{1} Eerste brief."]),
        ([f"{ONE} nog.{{1}}"], ["{1} Andere brief."]),
    )
    assert marked(composed) == [("door.", "Eerste brief."), ("nog.", "Andere brief.")]


def test_two_numbers_side_by_side_are_two_markers() -> None:
    composed = compose(([f"{ONE}.{{1, 2}}"], ["{1} Eerste brief.", "{2} Tweede brief."]))
    assert marked(composed) == [("door.", "Eerste brief."), ("door.", "Tweede brief.")]


@pytest.mark.parametrize(
    "kept",
    [
        "Er is 40 m{2} aan grond nodig voor de proef",
        "De uitstoot van CO{2} is gemeten in de proef",
        "Het gaat om 3 x 10{2} deelnemers aan de proef",
        "De 1{e} proef is in Voorbeeldstad gehouden",
        # no note of that number
        "De proef telt mee{7} voor het verslag",
    ],
)
def test_what_is_raised_and_no_marker_stays_in_the_text(kept: str) -> None:
    composed = compose(([f"{ONE}.{{1}}", kept], ["{1} Eerste brief.", "{2} Tweede brief."]))
    assert kept.replace("{", "").replace("}", "") in composed.text
    assert marked(composed) == [("door.", "Eerste brief.")]


def test_a_marker_in_a_heading_and_in_a_cell_is_linked() -> None:
    cells = (
        PrintedCell(0, 0, (line("Onderdeel", 300),)),
        PrintedCell(0, 1, (line("Stand{2}", 300),)),
        PrintedCell(1, 0, (line("Proef", 320),)),
        PrintedCell(1, 1, (line("Klaar", 320),)),
    )
    table = PrintedTable(Box(80, 295, 300, 330), cells, (80.0, 190.0))
    head = line("De proef{1}", 100, bold=True)
    small = notes(["{1} Eerste brief.", "{2} Tweede brief."])
    printed = PrintedPage(1, 595, 842, (head, line(f"{ONE}.", 124), *small), (table,))
    composed = compose_pages([printed])
    assert marked(composed) == [("proef", "Eerste brief."), ("Stand", "Tweede brief.")]
    assert composed.passages[0].soort is PassageSoort.KOP
    assert composed.passages[0].span.of(composed.text) == "De proef"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("De proef in Voorbeeldstad1 loopt door", [("Voorbeeldstad", "Eerste brief.")]),
        ("De proef loopt nu al een jaar.1", [("jaar.", "Eerste brief.")]),
        # twice on the page, a number with a capital, a square: nobody knows
        ("De proef1 loopt en die proef1 ook", []),
        ("De proef met BPM1 en A1 loopt", []),
        ("De proef van 1 maart loopt", []),
    ],
)
def test_a_plain_number_is_a_marker_where_nothing_else_points_at_its_note(
    row: str, found: list[tuple[str, str]]
) -> None:
    assert marked(compose(([row, ONE], ["{1} Eerste brief."]))) == found
