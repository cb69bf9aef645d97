"""The read and extract steps: raw files into documents, documents into findings.

Both look at what changed since they last finished (at everything when the code changed), work on
what of it is not on the shelf yet, in worker processes with limits (:mod:`flows.workers`): a paper
that crashes a library, takes too long or fills the memory becomes a Problem, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from corpus.ledger import Ledger
from corpus.shelf import Shelf, digest, document_shelf, findings_shelf
from corpus.store import Store
from extractors.extract import Tools, extract, make_tools
from flows.lexicon import load_lexicon
from flows.read import read
from flows.settings import Rooms
from flows.version import extracting_version, reading_version
from flows.workers import LIMITS, Loss, each_done
from models.document import Document
from models.findings import Findings
from models.paper import RawFile
from models.problems import KamerspoorError, Problem, UnreadableError

READING_STEP = "lezen"
EXTRACTING_STEP = "zoeken"

# papers looked at in one go: bounds the memory of a first run
_CHUNK = 4_000

_LOST = {
    Loss.SLOW: "Het {} duurde te lang; splits het stuk of vraag een andere vorm.",
    Loss.LARGE: "Het {} kostte te veel geheugen; splits het stuk of vraag een andere vorm.",
    Loss.CRASHED: "Het {} liep vast; vraag een andere vorm van dit stuk of meld dit.",
}

Progress = Callable[[int], None]
# given what is being done and how much there is to do, shows a progress bar (or nothing)
Bar = Callable[[str, int | None], AbstractContextManager[Progress]]

_RAW = TypeAdapter(RawFile)


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many papers a step handled, how many of those it could not, how many were done before."""

    handled: int
    failed: int
    known: int


@dataclass(frozen=True, slots=True)
class Job:
    """One paper to handle and the names of its outcomes.

    The names are worked out once, by whoever hands out the work: a worker that started after the
    code was changed must not put its outcome under another name.
    """

    raw: RawFile
    document_key: str
    findings_key: str


def job_of(raw: RawFile) -> Job:
    """What there is to do for a raw file with the code as it is now."""
    return Job(raw, document_key(raw), findings_key(raw))


@cache
def made_tools() -> Tools:
    """The extractors' tools, made once per process."""
    return make_tools(load_lexicon())


def document_key(raw: RawFile) -> str:
    """Names what reading this raw file with this code gives.

    What the source says of the paper counts (it ends up in the document), when it was fetched
    does not.
    """
    facts = _RAW.dump_json(raw, exclude={"opgehaald_op"})
    return digest(raw.sha256, facts, reading_version())


def findings_key(raw: RawFile) -> str:
    """Names what extracting from this raw file's document with this code gives."""
    return digest(document_key(raw), extracting_version())


def name_of(raw: RawFile) -> str:
    """What a person calls this raw file."""
    return raw.naam or raw.id or raw.key


def read_one(raw: RawFile, data: bytes) -> Document | Problem:
    """The document in ``data``, or the reason why there is none."""
    try:
        return read(raw, data)
    except UnreadableError as error:
        return Problem(name_of(raw), "read", error.soort, str(error))
    except MemoryError:  # the worker's to report
        raise
    except Exception as error:  # a library's surprise must cost one paper, not the night
        melding = f"Onverwachte fout bij het lezen ({type(error).__name__}: {error}); meld dit."
        return Problem(name_of(raw), "read", "onverwacht", melding)


def extract_one(document: Document, tools: Tools) -> Findings | Problem:
    """The findings of a document, or the reason why there are none."""
    try:
        return extract(document, tools)
    except MemoryError:  # as above: the worker's to report
        raise
    except Exception as error:  # as above: one paper, not the night
        melding = f"Onverwachte fout bij het zoeken ({type(error).__name__}: {error}); meld dit."
        return Problem(document.id, "extract", "onverwacht", melding)


def _read_job(rooms: Rooms, job: Job) -> None:
    outcome = _read_from(Store(rooms.store), job.raw)
    shelf = document_shelf(rooms.documents)
    try:
        shelf.put(job.document_key, outcome)
    except ValueError as error:
        shelf.put(job.document_key, unwritten(name_of(job.raw), error))


def unwritten(name: str, error: ValueError) -> Problem:
    """The paper holds what cannot be written: that costs one paper, not the night."""
    melding = f"Onverwachte fout bij het bewaren ({type(error).__name__}); meld dit."
    return Problem(name, "read", "onverwacht", melding)


def _read_from(store: Store, raw: RawFile) -> Document | Problem:
    try:
        data = store.bytes_of(raw.sha256)
    except KamerspoorError as error:  # damaged or lost in the store: one paper, not the night
        return Problem(name_of(raw), "read", error.soort, str(error))
    return read_one(raw, data)


