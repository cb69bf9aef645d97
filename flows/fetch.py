"""The fetch step: what changed at the sources, into the ledger and the store.

Listing and fetching are apart. What a source lists goes into the ledger (rows, and a queue of
papers) page by page; its watermark moves when a list was read to the end. The queue is worked off
afterwards: a paper that fails stays in it for the next run, a run that is killed goes on from it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from corpus.client import AnswerError, Client, Validators
from corpus.ledger import Ledger, Lijst, Waiting, utc_now
from corpus.places import StoreError
from corpus.sources import Source, SourceItem, Window
from corpus.sources.officielebekendmakingen import OfficieleBekendmakingen
from corpus.sources.openoverheid import OpenOverheid
from corpus.sources.rijksoverheid import Rijksoverheid
from corpus.sources.syncfeed import SyncFeed
from corpus.sources.tweedekamer import TweedeKamer
from corpus.store import Store
from flows.download import NO_ANSWER, PATIENCE, Download, download
from flows.listing import ANOTHER_WAY, STEP, Bar, Reading, read_list, silent
from flows.prepare import Prepared
from flows.settings import Settings
from flows.steps import Done, note_run
from models.paper import RawFile
from models.problems import KamerspoorError, Problem, UsageError

# a day is a day in the Netherlands, wherever this runs
HERE = ZoneInfo("Europe/Amsterdam")
# the open data of the Tweede Kamer begins here; a first run without --since reads everything
BEGINNING = datetime(2008, 1, 1, tzinfo=UTC)
# the feed of what changed comes before the same data by date, which it falls back on by itself
BY_CHANGE, BY_DATE = "syncfeed", "tweedekamer"

# papers asked for at the same time; the client keeps the pace of each host
_THREADS = 4
# so many papers in a row without an answer: the source is down, the rest waits for the next run
_MOST_IN_A_ROW = 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """What fetching did.

    ``rows`` new or changed register rows, ``papers`` stored, ``same`` fetched again with nothing
    new in it, ``withdrawn`` marked as withdrawn, ``problems`` what failed.
    """

    rows: int
    papers: int
    same: int
    withdrawn: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Desk:
    """What fetching works with, and what it did so far."""

    store: Store
    ledger: Ledger
    client: Client
    bar: Bar = silent
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def fail(self, subject: str, error: Exception) -> None:
        """Something failed: it becomes a row of ``problemen`` and the work goes on."""
        soort = error.soort if isinstance(error, KamerspoorError) else "onverwacht"
        melding = str(error)
        if soort == "onverwacht":
            melding = f"Onverwachte fout bij het ophalen ({type(error).__name__}: {error})."
        problem = Problem(subject, STEP, soort, melding)
        self.ledger.heal(subject, STEP)
        self.ledger.report([problem])
        self.problems.append(problem)

    def outcome(self) -> Fetched:
        """What was done."""
        return Fetched(
            rows=self.counts["rows"],
            papers=self.counts["papers"],
            same=self.counts["same"],
            withdrawn=self.counts["withdrawn"],
            problems=tuple(self.problems),
        )


def fetch(
    store: Store,
    ledger: Ledger,
    client: Client,
    sources: Sequence[Source],
    since: datetime | None = None,
    bar: Bar = silent,
) -> Fetched:
    """Bring store and ledger up to date with ``sources``.

    ``since`` goes before the watermark where it is earlier; it is never later, for that would
    leave a gap. One source failing does not stop the others; every failure becomes a problem in
    the ledger, and the next run that goes well takes it away.
    """
    desk = Desk(store, ledger, client, bar)
    ledger.follow(store)
    before = ledger.last_change()
    for source in sources:
        for stream in source.streams:
            read(desk, _nightly(ledger, source, stream, since), move=True)
        work_off(desk, papers_of(source))
    round_off(desk, before)
    return desk.outcome()


def round_off(desk: Desk, before: int) -> None:
    """What is known only when everything is in: papers that two sources have, and the coverage."""
    ledger = desk.ledger
    ledger.follow(desk.store)
    for one, other in ledger.same_bytes_since(before):
        ledger.same(one, other, "zelfde_bytes")
    ledger.count_coverage()


def _nightly(ledger: Ledger, source: Source, stream: str, since: datetime | None) -> Reading:
    name = f"{source.name}/{stream}"
    mark = ledger.watermark(name)
    # what goes by its own marks is read again from a day that somebody asks for
    again = mark is not None and since is not None and since < mark
    return Reading(source, stream, name, Window(_begin(mark, since, source)), again=again)


def _begin(watermark: datetime | None, since: datetime | None, source: Source) -> datetime:
    if watermark is None:
        return since or BEGINNING
    begin = watermark - source.overlap
    return min(begin, since) if since else begin


def read(desk: Desk, reading: Reading, *, move: bool) -> None:
    """Read one list; ``move`` moves its watermark when the end was reached."""
    # before it is read: what its pages tell of the list itself must stay
    desk.ledger.heal(reading.naam, STEP)
    listed = read_list(desk.ledger, desk.client, reading, desk.bar)
    desk.counts["rows"] += listed.rows
    desk.problems += listed.problems
    if listed.error and not listed.complete:
        desk.fail(reading.naam, listed.error)
        return
    if listed.error:
        # all is there, by another way: worth knowing, nothing to do
        problem = Problem(reading.naam, STEP, listed.error.soort, str(listed.error))
        desk.ledger.report([problem])
    lijst = desk.ledger.listing(reading.naam)
    if move and lijst and lijst.nieuwste:
        # a list taken up in the middle was begun before: what changed since then may lie in the
        # part that was read already
        newest = min(datetime.fromisoformat(lijst.nieuwste), _begun(lijst))
        desk.ledger.set_watermark(reading.naam, newest)


def _begun(lijst: Lijst) -> datetime:
    """When the reading of this list began."""
    return datetime.fromisoformat(lijst.begonnen)


def papers_of(source: Source) -> str:
    """Under which name the papers of a source wait: two services may list the same papers."""
    return str(getattr(source, "bron", source.name))


def work_off(desk: Desk, bron: str) -> None:
    """Fetch what is waiting of a source, several papers at a time."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    total = desk.ledger.count_queue(bron, now)
    if not total:
        return
    streak = 0
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="ophalen")
    try:
        with desk.bar(f"{bron}: stukken", total) as progress:
            for nth, (waiting, get) in enumerate(_ahead(pool, desk, desk.ledger.queue(bron, now))):
                try:
                    streak = 0 if _settle(desk, waiting, get) else streak + 1
                except StoreError as error:  # no paper is to blame, and none can be kept
                    desk.fail(bron, error)
                    return
                progress(1)
                if streak >= _MOST_IN_A_ROW:
                    left = total - nth - 1
                    desk.fail(bron, AnswerError("ligt_stil", _DOWN.format(bron, streak, left)))
                    return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    desk.ledger.heal(bron, STEP)


