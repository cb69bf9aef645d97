"""The reader of KOOP's SRU service, on composed answers and on the replay server."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import corpus.sources.officielebekendmakingen as koop
from corpus.client import Answer, Client
from corpus.replay import SRU, Replay
from corpus.sources import FileAt, Page, SourceItem, Window
from corpus.sources.officielebekendmakingen import (
    OfficieleBekendmakingen,
    is_missing_page,
    read_listing,
    read_record,
)
from models.identifiers import parse_identifier
from models.lists import DocumentSoort
from models.problems import Problem, SourceError

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

BIJLAGE = """<d:identifier>blg-9900001</d:identifier><d:title>Onderzoek naar X</d:title>
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
    assert item.files == (
        FileAt("https://repository.overheid.nl/x", "application/xml"),
        FileAt("https://repository.overheid.nl/p", "application/pdf"),
    )
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


def test_the_title_of_an_attachment_may_tell_its_kind() -> None:
    stand = BIJLAGE.replace("Onderzoek naar X", "Stand van de uitvoering 2026 Proefdienst")
    item = read_one(stand)
    assert item.kenmerken.soort is DocumentSoort.STAND_VAN_DE_UITVOERING
    assert item.bijlage_bij == "kst-99123-9"


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
    assert [(one.subject, one.soort) for one in listing.problems] == [
        ("kst-99123-7", "geen_bestand")
    ]


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


def test_the_query_asks_for_what_changed_whatever_its_status(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        [
            record(1),
            record(2, modified="2026-10-31"),
            record(3, documentstatus="Onopgemaakt"),
            record(4, documentstatus="Onopgemaakt", type="Bijlage"),
        ],
    )
    assert found == ["kst-99001-1", "kst-99001-3", "kst-99001-4"]


NUMERIC = """<d:identifier>{id}</d:identifier><d:title>Motie over X</d:title>
<d:type>{type}</d:type><d:creator>{kamer} Kamer der Staten-Generaal</d:creator>
<d:modified>2026-11-03</d:modified>{more}<w:vergaderjaar>2026-2027</w:vergaderjaar>
<g:itemUrl manifestation="pdf">https://repository.overheid.nl/n</g:itemUrl>"""

DOSSIER = "<w:dossiernummer>{}</w:dossiernummer><w:ondernummer>{}</w:ondernummer>"
VERSION = '<d:hasVersion resourceIdentifier="https://zoek.example/{}.html">1</d:hasVersion>'

# identifier, type, chamber, what else the record holds, other identifiers of the same paper
NUMBERS = [
    ("kst-1268678", "Kamerstuk", "Tweede", DOSSIER.format("99001", "7"), ("kst-99001-7",)),
    ("kst-1268678", "Kamerstuk", "Tweede", DOSSIER.format("99200 XV", "7"), ("kst-99200-XV-7",)),
    ("kst-1268678", "Kamerstuk", "Eerste", DOSSIER.format("99001", "F"), ("kst-99001-F",)),
    ("kst-1268678", "Kamerstuk", "Tweede", "", ()),
    ("kst-1268678", "Kamerstuk", "Tweede", "<w:dossiernummer>99001</w:dossiernummer>", ()),
    # under two dossiers: which of the two becomes its number is not said
    ("kst-1268678", "Kamerstuk", "Tweede", DOSSIER.format("99200-B", "9") * 2, ("kst-99200-B-9",)),
    (
        "kst-1268678",
        "Kamerstuk",
        "Tweede",
        DOSSIER.format("99200-B", "9") + DOSSIER.format("99200-C", "9"),
        (),
    ),
    # an attachment carries the numbers of the paper it belongs to
    ("blg-1268679", "Bijlage", "Tweede", DOSSIER.format("99001", "7"), ()),
    ("kst-1268678", "Bijlage", "Tweede", DOSSIER.format("99001", "7"), ()),
    (
        "kst-1268678",
        "Kamerstuk",
        "Tweede",
        "<d:isReplacedBy>kst-99001-7</d:isReplacedBy>",
        ("kst-99001-7",),
    ),
    ("kst-1268678", "Kamerstuk", "Tweede", VERSION.format("kst-99001-7"), ("kst-99001-7",)),
    ("kst-99001-7", "Kamerstuk", "Tweede", VERSION.format("kst-1268678"), ("kst-1268678",)),
    ("kst-99001-7", "Kamerstuk", "Tweede", VERSION.format("kst-99001-7"), ()),
    (
        "kst-99001-7",
        "Kamerstuk",
        "Tweede",
        "<d:replaces>https://zoek.example/kst-1268678</d:replaces>",
        ("kst-1268678",),
    ),
    # a rectification is another paper, and so is a paper of another kind
    (
        "kst-99001-7",
        "Kamerstuk",
        "Tweede",
        "<d:isReplacedBy>kst-99001-7-n1</d:isReplacedBy>",
        (),
    ),
    ("kst-1268678", "Kamerstuk", "Tweede", VERSION.format("ah-tk-20262027-7"), ()),
    (
        "ah-1271549",
        "Aanhangsel",
        "Tweede",
        "<w:aanhangselnummer>12</w:aanhangselnummer>",
        ("ah-tk-20262027-12",),
    ),
    (
        "h-1271549",
        "Handeling",
        "Eerste",
        "<w:publicatienummer>3</w:publicatienummer>"
        "<w:handelingenitemnummer>4</w:handelingenitemnummer>",
        ("h-ek-20262027-3-4",),
    ),
    ("h-1271549", "Handeling", "Eerste", "<w:publicatienummer>3</w:publicatienummer>", ()),
    (
        "kv-1271549",
        "Kamervraag",
        "Tweede",
        "<w:vraagnummer>2026Z01234</w:vraagnummer>",
        ("kv-tk-2026Z01234",),
    ),
    ("nds-tk-2026D01234", "Niet-dossierstuk", "Tweede", "", ("tk-2026D01234",)),
    ("kst-1268678", "Kamerstuk", "Tweede", DOSSIER.format("geen", "7 en 8"), ()),
]


