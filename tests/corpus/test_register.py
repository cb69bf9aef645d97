"""Rows of the open data into the register; all names and numbers are invented."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.register import build_register, kamerstuk_id, read_date
from models.lists import AppreciatieOntbreekt, StatusKamer
from models.register import RegisterMotie

DATA = Path(__file__).parents[2].parent / "shared" / "data"

Row = dict[str, Any]


def zaak(**fields: Any) -> Row:
    return {
        "Id": "z1",
        "Nummer": "2026Z90001",
        "Soort": "Motie",
        "Titel": "Uitvoering voorbeeldregelingen",
        "Onderwerp": "Motie van het lid Voorbeeld over een test van het formulier",
        "GestartOp": "2026-11-03T00:00:00+01:00",
        "Vergaderjaar": "2026-2027",
        "Volgnummer": 7,
        "Kabinetsappreciatie": "Oordeel Kamer",
        "ApiGewijzigdOp": "2026-11-04T08:12:40Z",
        "Verwijderd": False,
        **fields,
    }


def document(identifier: str | None = None, soort: str = "Motie") -> Row:
    return {
        "Id": "d1",
        "Soort": soort,
        "DocumentNummer": "2026D90011",
        "HuidigeDocumentVersie": {"ExterneIdentifier": identifier, "DocumentPublicatie": []},
    }


def besluit(soort: str, day: str | None, **fields: Any) -> Row:
    punt = {"Id": f"p{soort}{day}", "Activiteit": {"Id": f"a{day}", "Datum": day}} if day else None
    fields = {"Status": "Besluit", **fields}
    return {"Id": f"b{soort}{day}", "BesluitSoort": soort, "Agendapunt": punt, **fields}


def stem(naam: str, soort: str = "Voor", **fields: Any) -> Row:
    fractie = fields.pop("fractie", naam)
    return {
        "Id": f"s{naam}{soort}",
        "Soort": soort,
        "ActorNaam": naam,
        "ActorFractie": fractie,
        "FractieGrootte": 12,
        "Vergissing": False,
        **fields,
    }


def motie(**fields: Any) -> RegisterMotie:
    (one,) = build_register({"Zaak": [zaak(**fields)]}).moties
    return one


DOSSIER = {"Id": "k1", "Nummer": 99123, "Toevoeging": None}
HOOFDSTUK = {"Id": "k2", "Nummer": 99200, "Toevoeging": "XV"}
RAAD = {"Id": "k3", "Nummer": 99501, "Toevoeging": "02"}

# what the row carries                                                   the names of the motie
IDS: list[tuple[Row, list[str]]] = [
    ({}, ["zaak-2026Z90001"]),
    ({"Kamerstukdossier": [DOSSIER]}, ["kst-99123-7", "zaak-2026Z90001"]),
    ({"Kamerstukdossier": [HOOFDSTUK]}, ["kst-99200-XV-7", "zaak-2026Z90001"]),
    ({"Kamerstukdossier": [RAAD]}, ["kst-99501-02-7", "zaak-2026Z90001"]),
    (
        {"Document": [document("kst-99123-7")]},
        ["kst-99123-7", "zaak-2026Z90001", "tk-2026D90011"],
    ),
    (
        {"Kamerstukdossier": [DOSSIER, HOOFDSTUK], "Document": [document("kst-99200-XV-7")]},
        ["kst-99200-XV-7", "kst-99123-7", "zaak-2026Z90001", "tk-2026D90011"],
    ),
    ({"Kamerstukdossier": [DOSSIER], "Volgnummer": -1}, ["zaak-2026Z90001"]),
    ({"Kamerstukdossier": [DOSSIER | {"Verwijderd": True}]}, ["zaak-2026Z90001"]),
    # the letter that answers it hangs under the same Zaak
    ({"Document": [document("kst-99123-9", "Brief regering")]}, ["zaak-2026Z90001"]),
    # the numeric form names no dossier: 12686-78 would be another paper
    ({"Document": [document("kst-1268678")]}, ["zaak-2026Z90001", "tk-2026D90011"]),
    ({"Document": [document(None)]}, ["zaak-2026Z90001", "tk-2026D90011"]),
]


@pytest.mark.parametrize(("fields", "names"), IDS)
def test_a_motie_goes_by_its_kamerstuk_where_that_is_known(fields: Row, names: list[str]) -> None:
    one = motie(**fields)
    assert [one.id, *one.aliassen] == names


@pytest.mark.parametrize(
    ("identifier", "dossier"),
    [("kst-99123-7", "99123"), ("kst-99200-XV-7", "99200-XV"), ("kst-99501-02-7", "99501-02")],
)
def test_the_dossier_comes_from_the_identifier(identifier: str, dossier: str) -> None:
    assert motie(Document=[document(identifier)]).dossier_id == dossier


# as the source writes it            the Dutch day
DATES = [
    ("2026-11-03T00:00:00+01:00", date(2026, 11, 3)),
    ("2026-07-03T00:00:00+02:00", date(2026, 7, 3)),
    ("2026-11-02T23:00:00Z", date(2026, 11, 3)),
    ("2026-03-29T00:00:00+01:00", date(2026, 3, 29)),
    ("2026-10-25T22:59:59.9999999Z", date(2026, 10, 25)),
    ("2026-10-25T23:00:00Z", date(2026, 10, 26)),
    ("2026-11-03T00:00:00", date(2026, 11, 3)),
    ("0001-01-01T00:00:00Z", None),
    ("3 november", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("written", "day"), DATES)
def test_dates_are_dutch_days(written: str | None, day: date | None) -> None:
    assert read_date(written) == day


@pytest.mark.parametrize("number", [None, 0, -1])
def test_no_number_is_no_kamerstuk(number: int | None) -> None:
    assert kamerstuk_id(DOSSIER, number) is None


MON, TUE, WED = (f"2026-11-{day:02}T14:00:00+01:00" for day in (9, 10, 11))
IN = besluit("Ingediend", MON)

# the decisions, in any order                                            what became of the motie
STATUSES: list[tuple[list[Row], StatusKamer, str | None]] = [
    ([], StatusKamer.ONBEKEND, None),
    ([IN], StatusKamer.INGEDIEND, "Ingediend"),
    (
        [besluit("Stemmen - aangenomen", TUE), IN],
        StatusKamer.AANGENOMEN,
        "Stemmen - aangenomen",
    ),
    ([IN, besluit("Stemmen - verworpen", TUE)], StatusKamer.VERWORPEN, "Stemmen - verworpen"),
    (
        [besluit("Stemmen - verworpen", WED), besluit("Stemmen - aangehouden", TUE), IN],
        StatusKamer.VERWORPEN,
        "Stemmen - verworpen",
    ),
    (
        [IN, besluit("Stemmen - aangehouden (al tijdens debat)", TUE)],
        StatusKamer.AANGEHOUDEN,
        "Stemmen - aangehouden (al tijdens debat)",
    ),
    ([IN, besluit("Stemmen - ingetrokken", TUE)], StatusKamer.INGETROKKEN, "Stemmen - ingetrokken"),
    ([IN, besluit("Stemmen - vervallen", TUE)], StatusKamer.VERVALLEN, "Stemmen - vervallen"),
    ([IN, besluit("Overgenomen", TUE)], StatusKamer.OVERGENOMEN, "Overgenomen"),
    ([IN, besluit("Stemmen - uitstellen", TUE)], StatusKamer.INGEDIEND, "Ingediend"),
    ([IN, besluit("Agenderen - commissiedebat", TUE)], StatusKamer.INGEDIEND, "Ingediend"),
    (
        [IN, besluit("Stemmen - aangenomen", TUE, Status="Voorstel")],
        StatusKamer.INGEDIEND,
        "Ingediend",
    ),
    (
        [IN, besluit("Stemmen - aangenomen", TUE, Verwijderd=True)],
        StatusKamer.INGEDIEND,
        "Ingediend",
    ),
    ([IN, besluit("Stemmen - verloot", TUE)], StatusKamer.ONBEKEND, "Stemmen - verloot"),
    # held over, and later voted on, taken up again, or taken back
    (
        [IN, besluit("Stemmen - aangehouden", TUE), besluit("Stemmen - ingetrokken", WED)],
        StatusKamer.INGETROKKEN,
        "Stemmen - ingetrokken",
    ),
    (
        [IN, besluit("Stemmen - aangehouden", TUE), besluit("Stemmen - vervallen", WED)],
        StatusKamer.VERVALLEN,
        "Stemmen - vervallen",
    ),
    (
        [IN, besluit("Stemmen - aangehouden", TUE), besluit("Overgenomen", WED)],
        StatusKamer.OVERGENOMEN,
        "Overgenomen",
    ),
    # two decisions of one meeting: the order on the agenda item says which is the last
    (
        [
            besluit("Stemmen - aangenomen", TUE, AgendapuntZaakBesluitVolgorde=2),
            besluit("Stemmen - aangehouden", TUE, AgendapuntZaakBesluitVolgorde=1),
            IN,
        ],
        StatusKamer.AANGENOMEN,
        "Stemmen - aangenomen",
    ),
    # voted on twice: the second vote holds
    (
        [IN, besluit("Stemmen - aangenomen", TUE), besluit("Stemmen - verworpen", WED)],
        StatusKamer.VERWORPEN,
        "Stemmen - verworpen",
    ),
    # a tie is no outcome, and neither is a vote put off after holding over
    (
        [IN, besluit("Stemmen - aangehouden", TUE), besluit("Stemmen - gestaakt", WED)],
        StatusKamer.AANGEHOUDEN,
        "Stemmen - aangehouden",
    ),
    # handing in is never the last word, not even over a decision whose meeting is not known
    (
        [besluit("Stemmen - aangenomen", None), IN],
        StatusKamer.AANGENOMEN,
        "Stemmen - aangenomen",
    ),
    ([besluit("Stemmen - aangenomen", None)], StatusKamer.AANGENOMEN, "Stemmen - aangenomen"),
    ([IN, {"Id": "leeg"}], StatusKamer.INGEDIEND, "Ingediend"),
]


@pytest.mark.parametrize(("besluiten", "status", "text"), STATUSES)
def test_the_last_decision_says_what_became_of_it(
    besluiten: list[Row], status: StatusKamer, text: str | None
) -> None:
    one = motie(Besluit=besluiten)
    assert (one.status, one.status_tekst) == (status, text)


def test_a_vote_by_fractie_counts_its_seats() -> None:
    votes = [stem("VBP"), stem("PvdPr", "Tegen", FractieGrootte=5)]
    one = motie(Besluit=[IN, besluit("Stemmen - aangenomen", TUE, Stemming=votes)])
    assert one.stemming_datum == date(2026, 11, 10)
    assert [(s.fractie, s.soort, s.zetels, s.lid) for s in one.stemmen] == [
        ("VBP", "Voor", 12, None),
        ("PvdPr", "Tegen", 5, None),
    ]


def test_a_roll_call_counts_members_not_fracties() -> None:
    votes = [
        stem("Voorbeeld, E.", fractie="VBP", Persoon_Id="m1"),
        stem("Proefman, P.", "Niet deelgenomen", fractie="VBP", Persoon_Id="m2"),
    ]
    decided = besluit("Stemmen - verworpen", TUE, StemmingsSoort="Hoofdelijk", Stemming=votes)
    one = motie(Besluit=[decided])
    assert [(s.lid, s.fractie, s.soort, s.zetels) for s in one.stemmen] == [
        ("Voorbeeld, E.", "VBP", "Voor", 1),
        ("Proefman, P.", "VBP", "Niet deelgenomen", 1),
    ]


OLD, NEW = "2026-11-10T14:00:00+01:00", "2026-11-11T09:00:00+01:00"

# the rows of one fractie                                       seats each stands for
MISTAKES = [
    # there twice: once in full; another answer without a mark: the newest holds
    ([stem("VBP"), stem("VBP", Id="twice")], [0, 12]),
    ([stem("VBP", GewijzigdOp=NEW), stem("VBP", "Tegen", GewijzigdOp=OLD)], [12, 0]),
    (
        [stem("VBP", "Tegen", GewijzigdOp=NEW, Vergissing=True), stem("VBP", GewijzigdOp=OLD)],
        [0, 12],
    ),
    ([stem("VBP", "Voor", Vergissing=True)], [12]),
    ([stem("VBP", "Voor", Vergissing=True), stem("VBP", "Tegen")], [0, 12]),
    ([stem("VBP", "Voor", Vergissing=True), stem("PvdPr", "Tegen")], [12, 12]),
]


@pytest.mark.parametrize(("votes", "seats"), MISTAKES)
def test_a_voter_counts_once(votes: list[Row], seats: list[int]) -> None:
    one = motie(Besluit=[besluit("Stemmen - aangenomen", TUE, Stemming=votes)])
    assert [s.zetels for s in one.stemmen] == seats
    assert [s.vergissing for s in one.stemmen] == [vote["Vergissing"] for vote in votes]


def test_a_row_that_names_a_member_is_one_vote() -> None:
    """Rows of their own say neither who the member is nor how the vote was held."""
    vote = stem("Voorbeeld, E.", fractie="VBP", SidActorLid="S-1-5-21")
    one = motie(Besluit=[besluit("Stemmen - aangenomen", TUE, Stemming=[vote])])
    assert [(s.lid, s.fractie, s.zetels) for s in one.stemmen] == [("Voorbeeld, E.", "VBP", 1)]


# as the register writes it                                          opinion, or why there is none
APPRECIATIES = [
    ("Ontraden", "Ontraden", None),
    ("Ontraden, tenzij gewijzigd", "Ontraden, tenzij gewijzigd", None),
    ("Een nieuw woord", "Een nieuw woord", None),
    (
        "Niet beschikbaar bij moties en/of amendementen vóór 1 april 2019",
        None,
        AppreciatieOntbreekt.NIET_BIJGEHOUDEN,
    ),
    (
        "Niet beschikbaar bij gewijzigde moties en/of amendementen",
        None,
        AppreciatieOntbreekt.GEWIJZIGDE_MOTIE,
    ),
    ("Geen (expliciete) appreciatie", None, AppreciatieOntbreekt.NIET_GEGEVEN),
    ("Nog te ontvangen", None, AppreciatieOntbreekt.VOLGT),
    ("Nog niet bekend", None, AppreciatieOntbreekt.VOLGT),
    (None, None, AppreciatieOntbreekt.LEEG),
]


@pytest.mark.parametrize(("written", "opinion", "reason"), APPRECIATIES)
def test_why_the_opinion_of_the_cabinet_is_unknown(
    written: str | None, opinion: str | None, reason: AppreciatieOntbreekt | None
) -> None:
    one = motie(Kabinetsappreciatie=written)
    assert (one.kabinetsappreciatie, one.appreciatie_ontbreekt) == (opinion, reason)


def test_rows_of_their_own_complete_and_correct_nested_ones() -> None:
    decided = besluit("Stemmen - aangenomen", TUE, Stemming=[stem("VBP"), stem("LVT")])
    register = build_register(
        {
            "Zaak": [zaak(Besluit=[IN])],
            "Besluit": [decided | {"Zaak": [{"Id": "z1"}]}],
            "Stemming": [
                stem("DSch", Besluit_Id=decided["Id"]),
                stem("LVT") | {"Verwijderd": True, "ApiGewijzigdOp": "2026-11-12T08:00:00Z"},
            ],
            "Document": [document("kst-99123-7") | {"Zaak": [{"Id": "z1"}]}],
            "ZaakActor": [{"Id": "x", "Zaak_Id": "z1", "ActorNaam": "E. Voorbeeld"}],
        }
    )
    (one,) = register.moties
    assert one.id == "kst-99123-7"
    assert one.status is StatusKamer.AANGENOMEN
    assert sorted(str(s.fractie) for s in one.stemmen) == ["DSch", "VBP"]
    assert [actor.naam for actor in one.actoren] == ["E. Voorbeeld"]


def test_what_is_no_living_motie_stays_out() -> None:
    rows: list[Row] = [
        zaak(Id="z1"),
        zaak(Id="z2", Soort="Brief regering"),
        zaak(Id="z3", Verwijderd=True),
        {"Id": "z4", "Verwijderd": None},
        zaak(Id="z1", Titel="dubbel"),
        {"Nummer": "zonder Id"},
    ]
    assert [one.zaak_id for one in build_register({"Zaak": rows}).moties] == ["z1"]


def test_two_zaken_never_share_a_name() -> None:
    rows = [
        zaak(Id="z1", Kamerstukdossier=[DOSSIER]),
        zaak(Id="z2", Nummer="2026Z90002", Kamerstukdossier=[DOSSIER]),
    ]
    moties = build_register({"Zaak": rows}).moties
    assert [one.id for one in moties] == ["kst-99123-7", "zaak-2026Z90002"]
    assert moties[1].aliassen == ()


def test_the_register_says_what_a_motie_replaces() -> None:
    rows = [
        zaak(Id="z1", Kamerstukdossier=[DOSSIER]),
        zaak(Id="z2", Nummer="2026Z90002", VervangenVanuit=[{"Id": "z1"}, {"Id": "elders"}]),
    ]
    first, second = build_register({"Zaak": rows}).moties
    assert (first.vervangt, second.vervangt) == ((), ("kst-99123-7",))


TOEZEGGING = {
    "Id": "t1",
    "Nummer": "TZ202611-042",
    "Aanmaakdatum": "2026-11-10T00:00:00+01:00",
    "ActiviteitNummer": "2026A90077",
    "Naam": "Proef, M.",
    "Functie": "Minister van Voorbeeldzaken",
    "Status": "Openstaand",
    "DatumNakoming": "0001-01-01T00:00:00Z",
    "Ministerie": "Voorbeeldzaken",
    "Tekst": "De minister stuurt de Kamer een overzicht.",
    "Verwijderd": False,
}


@pytest.mark.parametrize(
    "shape",
    [
        {"KamerbriefNakoming": None},
        {"KamerbriefNakoming": "2026D90013", "ToegezegdAanPersoon": []},
        {"KamerbriefNakoming": [{"Id": "d1"}], "Notities": None, "ToegezegdAan": []},
    ],
    ids=["2025", "2025 with brief", "2026"],
)
def test_a_promise_in_either_shape(shape: Row) -> None:
    (one,) = build_register({"Toezegging": [TOEZEGGING | shape]}).toezeggingen
    assert (one.id, one.nummer, one.status) == ("TZ202611-042", "TZ202611-042", "Openstaand")
    assert (one.gedaan_op, one.nakoming) == (date(2026, 11, 10), None)
    assert one.tekst == "De minister stuurt de Kamer een overzicht."


def test_members_and_their_fractie() -> None:
    seat = {"TotEnMet": None, "FractieZetel": {"Fractie": {"Afkorting": "VBP"}}}
    left = {
        "TotEnMet": "2020-01-01T00:00:00+01:00",
        "FractieZetel": {"Fractie": {"Afkorting": "X"}},
    }
    rows: list[Row] = [
        {"Id": "m1", "Achternaam": "Test", "Tussenvoegsel": "van der", "Roepnaam": "Maarten"},
        {"Id": "m2", "Achternaam": "Inkt", "Initialen": "R.", "FractieZetelPersoon": [left, seat]},
        {"Id": "m3", "Achternaam": None, "Verwijderd": None},
        {"Id": "m4", "Achternaam": "Weg", "Verwijderd": True},
    ]
    personen = build_register({"Persoon": rows}).personen
    assert [(one.naam, one.fractie) for one in personen] == [
        ("Maarten van der Test", None),
        ("R. Inkt", "VBP"),
    ]


def test_rows_of_their_own_say_what_is_only_referred_to() -> None:
    register = build_register(
        {
            "Zaak": [zaak(Kamerstukdossier=[{"Id": "k2"}])],
            "Kamerstukdossier": [HOOFDSTUK],
            "Document": [
                {
                    "Id": "d1",
                    "Soort": "Motie",
                    "DocumentNummer": "2026D90011",
                    "HuidigeDocumentVersie_Id": "v1",
                    "Zaak": [{"Id": "z1"}],
                }
            ],
            "DocumentVersie": [{"Id": "v1", "ExterneIdentifier": "kst-99123-7"}],
            "DocumentPublicatie": [
                {"Id": "p1", "DocumentVersie_Id": "v1", "Identifier": "kst-99123-8"},
                {"Id": "p2", "DocumentVersie_Id": "v1", "Identifier": "x", "Verwijderd": True},
            ],
            "Persoon": [{"Id": "m1", "Achternaam": "Inkt", "Initialen": "R."}],
            "FractieZetelPersoon": [
                {"Id": "l1", "Persoon_Id": "m1", "FractieZetel_Id": "s0", "TotEnMet": "2020-01-01"},
                {"Id": "l2", "Persoon_Id": "m1", "FractieZetel_Id": "s1", "TotEnMet": None},
            ],
            "FractieZetel": [{"Id": "s1", "Fractie_Id": "f1"}, {"Id": "s0", "Fractie_Id": "f0"}],
            "Fractie": [{"Id": "f1", "Afkorting": "VBP"}, {"Id": "f0", "Afkorting": "OUD"}],
        }
    )
    (one,) = register.moties
    assert [one.id, *one.aliassen] == [
        "kst-99123-7",
        "kst-99123-8",
        "kst-99200-XV-7",
        "zaak-2026Z90001",
        "tk-2026D90011",
    ]
    assert [persoon.fractie for persoon in register.personen] == ["VBP"]


def load(name: str) -> list[Row]:
    file = DATA / "odata" / name
    if not file.exists():
        pytest.skip(f"{file} is not here")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.mark.real
def test_every_real_motie_gets_its_official_identifier() -> None:
    rows = load("zaak_moties.jsonl.gz") + load("zaak_met_documenten.jsonl.gz")
    moties = build_register({"Zaak": rows}).moties
    with gzip.open(DATA / "moties" / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = {one["zaak_nummer"]: one["kst"] for one in map(json.loads, lines)}
    found = {one.zaak_nummer: one.id for one in moties}
    assert {number: found.get(number) for number in gold} == gold
    assert len(moties) == len({one.id for one in moties}) == 55_693
