"""The trail of a chain, what a status table leaves out, and what corrections say of quality."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from corpus.database import build, open_read_only
from corpus.rows import rows
from corpus.tables import Correctie
from corpus.trail import Trail, read_trail, shared_words
from models.document import Kenmerken
from models.links import KnownMotie, Links
from models.lists import DocumentSoort, MotieSoort, StatusKamer, Uitspraak
from models.register import Register
from tests import factories

TEXT = """Motie Stand van zaken

De proef met het loket loopt in het hele land en wordt elk jaar bekeken.

De proef met het loket loopt in heel het land en wordt elk jaar bekeken.

Aan dit nummer wordt gewerkt."""
FIRST, SECOND, LAST = (part for part in TEXT.split("\n\n")[1:])
LETTER = "kst-99001-40"


def motie(number: int, status: StatusKamer = StatusKamer.AANGENOMEN, **more: object) -> KnownMotie:
    register = factories.register_motie(
        f"kst-99001-{number}", f"Motie {number}", status=status, **more
    )
    return factories.known(register)


# the fourth is changed into the seventh; the table speaks of 3, 7 and of a number nobody knows
MOTIES = (
    motie(3),
    motie(4, StatusKamer.AANGEHOUDEN, kabinetsappreciatie="Ontraden"),
    motie(5),
    motie(6, StatusKamer.VERWORPEN),
    replace(
        motie(7, datum=date(2029, 3, 9)),
        soort=MotieSoort.GEWIJZIGD,
        keten_id="kst-99001-4",
        vervangt_id="kst-99001-4",
    ),
    motie(8, datum=date(2029, 3, 2)),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    said = [
        replace(
            factories.opvolging(TEXT, quote, LETTER, Uitspraak.IN_UITVOERING),
            methode="statustabel/in_uitvoering",
            datum=date(2029, 9, 1),
        )
        for quote in (FIRST, SECOND, LAST)
    ]
    said[:2] = [replace(one, gelijk_aan=said[0].id) for one in said[:2]]
    about = Kenmerken(soort=DocumentSoort.BRIEF, titel="Stand", datum=date(2029, 9, 1))
    letter = factories.paper(LETTER, TEXT, about, opvolgingen=tuple(said))
    targets = ("kst-99001-3", "kst-99001-7", "kst-99009-1")
    links = Links(
        moties=MOTIES,
        resolutions={},
        targets={one.id: target for one, target in zip(said, targets, strict=True)},
        aliases={},
    )
    wrong = Correctie("opvolgingen", said[2].id, "uitspraak", "deels", "fout", "ik", "2030-01-01")
    path = tmp_path_factory.mktemp("spoor") / "k.db"
    state = factories.state(correcties=(wrong,))
    build(path, rows([letter], Register(), links, factories.LEXICON, state))
    with closing(open_read_only(path)) as opened:
        yield opened


def trail(db: sqlite3.Connection, id_: str) -> Trail:
    found = read_trail(db, id_)
    assert found is not None
    return found


def steps(found: Trail) -> list[tuple[object, ...]]:
    return [(step["datum"], step["gebeurtenis"], step["versie_id"]) for step in found.stappen]


@pytest.mark.parametrize("asked", ["kst-99001-4", "kst-99001-7"])
def test_every_member_of_a_chain_shows_the_trail_of_the_chain(
    db: sqlite3.Connection, asked: str
) -> None:
    found = trail(db, asked)
    assert steps(found) == [
        ("2029-03-01", "ingediend", "kst-99001-4"),
        (None, "oordeel van het kabinet", "kst-99001-4"),
        ("2029-03-09", "ingediend in plaats van kst-99001-4", "kst-99001-7"),
        ("2029-09-01", "in_uitvoering (kabinet)", "kst-99001-7"),
    ]
    assert found.standen == {
        "versie_id": "kst-99001-7",
        "kamer": "aangenomen",
        "kabinet": "in_uitvoering",
        "kabinet_op": "2029-09-01",
        "bewijs": "geen",
    }


def test_a_copied_text_names_the_other_motie(db: sqlite3.Connection) -> None:
    assert trail(db, "kst-99001-3").stappen[-1]["ook_bij"] == "kst-99001-7"
    assert trail(db, "kst-99001-4").stappen[-1]["ook_bij"] == "kst-99001-3"
    assert trail(db, "kst-99009-1").stappen[-1]["ook_bij"] is None


def test_a_motie_known_by_its_number_alone_has_what_papers_say(db: sqlite3.Connection) -> None:
    found = trail(db, "kst-99009-1")
    # as a person corrected it
    assert steps(found) == [("2029-09-01", "deels (kabinet)", "kst-99009-1")]
    assert (found.titel, found.keten) == (None, [])


def test_nothing_goes_by_that_number(db: sqlite3.Connection) -> None:
    assert read_trail(db, "kst-99001-404") is None


def test_a_table_leaves_out_a_motie_of_the_same_debate(db: sqlite3.Connection) -> None:
    # not the sixth (rejected) nor the eighth (another day)
    found = [tuple(row) for row in db.execute("select id, vergeleken from moties_weggelaten")]
    assert found == [
        (
            "kst-99001-5",
            "de tabel noemt 2 van de 4 moties die deze dag in dit dossier zijn ingediend; rijen"
            " waarvan niet vaststaat welke motie uit het register het is: 1",
        )
    ]
    assert [one["document_id"] for one in trail(db, "kst-99001-5").weggelaten] == [LETTER]
    assert trail(db, "kst-99001-3").weggelaten == []


def test_nothing_found_comes_with_what_was_searched(db: sqlite3.Connection) -> None:
    found = trail(db, "kst-99001-5")
    assert not any(step["uitspraak"] for step in found.stappen)
    assert [(one["soort"], one["aantal"], one["tot"]) for one in found.gezocht] == [
        ("brief", 1, "2029-09-01")
    ]


def test_a_correction_is_an_error_that_is_published(db: sqlite3.Connection) -> None:
    sql = "select onderdeel, round(precisie, 4), recall, n, gold_versie, op from evaluatie"
    assert [tuple(row) for row in db.execute(sql)] == [
        (
            "correcties: opvolgingen.uitspraak (bovengrens)",
            round(2 / 3, 4),
            None,
            1,
            "correcties",
            "2030-01-01",
        )
    ]


@pytest.mark.parametrize(
    ("asked", "answered", "shared"),
    [
        ("verzoekt het loket te openen", "Het loket is open.", (1, 3)),
        ("een loket", None, None),
        (None, "Het loket is open.", None),
    ],
)
def test_words_shared_with_the_request(
    asked: str | None, answered: str | None, shared: tuple[int, int] | None
) -> None:
    assert shared_words(asked, answered) == shared
