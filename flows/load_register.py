"""`load-register`: bulk rows of the Tweede Kamer's open data, from files, into the ledger."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.ledger import Ledger
from corpus.sources.tk_names import as_v4, entity_of
from flows.console import progress_bar, say, show_problems, show_table
from flows.lock import alone
from flows.settings import Settings
from models.problems import Problem, UsageError

STEP = "load-register"

_SUFFIXES = (".json", ".jsonl", ".gz")
_BATCH = 5_000
# bounds on what a file may unpack to: one row, a file that has to be read whole, a file of lines
_LONGEST_LINE = 64 * 1024 * 1024
_LARGEST_WHOLE = 1024 * 1024 * 1024
_LARGEST = 64 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each entity were read, how many brought something new, what failed."""

    rows: Mapping[str, int]
    changed: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A part of a file that is not JSON: where, and why."""

    where: str
    reason: str


class _TooLargeError(Exception):
    """A file unpacks to more than we take."""


def load_register(
    paths: Iterable[Path], ledger: Ledger, progress: Callable[[int], None] | None = None
) -> Loaded:
    """Load files (json, jsonl, either as .gz; folders of them) into the ledger.

    A file holds rows one per line, a list of rows, or a page of the OData service. Rows of a kind
    we do not know, and lines that cannot be read, become a problem per file; the rest goes on.
    ``progress`` is told how many rows were read since it was last told. Raises
    :class:`UsageError` for a path that is not there, before anything is loaded.
    """
    files = find_register_files(paths)
    total: Counter[str] = Counter()
    changed = 0
    problems: list[Problem] = []
    for file in files:
        rows, new, found = _load_file(file, ledger, progress or (lambda done: None))
        total += rows
        changed += new
        ledger.heal(str(file), STEP)
        ledger.report(found)
        problems += found
    return Loaded(dict(total), changed, tuple(problems))


def find_register_files(paths: Iterable[Path]) -> list[Path]:
    """The files meant by ``paths``; of a folder those with a name we know.

    Raises :class:`UsageError` for a path that is not there and a folder without such files.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_file():
            files.append(path)
            continue
        if not path.is_dir():
            raise UsageError(f"{path} bestaat niet; geef een bestand of map met OData-rijen.")
        found = sorted(file for file in path.iterdir() if file.suffix in _SUFFIXES)
        if not found:
            raise UsageError(f"In {path} staan geen bestanden .json, .jsonl of .gz.")
        files += found
    return files


def _load_file(
    file: Path, ledger: Ledger, progress: Callable[[int], None]
) -> tuple[Counter[str], int, list[Problem]]:
    counts: Counter[str] = Counter()
    strange: list[Any] = []
    unreadable: list[_Unreadable] = []
    changed = 0
    rows = read_rows(file)
    while batch := list(islice(rows, _BATCH)):
        by_entity: dict[str, list[Mapping[str, Any]]] = {}
        for row in batch:
            if isinstance(row, _Unreadable):
                unreadable.append(row)
            elif (entity := _entity(row)) is None:
                strange.append(row)
            else:
                by_entity.setdefault(entity, []).append(as_v4(entity, row))
        for entity, of_entity in by_entity.items():
            changed += ledger.put_rows(entity, of_entity)
            counts[entity] += len(of_entity)
        progress(len(batch))
    return counts, changed, [*_strange(file, strange), *_unreadable(file, unreadable)]


def _entity(row: Any) -> str | None:
    return entity_of(row) if isinstance(row, dict) and row.get("Id") else None


def _strange(file: Path, rows: list[Any]) -> Iterator[Problem]:
    if rows:
        example = json.dumps(rows[0], ensure_ascii=False)[:120]
        yield Problem(
            str(file),
            STEP,
            "onbekende_rij",
            f"{len(rows)} rijen zijn van een onbekende soort en overgeslagen, zoals {example}",
        )


def _unreadable(file: Path, parts: list[_Unreadable]) -> Iterator[Problem]:
    if parts:
        yield Problem(
            str(file),
            STEP,
            "onleesbaar",
            f"{len(parts)} keer onleesbaar, eerst op {parts[0].where} ({parts[0].reason});"
            " herstel het bestand en laad het opnieuw.",
        )


def read_rows(file: Path) -> Iterator[dict[str, Any] | _Unreadable]:
    """The rows in a file, whichever of the three forms it has."""
    try:
        with _open(file) as stream:
            if _is_lines(stream):
                yield from _rows_of_lines(stream)
            else:
                yield from _rows_of(json.loads(_whole(stream)), "het bestand")
    except (OSError, EOFError) as error:
        yield _Unreadable("het uitpakken", f"{type(error).__name__}: {error}")
    except _TooLargeError:
        yield _Unreadable("het uitpakken", "het bestand is te groot")
    except ValueError as error:
        yield _Unreadable("het bestand", f"geen JSON: {error}")


@contextmanager
def _open(file: Path) -> Iterator[BinaryIO]:
    """The file, unpacked while it is read where its first bytes say it is packed."""
    with file.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if packed:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            yield raw


def _is_lines(stream: BinaryIO) -> bool:
    """Whether the first line is a row or page by itself; leaves the stream at its beginning.

    A list is read whole: it may stand on one line of any length.
    """
    is_list = stream.read(64).lstrip().startswith(b"[")
    stream.seek(0)
    if is_list:
        return False
    first = _line(stream)
    stream.seek(0)
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def _rows_of_lines(stream: BinaryIO) -> Iterator[dict[str, Any] | _Unreadable]:
    size = number = 0
    while line := _line(stream):
        size, number = size + len(line), number + 1
        if size > _LARGEST:
            raise _TooLargeError
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                yield _Unreadable(f"regel {number}", str(error))
            else:
                yield from _rows_of(row, f"regel {number}")


def _rows_of(value: Any, where: str) -> Iterator[dict[str, Any] | _Unreadable]:
    """The rows in a JSON value: a list of them, a page of the service, or one."""
    if isinstance(value, dict):
        page = value.get("value")
        value = page if isinstance(page, list) else [value]
    if not isinstance(value, list):
        yield _Unreadable(where, "geen rijen")
        return
    yield from value


def _line(stream: BinaryIO) -> bytes:
    line = stream.readline(_LONGEST_LINE + 1)
    if len(line) > _LONGEST_LINE:
        raise _TooLargeError
    return line


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(_LARGEST_WHOLE + 1)
    if len(data) > _LARGEST_WHOLE:
        raise _TooLargeError
    return data


def run_load_register(settings: Settings, paths: Sequence[Path]) -> int:
    """The command: load, show what came in, return the exit code."""
    find_register_files(paths)  # a path that is not there is wrong usage: say so at once
    with (
        alone(settings),
        Ledger(settings.rooms.ledger) as ledger,
        progress_bar("rijen laden", None) as progress,
    ):
        loaded = load_register(paths, ledger, progress)
    show_table("Register", ("soort", "rijen"), sorted(loaded.rows.items()))
    say(f"{loaded.changed} rijen nieuw of gewijzigd.")
    show_problems(loaded.problems)
    return 1 if loaded.problems else 0
