"""Rows into a fresh SQLite database: keys, indexes, full-text search, views.

One of the two modules that know sqlite-utils. A database that goes on from another is made by
``corpus.renew``.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from sqlite_utils import Database

from corpus import fulltext, tables
from corpus.derived import EVERY_ROW, derive_columns
from corpus.tables import TABLES, Field
from corpus.views import VIEWS

Row = tuple[str, object]

_BATCH = 2_000


@dataclass(slots=True)
class Built:
    """What :func:`build` did, or :func:`corpus.renew.renew`.

    ``counts`` holds the rows of each table, ``doubles`` the rows left out because their key was
    there already or a required column was empty, ``unapplied`` the corrections that fit no row
    (one Dutch line each). ``seen`` are the rows (``rowid``) of each table that were written anew
    or that refer to those; ``None`` where every row is new.
    """

    counts: dict[str, int] = field(default_factory=dict)
    doubles: dict[str, int] = field(default_factory=dict)
    unapplied: list[str] = field(default_factory=list)
    seen: Mapping[str, tuple[int, ...]] | None = None


def build(path: Path, rows: Iterable[Row]) -> Built:
    """Write ``rows`` (table name, row) into a new database at ``path``, in one transaction.

    Raises ``FileExistsError`` where the file is there already, ``KeyError`` for an unknown table.
    A half-written file is never a database: it has no tables until the transaction commits.
    """
    if path.exists():
        raise FileExistsError(path)
    conn = open_aside(path)
    try:
        db = Database(conn, execute_plugins=False)
        with db.atomic():
            built = _fill(db, rows)
        conn.execute("analyze")
    finally:
        conn.close()
    return built


def open_aside(path: Path) -> sqlite3.Connection:
    """A connection for writing a file that nobody reads before it is complete and in place."""
    conn = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -200000"):
        conn.execute(f"pragma {pragma}")
    return conn


def _fill(db: Database, rows: Iterable[Row]) -> Built:
    for name in TABLES:
        db.conn.execute(tables.create_sql(name))
    built = Built(counts=dict.fromkeys(TABLES, 0))
    insert(db.conn, rows, built)
    for name in TABLES:
        _index(db, name)
    correct(db.conn, Built())  # what follows from rows follows from what a person made of them
    for name, sql in EVERY_ROW.items():
        built.counts[name] += db.conn.execute(f"insert or ignore into [{name}] {sql}").rowcount
    derive_columns(db.conn)
    correct(db.conn, built)
    for name, table in TABLES.items():
        if table.search:
            db.conn.execute(fulltext.create_sql(name))
            fulltext.add(db.conn, name)
    for name, view in VIEWS.items():
        db.create_view(name, view.sql)
    return built


def insert(
    conn: sqlite3.Connection,
    rows: Iterable[Row],
    built: Built,
    places: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Insert rows in batches; the first of two rows with one key counts.

    ``places`` names the table to write to where that is not the row's own.
    """
    waiting: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for name, row in rows:
        batch = waiting[name]
        batch.append(tables.values(name, row))
        if len(batch) >= _BATCH:
            _flush(conn, name, places.get(name, f"main.[{name}]"), batch, built)
    for name, batch in waiting.items():
        _flush(conn, name, places.get(name, f"main.[{name}]"), batch, built)


def _flush(
    conn: sqlite3.Connection, name: str, place: str, batch: list[tuple[object, ...]], built: Built
) -> None:
    marks = ", ".join("?" * len(TABLES[name].fields))
    done = conn.executemany(f"insert or ignore into {place} values ({marks})", batch).rowcount
    built.counts[name] += done
    if done < len(batch):
        built.doubles[name] = built.doubles.get(name, 0) + len(batch) - done
    batch.clear()


def _index(db: Database, name: str) -> None:
    table = TABLES[name]
    if table.together:
        db.table(name).create_index(table.together)
    begun = {table.key[0], *table.together[:1]}  # an index that begins with it will do
    for f in table.fields:
        if (f.column.refers_to or f.column.index) and f.name not in begun:
            db.table(name).create_index([f.name])


def correct(
    conn: sqlite3.Connection, built: Built, indexed: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Apply the corrections; one that fits no row, column or list is left for a person.

    ``indexed`` says up to which ``rowid`` the rows of a table are in its full-text index already.
    """
    sql = "select doel_soort, doel_id, veld, waarde from correcties order by 1, 2, 3"
    for name, row_id, column, value in conn.execute(sql).fetchall():
        table = TABLES.get(name)
        fields = {f.name: f for f in table.fields if not f.column.key} if table else {}
        if not table or table.key != ("id",) or column not in fields:
            built.unapplied.append(f"{name}.{column} kan niet gecorrigeerd worden.")
            continue
        refused = _refusal(conn, name, row_id, fields[column], value)
        if refused:
            built.unapplied.append(f"{refused}; correctie niet toegepast.")
        else:
            _apply(conn, name, row_id, column, value, indexed.get(name, -1))


def _refusal(
    conn: sqlite3.Connection, name: str, row_id: str, f: Field, value: str | None
) -> str | None:
    """Why a correction cannot be applied, in Dutch."""
    if not conn.execute(f"select 1 from [{name}] where id = ?", (row_id,)).fetchone():
        return f"{name} heeft geen rij {row_id}"
    if value is None:
        return None if f.optional else f"{name}.{f.name} van {row_id} mag niet leeg zijn"
    if f.closed_list and value not in {word.value for word in f.closed_list}:
        return f"{name}.{f.name} van {row_id}: {value} staat niet in de lijst"
    other = f.column.refers_to
    if other and other not in EVERY_ROW:  # those rows follow from what refers to them
        key = TABLES[other].key[0]
        if not conn.execute(f"select 1 from [{other}] where [{key}] = ?", (value,)).fetchone():
            return f"{name}.{f.name} van {row_id}: {other} heeft geen rij {value}"
    return None


def _apply(
    conn: sqlite3.Connection, name: str, row_id: str, column: str, value: object, indexed: int
) -> None:
    """Change one row where it says otherwise, and what can be searched of it with it."""
    found = conn.execute(
        f"select rowid from [{name}] where id = ? and [{column}] is not ?", (row_id, value)
    ).fetchone()
    if not found:
        return
    searched = column in TABLES[name].search and found[0] <= indexed
    if searched:
        fulltext.remove(conn, name, "id = ?", row_id)
    conn.execute(f"update [{name}] set [{column}] = ? where id = ?", (value, row_id))
    if searched:
        fulltext.add(conn, name, "id = ?", row_id)


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot change the database; rows by column name.

    Raises ``sqlite3.OperationalError`` where there is no database.
    """
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    conn.row_factory = sqlite3.Row
    return conn
