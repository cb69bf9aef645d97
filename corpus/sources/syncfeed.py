"""The Tweede Kamer's SyncFeed 2.0: everything that changed, in order of change.

The feed is gone through by its own marks (``skiptoken``), one list per kind of row. An entity that
changes leaves its place in the feed and stands at its end, so going on from the last mark misses
nothing, however long ago that was.

A list that the feed does not give (it has failed for weeks for some kinds) is taken from OData for
as long as that lasts, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from corpus.client import Client
from corpus.sources import Held, Page, Window, tk_items
from corpus.sources.tk_feed import FIELDS, Entry, Feed, read_feed
from models.problems import SourceError

if TYPE_CHECKING:
    from corpus.sources.tweedekamer import TweedeKamer

BASE = "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0"

# what the register and the papers need; a paper comes after all that says what it is
STREAMS = tuple(entity for entity in FIELDS if entity != "ToegezegdAan")

# read whole by a first run, whatever day it begins at: few rows, and names that all others refer to
WHOLE = frozenset(
    {"Persoon", "Fractie", "FractieZetel", "FractieZetelPersoon", "Commissie", "Kamerstukdossier"}
)
# on their own these rows say little: a first run from some day takes them from OData, which nests
# in them what did not change since then
NESTED = frozenset({"Zaak", "Besluit", "Document"})

# questions asked at most to find where in the feed a moment is
_MOST_PROBES = 64
# pages in a row that hold nothing and yet say that there is more
_MOST_EMPTY = 3


class FallbackError(SourceError):
    """A list came whole, but from OData: the feed did not give it."""

    soort = "terugval"


@dataclass(frozen=True, slots=True)
class SyncFeed:
    """The feed at ``base``; ``fallback`` is asked for a list that the feed does not give."""

    base: str = BASE
    fallback: TweedeKamer | None = None
    name: str = "syncfeed"
    # whose papers they are, whichever of the services lists them
    bron: str = tk_items.BRON
    streams: tuple[str, ...] = STREAMS
    overlap: timedelta = timedelta(hours=1)
    # the mark of a list that was read to its end is where the next run goes on
    by_mark: bool = True

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """What changed since the mark of the window; see :class:`corpus.sources.Source`.

        Without a mark the feed is read from the first change since ``window.since``, which takes
        some tens of questions to find; what refers to much that is older comes from OData then.
        ``window.until`` is not looked at: the feed has no end.

        Raises :class:`FallbackError` after the last page where the rows came from OData.
        """
        reached = window.since
        try:
            for page in self._walk(client, stream, window):
                yield page
                reached = max(reached, page.newest - self.overlap) if page.newest else reached
            return
        except SourceError as error:
            if self.fallback is None:
                raise
            failed = error
        yield from self._by_date(client, stream, reached)
        raise FallbackError(_FALLBACK.format(stream, failed)) from failed

    def _by_date(self, client: Client, stream: str, since: datetime) -> Iterator[Page]:
        """The list by OData. The mark stays where it is: the feed itself is taken up there."""
        if self.fallback is not None:
            for page in self.fallback.list_pages(client, stream, Window(since)):
                yield replace(page, resume=None)

    def complete(self, page: Page, held: Held) -> Page:
        """The page with the papers its rows are about; see :class:`Completing`."""
        return tk_items.complete(page, held, lambda key: f"{self.base}/Resources/{key}")

    def _walk(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        resume = window.resume or ""
        if resume.isdecimal() and resume.isascii():
            token: int | None = int(resume)
        else:
            token = None if stream in WHOLE else self._find(client, stream, window.since)
            if token is not None and stream in NESTED and self.fallback is not None:
                yield from self._by_date(client, stream, window.since)
        empty = 0
        while True:
            feed = self._read(client, stream, token)
            marks = [mark for mark in (token, feed.last) if mark is not None]
            reached = max(marks, default=None)
            yield _page(stream, feed, reached)
            if feed.cut:
                raise SourceError(_CUT.format(stream))
            if feed.next is None:
                return
            empty = 0 if feed.entries else empty + 1
            if feed.next <= (-1 if token is None else token) or empty > _MOST_EMPTY:
                raise SourceError(_CIRCLE.format(stream))
            token = feed.next

    def _read(self, client: Client, stream: str, token: int | None) -> Feed:
        """The page after a token; the address is made here, never taken from a link."""
        question = {"category": stream}
        if token is not None:
            question["skiptoken"] = str(token)
        answer = client.get(f"{self.base}/Feed", question)
        return read_feed(stream, answer.data, self.base)

    def _find(self, client: Client, stream: str, since: datetime) -> int | None:
        """A token after which every change since ``since`` comes; ``None`` for the beginning.

        Tokens only grow and the feed is in order of change, so this is a search by halves. Where
        it ends too early the token is one further back, never one too far.
        """
        feed = self._read(client, stream, None)
        low = _before(feed, since, None)
        if low is None or feed.next is None or _reaches(feed, since):
            return low
        high: int | None = None  # all that comes after it changed since then
        for _ in range(_MOST_PROBES):
            if high is not None and high - low <= 1:
                break
            middle = 2 * low + 1 if high is None else (low + high) // 2
            feed = self._read(client, stream, middle)
            if feed.cut:
                raise SourceError(_CUT.format(stream))
            if not feed.entries or _is_since(feed.entries[0], since):
                high = middle
            elif _reaches(feed, since):
                return _before(feed, since, middle)
            else:
                low = max(low, feed.last or 0)
        return low


def _before(feed: Feed, since: datetime, token: int | None) -> int | None:
    """The token after the last of the entries in front that changed before ``since``."""
    for entry in feed.entries:
        if _is_since(entry, since):
            return token
        token = entry.token if entry.token is not None else token
    return token


def _reaches(feed: Feed, since: datetime) -> bool:
    return any(_is_since(entry, since) for entry in feed.entries)


def _is_since(entry: Entry, since: datetime) -> bool:
    """Whether an entry changed since then; so does one that does not say when."""
    return entry.changed is None or entry.changed >= since


def _page(stream: str, feed: Feed, reached: int | None) -> Page:
    rows = tuple(entry.row for entry in feed.entries if entry.row is not None)
    return Page(
        stream,
        rows,
        newest=max((entry.changed for entry in feed.entries if entry.changed), default=None),
        resume=None if reached is None else str(reached),
    )


_CUT = (
    "De SyncFeed brak een antwoord voor {} af; wat heel was is bewaard, de volgende run gaat daar"
    " verder."
)
_CIRCLE = (
    "De SyncFeed verwijst voor {} naar een eerdere bladzijde; de volgende run probeert het opnieuw."
)
_FALLBACK = "De SyncFeed geeft {} niet, de rijen kwamen uit OData; let op of dit overgaat. ({})"
