"""Phrases that name a motie, and what speaks of moties without naming one."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.citations import find_citations, resolve
from extractors.patterns.vermeldingen import RULES
from extractors.rules import Rule
from extractors.vermeldingen import find_vermeldingen
from models.document import Cell, Document, Kenmerken, NoteMarker, Passage, Span, Table
from models.findings import MotieVermelding
from models.lexicon import Lexicon
from models.lists import MotieSoort, PassageSoort


def make(text: str) -> Document:
    spans = [Span(*m.span()) for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)]
    passages = tuple(Passage(span, PassageSoort.ALINEA) for span in spans)
    return Document("lokaal-0", text, Kenmerken(), "", "text/plain", passages)


def find(document: Document) -> tuple[MotieVermelding, ...]:
    return find_vermeldingen(document, resolve(document, find_citations(document, Lexicon())))


# text, members, subject, number
NAMED = [
    (
        "Met de motie-Van Voorbeeld/De Wit over kortere formulieren ben ik blij.",
        ("Van Voorbeeld", "De Wit"),
        "kortere formulieren ben ik blij",
        None,
    ),
    (
        "de motie van het lid Proefman c.s. over één loket is uitgevoerd",
        ("Proefman",),
        "één loket",
        None,
    ),
    ("In de motie Tester/Voorbeeld wordt gevraagd", ("Tester", "Voorbeeld"), None, None),
    (
        "de motie van kamerlid De Wit over periodieke controles.",
        ("De Wit",),
        "periodieke controles",
        None,
    ),
    (
        "motie van de leden Anna van der Test en De Wit-Proef (Kamerstuk 99 001, nr. 3) over post.",
        ("Anna van der Test", "De Wit-Proef"),
        "post",
        "kst-99001-3",
    ),
    (
        "de motie van het lid Proefman over post (Kamerstuk 99 001, nr. 3) vraagt",
        ("Proefman",),
        "post",
        "kst-99001-3",
    ),
    ("onze motie (Kamerstuk 99 001, nr. 3) is aangenomen", (), None, "kst-99001-3"),
    ("de aangenomen motie over kortere formulieren", (), "kortere formulieren", None),
    (
        "een motie van het lid Proefman over onderzoeken hoe de post sneller kan worden bezorgd.",
        ("Proefman",),
        "onderzoeken hoe de post sneller kan worden bezorgd",
        None,
    ),
    (
        "de motie van de heer Proefman van 3 mei 2099 over post.",
        ("Proefman",),
        "post",
        None,
    ),
]


@pytest.mark.parametrize(("text", "namen", "onderwerp", "nummer"), NAMED)
def test_reads_members_subject_and_number(
    text: str, namen: tuple[str, ...], onderwerp: str | None, nummer: str | None
) -> None:
    (found,) = find(make(text))
    assert (found.namen, found.onderwerp, found.nummer) == (namen, onderwerp, nummer)


@pytest.mark.parametrize(
    "text",
    [
        "moties en amendementen",
        "De motie is aangenomen.",
        "een motie van de Kamer en een toezegging",
        "de motie van de VVD",
        "een motie van wantrouwen",
        "emotie Proefman over post",
        "Stand van zaken moties en toezeggingen",
    ],
)
def test_moties_in_general_are_not_named(text: str) -> None:
    assert find(make(text)) == ()


def test_two_moties_in_one_sentence_are_two_mentions() -> None:
    text = "de motie van het lid Proefman over post en de gewijzigde motie-Tester over bussen."
    one, other = find(make(text))
    assert (one.onderwerp, one.soort) == ("post", None)
    assert (other.onderwerp, other.soort) == ("bussen", MotieSoort.GEWIJZIGD)


@pytest.mark.parametrize("text", ["Voornoemde motie is klaar.", "Aan deze motie is voldaan."])
def test_pointing_back_is_a_mention_without_a_number(text: str) -> None:
    (found,) = find(make(text))
    assert found.terugverwijzing
    assert found.nummer is None


def test_the_number_comes_from_the_note_the_phrase_points_at() -> None:
    text = "de motie Proefman3 vraagt\n\n3 Kamerstukken II, 2020-2021, 99 001, nr. 4."
    start = text.index("3 Kamer")
    passages = (
        Passage(Span(0, start - 2), PassageSoort.ALINEA),
        Passage(Span(start, len(text)), PassageSoort.NOOT, label="3"),
    )
    at = text.index("3 vraagt")
    markers = (NoteMarker(Span(at, at + 1), 1),)
    marked = Document("lokaal-0", text, Kenmerken(), "", "text/plain", passages, markers=markers)
    (found,) = find(marked)
    assert (found.namen, found.nummer) == (("Proefman",), "kst-99001-4")
    unmarked = Document("lokaal-0", text, Kenmerken(), "", "text/plain", passages)
    (found,) = find(unmarked)
    assert (found.namen, found.nummer) == (("Proefman",), "kst-99001-4")


def test_each_cell_under_the_heading_motie_is_a_mention() -> None:
    cells = ["Motie", "Stand van zaken", "Voorbeeld/Tester over post", "Loopt nog."]
    cells += ["Motie-Proefman over bussen", "Afgedaan."]
    text = "\t".join(cells)
    spans = []
    for cell in cells:
        at = text.index(cell, spans[-1].end if spans else 0)
        spans.append(Span(at, at + len(cell)))
    whole = Span(0, len(text))
    table = Table(whole, tuple(Cell(span, i // 2, i % 2) for i, span in enumerate(spans)))
    passage = Passage(whole, PassageSoort.TABEL)
    document = Document(
        "lokaal-0", text, Kenmerken(), "", "text/plain", (passage,), tables=(table,)
    )
    found = find(document)
    assert [v.namen for v in found] == [("Voorbeeld", "Tester"), ("Proefman",)]
    assert [v.onderwerp for v in found] == ["post", "bussen"]


def test_identifiers_tell_equal_phrases_apart() -> None:
    found = find(make("de motie Proefman en later weer de motie Proefman"))
    assert len({v.id for v in found}) == len(found) == 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_proves_itself(rule: Rule) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)


PIECES = st.sampled_from(
    [
        "motie",
        "Motie",
        "-",
        " van het lid ",
        "Proefman",
        "/",
        " en ",
        "De Wit",
        " over ",
        "post",
        ".",
        " (",
        ")",
        "99 001, nr. 3",
        " is ",
        "\n",
        "1",
        " c.s.",
        "deze ",
        "gewijzigde ",
        "é",
        ", ",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join)))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = find(make(text))
    for mention in found:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start
