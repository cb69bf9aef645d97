"""Register and papers together: one list of moties, mentions and follow-ups settled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from extractors.link import Paper
from extractors.link import link as link_with
from flows.trained import load_ranking
from models.document import Kenmerken, Span
from models.findings import Findings, Indiener, Motie, MotieVermelding, Opvolging
from models.links import Links
from models.lists import DocumentSoort, MotieSoort, Uitspraak, WieZegt
from models.register import Register, RegisterMotie

DAY = date(2099, 3, 1)
AT = Span(0, 1)


def link(register: Register, papers: Iterable[Paper]) -> Links:
    return link_with(register, papers, load_ranking())


def row(zaak: str, onderwerp: str, nummer: int, **more: Any) -> RegisterMotie:
    id_ = more.pop("id", f"zaak-{zaak}")
    titel = more.pop("dossier_titel", "Proefdossier")
    return RegisterMotie(id_, zaak, zaak, titel, onderwerp, DAY, "2098-2099", nummer, **more)


def motie_paper(kst: str, nummer: str, titel: str, **more: Any) -> tuple[str, Kenmerken, Findings]:
    motie = Motie(
        kst, AT, MotieSoort.MOTIE, titel, (Indiener("Proefman", AT),), (), (), "xml", 1.0, **more
    )
    kenmerken = Kenmerken(
        soort=DocumentSoort.MOTIE,
        titel=titel,
        datum=DAY,
        dossier_titel="Proef-dossier",
        ondernummer=nummer,
    )
    return kst, kenmerken, Findings(kst, moties=(motie,))


def mention(id_: str, *namen: str, **more: Any) -> MotieVermelding:
    fields: dict[str, Any] = {"onderwerp": None, "nummer": None} | more
    return MotieVermelding(id_, AT, namen, methode="test", score=1.0, **fields)


def follow_up(id_: str, **more: Any) -> Opvolging:
    return Opvolging(id_, AT, "motie", Uitspraak.AFGEDAAN, WieZegt.KABINET, "test", 1.0, **more)


def letter(*mentions: MotieVermelding, opvolgingen: tuple[Opvolging, ...] = ()) -> Any:
    findings = Findings("tk-2099D00001", vermeldingen=mentions, opvolgingen=opvolgingen)
    return "tk-2099D00001", Kenmerken(datum=date(2099, 6, 1)), findings


POST = row("2099Z00001", "Motie van het lid Proefman over sneller bezorgen van de post", 5)
BUS = row("2099Z00002", "Motie van het lid Tester over bussen in dunbevolkt gebied", 6)
CHANGED = row("2099Z00003", "Gewijzigde motie van het lid Tester over bussen (t.v.v. 99001-6)", 9)
REGISTER = Register((POST, BUS, CHANGED))
PAPER = motie_paper("kst-99001-5", "5", "Motie van het lid Proefman over de post")


def known(links: Links) -> dict[str, Any]:
    return {motie.id: motie for motie in links.moties}


def test_a_paper_and_its_register_row_are_one_motie() -> None:
    links = link(REGISTER, [PAPER])
    assert "zaak-2099Z00001" not in known(links)
    joined = known(links)["kst-99001-5"]
    assert (joined.register, joined.document_id) == (POST, "kst-99001-5")
    assert links.aliases["zaak-2099Z00001"] == "kst-99001-5"
    assert len(links.moties) == 3


def test_a_row_of_another_day_or_dossier_is_another_motie() -> None:
    other = row("2099Z00007", "Motie van het lid Proefman", 5, dossier_titel="Iets anders")
    links = link(Register((other,)), [PAPER])
    assert known(links).keys() == {"zaak-2099Z00007", "kst-99001-5"}
    assert links.aliases == {}


def test_two_rows_that_fit_are_a_doubt_and_stay_apart() -> None:
    twin = row("2099Z00008", "Motie van het lid Proefman over de post", 5)
    links = link(Register((POST, twin)), [PAPER])
    assert len(links.moties) == 3


def test_a_changed_motie_and_the_one_it_replaces_are_a_chain() -> None:
    moties = known(link(REGISTER, []))
    assert moties["zaak-2099Z00003"].vervangt_id == "zaak-2099Z00002"
    assert moties["zaak-2099Z00003"].keten_id == "zaak-2099Z00002"
    assert moties["zaak-2099Z00002"].keten_id == "zaak-2099Z00002"


def test_a_number_alone_never_joins_two_different_moties() -> None:
    """The title of a dossier may come back in another year, with another number 6 in it."""
    changed = row("2099Z00004", "Gewijzigde motie van het lid Voorbeeld over vis (t.v.v. nr. 6)", 9)
    moties = known(link(Register((BUS, changed)), []))
    assert moties["zaak-2099Z00004"].vervangt_id is None


def test_a_chain_of_papers_keeps_its_first() -> None:
    papers = [
        motie_paper("kst-99001-7", "7", "Motie", vervangt_id="kst-99001-5"),
        motie_paper("kst-99001-8", "8", "Motie", vervangt_id="kst-99001-7"),
        PAPER,
    ]
    moties = known(link(Register(), papers))
    assert {motie.keten_id for motie in moties.values()} == {"kst-99001-5"}


def test_a_circle_of_replacements_ends() -> None:
    papers = [
        motie_paper("kst-99001-7", "7", "Motie", vervangt_id="kst-99001-8"),
        motie_paper("kst-99001-8", "8", "Motie", vervangt_id="kst-99001-7"),
    ]
    assert len(link(Register(), papers).moties) == 2


def test_mentions_by_number_subject_and_pointing_back() -> None:
    paper = letter(
        mention("a", "Proefman", nummer="kst-99001-5"),
        mention("b", terugverwijzing=True),
        mention("c", "Tester", onderwerp="bussen", soort=MotieSoort.GEWIJZIGD),
        mention("d", "Proefman"),
        mention("e", "Onbekend"),
    )
    answers = link(REGISTER, [PAPER, paper]).resolutions
    assert {key: answer.motie_id for key, answer in answers.items()} == {
        "a": "kst-99001-5",
        "b": "kst-99001-5",
        "c": "zaak-2099Z00003",
        "d": "kst-99001-5",
        "e": None,
    }
    assert answers["d"].methode == "eerder_genoemd"


def test_pointing_back_to_nothing_is_a_doubt() -> None:
    answers = link(REGISTER, [letter(mention("a", terugverwijzing=True))]).resolutions
    assert answers["a"].motie_id is None


def test_a_name_that_fits_two_moties_of_the_letter_is_a_doubt() -> None:
    paper = letter(
        mention("a", "Proefman", nummer="kst-99001-5"),
        mention("b", "Proefman", nummer="kst-99001-66"),
        mention("c", "Proefman"),
    )
    assert link(REGISTER, [PAPER, paper]).resolutions["c"].motie_id is None


def test_follow_ups_point_at_their_motie_or_stay_out() -> None:
    paper = letter(
        mention("a", "Proefman", nummer="kst-99001-5"),
        mention("b", "Onbekend"),
        opvolgingen=(
            follow_up("1", vermelding_id="a"),
            follow_up("2", doel_id="zaak-2099Z00001"),
            follow_up("3", vermelding_id="b"),
            follow_up("4", doel_id="kst-99001-404"),
            follow_up("5"),
        ),
    )
    links = link(REGISTER, [PAPER, paper])
    # the fourth by the number the paper gives: neither register nor papers know that motie
    assert links.targets == {"1": "kst-99001-5", "2": "kst-99001-5", "4": "kst-99001-404"}


def test_no_motie_replaces_itself() -> None:
    paper = motie_paper("kst-99001-5", "5", "Motie", vervangt_id="kst-99001-5")
    (motie,) = link(Register(), [paper]).moties
    assert (motie.vervangt_id, motie.keten_id) == (None, "kst-99001-5")


# number of the row, its subject, the Kamerstuk that it must be
IMPLIED = [
    (
        16,
        "Gewijzigde motie van het lid Proefman over groene stoepen (t.v.v. 99001-13)",
        "kst-99001-16",
    ),
    (8, "Gewijzigde motie van het lid Proefman over stoepen (t.v.v. 99200-XV-5)", "kst-99200-XV-8"),
    (16, "Gewijzigde motie van het lid Proefman over groene stoepen (t.v.v. nr. 13)", None),
    (16, "Motie van het lid Proefman over groene stoepen", None),
]


@pytest.mark.parametrize(("nummer", "onderwerp", "meant"), IMPLIED)
def test_a_changed_motie_is_of_the_dossier_of_what_it_replaces(
    nummer: int, onderwerp: str, meant: str | None
) -> None:
    links = link(Register((row("2099Z00016", onderwerp, nummer),)), [])
    assert links.aliases == ({meant: "zaak-2099Z00016"} if meant else {})


def test_a_number_that_two_rows_imply_is_of_neither() -> None:
    twice = [
        row(
            f"2099Z0001{n}",
            f"Gewijzigde motie van het lid Proefman over {what} (t.v.v. 99001-3)",
            6,
        )
        for n, what in enumerate(("stoepen", "bussen"))
    ]
    assert "kst-99001-6" not in link(Register(tuple(twice)), []).aliases