_DOWN = (
    "{} geeft {} stukken achtereen niet; {} andere wachten op de volgende run. Kijk of de bron"
    " werkt."
)


def _ahead(
    pool: ThreadPoolExecutor, desk: Desk, queue: Iterable[Waiting]
) -> Iterator[tuple[Waiting, Callable[[], Download | None]]]:
    """Each paper with a way to get its bytes, a few of them being fetched ahead.

    The ledger stays in the thread that opened it: others fetch bytes and nothing else.
    """
    running: deque[tuple[Waiting, Future[Download | None]]] = deque()
    for waiting in queue:
        known = _known(desk, waiting.item)
        running.append((waiting, pool.submit(_bytes_of, desk.client, waiting, known)))
        if len(running) >= _THREADS:
            first, future = running.popleft()
            yield first, future.result
    for waiting, future in running:
        yield waiting, future.result


def _known(desk: Desk, item: SourceItem) -> dict[str, Validators]:
    """By what the source recognises the bytes we hold of a paper, so that they need not come."""
    held = desk.ledger.raw(item.key)
    if held is None or held.bron_url is None:
        return {}
    found = desk.ledger.validators(item.key, held.bron_url)
    # of bytes that are lost or damaged the source must not say that they did not change
    if found is None or not desk.store.is_sound(held.sha256):
        return {}
    return {held.bron_url: Validators(*found)}


def _bytes_of(client: Client, waiting: Waiting, known: Mapping[str, Validators]) -> Download | None:
    """The bytes of a paper; ``None`` for one that its source has withdrawn."""
    if _is_withdrawn(waiting.item):
        return None
    return download(client, waiting.item, waiting.pogingen, known)


def _is_withdrawn(item: SourceItem) -> bool:
    return item.ingetrokken or not item.files


