"""Which motie is meant: a small register, and questions a reader would ask of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.known import HeldMoties, motie_keys
from extractors.namen import same_member
from extractors.onderwerp import read_onderwerp
from extractors.ranking import Mention
from extractors.resolve import MotieIndex
from flows.trained import load_ranking
from models.links import KnownMotie, Resolution, facts_of
from models.lists import MotieSoort, StatusKamer
from models.register import RegisterMotie

DAY = date(2099, 6, 1)


def motie(
    zaak: str,
    onderwerp: str,
    datum: date = date(2099, 3, 1),
    nummer: int = 1,
    keten: str | None = None,
    status: StatusKamer = StatusKamer.ONBEKEND,
) -> KnownMotie:
    read = read_onderwerp(onderwerp)
    id_ = f"zaak-{zaak}"
    row = RegisterMotie(
        id_, zaak, zaak, "Proefdossier", onderwerp, datum, "2098-2099", nummer, status=status
    )
    return KnownMotie(id_, keten or id_, read.soort, read.namen, read.kern, register=row)


POST = motie("2099Z00001", "Motie van het lid Proefman over sneller bezorgen van de post")
BUS = motie(
    "2099Z00002", "Motie van het lid Proefman c.s. over bussen in dunbevolkt gebied", nummer=2
)
LOKET = motie("2099Z00003", "Motie van de leden Tester en De Wit over een loket in elke gemeente")
LATER = motie(
    "2099Z00004",
    "Motie van het lid Proefman over kortere formulieren voor ouderen",
    date(2099, 9, 1),
)
TOETS = motie("2099Z00005", "Motie van het lid Anna van der Test over een toets voor nieuwe regels")
ANDERE = motie(
    "2099Z00006", "Motie van het lid Bram van der Test over een toets voor nieuwe regels"
)


def index_of(*moties: KnownMotie) -> MotieIndex:
    return MotieIndex(HeldMoties(moties), load_ranking())


def ask(
    index: MotieIndex,
    namen: tuple[str, ...],
    onderwerp: str | None,
    nummer: str | None = None,
    soort: MotieSoort | None = None,
    day: date = DAY,
) -> Resolution:
    return index.resolve(Mention(namen, onderwerp, day), nummer, soort)


INDEX = index_of(*(POST, BUS, LOKET, LATER, TOETS, ANDERE))


# members, subject, the motie meant
SETTLED = [
    (("Proefman",), "het sneller bezorgen van de post", POST),
    (("Proefman",), "bussen in dunbevolkte gebieden", BUS),
    (("Tester", "De Wit"), "een loket in elke gemeente", LOKET),
    (("De Wit",), "een loket in elke gemeente", LOKET),
    (("Proefmann",), "sneller bezorgen van de post", POST),
    (("Anna van der Test",), "een toets voor nieuwe regels", TOETS),
    ((), "een loket in elke gemeente", LOKET),
    # two members together name one motie in the year before
    (("Tester", "De Wit"), None, LOKET),
]


@pytest.mark.parametrize(("namen", "onderwerp", "meant"), SETTLED)
def test_members_and_subject_settle_it(
    namen: tuple[str, ...], onderwerp: str | None, meant: KnownMotie
) -> None:
    answer = ask(INDEX, namen, onderwerp)
    assert answer.motie_id == meant.id
    assert answer.zaak_nummer == meant.id.removeprefix("zaak-")
    assert answer.kandidaten[0].motie_id == meant.id


# members, subject: doubt, with a reason
DOUBT = [
    (("Van der Test",), "een toets voor nieuwe regels", "Meer dan één motie past."),
    (("Proefman",), "het dempen van de sloot", "Geen motie lijkt er genoeg op."),
    (("Proefman",), "kortere formulieren voor ouderen", "Geen motie lijkt er genoeg op."),
    ((), None, "De tekst noemt geen leden, onderwerp of nummer."),
]


@pytest.mark.parametrize(("namen", "onderwerp", "reden"), DOUBT)
def test_doubt_is_said_with_a_reason(
    namen: tuple[str, ...], onderwerp: str | None, reden: str
) -> None:
    answer = ask(INDEX, namen, onderwerp)
    assert (answer.motie_id, answer.zaak_nummer) == (None, None)
    assert answer.reden == reden


def test_one_member_without_a_subject_is_a_doubt_with_candidates() -> None:
    answer = ask(INDEX, ("Proefman",), None)
    assert answer.motie_id is None
    assert {k.motie_id for k in answer.kandidaten} == {POST.id, BUS.id}


def test_a_motie_from_after_the_paper_is_never_meant() -> None:
    subject = "kortere formulieren voor ouderen"
    assert ask(INDEX, ("Proefman",), subject).motie_id is None
    late = date(2099, 12, 1)
    assert ask(INDEX, ("Proefman",), subject, None, None, late).motie_id == LATER.id


def test_a_known_number_settles_it_unless_the_members_contradict() -> None:
    assert ask(INDEX, (), None, POST.id).motie_id == POST.id
    assert ask(INDEX, ("Proefman",), None, POST.id).score == 1.0
    contradicted = ask(INDEX, ("Tester",), None, POST.id)
    assert contradicted.motie_id is None
    assert contradicted.kandidaten[0].motie_id == POST.id


def test_a_number_without_its_dossier_in_the_register_needs_the_members() -> None:
    assert ask(INDEX, ("Proefman",), None, "kst-99001-2").motie_id == BUS.id
    answer = ask(INDEX, (), None, "kst-99001-77")
    assert (answer.motie_id, answer.methode) == ("kst-99001-77", "nummer_in_tekst")


def chain(status: StatusKamer) -> MotieIndex:
    first = motie("2099Z00011", "Motie van het lid Proefman over groene stoepen", nummer=5)
    second = motie(
        "2099Z00012",
        "Gewijzigde motie van het lid Proefman over groene stoepen (t.v.v. 99001-5)",
        nummer=6,
        keten=first.id,
        status=status,
    )
    return index_of(*(first, second))


def test_of_a_chain_the_version_voted_on_is_meant() -> None:
    answer = ask(chain(StatusKamer.AANGENOMEN), ("Proefman",), "groene stoepen")
    assert answer.motie_id == "zaak-2099Z00012"


def test_of_a_chain_the_kind_named_is_meant() -> None:
    index = chain(StatusKamer.ONBEKEND)
    changed = ask(index, ("Proefman",), "groene stoepen", None, MotieSoort.GEWIJZIGD)
    assert changed.motie_id == "zaak-2099Z00012"


def test_of_a_chain_the_last_version_is_given_where_the_text_names_none_and_that_is_said() -> None:
    unclear = ask(chain(StatusKamer.ONBEKEND), ("Proefman",), "groene stoepen")
    assert unclear.motie_id == "zaak-2099Z00012"
    assert "welke versie" in unclear.reden
    assert {one.motie_id for one in unclear.kandidaten} == {"zaak-2099Z00011", "zaak-2099Z00012"}


def test_the_number_of_another_motie_gives_way_to_members_and_subject() -> None:
    answer = ask(INDEX, ("Tester", "De Wit"), "een loket in elke gemeente", POST.id)
    assert (answer.motie_id, answer.methode) == (LOKET.id, "nummer_onjuist")
    assert POST.id in answer.reden


def test_the_title_of_the_dossier_helps_to_find_a_motie() -> None:
    towed = motie("2099Z00021", "Motie van het lid Proefman over minder regels voor schippers")
    towed = replace(towed, register=replace(towed.register, dossier_titel="Sleepvaart op de Maas"))
    other = motie("2099Z00022", "Motie van het lid Proefman over meer bloemen langs de weg")
    index = index_of(towed, other)
    answer = ask(index, ("Proefman",), "regels voor de sleepvaart")
    assert answer.kandidaten[0].motie_id == towed.id


def test_what_else_is_known_does_not_change_a_score() -> None:
    asked = (("Proefman",), "sneller bezorgen van pakketten")
    alone = ask(index_of(POST), *asked)
    assert alone == ask(index_of(POST, LOKET, TOETS, ANDERE), *asked)
    assert 0.5 < alone.score < 1.0


def test_an_answer_names_all_it_depends_on() -> None:
    index = index_of(POST, LOKET)
    before = ask(index, ("Proefman",), "het sneller bezorgen van de post")
    twin = replace(POST, id="zaak-2099Z00099", keten_id="zaak-2099Z00099")
    assert motie_keys(facts_of(twin)) & index.asked
    assert not motie_keys(facts_of(LOKET)) & index.asked
    after = ask(
        index_of(POST, LOKET, twin),
        ("Proefman",),
        "het sneller bezorgen van de post",
        None,
        None,
        DAY,
    )
    assert (before.motie_id, after.motie_id) == (POST.id, None)


def test_an_empty_register_leaves_a_doubt() -> None:
    assert ask(index_of(*()), ("Proefman",), "post").motie_id is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Van der Test", "Anna van der Test", True),
        ("van der test", "Van der Test", True),
        ("Anna van der Test", "Bram van der Test", False),
        ("De Wit", "De Wit-Proef", True),
        ("Proefman", "Proefmann", True),
        ("Tester", "Test", False),
        ("Yücel-Proef", "Yucel-Proef", True),
        ("", "Proefman", False),
    ],
)
def test_names_of_one_member(one: str, other: str, same: bool) -> None:
    assert same_member(one, other) is same
    assert same_member(other, one) is same
