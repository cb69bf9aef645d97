"""Register rows: what the sources say of Zaken, Documenten, Toezeggingen and so on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from corpus.ledger.book import BATCH, Book, utc_now
from corpus.ledger.schema import BELONGS

Row = Mapping[str, Any]

_UTC = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7})\d*)?Z")
_TOMBSTONE = ("Id", "GewijzigdOp", "ApiGewijzigdOp", "Verwijderd")


class RegisterRows(Book):
    """The rows by entity and ``Id``, each with the number of its last change."""

    def put_rows(self, entity: str, rows: Iterable[Row]) -> int:
        """Store rows of ``entity``; returns how many of them brought something new.

        Of two rows with one ``Id`` the one with the newest ``ApiGewijzigdOp`` holds; navigations
        (nested rows) that it lacks are taken from the other. A tombstone marks the row and leaves
        what was known of it. Rows without ``Id`` are not rows.
        """
        changed = 0
        rows = (row for row in rows if row.get("Id"))
        while batch := list(islice(rows, BATCH)):
            with self._write():
                changed += self._put_batch(entity, batch)
        return changed

    def _put_batch(self, entity: str, batch: list[Row]) -> int:
        held = self._held(entity, {str(row["Id"]) for row in batch})
        fresh: dict[str, Row] = {}
        now = sortable_time(utc_now())
        for row in batch:
            key = str(row["Id"])
            merged = merge_rows(held.get(key), row, now)
            if merged != held.get(key):
                held[key] = fresh[key] = merged
        last = self._last("register")
        self._db.conn.executemany(
            "insert or replace into register"
            " (entity, id, nummer, api_gewijzigd_op, verwijderd, json, volg)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    entity,
                    key,
                    row.get("Nummer"),
                    sortable_time(row.get("ApiGewijzigdOp")),
                    row.get("Verwijderd"),
                    json.dumps(row, ensure_ascii=False, separators=(",", ":")),
                    volg,
                )
                for volg, (key, row) in enumerate(fresh.items(), last + 1)
            ),
        )
        return len(fresh)

    def _held(self, entity: str, ids: set[str]) -> dict[str, Row]:
        marks = ",".join("?" * len(ids))
        found = self._db.conn.execute(
            f"select id, json from register where entity = ? and id in ({marks})", (entity, *ids)
        )
        return {key: json.loads(text) for key, text in found}

    def rows(self, entity: str) -> Iterator[dict[str, Any]]:
        """All rows of ``entity``, tombstones (``Verwijderd`` true) and placeholders included."""
        found = self._db.conn.execute(
            "select json from register where entity = ? order by id", (entity,)
        )
        return (json.loads(text) for (text,) in found)

    def rows_since(self, volg: int) -> Iterator[tuple[str, dict[str, Any], int]]:
        """The rows changed after change number ``volg``: entity, row, its own change number."""
        found = self._db.conn.execute(
            "select entity, json, volg from register where volg > ? order by volg", (volg,)
        )
        return ((entity, json.loads(text), number) for entity, text, number in found)

    def row(self, entity: str, key: str) -> dict[str, Any] | None:
        """One row, by its ``Id``."""
        found = self._db.conn.execute(
            "select json from register where entity = ? and id = ?", (entity, key)
        ).fetchone()
        return json.loads(found[0]) if found else None

    def rows_of(self, entity: str, key: str) -> list[dict[str, Any]]:
        """The rows of ``entity`` (DocumentActor, DocumentPublicatie) that belong to one row.

        ``key`` is the ``Id`` of that Document or DocumentVersie.
        """
        found = self._db.conn.execute(
            f"select json from register where entity = '{entity}'"
            f" and json_extract(json, '$.{BELONGS[entity]}') = ? order by id",
            (key,),
        )
        return [json.loads(text) for (text,) in found]

    def register(self) -> dict[str, Iterator[dict[str, Any]]]:
        """All rows by entity: what ``corpus.register.build_register`` asks for."""
        return {entity: self.rows(entity) for entity in self.entities()}

    def entities(self) -> dict[str, int]:
        """How many rows are held of each entity."""
        return dict(
            self._db.conn.execute(
                "select entity, count(*) from register group by entity"
            ).fetchall()
        )


def merge_rows(held: Row | None, row: Row, now: str = "9999") -> Row:
    """What is known of a row after ``row`` came in; see :meth:`Ledger.put_rows`.

    A row held that is dated after ``now`` was dated wrongly: any other is the newer one.
    """
    if held is None or held == row:
        return row
    if row.keys() == {"Id"}:  # a mere reference says nothing
        return held
    newer, older = row, held
    known = sortable_time(held.get("ApiGewijzigdOp"))
    if sortable_time(row.get("ApiGewijzigdOp")) < known <= now:
        newer, older = held, row
    if newer.get("Verwijderd"):
        return {**older, **{name: newer[name] for name in _TOMBSTONE if name in newer}}
    nested = {name: value for name, value in older.items() if isinstance(value, list | dict)}
    return {**nested, **{name: _filled(nested.get(name), value) for name, value in newer.items()}}


def _filled(held: Any, told: Any) -> Any:
    """Nested rows as told; a mere reference (``Id`` alone) does not rub out the row held."""
    if not isinstance(held, list) or not isinstance(told, list):
        return told
    known = {part.get("Id"): part for part in held if isinstance(part, dict)}
    return [
        known.get(part["Id"], part) if isinstance(part, dict) and part.keys() == {"Id"} else part
        for part in told
    ]


def sortable_time(value: str | None) -> str:
    """An ``ApiGewijzigdOp`` with all its seven digits, so that text order is time order.

    >>> sortable_time("2026-11-04T08:12:40.58Z")
    '2026-11-04T08:12:40.5800000Z'
    """
    if not value:
        return ""
    if match := _UTC.fullmatch(value):
        return f"{match[1]}.{(match[2] or '').ljust(7, '0')}Z"
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