def _settle(desk: Desk, waiting: Waiting, get: Callable[[], Download | None]) -> bool:
    """Keep what came of one paper, or note why nothing did; whether the source answered."""
    item = waiting.item
    subject = item.id or desk.ledger.offered_id(item.key) or item.naam or item.key
    before = desk.ledger.raw(item.key)
    try:
        came = get()
        counted = _keep(desk, item, came, before)
    except StoreError:
        raise
    except Exception as error:  # one paper must not cost the night
        desk.fail(subject, error)
        soort = error.soort if isinstance(error, KamerspoorError) else ""
        # where the source was not even asked the paper is not to blame
        if soort != "ligt_stil":
            desk.ledger.put_off(item)
        return soort not in NO_ANSWER
    desk.counts[counted] += 1
    desk.ledger.heal(subject, STEP)
    first = before is None or before.bron_url != (came and came.file.url)
    if came and came.missed and (first or waiting.pogingen < PATIENCE):
        # held in a lesser form: nothing to do for a person, the next runs try the better one,
        # however often the paper failed before it came in any form
        melding = _LESSER.format(came.file.url, came.missed)
        desk.ledger.report([Problem(subject, STEP, LESSER, melding)])
        desk.ledger.put_off(item, 1 if first else None)
    else:
        desk.ledger.done(item)
    return True


# what stands in ``problemen`` and mends itself: a paper in a lesser form, rows by another way
LESSER = "mindere_vorm"
MENDS_ITSELF = frozenset({LESSER, ANOTHER_WAY})
_LESSER = "Gelezen van {}, want de betere vorm kwam niet: {}"


def _keep(desk: Desk, item: SourceItem, came: Download | None, held: RawFile | None) -> str:
    """Keep a paper in the store; returns what came of it (a name of ``Fetched``)."""
    if came is None:
        if held is None or held.ingetrokken:
            return "known"
        desk.store.note(replace(held, ingetrokken=True, opgehaald_op=utc_now()))
        return "withdrawn"
    if came.data is None and held is None:
        raise AnswerError("status", _NOTHING_HELD.format(came.file.url))
    raw = RawFile(
        key=item.key,
        sha256=held.sha256 if held else "",
        media_type=came.media_type or (held.media_type if held else ""),
        bron=item.bron,
        bron_url=came.file.url,
        opgehaald_op=utc_now(),
        id=item.id,
        naam=item.naam,
        kenmerken=item.kenmerken,
        bijlage_bij=item.bijlage_bij,
    )
    if came.data is None:
        kept = desk.store.note(raw)
    else:
        kept = desk.store.keep(data=came.data, raw=raw)
        known = came.validators
        desk.ledger.keep_validators(item.key, came.file.url, known.etag, known.last_modified)
    return "same" if kept == held else "papers"


_NOTHING_HELD = "{} zegt dat er niets veranderde, maar wij hebben niets; probeer het opnieuw."


def make_sources(
    settings: Settings, names: Sequence[str] = (), *, by_date: bool = False
) -> list[Source]:
    """The sources named, at the addresses of the settings, in order.

    Where none is named: all, and of the two services of the Tweede Kamer the one that tells what
    changed, or (``by_date``) the one that can be asked for a period.

    Raises :class:`UsageError` for a name that is no source.
    """
    known: dict[str, Source] = {
        source.name: source
        for source in (
            SyncFeed(settings.syncfeed_url, TweedeKamer(settings.tweedekamer_url)),
            TweedeKamer(settings.tweedekamer_url),
            OfficieleBekendmakingen(settings.koop_url),
            OpenOverheid(settings.openoverheid_url),
            Rijksoverheid(settings.rijksoverheid_url),
        )
    }
    for name in names:
        if name not in known:
            raise UsageError(f"Bron {name!r} is onbekend; kies uit {', '.join(known)}.")
    left_out = BY_CHANGE if by_date or BY_CHANGE not in known else BY_DATE
    return [
        source for name, source in known.items() if (name in names if names else name != left_out)
    ]


def make_client(settings: Settings) -> Client:
    """The client, with the replay servers that the settings name."""
    return Client(replay=[f"http://{host}" for host in settings.extra_hosts])


def fetch_step(
    settings: Settings,
    since: date | None = None,
    sources: Sequence[str] = (),
    bar: Bar = silent,
) -> tuple[Done, list[Problem]]:
    """The fetch step of the nightly run: what it did, and what needs a person."""
    chosen = make_sources(settings, sources)
    moment = datetime.combine(since, time.min, HERE) if since else None
    work = partial(fetch, sources=chosen, since=moment, bar=bar)
    return run_fetch(settings, work)


def run_fetch(
    settings: Settings, work: Callable[[Store, Ledger, Client], Fetched]
) -> tuple[Done, list[Problem]]:
    """Note a run of fetching, whatever it was that was fetched."""
    with note_run(settings, "ophalen") as note:
        with Ledger(settings.rooms.ledger) as ledger, make_client(settings) as client:
            fetched = work(Store(settings.rooms.store, ledger.raw), ledger, client)
        handled = fetched.papers + fetched.withdrawn
        done = note(Prepared(handled, len(fetched.problems), fetched.same))
    return replace(done, melding=f"{fetched.rows} registerrijen"), list(fetched.problems)
