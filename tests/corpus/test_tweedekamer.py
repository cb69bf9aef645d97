"""The reader of the Tweede Kamer's open data, on composed answers and on the replay server."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.client import Client
from corpus.replay import ODATA, Replay
from corpus.sources import Page, Window
from corpus.sources.tweedekamer import TweedeKamer, as_v4, document_id, entity_of, read_page
from models.lists import DocumentSoort
from models.problems import SourceError

Row = dict[str, Any]
START = datetime(2026, 11, 1, tzinfo=UTC)


def document(**fields: Any) -> Row:
    return {
        "Id": "e1",
        "Soort": "Brief regering",
        "DocumentNummer": "2026D90011",
        "Titel": "Uitvoering voorbeeldregelingen",
        "Onderwerp": "Voortgang van het formulier",
        "Datum": "2026-11-03T00:00:00+01:00",
        "Vergaderjaar": "2026-2027",
        "Kamer": 2,
        "Volgnummer": -1,
        "ContentType": "application/pdf",
        "ApiGewijzigdOp": "2026-11-04T08:12:40.58Z",
        "Verwijderd": False,
        **fields,
    }


def published(*kinds: str, identifier: str | None = "kst-99123-7") -> Row:
    rows = [{"DocumentType": kind, "Identifier": identifier} for kind in kinds]
    return {"ExterneIdentifier": identifier, "DocumentPublicatie": rows}


def page(entity: str, *rows: Row) -> Page:
    return read_page(entity, json.dumps({"value": rows}).encode(), "https://tk.example")


DOSSIER = [{"Nummer": 99200, "Toevoeging": "XV", "Titel": "Begroting"}]

# the document                                                          is it fetched, and as what
FETCHED: list[tuple[Row, str | None]] = [
    (document(), "tk-2026D90011"),
    (document(HuidigeDocumentVersie=published("Xml", "Pdf")), None),
    (document(HuidigeDocumentVersie=published("Pdf", identifier="blg-9900001")), "blg-9900001"),
    (document(HuidigeDocumentVersie=published(identifier=None)), "tk-2026D90011"),
    (document(HuidigeDocumentVersie=None), "tk-2026D90011"),
    (document(Kamerstukdossier=DOSSIER, Volgnummer=12), "kst-99200-XV-12"),
    (document(Kamerstukdossier=DOSSIER, Volgnummer=0), "tk-2026D90011"),
    ({"Id": "e2", "Verwijderd": None}, None),
]


@pytest.mark.parametrize(("row", "name"), FETCHED)
def test_what_koop_brings_as_xml_is_not_fetched_here(row: Row, name: str | None) -> None:
    assert [item.id for item in page("Document", row).items] == ([name] if name else [])


def test_a_paper_knows_what_its_row_says() -> None:
    row = document(
        Kamerstukdossier=DOSSIER,
        Volgnummer=12,
        BronDocument=[{"Id": "e0", "DocumentNummer": "2026D90010"}],
    )
    (item,) = page("Document", row).items
    assert [file.url for file in item.files] == ["https://tk.example/Document(e1)/resource"]
    assert item.bijlage_bij == "tk-2026D90010"
    known = item.kenmerken
    assert (known.soort, known.datum, known.kamer) == (DocumentSoort.BRIEF, date(2026, 11, 3), 2)
    assert (known.dossier_id, known.ondernummer) == ("99200-XV", "12")
    assert known.titel == "Voortgang van het formulier"


def test_a_deleted_document_is_a_paper_withdrawn() -> None:
    gone = dict.fromkeys(document()) | {"Id": "e1", "Verwijderd": True, "ApiGewijzigdOp": "x"}
    (item,) = page("Document", gone).items
    assert (item.key, item.files, item.ingetrokken) == ("tweedekamer:e1", (), True)


@pytest.mark.parametrize(
    "data",
    [b"<html>storing</html>", b"", b"[]", b'{"error":{"code":"","message":"x"}}', b'{"value":1}'],
)
def test_what_is_no_answer_is_an_error_not_an_empty_list(data: bytes) -> None:
    with pytest.raises(SourceError, match="Tweede Kamer"):
        read_page("Zaak", data)


def test_the_names_of_v5_become_those_of_v4() -> None:
    v5 = {"Id": "e1", "Nummer": "2026D90011", "Ondernummer": 7, "Soort": "Motie"}
    nested = {"Id": "z1", "Nummer": "2026Z90001", "Document": [v5]}
    assert as_v4("Document", v5)["DocumentNummer"] == "2026D90011"
    assert as_v4("Zaak", nested)["Nummer"] == "2026Z90001"
    assert as_v4("Zaak", nested)["Document"][0]["Volgnummer"] == 7
    assert as_v4("Document", document()) == document()
    assert document_id(as_v4("Document", v5)) == "tk-2026D90011"


# fields of a row                                                        what it is a row of
KINDS = [
    ("Nummer Soort Titel Onderwerp GestartOp Volgnummer", "Zaak"),
    ("DocumentNummer Soort Titel Onderwerp ContentLength Datum", "Document"),
    ("Nummer Ondernummer Soort Onderwerp ContentLength", "Document"),
    ("BesluitSoort BesluitTekst StemmingsSoort Status", "Besluit"),
    ("Soort FractieGrootte ActorNaam Vergissing", "Stemming"),
    ("Nummer Aanmaakdatum DatumNakoming Tekst Status Achternaam", "Toezegging"),
    ("Nummer Achternaam Roepnaam Functie", "Persoon"),
    ("Nummer Afkorting NaamNL AantalZetels", "Fractie"),
    ("Functie Van TotEnMet", "FractieZetelPersoon"),
    ("Naam Woonplaats", None),
    ("", None),
]


@pytest.mark.parametrize(("fields", "entity"), KINDS)
def test_a_row_shows_what_it_is(fields: str, entity: str | None) -> None:
    assert entity_of(dict.fromkeys(fields.split())) == entity


def write(folder: Path, entity: str, rows: list[Row]) -> Path:
    (folder / "odata").mkdir(exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "odata" / f"{entity}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def rows_of(number: int) -> list[Row]:
    return [
        {
            "Id": f"z{at:05}",
            "Nummer": f"2026Z{at:05}",
            "ApiGewijzigdOp": f"2026-11-{1 + at % 28:02}T08:12:40.{at:05}Z",
            "Verwijderd": at % 5 == 0,
        }
        for at in range(number)
    ]


@pytest.mark.parametrize("number", [0, 1, 249, 250, 251, 613])
def test_every_row_comes_once_whatever_the_number(tmp_path: Path, number: int) -> None:
    dataset = write(tmp_path, "Zaak", rows_of(number))
    with Replay(dataset) as replay, Client(replay=[replay.url]) as client:
        pages = list(TweedeKamer(replay.url + ODATA).list_pages(client, "Zaak", Window(START)))
    ids = [row["Id"] for one in pages for row in one.rows]
    assert sorted(ids) == [f"z{at:05}" for at in range(number)]
    assert {one.expected for one in pages} == {number}


def test_only_what_changed_since_then_and_deletions_too(tmp_path: Path) -> None:
    dataset = write(tmp_path, "Zaak", rows_of(28))
    since = datetime(2026, 11, 26, tzinfo=UTC)
    with Replay(dataset) as replay, Client(replay=[replay.url]) as client:
        (one,) = TweedeKamer(replay.url + ODATA).list_pages(client, "Zaak", Window(since))
    assert [(row["Nummer"], row["Verwijderd"]) for row in one.rows] == [
        ("2026Z00025", True),
        ("2026Z00026", False),
        ("2026Z00027", False),
    ]
    assert one.newest == datetime(2026, 11, 28, 8, 12, 40, 270, tzinfo=UTC)


def test_a_row_that_changes_while_we_read_hides_no_other(tmp_path: Path) -> None:
    rows = sorted(rows_of(300), key=lambda row: str(row["ApiGewijzigdOp"]))
    with Replay(write(tmp_path, "Zaak", rows)) as replay, Client(replay=[replay.url]) as client:
        pages = TweedeKamer(replay.url + ODATA, page=100).list_pages(client, "Zaak", Window(START))
        first = next(pages)
        changed = replay.tables["Zaak"][rows[3]["Id"]]
        changed["ApiGewijzigdOp"] = "2026-11-30T00:00:00Z"
        found = [*first.rows, *(row for one in pages for row in one.rows)]
    assert {row["Id"] for row in found} == {row["Id"] for row in rows}
    assert found[-1]["ApiGewijzigdOp"] == "2026-11-30T00:00:00Z"


def test_a_list_that_shifts_faster_than_we_read_is_an_error(tmp_path: Path) -> None:
    rows = sorted(rows_of(300), key=lambda row: str(row["ApiGewijzigdOp"]))
    with Replay(write(tmp_path, "Zaak", rows)) as replay, Client(replay=[replay.url]) as client:
        pages = TweedeKamer(replay.url + ODATA, page=100).list_pages(client, "Zaak", Window(START))
        next(pages)
        for row in rows[:40]:
            replay.tables["Zaak"][row["Id"]]["ApiGewijzigdOp"] = "2026-11-30T00:00:00Z"
        with pytest.raises(SourceError, match="verschoof"):
            list(pages)
