"""The same parliament by OData and by SyncFeed: one register, the same papers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from corpus.client import Answer, Client
from corpus.ledger import Ledger
from corpus.register import build_register
from corpus.sources import Page, Source, SourceItem, Window
from corpus.sources.syncfeed import STREAMS, SyncFeed
from corpus.sources.tk_items import complete
from models.register import Register
from tests.feed import BASE, compose_entry, compose_feed

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample" / "odata"

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]

# the entity of what is nested under another name, and what refers to one row
_ENTITIES = {"HuidigeDocumentVersie": "DocumentVersie", "BronDocument": "Document"}
_ONE = {"HuidigeDocumentVersie", "Agendapunt", "Activiteit", "FractieZetel", "Fractie"}
# how a row says what it was nested in
_BACK = {
    ("Zaak", "Document"): "Zaak",
    ("Zaak", "Besluit"): "Zaak",
    ("Zaak", "ZaakActor"): "Zaak_Id",
    ("Besluit", "Stemming"): "Besluit_Id",
    ("Document", "DocumentActor"): "Document_Id",
    ("DocumentVersie", "DocumentPublicatie"): "DocumentVersie_Id",
}
# what the feed leaves to the rows on the other side of a relation
_NOT_TOLD = {"ZaakActor", "Besluit", "Stemming", "DocumentActor", "DocumentPublicatie", "Document"}


def spread(entity: str, row: Row, tables: Tables) -> None:
    """Put a row and all that is nested in it into rows of their own."""
    own: Row = {}
    for name, value in row.items():
        kind = _ENTITIES.get(name, name)
        parts = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        for part in parts:
            spread(kind, back(entity, kind, row) | part, tables)
        if name in _ONE and isinstance(value, dict):
            own[f"{name}_Id"] = value["Id"]
        elif isinstance(value, list) and name not in _NOT_TOLD:
            own[name] = [{"Id": part["Id"]} for part in value]
        elif not isinstance(value, list | dict):
            own[name] = value
    table = tables.setdefault(entity, {})
    held = table.get(row["Id"], {})
    table[row["Id"]] = {**held, **{name: value for name, value in own.items() if value != []}}


def back(entity: str, kind: str, row: Row) -> Row:
    name = _BACK.get((entity, kind))
    if name is None:
        return {}
    return {name: row["Id"]} if name.endswith("_Id") else {name: [{"Id": row["Id"]}]}


class Feed:
    """Serves the tables as a feed, five hundred entries a page."""

    def __init__(self, tables: Tables) -> None:
        self._rows = {
            entity: [row for row in table.values() if row.get("ApiGewijzigdOp")]
            for entity, table in tables.items()
        }

    def get(self, url: str, params: Mapping[str, str]) -> Answer:
        entity, begin = params["category"], int(params["skiptoken"])
        page = self._rows.get(entity, [])[begin : begin + 500]
        entries = [compose_entry(entity, row, begin + at) for at, row in enumerate(page, 1)]
        rel = "next" if len(page) == 500 else "resume"
        href = f"{BASE}/Feed?skiptoken={begin + len(page)}"
        return Answer(url, "application/atom+xml", compose_feed(entries, rel, href))


def sample() -> Iterator[tuple[str, list[Row]]]:
    for file in sorted(SAMPLE.glob("*.jsonl")):
        lines = file.read_text(encoding="utf-8").splitlines()
        yield file.stem, [json.loads(line) for line in lines if line.strip()]


def take(ledger: Ledger, page: Page) -> list[SourceItem]:
    assert page.entity
    ledger.put_rows(page.entity, page.rows)
    return list(complete(page, ledger, lambda key: f"https://tk.example/{key}").items)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Register, Any]]:
    """Register and papers by OData, and by the feed."""
    told = []
    tables: Tables = {}
    folder = tmp_path_factory.mktemp("ledgers")
    with Ledger(folder / "odata.db") as ledger:
        items: dict[str, SourceItem] = {}
        for entity, rows in sample():
            for row in rows:
                spread(entity, row, tables)
            items |= {one.key: one for one in take(ledger, Page(entity, tuple(rows)))}
        told.append((build_register(ledger.register()), items))
    with Ledger(folder / "feed.db") as ledger:
        items = {}
        source: Source = SyncFeed(BASE)
        window = Window(datetime(2008, 1, 1, tzinfo=UTC), resume="0")
        for stream in STREAMS:
            for page in source.list_pages(cast(Client, Feed(tables)), stream, window):
                items |= {one.key: one for one in take(ledger, page)}
        told.append((build_register(ledger.register()), items))
    return told


def ordered(register: Register) -> Register:
    """The votes and actors of a motie have no order of their own."""
    moties = tuple(
        replace(
            motie,
            actoren=tuple(sorted(motie.actoren, key=str)),
            stemmen=tuple(sorted(motie.stemmen, key=str)),
        )
        for motie in register.moties
    )
    return replace(register, moties=moties)


def test_the_register_is_the_same(both: list[tuple[Register, Any]]) -> None:
    odata, feed = (ordered(register) for register, _ in both)
    assert len(odata.moties) > 20
    assert any(motie.stemmen for motie in odata.moties)
    assert feed.moties == odata.moties
    assert feed.toezeggingen == odata.toezeggingen
    assert feed.personen == odata.personen


def test_the_papers_are_the_same(both: list[tuple[Register, Any]]) -> None:
    (_, odata), (_, feed) = both
    assert len(odata) > 10
    assert feed == odata
