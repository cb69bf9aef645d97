"""What the replay server serves may change while it runs; the dataset itself does not."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from lxml import etree

from bench.make_sample import SAMPLE
from corpus.replay import ODATA, OPENOVERHEID, RSS, SRU, SYNCFEED, Replay


@pytest.fixture
def replay() -> Iterator[Replay]:
    with Replay(SAMPLE) as running:
        yield running


def get(replay: Replay, path: str, **params: str) -> httpx.Response:
    return httpx.get(replay.url + path, params=params or None, follow_redirects=True)


def rows(replay: Replay, entity: str, **options: str) -> list[dict[str, Any]]:
    asked = {f"${name}": value for name, value in options.items()}
    return get(replay, f"{ODATA}/{entity}", **asked).json()["value"]


def end_of_feed(replay: Replay, category: str) -> str:
    """The token from which the feed goes on."""
    token, last = "0", ""
    while token != last:
        last = token
        root = etree.fromstring(
            get(replay, f"{SYNCFEED}/Feed", category=category, skiptoken=token).content
        )
        (link,) = (one for one in root.findall("{*}link") if one.get("rel") in ("next", "resume"))
        token = parse_qs(urlsplit(link.get("href", "")).query)["skiptoken"][0]
    return token


def news(replay: Replay, category: str, token: str) -> list[etree._Element]:
    root = etree.fromstring(
        get(replay, f"{SYNCFEED}/Feed", category=category, skiptoken=token).content
    )
    return [content[0] for content in root.iter("{*}content")]


def flag(element: etree._Element) -> str:
    return next(v for k, v in element.attrib.items() if str(k).endswith("}verwijderd")).lower()


def record(replay: Replay, identifier: str) -> etree._Element | None:
    root = etree.fromstring(get(replay, SRU, query=f"dt.identifier=={identifier}").content)
    return root.find(".//{*}recordData")


def first(replay: Replay, entity: str) -> str:
    return rows(replay, entity, filter="Verwijderd eq false", top="1")[0]["Id"]


# what is done to a row                          what the feed then says of it, and OData
ROW_CHANGES: list[tuple[str, Callable[[Replay, str], Any], str, bool]] = [
    ("an update", lambda r, key: r.change.update("Zaak", key, Onderwerp="Anders"), "false", False),
    ("a deletion", lambda r, key: r.change.tombstone("Zaak", key), "true", True),
    ("touched again", lambda r, key: r.change.touch("Zaak", [key]), "false", False),
    (
        "back after a deletion",
        lambda r, key: (r.change.tombstone("Zaak", key), r.change.undelete("Zaak", key)),
        "false",
        False,
    ),
    (
        "changed in place",
        lambda r, key: r.tables["Zaak"][key].update(ApiGewijzigdOp="2026-12-01T00:00:00Z"),
        "false",
        False,
    ),
]


@pytest.mark.parametrize(
    ("do", "said", "deleted"), [row[1:] for row in ROW_CHANGES], ids=[row[0] for row in ROW_CHANGES]
)
def test_a_row_that_changes_is_the_last_of_every_list(
    replay: Replay, do: Callable[[Replay, str], Any], said: str, deleted: bool
) -> None:
    key, token = first(replay, "Zaak"), end_of_feed(replay, "Zaak")
    do(replay, key)
    (entry,) = news(replay, "Zaak", token)
    assert (entry.get("id"), flag(entry)) == (key, said)
    last = rows(replay, "Zaak", orderby="ApiGewijzigdOp desc", top="1")[0]
    assert (last["Id"], last["Verwijderd"]) == (key, deleted)


def test_of_a_deleted_row_the_feed_still_tells_all_and_odata_nothing(replay: Replay) -> None:
    key, token = first(replay, "Zaak"), end_of_feed(replay, "Zaak")
    replay.change.tombstone("Zaak", key)
    (entry,) = news(replay, "Zaak", token)
    assert entry.findtext("{*}onderwerp")
    (row,) = rows(replay, "Zaak", filter="Verwijderd eq true", orderby="ApiGewijzigdOp desc")[:1]
    assert (row["Onderwerp"], row["Soort"]) == (None, None)


def test_many_old_rows_are_published_again(replay: Replay) -> None:
    token = end_of_feed(replay, "Stemming")
    keys = list(replay.tables["Stemming"])[:120]
    assert replay.change.touch("Stemming", keys) == 120
    assert [entry.get("id") for entry in news(replay, "Stemming", token)] == keys


def test_a_new_row_and_what_is_nested_in_it(replay: Replay) -> None:
    token = end_of_feed(replay, "Besluit")
    stamp = {"ApiGewijzigdOp": "2026-12-01T00:00:00Z", "Verwijderd": False}
    besluit = {"Id": "besluit-nieuw", "BesluitSoort": "Ingediend", **stamp}
    replay.change.row("Zaak", {"Id": "zaak-nieuw", "Nummer": "2026Z99999", "Besluit": [besluit]})
    (entry,) = news(replay, "Besluit", token)
    assert entry.find("{*}zaak").get("ref") == "zaak-nieuw"
    assert rows(replay, "Zaak", filter="Id eq 'zaak-nieuw'", expand="Besluit")[0]["Besluit"] == [
        besluit
    ]


def test_votes_come_after_their_besluit(replay: Replay) -> None:
    besluit = first(replay, "Besluit")
    token = end_of_feed(replay, "Stemming")
    vote = {"Id": "stem-laat", "Soort": "Voor", "FractieGrootte": 31, "ActorFractie": "VBP"}
    replay.change.late_votes(besluit, [vote], BesluitTekst="Aangenomen.")
    (entry,) = news(replay, "Stemming", token)
    assert entry.find("{*}besluit").get("ref") == besluit
    (row,) = rows(replay, "Besluit", filter=f"Id eq '{besluit}'", expand="Stemming")
    assert row["BesluitTekst"] == "Aangenomen."
    assert row["Stemming"][-1]["Id"] == "stem-laat"


def test_a_document_gets_other_bytes_under_one_id(replay: Replay) -> None:
    (word,) = (SAMPLE / "resources").glob("*.docx")
    token = end_of_feed(replay, "Document")
    replay.change.resource(word.stem, b"%PDF-1.7 nu echt")
    (entry,) = news(replay, "Document", token)
    assert entry.get("{http://www.tweedekamer.nl/xsd/tkData/v1-0}contentLength") == "16"
    for path in (f"{ODATA}/Document({word.stem})/resource", f"{SYNCFEED}/Resources/{word.stem}"):
        assert get(replay, path).content == b"%PDF-1.7 nu echt"
    assert word.read_bytes().startswith(b"PK")


def test_a_paper_gets_other_bytes_and_a_later_moment(replay: Replay) -> None:
    before = record(replay, "kst-99001-3").findtext(".//{*}datumTijdstipWijzigingWork")
    replay.change.paper("kst-99001-3", "xml", b"<kamerstuk/>")
    after = record(replay, "kst-99001-3")
    assert after.findtext(".//{*}datumTijdstipWijzigingWork") > before
    (address,) = after.xpath(".//*[local-name()='itemUrl'][@manifestation='xml']/text()")
    assert httpx.get(address).content == b"<kamerstuk/>"


def test_a_new_record(replay: Replay) -> None:
    replay.change.record("kst-99001-99", title="Nieuw", content_area="officielepublicaties/kst/x")
    replay.change.paper("kst-99001-99", "pdf", b"%PDF-1.7")
    found = record(replay, "kst-99001-99")
    assert found.findtext(".//{*}title") == "Nieuw"
    assert get(replay, "/kst-99001-99.pdf").content == b"%PDF-1.7"


def test_a_withdrawn_paper_has_no_record_and_no_file(replay: Replay) -> None:
    address = record(replay, "kst-99001-3").findtext(".//{*}url")
    replay.change.withdraw("kst-99001-3")
    assert record(replay, "kst-99001-3") is None
    assert httpx.get(address).status_code == 404


@pytest.mark.parametrize("keep", [True, False])
def test_a_numeric_paper_gets_its_classic_identifier(replay: Replay, keep: bool) -> None:
    replay.change.classic_id("kst-1999001", "kst-99001-28", keep=keep)
    new, old = record(replay, "kst-99001-28"), record(replay, "kst-1999001")
    assert new.findtext(".//{*}dossiernummer") == "99001"
    assert httpx.get(new.findtext(".//{*}url")).content.startswith(b"%PDF")
    assert (old is not None) is keep
    if old is not None:
        assert old.findtext(".//{*}isReplacedBy") == "kst-99001-28"


def test_a_new_version_at_open_overheid(replay: Replay) -> None:
    found = get(replay, f"{OPENOVERHEID}/zoek", zoektekst="Schetsarchief").json()
    key = found["resultaten"][0]["document"]["id"].removesuffix("_1")
    replay.change.document(key, titel="Herziene stand Schetsarchief")
    (again,) = get(replay, f"{OPENOVERHEID}/zoek", zoektekst="Herziene").json()["resultaten"]
    assert again["document"]["id"] == f"{key}_2"
    replay.change.document(key, gepubliceerd=False)
    assert get(replay, f"/documenten/{key}/file").status_code == 404


def test_an_item_more_in_the_search_feed(replay: Replay) -> None:
    replay.change.item(title="Stand van de uitvoering, vervolg", date="2026-11-20", link="/d/x")
    question = json.dumps({"filters": [], "resultSearchTerm": "stand uitvoering"})
    root = etree.fromstring(get(replay, RSS, query=question).content)
    assert len(root.findall(".//item")) == 2


def digest(folder: Path) -> str:
    mixed = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            mixed.update(path.name.encode() + path.read_bytes())
    return mixed.hexdigest()


def test_a_later_night_lies_over_the_dataset_which_stays_as_it_is(replay: Replay) -> None:
    before = digest(SAMPLE)
    (word,) = (SAMPLE / "resources").glob("*.docx")
    tokens = {name: end_of_feed(replay, name) for name in ("Document", "Stemming", "Zaak")}
    replay.advance()
    assert len(news(replay, "Zaak", tokens["Zaak"])) == 1
    assert len(news(replay, "Stemming", tokens["Stemming"])) == 12
    flags = [flag(entry) for entry in news(replay, "Document", tokens["Document"])]
    assert sorted(flags) == ["false", "false", "true"]
    assert get(replay, f"{SYNCFEED}/Resources/{word.stem}").content.startswith(b"%PDF")
    corrected = get(replay, "/kst-99002-6.xml").text
    assert "in de tweede helft van" in corrected
    assert record(replay, "kst-99001-28") is not None
    (found,) = get(replay, f"{OPENOVERHEID}/zoek", zoektekst='"2026 Proefregister"').json()[
        "resultaten"
    ]
    assert found["document"]["id"].endswith("_2")
    assert found["bestandsType"] == "application/pdf"
    assert digest(SAMPLE) == before
