"""Which rows of the register belong together: what must be redone when one of them changes.

A row says of which other rows it is a part (a vote of a decision, a decision of a Zaak), or
carries its parts within it. Both are kept as pairs of part and whole, so that from any row that
changes one can go up to the Zaken it touches and down to all rows a Zaak is made of.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]

# a row: its entity and its Id
Node = str
# part, whole, and which of the two rows says so
Pair = tuple[Node, Node, str]
_PART, _WHOLE = "deel", "geheel"

# by entity the field that names the row it is a part of
_PART_OF = {
    "ZaakActor": ("Zaak", "Zaak_Id"),
    "Stemming": ("Besluit", "Besluit_Id"),
    "DocumentPublicatie": ("DocumentVersie", "DocumentVersie_Id"),
}
# what may be nested in a row that is a part of it, and the entity of what is nested there
_NESTED = {
    "Zaak": {
        "ZaakActor": "ZaakActor",
        "Document": "Document",
        "Besluit": "Besluit",
        "Kamerstukdossier": "Kamerstukdossier",
    },
    "Besluit": {"Stemming": "Stemming", "Agendapunt": "Agendapunt"},
    "Agendapunt": {"Activiteit": "Activiteit"},
    "Document": {"HuidigeDocumentVersie": "DocumentVersie"},
    "DocumentVersie": {"DocumentPublicatie": "DocumentPublicatie"},
}
# fields that name one row that is a part of this one
_REFERS_TO = {
    "Agendapunt_Id": "Agendapunt",
    "Activiteit_Id": "Activiteit",
    "HuidigeDocumentVersie_Id": "DocumentVersie",
}
# of these rows only what is said here matters to a motie; the rest (how many papers a dossier
# holds by now) changes with every paper and must not have all its moties made anew
_MATTERS = {"Kamerstukdossier": ("Nummer", "Toevoeging", "Verwijderd")}

# the entities whose rows a motie of the register is made of
ENTITIES = frozenset(
    (
        "Zaak",
        "ZaakActor",
        "Besluit",
        "Stemming",
        "Document",
        "DocumentVersie",
        "DocumentPublicatie",
        "Kamerstukdossier",
        "Agendapunt",
        "Activiteit",
    )
)

SCHEMA = (
    """create table verwant (deel text, geheel text, gezegd_door text,
        primary key (deel, geheel, gezegd_door)) without rowid""",
    "create index verwant_geheel on verwant (geheel, deel)",
)
# what one run needs while it runs
TEMPORARY = ("create temp table if not exists te_herzien (zaak_id text primary key) without rowid",)


def node(entity: str, key: str) -> Node:
    """The name of a row among its kin."""
    return f"{entity}:{key}"


def pairs(entity: str, row: Row) -> set[Pair]:
    """What a row says of what belongs together."""
    own = node(entity, row["Id"])
    found = {(own, own, _PART)}
    if entity in _PART_OF:
        whole, field = _PART_OF[entity]
        if row.get(field):
            found.add((own, node(whole, row[field]), _PART))
    if entity in ("Besluit", "Document"):
        found |= {(own, node("Zaak", zaak["Id"]), _PART) for zaak in row.get("Zaak") or ()}
    found |= {(part, own, _WHOLE) for part in _parts(entity, row)}
    if entity in _MATTERS:
        said = " ".join(str(row.get(field)) for field in _MATTERS[entity])
        found.add((own, f"gezegd:{said}", _PART))
    return found


def _parts(entity: str, row: Row) -> Iterator[Node]:
    """Everything nested in a row, however deep, and the rows above a decision that date it."""
    for field, kind in _REFERS_TO.items():
        if entity != "Zaak" and row.get(field):
            yield node(kind, row[field])
    for name, kind in _NESTED.get(entity, {}).items():
        nested = row.get(name) or ()
        for part in [nested] if isinstance(nested, Mapping) else nested:
            if part.get("Id"):
                yield node(kind, part["Id"])
            yield from _parts(kind, part)


class Kinship:
    """The pairs of all rows seen, in a database."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def take(self, entity: str, row: Row) -> None:
        """Take over what a changed row says; the Zaken it touches (or touched) must be redone."""
        own = node(entity, row["Id"])
        held = {
            (*found,)
            for found in self._conn.execute(
                "select * from verwant where deel = ?1 and gezegd_door = ?2"
                " union select * from verwant where geheel = ?1 and gezegd_door = ?3",
                (own, _PART, _WHOLE),
            )
        }
        said = pairs(entity, row)
        if entity in _MATTERS and held == said:
            return
        if held - said:
            self._touch(own)
            self._conn.executemany(
                "delete from verwant where deel = ? and geheel = ? and gezegd_door = ?",
                held - said,
            )
        self._conn.executemany("insert into verwant values (?, ?, ?)", said - held)
        self._touch(own)

    def _touch(self, own: Node) -> None:
        self._conn.execute(
            """with recursive boven (rij) as (select ?1 union
                select geheel from verwant join boven on deel = rij)
            insert or ignore into temp.te_herzien
            select substr(rij, 6) from boven where rij like 'Zaak:%'""",
            (own,),
        )

    def touched(self, size: int) -> Iterator[list[str]]:
        """The Ids of the Zaken to be redone, so many at a time, each once."""
        while True:
            chunk = [
                found[0]
                for found in self._conn.execute(
                    "select zaak_id from temp.te_herzien order by zaak_id limit ?", (size,)
                )
            ]
            if not chunk:
                return
            yield chunk
            self._conn.execute("delete from temp.te_herzien where zaak_id <= ?", (chunk[-1],))

    def made_of(self, zaken: Iterable[str]) -> dict[str, set[str]]:
        """The Ids, by entity, of all rows that these Zaken are made of, as far as rows exist."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for zaak_id in zaken:
            rows = self._conn.execute(
                """with recursive onder (rij) as (select ?1 union
                    select deel from verwant join onder on geheel = rij)
                select rij from onder join verwant on deel = rij and geheel = rij""",
                (node("Zaak", zaak_id),),
            )
            for (row,) in rows:
                entity, _, key = row.partition(":")
                found[entity].add(key)
        return found
