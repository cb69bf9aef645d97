"""What the program remembers between runs: register rows, watermarks, queue, runs, problems.

It also follows the manifest of the store, so that the last word on every paper, and which papers
changed since a step last looked, is known without reading the whole manifest again.

One SQLite file. Every change is one transaction in a write-ahead log, so that a run may be killed
at any moment and the next one goes on from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from corpus.sources import Seen, SourceItem
from corpus.store import Store
from models.lists import LinkStatus
from models.paper import RawFile
from models.problems import Problem, UsageError
from models.sameness import Fingerprint
from models.weblink import LinkOutcome

Row = Mapping[str, Any]

_FORMAT = 3
_BATCH = 500
_ITEM = TypeAdapter(SourceItem)
_RAW = TypeAdapter(RawFile)
_UTC = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7})\d*)?Z")

_TABLES: Mapping[str, tuple[Mapping[str, type], tuple[str, ...]]] = {
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

_INDEXES = (
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
)

# what the tables of an older format lack, by that format
_CHANGES: Mapping[int, tuple[str, ...]] = {
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

# tries of a paper without a pause between the runs; from then on the pause doubles
_TRIES = 3
_LONGEST_PAUSE = timedelta(days=32)
# a night begins a little earlier or later than the one before
_SLACK = timedelta(hours=6)

# rows that are looked up by the row they belong to, and the field that names it
_BELONGS: Mapping[str, str] = {
    "DocumentActor": "Document_Id",
    "DocumentPublicatie": "DocumentVersie_Id",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one step; ``geeindigd`` is ``None`` while it runs, and when it was killed."""

    id: int
    begonnen: str
    geeindigd: str | None
    stap: str
    aantal: int
    fouten: int
    versie: str


