"""A list of a source into the ledger, page by page, from where an earlier run left it.

Rows, papers to fetch and the place in the list are kept after every page, so a run that is killed
goes on in the middle of a list. Whether a list was read to its end is told by what comes back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from corpus.client import Client
from corpus.ledger import Ledger, Lijst, utc_now
from corpus.sources import Completing, Page, Source, Window
from corpus.sources.aliases import same_pairs
from models.problems import KamerspoorError, Problem, ShapeError, SourceError

STEP = "fetch"
# how the name of a list begins that a backfill reads
BACKFILL = "backfill "

# shows what is being done and how much there is to do (0 where that is not known)
Bar = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


# the database, the disk or we ourselves: not what a source wrote
_NOT_THE_PAGE = (KamerspoorError, sqlite3.OperationalError, OSError, MemoryError)
ODD = "vreemd"
_ODD = (
    "Wat de bron hierover schrijft kan niet worden bewaard ({}: {}); bekijk het bij de bron. De"
    " rest van de lijst is gewoon gelezen."
)
# a list that holds changes of tomorrow, and by how much a source's clock may be ahead of ours
AHEAD = "toekomst"
SKEW = timedelta(hours=1)
_AHEAD = "De bron dateert een wijziging in de toekomst ({}); zij telt als van nu."

# a source that tells after a list that all of it came, but by another way
ANOTHER_WAY = "terugval"


@contextmanager
def silent(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """No progress bar."""
    yield _ignore


@dataclass(frozen=True, slots=True)
class Listed:
    """What reading a list brought: new or changed register rows, papers put in the queue.

    ``problems`` is what is missing from what came. ``error`` is why its end was not reached; with
    ``complete`` it was, but not in the usual way.
    """

    rows: int = 0
    papers: int = 0
    problems: tuple[Problem, ...] = ()
    error: SourceError | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A list that is to be read: a stream of a source in a window, under a name of its own.

    ``again`` reads it from the beginning of the window, whatever was read of it before.
    """

    source: Source
    stream: str
    naam: str
    window: Window
    again: bool = False

    @property
    def by_mark(self) -> bool:
        """Whether the source goes by its own marks and not by the clock.

        Its last mark is kept when the list was read to its end; the next run goes on from there.
        """
        return bool(getattr(self.source, "by_mark", False))


def read_list(ledger: Ledger, client: Client, reading: Reading, bar: Bar) -> Listed:
    """Read a list to its end; ``error`` of the outcome is why that did not happen."""
    lijst = _begin(ledger.listing(reading.naam), reading)
    ledger.keep_listing(lijst)
    listed = Listed()
    pages = 0
    with ExitStack() as stack:
        progress: Callable[[int], None] = _ignore
        try:
            for page in _pages(client, reading, lijst):
                lijst, listed = _keep(ledger, reading, lijst, listed, page)
                pages += 1
                if pages == 2:
                    progress = stack.enter_context(bar(reading.naam, page.expected or 0))
                progress(max(len(page.rows), len(page.items)))
        except SourceError as error:
            if error.soort == ANOTHER_WAY:
                listed = replace(listed, error=error, complete=True)
                ledger.keep_listing(replace(lijst, gelezen=utc_now()))
                return listed
            if not pages and lijst.voort and not reading.by_mark:
                # the place we were at may be gone: the next run reads the list from its beginning
                ledger.keep_listing(replace(lijst, voort=None))
            return replace(listed, error=error)
    voort = lijst.voort if reading.by_mark else None
    ledger.keep_listing(replace(lijst, voort=voort, gelezen=utc_now()))
    return replace(listed, complete=True)


def _ignore(done: int) -> None:
    """What is not shown."""


def _begin(held: Lijst | None, reading: Reading) -> Lijst:
    """Where to go on: in the middle of the same list, or at the beginning of a new one."""
    window = reading.window
    until = _text(window.until) if window.until else None
    fresh = Lijst(reading.naam, _text(window.since), until, begonnen=utc_now())
    if held is None:
        return fresh
    # a list that was never read to its end is one that was begun back then
    begonnen = held.begonnen if held.gelezen is None else fresh.begonnen
    fresh = replace(fresh, nieuwste=held.nieuwste, begonnen=begonnen)
    if reading.by_mark and not reading.again:
        return replace(fresh, voort=held.voort)
    left = held.gelezen is None and held.voort is not None
    same = held.vanaf <= fresh.vanaf and held.tot == fresh.tot
    return held if left and same and not reading.by_mark else fresh


