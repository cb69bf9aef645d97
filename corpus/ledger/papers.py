"""The papers held, as the manifest of the store tells, and which of them are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from pydantic import TypeAdapter

from corpus.ledger.coverage import Coverage, month
from corpus.store import Store
from models.paper import RawFile
from models.sameness import Fingerprint

_RAW = TypeAdapter(RawFile)


class Papers(Coverage):
    """An index on the manifest; the manifest is the truth."""

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
                    month(raw.kenmerken.datum),
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

    def raw_of_bytes(self, sha256: str, id_: str) -> RawFile | None:
        """The paper of these bytes; of more than one, that which the source calls ``id_``."""
        found = self._db.conn.execute(
            "select json from stukken where sha256 = ? order by id is ? desc, volg desc limit 1",
            (sha256, id_),
        ).fetchone()
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

    def last_change(self) -> int:
        """The change number of the paper that changed last; 0 where none is held."""
        return self._last("stukken")

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

    def same_since(self, number: int) -> Iterator[tuple[str, str, int]]:
        """The pairs remembered after ``number`` (0: all), each with its own number, in order."""
        found = self._db.conn.execute(
            "select id, ook, rowid from gelijk where rowid > ? order by rowid", (number,)
        )
        return ((id_, ook, rowid) for id_, ook, rowid in found)

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
