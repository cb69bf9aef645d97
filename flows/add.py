"""`add`: the user's own files through the same pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from corpus.ledger import Ledger, utc_now
from corpus.store import Store
from flows.console import progress_bar, show_problems, show_steps
from flows.glance import raw_of
from flows.local import LocalFile, find_files, read_files
from flows.lock import alone
from flows.prepare import Progress
from flows.settings import Settings
from flows.steps import extract_step, link_step, publish_step, read_step
from models.document import Kenmerken
from models.problems import Problem, UsageError


def run_add(settings: Settings, paths: Sequence[Path], datum: date | None = None) -> int:
    """Keep the files, then read, extract, link and publish. Returns the exit code.

    ``datum`` is the day of the papers, where they do not say it themselves.
    Raises :class:`UsageError` where none of the paths holds a file.
    """
    files, problems = find_files(paths)
    if not files:
        raise UsageError("; ".join(f"{one.subject}: {one.melding}" for one in problems))
    with alone(settings):
        return _add(settings, paths, files, problems, datum)


def _add(
    settings: Settings,
    paths: Sequence[Path],
    files: Sequence[Path],
    problems: list[Problem],
    datum: date | None,
) -> int:
    with progress_bar("bewaren", len(files)) as progress:
        problems += keep_files(settings, read_files(files), progress, datum)
    with Ledger(settings.rooms.ledger) as ledger:
        for path in paths:
            ledger.heal(str(path), "add")
        ledger.report(problems)
    done = [read_step(settings, progress_bar), extract_step(settings, progress_bar)]
    linked_done, linked = link_step(settings)
    published, _ = publish_step(settings, linked)
    problems = [*problems, *linked.held.problems]
    show_steps([*done, linked_done, published])
    show_problems(problems)
    return 1 if problems else 0


def keep_files(
    settings: Settings,
    files: Iterable[LocalFile | Problem],
    progress: Progress,
    datum: date | None = None,
) -> list[Problem]:
    """Put files of ``datum`` in the store; returns what could not be opened."""
    known = Kenmerken(datum=datum)
    store = Store(settings.rooms.store)
    problems = []
    now = utc_now()
    for file in files:
        if isinstance(file, Problem):
            problems.append(file)
        else:
            store.keep(file.data, replace(raw_of(file), opgehaald_op=now, kenmerken=known))
        progress(1)
    return problems
