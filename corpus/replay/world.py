"""What the replay server serves: a dataset on disk, and what changed on top of it in memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.replay.table import Row, Tables, load_tables, nested_rows

Record = dict[str, Any]

_RESOURCE_FORMS = ("pdf", "docx", "xml", "doc", "html")


class World:
    """The rows, records and bytes of a dataset. The dataset itself never changes.

    ``lock`` is held while a question is answered and while something changes. ``full`` are rows
    as they were before they were deleted; ``version`` tells whether anything changed.
    """

    def __init__(self, dataset: Path) -> None:
        self.dataset = dataset.resolve()
        self.lock = threading.RLock()
        self.version = 0
        self.full: dict[tuple[str, str], Row] = {}
        self.tables: Tables = load_tables(self.dataset / "odata")
        self.records: list[Record] = read_jsonl(self.dataset / "koop" / "records.jsonl")
        self.documents: list[Record] = read_jsonl(self.dataset / "openoverheid" / "documents.jsonl")
        self.items: list[Record] = read_jsonl(self.dataset / "rss" / "items.jsonl")
        # what lies over the dataset: bytes by path (None: gone), and folders, the latest first
        self._bytes: dict[str, bytes | None] = {}
        self._over: list[Path] = []
        self._places: dict[str, int] = {}

    def read(self, path: str) -> bytes | None:
        """The bytes at a path below the dataset; ``None`` where there are none."""
        if path in self._bytes:
            return self._bytes[path]
        for folder in (*self._over, self.dataset):
            file = folder / path
            if file.is_file():
                return file.read_bytes()
        return None

    def holds(self, path: str) -> bool:
        """Whether there are bytes at a path."""
        if path in self._bytes:
            return self._bytes[path] is not None
        return any((folder / path).is_file() for folder in (*self._over, self.dataset))

    def put(self, path: str, data: bytes | None) -> None:
        """Other bytes at a path, or none any more."""
        self._bytes[path] = data
        self.touch()

    def touch(self) -> None:
        """Something changed."""
        self.version += 1

    def resource(self, key: str) -> str | None:
        """The path of the bytes of the Document with this Id; ``None`` where there are none."""
        for form in _RESOURCE_FORMS:
            path = f"resources/{key}.{form}"
            if self.holds(path):
                return path
        row = self.tables["Document"].peek(key) or {}
        version = row.get("HuidigeDocumentVersie") or {}
        record = self.record(str(version.get("ExterneIdentifier"))) or {}
        path = (record.get("manifestations") or {}).get("pdf", "")
        return path if path and self.holds(path) else None

    def record(self, identifier: str) -> Record | None:
        """The record of a paper."""
        at = self._places.get(identifier, -1)
        # the list may also be changed by hand, so where a record stood has to be looked at
        known = self.records[at] if 0 <= at < len(self.records) else None
        if known is None or known.get("identifier") != identifier:
            if len(self._places) == len(self.records) and known is None:
                return None
            self._places = {str(one.get("identifier")): at for at, one in enumerate(self.records)}
            at = self._places.get(identifier, -1)
        return self.records[at] if at >= 0 else None

    def set_record(self, record: Record) -> None:
        """A record in the place of the one with its identifier, or one more."""
        identifier = str(record["identifier"])
        if self.record(identifier) is None:
            self.records.append(record)
        else:
            self.records[self._places[identifier]] = record
        self.touch()

    def drop_record(self, identifier: str) -> None:
        """No record of a paper any more."""
        self.records[:] = [one for one in self.records if one.get("identifier") != identifier]
        self._places = {}
        self.touch()

    def set_row(self, entity: str, row: Row) -> None:
        """A row in the place of the one with its Id, and what is nested in it likewise."""
        table = self.tables[entity]
        key = str(row["Id"])
        before = table.peek(key)
        if row.get("Verwijderd") and before and not before.get("Verwijderd"):
            self.full[entity, key] = before
        table.put(key, row)
        for kind, part in nested_rows(entity, row):
            if kind in self.tables:
                self._set_nested(kind, part)
        self.touch()

    def _set_nested(self, kind: str, part: Row) -> None:
        """A nested row replaces what it differs from; a mere reference replaces nothing."""
        before = self.tables[kind].peek(str(part["Id"]))
        if before is None:
            self.tables[kind].put(part["Id"], part)
        elif part.get("ApiGewijzigdOp", before.get("ApiGewijzigdOp")) != before.get(
            "ApiGewijzigdOp"
        ):
            self.tables[kind].put(part["Id"], {**before, **part})

    def lay_over(self, folder: Path) -> None:
        """Lay another folder of the same shape over the dataset: what a later night brings.

        Rows, records and documents go in the place of those with the same key (a record with
        ``ingetrokken`` takes it away), items are added, files go before the same file here.
        """
        self._over.insert(0, folder.resolve())
        for path in sorted((folder / "odata").glob("*.jsonl")):
            for row in read_jsonl(path):
                self.set_row(path.stem, row)
        _merge(self.records, read_jsonl(folder / "koop" / "records.jsonl"), "identifier")
        self._places = {}
        _merge(self.documents, read_jsonl(folder / "openoverheid" / "documents.jsonl"), "id")
        self.items.extend(read_jsonl(folder / "rss" / "items.jsonl"))
        self.touch()


def _merge(held: list[Record], later: list[Record], key: str) -> None:
    replaced = {one[key] for one in later}
    held[:] = [one for one in held if one.get(key) not in replaced]
    held.extend(one for one in later if not one.get("ingetrokken"))


def read_jsonl(file: Path) -> list[Record]:
    """The records in a file of JSON lines; none where there is no file."""
    if not file.exists():
        return []
    return list(_lines(file))


def _lines(file: Path) -> Iterator[Record]:
    with file.open("rb") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
