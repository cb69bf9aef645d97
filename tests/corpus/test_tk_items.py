"""The papers of the Tweede Kamer, from rows with everything nested and from rows apart."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.ledger import Ledger
from corpus.sources import Page, SourceItem
from corpus.sources.tk_items import complete
from models.lists import DocumentSoort

Row = dict[str, Any]


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
        "ContentLength": 21998,
        "GewijzigdOp": "2026-11-04T09:12:03.41+01:00",
        "ApiGewijzigdOp": "2026-11-04T08:12:40.58Z",
        "Verwijderd": False,
        **fields,
    }


def published(*kinds: str, identifier: str | None = "kst-99123-7") -> Row:
    rows = [{"Id": kind, "DocumentType": kind, "Identifier": identifier} for kind in kinds]
    return {"Id": "v1", "ExterneIdentifier": identifier, "DocumentPublicatie": rows}


class Nobody:
    """Nothing is held."""

    def row(self, entity: str, key: str) -> Mapping[str, Any] | None:
        return None

    def rows_of(self, entity: str, key: str) -> Iterable[Mapping[str, Any]]:
        return ()


def completed(*rows: Row, entity: str = "Document", held: Any = None) -> Page:
    page = Page(entity, rows)
    return complete(page, held or Nobody(), lambda key: f"https://tk.example/{key}")


def item(row: Row) -> SourceItem:
    (one,) = completed(row).items
    return one


DOSSIER = {"Id": "k1", "Nummer": 99200, "Toevoeging": "XV", "Titel": "Begroting"}
OTHER = {"Id": "k2", "Nummer": 99123, "Toevoeging": None, "Titel": "Anders"}

# the document                                            its names, the best first; fetched here?
NAMES: list[tuple[Row, list[str], bool]] = [
    (document(), ["tk-2026D90011"], True),
    (
        document(HuidigeDocumentVersie=published("Xml", "Pdf")),
        ["kst-99123-7", "tk-2026D90011"],
        False,
    ),
    (
        document(HuidigeDocumentVersie=published("Pdf", identifier="blg-9900001")),
        ["blg-9900001", "tk-2026D90011"],
        True,
    ),
    # the row says how KOOP will call it; whether there is XML is not said
    (document(HuidigeDocumentVersie=published()), ["kst-99123-7", "tk-2026D90011"], True),
    (document(HuidigeDocumentVersie=published(identifier=None)), ["tk-2026D90011"], True),
    (document(HuidigeDocumentVersie=None), ["tk-2026D90011"], True),
    (
        document(Kamerstukdossier=[DOSSIER], Volgnummer=12),
        ["kst-99200-XV-12", "tk-2026D90011"],
        True,
    ),
    (document(Kamerstukdossier=[DOSSIER], Volgnummer=0), ["tk-2026D90011"], True),
    # the number belongs to one of the two: the other would be another paper
    (
        document(Kamerstukdossier=[DOSSIER, OTHER], Volgnummer=12),
        ["kst-99200-XV-12", "tk-2026D90011"],
        True,
    ),
    # an answer to Kamervragen is printed in the Aanhangsel
    (document(Aanhangselnummer="242501244"), ["ah-tk-20242025-1244", "tk-2026D90011"], True),
    (document(Aanhangselnummer="990000007"), ["ah-tk-19992000-7", "tk-2026D90011"], True),
    (
        document(Aanhangselnummer="242501244", HuidigeDocumentVersie=published("Pdf")),
        ["kst-99123-7", "ah-tk-20242025-1244", "tk-2026D90011"],
        True,
    ),
    # what the service ought not to say
    (document(Aanhangselnummer="242601244"), ["tk-2026D90011"], True),
    (document(Aanhangselnummer="242500000"), ["tk-2026D90011"], True),
    (document(Aanhangselnummer="1244"), ["tk-2026D90011"], True),
    (document(Kamerstukdossier=[DOSSIER], Volgnummer="twaalf"), ["tk-2026D90011"], True),
    (document(HuidigeDocumentVersie=published("Pdf", identifier=7)), ["tk-2026D90011"], True),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("row", "names", "fetched"), NAMES)
def test_a_paper_has_names_and_koop_brings_what_it_has_as_xml(
    row: Row, names: list[str], fetched: bool
) -> None:
    page = completed(row)
    assert [[one.id, *one.aliassen] for one in page.items] == ([names] if fetched else [])
    assert [pair[:2] for pair in page.gelijk] == [(names[0], other) for other in names[1:]]


@pytest.mark.parametrize(
    "row", [{"Id": "e2", "Verwijderd": None}, document(DocumentNummer=None)], ids=str
)
def test_a_row_without_a_number_is_no_paper(row: Row) -> None:
    assert completed(row) == Page("Document", (row,))


def test_a_paper_knows_what_its_row_says() -> None:
    one = item(
        document(
            Kamerstukdossier=[DOSSIER],
            Volgnummer=12,
            BronDocument=[{"Id": "e0", "DocumentNummer": "2026D90010"}],
            DocumentActor=[
                {"Id": "a2", "ActorNaam": "M. Proef", "Relatie": "Afzender"},
                {"Id": "a3", "ActorNaam": "E. Tweede", "Relatie": "Eerste ondertekenaar"},
                {"Id": "a1", "ActorNaam": "E. Voorbeeld", "Relatie": "Gericht aan"},
            ],
        )
    )
    assert (one.key, one.bron, one.naam) == ("tweedekamer:e1", "tweedekamer", "2026D90011")
    assert one.bijlage_bij == "tk-2026D90010"
    known = one.kenmerken
    assert (known.soort, known.datum, known.kamer) == (DocumentSoort.BRIEF, date(2026, 11, 3), 2)
    assert (known.dossier_id, known.ondernummer) == ("99200-XV", "12")
    assert (known.titel, known.afzender) == ("Voortgang van het formulier", "E. Tweede")


def test_the_kind_of_file_is_not_believed_but_its_size_is_remembered() -> None:
    (file,) = item(document()).files
    assert (file.url, file.media_type, file.size) == ("https://tk.example/e1", None, 21998)


@pytest.mark.parametrize("size", [None, 0, -1, "veel"])
def test_no_size_is_no_promise(size: Any) -> None:
    assert item(document(ContentLength=size)).files[0].size is None


# one moment, as the services write it
SAME_MOMENT = [
    "2026-11-04T09:12:03.41+01:00",
    "2026-11-04T09:12:03.4100000",
    "2026-11-04T08:12:03.410Z",
    "2026-11-04T10:12:03.41+02:00",
]


@pytest.mark.parametrize("written", SAME_MOMENT)
def test_a_paper_seen_by_one_service_is_the_same_for_the_other(written: str) -> None:
    other_clock = document(GewijzigdOp=written, ApiGewijzigdOp="2026-11-04T08:12:40Z")
    assert item(other_clock).gewijzigd == item(document()).gewijzigd


@pytest.mark.parametrize(
    "change", [{"ContentLength": 22001}, {"GewijzigdOp": "2026-11-04T09:12:04+01:00"}], ids=str
)
def test_another_size_or_moment_is_another_version(change: Row) -> None:
    assert item(document(**change)).gewijzigd != item(document()).gewijzigd


@pytest.mark.parametrize("moment", ["", "gisteren", "0001-01-01T00:00:00+01:00", None])
def test_a_strange_moment_stops_nothing(moment: str | None) -> None:
    assert item(document(GewijzigdOp=moment)).id == "tk-2026D90011"


def test_a_deleted_document_is_a_paper_withdrawn() -> None:
    gone = dict.fromkeys(document()) | {"Id": "e1", "Verwijderd": True, "GewijzigdOp": "x"}
    one = item(gone)
    assert (one.key, one.files, one.ingetrokken) == ("tweedekamer:e1", (), True)
    assert completed(gone).gelijk == ()


# a paper whose row refers to everything, and that everything
APART: dict[str, list[Row]] = {
    "Document": [
        document(
            Volgnummer=12,
            HuidigeDocumentVersie_Id="v1",
            Kamerstukdossier=[{"Id": "k1"}],
            BronDocument=[{"Id": "e0"}],
        ),
        document(Id="e0", DocumentNummer="2026D90010"),
    ],
    "Kamerstukdossier": [DOSSIER],
    "DocumentVersie": [{"Id": "v1", "ExterneIdentifier": "kst-99200-XV-12", "Document_Id": "e1"}],
    "DocumentPublicatie": [
        {"Id": "p1", "DocumentVersie_Id": "v1", "DocumentType": "Pdf", "Identifier": "kst-9x"}
    ],
    "DocumentActor": [
        {"Id": "a", "Document_Id": "e1", "ActorNaam": "M. Proef", "Relatie": "Afzender"}
    ],
}
NESTED = document(
    Volgnummer=12,
    HuidigeDocumentVersie_Id="v1",
    HuidigeDocumentVersie=APART["DocumentVersie"][0]
    | {"DocumentPublicatie": APART["DocumentPublicatie"]},
    Kamerstukdossier=[DOSSIER],
    BronDocument=[document(Id="e0", DocumentNummer="2026D90010")],
    DocumentActor=APART["DocumentActor"],
)


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger(tmp_path / "kamerspoor.db") as opened:
        yield opened


def test_rows_that_stand_apart_give_the_same_paper_as_nested_ones(ledger: Ledger) -> None:
    for entity, rows in APART.items():
        ledger.put_rows(entity, rows)
    apart, nested = completed(APART["Document"][0], held=ledger), completed(NESTED)
    assert apart.items == nested.items
    assert apart.gelijk == nested.gelijk
    assert apart.items[0].aliassen == ("kst-9x", "tk-2026D90011")


@pytest.mark.parametrize("later", ["DocumentVersie", "DocumentPublicatie"])
def test_what_comes_after_its_document_still_names_it(ledger: Ledger, later: str) -> None:
    for entity, rows in APART.items():
        ledger.put_rows(entity, rows)
    page = completed(*APART[later], entity=later, held=ledger)
    assert [one.id for one in page.items] == ["kst-99200-XV-12"]
    assert ("kst-99200-XV-12", "tk-2026D90011") in [pair[:2] for pair in page.gelijk]


def test_a_paper_whose_xml_was_withdrawn_elsewhere_is_fetched_here(ledger: Ledger) -> None:
    """The tombstone of the publication says nothing of what it belonged to."""
    xml = APART["DocumentPublicatie"][0] | {"DocumentType": "Xml"}
    for entity, rows in (APART | {"DocumentPublicatie": [xml]}).items():
        ledger.put_rows(entity, rows)
    assert completed(xml, entity="DocumentPublicatie", held=ledger).items == ()
    gone = {"Id": "p1", "Verwijderd": True, "ApiGewijzigdOp": "2026-11-06T00:00:00Z"}
    ledger.put_rows("DocumentPublicatie", [gone])
    page = completed(gone, entity="DocumentPublicatie", held=ledger)
    assert [one.key for one in page.items] == ["tweedekamer:e1"]


def test_the_version_before_does_not_name_a_paper(ledger: Ledger) -> None:
    row = document(HuidigeDocumentVersie_Id="v2", HuidigeDocumentVersie=published("Xml"))
    ledger.put_rows("DocumentVersie", [{"Id": "v2", "ExterneIdentifier": "kst-99123-8"}])
    assert [one.id for one in completed(row, held=ledger).items] == ["kst-99123-8"]


def test_rows_of_other_lists_are_no_papers(ledger: Ledger) -> None:
    assert completed({"Id": "z1", "Nummer": "2026Z90001"}, entity="Zaak", held=ledger).items == ()


def test_a_reference_does_not_rub_out_the_row_that_was_nested(ledger: Ledger) -> None:
    ledger.put_rows("Document", [document(Kamerstukdossier=[DOSSIER, OTHER])])
    later = document(Kamerstukdossier=[{"Id": "k1"}], ApiGewijzigdOp="2026-11-05T08:00:00Z")
    ledger.put_rows("Document", [later])
    held = ledger.row("Document", "e1")
    assert held is not None
    assert held["Kamerstukdossier"] == [DOSSIER]
