"""How far the lists of the sources were read, and what is still to be fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from corpus.ledger.book import BATCH, utc_now
from corpus.ledger.coverage import Coverage
from corpus.sources import Seen, SourceItem

_ITEM = TypeAdapter(SourceItem)

# tries of a paper without a pause between the runs; from then on the pause doubles
_TRIES = 3
_LONGEST_PAUSE = timedelta(days=32)
# a night begins a little earlier or later than the one before
_SLACK = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Lijst:
    """How far a list of a source has been read.

    The list is that of the changes between ``vanaf`` and ``tot``; ``voort`` is the source's own
    mark of where to go on in it, ``nieuwste`` the latest change seen in it. ``gelezen`` is the
    UTC time at which it was read to its end, ``None`` while it is not; ``begonnen`` is when that
    reading began. All moments in ISO 8601.
    """

    naam: str
    vanaf: str
    tot: str | None = None
    voort: str | None = None
    nieuwste: str | None = None
    gelezen: str | None = None
    begonnen: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper in the queue: since when, how often it was tried, and not before when again."""

    item: SourceItem
    sinds: str
    pogingen: int = 0
    niet_voor: str = ""


class Queue(Coverage):
    """The lists, the papers waiting, and what was seen without being offered."""

    def watermark(self, bron: str) -> datetime | None:
        """Up to which moment of the source's own clock its list has been read."""
        found = self._db.conn.execute(
            "select tot from watermerken where bron = ?", (bron,)
        ).fetchone()
        return datetime.fromisoformat(found[0]) if found else None

    def set_watermark(self, bron: str, tot: datetime) -> None:
        """Remember how far a source has been read; it never moves back."""
        held = self.watermark(bron)
        if held is None or tot > held:
            with self._write():
                self._db.conn.execute(
                    "insert or replace into watermerken values (?, ?)",
                    (bron, tot.astimezone(UTC).isoformat()),
                )

    def listing(self, naam: str) -> Lijst | None:
        """How far the list called ``naam`` has been read; ``None`` when it never was."""
        found = self._db.conn.execute(
            "select naam, vanaf, tot, voort, nieuwste, gelezen, begonnen from lijsten"
            " where naam = ?",
            (naam,),
        ).fetchone()
        return Lijst(*found) if found else None

    def listings(self) -> list[Lijst]:
        """All lists, in order of name."""
        found = self._db.conn.execute(
            "select naam, vanaf, tot, voort, nieuwste, gelezen, begonnen from lijsten order by naam"
        )
        return [Lijst(*values) for values in found]

    def keep_listing(self, lijst: Lijst) -> None:
        """Remember how far a list has been read."""
        with self._write():
            self._db.conn.execute(
                "insert or replace into lijsten"
                " (naam, vanaf, tot, voort, nieuwste, gelezen, begonnen)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                astuple(lijst),
            )

    def forget_listing(self, naam: str) -> None:
        """The next run reads this list from its beginning."""
        with self._write():
            self._db.conn.execute("delete from lijsten where naam = ?", (naam,))

    def enqueue(self, items: Iterable[SourceItem]) -> int:
        """Put papers in the queue that were not seen before as they are now; returns how many.

        Every paper listed counts as expected from then on. A paper that was waiting and that the
        source has touched since is tried again without a pause.
        """
        items = list(items)
        now = utc_now()
        with self._write():
            new = [item for item in items if not self._is_seen(item)]
            self._offer(items, now)
            self._db.conn.executemany(
                "insert into wachtrij (key, bron, item, sinds, pogingen, niet_voor)"
                " values (?, ?, ?, ?, 0, '') on conflict (key) do update set"
                " pogingen = iif(item = excluded.item, pogingen, 0),"
                " niet_voor = iif(item = excluded.item, niet_voor, ''),"
                " item = excluded.item",
                ((item.key, item.bron, _ITEM.dump_json(item).decode(), now) for item in new),
            )
        return len(new)

    def _is_seen(self, item: SourceItem) -> bool:
        return bool(
            self._db.conn.execute(
                "select 1 from gezien where key = ? and gewijzigd = ?", (item.key, item.gewijzigd)
            ).fetchone()
        )

    def queue(self, bron: str, now: str = "9999") -> Iterator[Waiting]:
        """The papers of a source that are to be fetched at the UTC time ``now``.

        First those that failed least often, of those the longest waiting; without ``now`` also
        those that are to be left alone for a while. What is done or put off after ``now`` does not
        come by twice, and the queue is never in memory as a whole.
        """
        after: tuple[int, str, int] = (-1, "", 0)
        while True:
            found = self._db.conn.execute(
                "select item, pogingen, sinds, niet_voor, rowid from wachtrij"
                " where bron = ? and niet_voor <= ? and (pogingen, sinds, rowid) > (?, ?, ?)"
                " order by pogingen, sinds, rowid limit ?",
                (bron, now, *after, BATCH),
            ).fetchall()
            if not found:
                return
            for text, pogingen, sinds, niet_voor, _ in found:
                yield Waiting(_ITEM.validate_json(text), sinds, pogingen, niet_voor)
            after = (found[-1][1], found[-1][2], found[-1][4])

    def count_queue(self, bron: str, now: str = "9999") -> int:
        """How many papers :meth:`queue` would give."""
        (count,) = self._db.conn.execute(
            "select count(*) from wachtrij where bron = ? and niet_voor <= ?", (bron, now)
        ).fetchone()
        return int(count)

    def waiting(self) -> list[tuple[str, int, int, str]]:
        """The queue per source: papers, those failed before, and since when the oldest waits."""
        return self._db.conn.execute(
            "select bron, count(*), sum(pogingen > 0), min(sinds) from wachtrij"
            " group by bron order by bron"
        ).fetchall()

    def put_off(self, item: SourceItem, tries: int | None = None) -> Waiting:
        """A paper could not be had: it stays in the queue and is left alone ever longer.

        The first tries come with every run; after that the pause between them doubles from a day
        to a month, for a paper that the source never gives must not be asked for every night.
        ``tries`` is how often it was tried, where that is not once more than before.
        """
        with self._write():
            held = self._db.conn.execute(
                "select sinds, pogingen from wachtrij where key = ?", (item.key,)
            ).fetchone()
            sinds, before = (held[0], held[1]) if held else (utc_now(), 0)
            tries = before + 1 if tries is None else tries
            until = _pause(tries)
            self._db.conn.execute(
                "update wachtrij set pogingen = ?, niet_voor = ? where key = ?",
                (tries, until, item.key),
            )
        return Waiting(item, sinds, tries, until)

    def validators(self, key: str, url: str) -> tuple[str | None, str | None] | None:
        """The ETag and Last-Modified that came with the bytes held of a paper from ``url``."""
        found = self._db.conn.execute(
            "select etag, last_modified from herkenning where key = ? and url = ?", (key, url)
        ).fetchone()
        return (found[0], found[1]) if found else None

    def keep_validators(
        self, key: str, url: str, etag: str | None, last_modified: str | None
    ) -> None:
        """Remember by what the source recognises the bytes it gave; nothing where it said none."""
        with self._write():
            if etag or last_modified:
                self._db.conn.execute(
                    "insert or replace into herkenning values (?, ?, ?, ?)",
                    (key, url, etag, last_modified),
                )
            else:
                self._db.conn.execute("delete from herkenning where key = ?", (key,))

    def done(self, item: SourceItem) -> None:
        """A paper is in the store: out of the queue, and not asked for again until it changes.

        Where the source has touched it since it was taken from the queue, it stays there.
        """
        with self._write():
            self._db.conn.execute(
                "insert or replace into gezien values (?, ?)", (item.key, item.gewijzigd)
            )
            self._db.conn.execute(
                "delete from wachtrij where key = ? and item ->> '$.gewijzigd' = ?",
                (item.key, item.gewijzigd),
            )

    def see(self, pages: Iterable[Seen]) -> None:
        """Remember pages that a source says exist."""
        now = utc_now()
        with self._write():
            self._db.conn.executemany(
                "insert or replace into paginas (url, bron, titel, datum, key, gezien_op)"
                " values (?, ?, ?, ?, ?, ?)",
                (
                    (
                        one.url,
                        one.bron,
                        one.titel,
                        one.datum.isoformat() if one.datum else None,
                        one.key,
                        now,
                    )
                    for one in pages
                ),
            )

    def seen_pages(self) -> Iterator[dict[str, Any]]:
        """The pages that sources said exist: bron, url, titel, datum, key, gezien_op."""
        found = self._db.conn.execute(
            "select bron, url, titel, datum, key, gezien_op from paginas order by bron, url"
        )
        names = ("bron", "url", "titel", "datum", "key", "gezien_op")
        return (dict(zip(names, values, strict=True)) for values in found)


def _pause(tries: int) -> str:
    """The UTC time before which a paper that failed so many times is left alone."""
    pause = timedelta(0)
    if tries >= _TRIES:
        pause = min(timedelta(days=2 ** min(tries - _TRIES, 16)), _LONGEST_PAUSE) - _SLACK
    return (datetime.now(UTC) + pause).isoformat(timespec="microseconds")
