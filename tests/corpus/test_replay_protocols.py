"""Each protocol of the replay server, question by question, with the habits of the real one."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from lxml import etree

from bench.make_sample import SAMPLE
from corpus.replay import ODATA, ODATA5, OPENOVERHEID, RSS, SRU, SYNCFEED, Replay
from corpus.replay.dataset import make_dataset
from corpus.replay.names import V5
from flows.version import ROOT

TK = "{http://www.tweedekamer.nl/xsd/tkData/v1-0}"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@pytest.fixture(scope="module")
def replay() -> Iterator[Replay]:
    with Replay(SAMPLE) as running:
        yield running


def get(replay: Replay, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.get(replay.url + path, headers=headers)


def feed(replay: Replay, query: str = "") -> etree._Element:
    return etree.fromstring(get(replay, f"{SYNCFEED}/Feed?{query}").content)


def link(element: etree._Element, rel: str) -> dict[str, list[str]] | None:
    found = element.find(f"{{*}}link[@rel='{rel}']")
    return None if found is None else parse_qs(urlsplit(found.get("href", "")).query)


def walk(replay: Replay, category: str) -> list[list[etree._Element]]:
    """All pages of a category, by following what each says is next."""
    pages, question = [], {"category": [category]}
    while question:
        root = feed(replay, "&".join(f"{name}={value[0]}" for name, value in question.items()))
        pages.append([content[0] for content in root.iter("{*}content")])
        question = link(root, "next")
    return pages


# SyncFeed


@pytest.mark.parametrize(
    "entity",
    [
        *("Zaak", "ZaakActor", "Document", "DocumentActor", "DocumentVersie"),
        *("DocumentPublicatie", "Kamerstukdossier", "Activiteit", "Agendapunt", "Besluit"),
        *("Stemming", "Toezegging", "Persoon", "Fractie", "FractieZetel", "FractieZetelPersoon"),
        "Commissie",
    ],
)
def test_every_entity_comes_once_in_order_of_change(replay: Replay, entity: str) -> None:
    found = [one.get("id") for page in walk(replay, entity) for one in page]
    published = {k: r for k in replay.tables[entity] if (r := replay.tables[entity].peek(k))}
    published = {key: row for key, row in published.items() if row.get("ApiGewijzigdOp")}
    assert len(found) == len(published) > 0
    moments = [published[key]["ApiGewijzigdOp"][:19] for key in found]
    assert moments == sorted(moments)


def test_pages_of_a_feed_lead_to_each_other(replay: Replay) -> None:
    replay.feed.page = 100
    try:
        pages = walk(replay, "Stemming")
    finally:
        replay.feed.page = 250
    assert [len(page) for page in pages] == [100, 100, 100, 90]


def test_the_links_of_a_feed(replay: Replay) -> None:
    root = feed(replay, "category=Zaak&skiptoken=3")
    assert link(root, "self") == {"category": ["Zaak"], "skiptoken": ["3"]}
    # all fits one page: no next, but where to go on another time
    assert link(root, "next") is None
    last = list(root.iter("{*}entry"))[-1]
    assert link(root, "resume") == link(last, "next")
    # the parameters have changed places
    assert list(link(root, "resume") or {}) == ["skiptoken", "category"]


def test_a_feed_read_to_its_end_is_empty_and_says_where_to_resume(replay: Replay) -> None:
    token = (link(feed(replay, "category=Zaak"), "resume") or {})["skiptoken"][0]
    root = feed(replay, f"category=Zaak&skiptoken={token}")
    assert root.find("{*}entry") is None
    assert (link(root, "resume") or {})["skiptoken"] == [token]


def test_the_links_of_entries_lead_to_just_after_them(replay: Replay) -> None:
    entries = list(feed(replay, "category=Toezegging").iter("{*}entry"))
    tokens = [int((link(one, "next") or {})["skiptoken"][0]) for one in entries]
    assert tokens == sorted(set(tokens))
    assert {after - before for before, after in pairwise(tokens)} != {1}
    rest = feed(replay, f"category=Toezegging&skiptoken={tokens[4]}")
    assert len(list(rest.iter("{*}entry"))) == len(entries) - 5


def test_tokens_are_the_same_after_a_restart(replay: Replay) -> None:
    with Replay(SAMPLE) as other:
        token = (link(feed(other, "category=Document"), "resume") or {})["skiptoken"]
    assert (link(feed(replay, "category=Document"), "resume") or {})["skiptoken"] == token


def test_without_a_category_all_come(replay: Replay) -> None:
    terms = {one.get("term") for one in feed(replay).iter("{*}category")}
    assert terms >= {"persoon", "fractie", "commissie", "zaak", "besluit", "stemming"}


def element(replay: Replay, category: str, number: int = 0) -> etree._Element:
    return [one for page in walk(replay, category) for one in page][number]


# category, element                       what stands in the first of its kind
ELEMENTS = [
    ("Zaak", "soort", "Motie"),
    ("Zaak", "gestartOp", None),
    ("Document", "documentNummer", "2023D90001"),
    ("Document", "datum", "2023-12-11T00:00:00"),
    ("DocumentVersie", "externeidentifier", "kst-99001-1"),
    ("Fractie", "naamNl", "Voorbeeldpartij"),
    ("Commissie", "naamWebNl", None),
    ("Kamerstukdossier", "nummer", "99001"),
]


@pytest.mark.parametrize(("category", "name", "text"), ELEMENTS)
def test_the_names_of_elements(replay: Replay, category: str, name: str, text: str | None) -> None:
    texts = [
        found
        for page in walk(replay, category)
        for one in page
        if (found := one.findtext(f"{TK}{name}"))
    ]
    assert texts
    assert text is None or text in texts


# category, and what it refers to
REFERENCES = [
    ("ZaakActor", "zaak"),
    ("DocumentActor", "document"),
    ("DocumentVersie", "document"),
    ("DocumentPublicatie", "documentVersie"),
    ("Document", "huidigeDocumentVersie"),
    ("Document", "zaak"),
    ("Document", "kamerstukdossier"),
    ("Zaak", "kamerstukdossier"),
    ("Besluit", "zaak"),
    ("Besluit", "agendapunt"),
    ("Agendapunt", "activiteit"),
    ("Stemming", "besluit"),
    ("Stemming", "fractie"),
    ("FractieZetel", "fractie"),
    ("FractieZetelPersoon", "persoon"),
    ("FractieZetelPersoon", "fractieZetel"),
]


@pytest.mark.parametrize(("category", "name"), REFERENCES)
def test_references_lead_to_an_entity(replay: Replay, category: str, name: str) -> None:
    refs = [
        one.get("ref")
        for page in walk(replay, category)
        for entity in page
        for one in entity.iter(f"{TK}{name}")
    ]
    assert refs
    answer = get(replay, f"{SYNCFEED}/Entiteiten/{refs[0]}")
    assert etree.fromstring(answer.content).get("id") == refs[0]


def test_what_is_not_known_is_nil(replay: Replay) -> None:
    assert element(replay, "Zaak", 3).find(f"{TK}alias").get(NIL) == "true"


def test_three_entities_have_a_prefix_and_offsets(replay: Replay) -> None:
    promise, zaak = element(replay, "Toezegging"), element(replay, "Zaak")
    assert (promise.prefix, zaak.prefix) == ("ns1", None)
    assert promise.get(f"{TK}bijgewerkt").endswith(("+01:00", "+02:00"))


def test_moments_are_written_in_several_ways(replay: Replay) -> None:
    said = [one.get(f"{TK}bijgewerkt") for page in walk(replay, "Document") for one in page]
    assert {text.endswith("Z") for text in said} == {True, False}
    assert {len(text.rstrip("Z")) for text in said} == {len("2023-12-12T08:52:57.1200000")}


def test_what_is_deleted_may_have_a_capital(replay: Replay) -> None:
    assert element(replay, "Persoon").get(f"{TK}verwijderd") == "False"
    assert element(replay, "Fractie", -1).get(f"{TK}verwijderd") == "true"


def test_promises_come_in_two_shapes(replay: Replay) -> None:
    promises = walk(replay, "Toezegging")[0]
    assert any(one.find(f"{TK}toegezegdAan") is not None for one in promises)
    assert any((one.findtext(f"{TK}kamerbriefNakoming") or "")[:4].isdigit() for one in promises)


def test_the_bytes_of_a_document_are_an_enclosure(replay: Replay) -> None:
    entry = next(
        one
        for one in feed(replay, "category=Document").iter("{*}entry")
        if one.find("{*}content")[0].get(f"{TK}contentLength")
    )
    assert entry.find("{*}content")[0].get(f"{TK}contentType") == "application/pdf"
    href = entry.find("{*}link[@rel='enclosure']").get("href")
    size = entry.find("{*}content")[0].get(f"{TK}contentLength")
    assert len(httpx.get(href).content) == int(size)


# question                                             status
SYNC_STATUS = [
    ("Feed?category=Dokument", 200),
    ("Feed?category=Zaak&skiptoken=x", 500),
    ("Resources/onzin", 500),
    ("Entiteiten/onzin", 404),
]


@pytest.mark.parametrize(("path", "status"), SYNC_STATUS)
def test_what_the_feed_does_not_know(replay: Replay, path: str, status: int) -> None:
    answer = get(replay, f"{SYNCFEED}/{path}")
    assert answer.status_code == status
    assert b"<entry" not in answer.content
    assert (b"An error has occurred." in answer.content) is (status == 500)


# OData


def rows(replay: Replay, base: str, question: str) -> list[dict[str, Any]]:
    return get(replay, f"{base}/{question}").json()["value"]


# a filter on Document                                                     how many
FILTERS = [
    ("Soort eq 'Motie' or Soort eq 'Brief regering'", 48),
    ("(Soort eq 'Motie' or Soort eq 'Bijlage') and Verwijderd eq false", 36),
    ("not (Soort eq 'Motie')", 41),
    ("contains(Onderwerp,'FORMULIER') and Soort eq 'Motie'", 1),
    ("startswith(DocumentNummer,'2024D')", 21),
    ("verwijderd eq false and Volgnummer eq 28", 1),
    ("HuidigeDocumentVersie/ExterneIdentifier eq 'kst-99001-3'", 1),
    ("Zaak/any(z: z/Nummer eq '2023Z90001')", 1),
    ("Kamerstukdossier/any(k: k/Nummer eq 99003 and k/Afgesloten eq false)", 5),
]


@pytest.mark.parametrize(("condition", "number"), FILTERS)
def test_filters_of_documents(replay: Replay, condition: str, number: int) -> None:
    asked = f"{ODATA}/Document/$count?$filter={quote(condition)}"
    assert int(get(replay, asked).text) == number
    assert len(rows(replay, ODATA, f"Document?$filter={quote(condition)}")) == number


@pytest.mark.parametrize(
    "condition",
    ["Soort eq 'Motie' or", "(Soort eq 'Motie'", "contains(Onderwerp)", "Volgnummer gt 'x'", "and"],
)
def test_filters_that_are_refused(replay: Replay, condition: str) -> None:
    answer = get(replay, f"{ODATA}/Document?$filter={quote(condition)}")
    assert answer.status_code == 400
    assert "not valid" in answer.json()["error"]["message"]


# a question to v4                                                     status
NAMED = [
    ("Document?$filter=Onzin eq 1", 400),
    ("Document?$filter=contains(Onzin,'a')", 400),
    ("Document?$filter=HuidigeDocumentVersie/Onzin eq 1", 400),
    ("Document?$filter=Soort/Onzin eq 1", 400),
    ("Document?$filter=Zaak/any(z: z/Onzin eq 1)", 400),
    ("Document?$filter=Zaak/any(z: z/gestartop ge 2026-01-01T00:00:00Z)", 200),
    ("Zaak?$filter=Document/any(d: d/Kamerstukdossier/any(k: k/Nummer eq 99003))", 200),
    ("Document/$count?$filter=Onzin eq 1", 400),
    ("Document?$select=Id,Onzin", 400),
    ("Document?$select=*", 200),
    ("Document?$select=id,soort", 200),
    ("Document?$orderby=Onzin", 400),
    ("Document?$orderby=Soort omlaag", 400),
    ("Document?$orderby=HuidigeDocumentVersie/Datum desc,Id", 200),
    ("Document?$expand=Onzin", 400),
    ("Document?$expand=Soort", 400),
    ("Document?$expand=Zaak($select=Onzin)", 400),
    ("Document?$expand=Zaak($expand=Onzin)", 400),
    ("Document?$expand=zaak($select=Id;$orderby=Nummer;$top=1)", 200),
    ("Document(6e0ae1f9-20a9-5a35-b27d-7811125a6cd3)?$select=Onzin", 400),
    ("Document(guid'6e0ae1f9-20a9-5a35-b27d-7811125a6cd3')", 400),
    ("Document(guid%276e0ae1f9-20a9-5a35-b27d-7811125a6cd3%27)", 400),
    ("Toezegging?$filter=ToegezegdAanPersoon/any(p: p/Nummer eq 1)", 200),
    ("Toezegging?$expand=KamerbriefNakoming", 400),
    ("Zaal?$select=Naam", 200),
]


@pytest.mark.parametrize(("question", "status"), NAMED)
def test_names_that_there_are_and_that_there_are_not(
    replay: Replay, question: str, status: int
) -> None:
    answer = get(replay, f"{ODATA}/{question}")
    assert answer.status_code == status
    assert status == 200 or "not valid" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("entity", "navigation", "nothing"),
    [
        ("Toezegging", "Activiteit", []),
        ("Zaak", "Activiteit", []),
        ("Zaak", "Agendapunt", []),
        ("Document", "Agendapunt", []),
        ("Kamerstukdossier", "Document", []),
        ("Verslag", "Vergadering", None),
        ("Stemming", "Persoon", None),
        ("Document", "HuidigeDocumentVersie", None),
    ],
)
def test_where_nothing_is_nested_a_list_is_empty(
    tmp_path: Path, entity: str, navigation: str, nothing: list[Any] | None
) -> None:
    (tmp_path / "odata").mkdir()
    (tmp_path / "odata" / f"{entity}.jsonl").write_text('{"Id": "x"}\n', encoding="utf-8")
    with Replay(tmp_path) as bare:
        assert rows(bare, ODATA, f"{entity}?$expand={navigation}")[0][navigation] == nothing


PROMISE_2025 = {"Id": "t1", "Nummer": "TZ202511-001", "KamerbriefNakoming": "2025D90001"}
PROMISE_2026 = {
    "Id": "t1",
    "Notities": None,
    "KamerbriefNakoming": [{"Id": "d1", "DocumentNummer": "2026D90001"}],
    "ToegezegdAan": [{"Id": "a1", "Persoon_Id": "p1"}],
}
# the row, what is asked                                            what it has then
PROMISES = [
    (PROMISE_2025, "", PROMISE_2025),
    (PROMISE_2025, "?$expand=KamerbriefNakoming", None),
    (PROMISE_2025, "?$expand=ToegezegdAan", None),
    (PROMISE_2025, "?$select=Notities", None),
    (PROMISE_2025, "?$expand=ToegezegdAanPersoon", {**PROMISE_2025, "ToegezegdAanPersoon": []}),
    (PROMISE_2025, "?$filter=KamerbriefNakoming eq '2025D90001'", PROMISE_2025),
    (PROMISE_2026, "", {"Id": "t1", "Notities": None}),
    (PROMISE_2026, "?$expand=KamerbriefNakoming,ToegezegdAan", PROMISE_2026),
    (PROMISE_2026, "?$expand=ToegezegdAanPersoon", None),
    (PROMISE_2026, "?$filter=KamerbriefNakoming/any(d: d/DocumentNummer eq '2026D90001')",
     {"Id": "t1", "Notities": None}),
]  # fmt: skip


@pytest.mark.parametrize(("held", "question", "shown"), PROMISES)
def test_a_promise_has_the_shape_of_its_dataset(
    tmp_path: Path, held: dict[str, Any], question: str, shown: dict[str, Any] | None
) -> None:
    (tmp_path / "odata").mkdir()
    (tmp_path / "odata" / "Toezegging.jsonl").write_text(json.dumps(held), encoding="utf-8")
    with Replay(tmp_path) as one:
        answer = get(one, f"{ODATA}/Toezegging{question}")
        assert answer.status_code == (400 if shown is None else 200)
        assert shown is None or answer.json()["value"] == [shown]


@pytest.mark.parametrize(
    ("options", "names"),
    [("", ["b", "c", "a"]), ("$top=2", ["b", "c"]), ("$top=2;$orderby=ActorNaam desc", ["c", "b"])],
)
def test_of_what_is_nested_the_first_may_be_asked_for(
    tmp_path: Path, options: str, names: list[str]
) -> None:
    (tmp_path / "odata").mkdir()
    actors = [{"Id": f"a{name}", "ActorNaam": name} for name in "bca"]
    text = json.dumps({"Id": "z1", "ZaakActor": actors})
    (tmp_path / "odata" / "Zaak.jsonl").write_text(text, encoding="utf-8")
    with Replay(tmp_path) as one:
        (row,) = rows(one, ODATA, f"Zaak?$expand=ZaakActor({options})")
    assert [actor["ActorNaam"] for actor in row["ZaakActor"]] == names


@pytest.mark.parametrize(("number", "status"), [(19, 200), (20, 400)])
def test_a_filter_may_have_so_many_parts(replay: Replay, number: int, status: int) -> None:
    clauses = " or ".join(f"Nummer eq '2026Z9{at:04}'" for at in range(number))
    condition = quote(f"({clauses}) and Verwijderd eq false")
    assert get(replay, f"{ODATA}/Zaak?$filter={condition}").status_code == status


@pytest.mark.parametrize(
    "order", ["", "&$orderby=ApiGewijzigdOp asc", "&$orderby=FractieGrootte desc"]
)
def test_next_links_lead_to_every_row_once(replay: Replay, order: str) -> None:
    where, seen = f"{replay.url}{ODATA}/Stemming?$filter=Verwijderd eq false{order}", []
    while where:
        answer = httpx.get(where).json()
        seen += [row["Id"] for row in answer["value"]]
        where = answer.get("@odata.nextLink")
        assert where is None or "skiptoken=" in where
    assert len(seen) == len(set(seen)) == 390


def test_names_in_an_address_do_not_mind_capitals(replay: Replay) -> None:
    (row,) = rows(replay, ODATA, "Persoon?$top=1")
    assert get(replay, f"{ODATA}/persoon({row['Id']})").json()["Id"] == row["Id"]
    assert get(replay, f"{ODATA}/Persoon/{row['Id']}").json()["Id"] == row["Id"]


@pytest.mark.parametrize("end", ["resource", "Resource"])
@pytest.mark.parametrize("base", [ODATA, ODATA5])
def test_bytes_of_either_version(replay: Replay, base: str, end: str) -> None:
    (word,) = (SAMPLE / "resources").glob("*.docx")
    answer = get(replay, f"{base}/Document({word.stem})/{end}")
    assert (answer.headers["content-type"], answer.content[:2]) == ("application/pdf", b"PK")


def test_headers_of_the_service() -> None:
    with Replay(SAMPLE) as fresh:
        first, second = (get(fresh, f"{ODATA}/Fractie?$top=1") for _ in range(2))
    assert first.headers["set-cookie"].startswith("TS01")
    assert "set-cookie" not in second.headers
    assert first.headers["transfer-encoding"] == "chunked"
    assert not {"content-length", "etag", "last-modified"} & set(first.headers)


# question to v5                                          status
V5_STATUS = [
    ("Document?$top=100", 200),
    ("Document?$top=101", 400),
    ("ToegezegdAan", 404),
    ("Document?$filter=Ondernummer eq 28", 200),
    ("Document?$filter=Volgnummer eq 28", 400),
    ("Document?$filter=DatumRegistratie eq null", 400),
    ("Document?$filter=Zaak/any(z: z/Volgnummer eq 28)", 200),
    ("Zaak?$filter=Document/any(d: d/Volgnummer eq 28)", 400),
    ("Zaak?$expand=Document($select=Volgnummer)", 400),
    ("Toezegging?$expand=ToegezegdAanPersoon", 400),
    ("Kamerstukdossier?$orderby=AantalDocumenten desc", 200),
    ("Kamerstukdossier?$orderby=HoogsteVolgnummer desc", 400),
    ("Onzin", 404),
]


@pytest.mark.parametrize(("question", "status"), V5_STATUS)
def test_what_v5_answers(replay: Replay, question: str, status: int) -> None:
    assert get(replay, f"{ODATA5}/{question}").status_code == status


def test_v5_has_the_same_rows_under_other_names(replay: Replay) -> None:
    expand = "$expand=Kamerstukdossier&$filter=Soort eq 'Motie'&$top=1"
    (old,), (new,) = (rows(replay, base, f"Document?{expand}") for base in (ODATA, ODATA5))
    assert (new["Nummer"], new["Ondernummer"]) == (old["DocumentNummer"], old["Volgnummer"])
    assert not set(new) & {"DocumentNummer", "Volgnummer", "DatumRegistratie"}
    before, after = old["Kamerstukdossier"][0], new["Kamerstukdossier"][0]
    assert after["AantalDocumenten"] == before["HoogsteVolgnummer"]
    assert "HoogsteVolgnummer" not in after


def test_v5_selects_and_filters_by_its_own_names(replay: Replay) -> None:
    (row,) = rows(replay, ODATA5, "Document?$select=Nummer&$filter=Ondernummer eq 28")
    assert row == {"Nummer": "2026D90065"}


def test_every_promise_of_v5_has_the_shape_of_2026(replay: Replay) -> None:
    asked = "Toezegging?$filter=Verwijderd eq false&$expand=KamerbriefNakoming,ToegezegdAan"
    for row in rows(replay, ODATA5, asked):
        assert "Notities" in row
        assert isinstance(row["KamerbriefNakoming"], list)
        assert isinstance(row["ToegezegdAan"], list)


def test_the_service_documents_name_what_there_is(replay: Replay) -> None:
    old, new = (
        {one["name"] for one in get(replay, base).json()["value"]} for base in (ODATA, ODATA5)
    )
    assert {"Zaak", "Document", "Toezegging"} <= old
    assert new - old == V5.missing


# KOOP


def search(replay: Replay, **params: str) -> etree._Element:
    return etree.fromstring(httpx.get(replay.url + SRU, params=params).content)


# the question                                                                how many records
QUERIES = [
    ('cql.textAndIndexes="bellen"', 1),
    ('cql.textAndIndexes="toezeggingen" AND dt.creator=="Eerste Kamer der Staten-Generaal"', 1),
    ('w.dossiernummer any "99003 99004"', 10),
    ('dt.title all "openstaande toezeggingen"', 1),
    ('dt.title adj "deels voldane"', 1),
    ('dt.date within "2026-07-07 2026-07-07"', 1),
    ("w.hoofddocument==kst-99005-3", 2),
    ("w.documentstatus==Onopgemaakt AND dt.type==Kamerstuk", 1),
    ('cd.datumTijdstipWijzigingWork>="2026-11-05T00:00:00Z"', 1),
    ("w.ondernummer<>A AND dt.creator=Eerste", 0),
    ("dt.identifier==kst-99001-3 sortBy dt.date/sort.descending dt.identifier", 1),
]


@pytest.mark.parametrize(("query", "number"), QUERIES)
def test_queries(replay: Replay, query: str, number: int) -> None:
    root = search(replay, query=query, maximumRecords="100")
    assert root.findtext("{*}numberOfRecords") == str(number)


def test_a_count_alone_and_a_position_before_the_first(replay: Replay) -> None:
    count = search(replay, query="dt.type==Kamerstuk", maximumRecords="0")
    assert int(count.findtext("{*}numberOfRecords")) > 50
    assert count.find("{*}records") is None
    at_zero, at_one = (
        search(replay, query="dt.type==Kamerstuk", startRecord=start, maximumRecords="3")
        for start in ("0", "1")
    )
    names = [[one.text for one in root.iter("{*}identifier")] for root in (at_zero, at_one)]
    assert names[0] == names[1]


@pytest.mark.parametrize(("start", "status"), [("9999", 200), ("10000", 504), ("20000", 504)])
def test_there_is_no_answer_at_ten_thousand(replay: Replay, start: str, status: int) -> None:
    question = f"{SRU}?query=dt.type==Kamerstuk&startRecord={start}"
    assert get(replay, question).status_code == status


def test_sorting_goes_down_as_well_as_up(replay: Replay) -> None:
    def days(way: str) -> list[str]:
        query = f"dt.type==Kamerstuk sortBy dt.modified/sort.{way} dt.identifier"
        root = search(replay, query=query, maximumRecords="100")
        return [one.text or "" for one in root.iter("{*}modified")]

    assert days("ascending") == sorted(days("descending"))
    assert days("descending") == sorted(days("ascending"), reverse=True)


def offered(replay: Replay, identifier: str) -> dict[str, str]:
    root = search(replay, query=f"dt.identifier=={identifier}")
    return {str(one.get("manifestation")): one.text or "" for one in root.iter("{*}itemUrl")}


# identifier                the forms it is offered in
FORMS = [
    ("kst-99001-3", ["html", "metadata", "metadataowms", "odt", "xml"]),
    ("kst-1999001", ["metadata", "metadataowms", "pdf"]),
    ("blg-9900101", ["metadata", "metadataowms", "pdf"]),
    ("kst-99001-A", ["html", "metadata", "metadataowms", "odt", "xml"]),
]


@pytest.mark.parametrize(("identifier", "forms"), FORMS)
def test_every_form_that_is_offered_is_there(
    replay: Replay, identifier: str, forms: list[str]
) -> None:
    addresses = offered(replay, identifier)
    assert list(addresses) == forms
    for form, address in addresses.items():
        answer = httpx.get(address)
        assert (answer.status_code, bool(answer.content)) == (200, True), form


def test_the_metadata_file_names_its_paper(replay: Replay) -> None:
    addresses = offered(replay, "kst-99001-3")
    root = etree.fromstring(httpx.get(addresses["metadata"]).content)
    facts = {one.get("name"): one.get("content") for one in root.iter("metadata")}
    assert facts["DC.identifier"] == "kst-99001-3"
    owms = etree.fromstring(httpx.get(addresses["metadataowms"]).content)
    assert owms.findtext(".//dcterms.identifier") == "kst-99001-3"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/kst-99001-3.xml", 200),
        ("/kst-1999001.xml", 404),
        ("/kst-99001-999.xml", 404),
        ("/kst-99001-3/metadata.xml", 200),
        ("/kst-99001-999/metadata.xml", 404),
    ],
)
def test_the_portal_has_the_same_files(replay: Replay, path: str, status: int) -> None:
    assert get(replay, path).status_code == status


@pytest.mark.parametrize("etags", [True, False])
@pytest.mark.parametrize("path", ["/kst-99001-3.xml", "/documenten/{}/file"])
def test_files_may_say_when_they_changed(replay: Replay, path: str, etags: bool) -> None:
    replay.etags = etags
    path = path.format(replay.world.documents[0]["id"])
    try:
        first = get(replay, path)
        marks = {"If-None-Match": first.headers.get("etag", '"x"')}
        when = {"If-Modified-Since": first.headers.get("last-modified", first.headers["date"])}
        statuses = [get(replay, path, head).status_code for head in (marks, when)]
    finally:
        replay.etags = False
    assert statuses == ([304, 304] if etags else [200, 200])
    assert ("etag" in first.headers) is etags


# open.overheid.nl

# question                                              status, how many in all
OPEN_LISTS = [
    ("", 200, 4),
    ("?aantalResultaten=50&start=3", 200, 4),
    ("?aantalResultaten=25", 400, None),
    ("?zoekterm=niets", 200, 4),
    ("?zoektekst=niets", 200, 0),
    ("?zoektekst=uitvoering Schetsarchief", 200, 1),
    ("?zoektekst=%22stand van de uitvoering%22", 200, 3),
    ("?publicatiedatumVan=01-10-2026", 200, 2),
    ("?publicatiedatumVan=01-10-2026&publicatiedatumTot=15-10-2026", 200, 1),
    ("?publicatiedatumVan=2026-10-01", 400, None),
    ("?organisatie=Tweede%2520Kamer", 200, 1),
    ("?documentsoort=rapport", 200, 3),
]


@pytest.mark.parametrize(("question", "status", "number"), OPEN_LISTS)
def test_lists_of_open_overheid(
    replay: Replay, question: str, status: int, number: int | None
) -> None:
    answer = get(replay, f"{OPENOVERHEID}/zoek{question}")
    assert answer.status_code == status
    if number is not None:
        assert answer.json()["totaal"] == number


@pytest.mark.parametrize(
    ("sort", "field"),
    [("publicatiedatum", "openbaarmakingsdatum"), ("laatst-gewijzigd", "mutatiedatumtijd")],
)
def test_the_order_of_a_list(replay: Replay, sort: str, field: str) -> None:
    for order in ("asc", "desc"):
        answer = get(replay, f"{OPENOVERHEID}/zoek?sort={sort}&order={order}").json()
        seen = [one["document"][field] for one in answer["resultaten"]]
        assert seen == sorted(seen, reverse=order == "desc")


def test_a_document_of_open_overheid(replay: Replay) -> None:
    (result,) = get(replay, f"{OPENOVERHEID}/zoek?zoektekst=Schetsarchief").json()["resultaten"]
    key, _, version = result["document"]["id"].partition("_")
    assert (version, result["bestandsType"]) == ("1", "application/pdf")
    detail = get(replay, f"{OPENOVERHEID}/zoek/{key}").json()
    (file,) = detail["versies"][0]["bestanden"]
    data = httpx.get(file["id"]).content
    assert (file["grootte"], file["hash"]) == (len(data), hashlib.sha1(data).hexdigest())
    assert get(replay, f"{OPENOVERHEID}/attachment/{key}").content == data


def test_the_bytes_may_be_a_redirect_away(replay: Replay) -> None:
    key = replay.world.documents[0]["id"]
    replay.open_overheid.redirect = True
    try:
        moved = get(replay, f"/documenten/{key}/file")
    finally:
        replay.open_overheid.redirect = False
    assert moved.status_code == 302
    assert httpx.get(moved.headers["location"]).content.startswith(b"%PDF")


def test_one_document_lies_at_two_sources(replay: Replay) -> None:
    key = replay.world.documents[1]["id"]
    (address,) = [url for form, url in offered(replay, "blg-9900105").items() if form == "pdf"]
    assert get(replay, f"/documenten/{key}/file").content == httpx.get(address).content
    (relation,) = get(replay, f"/publicatie/{key}/_relaties").json()
    assert relation["role"] == "is bijlage bij"


# path                                                  method, status
OPEN_STATUS = [
    (f"{OPENOVERHEID}/onzin", "GET", 401),
    (f"{OPENOVERHEID}/zoek", "HEAD", 404),
    (f"{OPENOVERHEID}/zoek/onzin", "GET", 404),
    ("/documenten/onzin/file", "GET", 404),
    ("/v1/documents", "GET", 404),
    ("/v1/sources/rijksoverheid/documents", "GET", 404),
    ("/kst-99001-3.xml", "HEAD", 200),
]


@pytest.mark.parametrize(("path", "method", "status"), OPEN_STATUS)
def test_what_is_not_known(replay: Replay, path: str, method: str, status: int) -> None:
    answer = httpx.request(method, replay.url + path)
    assert answer.status_code == status
    assert method == "GET" or answer.content == b""


def test_a_document_without_a_file_has_none(replay: Replay) -> None:
    bare = replay.world.documents[-1]["id"]
    assert get(replay, f"{OPENOVERHEID}/zoek/{bare}").json()["versies"][0]["bestanden"] == []
    assert get(replay, f"/documenten/{bare}/file").status_code == 404


# the search feed of rijksoverheid.nl


def items(replay: Replay, term: str, filters: list[Any] | None = None) -> list[etree._Element]:
    question = json.dumps({"filters": filters or [], "resultSearchTerm": term})
    answer = httpx.get(replay.url + RSS, params={"query": question})
    return etree.fromstring(answer.content).findall(".//item") if answer.is_success else []


def period(start: str, end: str) -> list[Any]:
    value = {"name": "specificPeriod", "from": start, "to": end}
    return [{"field": "sort_date", "type": "all", "values": [value]}]


def test_one_item(replay: Replay) -> None:
    (item,) = items(replay, "stand van de uitvoering")
    assert item.findtext("link").startswith(f"{replay.url}/documenten/rapporten/2026/")
    # midnight in Amsterdam, in summer
    assert item.findtext("pubDate") == "Wed, 21 Oct 2026 22:00:00 GMT"
    assert httpx.get(item.findtext("link")).status_code == 200


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        (period("2026-10-01T00:00:00Z", "2026-10-31T00:00:00Z"), 1),
        (period("2026-11-01T00:00:00Z", "2026-11-30T00:00:00Z"), 0),
    ],
)
def test_a_period(replay: Replay, filters: list[Any], number: int) -> None:
    assert len(items(replay, "", filters)) == number


@pytest.mark.parametrize(
    "question",
    ["geen json", json.dumps({"filters": period("2026-10-01", "2026-10-31")})],
)
def test_what_the_search_feed_cannot_read_is_a_500(replay: Replay, question: str) -> None:
    assert httpx.get(replay.url + RSS, params={"query": question}).status_code == 500


def test_there_are_never_more_than_twenty_items() -> None:
    with Replay(SAMPLE) as fresh:
        for at in range(30):
            fresh.change.item(title=f"Stand {at}", date="2026-11-01", link=f"/d/{at}")
        assert len(items(fresh, "")) == 20


# a server in a process of its own, and datasets of other papers


def test_it_runs_by_itself_with_faults() -> None:
    command = [sys.executable, "-m", "corpus.replay", str(SAMPLE), "--fault", "503_html"]
    process = subprocess.Popen(
        [*command, "--on", "/sru", "--later"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        statuses = [
            httpx.get(f"{url}/sru?query=dt.type==Bijlage").status_code,
            httpx.get(f"{url}/kst-99001-28.xml").status_code,
        ]
        process.terminate()
    assert (statuses, process.returncode) == ([503, 200], 0)


ZAAK = {
    "Id": "z1",
    "Soort": "Motie",
    "Titel": "Regelingen",
    "ApiGewijzigdOp": "2026-11-04T08:12:40Z",
    "Document": [
        {
            "Id": "d1",
            "Soort": "Motie (gewijzigd/nader)",
            "Datum": "2026-11-03T00:00:00+01:00",
            "ApiGewijzigdOp": "2026-11-05T08:12:40Z",
            "HuidigeDocumentVersie": {"Id": "v1", "ExterneIdentifier": "kst-99200-XV-7"},
        }
    ],
}


def test_papers_elsewhere_become_a_dataset(tmp_path: Path) -> None:
    papers, rows_file = tmp_path / "xml", tmp_path / "zaken.jsonl"
    papers.mkdir()
    for name in ("kst-99200-XV-7", "kst-99001-2"):
        (papers / f"{name}.xml").write_bytes(b"<kamerstuk/>")
    rows_file.write_text(json.dumps(ZAAK) + "\n", encoding="utf-8")
    assert make_dataset(tmp_path / "set", papers=papers, rows=rows_file) == 2
    assert not (tmp_path / "set" / "papers").exists()
    with Replay(tmp_path / "set") as made:
        root = search(made, query="w.dossiernummer==99200-XV AND dt.modified==2026-11-05")
        assert [one.text for one in root.iter("{*}subrubriek")] == ["Motie"]
        (dossier,) = rows(made, ODATA, "Kamerstukdossier")
        assert (dossier["Nummer"], dossier["Toevoeging"]) == (99200, "XV")
        # of the other nothing is known but its name
        bare = offered(made, "kst-99001-2")
        assert httpx.get(bare["xml"]).content == b"<kamerstuk/>"


@pytest.mark.parametrize("packed", [True, False])
def test_a_large_table_is_answered_by_moment(tmp_path: Path, packed: bool) -> None:
    (tmp_path / "odata").mkdir()
    lines = "".join(
        json.dumps(
            {"Id": f"z{at:05}", "ApiGewijzigdOp": f"2026-11-04T{at // 3600:02}:00:00.{at:05}Z"}
        )
        + "\n"
        for at in range(20_000)
    ).encode()
    name, data = ("Zaak.jsonl.gz", gzip.compress(lines)) if packed else ("Zaak.jsonl", lines)
    (tmp_path / "odata" / name).write_bytes(data)
    with Replay(tmp_path) as large:
        asked = "$filter=ApiGewijzigdOp ge 2026-11-04T05:00:00Z&$orderby=ApiGewijzigdOp asc,Id asc"
        answer = get(large, f"{ODATA}/Zaak?{asked}&$top=250&$skip=1000&$count=true").json()
    assert answer["@odata.count"] == 2_000
    assert answer["value"][0]["Id"] == "z19000"
