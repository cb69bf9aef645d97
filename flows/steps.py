"""The steps of the nightly run as plain functions. Orchestration is a thin skin around them.

Each step notes in the ledger that it ran, how much it did and how much of it failed, and returns
what the summary shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from time import perf_counter

from corpus import tables
from corpus.corrections import read_corrections
from corpus.evaluations import read_evaluations
from corpus.ledger import Ledger
from corpus.linkstate import LinkState
from corpus.linkstate.views import changes_since, links_of, promises_of
from corpus.register import build_register
from corpus.rows import ReleaseState, rows
from corpus.store import Store
from flows.collect import Holdings, papers
from flows.lexicon import load_lexicon
from flows.linking import link_changes, open_state
from flows.prepare import (
    EXTRACTING_STEP,
    READING_STEP,
    Bar,
    Prepared,
    extract_changed,
    read_changed,
    silent,
)
from flows.publish import Release, current_release, publish
from flows.settings import Rooms, Settings
from flows.version import program_version
from models.links import Changes
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
    """The outcome of the link step, handed to the publish step.

    ``generation`` is what the state of the links holds now; ``held`` what is wrong with papers.
    """

    generation: int
    held: Holdings


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
    """Settle what changed: mentions and follow-ups against the moties of register and papers."""
    rooms = settings.rooms
    with note_run(settings, "verbinden") as note, Ledger(rooms.ledger) as ledger:
        ledger.follow(Store(rooms.store))
        with open_state(rooms, ledger) as state:
            report = link_changes(rooms, ledger, state)
            mentions, doubt = state.papers.count_answers()
            found = f"{state.moties.count()} moties, {doubt} vermeldingen in twijfel"
            linked = Linked(state.number("generatie"), Holdings(state.papers.problems()))
        done = note(Prepared(report.mentions, 0, mentions - report.mentions))
        return replace(done, melding=found), linked


def publish_step(settings: Settings, linked: Linked) -> tuple[Done, Release]:
    """Build a release beside the current one, check it, put it in place."""
    rooms = settings.rooms
    with note_run(settings, "publiceren") as note, Ledger(rooms.ledger) as ledger:
        with open_state(rooms, ledger) as state:
            release = publish(
                settings.data_dir,
                rows(
                    papers(rooms, ledger, state, None),
                    _register(ledger, state, None),
                    links_of(state, None),
                    load_lexicon(),
                    _release_state(settings, ledger, state, linked),
                ),
                keep=settings.keep_releases,
            )
            state.note_release(release.stamp, program_version(), linked.generation)
            count = state.papers.count()
        done = note(Prepared(count, 0, 0))
        done = replace(done, melding=str(release.path), opmerkingen=release.meldingen)
        return done, release


def changes_over_release(settings: Settings, state: LinkState) -> Changes | None:
    """What must be published anew over the release in place; ``None`` is everything."""
    release = current_release(settings.data_dir)
    if release is None:
        return None
    generation = state.generation_of(release.name, program_version())
    return None if generation is None else changes_since(state, generation)


def _register(ledger: Ledger, state: LinkState, changes: Changes | None) -> Register:
    """What the register brings besides moties: the promises that changed, all its members."""
    members = build_register({"Persoon": ledger.rows("Persoon")}).personen
    return Register(toezeggingen=promises_of(state, changes), personen=members)


def _release_state(
    settings: Settings, ledger: Ledger, state: LinkState, linked: Linked
) -> ReleaseState:
    reported = [problem for problem, _ in ledger.problems()]
    runs = [run for run in ledger.runs() if run.geeindigd]
    return ReleaseState(
        versie=program_version(),
        correcties=read_corrections(settings.rooms.corrections),
        evaluatie=read_evaluations(),
        now=datetime.now(UTC),
        problems=tuple(dict.fromkeys((*reported, *linked.held.problems))),
        runs=tuple(tables.Run(**asdict(run) | {"id": str(run.id)}) for run in runs),
        dekking=(
            *(tables.Dekking(**{"soort": ""} | asdict(one)) for one in ledger.coverage()),
            *_moties_with_text(state),
        ),
    )


def _moties_with_text(state: LinkState) -> Iterator[tables.Dekking]:
    """Per vergaderjaar: the moties the register knows, and of how many we hold the text."""
    for year, known, held in state.moties.with_text():
        yield tables.Dekking(
            bron="tekst van moties in het register",
            soort="motie",
            periode=year,
            verwacht=known,
            aanwezig=held,
            ontbrekend=known - held,
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
