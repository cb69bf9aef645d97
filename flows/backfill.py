"""`backfill`: what the sources listed over a period, month by month, resumable.

Every slice (a source, one of its lists, a month) is a list of its own in the ledger: a run that
is killed goes on in the slice it was in, one that is done is not read again. The watermarks of
the nightly run stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from corpus.client import Client
from corpus.ledger import Ledger
from corpus.sources import Source, Window
from corpus.store import Store
from flows.console import progress_bar
from flows.fetch import (
    BY_CHANGE,
    BY_DATE,
    HERE,
    Desk,
    Fetched,
    make_sources,
    papers_of,
    read,
    round_off,
    run_fetch,
    work_off,
)
from flows.listing import BACKFILL, Bar, Reading, silent
from flows.lock import alone
from flows.nightly import (
    Night,
    Wrap,
    after_fetch,
    as_it_is,
    as_task,
    run_as_flow,
    show_night,
)
from flows.settings import Settings
from flows.steps import Done
from models.problems import Problem, UsageError


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the period: from the first moment up to and without the second."""

    since: datetime
    until: datetime

    @property
    def naam(self) -> str:
        """The slice as part of the name of a list."""
        return f"{self.since:%Y-%m-%d}..{self.until:%Y-%m-%d}"


def slices(first: date, last: date) -> Iterator[Slice]:
    """The months of a period, the first and last perhaps cut short; both days belong to it."""
    end = last + timedelta(days=1)
    begin = first
    while begin < end:
        following = (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
        until = min(following, end)
        yield Slice(_midnight(begin), _midnight(until))
        begin = until


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, HERE)


def check_period(first: date, last: date, today: date) -> None:
    """Raises :class:`UsageError` for a period that ends before it begins or is not over yet."""
    if last < first:
        raise UsageError(f"--to {last} ligt voor --from {first}; draai ze om.")
    if first > today:
        raise UsageError(f"--from {first} ligt in de toekomst; er is nog niets te halen.")


def backfill(
    store: Store,
    ledger: Ledger,
    client: Client,
    sources: Sequence[Source],
    first: date,
    last: date,
    bar: Bar = silent,
) -> Fetched:
    """List and fetch what changed in a period; what was done before is passed over.

    A slice that is not over yet (it holds today) is read again by every backfill.
    """
    desk = Desk(store, ledger, client, bar)
    ledger.follow(store)
    before = ledger.last_change()
    parts = list(slices(first, last))
    with bar("backfill: maanden", len(parts)) as progress:
        for part in parts:
            for source in sources:
                for stream in source.streams:
                    _read_slice(desk, source, stream, part)
                work_off(desk, papers_of(source))
            progress(1)
    round_off(desk, before)
    return desk.outcome()


def _read_slice(desk: Desk, source: Source, stream: str, part: Slice) -> None:
    naam = f"{BACKFILL}{source.name}/{stream} {part.naam}"
    held = desk.ledger.listing(naam)
    over = part.until.astimezone(UTC).isoformat(timespec="seconds")
    # read to its end after it was over: nothing can be added to it
    if held and held.gelezen and held.gelezen > over:
        return
    read(desk, Reading(source, stream, naam, Window(part.since, part.until)), move=False)


def backfill_step(
    settings: Settings, first: date, last: date, sources: Sequence[str], bar: Bar
) -> tuple[Done, list[Problem]]:
    """The fetch step of a backfill."""
    chosen = make_sources(settings, sources, by_date=True)
    return run_fetch(settings, partial(backfill, sources=chosen, first=first, last=last, bar=bar))


def run_backfill(
    settings: Settings, first: date, last: date, sources: Sequence[str], *, plain: bool
) -> int:
    """Backfill a period, then read, extract, link and publish as every night."""
    check_period(first, last, datetime.now(HERE).date())
    if BY_CHANGE in sources:
        raise UsageError(f"{BY_CHANGE} kent geen datums; kies --source {BY_DATE}.")
    make_sources(settings, sources)

    def work(wrap: Wrap = as_it_is) -> Night:
        fetched, problems = wrap(backfill_step)(settings, first, last, sources, progress_bar)
        return after_fetch(settings, fetched, problems, sources, wrap)

    def work_in_tasks() -> Night:
        return work(as_task)

    with alone(settings):
        return show_night(work() if plain else run_as_flow(settings, "backfill", work_in_tasks))
