"""The nightly run: five steps in order, as a Prefect flow or from a plain loop.

Prefect adds names, timing, retries and a place to look; the result is the same without it. It
is imported only when a flow is really run: importing it takes three seconds, its temporary server
another seventeen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.console import progress_bar, show_problems, show_steps
from flows.fetch import fetch_step
from flows.settings import Settings
from flows.steps import (
    Done,
    extract_step,
    link_step,
    publish_step,
    read_step,
)
from models.problems import Problem

Step = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Night:
    """What a nightly run did, step by step, and what needs a person."""

    done: tuple[Done, ...]
    problems: tuple[Problem, ...]


def run_steps(
    settings: Settings,
    since: date | None = None,
    sources: Sequence[str] = (),
    wrap: Callable[[Step], Step] = lambda step: step,
) -> Night:
    """The five steps in order. ``wrap`` may put something around each of them (a Prefect task)."""
    fetched, problems = wrap(fetch_step)(settings, since, sources)
    read = wrap(read_step)(settings, progress_bar)
    extracted = wrap(extract_step)(settings, progress_bar)
    linked_done, linked = wrap(link_step)(settings)
    published, _ = wrap(publish_step)(settings, linked)
    done = (fetched, read, extracted, linked_done, published)
    return Night(done, tuple(dict.fromkeys((*problems, *linked.held.problems))))


def run_nightly(
    settings: Settings, since: date | None, sources: Sequence[str], *, plain: bool
) -> int:
    """Run the night, show what it did, return the exit code: 1 when something needs a person."""
    run = run_steps if plain else run_under_prefect
    night = run(settings, since, sources)
    show_steps(night.done)
    show_problems(night.problems)
    return 1 if night.problems else 0


def run_one(
    settings: Settings, *names: str, since: date | None = None, sources: Sequence[str] = ()
) -> int:
    """One or more steps alone, in the order given; ``publish`` needs ``link`` before it."""
    done: list[Done] = []
    problems: list[Problem] = []
    linked = None
    for name in names:
        if name == "fetch":
            step, problems = fetch_step(settings, since, sources)
        elif name == "link":
            step, linked = link_step(settings)
            problems = linked.held.problems
        elif name == "publish" and linked:
            step, _ = publish_step(settings, linked)
        else:
            step = {"read": read_step, "extract": extract_step}[name](settings, progress_bar)
        done.append(step)
    show_steps(done)
    show_problems(problems)
    return 1 if problems or any(step.fouten for step in done) else 0


def prefect_environment(home: Path) -> dict[str, str]:
    """What Prefect must know before it is imported: no telemetry, no account, patience.

    A server that the user configured (``PREFECT_API_URL``) is used; else a temporary one on
    loopback, whose start takes about seventeen seconds on two cores.
    """
    return {
        "PREFECT_HOME": str(home.resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_CLI_PROMPT": "false",
    }


def run_under_prefect(settings: Settings, since: date | None, sources: Sequence[str]) -> Night:
    """The same steps as tasks of a Prefect flow called ``nightly``."""
    for name, value in prefect_environment(settings.data_dir / ".prefect").items():
        os.environ.setdefault(name, value)
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE

    def as_task(step: Step) -> Step:
        # whether something was done before is decided by our own files, not by Prefect's cache
        name = step.__name__.removesuffix("_step")
        return task(name=name, cache_policy=NO_CACHE, persist_result=False)(step)

    @flow(name="nightly", validate_parameters=False, persist_result=False)
    def nightly() -> Night:
        """Fetch, read, extract, link, publish."""
        return run_steps(settings, since, sources, wrap=as_task)

    return nightly()
