"""Rows by ``Id`` in order of change, light enough for a whole parliament.

A row read from a file stays text until someone asks for it, so that 260,000 of them fit in memory;
what is asked for by moment of change is found by bisection.
"""

from __future__ import annotations

import gzip
import json
import mmap
import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from corpus.ledger import sortable_time

Row = dict[str, Any]
Tables = dict[str, "Table"]

# entity, id, text and moment of a row found within another
_Nested = tuple[str, str, bytes, str]
# a line with nothing nested in it need not be read to be filed
_FLAT = re.compile(rb'\{"Id": ?"([^"\\]+)"[^\[{]*"ApiGewijzigdOp": ?"([^"]+)"[^\[{]*\}')

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


class Keys:
    """Ids in order, without a list of them being made: of a long table only a page is wanted."""

    def __init__(self, items: list[str] | list[tuple[str, str]], start: int = 0) -> None:
        self._items = items
        self._start = start

    def __len__(self) -> int:
        return len(self._items) - self._start

    def __getitem__(self, at: int) -> str:
        item = self._items[self._start + at]
        return item if isinstance(item, str) else item[1]

    def __iter__(self) -> Iterator[str]:
        return (self[at] for at in range(len(self)))


class Table(MutableMapping[str, Row]):
    """The rows of one entity by ``Id``.

    A row handed out by ``[]`` or put in by it may be changed in place: it is looked at again
    before the next question. :meth:`peek` hands out a row that must be left as it is, and
    :meth:`put` takes one that will be; they cost less.
    """

    def __init__(self, lines: bytes | mmap.mmap = b"") -> None:
        self._lines = lines
        # where a row begins in the file, its text, or the row
        self._held: dict[str, int | bytes | Row] = {}
        self._moments: dict[str, str] = {}
        self._watched: set[str] = set()
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
        self._watched.add(key)
        return row

    def __setitem__(self, key: str, row: Row) -> None:
        self.put(key, row)
        self._watched.add(key)

    def __delitem__(self, key: str) -> None:
        self._forget(key)
        self._watched.discard(key)
        self._ids = None
        del self._held[key], self._moments[key]

    def put(self, key: str, row: Row) -> None:
        """A row in the place of the one with this id, published anew or for the first time."""
        self._forget(key)
        if key not in self._held:
            self._ids = None
        self._held[key] = row
        self._remember(key, moment_of(row))

    def put_many(self, rows: Mapping[str, Row]) -> None:
        """The same of many rows, in their order of publication."""
        self._held |= rows
        self._moments |= {key: moment_of(row) for key, row in rows.items()}
        self._order = self._ids = None
        if self._feed is not None:
            self._feed = [one for one in self._feed if one[1] not in rows]
            for key in rows:
                self._append(key)

    def add_text(self, key: str, text: bytes, moment: str) -> None:
        """A row still in its JSON text; one that is already here stays."""
        if key not in self._held:
            self._held[key], self._moments[key] = text, moment

    def add_line(self, key: str, at: int, moment: str) -> None:
        """A row that begins at this place of the file."""
        self._held[key], self._moments[key] = at, moment

    def peek(self, key: str) -> Row | None:
        """The row, to be read only; ``None`` where there is none."""
        held = self._held.get(key)
        return None if held is None else self._read(held)

    def since(self, moment: str = "") -> Keys:
        """Ids of the rows changed at ``moment`` or later, oldest first."""
        order = self._refreshed()
        return Keys(order, bisect_left(order, (moment,)))

    def newest(self) -> str:
        """The moment of the latest change, sortable; empty in an empty table."""
        order = self._refreshed()
        return order[-1][0] if order else ""

    def by_id(self) -> Keys:
        """All ids in order."""
        if self._ids is None:
            self._ids = sorted(self._held)
        return Keys(self._ids)

    def feed(self, offset: int) -> list[tuple[int, str]]:
        """Tokens and ids in order of change; a row that changes gets a new token at the end.

        Tokens grow with the moment of change, so that they are the same after a restart;
        ``offset`` (below 64) keeps those of two tables apart. Rows without a moment were never
        published and are not in it.
        """
        order = self._refreshed()
        if self._feed is None:
            self._feed, self._offset = [], offset
            for _, key in order:
                self._append(key)
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
            self._order = sorted((moment, key) for key, moment in self._moments.items())
        for key in self._watched:
            moment = moment_of(self._read(self._held[key]))
            if moment != self._moments[key]:
                self._forget(key)
                self._remember(key, moment)
        return self._order

    def _forget(self, key: str) -> None:
        """Take a row out of the orders it stands in."""
        if self._order is not None and key in self._moments:
            self._order.pop(bisect_left(self._order, (self._moments[key], key)))
        if self._feed is not None and key in self._tokens:
            self._feed.pop(bisect_left(self._feed, (self._tokens.pop(key),)))

    def _remember(self, key: str, moment: str) -> None:
        """Put a row in its place in the order, and at the end of the feed."""
        self._moments[key] = moment
        if self._order is not None:
            insort(self._order, (moment, key))
        if self._feed is not None:
            self._append(key)

    def _append(self, key: str) -> None:
        """Give a row a token at the end of the feed."""
        moment = self._moments[key]
        if moment and self._feed is not None:
            last = self._feed[-1][0] if self._feed else 0
            token = max(last + 64, _ticks(moment) * 64 + self._offset)
            self._feed.append((token, key))
            self._tokens[key] = token


def moment_of(row: Row) -> str:
    """When the API showed the row, in a form that sorts; empty where it does not say."""
    return sortable_time(row.get("ApiGewijzigdOp"))


def _ticks(moment: str) -> int:
    """Milliseconds since the year 2000, roughly: only their order counts."""
    year, month, day = int(moment[:4]), int(moment[5:7]), int(moment[8:10])
    days = max(0, (year - 2000) * 372 + month * 31 + day)
    minutes = days * 1440 + int(moment[11:13]) * 60 + int(moment[14:16])
    return minutes * 60_000 + int(moment[17:19]) * 1000 + int(moment[20:23])


def load_tables(folder: Path) -> Tables:
    """The rows in ``folder/*.jsonl`` (or ``.jsonl.gz``) by entity and ``Id``, with those nested.

    A row in a file of its own goes before the same row nested elsewhere.
    """
    tables: Tables = {}
    nested: list[_Nested] = []
    for path in sorted(folder.glob("*.jsonl*")):
        lines = _contents(path)
        table = tables[path.name.partition(".")[0]] = Table(lines)
        _load(path.name.partition(".")[0], table, lines, nested)
    for entity in ENTITIES:
        tables.setdefault(entity, Table())
    for entity, key, text, moment in nested:
        tables.setdefault(entity, Table()).add_text(key, text, moment)
    return tables


def _contents(path: Path) -> bytes | mmap.mmap:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _load(entity: str, table: Table, lines: bytes | mmap.mmap, nested: list[_Nested]) -> None:
    at = 0
    while at < len(lines):
        end = lines.find(b"\n", at)
        end = end if end >= 0 else len(lines)
        line = lines[at:end].strip()
        if flat := _FLAT.fullmatch(line):
            table.add_line(flat[1].decode(), at, sortable_time(flat[2].decode()))
        elif line:
            row = json.loads(line)
            table.add_line(str(row["Id"]), at, moment_of(row))
            for kind, part in nested_rows(entity, row):
                text = json.dumps(part, ensure_ascii=False).encode()
                nested.append((kind, part["Id"], text, moment_of(part)))
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
