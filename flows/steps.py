"""The steps of the nightly run as plain functions. Orchestration is a thin skin around them.

Each step notes in the ledger that it ran, how much it did and how much of it failed, and returns
what the summary shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from time import perf_counter

from corpus import tables
from corpus.corrections import read_corrections
from corpus.evaluations import read_evaluations
from corpus.ledger import Ledger
from corpus.register import build_register
from corpus.rows import ReleaseState, rows
from corpus.store import Store
from extractors.clusters import find_clusters
from extractors.link import link
from flows.collect import Holdings, collect, papers
from flows.lexicon import load_lexicon
from flows.prepare import (
    EXTRACTING_STEP,
    READING_STEP,
    Bar,
    Prepared,
    extract_changed,
    read_changed,
    silent,
)
from flows.publish import Release, publish
from flows.settings import Rooms, Settings
from flows.trained import load_likeness
from flows.version import program_version
from models.links import Links
from models.paper import RawFile
from models.register import Register


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


def held_files(settings: Settings) -> list[RawFile]:
    """The raw files in force, in order of key."""
    current = Store(settings.rooms.store).current()
    return [current[key] for key in sorted(current)]


def read_step(settings: Settings, bar: Bar = silent) -> Done:
    """Read what was not read before with this code."""
    return _prepare_step(settings, READING_STEP, read_changed, bar)


def extract_step(settings: Settings, bar: Bar = silent) -> Done:
    """Search what was not searched before with this code."""
    return _prepare_step(settings, EXTRACTING_STEP, extract_changed, bar)


def _prepare_step(
    settings: Settings, stap: str, work: Callable[[Rooms, Ledger, int, Bar], Prepared], bar: Bar
) -> Done:
    with note_run(settings, stap) as note, Ledger(settings.rooms.ledger) as ledger:
        ledger.follow(Store(settings.rooms.store))
        return note(work(settings.rooms, ledger, settings.workers, bar))


def link_step(settings: Settings) -> tuple[Done, Linked]:
    """Settle every mention and follow-up of all papers against the whole register."""
    with note_run(settings, "verbinden") as note:
        with Ledger(settings.rooms.ledger) as ledger:
            register = build_register(ledger.register())
        held = collect(settings.rooms, held_files(settings))
        links = link(register, held.to_link(), load_likeness())
        signals = [one for name in sorted(held.signals) for one in held.signals[name]]
        links = replace(links, clusters=find_clusters(signals))
        doubt = sum(answer.motie_id is None for answer in links.resolutions.values())
        done = note(Prepared(len(links.resolutions), 0, 0))
        found = f"{len(links.moties)} moties, {doubt} vermeldingen in twijfel"
        return replace(done, melding=found), Linked(register, held, links)


def publish_step(settings: Settings, linked: Linked) -> tuple[Done, Release]:
    """Build a release beside the current one, check it, put it in place."""
    with note_run(settings, "publiceren") as note:
        state = _release_state(settings, linked)
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


def _release_state(settings: Settings, linked: Linked) -> ReleaseState:
    with Ledger(settings.rooms.ledger) as ledger:
        reported = [problem for problem, _ in ledger.problems()]
        runs = [run for run in ledger.runs() if run.geeindigd]
        coverage = ledger.coverage()
    return ReleaseState(
        versie=program_version(),
        correcties=read_corrections(settings.rooms.corrections),
        evaluatie=read_evaluations(),
        now=datetime.now(UTC),
        problems=tuple(dict.fromkeys((*reported, *linked.held.problems))),
        runs=tuple(tables.Run(**asdict(run) | {"id": str(run.id)}) for run in runs),
        dekking=(
            *(tables.Dekking(**{"soort": ""} | asdict(one)) for one in coverage),
            *_moties_with_text(linked.links),
        ),
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
