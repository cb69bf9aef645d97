"""The nightly run: five steps in order, as a Prefect flow or from a plain loop.

Prefect adds names, timing, retries and a place to look; the result is the same without it. It
is imported only when a flow is really run: importing it takes three seconds, its temporary server
another seventeen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from corpus.ledger import Ledger
from flows.alarm import BROKEN_OFF
from flows.console import (
    progress_bar,
    say,
    show_alarms,
    show_missing,
    show_problems,
    show_steps,
)
from flows.fetch import fetch_step, make_sources
from flows.links import links_step
from flows.lock import alone
from flows.publish import prepare_next
from flows.settings import Settings
from flows.standby import Standby
from flows.steps import (
    Done,
    extract_step,
    link_step,
    publish_step,
    read_step,
)
from flows.watch import Watched, watch
from models.problems import CheckFailedError, Problem

Step = Callable[..., Any]
# how a step is done: as it is, or with something around it (a Prefect task)
Wrap = Callable[[Step], Step]

RELEASE = "uitgave"
NIGHT = "nacht"


@dataclass(frozen=True, slots=True)
class Night:
    """What a nightly run did, step by step, what needs a person, and how things stand."""

    done: tuple[Done, ...]
    problems: tuple[Problem, ...]
    watched: Watched = field(default_factory=Watched)

    @property
    def code(self) -> int:
        """The exit code: 1 when something needs a person."""
        return 1 if self.problems or self.watched.alarms or self.watched.problems else 0


def names(settings: Settings, sources: Sequence[str]) -> list[str]:
    """The sources of a night, by name."""
    return [source.name for source in make_sources(settings, sources)]


def as_it_is(step: Step) -> Step:
    """Nothing around a step."""
    return step


def run_steps(
    settings: Settings,
    since: date | None = None,
    sources: Sequence[str] = (),
    wrap: Wrap = as_it_is,
) -> Night:
    """The steps in order, and the alarms after them; also where something breaks them off."""
    with told_when_broken_off(settings, sources), prepare_next(settings.data_dir) as standby:
        fetched, problems = wrap(fetch_step)(settings, since, sources, progress_bar)
        return after_fetch(settings, fetched, problems, sources, wrap, standby)


@contextmanager
def told_when_broken_off(settings: Settings, sources: Sequence[str]) -> Iterator[None]:
    """What nobody foresaw ends the night, but not in silence: it is a problem and an alarm."""
    try:
        yield
    except Exception as error:
        melding = f"De nacht brak af ({type(error).__name__}: {error})."
        with suppress(Exception):  # what broke off goes before what telling of it meets
            with Ledger(settings.rooms.ledger) as ledger:
                ledger.report([Problem(NIGHT, NIGHT, BROKEN_OFF, melding)])
            show_alarms(watch(settings, names(settings, sources)).alarms)
        raise


def after_fetch(
    settings: Settings,
    fetched: Done,
    problems: Sequence[Problem],
    sources: Sequence[str],
    wrap: Wrap = as_it_is,
    standby: Standby | None = None,
) -> Night:
    """The steps after fetching. A check that fails is an alarm; yesterday's release stays.

    ``standby`` is the copy of the current release that was made meanwhile.
    """
    done = [fetched]
    done.append(wrap(read_step)(settings, progress_bar))
    done.append(wrap(extract_step)(settings, progress_bar))
    # a dead link says something of a paper, not of this run: it is published, and no problem
    followed, _ = wrap(links_step)(settings)
    done.append(followed)
    linked_done, linked = wrap(link_step)(settings)
    done.append(linked_done)
    problems = [*problems, *linked.held.problems]
    try:
        published, _ = wrap(publish_step)(settings, linked, standby)
        done.append(published)
        failed = None
    except CheckFailedError as error:
        failed = Problem(RELEASE, "publish", error.soort, str(error))
        problems.append(failed)
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.heal(NIGHT, NIGHT)
        ledger.heal(RELEASE, "publish")
        ledger.report([failed] if failed else [])
    return Night(
        tuple(done), tuple(dict.fromkeys(problems)), watch(settings, names(settings, sources))
    )


def run_nightly(
    settings: Settings, since: date | None, sources: Sequence[str], *, plain: bool
) -> int:
    """Run the night, show what it did, return the exit code: 1 when something needs a person."""
    make_sources(settings, sources)  # a name that is no source is wrong usage: say so at once
    announce(settings, since)
    run = run_steps if plain else run_under_prefect
    with alone(settings):
        return show_night(run(settings, since, sources))


def announce(settings: Settings, since: date | None) -> None:
    """A first run takes long; say so, and how to have less."""
    if since is None and not settings.rooms.ledger.exists() and not settings.replayed:
        say("Eerste run: alles sinds 2008 wordt opgehaald (dagen werk); --since D begint later.")


def show_night(night: Night) -> int:
    """Show what a run did and what is missing; returns the exit code."""
    show_steps(night.done)
    show_problems((*night.problems, *night.watched.problems))
    show_standing(night.watched)
    return night.code


def show_standing(watched: Watched) -> None:
    """The alarms, and as the last line what is missing."""
    show_alarms(watched.alarms)
    for alarm in watched.over:
        say(f"Hersteld: {alarm.regel} ({alarm.onderwerp}).")
    show_missing(watched.missing)


def run_one(
    settings: Settings,
    *steps: str,
    since: date | None = None,
    sources: Sequence[str] = (),
    allow_shrink: bool = False,
) -> int:
    """One or more steps alone, in the order given; ``publish`` needs ``link`` before it."""
    with alone(settings):
        return _run_some(settings, steps, since, sources, allow_shrink)


def _run_some(
    settings: Settings,
    steps: Sequence[str],
    since: date | None,
    sources: Sequence[str],
    allow_shrink: bool,
) -> int:
    done: list[Done] = []
    problems: list[Problem] = []
    linked = None
    for name in steps:
        if name == "fetch":
            step, problems = fetch_step(settings, since, sources, progress_bar)
        elif name == "link":
            step, linked = link_step(settings)
            problems = linked.held.problems
        elif name == "publish" and linked:
            step, _ = publish_step(settings, linked, allow_shrink=allow_shrink)
        else:
            step = {"read": read_step, "extract": extract_step}[name](settings, progress_bar)
        done.append(step)
    show_steps(done)
    show_problems(problems)
    if "fetch" in steps:
        watched = watch(settings, names(settings, sources))
        show_standing(watched)
        problems = [*problems, *watched.problems]
        return 1 if problems or watched.alarms else 0
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


def prepare_prefect(settings: Settings) -> None:
    """Set Prefect's environment where the user did not; call this before importing it."""
    home = settings.data_dir / ".prefect"
    home.mkdir(parents=True, exist_ok=True)
    for name, value in prefect_environment(home).items():
        os.environ.setdefault(name, value)


def as_task(step: Step) -> Step:
    """A step as a Prefect task."""
    from prefect import task
    from prefect.cache_policies import NO_CACHE

    # whether something was done before is decided by our own files, not by Prefect's cache
    name = step.__name__.removesuffix("_step")
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(step)


def run_under_prefect(settings: Settings, since: date | None, sources: Sequence[str]) -> Night:
    """The same steps as tasks of a Prefect flow called ``nightly``."""

    def work() -> Night:
        return run_steps(settings, since, sources, wrap=as_task)

    return run_as_flow(settings, "nightly", work)


def run_as_flow(settings: Settings, name: str, work: Callable[[], Night]) -> Night:
    """Run ``work`` as a Prefect flow of that name."""
    prepare_prefect(settings)
    from prefect import flow

    return flow(name=name, validate_parameters=False, persist_result=False)(work)()
