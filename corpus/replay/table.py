"""Rows by ``Id`` in order of change, light enough for a whole parliament.

A row read from a file stays text until someone asks for it, so that 260,000 of them fit in memory;
what is asked for by moment of change is found by bisection.
"""

from __future__ import annotations

import gzip
import json
import mmap
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from corpus.ledger import sortable_time

Row = dict[str, Any]
Tables = dict[str, "Table"]

# beyond every moment
_LAST = "\uffff"

# every entity the services list; one without rows answers with an empty list
ENTITIES: tuple[str, ...] = (
    "Activiteit",
    "ActiviteitActor",
    "Agendapunt",
    "Besluit",
    "Commissie",
    "CommissieZetel",
    "Document",
    "DocumentActor",
    "DocumentPublicatie",
    "DocumentPublicatieMetadata",
    "DocumentVersie",
    "Fractie",
    "FractieZetel",
    "FractieZetelPersoon",
    "Kamerstukdossier",
    "Persoon",
    "Reservering",
    "Stemming",
    "Toezegging",
    "Vergadering",
    "Verslag",
    "Zaak",
    "ZaakActor",
    "Zaal",
)

# the entity of a row that is nested under another name than that of its entity
NESTED: Mapping[str, str] = {
    "HuidigeDocumentVersie": "DocumentVersie",
    "BijlageDocument": "Document",
    "BronDocument": "Document",
    "VervangenVanuit": "Zaak",
    "VervangenDoor": "Zaak",
    "GerelateerdVanuit": "Zaak",
    "GerelateerdNaar": "Zaak",
    "Voortouwcommissie": "Commissie",
}
# what is nested under these names is a mere reference, no row of a table
_REFERENCES = {
    "VervangenVanuit",
    "VervangenDoor",
    "GerelateerdVanuit",
    "GerelateerdNaar",
    "KamerbriefNakoming",
    "ToegezegdAan",
    "ToegezegdAanPersoon",
    "ToegezegdAanFractie",
}
# a nested row points back at the row it was found in: at many of them, or at one
_BACK_TO_MANY = {("Document", "Zaak"), ("Besluit", "Zaak")}
_BACK_TO_ONE = {
    ("ZaakActor", "Zaak"),
    ("DocumentActor", "Document"),
    ("DocumentVersie", "Document"),
    ("DocumentPublicatie", "DocumentVersie"),
    ("DocumentPublicatieMetadata", "DocumentVersie"),
    ("Stemming", "Besluit"),
    ("FractieZetel", "Fractie"),
    ("FractieZetelPersoon", "FractieZetel"),
    ("FractieZetelPersoon", "Persoon"),
}


class Table(MutableMapping[str, Row]):
    """The rows of one entity by ``Id``.

    A row handed out by ``[]`` may be changed in place: it is looked at again before the next
    question. :meth:`peek` hands out a row that must be left as it is, and costs less.
    """

    def __init__(self, lines: bytes | mmap.mmap = b"") -> None:
        self._lines = lines
        # where a row begins in the file, its text, or the row
        self._held: dict[str, int | bytes | Row] = {}
        self._watched: dict[str, str] = {}
        self._order: list[tuple[str, str]] | None = None
        self._feed: list[tuple[int, str]] | None = None
        self._tokens: dict[str, int] = {}
        self._offset = 0
        self._ids: list[str] | None = None

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __getitem__(self, key: str) -> Row:
        row = self._read(self._held[key])
        self._held[key] = row
        self._watched.setdefault(key, moment_of(row))
        return row

    def __setitem__(self, key: str, row: Row) -> None:
        self._forget(key)
        self._held[key] = row
        self._watched[key] = moment_of(row)
        self._remember(key, row)

    def __delitem__(self, key: str) -> None:
        self._forget(key)
        self._watched.pop(key, None)
        del self._held[key]

    def add_text(self, key: str, text: bytes) -> None:
        """A row still in its JSON text; one that is already here stays."""
        self._held.setdefault(key, text)

    def add_line(self, key: str, at: int) -> None:
        """A row that begins at this place of the file."""
        self._held[key] = at

    def peek(self, key: str) -> Row | None:
        """The row, to be read only; ``None`` where there is none."""
        held = self._held.get(key)
        return None if held is None else self._read(held)

    def since(self, moment: str = "", until: str = _LAST) -> list[str]:
        """Ids of the rows changed from ``moment`` until ``until`` (both count), oldest first."""
        order = self._refreshed()
        return [
            key
            for _, key in order[bisect_left(order, (moment,)) : bisect_right(order, (until, _LAST))]
        ]

    def count_since(self, moment: str) -> int:
        """How many rows changed at ``moment`` or later."""
        order = self._refreshed()
        return len(order) - bisect_left(order, (moment,))

    def newest(self) -> str:
        """The moment of the latest change, sortable; empty in an empty table."""
        order = self._refreshed()
        return order[-1][0] if order else ""

    def by_id(self) -> list[str]:
        """All ids in order."""
        if self._ids is None:
            self._ids = sorted(self._held)
        return self._ids

    def feed(self, offset: int) -> list[tuple[int, str]]:
        """Tokens and ids in order of change; a row that changes gets a new token at the end.

        Tokens grow with the moment of change, so that they are the same after a restart;
        ``offset`` (below 64) keeps those of two tables apart. Rows without a moment were never
        published and are not in it.
        """
        order = self._refreshed()
        if self._feed is None:
            self._feed, self._offset, last = [], offset, 0
            for moment, key in order:
                if moment:
                    last = max(last + 64, _ticks(moment) * 64 + offset)
                    self._feed.append((last, key))
                    self._tokens[key] = last
        return self._feed

    def _read(self, held: int | bytes | Row) -> Row:
        if isinstance(held, dict):
            return held
        if isinstance(held, int):
            end = self._lines.find(b"\n", held)
            held = self._lines[held : end if end >= 0 else len(self._lines)]
        row: Row = json.loads(held)
        return row

    def _refreshed(self) -> list[tuple[str, str]]:
        """The order of change, with the rows in it that were changed in place."""
        if self._order is None:
            self._order = sorted(
                (moment_of(self._read(held)), key) for key, held in self._held.items()
            )
            self._watched = {key: moment_of(self._read(self._held[key])) for key in self._watched}
        for key, known in list(self._watched.items()):
            row = self._read(self._held[key])
            if moment_of(row) != known:
                self._forget(key)
                self._watched[key] = moment_of(row)
                self._remember(key, row)
        return self._order

    def _forget(self, key: str) -> None:
        """Take a row out of the orders it stands in."""
        if key not in self._held:
            self._ids = None
            return
        if self._order is not None:
            known = self._watched.get(key)
            known = moment_of(self._read(self._held[key])) if known is None else known
            self._order.pop(bisect_left(self._order, (known, key)))
        if self._feed is not None and key in self._tokens:
            self._feed.pop(bisect_left(self._feed, (self._tokens.pop(key),)))

    def _remember(self, key: str, row: Row) -> None:
        """Put a row in its place in the order, and at the end of the feed."""
        moment = moment_of(row)
        if self._order is not None:
            insort(self._order, (moment, key))
        if self._feed is not None and moment:
            last = self._feed[-1][0] if self._feed else 0
            token = max(last + 64, _ticks(moment) * 64 + self._offset)
            self._feed.append((token, key))
            self._tokens[key] = token


