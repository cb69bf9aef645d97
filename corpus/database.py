"""Rows into a fresh SQLite database: keys, indexes, full-text search, views.

One of the two modules that know sqlite-utils.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import snowballstemmer
from sqlite_utils import Database

from corpus import tables
from corpus.tables import TABLES, fts_table
from corpus.views import VIEWS

Row = tuple[str, object]

_BATCH = 2_000
_WORD = re.compile(r"\w+")
_TOKENIZE = "unicode61 remove_diacritics 2"

# what a row says about the whole database, worked out when all rows are in; the moties and
# toezeggingen that a follow-up speaks of take the last thing the cabinet said
_LAST_SAID = """
update {table} set status_kabinet = o.uitspraak, status_kabinet_op = o.datum
from (
    select van_id, uitspraak, datum, row_number() over (
        partition by van_id order by datum desc, score desc, id) as n
    from opvolgingen
    where wie_zegt = 'kabinet' and uitspraak <> 'genoemd' and van_id is not null
) o where o.n = 1 and o.van_id = {table}.id
"""
_COUNT_FATE = """
update {table} set opvolgingen = o.n
from (select van_id, count(*) as n from opvolgingen
      where van_id is not null and uitspraak <> 'genoemd' group by van_id) o
where o.van_id = {table}.id
"""
_EVIDENCE = """
update {table} set status_bewijs = 'stuk_gevonden'
where id in (select van_id from opvolgingen where wie_zegt = 'bewijs' and uitspraak <> 'genoemd')
"""
_FOLLOWED = tuple(
    sql.format(table=table)
    for table in ("moties", "toezeggingen")
    for sql in (_LAST_SAID, _COUNT_FATE, _EVIDENCE)
)
_DERIVED = (
    "update verwijzingen set doel_in_corpus = 1 where doel_id in (select id from documenten)",
    *_FOLLOWED,
    """update moties set vermeldingen = n.n
    from (select motie_id, count(*) as n from motie_vermeldingen
          where motie_id is not null group by motie_id) n where n.motie_id = moties.id""",
    # how many papers are dated on a day or later
    """create temp table vanaf as select datum, sum(count(*)) over (order by datum desc) as n
    from documenten where datum is not null group by datum""",
    "create unique index temp.vanaf_datum on vanaf (datum)",
    """update moties set
        gezocht_tot = (select max(datum) from vanaf),
        gezocht_stukken = coalesce((select n from vanaf where datum > moties.datum_ingediend
                                    order by datum limit 1), 0)""",
    "drop table temp.vanaf",
)


@dataclass(slots=True)
class Built:
    """What :func:`build` did.

    ``counts`` holds the rows of each table, ``doubles`` the rows left out because their key was
    there already or a required column was empty, ``unapplied`` the corrections that fit no row
    (one Dutch line each).
    """

    counts: dict[str, int] = field(default_factory=dict)
    doubles: dict[str, int] = field(default_factory=dict)
    unapplied: list[str] = field(default_factory=list)


def build(path: Path, rows: Iterable[Row]) -> Built:
    """Write ``rows`` (table name, row) into a new database at ``path``, in one transaction.

    Raises ``FileExistsError`` where the file is there already, ``KeyError`` for an unknown table.
    A half-written file is never a database: it has no tables until the transaction commits.
    """
    if path.exists():
        raise FileExistsError(path)
    conn = sqlite3.connect(path, isolation_level=None)
    try:
        # nobody reads the file before it is complete and moved into place
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -200000"):
            conn.execute(f"pragma {pragma}")
        db = Database(conn, execute_plugins=False)
        with db.atomic():
            built = _fill(db, rows)
        conn.execute("analyze")
    finally:
        conn.close()
    return built


def _fill(db: Database, rows: Iterable[Row]) -> Built:
    for name in TABLES:
        _create(db, name)
    built = Built(counts=dict.fromkeys(TABLES, 0))
    _insert(db.conn, rows, built)
    for name in TABLES:
        _index(db, name)
    _correct(db.conn, built)
    for sql in _DERIVED:
        db.conn.execute(sql)
    _correct(db.conn, Built())
    for name, table in TABLES.items():
        if table.search:
            _make_searchable(db.conn, name)
    for name, view in VIEWS.items():
        db.create_view(name, view.sql)
    return built


def _create(db: Database, name: str) -> None:
    key = TABLES[name].key
    db.create_table(
        name,
        tables.columns(name),
        pk=key[0] if len(key) == 1 else key,
        foreign_keys=tables.foreign_keys(name),
        not_null=tables.required(name),
    )


def _insert(conn: sqlite3.Connection, rows: Iterable[Row], built: Built) -> None:
    waiting: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for name, row in rows:
        batch = waiting[name]
        batch.append(tables.values(name, row))
        if len(batch) >= _BATCH:
            _flush(conn, name, batch, built)
    for name, batch in waiting.items():
        _flush(conn, name, batch, built)


def _flush(
    conn: sqlite3.Connection, name: str, batch: list[tuple[object, ...]], built: Built
) -> None:
    marks = ", ".join("?" * len(TABLES[name].fields))
    done = conn.executemany(f"insert or ignore into [{name}] values ({marks})", batch).rowcount
    built.counts[name] += done
    if done < len(batch):
        built.doubles[name] = built.doubles.get(name, 0) + len(batch) - done
    batch.clear()


def _index(db: Database, name: str) -> None:
    first = TABLES[name].key[0]
    for f in TABLES[name].fields:
        if (f.column.refers_to or f.column.index) and f.name != first:
            db.table(name).create_index([f.name])


def _correct(conn: sqlite3.Connection, built: Built) -> None:
    """Apply the corrections; a correction that fits no row or column is left for a person."""
    found = conn.execute("select doel_soort, doel_id, veld, waarde from correcties").fetchall()
    for name, row_id, column, value in found:
        table = TABLES.get(name)
        fields = {f.name for f in table.fields if not f.column.key} if table else set()
        if not table or table.key != ("id",) or column not in fields:
            built.unapplied.append(f"{name}.{column} kan niet gecorrigeerd worden.")
            continue
        sql = f"update [{name}] set [{column}] = ? where id = ?"
        if not conn.execute(sql, (value, row_id)).rowcount:
            built.unapplied.append(f"{name} heeft geen rij {row_id}; correctie niet toegepast.")


# --- full-text search


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


_STEMMER = snowballstemmer.stemmer("dutch")


def stems(text: str) -> str:
    """The Dutch stems of the words of ``text``, in order.

    >>> stems("Lange wachttijden")
    'lang wachttijd'
    """
    return " ".join(_stem(word) for word in _WORD.findall(text.lower()))


def match_query(query: str) -> str:
    """What a visitor typed as a full-text query that cannot fail.

    Words match in any Dutch form, every word must occur; ``"a phrase"`` must stand there exactly;
    a word that ends in ``*`` matches what begins with it.
    """
    parts = []
    for phrase, word in _QUERY_PART.findall(query.lower()):
        if phrase:
            parts.append('"' + " ".join(_WORD.findall(phrase)) + '"')
        elif word.endswith("*"):
            parts.append(" ".join(f'"{w}"*' for w in _WORD.findall(word)))
        else:
            parts += [f'("{w}" OR "{_stem(w)}")' for w in _WORD.findall(word)]
    return " AND ".join(part for part in parts if part.strip('"')) or '""'


_QUERY_PART = re.compile(r'"([^"]*)"|([^\s"]+)')


def _make_searchable(conn: sqlite3.Connection, name: str) -> None:
    """An index of the words as written and, in a last column, of their Dutch stems.

    The index keeps no copy of the text (``content=''``); its rowid is that of the table.
    """
    index, searched = fts_table(name), TABLES[name].search
    columns = ", ".join((*searched, "stammen"))
    conn.execute(
        f"create virtual table [{index}] using fts5({columns}, content='', tokenize='{_TOKENIZE}')"
    )
    conn.create_function("stems", 1, stems, deterministic=True)
    text = " || ' ' || ".join(f"coalesce([{column}], '')" for column in searched)
    conn.execute(
        f"insert into [{index}] (rowid, {columns})"
        f" select rowid, {', '.join(f'[{c}]' for c in searched)}, stems({text}) from [{name}]"
    )


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot change the database; rows by column name.

    Raises ``sqlite3.OperationalError`` where there is no database.
    """
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    conn.row_factory = sqlite3.Row
    return conn