@pytest.mark.parametrize(("name", "kind", "kamer", "more", "aliassen"), NUMBERS)
def test_one_paper_under_two_numbers(
    name: str, kind: str, kamer: str, more: str, aliassen: tuple[str, ...]
) -> None:
    item = read_one(NUMERIC.format(id=name, type=kind, kamer=kamer, more=more))
    assert (item.id, item.aliassen) == (name, aliassen)
    assert [file.media_type for file in item.files] == ["application/pdf"]


@pytest.mark.parametrize("name", ["", "kst", "../../etc", "kst-1 OR 1", "kst-" + "9" * 99])
def test_an_identifier_that_is_none_is_reported(name: str) -> None:
    fields = MOTIE.replace("kst-99123-7", name)
    listing = read_listing(ANSWER.format(fields=fields).encode())
    assert listing.items == ()
    assert [one.soort for one in listing.problems] == ["onbekend_kenmerk"]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_refused(data: bytes) -> None:
    try:
        listing = read_listing(data)
    except SourceError:
        return
    assert listing.number >= 0


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_text_in_a_record_is_read_or_reported(text: str) -> None:
    value = text.replace("&", "&amp;").replace("<", "&lt;")
    fields = MOTIE
    for held in ("kst-99123-7", "2026-11-03", "99200 XV", "Motie over X", "2026-2027", ">7<"):
        fields = fields.replace(held, f">{value}<" if held == ">7<" else value)
    listing = read_listing(ANSWER.format(fields=fields).encode())
    assert len(listing.items) + len(listing.problems) == 1


def test_a_record_may_come_in_another_encoding() -> None:
    answer = ANSWER.replace("UTF-8", "windows-1252").format(fields=MOTIE.replace("X<", "café<"))
    (item,) = read_listing(answer.encode("windows-1252")).items
    assert item.kenmerken.titel == "Motie over café"


def test_a_list_is_not_read_where_it_is_far_too_large() -> None:
    with pytest.raises(SourceError, match="veel groter"):
        read_listing(b" " * (koop._MOST_BYTES + 1))


@dataclass
class Asked:
    """Stands for the client: answers each question with what ``answer`` makes of it."""

    answer: Callable[[Mapping[str, str]], str]
    questions: list[Mapping[str, str]] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str]) -> Answer:
        self.questions.append(params)
        assert len(self.questions) < 50, "the list does not end"
        return Answer(url, "text/xml", self.answer(params).encode())


def answer_with(names: list[str], number: int, following: int | None) -> str:
    records = "".join(
        f"<record><identifier>{name}</identifier><modified>2026-11-05</modified>"
        f'<itemUrl manifestation="pdf">https://x/{name}</itemUrl></record>'
        for name in names
    )
    records = f"<records>{records}</records>" if records else ""
    more = f"<nextRecordPosition>{following}</nextRecordPosition>" if following else ""
    body = f"<numberOfRecords>{number}</numberOfRecords>{records}{more}"
    return f"<searchRetrieveResponse>{body}</searchRetrieveResponse>"


def pages_of(
    client: Asked, window: Window | None = None, stream: str = "stukken", page: int = 2
) -> list[Page]:
    source = OfficieleBekendmakingen("https://x/sru", page=page)
    return list(source.list_pages(client, stream, window or Window(START)))  # type: ignore[arg-type]


