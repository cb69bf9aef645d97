"""The replay server keeps the habits of the real services."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from corpus.client import Client, StatusError
from corpus.replay import ODATA, SRU, Replay

ZAAK = {
    "Id": "z1",
    "Nummer": "2026Z90001",
    "Soort": "Motie",
    "GestartOp": "2026-11-03T00:00:00+01:00",
    "ApiGewijzigdOp": "2026-11-04T08:12:40.5Z",
    "Verwijderd": False,
    "ZaakActor": [{"Id": "a1", "Zaak_Id": "z1", "ActorNaam": "E. Voorbeeld"}],
    "Document": [
        {
            "Id": "d1",
            "DocumentNummer": "2026D90011",
            "ContentType": "application/pdf",
            "HuidigeDocumentVersie": {"Id": "v1", "DocumentPublicatie": [{"Id": "u1"}]},
        }
    ],
}
GONE = dict.fromkeys(ZAAK) | {"Id": "z2", "Verwijderd": True, "ApiGewijzigdOp": ZAAK["GestartOp"]}
RECORD = {
    "identifier": "kst-99001-4",
    "title": "Regelingen; Brief; Voortgang",
    "type": "Kamerstuk",
    "subrubriek": "Brief",
    "creator": "overige",
    "modified": "2026-11-05",
    "content_area": "officielepublicaties/kst/99001",
    "documentstatus": "Opgemaakt",
    "indiener": ["E. Voorbeeld", "P. Proefman"],
    "manifestations": {"xml": "papers/kst-99001-4.xml", "pdf": "papers/weg.pdf"},
}


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[Replay]:
    for folder in ("odata", "koop", "papers", "resources"):
        (tmp_path / folder).mkdir()
    many = [{"Id": f"p{at:04}", "Nummer": at, "Achternaam": f"Lid {at}"} for at in range(600)]
    for name, rows in (
        ("odata/Zaak", [ZAAK, GONE]),
        ("odata/Persoon", many),
        ("koop/records", [RECORD]),
    ):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "papers" / "kst-99001-4.xml").write_bytes(b"<kamerstuk/>")
    (tmp_path / "resources" / "d1.docx").write_bytes(b"PK brief")
    with Replay(tmp_path) as running:
        yield running


@pytest.fixture
def client(replay: Replay) -> Iterator[Client]:
    with Client(replay=[replay.url]) as one:
        yield one


def ask(client: Client, replay: Replay, path: str, **params: str) -> Any:
    named = {f"${name}": value for name, value in params.items()}
    return json.loads(client.get(f"{replay.url}{ODATA}/{path}", named).data)


def test_without_top_a_page_names_the_next(replay: Replay, client: Client) -> None:
    seen: list[str] = []
    answer = ask(client, replay, "Persoon")
    while True:
        seen += [row["Id"] for row in answer["value"]]
        link = answer.get("@odata.nextLink")
        if not link:
            break
        assert "$skiptoken=Id-p" in link
        answer = json.loads(client.get(link).data)
    assert seen == [f"p{at:04}" for at in range(600)]


def test_with_top_it_does_not(replay: Replay, client: Client) -> None:
    answer = ask(client, replay, "Persoon", top="250", skip="10", count="true")
    assert "@odata.nextLink" not in answer
    assert (len(answer["value"]), answer["@odata.count"]) == (250, 600)
    assert answer["value"][0]["Id"] == "p0010"


def test_no_answer_holds_more_than_250_rows(replay: Replay, client: Client) -> None:
    assert len(ask(client, replay, "Persoon", top="5000")["value"]) == 250


# the filter                                                             the rows that hold
FILTERS = [
    ("Soort eq 'Motie'", ["z1"]),
    ("Soort ne 'Motie'", ["z2"]),
    ("Verwijderd eq false", ["z1"]),
    ("Verwijderd ne true", ["z1"]),
    ("Nummer eq null", ["z2"]),
    ("ApiGewijzigdOp ge 2026-11-04T08:12:40Z", ["z1"]),
    ("ApiGewijzigdOp ge 2026-11-04T08:12:40.6Z", []),
    ("ApiGewijzigdOp ge 2026-11-01T00:00:00Z and Soort eq 'Motie'", ["z1"]),
    ("ApiGewijzigdOp ge 2026-11-01T00:00:00Z", ["z1", "z2"]),
    ("GestartOp lt 2026-11-02T23:00:01Z", ["z1"]),
]


@pytest.mark.parametrize(("condition", "ids"), FILTERS)
def test_filters(replay: Replay, client: Client, condition: str, ids: list[str]) -> None:
    rows = ask(client, replay, "Zaak", filter=condition)["value"]
    assert [row["Id"] for row in rows] == ids


@pytest.mark.parametrize("condition", ["Soort is 'Motie'", "Id eq guid'z1'", "Soort eq"])
def test_a_filter_it_does_not_know_is_refused(
    replay: Replay, client: Client, condition: str
) -> None:
    with pytest.raises(StatusError) as caught:
        ask(client, replay, "Zaak", filter=condition)
    assert caught.value.status == 400


def test_a_parameter_without_dollar_is_ignored(replay: Replay, client: Client) -> None:
    url = f"{replay.url}{ODATA}/Zaak"
    assert len(json.loads(client.get(url, {"filter": "Soort eq 'Motie'"}).data)["value"]) == 2


def test_only_what_was_expanded_is_shown(replay: Replay, client: Client) -> None:
    bare = ask(client, replay, "Zaak")["value"][0]
    assert "Document" not in bare
    deep = (
        "ZaakActor($select=Id),Document($expand=HuidigeDocumentVersie($expand=DocumentPublicatie))"
    )
    full, gone = ask(client, replay, "Zaak", expand=deep)["value"]
    assert full["ZaakActor"] == [{"Id": "a1"}]
    assert full["Document"][0]["HuidigeDocumentVersie"]["DocumentPublicatie"] == [{"Id": "u1"}]
    assert (gone["Document"], gone["ZaakActor"]) == ([], [])


def test_nested_rows_are_entities_too(replay: Replay, client: Client) -> None:
    (row,) = ask(client, replay, "Document", expand="Zaak($select=Id),HuidigeDocumentVersie")[
        "value"
    ]
    assert (row["DocumentNummer"], row["Zaak"]) == ("2026D90011", [{"Id": "z1"}])
    assert row["HuidigeDocumentVersie"] == {"Id": "v1"}


def test_the_bytes_of_a_document_under_the_type_the_source_claims(
    replay: Replay, client: Client
) -> None:
    answer = client.get(f"{replay.url}{ODATA}/Document(d1)/resource")
    assert (answer.data, answer.media_type) == (b"PK brief", "application/pdf")


@pytest.mark.parametrize(
    "path",
    [
        f"{ODATA}/Onzin",
        f"{ODATA}/Document(d2)",
        f"{ODATA}/Document(d2)/resource",
        "/frbr/officielepublicaties/kst/99001/kst-99001-4/1/pdf/kst-99001-4.pdf",
        "/frbr/../koop/records.jsonl",
        "/",
    ],
)
def test_what_is_not_there_is_404(replay: Replay, client: Client, path: str) -> None:
    with pytest.raises(StatusError) as caught:
        client.get(replay.url + path)
    assert caught.value.status == 404


def search(client: Client, replay: Replay, **params: str) -> Any:
    return etree.fromstring(client.get(replay.url + SRU, params).data)


def test_a_record_leads_to_its_file(replay: Replay, client: Client) -> None:
    root = search(client, replay, query="dt.identifier==kst-99001-4")
    addresses = {item.get("manifestation"): item.text for item in root.iter("{*}itemUrl")}
    assert client.get(addresses["xml"]).data == b"<kamerstuk/>"
    assert [item.text for item in root.iter("{*}indiener")] == RECORD["indiener"]


# the question                                                           how many records
QUERIES = [
    ("c.product-area==officielepublicaties", 1),
    ('w.organisatietype=="staten generaal" AND dt.modified>="2026-11-05"', 1),
    ('dt.modified>"2026-11-05"', 0),
    ("dt.title=voortgang", 1),
    ("dt.title==voortgang", 0),
    ("dt.title=voort", 0),
    ('dt.title="gang voortgang"', 1),
    ('dt.title any "gang regeling"', 0),
    ('dt.title all "brief VOORTGANG"', 1),
    ('dt.title all "brief voort"', 0),
    ('dt.title adj "brief voortgang"', 1),
    ('dt.title adj "regelingen voortgang"', 0),
    ("dt.identifier=kst-99001", 0),
    ("dt.identifier=KST-99001-4", 1),
    ("dt.type==Kamerstuk and dt.type==Brief", 1),
    ("dt.type<>Brief", 0),
    ("dt.modified==05-11-2026", 1),
    ("w.documentstatus==Onopgemaakt or (dt.type==Kamerstuk and dt.creator==overige)", 1),
    ("dt.type==Kamerstuk NOT w.documentstatus==Opgemaakt", 0),
    ("w.indiener=Proefman sortBy dt.date/sort.descending", 1),
]


@pytest.mark.parametrize(("query", "number"), QUERIES)
def test_queries(replay: Replay, client: Client, query: str, number: int) -> None:
    root = search(client, replay, query=query)
    assert root.findtext("{*}numberOfRecords") == str(number)
    assert len(list(root.iter("{*}record"))) == number
    assert (root.find("{*}records") is None) is (number == 0)


# the question                                       the number of the diagnostic
REFUSED = [
    ({"query": "w.dosiernummer==99001"}, 16),
    ({"query": "dt.type==Kamerstuk AND NOT dt.type==Bijlage"}, 16),
    ({"query": "dt.type Kamerstuk x"}, 19),
    ({"query": "(dt.type==Kamerstuk"}, 10),
    ({"query": "dt.type==Kamerstuk dt.type==Bijlage"}, 10),
    ({"query": ""}, 10),
    ({}, 7),
    ({"operation": "explain"}, 4),
    ({"query": "dt.type==Kamerstuk", "startRecord": "x"}, 6),
    ({"query": "dt.type==Kamerstuk", "version": "9.9"}, 5),
    ({"query": "dt.type==Kamerstuk", "recordSchema": "dc"}, 67),
    ({"query": "dt.type==Kamerstuk", "sortKeys": "dt.date"}, 8),
    ({"query": "dt.modified>=gisteren"}, 36),
    ({"query": 'dt.modified>=""'}, 36),
    ({"query": "dt.modified>=2026-02-30"}, 36),
    ({"query": 'dt.date within "2026-01-01 later"'}, 36),
    ({"query": "cd.datumTijdstipWijzigingWork>=x"}, 36),
]


@pytest.mark.parametrize(
    "more",
    [
        {"version": "1.2", "recordSchema": "gzd", "httpAccept": "application/xml"},
        {"version": "2.0", "recordSchema": "http://standaarden.overheid.nl/sru/", "x-a": "b"},
    ],
)
def test_what_may_be_asked_besides(replay: Replay, client: Client, more: dict[str, str]) -> None:
    root = search(client, replay, query="dt.type==Kamerstuk", **more)
    assert root.findtext("{*}numberOfRecords") == "1"


@pytest.mark.parametrize(("params", "number"), REFUSED)
def test_a_refusal_is_a_diagnostic_with_status_200(
    replay: Replay, client: Client, params: dict[str, str], number: int
) -> None:
    root = search(client, replay, **params)
    assert etree.QName(root).localname == "diagnostics"
    assert root.findtext(".//{*}uri") == f"info:srw/diagnostic/1/{number}"
