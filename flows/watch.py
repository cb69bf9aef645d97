"""After a run: count what is missing, let the alarms go off, tell whoever is to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.ledger import Ledger, Lijst, StandingAlarm
from flows import notify
from flows.alarm import begin_watching, look, mark_told, not_asked, settle, sound
from flows.fetch import make_sources, papers_of
from flows.listing import BACKFILL
from flows.listing import STEP as FETCH
from flows.settings import Settings
from models.problems import Problem


@dataclass(frozen=True, slots=True)
class Watched:
    """How things stand: the alarms that sound, those that ended, what is missing per source.

    ``problems`` are alarms that could not be delivered.
    """

    alarms: tuple[StandingAlarm, ...] = ()
    over: tuple[StandingAlarm, ...] = ()
    missing: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def watch(settings: Settings, names: Iterable[str], now: datetime | None = None) -> Watched:
    """Look at the health of the sources ``names`` after a run, and tell what there is to tell."""
    now = now or datetime.now(UTC)
    asked = tuple(names)
    papers = {papers_of(source) for source in make_sources(settings, asked)}
    with Ledger(settings.rooms.ledger) as ledger:
        mend_backfills(ledger)
        outside = _outside(settings, asked)
        begin_watching(ledger, outside, now)
        health = look(ledger, outside, now, asked=asked, papers=papers)
        told = settle(ledger, sound(health), now, not_asked(health))
        failed = notify.notify(settings, told.tell, told.ended)
        ways = notify.ways(settings)
        if len(failed) < len(ways) or not ways:  # without any, who runs it has seen it
            mark_told(ledger, told)
        for way in ("webhook", "mail"):
            ledger.heal(way, notify.STEP)
        ledger.report(failed)
        missing = ledger.absent()
    return Watched(told.standing, told.over, missing, tuple(failed))


def mend_backfills(ledger: Ledger) -> None:
    """A part of a period that failed is mended by a later one that holds it, whatever its name."""
    lists = [one for one in ledger.listings() if one.naam.startswith(BACKFILL)]
    read = [one for one in lists if one.gelezen and one.tot]
    for problem, op in ledger.problems():
        failed = next((one for one in lists if one.naam == problem.subject), None)
        if failed and problem.stap == FETCH and any(_holds(one, failed, op) for one in read):
            ledger.heal(problem.subject, FETCH)


def _holds(read: Lijst, failed: Lijst, op: str) -> bool:
    """Whether all of ``failed`` is in a list that was read after it failed, or after its end."""
    same = read.naam.rpartition(" ")[0] == failed.naam.rpartition(" ")[0]
    begin, end, when = failed.vanaf, failed.tot or "9999", read.gelezen or ""
    within = read.vanaf <= begin and end <= (read.tot or "")
    return same and within and (when >= op or when > (read.tot or ""))


def _outside(settings: Settings, names: Iterable[str]) -> list[str]:
    """The sources that must be fresh: of a replay that cannot be asked."""
    return sorted(set(names) - settings.replayed)
