"""Where sentences end, and where they only seem to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sentences import find_units, keeps_stop, make_nlp, split_sentences
from models.document import Cell, Document, Kenmerken, Passage, Span, Table
from models.lists import PassageSoort

NLP = make_nlp()


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, Span(0, len(text)), NLP)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De brug is dicht. Het veer vaart.", ["De brug is dicht.", "Het veer vaart."]),
        ("Waarom? Omdat het kan!", ["Waarom?", "Omdat het kan!"]),
        ("Zie stuk 99 001, nr. 12. Dan de rest.", ["Zie stuk 99 001, nr. 12.", "Dan de rest."]),
        ("De motie-Proefman c.s. Vraagt om meer.", ["De motie-Proefman c.s. Vraagt om meer."]),
        ("Het AO d.d. 3 mei ging door.", ["Het AO d.d. 3 mei ging door."]),
        ("Zie art. 5. Daarna niet meer.", ["Zie art. 5.", "Daarna niet meer."]),
        ("Het Stb. 2099, 1 is uit.", ["Het Stb. 2099, 1 is uit."]),
        ("Het kost € 12 mln. In totaal.", ["Het kost € 12 mln. In totaal."]),
        ("Zo zei J.P. Voorbeeld, niet A. Proefman.", ["Zo zei J.P. Voorbeeld, niet A. Proefman."]),
        ("Dat gold voor groep A. Het geldt nog.", ["Dat gold voor groep A.", "Het geldt nog."]),
        ("De zaak is afgedaan.13 Benelux volgt.", ["De zaak is afgedaan.13", "Benelux volgt."]),
        ("Dat is zo.<sup>7</sup> Nu verder.", ["Dat is zo.<sup>7</sup>", "Nu verder."]),
        ("Zij zei: «Het is op.» Toen ging zij.", ["Zij zei: «Het is op.»", "Toen ging zij."]),
        ("1. Registratie van bootjes", ["1. Registratie van bootjes"]),
        ("Dus:\n1. Boten. Ook kleine.\n2. Ja.", ["Dus:\n1. Boten.", "Ook kleine.", "2. Ja."]),
        ("Een regel die\ndoorloopt. En klaar.", ["Een regel die\ndoorloopt.", "En klaar."]),
        ("Op 6 september jl. is gevraagd.", ["Op 6 september jl. is gevraagd."]),
        ("   ", []),
        ("12 345 678", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("word", "kept"),
    [("nr.", True), ("Stb.", True), ("d.d.", True), ("huis.", False), ("lid.", False)],
)
def test_abbreviations_keep_their_stop(word: str, kept: bool) -> None:
    assert keeps_stop(word, NLP) is kept


@given(st.text(alphabet="aBc dE. ?!\n1”)(nr", max_size=80))
def test_sentences_are_in_order_disjoint_and_lose_no_letter(text: str) -> None:
    spans = list(split_sentences(text, Span(0, len(text)), NLP))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    kept = "".join(span.of(text) for span in spans)
    assert sorted(c for c in kept if c.isalpha()) == sorted(c for c in text if c.isalpha())


def paper(*parts: tuple[PassageSoort, str]) -> Document:
    text, passages = "", []
    for soort, part in parts:
        passages.append(Passage(Span(len(text), len(text) + len(part)), soort))
        text += part + "\n"
    return Document("proef", text, Kenmerken(), "", "text/plain", tuple(passages))


def test_units_know_their_heading_and_leave_out_furniture() -> None:
    document = paper(
        (PassageSoort.RAND, "Pagina 1 van 2"),
        (PassageSoort.KOP, "2. Veren. En boten"),
        (PassageSoort.ALINEA, "Het veer vaart. De boot\nniet."),
        (PassageSoort.OPSOMMING, "• Het vlot ook."),
    )
    units = find_units(document, NLP)
    assert [(unit.text, unit.passage, unit.heading) for unit in units] == [
        ("2. Veren. En boten", 1, None),
        ("Het veer vaart.", 2, "2. Veren. En boten"),
        ("De boot niet.", 2, "2. Veren. En boten"),
        ("• Het vlot ook.", 3, "2. Veren. En boten"),
    ]


def test_cells_are_units_and_numbers_are_not() -> None:
    text = "Motie\tStand\nMotie-Proefman\tKlaar. Echt.\n12,5\t3"
    cells = tuple(
        Cell(Span(text.index(word), text.index(word) + len(word)), row, column)
        for row, column, word in [(0, 0, "Motie"), (0, 1, "Stand"), (1, 0, "Motie-Proefman"),
                                  (1, 1, "Klaar. Echt."), (2, 0, "12,5")]
    )  # fmt: skip
    whole = Span(0, len(text))
    passages = (Passage(whole, PassageSoort.TABEL),)
    expected = ["Motie", "Stand", "Motie-Proefman", "Klaar.", "Echt."]
    for tables in ((Table(whole, cells),), ()):
        document = Document("proef", text, Kenmerken(), "", "text/plain", passages, tables=tables)
        assert [unit.text for unit in find_units(document, NLP)] == expected
