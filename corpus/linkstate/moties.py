"""The moties as the link step knows them: what they are made of, what they are found by."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from models.links import KnownMotie, MotieFacts, PaperMotie, facts_of
from models.register import RegisterMotie, RegisterToezegging

SCHEMA = (
    "create table rijen (zaak_id text primary key, motie blob)",
    "create table delen (wie text primary key, document_id text, motie blob)",
    "create index delen_stuk on delen (document_id)",
    "create table banden (sleutel text, wie text, primary key (sleutel, wie)) without rowid",
    "create index banden_wie on banden (wie)",
    """create table moties (id text primary key, document_id text, vervangt_id text,
        vergaderjaar text, feiten text, motie blob)""",
    "create index moties_stuk on moties (document_id)",
    "create index moties_vervangt on moties (vervangt_id)",
    "create index moties_jaar on moties (vergaderjaar, document_id)",
    "create table bronnen (wie text primary key, motie_id text)",
    "create index bronnen_motie on bronnen (motie_id)",
    "create table motie_namen (naam text primary key, motie_id text)",
    "create index motie_namen_motie on motie_namen (motie_id)",
    """create table sleutels (sleutel text, motie_id text, datum text,
        primary key (sleutel, motie_id)) without rowid""",
    "create index sleutels_motie on sleutels (motie_id)",
    "create table achternamen (naam text primary key, aantal integer) without rowid",
    "create table rij_toezeggingen (rij text primary key, id text, json text)",
    "create index rij_toezeggingen_id on rij_toezeggingen (id)",
)
# what one run needs while it runs
TEMPORARY = (
    "create temp table if not exists zaad (sleutel text primary key) without rowid",
    "create temp table if not exists groepen (wie text primary key, groep integer) without rowid",
    "create index if not exists temp.groepen_groep on groepen (groep)",
    "create temp table if not exists oude_moties (id text primary key, motie blob)",
    "create temp table if not exists oude_namen (naam text primary key, motie_id text)",
    "create temp table if not exists vorige (id text primary key) without rowid",
)

_Content = TypeVar("_Content")

_ROW = TypeAdapter(RegisterMotie)
_PART = TypeAdapter(PaperMotie)
_MOTIE = TypeAdapter(KnownMotie)
_FACTS = TypeAdapter(MotieFacts)
_PROMISE = TypeAdapter(RegisterToezegging)


class MotieState:
    """The moties, in the database of the link state; also what answers are looked up in.

    What a motie is made of goes by its ``zaak_id`` (a row) or by :attr:`PaperMotie.key`.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._surnames: list[str] | None = None
        self._facts = lru_cache(maxsize=100_000)(_FACTS.validate_json)

    # what moties are made of

    def put_row(self, zaak_id: str, row: RegisterMotie | None, keys: Iterable[str]) -> bool:
        """Keep a row of the register (``None``: there is none); returns whether it is another."""
        packed = _pack(_ROW, row) if row else None
        return self._put("rijen", "zaak_id", zaak_id, (zaak_id, packed), keys)

    def put_part(self, part: PaperMotie, keys: Iterable[str]) -> bool:
        """Keep a motie in a paper; returns whether it is another than before."""
        values = (part.key, part.document_id, _pack(_PART, part))
        return self._put("delen", "wie", part.key, values, keys)

    def drop_part(self, key: str) -> None:
        """Forget a motie in a paper."""
        self._put("delen", "wie", key, (key, None, None), ())

    def parts_of(self, document_id: str) -> set[str]:
        """The keys of the moties in a paper."""
        found = self._conn.execute("select wie from delen where document_id = ?", (document_id,))
        return {key for (key,) in found}

    def _put(
        self, table: str, column: str, who: str, values: tuple[object, ...], keys: Iterable[str]
    ) -> bool:
        held = self._conn.execute(
            f"select motie from {table} where {column} = ?", (who,)
        ).fetchone()
        if (held[0] if held else None) == values[-1]:
            return False
        # what it was joined with must be joined anew, and what it will be joined with
        self._conn.execute(
            "insert or ignore into temp.zaad select sleutel from banden where wie = ?", (who,)
        )
        self._conn.execute(
            "insert or ignore into temp.vorige select motie_id from bronnen where wie = ?", (who,)
        )
        self._conn.execute("delete from banden where wie = ?", (who,))
        self._conn.execute("delete from bronnen where wie = ?", (who,))
        if values[-1] is None:
            self._conn.execute(f"delete from {table} where {column} = ?", (who,))
            return True
        marks = ", ".join("?" * len(values))
        self._conn.execute(f"insert or replace into {table} values ({marks})", values)
        self._conn.executemany(
            "insert into banden values (?, ?)", ((key, who) for key in set(keys))
        )
        self._conn.execute(
            "insert or ignore into temp.zaad select sleutel from banden where wie = ?", (who,)
        )
        return True

    # joining them anew

    def open_groups(self) -> int:
        """Take apart all moties that what changed hangs together with; returns how many groups.

        What hangs together by a key, directly or not, is one group.
        """
        groups = 0
        while found := self._conn.execute("select sleutel from temp.zaad limit 1").fetchone():
            groups += self._open_group(found[0], groups)
        self._conn.execute(
            "insert or ignore into temp.vorige"
            " select motie_id from temp.groepen join bronnen using (wie)"
        )
        self._conn.execute(
            "insert into temp.oude_moties select id, motie from moties"
            " where id in (select id from temp.vorige)"
        )
        self._conn.execute(
            "insert into temp.oude_namen select naam, motie_id from motie_namen"
            " where motie_id in (select id from temp.vorige)"
        )
        for (id_,) in self._conn.execute("select id from temp.vorige").fetchall():
            self._take_out(id_)
        return groups

    def _open_group(self, key: str, number: int) -> bool:
        """Whether there is anything in the group of a key; it is then all in ``groepen``."""
        keys, members, todo = {key}, set[str](), [key]
        while todo:
            found = self._conn.execute("select wie from banden where sleutel = ?", (todo.pop(),))
            new = {who for (who,) in found} - members
            members |= new
            for who in new:
                more = self._conn.execute("select sleutel from banden where wie = ?", (who,))
                fresh = {one for (one,) in more} - keys
                keys |= fresh
                todo += fresh
        self._conn.executemany("delete from temp.zaad where sleutel = ?", ((k,) for k in keys))
        self._conn.executemany(
            "insert into temp.groepen values (?, ?)", ((who, number) for who in members)
        )
        return bool(members)

    def _take_out(self, id_: str) -> None:
        self._count_surnames(id_, -1)
        for table in ("motie_namen", "sleutels", "bronnen"):
            self._conn.execute(f"delete from {table} where motie_id = ?", (id_,))
        self._conn.execute("delete from moties where id = ?", (id_,))

    def group(self, number: int) -> tuple[list[RegisterMotie], list[PaperMotie]]:
        """What a group is made of."""
        rows = self._conn.execute(
            "select motie from temp.groepen join rijen on zaak_id = wie where groep = ?", (number,)
        )
        parts = self._conn.execute(
            "select motie from temp.groepen join delen using (wie) where groep = ?", (number,)
        )
        return [_unpack(_ROW, row) for (row,) in rows], [_unpack(_PART, one) for (one,) in parts]

    def put(
        self,
        motie: KnownMotie,
        sources: Iterable[str],
        names: Iterable[str],
        keys: Iterable[str],
        surnames: Iterable[str],
    ) -> None:
        """Keep a motie with what it is made of and all it is found by."""
        year = motie.register.vergaderjaar or "onbekend" if motie.register else None
        facts = facts_of(motie)
        self._conn.execute(
            "insert into moties values (?, ?, ?, ?, ?, ?)",
            (
                motie.id,
                motie.document_id,
                motie.vervangt_id,
                year,
                _FACTS.dump_json(facts).decode(),
                _pack(_MOTIE, motie),
            ),
        )
        self._conn.executemany(
            "insert into bronnen values (?, ?)", ((who, motie.id) for who in sources)
        )
        self._conn.executemany(
            "insert into motie_namen values (?, ?)",
            ((name, motie.id) for name in {motie.id, *names}),
        )
        datum = facts.datum.isoformat() if facts.datum else None
        self._conn.executemany(
            "insert into sleutels values (?, ?, ?)", ((key, motie.id, datum) for key in keys)
        )
        self._conn.executemany(
            "insert into sleutels values (?, ?, null)",
            ((_SURNAME + name, motie.id) for name in set(surnames)),
        )
        self._count_surnames(motie.id, 1)

    def _count_surnames(self, id_: str, by: int) -> None:
        self._conn.execute(
            f"""insert into achternamen
            select substr(sleutel, {len(_SURNAME) + 1}), ?2 from sleutels
            where motie_id = ?1 and sleutel glob '{_SURNAME}*'
            on conflict (naam) do update set aantal = aantal + ?2""",
            (id_, by),
        )

    def close_groups(self) -> Iterator[tuple[KnownMotie | None, KnownMotie | None]]:
        """Every motie that is new, gone or different: as it was and as it is."""
        self._conn.execute("delete from achternamen where aantal = 0")
        self._surnames = None
        found = self._conn.execute(
            """select o.motie, m.motie from temp.oude_moties o left join moties m using (id)
            where m.motie is not o.motie
            union all
            select null, m.motie from (select distinct motie_id as id
                from temp.groepen join bronnen using (wie)) n join moties m using (id)
            where id not in (select id from temp.oude_moties)"""
        )
        for before, now in found:
            yield _unpack(_MOTIE, before) if before else None, _unpack(_MOTIE, now) if now else None

    def names_changed(self) -> Iterator[tuple[str, str]]:
        """Every identifier that is of another motie than before, with the motie: before and now."""
        now = """select naam, motie_id from motie_namen where motie_id in (
            select motie_id from temp.groepen join bronnen using (wie))"""
        found = self._conn.execute(
            f"""select * from (select naam, motie_id from temp.oude_namen except {now})
            union all select * from ({now} except select naam, motie_id from temp.oude_namen)"""
        )
        return ((name, id_) for name, id_ in found.fetchall())

    def forget_groups(self) -> None:
        """What was taken apart is joined, and what came of it was told."""
        for table in ("oude_moties", "oude_namen", "groepen", "vorige"):
            self._conn.execute(f"delete from temp.{table}")

    # looking up; see ``extractors.resolve.Moties``

    def named(self, id_: str) -> MotieFacts | None:
        """The motie with this identifier, whichever of its identifiers it is."""
        found = self._conn.execute(
            "select feiten from motie_namen join moties on id = motie_id where naam = ?", (id_,)
        ).fetchone()
        return self._facts(found[0]) if found else None

    def with_key(self, key: str, until: date | None) -> Sequence[MotieFacts]:
        """The moties that have this key and are not from after ``until``, in order of id.

        One without a date may be from any day. Of very many those dated last are given.
        """
        found = self._conn.execute(
            """select feiten from (select motie_id from sleutels
                where sleutel = ?1 and (?2 is null or datum is null or datum <= ?2)
                order by coalesce(datum, '9999-12-31') desc, motie_id desc limit ?3)
            join moties on id = motie_id order by id""",
            (key, until.isoformat() if until else None, _MOST),
        )
        return [self._facts(text) for (text,) in found]

    def surnames(self) -> Sequence[str]:
        """Every surname of a member that signs one of the moties, in order."""
        if self._surnames is None:
            found = self._conn.execute(
                "select naam from achternamen where aantal > 0 order by naam"
            )
            self._surnames = [name for (name,) in found]
        return self._surnames

    # what is published

    def published(self, id_: str) -> str | None:
        """The id a motie is published under, by any of its identifiers; ``None`` if unknown."""
        found = self._conn.execute(
            "select motie_id from motie_namen where naam = ?", (id_,)
        ).fetchone()
        return found[0] if found else None

    def replaced_by(self, id_: str) -> str | None:
        """The motie that says it replaces ``id_``; of several the first."""
        found = self._conn.execute(
            "select min(id) from moties where vervangt_id in (?, ?)", (id_, self.published(id_))
        ).fetchone()
        return found[0] if found else None

    def paper_of(self, id_: str) -> str | None:
        """The paper a motie stands in."""
        found = self._conn.execute("select document_id from moties where id = ?", (id_,)).fetchone()
        return found[0] if found else None

    def in_paper(self, document_id: str) -> list[str]:
        """The moties that stand in a paper."""
        found = self._conn.execute("select id from moties where document_id = ?", (document_id,))
        return [id_ for (id_,) in found]

    def has_row(self, zaak_id: str) -> bool:
        """Whether this Zaak is a motie."""
        found = self._conn.execute("select 1 from rijen where zaak_id = ?", (zaak_id,))
        return found.fetchone() is not None

    def motie(self, id_: str) -> KnownMotie | None:
        """One motie, by the id it is published under."""
        found = self._conn.execute("select motie from moties where id = ?", (id_,)).fetchone()
        return _unpack(_MOTIE, found[0]) if found else None

    def ids(self) -> list[str]:
        """The ids of all moties, in order."""
        return [id_ for (id_,) in self._conn.execute("select id from moties order by id")]

    def aliases(self, id_: str) -> list[str]:
        """The other identifiers of a motie, in order."""
        found = self._conn.execute(
            "select naam from motie_namen where motie_id = ?1 and naam <> ?1 order by naam", (id_,)
        )
        return [name for (name,) in found]

    def count(self) -> int:
        """How many moties are known."""
        (count,) = self._conn.execute("select count(*) from moties").fetchone()
        return int(count)

    def with_text(self) -> list[tuple[str, int, int]]:
        """Per vergaderjaar: the moties of the register, and of how many we hold the text."""
        return self._conn.execute(
            "select vergaderjaar, count(*), count(document_id) from moties"
            " where vergaderjaar is not null group by vergaderjaar order by vergaderjaar"
        ).fetchall()

    # promises in the register

    def put_promise(self, rij: str, promise: RegisterToezegging | None) -> set[str]:
        """Keep a promise of the register by the Id of its row; returns the ids that changed."""
        held = self._conn.execute(
            "select id, json from rij_toezeggingen where rij = ?", (rij,)
        ).fetchone()
        now = (promise.id, _PROMISE.dump_json(promise).decode()) if promise else None
        if held == now:
            return set()
        self._conn.execute("delete from rij_toezeggingen where rij = ?", (rij,))
        if now:
            self._conn.execute("insert into rij_toezeggingen values (?, ?, ?)", (rij, *now))
        return {one[0] for one in (held, now) if one}

    def promise(self, id_: str) -> RegisterToezegging | None:
        """A promise of the register; of two with one number that of the first row."""
        found = self._conn.execute(
            "select json from rij_toezeggingen where id = ? order by rij limit 1", (id_,)
        ).fetchone()
        return _PROMISE.validate_json(found[0]) if found else None

    def promise_ids(self) -> list[str]:
        """The ids of all promises of the register, in order."""
        found = self._conn.execute("select distinct id from rij_toezeggingen order by id")
        return [id_ for (id_,) in found]


_SURNAME = "achternaam:"
_MOST = 2_000


def _pack(adapter: TypeAdapter[Any], thing: object) -> bytes:
    return zlib.compress(adapter.dump_json(thing, exclude_defaults=True), 1)


def _unpack(adapter: TypeAdapter[_Content], packed: bytes) -> _Content:
    return adapter.validate_json(zlib.decompress(packed))
