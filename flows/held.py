"""A paper or a finding of the current release, by its identifier: the bytes it was read from."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from corpus.database import open_read_only
from corpus.ledger import Ledger
from corpus.store import Store
from flows.settings import Settings
from flows.trace import subject_id
from models.paper import RawFile
from models.problems import UsageError

_TABLES = ("moties", "toezeggingen", "knelpunten", "opvolgingen", "motie_vermeldingen")
_FINDINGS = " union all ".join(f"select id, document_id from [{table}]" for table in _TABLES)


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that is held; ``meant`` are the identifiers of the finding, none for all of it."""

    raw: RawFile
    data: bytes
    meant: frozenset[str]


def find_held(settings: Settings, subject: str) -> Held:
    """The paper that ``subject`` names, or in which the motie, toezegging … of that id stands.

    Raises :class:`UsageError` where the current release has none, :class:`KamerspoorError` where
    the store no longer holds its bytes.
    """
    database = settings.data_dir / "current" / "kamer.db"
    if not database.exists():
        raise UsageError(f"{subject} is geen bestand, en er is nog geen uitgave om in te zoeken.")
    with closing(open_read_only(database)) as connection:
        sha256, document_id, meant = _paper_of(connection, subject_id(subject))
    if sha256 is None:
        raise UsageError(f"{subject} is geen bestand, en staat in geen stuk van deze uitgave.")
    with Ledger(settings.rooms.ledger) as ledger:
        raw = ledger.raw_of_bytes(sha256, document_id)
    if raw is None:
        raise UsageError(f"{subject} staat niet meer in het register; draai de nacht opnieuw.")
    return Held(raw, Store(settings.rooms.store).bytes_of(sha256), meant)


def _paper_of(
    connection: sqlite3.Connection, wanted: str
) -> tuple[str | None, str, frozenset[str]]:
    """The checksum and identifier of the paper, and every name of the finding in it."""
    paper = "select sha256, id from documenten where id = ?"
    for row in connection.execute(paper, (wanted,)):
        return row[0], row[1], frozenset()
    alias = "select motie_id from motie_aliassen where id = ?"
    for (motie_id,) in connection.execute(alias, (wanted,)):
        wanted = motie_id
    where = f"select document_id from ({_FINDINGS}) where id = ? and document_id is not null"
    names = {
        name
        for (name,) in connection.execute(
            "select id from motie_aliassen where motie_id = ?", (wanted,)
        )
    }
    for (document_id,) in connection.execute(where, (wanted,)):
        for row in connection.execute(paper, (document_id,)):
            return row[0], row[1], frozenset({wanted, *names})
    return None, "", frozenset()
