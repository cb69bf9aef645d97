"""Papers, register and links into rows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from corpus.rows import rows, zetels
from corpus.tables import TABLES, values
from models.links import DocumentAlias
from models.lists import StatusKamer
from models.paper import Paper
from models.problems import Problem
from models.register import Persoon, Register, RegisterActor, Stem, Zetel
from tests import factories


@pytest.fixture(scope="module")
def found() -> dict[str, list[Any]]:
    papers, register, links = factories.small_world()
    return by_table(rows(papers, register, links, factories.LEXICON, factories.state()))


def by_table(stream: Iterator[tuple[str, object]]) -> dict[str, list[Any]]:
    tables = defaultdict(list)
    for name, row in stream:
        assert values(name, row), "each row fits its table"
        tables[name].append(row)
    return tables


def test_only_known_tables_are_filled(found: dict[str, list[Any]]) -> None:
    assert set(found) <= set(TABLES)


def test_a_motie_joins_register_and_paper(found: dict[str, list[Any]]) -> None:
    motie = next(m for m in found["moties"] if m.id == "kst-99001-3")
    assert motie.document_id == "kst-99001-3"
    assert motie.status_kamer is StatusKamer.AANGENOMEN
    assert motie.verzoek == "verzoekt de regering het loket 's avonds te openen"
    assert motie.indieners == "Voorbeeld, De Wit-Proef"
    assert (motie.zetels_voor, motie.zetels_tegen) == (90, 50)
    assert motie.zaak_nummer == "2029Z00003"
    assert motie.dossier_id == "99001"


def test_a_motie_of_the_register_alone_has_no_paper(found: dict[str, list[Any]]) -> None:
    motie = next(m for m in found["moties"] if m.id == "kst-99001-4")
    assert (motie.document_id, motie.verzoek, motie.zetels_voor) == (None, None, None)
    assert motie.methode == "register"


def test_signatures_keep_their_order_and_get_their_fractie(found: dict[str, list[Any]]) -> None:
    signed = [(i.volgorde, i.naam, i.fractie, i.persoon_id) for i in found["motie_indieners"]]
    assert signed == [
        (1, "Voorbeeld", "Proefpartij", "p1"),
        (2, "De Wit-Proef", "Testgroep", "p2"),
    ]
    assert [i.registernaam for i in found["motie_indieners"]] == [
        "A. Voorbeeld",
        "B. de Wit-Proef",
    ]


def signed_by(actoren: tuple[RegisterActor, ...], *personen: Persoon) -> list[tuple[Any, ...]]:
    """The first signature (Voorbeeld) and the second (De Wit-Proef) with these in the register."""
    papers, register, links = factories.small_world()
    known = replace(factories.MOTIE, actoren=actoren)
    moties = tuple(
        replace(one, register=known) if one.id == "kst-99001-3" else one for one in links.moties
    )
    world = replace(register, moties=(known,), personen=personen), replace(links, moties=moties)
    found = by_table(rows(papers, *world, factories.LEXICON, factories.state()))
    return [(i.persoon_id, i.fractie) for i in found["motie_indieners"]]


def lid(key: str, achternaam: str, fractie: str, van: date, tot: date | None = None) -> Persoon:
    zetels = (Zetel(fractie, van, tot),)
    return Persoon(key, f"Els {achternaam}", achternaam, None, "Els", None, "E.", zetels)


LONG_AGO, SOON = date(2020, 1, 1), date(2029, 6, 1)


def test_a_member_the_register_names_no_actor_for_is_found_by_name_and_seat() -> None:
    members = (
        lid("p1", "Voorbeeld", "Proefpartij", LONG_AGO),
        lid("later", "Voorbeeld", "Testgroep", SOON),
        lid("p2", "De Wit-Proef", "Testgroep", LONG_AGO, date(2028, 1, 1)),
    )
    assert signed_by((), *members) == [("p1", "Proefpartij"), (None, None)]


def test_two_members_of_one_name_are_never_guessed_at() -> None:
    members = (
        lid("p1", "Voorbeeld", "Proefpartij", LONG_AGO),
        lid("p9", "Voorbeeld", "Testgroep", LONG_AGO),
    )
    assert signed_by((), *members)[0] == (None, None)
    actor = RegisterActor("E. Voorbeeld", "Testgroep", "Indiener", "p9")
    assert signed_by((actor,), *members)[0] == ("p9", "Testgroep")


def test_a_surname_with_a_tussenvoegsel_is_another_one() -> None:
    actoren = (
        RegisterActor("A. van Voorbeeld", "Proefpartij", "Indiener", "p8"),
        RegisterActor("E. Voorbeeld", "Testgroep", "Medeindiener", "p9"),
    )
    assert signed_by(actoren)[0] == ("p9", "Testgroep")
    twice = (*actoren, RegisterActor("B. Voorbeeld", "Testgroep", "Medeindiener", "p7"))
    assert signed_by(twice)[0] == (None, None)


def test_a_name_the_register_writes_another_way_is_found_by_the_member() -> None:
    actor = RegisterActor("Voorbeeld, E.", "Testgroep", "Indiener", "p9")
    assert signed_by((actor,), lid("p9", "Voorbeeld", "Testgroep", LONG_AGO))[0] == (
        "p9",
        "Testgroep",
    )


def test_a_mention_has_its_motie_or_its_doubt(found: dict[str, list[Any]]) -> None:
    first, second = found["motie_vermeldingen"]
    assert (first.motie_id, first.score, first.pagina) == ("kst-99001-3", 0.97, 1)
    assert second.motie_id is None
    assert second.kandidaten.startswith('[{"motie_id": "kst-99001-4"')
    assert second.reden == "Twee moties passen even goed."


def test_findings_know_their_place_on_paper(found: dict[str, list[Any]]) -> None:
    (knelpunt,) = found["knelpunten"]
    assert (knelpunt.pagina, knelpunt.passage_id) == (1, "blg-990001-p2")
    assert knelpunt.bbox.startswith("[70.0, ")
    assert (knelpunt.organisatie_id, knelpunt.jaar, knelpunt.thema) == (
        "proefdienst", 2028, "ict_en_legacy"
    )  # fmt: skip


def test_a_passage_stands_beneath_its_heading(found: dict[str, list[Any]]) -> None:
    section = {p.id: p.sectie for p in found["passages"]}
    assert section["blg-990001-p1"] is None
    assert section["blg-990001-p2"] == "STAND VAN DE UITVOERING 2028"


def test_names_are_written_one_way(found: dict[str, list[Any]]) -> None:
    letter = next(d for d in found["documenten"] if d.id == "kst-99001-9")
    assert letter.ministerie == "Ministerie van Proefzaken"
    assert {d.dossier_titel for d in found["documenten"]} == {"Proefdossier", None}


def test_the_register_of_promises_is_published_too(found: dict[str, list[Any]]) -> None:
    oral = next(t for t in found["toezeggingen"] if t.register_nummer)
    assert (oral.status_kamer, oral.document_id, oral.methode) == ("Openstaand", None, "register")


def test_pages_read_by_ocr_are_counted() -> None:
    papers, register, links = factories.small_world()
    scan = replace(papers[0], document=replace(papers[0].document, ocr_pages=(2, 3)))
    found = by_table(
        rows([scan, *papers[1:]], register, links, factories.LEXICON, factories.state())
    )
    assert {one.id: one.ocr_paginas for one in found["documenten"]} == {
        "kst-99001-3": 2,
        "kst-99001-9": 0,
        "blg-990001": 0,
    }


def test_a_paper_that_comes_twice_counts_once() -> None:
    papers, register, links = factories.small_world()
    again = replace(papers[0], raw=factories.raw("ander:kst-99001-3"))
    found = by_table(rows([*papers, again], register, links, factories.LEXICON, factories.state()))
    assert len(found["documenten"]) == 3
    assert [p.soort for p in found["problemen"]] == ["dubbel"]


def test_a_problem_is_reported_once() -> None:
    problem = Problem("bron x", "fetch", "bron", "De bron zwijgt; probeer het later.")
    state = factories.state(problems=(problem, problem))
    found = by_table(rows([], Register(), factories.small_world()[2], factories.LEXICON, state))
    assert [(p.onderwerp, p.document_id, p.uit_stuk) for p in found["problemen"]] == [
        ("bron x", None, False)
    ]


def test_a_problem_keeps_the_moment_it_was_reported() -> None:
    old, new = (Problem(name, "fetch", "bron", "De bron zwijgt.") for name in ("oud", "nieuw"))
    state = factories.state(problems=(old, new), gemeld={old: "2029-12-31T03:00:00+00:00"})
    found = by_table(rows([], Register(), factories.small_world()[2], factories.LEXICON, state))
    assert [p.op for p in found["problemen"]] == [
        "2029-12-31T03:00:00+00:00",
        factories.NOW.isoformat(timespec="seconds"),
    ]


class Standing:
    """One paper and one motie that are not written anew."""

    def document(self, document_id: str) -> bool:
        return document_id == "kst-99001-3"

    def motie(self, motie_id: str) -> str | None:
        return "kst-99001-3" if motie_id in ("kst-99001-3", "zaak-2029Z00003") else None

    def cluster(self, knelpunt_id: str) -> str | None:
        return "cluster-1"


def test_what_changed_may_point_at_what_stays() -> None:
    papers, register, links = factories.small_world()
    part = replace(links, moties=(), aliases={})
    problem = Problem("kst-99001-3", "read", "leeg", "Leeg; bekijk het.")
    state = factories.state(problems=(problem,))
    register = replace(register, moties=())
    found = by_table(rows(papers[1:], register, part, factories.LEXICON, state, Standing()))
    assert [d.id for d in found["documenten"]] == ["kst-99001-9", "blg-990001"]
    assert [k.cluster_id for k in found["knelpunten"]] == ["cluster-1"]
    assert [v.motie_id for v in found["motie_vermeldingen"]] == ["kst-99001-3", None]
    assert [p.document_id for p in found["problemen"]] == ["kst-99001-3"]
    assert found["moties"] == []


def test_a_paper_that_stays_is_not_written_twice() -> None:
    papers, _, links = factories.small_world()
    part = replace(links, moties=(), aliases={})
    found = by_table(
        rows(papers[:1], Register(), part, factories.LEXICON, factories.state(), Standing())
    )
    assert (found["documenten"], [p.soort for p in found["problemen"]]) == ([], ["dubbel"])


def test_other_identifiers_and_successors_of_papers_are_published() -> None:
    papers, register, links = factories.small_world()
    alias = DocumentAlias("tk-2029D00009", "kst-99001-9", "De Tweede Kamer noemt het zo.")
    more = replace(links, document_aliassen=(alias,), vervangen={"blg-990001": "kst-99001-9"})
    found = by_table(rows(papers, register, more, factories.LEXICON, factories.state()))
    assert [(a.alias, a.document_id) for a in found["document_aliassen"]] == [
        ("tk-2029D00009", "kst-99001-9")
    ]
    assert {d.id: d.vervangen_door for d in found["documenten"]}["blg-990001"] == "kst-99001-9"


def test_a_motie_no_link_knows_is_published_under_its_own_id() -> None:
    text = factories.MOTIE_TEXT
    aloud = factories.motie(
        text,
        "motie-abc",
        "verzoekt de regering het loket 's avonds te openen",
        "overwegende dat het loket te vroeg sluit",
        "Voorbeeld",
    )
    papers = [factories.paper("h-tk-20282029-1-1", text, moties=(aloud,))]
    links = replace(factories.small_world()[2], moties=())
    found = by_table(rows(papers, Register(), links, factories.LEXICON, factories.state()))
    assert [(m.id, m.keten_id, m.status_kamer) for m in found["moties"]] == [
        ("motie-abc", "motie-abc", StatusKamer.ONBEKEND)
    ]


def test_papers_are_taken_one_by_one() -> None:
    taken: list[str] = []

    def papers() -> Iterator[Paper]:
        for paper in factories.small_world()[0]:
            taken.append(paper.document.id)
            yield paper

    _, register, links = factories.small_world()
    for name, row in rows(papers(), register, links, factories.LEXICON, factories.state()):
        if name == "documenten":
            assert taken[-1] == row.id  # type: ignore[attr-defined]


# votes                                                                      for  against
VOTES = [
    ([("Voor", 80, False), ("Tegen", 70, False)], 80, 70),
    ([("Voor", 80, False), ("Tegen", 20, True), ("Tegen", 50, False)], 80, 50),
    ([("Voor", 1, False), ("Niet deelgenomen", 1, False)], 1, 0),
    ([], 0, 0),
]


@pytest.mark.parametrize(("votes", "voor", "tegen"), VOTES)
def test_mistakes_do_not_count(votes: list[tuple[str, int, bool]], voor: int, tegen: int) -> None:
    stemmen = [Stem(date(2029, 3, 8), "F", s, n, vergissing=v) for s, n, v in votes]
    assert (zetels(stemmen, "Voor"), zetels(stemmen, "Tegen")) == (voor, tegen)
