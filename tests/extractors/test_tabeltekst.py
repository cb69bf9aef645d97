"""Text that says another total than the table under it; all of it is made up."""

import pytest

from extractors.plaintext import compose_plain
from extractors.tabelfeiten import find_tabelfeiten
from extractors.tabeltekst import find_disagreements
from models.document import Document, Kenmerken

TABLE = """
Verdeling (bedragen x € mln.)

*De helft is naar latere jaren geschoven.

2027 2028 2029 Struc

Lonen 10,4 20,0 30,0 5

Huur 30,2 40,0 30,0 8

Totaal* 41 60 60 13
"""


def told(text: str, table: str = TABLE) -> list[str]:
    text += "\n" + table
    made = compose_plain(text)
    paper = Document("lokaal-1", text, Kenmerken(), "", "text/plain", passages=made.passages,
                     tables=made.tables)  # fmt: skip
    return [one.melding for one in find_disagreements(paper, find_tabelfeiten(paper))]


def test_another_total_for_a_year_is_noted_with_the_note_that_explains_it() -> None:
    assert told(
        "Er is 60 miljoen euro per jaar, met een aanloop van 55 miljoen\neuro in 2027 hiervoor."
    ) == [
        "de tekst noemt '55 miljoen euro in 2027', tabel 1 telt voor 2027 41 (mln_euro); "
        "noot: '*De helft is naar latere jaren geschoven.'; leg het stuk ernaast"
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Er is 60 miljoen euro per jaar, en 41 miljoen euro in 2027.", id="the same"),
        pytest.param("Voor veren is er 55 miljoen euro in 2027.", id="no total of the table named"),
        pytest.param("Er is 60 miljoen euro, en 55 miljoen euro in 2026.", id="no such column"),
        pytest.param("Er is 60 miljoen euro, en ruim 40 miljoen euro in 2027.", id="about"),
        pytest.param("Er is 60 miljoen euro, en later 55 miljoen euro.", id="no year"),
        pytest.param("De proef is in 2027 begonnen met 60 miljoen euro.", id="year elsewhere"),
    ],
)
def test_what_says_nothing_of_the_total(text: str) -> None:
    assert told(text) == []


def test_a_total_that_does_not_add_up_is_held_against_nothing() -> None:
    text = "Er is 60 miljoen euro per jaar, met een aanloop van 55 miljoen euro in 2027."
    assert told(text, TABLE.replace("Totaal* 41", "Totaal* 99")) == []
