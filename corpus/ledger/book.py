"""The file of the ledger: opened, brought up to date, written one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from corpus.ledger.schema import CHANGES, FORMAT, INDEXES, TABLES
from models.problems import UsageError

# how many rows are written, or queued papers read, at a time
BATCH = 500


class Book:
    """The file ``path`` with its tables; what the parts of the ledger have in common.

    Raises :class:`UsageError` when the file was written by a newer version of the program. A
    ledger belongs to the thread that opened it.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = Database(path)
        self._db.conn.execute("PRAGMA busy_timeout = 30000")
        self._db.enable_wal()
        held = self._db.conn.execute("PRAGMA user_version").fetchone()[0]
        if held > FORMAT:
            self.close()
            raise UsageError(
                f"{path} is gemaakt door een nieuwere versie van Kamerspoor; werk die eerst bij."
            )
        if held < FORMAT:
            self._make(held)

    def _make(self, held: int) -> None:
        """Make the tables, or bring those of an older format up to date."""
        with self._write():
            for number in range(held or FORMAT, FORMAT):
                for statement in CHANGES[number]:
                    self._db.conn.execute(statement)
            for name, (columns, key) in TABLES.items():
                self._db.table(name).create(dict(columns), pk=key, if_not_exists=True)
            for statement in INDEXES:
                self._db.conn.execute(statement)
            self._db.conn.execute(f"PRAGMA user_version = {FORMAT}")

    def __enter__(self) -> Self:
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

    def _last(self, table: str) -> int:
        """The highest change number of ``register``, ``stukken`` or ``links``."""
        found = self._db.conn.execute(f"select max(volg) from {table}").fetchone()
        return int(found[0] or 0)

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


def utc_now() -> str:
    """The moment in UTC, to the second, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
