"""Expected against held against seen; organisations, papers and addresses are invented."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.standen import (
    Collection,
    HeldPaper,
    Register,
    SeenPage,
    Verwacht,
    collect_standen,
    load_register,
)
from flows.lexicon import load_lexicon
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.vorm import Vorm

S = DocumentSoort
STAND, BRIEF, JAAR = S.STAND_VAN_DE_UITVOERING, S.KNELPUNTENBRIEF, S.JAARVERSLAG
NAMEN = {"proef": "Proefdienst", "test": "Testregister", "toets": "Toetsbureau"}
REGISTER = Register(
    (Verwacht("proef", STAND, 2026, "zaak-2027Z00001"),), {"loket": ("proef", "test")}
)
PAGE = "https://voorbeeld.example/2027/03/05/stand-van-de-uitvoering-proefdienst"


def paper(
    doc_id: str,
    soort: DocumentSoort = STAND,
    organisaties: tuple[str, ...] = ("proef",),
    jaar: int | None = 2026,
    **rest: object,
) -> HeldPaper:
    known = {name: rest.pop(name) for name in ("datum", "jaar_bron") if name in rest}
    vorm = Vorm(
        soort,
        "vorm/proef",
        0.9,
        bool(rest.pop("aanbieding", False)),
        organisaties,
        rest.pop("domein", None),  # type: ignore[arg-type]
        jaar,
    )
    kenmerken = Kenmerken(
        soort=soort, vorm=vorm, datum=known.get("datum"), jaar=known.get("jaar_bron")
    )  # type: ignore[arg-type]
    return HeldPaper(doc_id, kenmerken, "proefbron", f"https://voorbeeld.example/{doc_id}", **rest)  # type: ignore[arg-type]


def collect(
    *held: HeldPaper, seen: tuple[SeenPage, ...] = (), register: Register = REGISTER
) -> Collection:
    return collect_standen(
        register, held, seen, until=2026, namen=NAMEN, ministeries={"proef": "pz", "test": "tz"}
    )


def row(found: Collection, organisatie: str = "proef", jaar: int = 2026) -> tuple[object, ...]:
    (one,) = [r for r in found.rows if (r.organisatie_id, r.jaar) == (organisatie, jaar)]
    return (one.vorm, one.verwacht, one.document_id, one.gevonden_bij, one.opmerking)


def test_expected_and_held() -> None:
    found = collect(paper("blg-9900101"))
    assert row(found) == ("stand_van_de_uitvoering", True, "blg-9900101", "proefbron", None)
    assert found.rows[0].url == "https://voorbeeld.example/blg-9900101"
    (dekking,) = found.dekking
    assert (dekking.bron, dekking.soort, dekking.periode) == ("standen", "Proefdienst", "2026")
    assert (dekking.verwacht, dekking.aanwezig, dekking.ontbrekend) == (1, 1, 0)


def test_expected_and_missing() -> None:
    found = collect()
    assert row(found) == ("stand_van_de_uitvoering", True, None, None, None)
    assert [d.ontbrekend for d in found.dekking] == [1]


def test_held_without_being_expected() -> None:
    found = collect(paper("blg-9900102", organisaties=("test",), jaar=2025))
    assert row(found, "test", 2025)[1:3] == (False, "blg-9900102")
    # only what is expected counts as coverage
    assert [d.soort for d in found.dekking] == ["Proefdienst"]


def test_another_form_counts_as_held_and_is_named() -> None:
    found = collect(paper("blg-9900103", JAAR))
    forms = {r.vorm: (r.verwacht, r.document_id, r.opmerking) for r in found.rows}
    assert forms == {
        "jaarverslag": (False, "blg-9900103", None),
        "stand_van_de_uitvoering": (True, None, "wel in de vorm jaarverslag: blg-9900103"),
    }
    assert [(d.aanwezig, d.ontbrekend) for d in found.dekking] == [(1, 0)]


LETTER = paper("kst-99001-9", aanbieding=True, organisaties=(), jaar=2026, datum=date(2027, 3, 5))


@pytest.mark.parametrize(
    ("held", "jaar", "note"),
    [
        # the title, then the source, the letter, the date, the date of the letter
        (paper("a", jaar=2026, jaar_bron=2025, datum=date(2027, 1, 1)), 2026, None),
        (
            paper("a", jaar=None, jaar_bron=2025, datum=date(2027, 1, 1)),
            2025,
            "jaar volgens bron of opschrift",
        ),
        (
            paper("a", jaar=None, bijlage_bij="kst-99001-9", datum=date(2027, 1, 1)),
            2026,
            "jaar volgens de aanbiedingsbrief kst-99001-9",
        ),
        (paper("a", jaar=None, datum=date(2025, 1, 1)), 2025, "jaar van de datum"),
    ],
)  # fmt: skip
def test_how_the_year_is_decided(held: HeldPaper, jaar: int, note: str | None) -> None:
    found = collect(LETTER, held)
    assert row(found, jaar=jaar)[2] == "a"
    assert row(found, jaar=jaar)[4] == note


def test_one_letter_brings_many_and_one_paper_is_about_several() -> None:
    found = collect(
        LETTER,
        paper("blg-1", bijlage_bij="kst-99001-9"),
        paper("blg-2", organisaties=("test",), bijlage_bij="kst-99001-9"),
        # the field that the title names
        paper("blg-3", organisaties=(), domein="loket", jaar=2025),
    )
    held = {(r.organisatie_id, r.jaar): r.document_id for r in found.rows}
    assert held == {
        ("proef", 2025): "blg-3",
        ("test", 2025): "blg-3",
        ("proef", 2026): "blg-1",
        ("test", 2026): "blg-2",
    }


def test_a_letter_alone_is_no_stand() -> None:
    letter = paper("kst-99001-8", aanbieding=True)
    found = collect(letter)
    assert row(found)[2:] == (None, None, "alleen de aanbiedingsbrief: kst-99001-8")


def test_two_reports_of_one_year_are_one_row_that_names_both() -> None:
    june = paper("blg-1", datum=date(2026, 6, 1))
    december = paper("blg-2", datum=date(2026, 12, 1))
    assert row(collect(december, june))[2:] == ("blg-2", "proefbron", "ook: blg-1")


def test_what_nobody_can_place_is_told() -> None:
    nobody = paper("blg-1", organisaties=())
    stranger = paper("blg-2", organisaties=("elders",))
    assert collect(nobody, stranger).zonder_plaats == ("blg-1", "blg-2")


def page(**fields: object) -> SeenPage:
    return SeenPage(**{"bron": "rijksoverheid", "url": PAGE, "soort": STAND} | fields)  # type: ignore[arg-type]


def test_seen_and_not_held() -> None:
    found = collect(seen=(page(organisaties=("proef",), jaar=2026),))
    assert row(found)[2:] == (None, "rijksoverheid", "gezien bij rijksoverheid, niet in huis")
    assert found.rows[0].url == PAGE
    assert [d.ontbrekend for d in found.dekking] == [1]


@pytest.mark.parametrize(
    "seen",
    [
        page(organisaties=("proef",), jaar=2026),
        # a page shows its own day, not the reporting year
        page(organisaties=("proef",), datum=date(2027, 3, 9)),
    ],
)
def test_a_page_of_a_paper_that_is_held_adds_nothing(seen: SeenPage) -> None:
    held = paper("blg-1", datum=date(2027, 3, 5))
    assert collect(held, seen=(seen,)).rows == collect(held).rows


def test_a_page_of_another_day_is_another_report() -> None:
    held = paper("blg-1", datum=date(2027, 3, 5))
    found = collect(held, seen=(page(organisaties=("proef",), datum=date(2024, 3, 5)),))
    assert row(found, jaar=2024) == (
        "stand_van_de_uitvoering",
        False,
        None,
        "rijksoverheid",
        "gezien bij rijksoverheid, niet in huis; jaar van de pagina",
    )


def test_a_letter_about_a_field_may_be_about_whoever_is_missing_there() -> None:
    found = collect(seen=(page(domein="pz", jaar=2026, aantal=5),))
    assert row(found)[2:] == (None, None, f"misschien bij {PAGE} (pz)")
    assert row(collect(seen=(page(domein="tz", jaar=2026),)))[4] is None


def test_the_list_of_what_is_expected_holds_together() -> None:
    register, lexicon = load_register(), load_lexicon()
    known = {naam.id for naam in lexicon.organisaties}
    ministeries = {naam.id for naam in lexicon.ministeries}
    assert {one.organisatie for one in register.verwacht} <= known
    assert {one for found in register.domeinen.values() for one in found} <= known
    assert all(one.bron and 2015 <= one.eerste_jaar <= 2026 for one in register.verwacht)
    keys = [(one.organisatie, one.vorm) for one in register.verwacht]
    assert len(set(keys)) == len(keys) >= 25
    assert {naam.ministerie for naam in lexicon.organisaties if naam.ministerie} <= ministeries
    assert len(lexicon.organisaties) >= 60


def test_a_report_may_be_expected_every_second_year() -> None:
    assert list(Verwacht("proef", STAND, 2022, "x", om_de=2).years(2027)) == [2022, 2024, 2026]
    assert list(Verwacht("proef", STAND, 2028, "x").years(2027)) == []
