"""The steps of the nightly run as plain functions. Orchestration is a thin skin around them.

Each step notes in the ledger that it ran, how much it did and how much of it failed, and returns
what the summary shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from time import perf_counter

from corpus import tables
from corpus.corrections import read_corrections
from corpus.evaluations import read_evaluations
from corpus.ledger import Ledger
from corpus.register import build_register
from corpus.rows import ReleaseState, rows
from corpus.standen import Collection
from corpus.store import Store
from extractors.clusters import find_clusters
from extractors.link import link
from flows.collect import Holdings, collect, papers
from flows.lexicon import load_lexicon
from flows.prepare import Prepared, Progress, extract_all, read_all
from flows.publish import Release, publish
from flows.settings import Settings
from flows.standen import standen
from flows.version import program_version
from models.links import Links
from models.paper import RawFile
from models.register import Register

# given what is being done and how much there is to do, shows a progress bar (or nothing)
Bar = Callable[[str, int], AbstractContextManager[Progress]]


@dataclass(frozen=True, slots=True)
class Done:
    """What a step did: how many things, how many failed, how many were done before, how long.

    ``opmerkingen`` are lines worth a look that are no reason to stop.
    """

    stap: str
    aantal: int
    fouten: int
    bekend: int = 0
    seconden: float = 0.0
    melding: str = ""
    opmerkingen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """The outcome of the link step, handed to the publish step."""

    register: Register
    held: Holdings
    links: Links


@contextmanager
def silent(what: str, total: int) -> Iterator[Progress]:
    """No progress bar."""
    yield lambda done: None


def held_files(settings: Settings) -> list[RawFile]:
    """The raw files in force, in order of key; pages behind links are no papers."""
    current = Store(settings.rooms.store).current()
    return [current[key] for key in sorted(current) if not current[key].only_kept]


def read_step(settings: Settings, bar: Bar = silent) -> Done:
    """Read what was not read before with this code."""
    raws = held_files(settings)
    with note_run(settings, "lezen") as note, bar("lezen", len(raws)) as progress:
        return note(read_all(settings.rooms, raws, settings.workers, progress))


def extract_step(settings: Settings, bar: Bar = silent) -> Done:
    """Search what was not searched before with this code."""
    raws = held_files(settings)
    with note_run(settings, "zoeken") as note, bar("zoeken", len(raws)) as progress:
        return note(extract_all(settings.rooms, raws, settings.workers, progress))


def link_step(settings: Settings) -> tuple[Done, Linked]:
    """Settle every mention and follow-up of all papers against the whole register."""
    with note_run(settings, "verbinden") as note:
        with Ledger(settings.rooms.ledger) as ledger:
            register = build_register(ledger.register())
        held = collect(settings.rooms, held_files(settings))
        links = link(register, held.to_link())
        signals = [one for name in sorted(held.signals) for one in held.signals[name]]
        links = replace(links, clusters=find_clusters(signals))
        doubt = sum(answer.motie_id is None for answer in links.resolutions.values())
        done = note(Prepared(len(links.resolutions), 0, 0))
        found = f"{len(links.moties)} moties, {doubt} vermeldingen in twijfel"
        return replace(done, melding=found), Linked(register, held, links)


def publish_step(settings: Settings, linked: Linked) -> tuple[Done, Release]:
    """Build a release beside the current one, check it, put it in place."""
    with note_run(settings, "publiceren") as note, Ledger(settings.rooms.ledger) as ledger:
        state = _release_state(settings, ledger, linked)
        release = publish(
            settings.data_dir,
            rows(
                papers(settings.rooms, linked.held),
                linked.register,
                linked.links,
                load_lexicon(),
                state,
            ),
            keep=settings.keep_releases,
        )
        done = note(Prepared(len(linked.held.chosen), 0, 0))
        done = replace(done, melding=str(release.path), opmerkingen=release.meldingen)
        return done, release


def _release_state(settings: Settings, ledger: Ledger, linked: Linked) -> ReleaseState:
    now = datetime.now(UTC)
    reported = [problem for problem, _ in ledger.problems()]
    collection = _standen(linked.held, now.date())
    return ReleaseState(
        versie=program_version(),
        correcties=read_corrections(settings.rooms.corrections),
        evaluatie=read_evaluations(),
        now=now,
        problems=tuple(dict.fromkeys((*reported, *linked.held.problems))),
        runs=tuple(
            tables.Run(**asdict(run) | {"id": str(run.id)})
            for run in ledger.runs()
            if run.geeindigd
        ),
        dekking=(
            *(tables.Dekking(**{"soort": ""} | asdict(one)) for one in ledger.coverage()),
            *_moties_with_text(linked.links),
            *collection.dekking,
        ),
        standen=collection.rows,
        link_of=ledger.link,
    )


def _standen(held: Holdings, today: date) -> Collection:
    """Which Standen are expected, held, and only linked to."""
    known = {name: held.linkable[name] for name in sorted(held.linkable)}
    return standen(
        ((name, kenmerken, held.chosen[name]) for name, (kenmerken, _) in known.items()),
        ((name, link) for name, (_, found) in known.items() for link in found.standen),
        (),
        load_lexicon(),
        today,
    )


def _moties_with_text(links: Links) -> Iterator[tables.Dekking]:
    """Per vergaderjaar: the moties the register knows, and of how many we hold the text."""
    known: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for motie in links.moties:
        if motie.register:
            year = motie.register.vergaderjaar or "onbekend"
            known[year] += 1
            held[year] += motie.document_id is not None
    for year in sorted(known):
        yield tables.Dekking(
            bron="tekst van moties in het register",
            soort="motie",
            periode=year,
            verwacht=known[year],
            aanwezig=held[year],
            ontbrekend=known[year] - held[year],
            laatst_gezien=None,
        )


@contextmanager
def note_run(settings: Settings, stap: str) -> Iterator[Callable[[Prepared], Done]]:
    """Note a run in the ledger; a step that raises is a run that never ended."""
    begun = perf_counter()
    with Ledger(settings.rooms.ledger) as ledger:
        run = ledger.begin_run(stap, program_version())

    def note(prepared: Prepared) -> Done:
        with Ledger(settings.rooms.ledger) as ledger:
            ledger.end_run(run, prepared.handled, prepared.failed)
        seconds = perf_counter() - begun
        return Done(stap, prepared.handled, prepared.failed, prepared.known, seconds)

    yield note
