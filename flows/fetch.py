"""The fetch step: what changed at the sources, into the ledger and the store.

Listing and fetching are apart. What a source lists goes into the ledger (rows, and a queue of
papers) page by page; its watermark moves when a list was read to the end. The queue is worked off
afterwards: a paper that fails stays in it for the next run, a run that is killed goes on from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from corpus.client import Client
from corpus.ledger import Ledger
from corpus.sniff import HTML, sniff
from corpus.sources import Completing, Page, Source, SourceItem, Window
from corpus.sources.officielebekendmakingen import OfficieleBekendmakingen
from corpus.sources.tweedekamer import TweedeKamer
from corpus.store import Store
from flows.prepare import Prepared
from flows.settings import Settings
from flows.steps import Done, note_run
from models.paper import RawFile
from models.problems import KamerspoorError, Problem, SourceError, UsageError

STEP = "fetch"
# the open data of the Tweede Kamer begins here; a first run without --since reads everything
BEGINNING = datetime(2008, 1, 1, tzinfo=UTC)


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


def fetch(
    store: Store,
    ledger: Ledger,
    client: Client,
    sources: Iterable[Source],
    since: datetime | None = None,
) -> Fetched:
    """Bring store and ledger up to date with ``sources``.

    ``since`` goes before the watermark where it is earlier; it is never later, for that would
    leave a gap. One source failing does not stop the others; every failure becomes a problem in
    the ledger, and the next run that goes well takes it away.
    """
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    for source in sources:
        for stream in source.streams:
            problems += _try_list(ledger, client, source, stream, since, counts)
        for item in ledger.queue(getattr(source, "bron", source.name)):
            problems += _try_fetch(store, ledger, client, item, counts)
        _cover(store, ledger, source)
    return Fetched(
        rows=counts["rows"],
        papers=counts["papers"],
        same=counts["same"],
        withdrawn=counts["withdrawn"],
        problems=tuple(problems),
    )


def _try_list(
    ledger: Ledger,
    client: Client,
    source: Source,
    stream: str,
    since: datetime | None,
    counts: Counter[str],
) -> list[Problem]:
    name = f"{source.name}/{stream}"
    try:
        counts["rows"] += _list(ledger, client, source, stream, since)
    except SourceError as error:
        problem = Problem(name, STEP, error.soort, str(error))
        ledger.report([problem])
        return [problem]
    ledger.heal(name, STEP)
    return []


def _list(
    ledger: Ledger, client: Client, source: Source, stream: str, since: datetime | None
) -> int:
    """Read one list to its end; returns how many rows brought something new."""
    name = f"{source.name}/{stream}"
    begin = _begin(ledger.watermark(name), since, source)
    rows = 0
    newest: datetime | None = None
    by_mark = bool(getattr(source, "by_mark", False))
    window = Window(begin, resume=ledger.mark(name) if by_mark else None)
    for page in source.list_pages(client, stream, window):
        rows += _keep_page(ledger, source, page)
        if by_mark and page.resume:
            ledger.set_mark(name, page.resume)
        newest = max((at for at in (newest, page.newest) if at), default=None)
    if newest:
        ledger.set_watermark(name, newest)
    return rows


def _keep_page(ledger: Ledger, source: Source, page: Page) -> int:
    """What a page brings into the ledger; returns how many rows brought something new."""
    rows = ledger.put_rows(page.entity, page.rows) if page.entity else 0
    if isinstance(source, Completing):
        page = source.complete(page, ledger)
    ledger.enqueue(page.items)
    for one in page.gelijk:
        ledger.same(*one)
    return rows


def _begin(watermark: datetime | None, since: datetime | None, source: Source) -> datetime:
    if watermark is None:
        return since or BEGINNING
    begin = watermark - source.overlap
    return min(begin, since) if since else begin


def _try_fetch(
    store: Store, ledger: Ledger, client: Client, item: SourceItem, counts: Counter[str]
) -> list[Problem]:
    subject = item.id or item.naam or item.key
    try:
        counts[_fetch_one(store, client, item)] += 1
    except KamerspoorError as error:
        problem = Problem(subject, STEP, error.soort, str(error))
        ledger.report([problem])
        return [problem]
    ledger.done(item)
    ledger.heal(subject, STEP)
    return []


def _fetch_one(store: Store, client: Client, item: SourceItem) -> str:
    """Get one paper into the store; returns what came of it (a name of ``Fetched``)."""
    held = store.current().get(item.key)
    if item.ingetrokken or not item.files:
        if held is None or held.ingetrokken:
            return "known"
        store.note(replace(held, ingetrokken=True, opgehaald_op=_now()))
        return "withdrawn"
    file = item.files[0]
    answer = client.get(file.url)
    media_type = sniff(answer.data, item.naam)
    if media_type == HTML and answer.media_type != HTML and file.media_type != HTML:
        raise SourceError(_ERROR_PAGE.format(file.url))
    if file.media_type and media_type != file.media_type:
        raise SourceError(_OTHER_KIND.format(file.url, media_type, file.media_type))
    raw = RawFile(
        key=item.key,
        sha256="",
        media_type=media_type,
        bron=item.bron,
        bron_url=file.url,
        opgehaald_op=_now(),
        id=item.id,
        naam=item.naam,
        kenmerken=item.kenmerken,
        bijlage_bij=item.bijlage_bij,
    )
    return "same" if store.keep(data=answer.data, raw=raw) is held else "papers"


_ERROR_PAGE = "Op {} staat een foutpagina in plaats van het stuk; de volgende run probeert opnieuw."
_OTHER_KIND = "Op {} staat {} waar {} was beloofd; de volgende run probeert het opnieuw."


def _cover(store: Store, ledger: Ledger, source: Source) -> None:
    """Expected against held, per month of the papers: what is in the queue is what is missing."""
    held: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for raw in store.current().values():
        if raw.bron == source.name and not raw.ingetrokken:
            held[_month(raw.kenmerken.datum)] += 1
    for item in ledger.queue(source.name):
        if item.key not in store.current() and not item.ingetrokken:
            missing[_month(item.kenmerken.datum)] += 1
    for month in sorted(held.keys() | missing.keys()):
        ledger.cover(source.name, month, held[month] + missing[month], held[month])


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else "onbekend"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def make_sources(settings: Settings, names: Sequence[str] = ()) -> list[Source]:
    """The sources named (all where none is), at the addresses of the settings.

    Raises :class:`UsageError` for a name that is no source.
    """
    known: dict[str, Source] = {
        source.name: source
        for source in (
            TweedeKamer(settings.tweedekamer_url),
            OfficieleBekendmakingen(settings.koop_url),
        )
    }
    for name in names:
        if name not in known:
            raise UsageError(f"Bron {name!r} is onbekend; kies uit {', '.join(known)}.")
    return [known[name] for name in names or known]


def fetch_step(
    settings: Settings, since: date | None = None, sources: Sequence[str] = ()
) -> tuple[Done, list[Problem]]:
    """The fetch step of the nightly run: what it did, and what needs a person."""
    chosen = make_sources(settings, sources)
    moment = datetime.combine(since, time.min, UTC) if since else None
    replay = [f"http://{host}" for host in settings.extra_hosts]
    with note_run(settings, "ophalen") as note:
        with Ledger(settings.rooms.ledger) as ledger, Client(replay=replay) as client:
            fetched = fetch(Store(settings.rooms.store), ledger, client, chosen, moment)
        handled = fetched.papers + fetched.withdrawn
        done = note(Prepared(handled, len(fetched.problems), fetched.same))
    return replace(done, melding=f"{fetched.rows} registerrijen"), list(fetched.problems)
