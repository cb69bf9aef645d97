"""The steps of the nightly run as plain functions. Orchestration is a thin skin around them.

Each step notes in the ledger that it ran, how much it did and how much of it failed, and returns
what the summary shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from time import perf_counter

from corpus import tables
from corpus.corrections import read_corrections
from corpus.evaluations import read_evaluations
from corpus.ledger import Ledger
from corpus.linkstate import LinkState
from corpus.linkstate.views import changes_since, links_of, promises_of, together
from corpus.register import build_register, read_date
from corpus.renew import KeptRows, corrections_touched
from corpus.rows import Kept, ReleaseState, Row, rows
from corpus.standen import Collection
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
from flows.publish import DATABASE, Base, OvertakenError, Release, base_release, publish
from flows.settings import Rooms, Settings
from flows.standby import Standby
from flows.standen import read_page, standen
from flows.version import program_version
from models.links import Changes
from models.problems import CheckFailedError
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
    """The outcome of the link step, handed to the publish step: what is wrong with papers."""

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
            linked = Linked(Holdings(state.papers.problems()))
        done = note(Prepared(report.mentions, 0, mentions - report.mentions))
        return replace(done, melding=found), linked


def publish_step(
    settings: Settings,
    linked: Linked,
    standby: Standby | None = None,
    allow_shrink: bool = False,
) -> tuple[Done, Release]:
    """Build a release beside the current one, check it, put it in place.

    It goes on from the current release where that can be; ``standby`` may hold a copy of it.
    """
    rooms = settings.rooms
    with note_run(settings, "publiceren") as note, Ledger(rooms.ledger) as ledger:
        with open_state(rooms, ledger) as state:
            publishing = Publishing(settings, ledger, state, linked, allow_shrink)
            release = publishing.go_on(standby) or publishing.from_scratch()
            papers_held = state.papers.count()
        done = note(Prepared(publishing.written, 0, max(0, papers_held - publishing.written)))
        notes = (*publishing.notes, *release.meldingen)
        return replace(done, melding=str(release.path), opmerkingen=notes), release


# where a member's name and fractie are said
_OF_MEMBERS = ("Persoon", "FractieZetelPersoon", "FractieZetel", "Fractie")


class Publishing:
    """One release; ``written`` counts the papers it writes anew."""

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        state: LinkState,
        linked: Linked,
        allow_shrink: bool = False,
    ) -> None:
        self._allow_shrink = allow_shrink
        self._settings = settings
        self._ledger = ledger
        self._state = state
        self._release = _release_state(settings, ledger, state, linked)
        self._data_dir = settings.data_dir
        self.written = 0
        self.notes: list[str] = []

    def go_on(self, standby: Standby | None) -> Release | None:
        """A release that goes on from the current one; ``None`` where it cannot."""
        base = base_release(self._data_dir)
        changes = self._changes(base) if base else None
        if base is None or changes is None:
            return None
        self.written = len(changes.documents)
        try:
            with KeptRows(base.path / DATABASE, changes) as kept:
                return publish(
                    self._data_dir,
                    self._rows(changes, kept),
                    changes=changes,
                    base=base,
                    standby=standby,
                    mark=self._state.stand,
                    keep=self._settings.keep_releases,
                    allow_shrink=self._allow_shrink,
                )
        except (OvertakenError, CheckFailedError) as error:
            self.notes.append(f"De uitgave is geheel opnieuw gemaakt: {error}")
            return None

    def from_scratch(self) -> Release:
        """A release of everything."""
        self.written = self._state.papers.count()
        return publish(
            self._data_dir,
            self._rows(None, None),
            mark=self._state.stand,
            keep=self._settings.keep_releases,
            allow_shrink=self._allow_shrink,
        )

    def _changes(self, base: Base) -> Changes | None:
        """What differs from the current release; ``None`` where that is not known, or most."""
        generation = self._state.generation_of(base.mark)
        if generation is None:
            return None
        corrected = corrections_touched(base.path / DATABASE, self._release.correcties)
        changes = together(self._state, changes_since(self._state, generation), corrected)
        few = 2 * len(changes.documents) <= self._state.papers.count()
        return changes if few else None

    def _rows(self, changes: Changes | None, kept: Kept | None) -> Iterator[Row]:
        members = build_register({name: self._ledger.rows(name) for name in _OF_MEMBERS}).personen
        return rows(
            papers(self._settings.rooms, self._ledger, self._state, changes),
            Register(toezeggingen=promises_of(self._state, changes), personen=members),
            links_of(self._state, changes),
            load_lexicon(),
            self._release,
            kept,
        )


def _release_state(
    settings: Settings, ledger: Ledger, state: LinkState, linked: Linked
) -> ReleaseState:
    reported = dict(ledger.problems())
    runs = [run for run in ledger.runs() if run.geeindigd]
    now = datetime.now(UTC)
    collection = _standen(ledger, state, now.date())
    return ReleaseState(
        versie=program_version(),
        correcties=read_corrections(settings.rooms.corrections),
        evaluatie=read_evaluations(),
        now=now,
        problems=tuple(dict.fromkeys((*reported, *linked.held.problems))),
        gemeld=reported,
        runs=tuple(tables.Run(**asdict(run) | {"id": str(run.id)}) for run in runs),
        dekking=(
            *(tables.Dekking(**asdict(one)) for one in ledger.coverage()),
            *_moties_with_text(state),
            *collection.dekking,
        ),
        standen=collection.rows,
        link_of=ledger.link,
    )


def _standen(ledger: Ledger, state: LinkState, today: date) -> Collection:
    """Which Standen are expected, held, and only linked to or seen."""
    reports = state.papers.reports()
    lexicon = load_lexicon()
    seen = (
        read_page(str(page["bron"]), page["url"], page["titel"], read_date(page["datum"]), lexicon)
        for page in ledger.seen_pages()
    )
    return standen(
        ((one.document_id, one.kenmerken, one.raw) for one in reports),
        ((one.document_id, link) for one in reports for link in one.standen),
        filter(None, seen),
        lexicon,
        today,
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
