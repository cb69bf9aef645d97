"""A database that goes on from another: only the rows of what changed are written anew.

The outcome equals a database built from scratch, row for row and search hit for search hit; only
the order in which rows lie in the file may differ. What it costs follows what changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from corpus import fulltext, tables
from corpus.checks import references
from corpus.database import Built, Row, correct, insert, open_aside, open_read_only
from corpus.derived import ROWS_TOUCHED, derive_columns
from corpus.tables import TABLES
from models.links import Changes
from models.problems import CheckFailedError

# what is about the release as a whole is given in full and compared; of these tables a part
_PART: Mapping[str, str] = {
    "problemen": "not uit_stuk or document_id in (select id from temp.weg_documenten)",
    "dossiers": "id in (select id from temp.dossiers_geraakt)",
    "knelpunt_clusters": "id in (select id from temp.weg_clusters)",
}
_DERIVED = tuple(ROWS_TOUCHED)
_DIRECT = tuple(name for name, table in TABLES.items() if table.of)
_COMPARED = tuple(name for name, table in TABLES.items() if not table.of and name not in _DERIVED)

# what rows refer to by a column that is no enforced reference, for the checks
_REFERRING = (
    ("opvolgingen", "van_id"),
    ("motie_vermeldingen", "motie_id"),
    ("moties", "vervangt_id"),
    ("moties", "keten_id"),
)

# before the old rows go: what they said of other rows
_OLD = (
    """insert or ignore into temp.weg_toezeggingen
    select id from toezeggingen where document_id in (select id from temp.weg_documenten)""",
    """insert into temp.weg_vondsten select id from temp.weg_moties
    union select id from temp.weg_toezeggingen
    union select id from knelpunten where document_id in (select id from temp.weg_documenten)""",
    """insert into temp.geraakt
    select id from temp.weg_moties union select id from temp.weg_toezeggingen
    union select van_id from opvolgingen where van_id is not null
        and document_id in (select id from temp.weg_documenten)
    union select motie_id from motie_vermeldingen where motie_id is not null
        and document_id in (select id from temp.weg_documenten)""",
    """insert into temp.dossiers_geraakt
    select dossier_id from documenten where dossier_id is not null
        and id in (select id from temp.weg_documenten)
    union select dossier_id from moties where dossier_id is not null
        and id in (select id from temp.weg_moties)
    union select doel_id from correcties where doel_soort = 'dossiers'""",
    """insert into temp.personen_geraakt select persoon_id from motie_indieners
    where persoon_id is not null and motie_id in (select id from temp.weg_moties) group by 1""",
    """insert into temp.stond select id from documenten
        where id in (select id from temp.weg_documenten)
    union select alias from document_aliassen
        where document_id in (select id from temp.weg_documenten)""",
    """insert into temp.vervangen select vervangt_id from moties where vervangt_id is not null
    and id in (select id from temp.weg_moties) group by 1""",
    """update documenten set vervangen_door = null
    where id in (select id from temp.vervangen) and exists (
        select 1 from moties m join temp.weg_moties w on w.id = m.id
        where m.id = vervangen_door and m.vervangt_id = documenten.id)""",
)
# when the new rows are in: what they say of other rows
_NEW = (
    """insert or ignore into temp.geraakt
    select id from moties where rowid in (select rij from temp.nieuw_moties)
    union select id from toezeggingen where rowid in (select rij from temp.nieuw_toezeggingen)
    union select van_id from opvolgingen where van_id is not null
        and rowid in (select rij from temp.nieuw_opvolgingen)
    union select motie_id from motie_vermeldingen where motie_id is not null
        and rowid in (select rij from temp.nieuw_motie_vermeldingen)""",
    """insert or ignore into temp.dossiers_geraakt
    select dossier_id from documenten where dossier_id is not null
        and rowid in (select rij from temp.nieuw_documenten)
    union select dossier_id from moties where dossier_id is not null
        and rowid in (select rij from temp.nieuw_moties)
    union select doel_id from correcties where doel_soort = 'dossiers'""",
    """insert or ignore into temp.personen_geraakt select persoon_id from motie_indieners
    where persoon_id is not null and rowid in (select rij from temp.nieuw_motie_indieners)
    union select id from personen""",
    "delete from temp.personen_geraakt where id in (select id from temp.gegeven_personen)",
    """insert into temp.staat
    select id from documenten where rowid in (select rij from temp.nieuw_documenten)
    union select alias from document_aliassen
        where rowid in (select rij from temp.nieuw_document_aliassen)""",
    """insert into temp.verwezen
    select id from temp.stond where id not in (select id from temp.staat)
    union select id from temp.staat where id not in (select id from temp.stond)""",
    """insert or ignore into temp.vervangen
    select id from documenten where rowid in (select rij from temp.nieuw_documenten)
    union select vervangt_id from moties where vervangt_id is not null
        and rowid in (select rij from temp.nieuw_moties)""",
)
# rows whose correction is new, or is no longer there
_CORRECTED = """
select doel_soort, doel_id from (
    select doel_soort, doel_id, veld, waarde from main.correcties
    except select doel_soort, doel_id, veld, waarde from temp.gegeven_correcties)
