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
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from corpus.sources import SourceItem
from corpus.store import Store
from models.lists import LinkStatus
from models.paper import RawFile
from models.problems import Problem, UsageError
from models.sameness import Fingerprint
from models.weblink import LinkState

Row = Mapping[str, Any]

_FORMAT = 2
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
    "wachtrij": ({"key": str, "bron": str, "item": str, "sinds": str}, ("key",)),
    "gezien": ({"key": str, "gewijzigd": str}, ("key",)),
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
            "periode": str,
            "verwacht": int,
            "aanwezig": int,
            "ontbrekend": int,
            "laatst_gezien": str,
        },
        ("bron", "periode"),
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
    "create index if not exists links_volg on links (volg)",
    "create index if not exists links_gekeken on links (status, gekeken_op)",
    "create index if not exists link_in_document on link_in (document_id)",
    "create index if not exists afdrukken_document on afdrukken (document_id)",
)


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
class Dekking:
    """What a source says it has over a period, and what of it we hold."""

    bron: str
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
        with self._write():
            for name, (columns, key) in _TABLES.items():
                self._db.table(name).create(dict(columns), pk=key, if_not_exists=True)
            if held == 1:
                self._db.conn.execute("alter table register add column volg integer")
                self._db.conn.execute("update register set volg = rowid")
            for statement in _INDEXES:
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
        text = _RAW.dump_json(raw, exclude_defaults=True).decode()
        held = self._db.conn.execute(
            "select json from stukken where key = ?", (raw.key,)
        ).fetchone()
        if held and held[0] == text:
            return
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

    def count_papers(self) -> int:
        """How many papers are held, withdrawn ones included."""
        (count,) = self._db.conn.execute("select count(*) from stukken").fetchone()
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

    def enqueue(self, items: Iterable[SourceItem]) -> int:
        """Put papers in the queue that were not seen before as they are now; returns how many."""
        now = _now()
        with self._write():
            new = [item for item in items if not self._is_seen(item)]
            self._db.conn.executemany(
                "insert into wachtrij values (?, ?, ?, ?)"
                " on conflict (key) do update set item = excluded.item",
                ((item.key, item.bron, _ITEM.dump_json(item).decode(), now) for item in new),
            )
        return len(new)

    def _is_seen(self, item: SourceItem) -> bool:
        return bool(
            self._db.conn.execute(
                "select 1 from gezien where key = ? and gewijzigd = ?", (item.key, item.gewijzigd)
            ).fetchone()
        )

    def queue(self, bron: str) -> list[SourceItem]:
        """The papers of a source that are still to be fetched, longest waiting first."""
        found = self._db.conn.execute(
            "select item from wachtrij where bron = ? order by sinds, rowid", (bron,)
        )
        return [_ITEM.validate_json(text) for (text,) in found]

    def done(self, item: SourceItem) -> None:
        """A paper is in the store: out of the queue, and not asked for again until it changes."""
        with self._write():
            self._db.conn.execute(
                "insert or replace into gezien values (?, ?)", (item.key, item.gewijzigd)
            )
            self._db.conn.execute("delete from wachtrij where key = ?", (item.key,))

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

    def runs(self) -> list[Run]:
        """All runs, the last one first."""
        found = self._db.conn.execute(
            "select id, begonnen, geeindigd, stap, aantal, fouten, versie from runs"
            " order by id desc"
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

    def problems(self) -> list[tuple[Problem, str]]:
        """The open problems, each with the UTC time it was last seen, oldest first."""
        found = self._db.conn.execute(
            "select document_id, stap, soort, melding, op from problemen order by op, document_id"
        )
        return [(Problem(*values), op) for *values, op in found]

    def cover(self, bron: str, periode: str, verwacht: int, aanwezig: int) -> None:
        """Keep what a source says it has over a period and what of it we hold."""
        with self._write():
            self._db.conn.execute(
                "insert or replace into dekking values (?, ?, ?, ?, ?, ?)",
                (bron, periode, verwacht, aanwezig, max(0, verwacht - aanwezig), _now()),
            )

    def coverage(self) -> list[Dekking]:
        """Expected and held, per source and period."""
        found = self._db.conn.execute(
            "select bron, periode, verwacht, aanwezig, ontbrekend, laatst_gezien from dekking"
            " order by bron, periode"
        )
        return [Dekking(*values) for values in found]

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

    def links_to_follow(self, before: datetime, limit: int) -> list[LinkState]:
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

    def keep_links(self, states: Iterable[LinkState]) -> None:
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

    def link(self, url: str) -> LinkState | None:
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


_LINK_COLUMNS = "url, status, http_status, media_type, sha256, gekeken_op, bewaard_op"


_STATUSES = {status.value: status for status in LinkStatus}


def _link_state(row: tuple[Any, ...]) -> LinkState:
    url, status, *known = row
    return LinkState(url, _STATUSES[status], *known)


def merge_rows(held: Row | None, row: Row) -> Row:
    """What is known of a row after ``row`` came in; see :meth:`Ledger.put_rows`."""
    if held is None or held == row:
        return row
    newer, older = row, held
    if sortable_time(row.get("ApiGewijzigdOp")) < sortable_time(held.get("ApiGewijzigdOp")):
        newer, older = held, row
    if newer.get("Verwijderd"):
        return {**older, **{name: newer[name] for name in _TOMBSTONE if name in newer}}
    nested = {name: value for name, value in older.items() if isinstance(value, list | dict)}
    return {**nested, **newer}


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
