"""What the link step knows, so that a night costs what changed and not what is held.

One SQLite file of its own (``<data-dir>/verbonden.db``). All in it is derived from ledger and
shelf and may be thrown away at any time: then it is made again. Everything a night changes is one
transaction, so a run that is killed leaves the old state or the new one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from corpus import kinship
from corpus.kinship import Kinship
from corpus.linkstate import moties, papers
from corpus.linkstate.moties import MotieState
from corpus.linkstate.papers import PaperState

# what may have to be published anew
DOCUMENT, MOTIE, TOEZEGGING, CLUSTER = "document", "motie", "toezegging", "cluster"

_SCHEMA = (
    "create table merken (naam text primary key, waarde text)",
    """create table geraakt (soort text, id text, generatie integer,
        primary key (soort, id)) without rowid""",
    "create index geraakt_generatie on geraakt (soort, generatie)",
)


class LinkState:
    """The state in the file ``path``, made by code of ``version``.

    Where the file was made by other code, or ``token`` is not one it knows (ledger or state were
    thrown away or put back from a copy), it is empty when it opens.
    """

    def __init__(self, path: Path, version: str, token: str | None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._conn = _open(path)
        if not self._fits(version, token):
            self._conn.close()
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._conn = _open(path)
            self._create(version)
        for statement in (*kinship.TEMPORARY, *papers.TEMPORARY, *moties.TEMPORARY):
            self._conn.execute(statement)
        self.kinship = Kinship(self._conn)
        self.papers = PaperState(self._conn)
        self.moties = MotieState(self._conn)

    def __enter__(self) -> LinkState:
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
        self._conn.close()

    def _fits(self, version: str, token: str | None) -> bool:
        try:
            held = self._conn.execute("select waarde from merken where naam = 'versie'").fetchone()
            known = {self.mark("token"), self.mark("vorige token")}
        except sqlite3.DatabaseError:
            return False
        return held == (version,) and token is not None and token in known

    def _create(self, version: str) -> None:
        with self.changing():
            for statement in (*_SCHEMA, *kinship.SCHEMA, *papers.SCHEMA, *moties.SCHEMA):
                self._conn.execute(statement)
            self.set_mark("versie", version)
            self.set_mark("naam", uuid4().hex)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self._conn.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._conn.rollback()
            raise
        self._conn.commit()

    # how far

    def mark(self, naam: str) -> str | None:
        """What was written down under this name."""
        found = self._conn.execute("select waarde from merken where naam = ?", (naam,)).fetchone()
        return str(found[0]) if found else None

    def number(self, naam: str) -> int:
        """A mark that is a number; 0 where it is not there yet."""
        return int(self.mark(naam) or 0)

    def set_mark(self, naam: str, waarde: str | int) -> None:
        """Write something down under a name."""
        self._conn.execute("insert or replace into merken values (?, ?)", (naam, str(waarde)))

    def new_token(self) -> str:
        """A new token, to be given to the ledger as well once this transaction is done."""
        token = uuid4().hex
        self.set_mark("vorige token", self.mark("token") or "")
        self.set_mark("token", token)
        return token

    # what must be published anew

    def touch(self, soort: str, ids: Iterable[str]) -> None:
        """These must be published anew; counts for the generation this transaction makes."""
        generation = self.number("generatie") + 1
        self._conn.executemany(
            "insert or replace into geraakt values (?, ?, ?)",
            ((soort, id_, generation) for id_ in ids),
        )

    def end_generation(self) -> None:
        """What was touched up to here is one generation."""
        self.set_mark("generatie", self.number("generatie") + 1)

    def touched_since(self, soort: str, generation: int) -> frozenset[str]:
        """What was touched after a generation."""
        found = self._conn.execute(
            "select id from geraakt where soort = ? and generatie > ?", (soort, generation)
        )
        return frozenset(id_ for (id_,) in found)

    @property
    def stand(self) -> str:
        """What the state holds now, in a word: which state this is, and its generation."""
        return f"{self.mark('naam')} {self.number('generatie')}"

    def generation_of(self, stand: str | None) -> int | None:
        """The generation in a word this state gave; ``None`` where another gave it."""
        name, _, generation = (stand or "").partition(" ")
        return int(generation) if name == self.mark("naam") else None

    def close_circle(self) -> None:
        """What is touched brings along what stands in the same rows.

        A motie brings its paper, a paper brings its moties and clusters.
        """
        generation = self.number("generatie") + 1
        for statement in _CIRCLE:
            self._conn.execute(statement, {"nu": generation})


_CIRCLE = (
    """insert or replace into geraakt
    select 'document', m.document_id, :nu from geraakt g join moties m on m.id = g.id
    where g.soort = 'motie' and g.generatie = :nu and m.document_id is not null""",
    """insert or replace into geraakt
    select 'motie', m.id, :nu from geraakt g join moties m on m.document_id = g.id
    where g.soort = 'document' and g.generatie = :nu""",
    """insert or replace into geraakt
    select 'cluster', l.cluster, :nu from geraakt g join signalen s on s.document_id = g.id
        join clusterleden l on l.signaal = s.id
    where g.soort = 'document' and g.generatie = :nu""",
)


def _open(path: Path) -> sqlite3.Connection:
    # one thread at a time uses it: the one that links, then the one that publishes
    conn = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
    for pragma in ("journal_mode = wal", "synchronous = normal", "temp_store = file"):
        try:
            conn.execute(f"pragma {pragma}")
        except sqlite3.DatabaseError:
            break  # no database: it is made again
    return conn