def _extract_job(rooms: Rooms, job: Job) -> None:
    document = document_shelf(rooms.documents).get(job.document_key)
    if isinstance(document, Document):
        outcome = extract_one(document, made_tools())
        findings_shelf(rooms.findings).put(job.findings_key, outcome)


@contextmanager
def silent(what: str, total: int | None) -> Iterator[Progress]:
    """No progress bar."""
    yield lambda done: None


def read_changed(rooms: Rooms, ledger: Ledger, workers: int, bar: Bar = silent) -> Prepared:
    """Read what changed since this step last finished; everything when its code changed."""
    shelf = document_shelf(rooms.documents)
    since = _Since(ledger, shelf, READING_STEP, reading_version())
    with bar(READING_STEP, ledger.count_papers(since.volg)) as progress:
        return _each_chunk(ledger, since, lambda raws: read_all(rooms, raws, workers, progress))


def extract_changed(rooms: Rooms, ledger: Ledger, workers: int, bar: Bar = silent) -> Prepared:
    """Search what changed since this step last finished; everything when its code changed."""
    version = reading_version() + extracting_version()
    since = _Since(ledger, findings_shelf(rooms.findings), EXTRACTING_STEP, version)
    with bar(EXTRACTING_STEP, ledger.count_papers(since.volg)) as progress:
        return _each_chunk(ledger, since, lambda raws: extract_all(rooms, raws, workers, progress))


class _Since:
    """How far a step came: up to a change number, with one version of the code.

    Ledger and shelf each hold the same token. Where one of them was thrown away or put back from
    a copy the tokens differ, and everything is looked at again.
    """

    def __init__(self, ledger: Ledger, shelf: Shelf[Any], step: str, version: str) -> None:
        self._ledger, self._shelf, self._step, self._version = ledger, shelf, step, version
        held = (ledger.mark(step) or "").split()
        known = len(held) == 3 and held[1] == version and held[2] == shelf.token
        self.volg = int(held[0]) if known else 0

    def advance(self, volg: int) -> None:
        """Everything up to ``volg`` is done."""
        token = uuid4().hex
        self._shelf.set_token(token)
        self._ledger.set_mark(self._step, f"{volg} {self._version} {token}")


def changed_papers(ledger: Ledger, volg: int, size: int) -> Iterator[tuple[list[RawFile], int]]:
    """The papers changed after ``volg``, so many at a time, each time with the last number.

    A page behind a link that is only kept as proof is no paper.
    """
    while chunk := list(islice(ledger.raws_since(volg), size)):
        volg = chunk[-1][1]
        yield [raw for raw, _ in chunk if not raw.only_kept], volg


def _each_chunk(
    ledger: Ledger, since: _Since, work: Callable[[Sequence[RawFile]], Prepared]
) -> Prepared:
    handled = failed = 0
    for raws, volg in changed_papers(ledger, since.volg, _CHUNK):
        done = work(raws)
        handled, failed = handled + done.handled, failed + done.failed
        since.advance(volg)
    return Prepared(handled, failed, ledger.count_papers() - handled)


def read_all(
    rooms: Rooms, raws: Sequence[RawFile], workers: int, progress: Progress = lambda done: None
) -> Prepared:
    """Read every raw file that is not on the shelf yet."""
    shelf = document_shelf(rooms.documents)
    todo = [job for job in map(job_of, raws) if job.document_key not in shelf]
    for job, loss in each_done(partial(_read_job, rooms), todo, workers, LIMITS):
        if loss:
            shelf.put(job.document_key, lost(name_of(job.raw), "read", READING_STEP, loss))
        progress(1)
    failed = _count_problems(shelf, (job.document_key for job in todo))
    return Prepared(len(todo), failed, len(raws) - len(todo))


def extract_all(
    rooms: Rooms, raws: Sequence[RawFile], workers: int, progress: Progress = lambda done: None
) -> Prepared:
    """Extract from every document on the shelf whose findings are not there yet."""
    documents, shelf = document_shelf(rooms.documents), findings_shelf(rooms.findings)
    todo = [
        job
        for job in map(job_of, raws)
        if job.findings_key not in shelf and isinstance(documents.get(job.document_key), Document)
    ]
    for job, loss in each_done(partial(_extract_job, rooms), todo, workers, LIMITS):
        if loss:
            shelf.put(job.findings_key, lost(name_of(job.raw), "extract", EXTRACTING_STEP, loss))
        progress(1)
    failed = _count_problems(shelf, (job.findings_key for job in todo))
    return Prepared(len(todo), failed, len(raws) - len(todo))


def _count_problems(shelf: Shelf[Document] | Shelf[Findings], keys: Iterator[str]) -> int:
    return sum(isinstance(shelf.get(key), Problem) for key in keys)


def lost(name: str, stap: str, doing: str, loss: Loss) -> Problem:
    """Why nothing came of a paper on which a worker process was lost."""
    return Problem(name, stap, loss, _LOST[loss].format(doing))
