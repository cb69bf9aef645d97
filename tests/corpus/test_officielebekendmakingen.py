"""The reader of KOOP's SRU service, on composed answers and on the replay server."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import corpus.sources.officielebekendmakingen as koop
from corpus.client import Client
from corpus.replay import SRU, Replay
from corpus.sources import FileAt, SourceItem, Window
from corpus.sources.officielebekendmakingen import OfficieleBekendmakingen, read_listing
from models.lists import DocumentSoort
from models.problems import SourceError

START = datetime(2026, 11, 1, tzinfo=UTC)

ANSWER = """<?xml version="1.0" encoding="UTF-8"?>
<sru:searchRetrieveResponse xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse"
  xmlns:d="http://purl.org/dc/terms/" xmlns:w="http://standaarden.overheid.nl/wetgeving/"
  xmlns:cd="http://standaarden.overheid.nl/cup/data" xmlns:g="http://standaarden.overheid.nl/sru">
<sru:version>2.0</sru:version><sru:numberOfRecords>37</sru:numberOfRecords>
<sru:records><sru:record><sru:recordData><g:gzd>{fields}</g:gzd></sru:recordData></sru:record>
</sru:records><sru:nextRecordPosition>11</sru:nextRecordPosition></sru:searchRetrieveResponse>"""

MOTIE = """<d:identifier>kst-99123-7</d:identifier><d:title>Regelingen; Motie; Over X</d:title>
<d:type>Kamerstuk</d:type><d:creator>Tweede Kamer der Staten-Generaal</d:creator>
<d:modified>2026-11-05</d:modified><d:available>2026-11-04</d:available><d:date>2026-11-03</d:date>
<w:documenttitel>Motie over X</w:documenttitel><w:dossiertitel>Regelingen</w:dossiertitel>
<w:indiener>E. Voorbeeld</w:indiener><w:indiener>P. Proefman</w:indiener>
<w:ondernummer>7</w:ondernummer><w:publicatienaam>Kamerstuk</w:publicatienaam>
<w:vergaderjaar>2026-2027</w:vergaderjaar><w:dossiernummer>99200 XV</w:dossiernummer>
<w:subrubriek>Motie</w:subrubriek>
<cd:datumTijdstipWijzigingExpression>2026-11-05T11:23:39+01:00</cd:datumTijdstipWijzigingExpression>
<g:itemUrl manifestation="metadata">https://repository.overheid.nl/m</g:itemUrl>
<g:itemUrl manifestation="pdf">https://repository.overheid.nl/p</g:itemUrl>
<g:itemUrl manifestation="xml">https://repository.overheid.nl/x</g:itemUrl>"""

BIJLAGE = """<d:identifier>blg-9900001</d:identifier><d:title>Stand van de uitvoering</d:title>
<d:type>Bijlage</d:type><d:creator>overige</d:creator><d:modified>2026-11-05</d:modified>
<d:date>2026-11-03</d:date><w:hoofddocument>kst-99123-9</w:hoofddocument>
<w:ondernummer>9</w:ondernummer><w:dossiernummer>99123</w:dossiernummer>
<g:itemUrl manifestation="pdf">https://repository.overheid.nl/b</g:itemUrl>"""


def read_one(fields: str) -> SourceItem:
    (item,) = read_listing(ANSWER.format(fields=fields).encode()).items
    return item


def test_a_record_of_a_motie() -> None:
    item = read_one(MOTIE)
    assert (item.key, item.id) == ("officielebekendmakingen:kst-99123-7", "kst-99123-7")
    assert item.files == (FileAt("https://repository.overheid.nl/x", "application/xml"),)
    known = item.kenmerken
    assert (known.soort, known.titel) == (DocumentSoort.MOTIE, "Motie over X")
    assert (known.datum, known.kamer) == (date(2026, 11, 3), 2)
    assert (known.dossier_id, known.ondernummer) == ("99200-XV", "7")
    assert (known.dossier_titel, known.vergaderjaar) == ("Regelingen", "2026-2027")
    assert known.afzender == "E. Voorbeeld; P. Proefman"
    assert item.bijlage_bij is None


def test_a_record_of_an_attachment() -> None:
    item = read_one(BIJLAGE)
    assert (item.bijlage_bij, item.files[0].media_type) == ("kst-99123-9", "application/pdf")
    assert item.kenmerken.soort is DocumentSoort.BIJLAGE
    assert (item.kenmerken.kamer, item.kenmerken.ondernummer) == (2, None)


# what replaces what in the record of the motie                          kind of paper
SOORTEN = [
    (">Motie</w:sub", ">Brief</w:sub", DocumentSoort.BRIEF),
    (">Motie</w:sub", ">Nota naar aanleiding van het verslag</w:sub", DocumentSoort.NOTA),
    (">Motie</w:sub", ">Voorstel van wet</w:sub", DocumentSoort.WETSVOORSTEL),
    (">Motie</w:sub", ">Iets nieuws</w:sub", DocumentSoort.OVERIG),
    (">Kamerstuk</w:pub", ">Handelingen</w:pub", DocumentSoort.HANDELINGEN),
    (
        ">Kamerstuk</w:pub",
        ">Kamervragen (Aanhangsel)</w:pub",
        DocumentSoort.ANTWOORD_KAMERVRAGEN,
    ),
]