def ids(pages: list[Page]) -> list[str | None]:
    return [item.id for page in pages for item in page.items]


def test_no_hits_is_an_empty_list_without_records() -> None:
    (page,) = pages_of(Asked(lambda _: answer_with([], 0, None)))
    assert (page.items, page.expected, page.newest, page.resume) == ((), 0, None, None)


# since, until, what is asked of the day of change
WINDOWS = [
    (datetime(2026, 11, 1, 23, 30, tzinfo=UTC), None, ["2026-11-01"]),
    (START, datetime(2026, 12, 1, tzinfo=UTC), ["2026-11-01", "2026-12-01"]),
    (START, datetime(2026, 12, 1, 8, tzinfo=UTC), ["2026-11-01", "2026-12-02"]),
]


@pytest.mark.parametrize(("since", "until", "days"), WINDOWS)
def test_a_window_asks_for_whole_days(
    since: datetime, until: datetime | None, days: list[str]
) -> None:
    client = Asked(lambda _: answer_with([], 0, None))
    pages_of(client, Window(since, until))
    query = client.questions[0]["query"]
    bounds = [f'dt.modified{sign}"{day}"' for sign, day in zip((">=", "<"), days, strict=False)]
    assert all(bound in query for bound in bounds)
    assert query.count("dt.modified") == len(days)


def test_a_list_goes_on_after_the_last_page_that_was_kept() -> None:
    names = [f"kst-99001-{at}" for at in range(1, 6)]

    def answer(params: Mapping[str, str]) -> str:
        _, _, after = params["query"].partition('dt.identifier>"')
        left = [name for name in names if name > after.partition('"')[0]]
        start = int(params["startRecord"]) - 1
        following = start + 3 if start + 2 < len(left) else None
        return answer_with(left[start : start + 2], len(left), following)

    first = pages_of(Asked(answer))
    assert ids(first) == names
    for kept in range(1, 4):
        rest = pages_of(Asked(answer), Window(START, resume=first[kept - 1].resume))
        assert ids(first[:kept]) + ids(rest) == names
        assert {page.expected for page in rest} == {5}


@pytest.mark.parametrize(
    "resume", ["", "x", "3", "-1 kst-1-1", '3 kst-1"OR', "9" * 20 + " kst-1-1"]
)
def test_a_mark_that_is_none_begins_at_the_beginning(resume: str) -> None:
    client = Asked(lambda _: answer_with([], 0, None))
    pages_of(client, Window(START, resume=resume))
    assert "dt.identifier>" not in client.questions[0]["query"]


def test_a_list_that_does_not_get_on_is_refused() -> None:
    with pytest.raises(SourceError, match="niet verder dan record 1"):
        pages_of(Asked(lambda _: answer_with(["kst-99001-1"], 9, 1)))
    with pytest.raises(SourceError, match="niet verder"):
        pages_of(Asked(lambda _: answer_with([], 9, 3)))


def test_a_service_that_holds_nothing_halfway_has_not_come_to_the_end() -> None:
    answers = {
        "1": answer_with(["kst-99001-1", "kst-99001-2"], 3, 3),
        "3": answer_with([], 0, None),
    }
    source = OfficieleBekendmakingen("https://x/sru", page=2)
    client = Asked(lambda params: answers[params["startRecord"]])
    pages = source.list_pages(client, "stukken", Window(START))  # type: ignore[arg-type]
    kept = next(pages)
    with pytest.raises(SourceError, match="niet verder dan record 3"):
        next(pages)
    # the next run goes on after what was kept; there, nothing more is the end
    again = Asked(lambda _: answer_with([], 0, None))
    (last,) = pages_of(again, Window(START, resume=kept.resume))
    assert (last.items, last.expected) == ((), 2)


def test_a_service_that_forgets_the_last_identifier_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(koop, "_DEEPEST", 4)

    def same(params: Mapping[str, str]) -> str:
        start = int(params["startRecord"])
        return answer_with([f"kst-99001-{start}"], 100, start + 1)

    with pytest.raises(SourceError, match="niet verder"):
        pages_of(Asked(same))


def test_an_estimate_that_shrinks_and_pages_that_overlap_lose_nothing() -> None:
    answers = {
        "1": answer_with(["kst-99001-2", "kst-99001-1"], 9, 2),
        "2": answer_with(["kst-99001-2", "kst-99001-3"], 3, 4),
        "4": answer_with(["kst-99001-4"], 0, None),
    }
    pages = pages_of(Asked(lambda params: answers[params["startRecord"]]))
    assert set(ids(pages)) == {f"kst-99001-{at}" for at in range(1, 5)}
    assert {page.expected for page in pages} == {9}


