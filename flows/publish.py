"""A new release: built aside, checked, then put in place in one step.

A release is built from scratch, or goes on from the current one: then a copy of its database is
renewed and its search index shared, and what it costs follows what changed. That copy is the one
thing that grows with the corpus, so :func:`prepare_next` makes it beforehand.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from corpus import checks, database
from corpus.checks import CheckResult
from corpus.database import Built, Row
from corpus.renew import renew
from corpus.search import Indexer
from flows.standby import Standby, copy_file, sweep
from flows.version import program_version
from models.links import Changes
from models.problems import CheckFailedError, KamerspoorError

DATABASE = "kamer.db"
INDEX = "zoek"
INSPECTED = "inspect.json"
ABOUT = "uitgave.json"

# given what is being done and how much there is to do, shows a progress bar (or nothing)
Bar = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


class OvertakenError(KamerspoorError):
    """The release to go on from is no longer the current one, or cannot be gone on from."""

    soort = "ingehaald"


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


@dataclass(frozen=True, slots=True)
class Base:
    """A release that the next one may go on from.

    ``mark`` is what its maker was given to remember with it (see :func:`publish`).
    """

    path: Path
    stamp: str
    counts: Mapping[str, int]
    digest: str
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a release is made: its stamp and what it goes on from, if anything."""

    stamp: str
    mark: str | None = None
    base: Base | None = None
    changes: Changes | None = None


def publish(
    data_dir: Path,
    rows: Iterable[Row],
    *,
    changes: Changes | None = None,
    base: Base | None = None,
    standby: Standby | None = None,
    mark: str | None = None,
    now: datetime | None = None,
    keep: int = 5,
    max_bytes: int | None = None,
    allow_shrink: bool = False,
    bar: Bar | None = None,
    papers: int = 0,
) -> Release:
    """Build a release of ``rows``, check it, and let ``<data_dir>/current`` point at it.

    Readers see the old release or the new one, never a half one. A failed required check removes
    what was built, leaves the old release in place and raises ``CheckFailedError`` naming the
    rows. ``keep`` releases stay on disk. ``allow_shrink`` accepts a release that lost more than
    half of a table.

    Without ``changes`` every row is new. With ``changes`` the release goes on from ``base`` (as
    :func:`base_release` gave it; the current one where absent) and ``rows`` are those of what
    changed; ``standby`` may hold the copy of the database already. Raises :class:`OvertakenError`
    where the current release is another by now: work out the changes again, or build from
    scratch. ``mark`` is remembered with the release, for whoever works out the next changes.

    ``bar`` is told how many of ``papers`` are done.
    """
    releases = data_dir / "releases"
    releases.mkdir(parents=True, exist_ok=True)
    with _alone(releases):
        _sweep(releases)
        stamp = _free_stamp(releases, now or datetime.now(UTC))
        onto = None if changes is None else _still_current(data_dir, base)
        plan = _Plan(stamp, mark, onto, changes)
        aside = releases / f".{stamp}.tmp"
        aside.mkdir()
        try:
            with _progress(bar, papers) as passing:
                built = _build(aside, passing(rows), plan, standby)
            results = _check(aside / DATABASE, data_dir, built, max_bytes, allow_shrink)
            _describe(aside, built, plan)
            _to_disk(aside)
            aside.rename(releases / stamp)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        _switch(data_dir, stamp)
        _keep_last(releases, keep, stamp)
    return Release(releases / stamp, stamp, built.counts, results, _meldingen(built, results))


def current_release(data_dir: Path) -> Path | None:
    """The folder of the release that is served now; ``None`` where nothing was published yet."""
    try:
        target = (data_dir / "current").resolve(strict=True)
    except FileNotFoundError:
        return None
    return target if (target / DATABASE).is_file() else None


