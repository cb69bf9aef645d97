"""The read and extract steps: raw files into documents, documents into findings.

Both work on what is not on the shelf yet, in batches, in worker processes that may die: a crash
of a library costs one paper, which becomes a Problem, and the run goes on.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from corpus.shelf import Shelf, digest, document_shelf, findings_shelf
from corpus.store import Store
from extractors.extract import Tools, extract, make_tools
from flows.lexicon import load_lexicon
from flows.read import read
from flows.settings import Rooms
from flows.version import extracting_version, reading_version
from models.document import Document
from models.findings import Findings
from models.paper import RawFile
from models.problems import KamerspoorError, Problem, UnreadableError

BATCH = 40
# so many papers in a row that kill their worker: not the papers are at fault
MOST_DEATHS = 5

Work = Callable[[Rooms, Sequence["Job"]], None]
Progress = Callable[[int], None]

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
def _tools() -> Tools:
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
    except Exception as error:  # a library's surprise must cost one paper, not the night
        melding = f"Onverwachte fout bij het lezen ({type(error).__name__}: {error}); meld dit."
        return Problem(name_of(raw), "read", "onverwacht", melding)


def extract_one(document: Document, tools: Tools) -> Findings | Problem:
    """The findings of a document, or the reason why there are none."""
    try:
        return extract(document, tools)
    except Exception as error:  # as above: one paper, not the night
        melding = f"Onverwachte fout bij het zoeken ({type(error).__name__}: {error}); meld dit."
        return Problem(document.id, "extract", "onverwacht", melding)


def _read_batch(rooms: Rooms, jobs: Sequence[Job]) -> None:
    store, shelf = Store(rooms.store), document_shelf(rooms.documents)
    for job in jobs:
        shelf.put(job.document_key, read_one(job.raw, store.bytes_of(job.raw.sha256)))


def _extract_batch(rooms: Rooms, jobs: Sequence[Job]) -> None:
    documents, findings = document_shelf(rooms.documents), findings_shelf(rooms.findings)
    for job in jobs:
        document = documents.get(job.document_key)
        if isinstance(document, Document):
            findings.put(job.findings_key, extract_one(document, _tools()))


def read_all(
    rooms: Rooms, raws: Sequence[RawFile], workers: int, progress: Progress = lambda done: None
) -> Prepared:
    """Read every raw file that is not on the shelf yet."""
    shelf = document_shelf(rooms.documents)
    todo = [job for job in map(job_of, raws) if job.document_key not in shelf]

    def lost(job: Job) -> None:
        melding = "Het lezen van dit bestand liet de lezer vastlopen; het is overgeslagen."
        shelf.put(job.document_key, Problem(name_of(job.raw), "read", "vastgelopen", melding))

    _in_processes(_read_batch, rooms, todo, workers, progress, lost)
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

    def lost(job: Job) -> None:
        melding = "Het doorzoeken van dit stuk liep vast; het is overgeslagen."
        shelf.put(job.findings_key, Problem(name_of(job.raw), "extract", "vastgelopen", melding))

    _in_processes(_extract_batch, rooms, todo, workers, progress, lost)
    failed = _count_problems(shelf, (job.findings_key for job in todo))
    return Prepared(len(todo), failed, len(raws) - len(todo))


def _count_problems(shelf: Shelf[Document] | Shelf[Findings], keys: Iterator[str]) -> int:
    return sum(isinstance(shelf.get(key), Problem) for key in keys)


def _in_processes(
    work: Work,
    rooms: Rooms,
    todo: Sequence[Job],
    workers: int,
    progress: Progress,
    lost: Callable[[Job], None],
) -> None:
    """Run ``work`` over batches of ``todo`` in worker processes; ``lost`` hears who killed one."""
    size = max(1, min(BATCH, -(-len(todo) // workers)))
    batches = [todo[at : at + size] for at in range(0, len(todo), size)]
    broken = _run(work, rooms, batches, workers, progress)
    deaths = 0
    # a worker died somewhere in these batches: alone, the culprit shows itself
    for job in (job for batch in broken for job in batch):
        deaths = deaths + 1 if _run(work, rooms, [[job]], 1, progress) else 0
        if deaths > MOST_DEATHS:
            raise KamerspoorError(
                "Werkprocessen vallen steeds om; er is iets mis met de installatie of het geheugen."
            )
        if deaths:
            lost(job)
            progress(1)


def _run(
    work: Work,
    rooms: Rooms,
    batches: Sequence[Sequence[Job]],
    workers: int,
    progress: Progress,
) -> list[Sequence[Job]]:
    """The batches that were not finished because a worker process died."""
    if not batches:
        return []
    context = multiprocessing.get_context("spawn")
    unfinished: list[Sequence[Job]] = []
    with ProcessPoolExecutor(min(workers, len(batches)), mp_context=context) as pool:
        running = {pool.submit(work, rooms, batch): batch for batch in batches}
        for future in as_completed(running):
            try:
                future.result()
            except BrokenProcessPool:
                unfinished.append(running[future])
            else:
                progress(len(running[future]))
    return unfinished