def _pages(client: Client, reading: Reading, lijst: Lijst) -> Iterator[Page]:
    """The pages of the list; whatever a source trips over becomes a :class:`SourceError`."""
    window = replace(reading.window, since=datetime.fromisoformat(lijst.vanaf), resume=lijst.voort)
    seen: set[object] = set()
    pages = iter(reading.source.list_pages(client, reading.stream, window))
    while True:
        try:
            page = next(pages, None)
        except KamerspoorError as error:
            raise error if isinstance(error, SourceError) else ShapeError(str(error)) from error
        except Exception as error:  # a surprise of one source must not cost the night
            raise ShapeError(_SURPRISE.format(type(error).__name__, error)) from error
        if page is None:
            return
        if (mark := _fingerprint(page)) in seen:
            raise ShapeError(_CIRCLE.format(reading.naam))
        seen.add(mark)
        yield page


def _fingerprint(page: Page) -> object:
    """What tells a page that comes by again; an empty page is like any other empty page."""
    ids = [str(row.get("Id")) for row in page.rows] + [item.key for item in page.items]
    return (page.resume, ids[0], ids[-1], len(ids)) if page.resume and ids else object()


_SURPRISE = (
    "Deze lijst kan niet worden gelezen ({}: {}); kijk of de bron van vorm is veranderd en meld"
    " dit."
)
_CIRCLE = "De lijst {} verwijst naar een eerdere bladzijde; de volgende run leest haar opnieuw."


def _keep(
    ledger: Ledger, reading: Reading, lijst: Lijst, listed: Listed, page: Page
) -> tuple[Lijst, Listed]:
    """What a page brings into the ledger; its place in the list last, so nothing is passed over."""
    kept = _Kept()
    try:
        kept.take(ledger, reading.source, page)
    except _NOT_THE_PAGE:
        raise
    except Exception:  # something in it is not as it should be: the rest of it is
        kept = _one_by_one(ledger, reading.source, page)
    _heal(ledger, page, kept)
    newest = page.newest and min(page.newest, datetime.now(UTC))
    if page.newest and page.newest > datetime.now(UTC) + SKEW:
        kept.problems.append(
            Problem(reading.naam, STEP, AHEAD, _AHEAD.format(f"{page.newest:%Y-%m-%d %H:%M}"))
        )
    ledger.report(kept.problems)
    latest = max(lijst.nieuwste or "", _text(newest) if newest else "")
    lijst = replace(lijst, voort=page.resume or lijst.voort, nieuwste=latest or None, gelezen=None)
    ledger.keep_listing(lijst)
    listed = replace(
        listed,
        rows=listed.rows + kept.rows,
        papers=listed.papers + kept.papers,
        problems=(*listed.problems, *kept.problems),
    )
    return lijst, listed


@dataclass(slots=True)
class _Kept:
    """What of a page went into the ledger, and what is missing from it."""

    rows: int = 0
    papers: int = 0
    problems: list[Problem] = field(default_factory=list)

    def take(self, ledger: Ledger, source: Source, page: Page) -> None:
        """Keep all of a page; rows before the papers that are completed from them."""
        self.rows += ledger.put_rows(page.entity, page.rows) if page.entity else 0
        if isinstance(source, Completing):
            page = source.complete(page, ledger)
        self.papers += ledger.enqueue(page.items)
        for pair in (*page.gelijk, *(pair for item in page.items for pair in same_pairs(item))):
            ledger.same(*pair)
        ledger.see(page.seen)
        # what is missing from this answer while the rest of it holds
        self.problems += page.problems


def _one_by_one(ledger: Ledger, source: Source, page: Page) -> _Kept:
    """Keep each row and each paper of a page by itself; one that cannot be kept is a problem."""
    kept = _Kept(problems=list(page.problems))
    bare = replace(page, rows=(), items=(), gelijk=(), seen=(), problems=())
    parts = [
        *(replace(bare, rows=(row,)) for row in page.rows),
        *(replace(bare, items=(item,)) for item in page.items),
        *(replace(bare, gelijk=(pair,)) for pair in page.gelijk),
        *(replace(bare, seen=(one,)) for one in page.seen),
    ]
    for part in parts:
        try:
            kept.take(ledger, source, part)
        except _NOT_THE_PAGE:
            raise
        except Exception as error:
            melding = _ODD.format(type(error).__name__, error)
            subject = next(_subjects(part), f"{source.name}: een verwijzing")
            kept.problems.append(Problem(subject, STEP, ODD, _plain(melding)))
    return kept


def _heal(ledger: Ledger, page: Page, kept: _Kept) -> None:
    """What could not be kept of a row or paper before, and now could, is over."""
    if odd := ledger.subjects(STEP, ODD):
        failed = {problem.subject for problem in kept.problems}
        for subject in odd & set(_subjects(page)) - failed:
            ledger.heal(subject, STEP)


def _subjects(page: Page) -> Iterator[str]:
    """What the rows and papers of a page are called in ``problemen``."""
    for row in page.rows:
        yield _plain(f"{page.entity} {row.get('Id')}")
    for item in page.items:
        yield _plain(item.key)


def _plain(text: str) -> str:
    """Text that can be written down: half a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode()[:500]


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
