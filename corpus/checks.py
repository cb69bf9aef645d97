"""Questions to a new database whose answer should be "no rows"; the rows are the message.

A database that goes on from another was checked before, so only the rows that were written anew
are looked at, and those that refer to them. What its schema enforces on the way in (references,
closed lists) is not asked again. Each outcome says which of the two it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from corpus.tables import TABLES

_SHOWN = 5
_REFERENCES = "elke verwijzing tussen tabellen komt uit"
_WORDS = "elk woord staat in zijn gesloten lijst"
_MATTERS = 50  # rows; a smaller table may change as it likes


@dataclass(frozen=True, slots=True)
class Check:
    """A query for rows that are wrong. Without ``required`` it warns and does not stop.

    The first column of the query names the row. The query judges the rows of a table named as it
    is (``moties``), which may be a part of them; what those are held against is all rows
    (``main.moties``).
    """

    name: str
    sql: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check: how many rows are wrong, and the first few of them.

    ``limited`` says that only rows written anew, and rows that refer to those, were judged.
    """

    name: str
    required: bool
    wrong: int
    examples: tuple[str, ...] = ()
    limited: bool = False

    @property
    def good(self) -> bool:
        """Whether no row is wrong."""
        return self.wrong == 0

    @property
    def melding(self) -> str:
        """One line for a person."""
        if self.good:
            return f"goed: {self.name}"
        return f"{self.wrong} rij(en) mis: {self.name} ({', '.join(self.examples)})"


def _span(table: str, first: str, last: str) -> str:
    return f"select id from {table} where {first} > {last}"


CHECKS: tuple[Check, ...] = (
    Check("elke zekerheid ligt tussen 0 en 1", " union all ".join(
        f"select id from {table} where score not between 0 and 1"
        for table in ("moties", "verwijzingen", "motie_vermeldingen", "toezeggingen",
                      "knelpunten", "opvolgingen"))),
    Check("elk citaat heeft tekst", " union all ".join(
        f"select id from {table} where trim(citaat) = ''"
        for table in ("toezeggingen", "knelpunten", "opvolgingen"))),
    Check("geen termijn eindigt voor zij begint",
          _span("toezeggingen", "termijn_van", "termijn_tot")),
    Check("geen toezegging verloopt voor zij is gedaan",
          _span("toezeggingen", "gedaan_op", "termijn_tot"), required=False),
    Check("elke motie staat in een keten die bestaat",
          "select id from moties where keten_id not in (select id from main.moties)",
          required=False),
    Check("geen motie vervangt zichzelf", "select id from moties where vervangt_id = id"),
    Check("geen motie vervangt een jongere motie",
          """select n.id from moties n join main.moties o on o.id = n.vervangt_id
          where o.datum_ingediend > n.datum_ingediend""", required=False),
    Check("een aangenomen motie heeft meer zetels voor dan tegen",
          """select id from moties where status_kamer = 'aangenomen'
          and zetels_voor <= zetels_tegen""", required=False),
    Check("niemand telt meer dan 150 zetels",
          "select id from moties where zetels_voor > 150 or zetels_tegen > 150", required=False),
    Check("geen vermelding is ouder dan de motie die zij noemt",
          """select n.id from motie_vermeldingen n join main.moties m on m.id = n.motie_id
          join main.documenten d on d.id = n.document_id where d.datum < m.datum_ingediend""",
          required=False),
    Check("geen opvolging is ouder dan waar zij over gaat",
          """select o.id from opvolgingen o join main.moties m on m.id = o.van_id
          where o.datum < m.datum_ingediend""", required=False),
    # a paper may give the number of a motie that no register row or paper of ours has
    Check("elke opvolging wijst naar iets dat bestaat of naar een Kamerstuknummer",
          """select id from opvolgingen where van_id is not null
          and not (van_soort = 'motie' and van_id glob 'kst-*')
          and van_id not in (select id from main.moties)
          and van_id not in (select id from main.toezeggingen)
          and van_id not in (select id from main.knelpunten)"""),
    Check("elk stuk heeft tekst", "select id from documenten where tekens = 0", required=False),
    Check("elk stuk heeft een datum", "select id from documenten where datum is null",
          required=False),
)  # fmt: skip


