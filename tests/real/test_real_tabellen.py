"""Tables of real papers, each cell checked by eye against a picture of the page (or the text).

What was checked is kept as a digest of the cells; the papers themselves are not in the project.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from extractors.extract import extract, make_tools
from extractors.tabelfeiten import find_tabelfeiten
from flows.lexicon import load_lexicon
from flows.read import read
from models.document import Document, Table
from models.findings import Findings
from models.lists import Eenheid, Totaal
from tests.flows.test_read import raw

SHARED = Path(__file__).parents[2].parent / "shared"
NOTA = "data/kamerstukken/nota-36154-bedrag-ineens.pdf"
BRIEF = "data/brieven/ocw-2018-leerlingendaling.pdf"
OPRICHTING = "seeds/003_33921c2e5a49b2b1.txt"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (SHARED / "data").exists(), reason="de echte stukken zijn hier niet"),
]


@cache
def paper(name: str) -> Document:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is hier niet")
    data = path.read_bytes()
    return read(raw(data, path.name), data)


@cache
def findings_of(name: str) -> Findings:
    return extract(paper(name), make_tools(load_lexicon()))


def digest(document: Document, table: Table) -> str:
    """Place and text of every cell, in twelve digits."""
    cells = [
        f"{cell.row} {cell.column} {cell.rows} {cell.columns} {cell.heading} "
        f"{' '.join(document.quote(cell.span).split())}"
        for cell in table.cells
    ]
    return hashlib.sha256("\n".join(cells).encode()).hexdigest()[:12]


@pytest.mark.parametrize(
    ("name", "number", "cells", "checked"),
    [
        (NOTA, 0, 65, "61e41bc50ae4"),
        (NOTA, 1, 65, "44dba2df1b1b"),
        (NOTA, 2, 65, "45c2a080062c"),
        (NOTA, 3, 65, "e639e193bbb0"),
        (NOTA, 4, 65, "b8e20c8bff50"),
        (NOTA, 5, 65, "6cba74b8fd0b"),
        (BRIEF, 0, 28, "bd5556ac7ec6"),
        (OPRICHTING, 0, 126, "569e5d616b89"),
        (OPRICHTING, 1, 21, "8f4fe84f9fb8"),
    ],
)
def test_every_cell_is_in_its_place(name: str, number: int, cells: int, checked: str) -> None:
    document = paper(name)
    table = document.tables[number]
    assert (len(table.cells), digest(document, table)) == (cells, checked)


@pytest.mark.parametrize(("name", "tables"), [(NOTA, 6), (BRIEF, 1), (OPRICHTING, 2)])
def test_nothing_else_is_a_table(name: str, tables: int) -> None:
    assert len(paper(name).tables) == tables


def test_no_table_in_papers_without_one() -> None:
    paths = sorted((SHARED / "data" / "kamervragen").glob("*.pdf"))
    if not paths:
        pytest.skip("de beantwoorde vragen zijn hier niet")
    names = [f"data/kamervragen/{path.name}" for path in paths]
    names.append("data/brieven/ienw-2023-verzamelbrief-luchtvaart.pdf")
    assert {name: len(paper(name).tables) for name in names} == dict.fromkeys(names, 0)


def test_the_totals_of_the_budget_add_up() -> None:
    findings = findings_of(OPRICHTING)
    totals = [fact for fact in findings.tabelfeiten if fact.totaal]
    assert [(fact.waarde, fact.berekend, fact.totaal) for fact in totals] == [
        (printed, computed, Totaal.KLOPT)
        for printed, computed in (
            ("144", "143.9"), ("572", "572.1"), ("621", "620.9"), ("621", "621.0"),
            ("621", "621.0"), ("621", "621.0"), ("600", "600.0"), ("133", "133.0"),
        )
    ]  # fmt: skip
    assert {fact.eenheid for fact in findings.tabelfeiten if fact.table == 0} == {Eenheid.MLN_EURO}


def test_the_text_that_disagrees_with_the_budget_is_noted() -> None:
    findings = findings_of(OPRICHTING)
    (problem,) = (one for one in findings.problems if one.soort == "tabel_tekst")
    assert problem.soort == "tabel_tekst"
    assert "2022 144 (mln_euro); noot:" in problem.melding


def test_the_nine_moties_have_a_status_and_a_follow_up() -> None:
    document, findings = paper(OPRICHTING), findings_of(OPRICHTING)
    table = document.tables[1]
    states = [fact for fact in findings.tabelfeiten if fact.table == 1]
    assert [fact.eenheid for fact in states] == [Eenheid.STATUS] * 9
    # the row that a page and a note split
    assert sum(cell.row == 7 and cell.column == 1 for cell in table.cells) == 2
    subjects = [cell.span for cell in table.cells if cell.column == 0 and not cell.heading]
    named = {
        vermelding.id: index
        for vermelding in findings.vermeldingen
        for index, span in enumerate(subjects)
        if span.covers(vermelding.span)
    }
    fates = {
        named[fate.vermelding_id]: fate.span
        for fate in findings.opvolgingen
        if fate.vermelding_id in named
    }
    assert sorted(fates) == list(range(9))
    # a row that a note splits is quoted on to its end
    assert all(states[row].span.start == span.start for row, span in fates.items())


def test_every_printed_formula_of_the_nota_holds() -> None:
    facts = find_tabelfeiten(paper(NOTA))
    assert Counter(fact.totaal for fact in facts if fact.totaal) == {Totaal.KLOPT: 6 * 4 * 3}
