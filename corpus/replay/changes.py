"""What may happen at a source while it is served. The dataset on disk stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from corpus.ledger import sortable_time
from corpus.replay.cql import changed_at
from corpus.replay.table import Row
from corpus.replay.world import World

_MOMENTS = ("Id", "GewijzigdOp", "ApiGewijzigdOp", "Verwijderd")


class Changes:
    """Changes in what a server serves; each says by its name what happens at the source.

    A changed row gets a moment after all others, unless one is given, so it stands at the end of
    every list.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._last = ""

    def row(self, entity: str, row: Row, at: str | None = None) -> Row:
        """Add a row, or put it in the place of the one with its Id; gives it as served."""
        world = self._world
        with world.lock:
            moment = at or self._later()
            stamped = {"Verwijderd": False, **row, "ApiGewijzigdOp": moment, "GewijzigdOp": moment}
            world.set_row(entity, stamped)
            return stamped

    def update(self, entity: str, key: str, at: str | None = None, **fields: Any) -> Row:
        """Change some fields of a row. Raises ``KeyError`` where there is none."""
        before = self._world.tables[entity].peek(key)
        if before is None:
            raise KeyError(key)
        return self.row(entity, {**before, **fields}, at)

    def touch(self, entity: str, keys: Iterable[str]) -> int:
        """Many old rows are published again, unchanged; gives how many."""
        world = self._world
        with world.lock:
            moment = datetime.fromisoformat(self._later())
            table = world.tables[entity]
            touched = {
                key: {
                    **(table.peek(key) or {"Id": key}),
                    "ApiGewijzigdOp": _written(moment + timedelta(milliseconds=number)),
                }
                for number, key in enumerate(keys)
            }
            table.put_many(touched)
            world.touch()
            return len(touched)

    def tombstone(self, entity: str, key: str, at: str | None = None) -> Row:
        """Delete a row: what is left is its identity."""
        world = self._world
        with world.lock:
            before = world.tables[entity].peek(key) or {"Id": key}
            empty: Row = {
                name: [] if isinstance(value, list) else None
                for name, value in before.items()
                if name not in _MOMENTS
            }
            return self.row(entity, {"Id": key, **empty, "Verwijderd": True}, at)

    def undelete(self, entity: str, key: str, at: str | None = None) -> Row:
        """A deleted row comes back as it was. Raises ``KeyError`` for one never seen alive."""
        before = self._world.full[entity, key]
        return self.row(entity, {**before, "Verwijderd": False}, at)

    def late_votes(self, besluit: str, votes: Iterable[Row], **fields: Any) -> None:
        """The votes on a Besluit arrive after it; ``fields`` of the Besluit change with them."""
        world = self._world
        with world.lock:
            held = world.tables["Besluit"].peek(besluit) or {"Id": besluit}
            given = [
                self.row("Stemming", {"Besluit_Id": besluit, "Besluit": {"Id": besluit}, **vote})
                for vote in votes
            ]
            flat = [
                {name: value for name, value in vote.items() if name != "Besluit"} for vote in given
            ]
            self.row(
                "Besluit", {**held, **fields, "Stemming": [*(held.get("Stemming") or ()), *flat]}
            )

    def resource(self, key: str, data: bytes, form: str = "pdf", **fields: Any) -> None:
        """Other bytes for a Document, its row touched as the source does, under one Id."""
        world = self._world
        with world.lock:
            old = world.resource(key)
            if old and old.startswith("resources/"):
                world.put(old, None)
            world.put(f"resources/{key}.{form}", data)
            self.update("Document", key, **{"ContentLength": len(data), **fields})

    def record(self, identifier: str, on: str | None = None, **fields: Any) -> None:
        """Add a record, or change fields of the one with this identifier (``on``: modified)."""
        world = self._world
        with world.lock:
            moment = self._later()
            known = world.record(identifier)
            facts = {
                "modified": on or moment[:10],
                "gewijzigd": moment if on is None else f"{on}T12:00:00.0000000Z",
                **fields,
            }
            base = known or {"identifier": identifier, "manifestations": {}}
            world.set_record({**base, **facts})

    def paper(self, identifier: str, kind: str, data: bytes, on: str | None = None) -> None:
        """Other bytes for a form of an officially published paper, or a form it did not have."""
        world = self._world
        with world.lock:
            record = world.record(identifier) or {}
            forms = dict(record.get("manifestations") or {})
            path = forms.setdefault(kind, f"papers/{identifier}.{kind}")
            world.put(path, data)
            self.record(identifier, on, manifestations=forms)

    def withdraw(self, identifier: str) -> None:
        """An officially published paper is withdrawn: no record, no files."""
        world = self._world
        with world.lock:
            world.drop_record(identifier)

    def classic_id(self, numeric: str, classic: str, *, keep: bool = True, **fields: Any) -> None:
        """A paper known by a number only gets its real identifier.

        The old record stays and says what replaced it, or goes away. Raises ``KeyError`` where
        there is no such paper.
        """
        world = self._world
        with world.lock:
            known = world.record(numeric)
            if known is None:
                raise KeyError(numeric)
            dossier, _, number = classic.removeprefix("kst-").rpartition("-")
            facts = {
                **known,
                "content_area": f"officielepublicaties/kst/{dossier}",
                "documentstatus": "Opgemaakt na onopgemaakt",
                "dossiernummer": dossier,
                "ondernummer": number,
                **fields,
            }
            for name in ("identifier", "modified", "gewijzigd"):
                facts.pop(name, None)
            self.record(classic, **facts)
            if keep:
                self.record(numeric, isReplacedBy=classic)
            else:
                self.withdraw(numeric)

    def document(self, key: str, **fields: Any) -> None:
        """Add or change a document of open.overheid.nl; a change makes a new version of it."""
        world = self._world
        with world.lock:
            known = next((one for one in world.documents if one.get("id") == key), None)
            moment = self._later()
            if known is None:
                world.documents.append({"id": key, "mutatiedatumtijd": moment, **fields})
            else:
                version = known.get("versie", 1) + 1
                known |= {"mutatiedatumtijd": moment, "versie": version, **fields}
            world.touch()

    def item(self, **fields: Any) -> None:
        """An item more in the search feed of rijksoverheid.nl."""
        with self._world.lock:
            self._world.items.append(fields)
            self._world.touch()

    def _later(self) -> str:
        """A moment after every change so far, in the clock of the source."""
        world = self._world
        if not self._last:
            said = (sortable_time(changed_at(one)) for one in world.records)
            self._last = max(said, default="") or "2026-11-01T00:00:00"
        newest = max(self._last, *(table.newest() for table in world.tables.values()))
        last = datetime.fromisoformat(newest[:19] + "+00:00")
        self._last = _written(last + timedelta(seconds=7))
        return self._last


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}0Z"
