"""The tables of the ledger, and what those of an older format lack."""

from __future__ import annotations

from collections.abc import Mapping

FORMAT = 3

# rows that are looked up by the row they belong to, and the field that names it
BELONGS: Mapping[str, str] = {
    "DocumentActor": "Document_Id",
    "DocumentPublicatie": "DocumentVersie_Id",
}

TABLES: Mapping[str, tuple[Mapping[str, type], tuple[str, ...]]] = {
    "register": (
        {
            "entity": str,
            "id": str,
            "nummer": str,
            "api_gewijzigd_op": str,
            "verwijderd": int,
            "json": str,
            "volg": int,
        },
        ("entity", "id"),
    ),
    "stukken": (
        {
            "key": str,
            "volg": int,
            "bron": str,
            "id": str,
            "sha256": str,
            "datum": str,
            "ingetrokken": int,
            "json": str,
        },
        ("key",),
    ),
    "gelijk": ({"id": str, "ook": str, "reden": str}, ("id", "ook")),
    "merken": ({"naam": str, "waarde": str}, ("naam",)),
    "watermerken": ({"bron": str, "tot": str}, ("bron",)),
    "lijsten": (
        {
            "naam": str,
            "vanaf": str,
            "tot": str,
            "voort": str,
            "nieuwste": str,
            "gelezen": str,
            "begonnen": str,
        },
        ("naam",),
    ),
    "wachtrij": (
        {
            "key": str,
            "bron": str,
            "item": str,
            "sinds": str,
            "pogingen": int,
            "niet_voor": str,
        },
        ("key",),
    ),
    "aangeboden": (
        {
            "key": str,
            "bron": str,
            "soort": str,
            "periode": str,
            "id": str,
            "ingetrokken": int,
            "gezien_op": str,
        },
        ("key",),
    ),
    "ongeteld": ({"bron": str, "soort": str, "periode": str}, ("bron", "soort", "periode")),
    "herkenning": (
        {"key": str, "url": str, "etag": str, "last_modified": str},
        ("key",),
    ),
    "gezien": ({"key": str, "gewijzigd": str}, ("key",)),
    "paginas": (
        {
            "url": str,
            "bron": str,
            "titel": str,
            "datum": str,
            "key": str,
            "gezien_op": str,
        },
        ("bron", "url"),
    ),
    "runs": (
        {
            "id": int,
            "begonnen": str,
            "geeindigd": str,
            "stap": str,
            "aantal": int,
            "fouten": int,
            "versie": str,
        },
        ("id",),
    ),
    "problemen": (
        {"document_id": str, "stap": str, "soort": str, "melding": str, "op": str},
        ("document_id", "stap", "soort"),
    ),
    "dekking": (
        {
            "bron": str,
            "soort": str,
            "periode": str,
            "verwacht": int,
            "aanwezig": int,
            "ontbrekend": int,
            "laatst_gezien": str,
        },
        ("bron", "soort", "periode"),
    ),
    "alarmen": (
        {
            "regel": str,
            "onderwerp": str,
            "niveau": str,
            "melding": str,
            "doen": str,
            "sinds": str,
            "gemeld_op": str,
        },
        ("regel", "onderwerp"),
    ),
    "links": (
        {
            "url": str,
            "status": str,
            "http_status": int,
            "media_type": str,
            "sha256": str,
            "gekeken_op": str,
            "bewaard_op": str,
            "volg": int,
        },
        ("url",),
    ),
    "link_in": ({"url": str, "document_id": str}, ("url", "document_id")),
    "afdrukken": ({"waarde": str, "document_id": str}, ("waarde", "document_id")),
    "afdruk_van": ({"document_id": str, "datum": str}, ("document_id",)),
}

INDEXES = (
    "create index if not exists register_volg on register (volg)",
    "create index if not exists stukken_volg on stukken (volg)",
    "create index if not exists stukken_id on stukken (id)",
    "create index if not exists stukken_sha256 on stukken (sha256)",
    "create index if not exists stukken_bron on stukken (bron, datum)",
    "create index if not exists gelijk_ook on gelijk (ook)",
    "create index if not exists wachtrij_bron on wachtrij (bron, pogingen, sinds)",
    "create index if not exists aangeboden_id on aangeboden (id)",
    "create index if not exists aangeboden_bron on aangeboden (bron, soort, periode)",
    "create index if not exists links_volg on links (volg)",
    "create index if not exists links_gekeken on links (status, gekeken_op)",
    "create index if not exists link_in_document on link_in (document_id)",
    "create index if not exists afdrukken_document on afdrukken (document_id)",
    # one per kind of row that is looked up by what it belongs to, on those rows alone
    *(
        f"create index if not exists register_{entity.lower()} on register"
        f" (json_extract(json, '$.{field}')) where entity = '{entity}'"
        for entity, field in BELONGS.items()
    ),
)

# what the tables of an older format lack, by that format
CHANGES: Mapping[int, tuple[str, ...]] = {
    1: (
        "alter table register add column volg integer",
        "update register set volg = rowid",
    ),
    2: (
        "alter table wachtrij add column pogingen integer default 0",
        "alter table wachtrij add column niet_voor text default ''",
        # a paper had one address, it now has files
        "update wachtrij set item = json_set(item, '$.files', json_array(json_object("
        "'url', item ->> '$.url', 'media_type', item ->> '$.media_type')))"
        " where item ->> '$.url' is not null",
        "drop table if exists dekking",  # counted anew by every run
    ),
}