def base_release(data_dir: Path) -> Base | None:
    """The current release where this very program can go on from it, else ``None``."""
    path = current_release(data_dir)
    if path is None:
        return None
    try:
        about = json.loads((path / ABOUT).read_text(encoding="utf-8"))
        if about["versie"] != _version():
            return None
        return Base(path, path.name, about["rijen"], about["kenmerk"], about["stand"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # made before releases could be gone on from


def _version() -> str:
    """What a release was made with: our code, and the library that wrote the search index."""
    return f"{program_version()} tantivy {version('tantivy')}"


def _still_current(data_dir: Path, base: Base | None) -> Base:
    current = base_release(data_dir)
    if current is None or (base is not None and base.stamp != current.stamp):
        raise OvertakenError("Er is intussen een andere uitgave; draai 'kamerspoor publish'.")
    return current


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
    sweep(releases)


def _free_stamp(releases: Path, now: datetime) -> str:
    """The moment as a name that sorts by time and after what is there of the same second."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    taken = sorted(release.name for release in releases.glob(f"{stamp}*"))
    if not taken:
        return stamp
    return f"{stamp}-{int(taken[-1].removeprefix(stamp)[1:] or 1) + 1:03}"


@contextmanager
def _progress(bar: Bar | None, papers: int) -> Iterator[Callable[[Iterable[Row]], Iterator[Row]]]:
    """Rows that pass by, each paper among them told to the bar."""
    shown = bar("publiceren", papers) if bar else nullcontext(lambda done: None)
    with shown as progress:

        def passing(rows: Iterable[Row]) -> Iterator[Row]:
            done = 0
            for name, row in rows:
                if name == "documenten":
                    done += 1
                    progress(done)
                yield name, row

        yield passing


def _build(aside: Path, rows: Iterable[Row], plan: _Plan, standby: Standby | None) -> Built:
    file, base, changes = aside / DATABASE, plan.base, plan.changes
    if base is None or changes is None:
        with Indexer(aside / INDEX) as indexer:
            return database.build(file, indexer.passing(rows))
    if standby is None or not standby.move(base.path / DATABASE, file):
        copy_file(base.path / DATABASE, file)
    with Indexer(aside / INDEX, base.path / INDEX, changes.documents) as indexer:
        try:
            return renew(file, indexer.passing(rows), changes, base.counts)
        except CheckFailedError as error:
            raise _refusal([str(error)]) from error


def _refusal(failed: list[str]) -> CheckFailedError:
    return CheckFailedError(
        "Niet gepubliceerd, de vorige uitgave blijft staan: " + "; ".join(failed)
    )


def _check(
    file: Path, data_dir: Path, built: Built, max_bytes: int | None, allow_shrink: bool
) -> tuple[CheckResult, ...]:
    """The outcome of all checks; ``CheckFailedError`` where a required one failed."""
    with closing(database.open_read_only(file)) as db:
        results = checks.run_checks(db, max_bytes, built.seen)
    if not allow_shrink:
        results.append(checks.shrunk(_counts_before(data_dir), built.counts))
    failed = [result.melding for result in results if result.required and not result.good]
    if failed:
        raise _refusal(failed)
    return tuple(results)


def _counts_before(data_dir: Path) -> Mapping[str, int]:
    """The row counts of the release in place, as it keeps them; empty where there is none."""
    release = current_release(data_dir)
    if release is None:
        return {}
    try:
        inspected = json.loads((release / INSPECTED).read_text(encoding="utf-8"))
        return {name: one["count"] for name, one in inspected["kamer"]["tables"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        with closing(database.open_read_only(release / DATABASE)) as db:
            return checks.row_counts(db)


def _describe(aside: Path, built: Built, plan: _Plan) -> None:
    """What Datasette and the next release would otherwise read the whole database for.

    The ``hash`` names the release and no other, so that what was kept of one page is not shown
    for another; it is made of the stamp, the row counts and the ``hash`` of the release this one
    goes on from, and is no checksum of the file.
    """
    file, base = aside / DATABASE, plan.base
    parts = [base.digest if base else "", plan.stamp, _version(), built.counts]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    inspected = {
        "hash": digest,
        "size": file.stat().st_size,
        "file": DATABASE,
        "tables": {name: {"count": n} for name, n in built.counts.items()},
    }
    about = {
        "versie": _version(),
        "kenmerk": digest,
        "rijen": built.counts,
        "vorige": base.stamp if base else None,
        "stand": plan.mark,
    }
    for name, found in ((INSPECTED, {"kamer": inspected}), (ABOUT, about)):
        (aside / name).write_text(json.dumps(found, indent=1), encoding="utf-8")


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


def _keep_last(releases: Path, keep: int, stamp: str) -> None:
    """Remove all but the last releases; one that somebody still reads is left for the next time.

    The one that was just put in place stays, also where the clock was set back.
    """
    done = sorted(path for path in releases.iterdir() if not path.name.startswith("."))
    for old in done[: -max(keep, 1)]:
        if old.name == stamp:
            continue
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


def prepare_next(data_dir: Path) -> Standby:
    """Begin to copy the database of the current release, for the release that goes on from it.

    The copy is made by a thread while the night fetches and reads. Close what is answered when
    the night is over, whether it was used or not.
    """
    base = base_release(data_dir)
    releases = data_dir / "releases"
    if base is None:
        return Standby(None, releases)
    try:
        return Standby(base.path / DATABASE, releases, hold(base.path))
    except FileNotFoundError:  # removed just now
        return Standby(None, releases)


def _meldingen(built: Built, results: tuple[CheckResult, ...]) -> tuple[str, ...]:
    return (
        *(result.melding for result in results if not result.good),
        *(
            f"{name}: {n} rij(en) weggelaten, het kenmerk bestond al"
            for name, n in built.doubles.items()
        ),
        *built.unapplied,
    )