@pytest.mark.parametrize(("old", "new", "soort"), SOORTEN)
def test_the_kind_of_paper(old: str, new: str, soort: DocumentSoort) -> None:
    assert old in MOTIE
    assert read_one(MOTIE.replace(old, new)).kenmerken.soort is soort


# creator, identifier, number                          chamber
KAMERS = [
    ("Eerste Kamer der Staten-Generaal", "kst-99123-A", "A", 1),
    ("overige", "kst-99123-7", "7", 2),
    ("overige", "kst-99123-A", "A", 1),
    ("overige", "h-ek-20262027-1-1", "", 1),
    ("overige", "nds-1", "", None),
]


@pytest.mark.parametrize(("creator", "name", "number", "kamer"), KAMERS)
def test_the_chamber(creator: str, name: str, number: str, kamer: int | None) -> None:
    record = (
        MOTIE.replace("Tweede Kamer der Staten-Generaal", creator)
        .replace("kst-99123-7", name)
        .replace(">7<", f">{number}<")
    )
    assert read_one(record).kenmerken.kamer == kamer


def test_xml_that_appears_later_is_a_change() -> None:
    pdf_only = MOTIE.replace('manifestation="xml"', 'manifestation="odt"')
    assert read_one(pdf_only).files[0].media_type == "application/pdf"
    assert read_one(pdf_only).gewijzigd != read_one(MOTIE).gewijzigd


def test_a_record_without_a_file_is_no_paper() -> None:
    bare = MOTIE.partition("<g:itemUrl")[0]
    listing = read_listing(ANSWER.format(fields=bare).encode())
    assert (listing.items, listing.number, listing.next_position) == ((), 37, 11)


DIAGNOSTIC = b"""<diagnostics xmlns="http://docs.oasis-open.org/ns/search-ws/sruResponse">
<diagnostic xmlns="http://docs.oasis-open.org/ns/search-ws/diagnostic">
<uri>info:srw/diagnostic/1/16</uri><details>w.dosiernummer</details>
<message>Unsupported index</message></diagnostic></diagnostics>"""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (DIAGNOSTIC, "Unsupported index"),
        (b"<html><body>druk</body></html>", "onbekende vorm"),
        (b"<a", "iets anders dan XML"),
        (b"", "iets anders dan XML"),
        (b'{"value":[]}', "iets anders dan XML"),
    ],
)
def test_an_error_is_never_an_empty_list(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        read_listing(data)


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.write_text("geheim", encoding="utf-8")
    bomb = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    evil = ANSWER.replace("?>", "?>" + bomb, 1).format(fields=MOTIE.replace("Motie over X", "&e;"))
    (item,) = read_listing(evil.encode()).items
    assert "geheim" not in repr(item)


def record(at: int, **fields: Any) -> dict[str, Any]:
    return {
        "identifier": f"kst-99001-{at}",
        "title": "Titel",
        "type": "Kamerstuk",
        "creator": "overige",
        "modified": "2026-11-05",
        "date": "2026-11-03",
        "content_area": "officielepublicaties/kst/99001",
        "documentstatus": "Opgemaakt",
        "manifestations": {"xml": "papers/een.xml"},
        **fields,
    }


def listed(tmp_path: Path, records: list[dict[str, Any]], page: int = 10) -> list[str]:
    (tmp_path / "koop").mkdir()
    lines = "".join(json.dumps(one) + "\n" for one in records)
    (tmp_path / "koop" / "records.jsonl").write_text(lines, encoding="utf-8")
    with Replay(tmp_path) as replay, Client(replay=[replay.url]) as client:
        source = OfficieleBekendmakingen(replay.url + SRU, page=page)
        pages = list(source.list_pages(client, "stukken", Window(START)))
    assert {one.expected for one in pages} == {len(records)} or len(records) < 5
    return [str(item.id) for one in pages for item in one.items]


@pytest.mark.parametrize("number", [5, 10, 11, 37])
def test_every_record_comes_once(tmp_path: Path, number: int) -> None:
    found = listed(tmp_path, [record(at) for at in range(number)])
    assert sorted(found) == sorted(f"kst-99001-{at}" for at in range(number))


def test_beyond_the_deepest_page_it_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(koop, "_DEEPEST", 20)
    found = listed(tmp_path, [record(at) for at in range(73)])
    assert sorted(found) == sorted(f"kst-99001-{at}" for at in range(73))


def test_the_query_asks_for_what_changed_and_is_finished(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        [
            record(1),
            record(2, modified="2026-10-31"),
            record(3, documentstatus="Onopgemaakt"),
            record(4, documentstatus="Onopgemaakt", type="Bijlage"),
        ],
    )
    assert found == ["kst-99001-1", "kst-99001-4"]
