"""Links in papers, and what came of following them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from corpus.ledger.book import Book
from models.lists import LinkStatus
from models.weblink import LinkOutcome

_LINK_COLUMNS = "url, status, http_status, media_type, sha256, gekeken_op, bewaard_op"
_STATUSES = {status.value: status for status in LinkStatus}


class Links(Book):
    """The addresses that papers hold now, each with what is known of it."""

    def put_links(self, document_id: str, urls: Iterable[str]) -> None:
        """Remember which addresses a paper holds now; an address that is new is to be followed."""
        found = tuple(dict.fromkeys(urls))
        with self._write():
            self._db.conn.execute("delete from link_in where document_id = ?", (document_id,))
            self._db.conn.executemany(
                "insert into link_in values (?, ?)", ((url, document_id) for url in found)
            )
            last = self._last("links")
            self._db.conn.executemany(
                "insert or ignore into links (url, status, volg) values (?, ?, ?)",
                (
                    (url, str(LinkStatus.NIET_GEVOLGD), volg)
                    for volg, url in enumerate(found, last + 1)
                ),
            )

    def links_to_follow(self, before: datetime, limit: int) -> list[LinkOutcome]:
        """Addresses never followed, those that failed, and those last asked for before a moment.

        Oldest first; what no paper holds any more is left alone.
        """
        found = self._db.conn.execute(
            f"select {_LINK_COLUMNS} from links where"
            " (status in (?, ?) or (status in (?, ?) and gekeken_op < ?))"
            " and exists (select 1 from link_in where link_in.url = links.url)"
            " order by coalesce(gekeken_op, ''), volg limit ?",
            (
                str(LinkStatus.NIET_GEVOLGD),
                str(LinkStatus.MISLUKT),
                str(LinkStatus.GOED),
                str(LinkStatus.DOOD),
                before.astimezone(UTC).isoformat(timespec="seconds"),
                limit,
            ),
        )
        return [_link_state(row) for row in found]

    def keep_links(self, states: Iterable[LinkOutcome]) -> None:
        """Keep what came of following; an address gets a change number where that is news."""
        with self._write():
            for state in states:
                held = self.link(state.url)
                news = held is None or replace(held, gekeken_op=state.gekeken_op) != state
                self._db.conn.execute(
                    f"insert into links ({_LINK_COLUMNS}, volg) values (?, ?, ?, ?, ?, ?, ?, ?)"
                    " on conflict (url) do update set status = excluded.status,"
                    " http_status = excluded.http_status, media_type = excluded.media_type,"
                    " sha256 = excluded.sha256, gekeken_op = excluded.gekeken_op,"
                    " bewaard_op = excluded.bewaard_op, volg = coalesce(excluded.volg, volg)",
                    (
                        state.url,
                        str(state.status),
                        state.http_status,
                        state.media_type,
                        state.sha256,
                        state.gekeken_op,
                        state.bewaard_op,
                        self._last("links") + 1 if news else None,
                    ),
                )

    def heal_links(self, stap: str) -> None:
        """Take away what a step had against addresses that no paper holds, or that are settled."""
        with self._write():
            self._db.conn.execute(
                "delete from problemen where stap = ? and not exists (select 1 from links"
                " join link_in using (url) where url = problemen.document_id and status = ?)",
                (stap, str(LinkStatus.MISLUKT)),
            )

    def link(self, url: str) -> LinkOutcome | None:
        """What is known of an address."""
        found = self._db.conn.execute(
            f"select {_LINK_COLUMNS} from links where url = ?", (url,)
        ).fetchone()
        return _link_state(found) if found else None

    def linking_since(self, volg: int) -> tuple[set[str], int]:
        """The papers with a link of which something became known after change number ``volg``.

        Also the change number to ask from the next time.
        """
        found = self._db.conn.execute(
            "select distinct document_id from link_in join links using (url) where volg > ?",
            (volg,),
        )
        return {document_id for (document_id,) in found}, self._last("links")


def _link_state(row: tuple[Any, ...]) -> LinkOutcome:
    url, status, *known = row
    return LinkOutcome(url, _STATUSES[status], *known)
