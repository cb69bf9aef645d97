"""What the sources offer, and how much of it is held."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from corpus.ledger.book import Book, utc_now
from corpus.sources import SourceItem

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


class Coverage(Book):
    """Expected and held, counted anew only where something changed."""

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
                    month(item.kenmerken.datum),
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

    def offered_id(self, key: str) -> str | None:
        """The identifier of a paper when its source last offered it with one."""
        found = self._db.conn.execute("select id from aangeboden where key = ?", (key,)).fetchone()
        return found[0] if found else None

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
            rows = list(_known_documents(found, utc_now()))
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

    def absent(self) -> dict[str, int]:
        """Papers that a source offered and that are not held, per source; as counted last."""
        return dict(
            self._db.conn.execute(
                "select bron, sum(ontbrekend) from dekking where bron <> ? group by bron"
                " having sum(ontbrekend) > 0 order by bron",
                (_REGISTER,),
            ).fetchall()
        )


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


def month(day: date | None) -> str:
    """The period a paper of that day counts in: ``2026-11``, or ``onbekend``."""
    return f"{day:%Y-%m}" if day else "onbekend"
