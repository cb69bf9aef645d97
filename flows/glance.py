"""Papers read and searched without being kept, in a process with limits (:mod:`flows.workers`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from corpus.sniff import sniff
from flows.local import LocalFile, read_files
from flows.prepare import extract_one, lost, made_tools, name_of, read_one, unwritten
from flows.workers import LIMITS, Limits, each_done
from models.document import Document
from models.findings import Findings
from models.paper import RawFile
from models.problems import Problem, UnreadableError

Outcome = tuple[Document, Findings] | Problem


@dataclass(frozen=True, slots=True)
class Glanced:
    """A file to look at, and what is known of it where it is not just the user's own."""

    path: Path
    raw: RawFile | None = None

    @property
    def name(self) -> str:
        """What a person calls it."""
        return name_of(self.raw) if self.raw else str(self.path)


def raw_of(file: LocalFile) -> RawFile:
    """What we know of a file of the user's own before it is read."""
    sha256 = hashlib.sha256(file.data).hexdigest()
    try:
        media_type = sniff(file.data, file.name)
    except UnreadableError:
        media_type = "application/octet-stream"  # kept all the same; reading says what is wrong
    return RawFile(
        key=f"lokaal:{sha256}",
        sha256=sha256,
        media_type=media_type,
        bron="lokaal",
        bron_url=None,
        opgehaald_op="",
        naam=Path(file.name).name,
    )


def glance(
    files: Sequence[Glanced], datum: date | None = None, limits: Limits = LIMITS
) -> Iterator[tuple[Glanced, Outcome]]:
    """What is found in each file, in order, or why there is nothing.

    ``datum`` is the date of a paper that names none itself.
    """
    with TemporaryDirectory(prefix="kamerspoor-") as folder:
        jobs = [(Path(folder) / f"{number}.json", file) for number, file in enumerate(files)]
        for (result, file), loss in each_done(partial(_look, datum), jobs, 1, limits):
            if loss:
                yield file, lost(file.name, "read", "lezen", loss)
            else:
                yield file, _outcomes().validate_json(result.read_bytes())
                result.unlink()


@cache
def _outcomes() -> TypeAdapter[Outcome]:
    return TypeAdapter(Outcome)


def _look(datum: date | None, job: tuple[Path, Glanced]) -> None:
    """Look at one file in a worker process; the outcome goes through a file as well."""
    result, file = job
    try:
        written = _outcomes().dump_json(_find_all(file, datum))
    except ValueError as error:
        written = _outcomes().dump_json(unwritten(file.name, error))
    result.write_bytes(written)


def _find_all(file: Glanced, datum: date | None) -> Outcome:
    (local,) = read_files([file.path])
    if isinstance(local, Problem):
        return local
    document = read_one(file.raw or raw_of(local), local.data)
    if isinstance(document, Problem):
        return document
    if datum and document.kenmerken.datum is None:
        document = replace(document, kenmerken=replace(document.kenmerken, datum=datum))
    findings = extract_one(document, made_tools())
    return findings if isinstance(findings, Problem) else (document, findings)
