"""Checks find the rows that are wrong, and only those."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.checks import CHECKS, CheckResult, row_counts, run_checks, shrunk
from corpus.tables import TABLES
from tests.corpus.test_database import make


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    make(tmp_path / "kamer.db")
    with closing(sqlite3.connect(tmp_path / "kamer.db")) as conn:
        yield conn


def failed(results: list[CheckResult]) -> list[str]:
    return [result.name for result in results if not result.good]


def test_a_good_database_passes_them_all(db: sqlite3.Connection) -> None:
    assert failed(run_checks(db)) == []


# what is broken, and the check that sees it
BROKEN = [
    ("update moties set score = 1.5 where id = 'kst-99001-3'",
     "elke zekerheid ligt tussen 0 en 1"),
    ("update knelpunten set citaat = ' '", "elk citaat heeft tekst"),
    ("update toezeggingen set termijn_van = '2030-01-01'", "geen termijn eindigt voor zij begint"),
    ("update toezeggingen set gedaan_op = '2031-01-01'",
     "geen toezegging verloopt voor zij is gedaan"),
    ("update moties set keten_id = 'weg'", "elke motie staat in een keten die bestaat"),
    ("update moties set vervangt_id = id", "geen motie vervangt zichzelf"),
    ("update moties set vervangt_id = 'kst-99001-3', datum_ingediend = '2028-01-01'"
     " where id = 'kst-99001-4'", "geen motie vervangt een jongere motie"),
    ("update moties set zetels_voor = 10", "een aangenomen motie heeft meer zetels voor dan tegen"),
    ("update moties set zetels_voor = 151", "niemand telt meer dan 150 zetels"),
    ("update documenten set datum = '2020-01-01'",
     "geen vermelding is ouder dan de motie die zij noemt"),
    ("update opvolgingen set datum = '2020-01-01'",
     "geen opvolging is ouder dan waar zij over gaat"),
    ("update opvolgingen set van_id = 'weg'",
     "elke opvolging wijst naar iets dat bestaat of naar een Kamerstuknummer"),
    ("update documenten set tekens = 0", "elk stuk heeft tekst"),
    ("update documenten set datum = null", "elk stuk heeft een datum"),
    ("delete from documenten where id = 'blg-990001'",
     "elke verwijzing tussen tabellen komt uit"),
    ("update moties set status_kamer = 'weg'", "elk woord staat in zijn gesloten lijst"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "name"), BROKEN, ids=[name for _, name in BROKEN])
def test_what_is_broken_is_seen_and_named(db: sqlite3.Connection, sql: str, name: str) -> None:
    db.execute("pragma ignore_check_constraints = on")  # as if the schema let it pass
    db.execute(sql)
    (result,) = [result for result in run_checks(db) if result.name == name]
    assert result.wrong > 0
    assert result.examples
    assert result.examples[0] in result.melding


LIMITED = [(sql, name) for sql, name in BROKEN if not sql.startswith("delete")]


@pytest.mark.parametrize(("sql", "name"), LIMITED, ids=[name for _, name in LIMITED])
def test_only_the_rows_to_judge_are_judged(db: sqlite3.Connection, sql: str, name: str) -> None:
    if name == "elk woord staat in zijn gesloten lijst":
        with pytest.raises(sqlite3.IntegrityError):  # the schema sees to it
            db.execute(sql)
        return
    db.execute(sql)
    every = {
        table: [row[0] for row in db.execute(f"select rowid from [{table}]")] for table in TABLES
    }
    whole = {result.name: result.wrong for result in run_checks(db)}
    (narrow,) = [result for result in run_checks(db, seen=every) if result.name == name]
    assert (narrow.wrong, narrow.limited) == (whole[name], True)


def test_rows_that_were_judged_before_are_not_judged_again(db: sqlite3.Connection) -> None:
    db.execute("update moties set score = 1.5, zetels_voor = 200")
    assert failed(run_checks(db, seen={"toezeggingen": [1]})) == []
    (last,) = db.execute("select max(rowid) from moties").fetchone()
    assert "niemand telt meer dan 150 zetels" in failed(run_checks(db, seen={"moties": [last]}))


def test_every_check_has_a_case() -> None:
    assert {check.name for check in CHECKS} <= {name for _, name in BROKEN}


def test_a_size_budget_is_kept(db: sqlite3.Connection) -> None:
    assert failed(run_checks(db, max_bytes=10)) == ["niet groter dan 10 bytes"]
    assert failed(run_checks(db, max_bytes=10**9)) == []


@pytest.mark.parametrize(
    ("before", "now", "good"),
    [
        ({"moties": 100}, {"moties": 51}, True),
        ({"moties": 100}, {"moties": 49}, False),
        ({"moties": 49}, {"moties": 0}, True),  # too small to say
        ({}, {"moties": 3}, True),
        ({"passages": 100}, {"passages": 0}, True),  # follows the papers
    ],
)
def test_a_table_that_lost_half_is_suspect(
    before: dict[str, int], now: dict[str, int], good: bool
) -> None:
    assert shrunk(before, now).good is good


def test_row_counts_name_every_table(db: sqlite3.Connection) -> None:
    assert row_counts(db)["moties"] == 2