def test_a_full_answer_that_does_not_say_where_to_go_on_is_not_the_end() -> None:
    answers = {
        "1": answer_with(["kst-99001-1", "kst-99001-2"], 3, None),
        "3": answer_with(["kst-99001-3"], 3, None),
    }
    pages = pages_of(Asked(lambda params: answers[params["startRecord"]]))
    assert ids(pages) == ["kst-99001-1", "kst-99001-2", "kst-99001-3"]


def test_the_overviews_of_the_eerste_kamer_are_the_same_papers() -> None:
    client = Asked(lambda _: answer_with(["kst-99001-A"], 1, None))
    (overview,) = pages_of(client, stream="toezeggingen_ek")
    (paper,) = pages_of(client, stream="stukken")
    assert overview.items == paper.items
    asked, other = (question["query"] for question in client.questions)
    assert 'dt.creator=="Eerste Kamer der Staten-Generaal"' in asked
    assert "toezeggingen" in asked
    assert "toezeggingen" not in other


def test_the_attachments_of_one_paper() -> None:
    client = Asked(lambda _: answer_with(["blg-1", "blg-2"], 2, None))
    source = OfficieleBekendmakingen("https://x/sru")
    found = source.list_attachments(client, "kst-99001-9")  # type: ignore[arg-type]
    assert [item.id for item in found] == ["blg-1", "blg-2"]
    assert 'w.hoofddocument=="kst-99001-9"' in client.questions[0]["query"]
    with pytest.raises(ValueError, match="geen kenmerk"):
        source.list_attachments(client, 'kst-1" OR "')  # type: ignore[arg-type]


# address that answered, bytes, whether it is the page for what does not exist
PAGES = [
    ("https://zoek.officielebekendmakingen.nl/Errors/404.htm", b"<html></html>", True),
    ("https://repository.overheid.nl/fout404", b"<html></html>", True),
    ("https://repository.overheid.nl/x.xml", b"<!doctype html><html>fout404</html>", True),
    ("https://repository.overheid.nl/x.html", b"<html>Motie over fout 404</html>", False),
    ("https://repository.overheid.nl/x.xml", b"<officiele-publicatie/>", False),
]


@pytest.mark.parametrize(("url", "data", "missing"), PAGES)
def test_a_page_that_says_that_there_is_none(url: str, data: bytes, missing: bool) -> None:
    assert is_missing_page(Answer(url, "text/html", data)) is missing


REAL = Path(__file__).parents[3] / "shared" / "data" / "koop"


def real_records() -> list[tuple[str, etree._Element]]:
    files = [*(REAL / "sru").glob("sru*.xml"), *(REAL / "repository").glob("sru.xml")]
    if not files:
        pytest.skip(f"{REAL} is not here")
    parsed = [(file.name, etree.parse(file).getroot()) for file in sorted(files)]
    return [
        (name, record)
        for name, root in parsed
        for record in (root.iter("{*}record") if "Response" in root.tag else [root])
    ]


@pytest.mark.real
def test_every_real_record_is_a_paper_with_its_identifier() -> None:
    records = real_records()
    assert len(records) > 10
    for name, record in records:
        item = read_record(record)
        assert isinstance(item, SourceItem), name
        assert str(parse_identifier(str(item.id))) == item.id
        assert item.kenmerken.titel, item.id
        assert item.kenmerken.datum, item.id
        assert item.kenmerken.kamer in (1, 2), item.id
        assert item.aliassen == (), item.id


@pytest.mark.real
def test_real_answers_are_read_whole() -> None:
    files = [REAL / "sru" / "sru.xml", REAL / "sru" / "sru_record_kst.xml"]
    if not all(file.exists() for file in files):
        pytest.skip(f"{REAL} is not here")
    many, one = (read_listing(file.read_bytes()) for file in files)
    assert (many.number, many.problems) == (76, ())
    assert many.records == len(many.items) > 0
    (item,) = one.items
    assert (item.id, item.kenmerken.afzender) == ("kst-35842-4", "Th.C. de Graaf; K.H. Ollongren")
    kinds = ["application/xml", "application/pdf", "text/html"]
    assert [file.media_type for file in item.files][:3] == kinds


@pytest.mark.real
def test_real_metadata_of_every_kind_parse_in_their_own_encoding() -> None:
    files = sorted((REAL / "sru").glob("metadata_owms-*.xml"))
    if not files:
        pytest.skip(f"{REAL} is not here")
    assert len(files) == 12
    for file in files:
        # metadata offer no file: no paper, and the report names it
        found = read_record(etree.fromstring(file.read_bytes()))
        assert isinstance(found, Problem), file.name
        assert found.soort == "geen_bestand", file.name
        assert f">{found.subject}<" in file.read_text(encoding="latin-1"), file.name