def moment_of(row: Row) -> str:
    """When the API showed the row, in a form that sorts; empty where it does not say."""
    return sortable_time(row.get("ApiGewijzigdOp"))


def _ticks(moment: str) -> int:
    """Milliseconds since the year 2000, roughly: only their order counts."""
    date, clock = moment[:10], moment[11:23]
    year, month, day = (int(part) for part in date.split("-"))
    hour, minute, second = clock[:2], clock[3:5], clock[6:]
    days = max(0, (year - 2000) * 372 + month * 31 + day)
    return (
        days * 86_400_000 + int(hour) * 3_600_000 + int(minute) * 60_000 + int(float(second) * 1000)
    )


def load_tables(folder: Path) -> Tables:
    """The rows in ``folder/*.jsonl`` (or ``.jsonl.gz``) by entity and ``Id``, with those nested.

    A row in a file of its own goes before the same row nested elsewhere.
    """
    tables: Tables = {}
    nested: list[tuple[str, str, bytes]] = []
    for path in sorted(folder.glob("*.jsonl*")):
        lines = _contents(path)
        table = tables[path.name.partition(".")[0]] = Table(lines)
        _load(path.name.partition(".")[0], table, lines, nested)
    for entity in ENTITIES:
        tables.setdefault(entity, Table())
    for entity, key, text in nested:
        tables.setdefault(entity, Table()).add_text(key, text)
    return tables


def _contents(path: Path) -> bytes | mmap.mmap:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _load(
    entity: str, table: Table, lines: bytes | mmap.mmap, nested: list[tuple[str, str, bytes]]
) -> None:
    at = 0
    while at < len(lines):
        end = lines.find(b"\n", at)
        end = end if end >= 0 else len(lines)
        line = lines[at:end].strip()
        if line:
            row = json.loads(line)
            table.add_line(str(row["Id"]), at)
            for kind, part in nested_rows(entity, row):
                nested.append((kind, part["Id"], json.dumps(part, ensure_ascii=False).encode()))
        at = end + 1


def nested_rows(entity: str, row: Row) -> Iterator[tuple[str, Row]]:
    """The rows nested in a row of ``entity``, however deep, pointing back at what they were in."""
    for name, value in row.items():
        if name in _REFERENCES or not isinstance(value, list | dict):
            continue
        kind = NESTED.get(name, name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and part.get("Id"):
                yield kind, {**_back(entity, kind, row), **part}
                yield from nested_rows(kind, part)


def _back(entity: str, kind: str, row: Row) -> Row:
    reference = {name: row[name] for name in ("Id", "Nummer") if row.get(name)}
    if (kind, entity) in _BACK_TO_MANY:
        return {entity: [reference]}
    return {entity: reference} if (kind, entity) in _BACK_TO_ONE else {}


def scalars(row: Row) -> Row:
    """The fields of the row itself, without what is nested."""
    return {name: value for name, value in row.items() if not isinstance(value, list | dict)}