union select doel_soort, doel_id from (
    select doel_soort, doel_id, veld, waarde from temp.gegeven_correcties
    except select doel_soort, doel_id, veld, waarde from main.correcties)
"""
_NAMED = (
    "weg_documenten",
    "weg_moties",
    "weg_toezeggingen",
    "weg_clusters",
    "weg_vondsten",
    "geraakt",
    "dossiers_geraakt",
    "personen_geraakt",
    "vervangen",
    "stond",
    "staat",
    "verwezen",
)


class KeptRows:
    """What of a database stays as it is when ``changes`` are written anew.

    Open as long as it is asked; close it afterwards, or use it as a context manager.
    """

    def __init__(self, path: Path, changes: Changes) -> None:
        """Raises ``sqlite3.OperationalError`` where there is no database."""
        self._db = open_read_only(path)
        self._changes = changes

    def __enter__(self) -> KeptRows:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def document(self, document_id: str) -> bool:
        """Whether this paper is there and is not written anew."""
        sql = "select 1 from documenten where id = ?"
        return document_id not in self._changes.documents and bool(self._one(sql, document_id))

    def motie(self, motie_id: str) -> str | None:
        """The id of a motie that is there, under this or another identifier, and stays."""
        sql = """select id from moties where id = ?1
        union all select motie_id from motie_aliassen where id = ?1 limit 1"""
        found = self._one(sql, motie_id)
        return None if found in self._changes.moties else found

    def cluster(self, knelpunt_id: str) -> str | None:
        """The cluster of a signal where that cluster is not written anew."""
        found = self._one("select cluster_id from knelpunten where id = ?", knelpunt_id)
        return None if found in self._changes.clusters else found

    def _one(self, sql: str, value: str) -> str | None:
        row = self._db.execute(sql, (value,)).fetchone()
        return row[0] if row else None


def corrections_touched(path: Path, corrections: Iterable[tables.Correctie]) -> Changes:
    """What the database at ``path`` must write anew because its corrections became others.

    A correction that is no longer there gives a row its own value back, so that row must come in
    again as it was found.
    """
    now = {(one.doel_soort, one.doel_id, one.veld, one.waarde) for one in corrections}
    touched: dict[str, set[str]] = {"documenten": set(), "moties": set(), "toezeggingen": set()}
    with closing(open_read_only(path)) as db:
        before = set(
            map(tuple, db.execute("select doel_soort, doel_id, veld, waarde from correcties"))
        )
        for name, row_id, *_ in now ^ before:
            owner, owner_id = _owner(db, name, row_id)
            if owner_id:
                touched[owner].add(owner_id)
    return Changes(*(frozenset(touched[name]) for name in touched))


def _owner(db: sqlite3.Connection, name: str, row_id: str) -> tuple[str, str | None]:
    """The paper a row comes and goes with, else the motie or promise; ``None`` for no row."""
    table = TABLES.get(name)
    if table is None or not table.of or table.key != ("id",):
        return "", None
    columns = ", ".join(f"[{column}]" for _, column in table.owners)
    row = db.execute(f"select {columns} from [{name}] where id = ?", (row_id,)).fetchone()
    found = {owner: row[column] for owner, column in table.owners} if row else {}
    held = [(owner, one) for owner, one in found.items() if one]
    return held[-1] if held else ("", None)  # the paper is named last


def renew(path: Path, rows: Iterable[Row], changes: Changes, counts: Mapping[str, int]) -> Built:
    """Write ``rows`` into the database at ``path`` in place of the old rows of ``changes``.

    ``path`` is a copy of the database to go on from, and nobody reads it; ``counts`` are its rows
    per table. ``rows`` are those :func:`corpus.rows.rows` makes of the part that changed. Raises
    :class:`CheckFailedError` naming the rows where a reference would lead nowhere, and
    ``ValueError`` where corrections changed of rows that ``changes`` leaves out: the file is then
    of no use any more.
    """
    with closing(open_aside(path)) as conn:
        conn.execute("pragma foreign_keys = on")
        conn.execute("begin")
        conn.execute("pragma defer_foreign_keys = on")
        renewal = _Renewal(conn, changes, counts)
        renewal.take_out()
        renewal.put_in(rows)
        renewal.derive()
        renewal.index()
        built = renewal.built
        built.seen = _seen(conn)
        _commit(conn)
    return built


def _commit(conn: sqlite3.Connection) -> None:
    """End the transaction; SQLite then looks at every reference from and to what changed."""
    try:
        conn.execute("commit")
    except sqlite3.IntegrityError as error:
        raise CheckFailedError(references(conn).melding) from error


class _Renewal:
    """One database on its way from the old rows to the new."""

    def __init__(
        self, conn: sqlite3.Connection, changes: Changes, counts: Mapping[str, int]
    ) -> None:
        self.built = Built(counts=dict.fromkeys(TABLES, 0) | dict(counts))
        self._conn = conn
        self._changes = changes
        self._last: dict[str, int] = {}  # the highest rowid that was there before new rows came

    # --- the old rows

    def take_out(self) -> None:
        """Remove the rows of what changed, and note what they said of other rows."""
        for name in _NAMED:
            self._conn.execute(f"create temp table {name} (id text primary key) without rowid")
        self._last |= {name: self._highest(name) for name in TABLES}
        self._name("weg_documenten", self._changes.documents)
        self._name("weg_moties", self._changes.moties)
        self._name("weg_toezeggingen", self._changes.toezeggingen)
        self._name("weg_clusters", self._changes.clusters)
        for sql in _OLD:
            self._conn.execute(sql)
        for name in reversed(_DIRECT):  # what refers goes before what it refers to
            where = " or ".join(
                f"[{column}] in (select id from temp.weg_{owner})"
                for owner, column in TABLES[name].owners
            )
            self._delete(name, where)

    def _name(self, table: str, ids: Iterable[str]) -> None:
        marks = ((one,) for one in ids)
        self._conn.executemany(f"insert or ignore into temp.{table} values (?)", marks)

    def _delete(self, name: str, where: str) -> None:
        if TABLES[name].search:
            fulltext.remove(self._conn, name, where)
        gone = self._conn.execute(f"delete from main.[{name}] where {where}").rowcount
        self.built.counts[name] -= gone
        self._last[name] = self._highest(name)

    def _highest(self, name: str) -> int:
        (last,) = self._conn.execute(f"select max(rowid) from main.[{name}]").fetchone()
        return last or 0

    # --- the new rows

    def put_in(self, rows: Iterable[Row]) -> None:
        """Insert the rows of what changed; set what is given in full beside what is there."""
        for name in (*_COMPARED, *_DERIVED):
            self._conn.execute(tables.create_sql(name, f"temp.gegeven_{name}"))
        places = {name: f"temp.gegeven_{name}" for name in (*_COMPARED, *_DERIVED)}
        staged = Built(counts=dict.fromkeys(TABLES, 0))
        insert(self._conn, rows, staged, places)
        for name in _DIRECT:
            self.built.counts[name] += staged.counts[name]
        self.built.doubles = staged.doubles
        self._refuse_forgotten()
        for name in _COMPARED:
            self._compare(name)
        correct(self._conn, Built(), self._last)

    def _refuse_forgotten(self) -> None:
        """A correction that came or went can only hold where its row is written anew."""
        for name, row_id in self._conn.execute(_CORRECTED).fetchall():
            table = TABLES.get(name)
            if table and table.of and table.key == ("id",):
                sql = f"select 1 from main.[{name}] where id = ? and rowid <= ?"
                if self._conn.execute(sql, (row_id, self._last[name])).fetchone():
                    raise ValueError(f"correction of {name} {row_id} changed, its row is left out")

    def _compare(self, name: str) -> None:
        """Let a table hold the rows that were given, touching only those that differ."""
        part = _PART.get(name, "1")
        same = " and ".join(
            f"g.[{f.name}] {'=' if f.column.key else 'is'} t.[{f.name}]"
            for f in TABLES[name].fields
        )
        self._conn.execute(
            f"""create temp table anders_{name} as select t.rowid as rij from main.[{name}] t
            where ({part})
            and not exists (select 1 from temp.gegeven_{name} g where {same})"""
        )
        self._delete(name, f"rowid in (select rij from temp.anders_{name})")
        # in order: a plain copy of a whole table is one SQLite makes without looking at references
        self.built.counts[name] += self._conn.execute(
            f"insert or ignore into main.[{name}] select * from temp.gegeven_{name} order by rowid"
        ).rowcount

    # --- what follows from them

    def derive(self) -> None:
        """Work out anew what the old or the new rows say of other rows."""
        for name in _DIRECT:
            self._conn.execute(
                f"create temp table nieuw_{name} as select rowid as rij from main.[{name}]"
                f" where rowid > {self._last[name]}"
            )
        for sql in _NEW:
            self._conn.execute(sql)
        for name, sql in ROWS_TOUCHED.items():
            self._conn.execute(f"insert or ignore into temp.gegeven_{name} {sql}")
            self._compare(name)
        derive_columns(self._conn, limited=True)
        correct(self._conn, self.built, self._last)

    def index(self) -> None:
        """Put the new rows into the full-text indexes."""
        for name, table in TABLES.items():
            if table.search:
                fulltext.add(self._conn, name, "rowid > ?", self._last[name])


def _seen(conn: sqlite3.Connection) -> dict[str, tuple[int, ...]]:
    """The rows that a check must look at: written anew, or referring to what was."""
    seen = {
        name: {row[0] for row in conn.execute(f"select rij from temp.nieuw_{name}")}
        for name in _DIRECT
    }
    for name in ("moties", "toezeggingen"):
        sql = f"select rowid from main.[{name}] where id in (select id from temp.geraakt)"
        seen[name] |= {row[0] for row in conn.execute(sql)}
    for name, column in _REFERRING:
        sql = f"select rowid from main.[{name}] where [{column}] in (select id from weg_vondsten)"
        seen[name] |= {row[0] for row in conn.execute(sql)}
    return {name: tuple(sorted(found)) for name, found in seen.items()}