def run_checks(
    db: sqlite3.Connection,
    max_bytes: int | None = None,
    seen: Mapping[str, Sequence[int]] | None = None,
) -> list[CheckResult]:
    """All checks on a database, references first; ``max_bytes`` is the size budget, if any.

    ``seen`` holds the rows (``rowid``) to judge of each table, where it is not every row; the
    schema has then enforced references and closed lists.
    """
    if seen is None:
        results = [references(db), _words(db), *(_run(db, check) for check in CHECKS)]
    else:
        enforced = [CheckResult(name, True, 0) for name in (_REFERENCES, _WORDS)]
        with _narrowed(db, seen):
            found = [*enforced, *(_run(db, check) for check in CHECKS)]
        results = [replace(result, limited=True) for result in found]
    if max_bytes is not None:
        size = size_of(db)
        over = (f"{size} bytes",) if size > max_bytes else ()
        results.append(CheckResult(f"niet groter dan {max_bytes} bytes", True, len(over), over))
    return results


@contextmanager
def _narrowed(db: sqlite3.Connection, seen: Mapping[str, Sequence[int]]) -> Iterator[None]:
    """For a while the plain name of a table means the rows to judge, on this connection."""
    db.execute(
        "create temp table te_zien (tabel text, rij integer, primary key (tabel, rij))"
        " without rowid"
    )
    for name in TABLES:
        rows = ((name, row) for row in seen.get(name, ()))
        db.executemany("insert into temp.te_zien values (?, ?)", rows)
        db.execute(
            f"create temp view [{name}] as select * from main.[{name}]"
            f" where rowid in (select rij from temp.te_zien where tabel = '{name}')"
        )
    try:
        yield
    finally:
        for name in TABLES:
            db.execute(f"drop view temp.[{name}]")
        db.execute("drop table temp.te_zien")


def shrunk(before: Mapping[str, int], now: Mapping[str, int]) -> CheckResult:
    """Whether a table that mattered lost more than half of its rows since the last release."""
    lost = tuple(
        f"{name}: {before[name]} → {now.get(name, 0)}"
        for name in ("documenten", "moties", "toezeggingen", "knelpunten", "opvolgingen")
        if before.get(name, 0) >= _MATTERS and now.get(name, 0) < before[name] / 2
    )
    return CheckResult("geen tabel verloor meer dan de helft van haar rijen", True, len(lost), lost)


def row_counts(db: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of each table."""
    return {
        name: db.execute(f"select count(*) from main.[{name}]").fetchone()[0] for name in TABLES
    }


def size_of(db: sqlite3.Connection) -> int:
    """The size of the database in bytes."""
    pages, size = (db.execute(f"pragma {p}").fetchone()[0] for p in ("page_count", "page_size"))
    return int(pages) * int(size)


def _run(db: sqlite3.Connection, check: Check) -> CheckResult:
    wrong = [str(row[0]) for row in db.execute(check.sql)]
    return CheckResult(check.name, check.required, len(wrong), tuple(wrong[:_SHOWN]))


def references(db: sqlite3.Connection) -> CheckResult:
    """Every reference of every table leads to a row."""
    wrong = [f"{row[0]} rij {row[1]} → {row[2]}" for row in db.execute("pragma foreign_key_check")]
    return CheckResult(_REFERENCES, True, len(wrong), tuple(wrong[:_SHOWN]))


def _words(db: sqlite3.Connection) -> CheckResult:
    """Every word of a closed list is on that list (the schema sees to it as well)."""
    wrong = []
    for name, table in TABLES.items():
        for f in table.fields:
            if f.closed_list:
                words = ", ".join(f"'{word.value}'" for word in f.closed_list)
                sql = f"select distinct [{f.name}] from [{name}] where [{f.name}] not in ({words})"
                wrong += [f"{name}.{f.name}: {row[0]}" for row in db.execute(sql)]
    return CheckResult(_WORDS, True, len(wrong), tuple(wrong[:_SHOWN]))
