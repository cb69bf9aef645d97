"""A new release: built aside, checked, then put in place in one step."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import chain, count
from pathlib import Path
from typing import TextIO

from corpus import checks, database
from corpus.checks import CheckResult
from corpus.database import Built
from corpus.search import Indexer
from models.problems import CheckFailedError

DATABASE = "kamer.db"
INDEX = "zoek"
INSPECTED = "inspect.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A published release: its folder, its stamp, the rows of each table, and what was checked.

    ``meldingen`` are lines for a person: warnings of checks, rows left out, corrections that fit
    nothing.
    """

    path: Path
    stamp: str
    counts: dict[str, int]
    checks: tuple[CheckResult, ...]
    meldingen: tuple[str, ...] = ()


def publish(
    data_dir: Path,
    rows: Iterable[tuple[str, object]],
    *,
    now: datetime | None = None,
    keep: int = 5,
    max_bytes: int | None = None,
    allow_shrink: bool = False,
) -> Release:
    """Build a release of ``rows``, check it, and let ``<data_dir>/current`` point at it.

    Readers see the old release or the new one, never a half one. A failed required check removes
    what was built, leaves the old release in place and raises ``CheckFailedError`` naming the
    rows. ``keep`` releases stay on disk. ``allow_shrink`` accepts a release that lost more than
    half of a table.
    """
    releases = data_dir / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    with _alone(releases):
        _sweep(releases)
        stamp = _free_stamp(releases, now or datetime.now(UTC))
        aside = releases / f".{stamp}.tmp"
        aside.mkdir()
        try:
            built = _build(aside, rows)
            results = _check(aside / DATABASE, data_dir, max_bytes, allow_shrink)
            _inspect(aside, built)
            _to_disk(aside)
            aside.rename(releases / stamp)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        _switch(data_dir, stamp)
        _keep_last(releases, keep)
    return Release(releases / stamp, stamp, built.counts, results, _meldingen(built, results))


def current_release(data_dir: Path) -> Path | None:
    """The folder of the release that is served now; ``None`` where nothing was published yet."""
    try:
        target = (data_dir / "current").resolve(strict=True)
    except FileNotFoundError:
        return None
    return target if (target / DATABASE).is_file() else None


@contextmanager
def _alone(releases: Path) -> Iterator[None]:
    """Wait until no other process publishes; the lock goes with the process."""
    with (releases / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep(releases: Path) -> None:
    """Remove what a publish that was killed left behind."""
    for left in releases.glob(".*.tmp"):
        shutil.rmtree(left, ignore_errors=True)


def _free_stamp(releases: Path, now: datetime) -> str:
    """The moment as a name that sorts by time and is not taken."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    taken = {release.name for release in releases.iterdir()}
    names = chain([stamp], (f"{stamp}-{n:03}" for n in count(2)))
    return next(name for name in names if name not in taken)


def _build(aside: Path, rows: Iterable[tuple[str, object]]) -> Built:
    with Indexer(aside / INDEX) as indexer:
        return database.build(aside / DATABASE, indexer.passing(rows))


def _check(
    file: Path, data_dir: Path, max_bytes: int | None, allow_shrink: bool
) -> tuple[CheckResult, ...]:
    """The outcome of all checks; ``CheckFailedError`` where a required one failed."""
    with closing(database.open_read_only(file)) as db:
        results = checks.run_checks(db, max_bytes)
        if not allow_shrink:
            results.append(checks.shrunk(_counts_before(data_dir), checks.row_counts(db)))
    failed = [result.melding for result in results if result.required and not result.good]
    if failed:
        raise CheckFailedError(
            "Niet gepubliceerd, de vorige uitgave blijft staan: " + "; ".join(failed)
        )
    return tuple(results)


def _counts_before(data_dir: Path) -> dict[str, int]:
    """The row counts of the release in place; empty where there is none."""
    release = current_release(data_dir)
    if release is None:
        return {}
    with closing(database.open_read_only(release / DATABASE)) as db:
        return checks.row_counts(db)


def _inspect(aside: Path, built: Built) -> None:
    """What Datasette would otherwise work out by reading the whole database at every start."""
    file = aside / DATABASE
    with file.open("rb") as data:
        found = {
            "hash": file_digest(data, "sha256").hexdigest(),
            "size": file.stat().st_size,
            "file": DATABASE,
            "tables": {name: {"count": n} for name, n in built.counts.items()},
        }
    (aside / INSPECTED).write_text(json.dumps({"kamer": found}, indent=1), encoding="utf-8")


def _to_disk(folder: Path) -> None:
    """Wait until everything in the folder is on disk, so that the switch comes last."""
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _switch(data_dir: Path, stamp: str) -> None:
    """Let ``current`` point at the release, replacing the old link in one step."""
    link = data_dir / f".current.{stamp}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / stamp, target_is_directory=True)
    link.replace(data_dir / "current")


def _keep_last(releases: Path, keep: int) -> None:
    """Remove all but the last releases; one that somebody still reads is left for the next time."""
    done = sorted(path for path in releases.iterdir() if not path.name.startswith("."))
    for old in done[: -max(keep, 1)]:
        with suppress(BlockingIOError), (old / INSPECTED).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(old, ignore_errors=True)


def hold(release: Path) -> TextIO:
    """Keep a release from being removed until the answer is closed (or the process ends).

    Raises ``FileNotFoundError`` where it was removed already.
    """
    lock = (release / INSPECTED).open()
    fcntl.flock(lock, fcntl.LOCK_SH)
    if not (release / DATABASE).exists():  # removed while we waited
        lock.close()
        raise FileNotFoundError(release)
    return lock


def _meldingen(built: Built, results: tuple[CheckResult, ...]) -> tuple[str, ...]:
    return (
        *(result.melding for result in results if not result.good),
        *(
            f"{name}: {n} rij(en) weggelaten, het kenmerk bestond al"
            for name, n in built.doubles.items()
        ),
        *built.unapplied,
    )