@dataclass(frozen=True, slots=True)
class Lijst:
    """How far a list of a source has been read.

    The list is that of the changes between ``vanaf`` and ``tot``; ``voort`` is the source's own
    mark of where to go on in it, ``nieuwste`` the latest change seen in it. ``gelezen`` is the
    UTC time at which it was read to its end, ``None`` while it is not; ``begonnen`` is when that
    reading began. All moments in ISO 8601.
    """

    naam: str
    vanaf: str
    tot: str | None = None
    voort: str | None = None
    nieuwste: str | None = None
    gelezen: str | None = None
    begonnen: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper in the queue: since when, how often it was tried, and not before when again."""

    item: SourceItem
    sinds: str
    pogingen: int = 0
    niet_voor: str = ""


@dataclass(frozen=True, slots=True)
class StandingAlarm:
    """An alarm that has not been mended: since when, and when it was last told to somebody."""

    regel: str
    onderwerp: str
    niveau: str
    melding: str
    doen: str
    sinds: str
    gemeld_op: str | None = None


@dataclass(frozen=True, slots=True)
class Dekking:
    """What a source says it has of a kind over a period, and what of it we hold."""

    bron: str
    soort: str
    periode: str
    verwacht: int
    aanwezig: int
    ontbrekend: int
    laatst_gezien: str


class Ledger:
    """The ledger in the file ``path`` (``<data-dir>/kamerspoor.db``), made where it is absent.

    Raises :class:`UsageError` when the file was written by a newer version of the program. A
    ledger belongs to the thread that opened it.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = Database(path)
        self._db.conn.execute("PRAGMA busy_timeout = 30000")
        self._db.enable_wal()
        held = self._db.conn.execute("PRAGMA user_version").fetchone()[0]
        if held > _FORMAT:
            self.close()
            raise UsageError(
                f"{path} is gemaakt door een nieuwere versie van Kamerspoor; werk die eerst bij."
            )
        if held < _FORMAT:
            self._make(held)

    def _make(self, held: int) -> None:
        """Make the tables, or bring those of an older format up to date."""
        with self._write():
            for number in range(held or _FORMAT, _FORMAT):
                for statement in _CHANGES[number]:
                    self._db.conn.execute(statement)
            for name, (columns, key) in _TABLES.items():
                self._db.table(name).create(dict(columns), pk=key, if_not_exists=True)
            for statement in (*_INDEXES, *_indexes_of_rows()):
                self._db.conn.execute(statement)
            self._db.conn.execute(f"PRAGMA user_version = {_FORMAT}")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # register rows

    def put_rows(self, entity: str, rows: Iterable[Row]) -> int:
        """Store rows of ``entity``; returns how many of them brought something new.

        Of two rows with one ``Id`` the one with the newest ``ApiGewijzigdOp`` holds; navigations
        (nested rows) that it lacks are taken from the other. A tombstone marks the row and leaves
        what was known of it. Rows without ``Id`` are not rows.
        """
        changed = 0
        rows = (row for row in rows if row.get("Id"))
        while batch := list(islice(rows, _BATCH)):
            with self._write():
                changed += self._put_batch(entity, batch)
        return changed

    def _put_batch(self, entity: str, batch: list[Row]) -> int:
        held = self._held(entity, {str(row["Id"]) for row in batch})
        fresh: dict[str, Row] = {}
        for row in batch:
            key = str(row["Id"])
            merged = merge_rows(held.get(key), row)
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
            f" and json_extract(json, '$.{_BELONGS[entity]}') = ? order by id",
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

    # the papers held, as the manifest of the store tells

    def follow(self, store: Store) -> int:
        """Take over what the manifest says since it was last read; returns how many lines.

        The manifest is the truth, this is an index on it: every step that looks at papers calls
        this first. Each paper whose line differs from the one held gets a new change number.
        """
        with self._write():
            lines, mark = store.lines_since(self.mark("manifest"))
            for raw in lines:
                self._keep_raw(raw)
            self._set_mark("manifest", mark)
        return len(lines)

    def _keep_raw(self, raw: RawFile) -> None:
        """Take over one line; what came from a source was listed by it, even if we forgot."""
        if raw.bron_url:
            self._db.conn.execute(
                "insert or ignore into aangeboden values (?, ?, ?, ?, ?, ?, ?)",
                (
                    raw.key,
                    raw.bron,
                    str(raw.kenmerken.soort),
                    _month(raw.kenmerken.datum),
                    raw.id,
                    raw.ingetrokken,
                    raw.opgehaald_op,
                ),
            )
        text = _RAW.dump_json(raw, exclude_defaults=True).decode()
        held = self._db.conn.execute(
            "select json from stukken where key = ?", (raw.key,)
        ).fetchone()
        if held and held[0] == text:
            return
        self._recount([raw.key], self.same_as(raw.id) if raw.id else ())
        datum = raw.kenmerken.datum
        self._db.conn.execute(
            "insert or replace into stukken values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                raw.key,
                self._last("stukken") + 1,
                raw.bron,
                raw.id,
                raw.sha256,
                datum.isoformat() if datum else None,
                raw.ingetrokken,
                text,
            ),
        )

    def raw(self, key: str) -> RawFile | None:
        """The last line of the manifest for ``key``."""
        found = self._db.conn.execute("select json from stukken where key = ?", (key,)).fetchone()
        return _RAW.validate_json(found[0]) if found else None

    def raws_since(self, volg: int = 0) -> Iterator[tuple[RawFile, int]]:
        """The papers changed after change number ``volg``, each with its own; 0 gives all."""
        found = self._db.conn.execute(
            "select json, volg from stukken where volg > ? order by volg", (volg,)
        )
        return ((_RAW.validate_json(text), number) for text, number in found)

    def holds(self, id_: str) -> bool:
        """Whether a paper with this identifier, or one that names the same paper, is held."""
        return any(
            self._db.conn.execute("select 1 from stukken where id = ?", (one,)).fetchone()
            for one in self.same_as(id_)
        )

    def count_papers(self, since: int = 0) -> int:
        """How many papers are held, withdrawn ones included; those changed after ``since``."""
        (count,) = self._db.conn.execute(
            "select count(*) from stukken where volg > ?", (since,)
        ).fetchone()
        return int(count)

    def _last(self, table: str) -> int:
        """The highest change number of ``register``, ``stukken`` or ``links``."""
        found = self._db.conn.execute(f"select max(volg) from {table}").fetchone()
        return int(found[0] or 0)

    # two identifiers of one paper

    def same(self, id_: str, ook: str, reden: str) -> bool:
        """Remember that two identifiers name one paper, and why; returns whether it was news."""
        if id_ == ook:
            return False
        with self._write():
            done = self._db.conn.execute(
                "insert or ignore into gelijk values (?, ?, ?)", (*sorted((id_, ook)), reden)
            )
            if done.rowcount:
                self._recount((), (id_, ook))
        return bool(done.rowcount)

    def same_as(self, id_: str) -> set[str]:
        """Every identifier of the paper that ``id_`` names, itself included."""
        found: set[str] = set()
        todo = {id_}
        while todo:
            one = todo.pop()
            found.add(one)
            rows = self._db.conn.execute(
                "select ook from gelijk where id = ? union select id from gelijk where ook = ?",
                (one, one),
            )
            todo |= {other for (other,) in rows} - found
        return found

    def same_bytes_since(self, volg: int) -> list[tuple[str, str]]:
        """Identifiers whose papers are byte for byte the same at two sources.

        Only pairs of which one changed after change number ``volg``. Within one source the same
        bytes under two identifiers may well be two papers (a letter sent in two dossiers).
        """
        return self._db.conn.execute(
            "select a.id, b.id from stukken a join stukken b using (sha256)"
            " where a.volg > ? and a.bron <> b.bron and a.id <> b.id"
            " and not a.ingetrokken and not b.ingetrokken",
            (volg,),
        ).fetchall()

    def absent(self) -> dict[str, int]:
        """Papers that a source offered and that are not held, per source; as counted last."""
        return dict(
            self._db.conn.execute(
                "select bron, sum(ontbrekend) from dekking where bron <> ? group by bron"
                " having sum(ontbrekend) > 0 order by bron",
                (_REGISTER,),
            ).fetchall()
        )

    def last_change(self) -> int:
        """The change number of the paper that changed last; 0 where none is held."""
        return self._last("stukken")

    def same_since(self, number: int) -> Iterator[tuple[str, str, int]]:
        """The pairs remembered after ``number`` (0: all), each with its own number, in order."""
        found = self._db.conn.execute(
            "select id, ook, rowid from gelijk where rowid > ? order by rowid", (number,)
        )
        return ((id_, ook, rowid) for id_, ook, rowid in found)

    def reasons(self, names: Iterable[str], of: str) -> dict[str, str]:
        """Why each of these identifiers is one of a paper with more, as far as remembered.

        Why it is the same as ``of`` goes before why it is the same as another of its names.
        """
        found: dict[str, str] = {}
        for name in names:
            row = self._db.conn.execute(
                "select reden from gelijk where id = ?1 or ook = ?1"
                " order by ?2 not in (id, ook), rowid limit 1",
                (name, of),
            ).fetchone()
            if row:
                found[name] = row[0]
        return found

    # how far the steps and the sources have come, and what is still to be fetched

    def mark(self, naam: str) -> str | None:
        """What a step wrote down of how far it came."""
        found = self._db.conn.execute(
            "select waarde from merken where naam = ?", (naam,)
        ).fetchone()
        return found[0] if found else None

    def set_mark(self, naam: str, waarde: str | None) -> None:
        """Write down how far a step came; ``None`` forgets it."""
        with self._write():
            self._set_mark(naam, waarde)

    def _set_mark(self, naam: str, waarde: str | None) -> None:
        if waarde is None:
            self._db.conn.execute("delete from merken where naam = ?", (naam,))
        else:
            self._db.conn.execute("insert or replace into merken values (?, ?)", (naam, waarde))

    def watermark(self, bron: str) -> datetime | None:
        """Up to which moment of the source's own clock its list has been read."""
        found = self._db.conn.execute(
            "select tot from watermerken where bron = ?", (bron,)
        ).fetchone()
        return datetime.fromisoformat(found[0]) if found else None

    def set_watermark(self, bron: str, tot: datetime) -> None:
        """Remember how far a source has been read; it never moves back."""
        held = self.watermark(bron)
        if held is None or tot > held:
            with self._write():
                self._db.conn.execute(
                    "insert or replace into watermerken values (?, ?)",
                    (bron, tot.astimezone(UTC).isoformat()),
                )

    def listing(self, naam: str) -> Lijst | None:
        """How far the list called ``naam`` has been read; ``None`` when it never was."""
        found = self._db.conn.execute(
            "select naam, vanaf, tot, voort, nieuwste, gelezen, begonnen from lijsten"
            " where naam = ?",
            (naam,),
        ).fetchone()
        return Lijst(*found) if found else None

    def listings(self) -> list[Lijst]:
        """All lists, in order of name."""
        found = self._db.conn.execute(
            "select naam, vanaf, tot, voort, nieuwste, gelezen, begonnen from lijsten order by naam"
        )
        return [Lijst(*values) for values in found]

    def keep_listing(self, lijst: Lijst) -> None:
        """Remember how far a list has been read."""
        with self._write():
            self._db.conn.execute(
                "insert or replace into lijsten"
                " (naam, vanaf, tot, voort, nieuwste, gelezen, begonnen)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                astuple(lijst),
            )

    def forget_listing(self, naam: str) -> None:
        """The next run reads this list from its beginning."""
        with self._write():
            self._db.conn.execute("delete from lijsten where naam = ?", (naam,))

    def enqueue(self, items: Iterable[SourceItem]) -> int:
        """Put papers in the queue that were not seen before as they are now; returns how many.

        Every paper listed counts as expected from then on. A paper that was waiting and that the
        source has touched since is tried again without a pause.
        """
        items = list(items)
        now = _now()
        with self._write():
            new = [item for item in items if not self._is_seen(item)]
            self._offer(items, now)
            self._db.conn.executemany(
                "insert into wachtrij (key, bron, item, sinds, pogingen, niet_voor)"
                " values (?, ?, ?, ?, 0, '') on conflict (key) do update set"
                " pogingen = iif(item = excluded.item, pogingen, 0),"
                " niet_voor = iif(item = excluded.item, niet_voor, ''),"
                " item = excluded.item",
                ((item.key, item.bron, _ITEM.dump_json(item).decode(), now) for item in new),
            )
        return len(new)

    def _offer(self, items: list[SourceItem], now: str) -> None:
        """Note what the source has; a withdrawn paper keeps the kind and period it had."""
        keys = [item.key for item in items]
        # a Document that a source offers is no longer one that only the register knows
        known = [f"{_REGISTER}:{key.partition(':')[2]}" for key in keys]
        self._recount([*keys, *known], ())
        self._db.conn.executemany("delete from aangeboden where key = ?", ((key,) for key in known))
        self._db.conn.executemany(
            "insert into aangeboden (key, bron, soort, periode, id, ingetrokken, gezien_op)"
            " values (?, ?, ?, ?, ?, ?, ?) on conflict (key) do update set"
            " ingetrokken = excluded.ingetrokken, gezien_op = excluded.gezien_op,"
            " soort = iif(excluded.ingetrokken, soort, excluded.soort),"
            " periode = iif(excluded.ingetrokken, periode, excluded.periode),"
            " id = coalesce(excluded.id, id)",
            (
                (
                    item.key,
                    item.bron,
                    str(item.kenmerken.soort),
                    _month(item.kenmerken.datum),
                    item.id,
                    item.ingetrokken,
                    now,
                )
                for item in items
            ),
        )
        self._recount(keys, ())

    def _recount(self, keys: Iterable[str], ids: Iterable[str]) -> None:
        """What is held of the kind and period of these papers is to be counted anew."""
        for column, values in (("key", keys), ("id", ids)):
            self._db.conn.executemany(
                "insert or ignore into ongeteld select bron, soort, periode from aangeboden"
                f" where {column} = ?",
                ((value,) for value in values),
            )

    def _is_seen(self, item: SourceItem) -> bool:
        return bool(
            self._db.conn.execute(
                "select 1 from gezien where key = ? and gewijzigd = ?", (item.key, item.gewijzigd)
            ).fetchone()
        )

    def queue(self, bron: str, now: str = "9999") -> Iterator[Waiting]:
        """The papers of a source that are to be fetched at the UTC time ``now``.

        First those that failed least often, of those the longest waiting; without ``now`` also
        those that are to be left alone for a while. What is done or put off after ``now`` does not
        come by twice, and the queue is never in memory as a whole.
        """
        after: tuple[int, str, int] = (-1, "", 0)
        while True:
            found = self._db.conn.execute(
                "select item, pogingen, sinds, niet_voor, rowid from wachtrij"
                " where bron = ? and niet_voor <= ? and (pogingen, sinds, rowid) > (?, ?, ?)"
                " order by pogingen, sinds, rowid limit ?",
                (bron, now, *after, _BATCH),
            ).fetchall()
            if not found:
                return
            for text, pogingen, sinds, niet_voor, _ in found:
                yield Waiting(_ITEM.validate_json(text), sinds, pogingen, niet_voor)
            after = (found[-1][1], found[-1][2], found[-1][4])

    def count_queue(self, bron: str, now: str = "9999") -> int:
        """How many papers :meth:`queue` would give."""
        (count,) = self._db.conn.execute(
            "select count(*) from wachtrij where bron = ? and niet_voor <= ?", (bron, now)
        ).fetchone()
        return int(count)

    def waiting(self) -> list[tuple[str, int, int, str]]:
        """The queue per source: papers, those failed before, and since when the oldest waits."""
        return self._db.conn.execute(
            "select bron, count(*), sum(pogingen > 0), min(sinds) from wachtrij"
            " group by bron order by bron"
        ).fetchall()

    def put_off(self, item: SourceItem) -> Waiting:
        """A paper could not be had: it stays in the queue and is left alone ever longer.

        The first tries come with every run; after that the pause between them doubles from a day
        to a month, for a paper that the source never gives must not be asked for every night.
        """
        with self._write():
            held = self._db.conn.execute(
                "select sinds, pogingen from wachtrij where key = ?", (item.key,)
            ).fetchone()
            sinds, tries = (held[0], held[1] + 1) if held else (_now(), 1)
            until = _pause(tries)
            self._db.conn.execute(
                "update wachtrij set pogingen = ?, niet_voor = ? where key = ?",
                (tries, until, item.key),
            )
        return Waiting(item, sinds, tries, until)

    def validators(self, key: str, url: str) -> tuple[str | None, str | None] | None:
        """The ETag and Last-Modified that came with the bytes held of a paper from ``url``."""
        found = self._db.conn.execute(
            "select etag, last_modified from herkenning where key = ? and url = ?", (key, url)
        ).fetchone()
        return (found[0], found[1]) if found else None

    def keep_validators(
        self, key: str, url: str, etag: str | None, last_modified: str | None
    ) -> None:
        """Remember by what the source recognises the bytes it gave; nothing where it said none."""
        with self._write():
            if etag or last_modified:
                self._db.conn.execute(
                    "insert or replace into herkenning values (?, ?, ?, ?)",
                    (key, url, etag, last_modified),
                )
            else:
                self._db.conn.execute("delete from herkenning where key = ?", (key,))

    def done(self, item: SourceItem) -> None:
        """A paper is in the store: out of the queue, and not asked for again until it changes."""
        with self._write():
            self._db.conn.execute(
                "insert or replace into gezien values (?, ?)", (item.key, item.gewijzigd)
            )
            self._db.conn.execute("delete from wachtrij where key = ?", (item.key,))

    def see(self, pages: Iterable[Seen]) -> None:
        """Remember pages that a source says exist."""
        now = _now()
        with self._write():
            self._db.conn.executemany(
                "insert or replace into paginas (url, bron, titel, datum, key, gezien_op)"
                " values (?, ?, ?, ?, ?, ?)",
                (
                    (
                        one.url,
                        one.bron,
                        one.titel,
                        one.datum.isoformat() if one.datum else None,
                        one.key,
                        now,
                    )
                    for one in pages
                ),
            )

    def seen_pages(self) -> Iterator[dict[str, Any]]:
        """The pages that sources said exist: bron, url, titel, datum, key, gezien_op."""
        found = self._db.conn.execute(
            "select bron, url, titel, datum, key, gezien_op from paginas order by bron, url"
        )
        names = ("bron", "url", "titel", "datum", "key", "gezien_op")
        return (dict(zip(names, values, strict=True)) for values in found)

    # runs

    def begin_run(self, stap: str, versie: str) -> int:
        """Note that a step begins; returns the run's id."""
        with self._write():
            found = self._db.conn.execute(
                "insert into runs (begonnen, stap, aantal, fouten, versie) values (?, ?, 0, 0, ?)"
                " returning id",
                (_now(), stap, versie),
            ).fetchone()
        return int(found[0])

    def end_run(self, run: int, aantal: int, fouten: int) -> None:
        """Note that a step ended, how much it did and how much of it failed."""
        with self._write():
            self._db.conn.execute(
                "update runs set geeindigd = ?, aantal = ?, fouten = ? where id = ?",
                (_now(), aantal, fouten, run),
            )

    def runs(self, most: int = -1) -> list[Run]:
        """The runs, the last one first; not more than ``most`` where that is given."""
        found = self._db.conn.execute(
            "select id, begonnen, geeindigd, stap, aantal, fouten, versie from runs"
            " order by id desc limit ?",
            (most,),
        )
        return [Run(*values) for values in found]

    # problems and coverage

    def report(self, problems: Iterable[Problem]) -> int:
        """Keep problems, one per subject, step and kind; returns how many were given."""
        now = _now()
        rows = [(p.subject, p.stap, p.soort, p.melding, now) for p in problems]
        with self._write():
            self._db.conn.executemany(
                "insert or replace into problemen values (?, ?, ?, ?, ?)", rows
            )
        return len(rows)

    def heal(self, subject: str, stap: str) -> None:
        """A step went well for a subject: what it had against it is over."""
        with self._write():
            self._db.conn.execute(
                "delete from problemen where document_id = ? and stap = ?", (subject, stap)
            )

    def heal_step(self, stap: str) -> None:
        """A step looked at everything: whatever it had against anything is over."""
        with self._write():
            self._db.conn.execute("delete from problemen where stap = ?", (stap,))

    def problems(self) -> list[tuple[Problem, str]]:
        """The open problems, each with the UTC time it was last seen, oldest first."""
        found = self._db.conn.execute(
            "select document_id, stap, soort, melding, op from problemen order by op, document_id"
        )
        return [(Problem(*values), op) for *values, op in found]

    def count_coverage(self) -> None:
        """Count expected and held, for every source, kind and period where anything changed.

        Expected is what a source ever listed and has not withdrawn, and (as source ``register``)
        every Document the register knows that no source offered. It is held when the store has it
        under its key or any of its identifiers: what one source brought is not missing at another.
        """
        self._expect_documents()
        with self._write():
            self._db.conn.execute(
                f"delete from dekking where (bron, soort, periode) in {_UNCOUNTED}"
            )
            self._db.conn.execute(_COUNT_COVERAGE)
            self._db.conn.execute("delete from ongeteld")

    def _expect_documents(self) -> None:
        """Let the Documents that changed in the register since the last count be expected."""
        last = self._last("register")
        with self._write():
            found = self._db.conn.execute(
                "select id, json from register where volg > ? and entity = 'Document'",
                (int(self.mark(_COUNTED) or 0),),
            )
            rows = list(_known_documents(found, _now()))
            self._recount((row[0] for row in rows), ())
            self._db.conn.executemany(
                "insert or replace into aangeboden select ?, ?, ?, ?, ?, ?, ? where not exists"
                " (select 1 from aangeboden where key = ?)",
                ((*row, f"tweedekamer:{row[0].partition(':')[2]}") for row in rows),
            )
            self._recount((row[0] for row in rows), ())
            self._set_mark(_COUNTED, str(last))

    def coverage_per_kind(self) -> list[tuple[str, str, int, int, int]]:
        """Expected, held and missing per source and kind, over all periods."""
        return self._db.conn.execute(
            "select bron, soort, sum(verwacht), sum(aanwezig), sum(ontbrekend) from dekking"
            " group by bron, soort order by bron, soort"
        ).fetchall()

    def gaps(self, most: int) -> list[tuple[str, str, str, int]]:
        """Where something is missing, newest period first: source, kind, period, how many."""
        return self._db.conn.execute(
            "select bron, soort, periode, ontbrekend from dekking where ontbrekend > 0"
            " order by periode desc, bron, soort limit ?",
            (most,),
        ).fetchall()

    def problems_per_kind(self) -> list[tuple[str, str, int, str, str]]:
        """The open problems by step and kind: how many, one of them, its message."""
        return self._db.conn.execute(
            "select stap, soort, count(*), min(document_id), melding from problemen"
            " group by stap, soort order by count(*) desc, stap, soort"
        ).fetchall()

    def coverage(self) -> list[Dekking]:
        """Expected and held, per source, kind and period."""
        found = self._db.conn.execute(
            "select bron, soort, periode, verwacht, aanwezig, ontbrekend, laatst_gezien"
            " from dekking order by bron, soort, periode"
        )
        return [Dekking(*values) for values in found]

    def missing_since(self, sinds: str) -> list[tuple[str, int, str]]:
        """Papers waiting since before a UTC time, that are nowhere: source, how many, oldest."""
        return self._db.conn.execute(
            "select w.bron, count(*), min(w.sinds) from wachtrij w join aangeboden a using (key)"
            f" where w.sinds < ? and not a.ingetrokken and not {_HELD}"
            " group by w.bron order by w.bron",
            (sinds,),
        ).fetchall()

    # alarms

    def alarms(self) -> list[StandingAlarm]:
        """The alarms that stand, oldest first."""
        found = self._db.conn.execute(
            "select regel, onderwerp, niveau, melding, doen, sinds, gemeld_op from alarmen"
            " order by sinds, regel, onderwerp"
        )
        return [StandingAlarm(*values) for values in found]

    def keep_alarm(self, alarm: StandingAlarm) -> None:
        """Keep an alarm, one per rule and subject."""
        with self._write():
            self._db.conn.execute(
                "insert or replace into alarmen"
                " (regel, onderwerp, niveau, melding, doen, sinds, gemeld_op)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                astuple(alarm),
            )

    def end_alarm(self, alarm: StandingAlarm) -> None:
        """What the alarm was about is over."""
        with self._write():
            self._db.conn.execute(
                "delete from alarmen where regel = ? and onderwerp = ?",
                (alarm.regel, alarm.onderwerp),
            )

    # links in papers, and what came of following them

    def put_links(self, document_id: str, urls: Iterable[str]) -> None:
        """Remember which addresses a paper holds now; an address that is new is to be followed."""
        found = tuple(dict.fromkeys(urls))
        with self._write():
            self._db.conn.execute("delete from link_in where document_id = ?", (document_id,))
            self._db.conn.executemany(
                "insert into link_in values (?, ?)", ((url, document_id) for url in found)
            )
            last = self._last("links")
            self._db.conn.executemany(
                "insert or ignore into links (url, status, volg) values (?, ?, ?)",
                (
                    (url, str(LinkStatus.NIET_GEVOLGD), volg)
                    for volg, url in enumerate(found, last + 1)
                ),
            )

    def links_to_follow(self, before: datetime, limit: int) -> list[LinkOutcome]:
        """Addresses never followed, those that failed, and those last asked for before a moment.

        Oldest first; what no paper holds any more is left alone.
        """
        found = self._db.conn.execute(
            f"select {_LINK_COLUMNS} from links where"
            " (status in (?, ?) or (status in (?, ?) and gekeken_op < ?))"
            " and exists (select 1 from link_in where link_in.url = links.url)"
            " order by coalesce(gekeken_op, ''), volg limit ?",
            (
                str(LinkStatus.NIET_GEVOLGD),
                str(LinkStatus.MISLUKT),
                str(LinkStatus.GOED),
                str(LinkStatus.DOOD),
                before.astimezone(UTC).isoformat(timespec="seconds"),
                limit,
            ),
        )
        return [_link_state(row) for row in found]

    def keep_links(self, states: Iterable[LinkOutcome]) -> None:
        """Keep what came of following; an address gets a change number where that is news."""
        with self._write():
            for state in states:
                held = self.link(state.url)
                news = held is None or replace(held, gekeken_op=state.gekeken_op) != state
                self._db.conn.execute(
                    f"insert into links ({_LINK_COLUMNS}, volg) values (?, ?, ?, ?, ?, ?, ?, ?)"
                    " on conflict (url) do update set status = excluded.status,"
                    " http_status = excluded.http_status, media_type = excluded.media_type,"
                    " sha256 = excluded.sha256, gekeken_op = excluded.gekeken_op,"
                    " bewaard_op = excluded.bewaard_op, volg = coalesce(excluded.volg, volg)",
                    (
                        state.url,
                        str(state.status),
                        state.http_status,
                        state.media_type,
                        state.sha256,
                        state.gekeken_op,
                        state.bewaard_op,
                        self._last("links") + 1 if news else None,
                    ),
                )

    def link(self, url: str) -> LinkOutcome | None:
        """What is known of an address."""
        found = self._db.conn.execute(
            f"select {_LINK_COLUMNS} from links where url = ?", (url,)
        ).fetchone()
        return _link_state(found) if found else None

    def linking_since(self, volg: int) -> tuple[set[str], int]:
        """The papers with a link of which something became known after change number ``volg``.

        Also the change number to ask from the next time.
        """
        found = self._db.conn.execute(
            "select distinct document_id from link_in join links using (url) where volg > ?",
            (volg,),
        )
        return {document_id for (document_id,) in found}, self._last("links")

    # papers by their words

    def put_fingerprint(self, made: Fingerprint) -> None:
        """Remember a paper by a sample of its words, to find others with the same words."""
        with self._write():
            for table in ("afdrukken", "afdruk_van"):
                self._db.conn.execute(
                    f"delete from {table} where document_id = ?", (made.document_id,)
                )
            self._db.conn.executemany(
                "insert into afdrukken values (?, ?)",
                ((waarde, made.document_id) for waarde in made.sample),
            )
            datum = made.datum.isoformat() if made.datum else None
            self._db.conn.execute("insert into afdruk_van values (?, ?)", (made.document_id, datum))

    def resembling(self, made: Fingerprint, within: timedelta) -> list[str]:
        """Other papers of about the same day that share a quarter of the sample, most alike first.

        They are worth comparing; whether they are the same paper is not said here.
        """
        if made.datum is None or not made.sample:
            return []
        marks = ",".join("?" * len(made.sample))
        found = self._db.conn.execute(
            "select document_id from afdrukken join afdruk_van using (document_id)"
            f" where waarde in ({marks}) and document_id <> ? and datum between ? and ?"
            " group by document_id having count(*) >= ? order by count(*) desc, document_id",
            (
                *made.sample,
                made.document_id,
                (made.datum - within).isoformat(),
                (made.datum + within).isoformat(),
                max(1, len(made.sample) // 4),
            ),
        )
        return [document_id for (document_id,) in found]

    @contextmanager
    def _write(self) -> Iterator[None]:
        """One transaction; it waits for other writers before it reads what it will change."""
        connection = self._db.conn
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


# the paper a is held: by its key, or (from another source) under one of its identifiers
_HELD = (
    "(exists (select 1 from stukken s where s.key = a.key and not s.ingetrokken)"
    " or exists (select 1 from stukken s where s.id = a.id and not s.ingetrokken)"
    " or exists (select 1 from gelijk g join stukken s on s.id = g.ook"
    " where g.id = a.id and not s.ingetrokken)"
    " or exists (select 1 from gelijk g join stukken s on s.id = g.id"
    " where g.ook = a.id and not s.ingetrokken))"
)
# under which source the papers count that only the register knows of, and how far it was counted
_REGISTER = "register"
_COUNTED = "dekking van het register"
_UNCOUNTED = "(select bron, soort, periode from ongeteld)"
_COUNT_COVERAGE = f"""
    insert into dekking (bron, soort, periode, verwacht, aanwezig, ontbrekend, laatst_gezien)
    select bron, soort, periode, count(*), sum(held), count(*) - sum(held), max(gezien_op)
    from (
        select a.bron, a.soort, a.periode, a.gezien_op, {_HELD} as held
        from aangeboden a
        where not a.ingetrokken and (a.bron, a.soort, a.periode) in {_UNCOUNTED}
    ) group by bron, soort, periode
"""


def _known_documents(
    found: Iterable[tuple[str, str]], now: str
) -> Iterator[tuple[str, str, str, str, str | None, bool, str]]:
    """Documents of the register as papers that are expected; a placeholder says too little."""
    for key, text in found:
        row = json.loads(text)
        number = row.get("DocumentNummer")
        if number:
            yield (
                f"{_REGISTER}:{key}",
                _REGISTER,
                row.get("Soort") or "onbekend",
                (row.get("Datum") or "onbekend")[: len("2026-11")],
                f"tk-{number}",
                bool(row.get("Verwijderd")),
                now,
            )


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else "onbekend"


def _pause(tries: int) -> str:
    """The UTC time before which a paper that failed so many times is left alone."""
    pause = timedelta(0)
    if tries >= _TRIES:
        pause = min(timedelta(days=2 ** min(tries - _TRIES, 16)), _LONGEST_PAUSE) - _SLACK
    return (datetime.now(UTC) + pause).isoformat(timespec="microseconds")


def _indexes_of_rows() -> Iterator[str]:
    """An index per kind of row that is looked up by what it belongs to, on those rows alone."""
    for entity, field in _BELONGS.items():
        yield (
            f"create index if not exists register_{entity.lower()} on register"
            f" (json_extract(json, '$.{field}')) where entity = '{entity}'"
        )


_LINK_COLUMNS = "url, status, http_status, media_type, sha256, gekeken_op, bewaard_op"


_STATUSES = {status.value: status for status in LinkStatus}


def _link_state(row: tuple[Any, ...]) -> LinkOutcome:
    url, status, *known = row
    return LinkOutcome(url, _STATUSES[status], *known)


def merge_rows(held: Row | None, row: Row) -> Row:
    """What is known of a row after ``row`` came in; see :meth:`Ledger.put_rows`."""
    if held is None or held == row:
        return row
    if row.keys() == {"Id"}:  # a mere reference says nothing
        return held
    newer, older = row, held
    if sortable_time(row.get("ApiGewijzigdOp")) < sortable_time(held.get("ApiGewijzigdOp")):
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


_TOMBSTONE = ("Id", "GewijzigdOp", "ApiGewijzigdOp", "Verwijderd")


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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
